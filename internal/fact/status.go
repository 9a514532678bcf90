package fact

import (
	"slices"

	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// Status is what the codes of a record come to: the hot column by which changes are seen. Rules judge by the codes
// themselves.
type Status = classifier.State

// StatusOf returns the gravest status that the codes of a record bear. A code that is in no list is never taken for good
// standing, and nor is one that the register hides.
func StatusOf(r *egr.Record) Status {
	if r.HasCeased() {
		return classifier.Ceased
	}
	of := classifier.Organisation
	if r.Register == egr.Entrepreneurs {
		of = classifier.Entrepreneur
	}
	gravest := classifier.Active
	if slices.Contains(r.Restricted(), egr.SectionStatus) {
		gravest = classifier.Unknown
	}
	for _, code := range r.StatusCodes() {
		if s, _ := classifier.FindStatus(of, code); s.State.Worse(gravest) {
			gravest = s.State
		}
	}
	return gravest
}
