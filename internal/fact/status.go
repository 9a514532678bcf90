package fact

import (
	"slices"

	"github.com/klaster-platform/klaster/statereg/egr"
)

// Status is what the codes of a record come to: the hot column by which changes are seen. Rules judge by the codes
// themselves.
type Status string

// The statuses.
const (
	Active         Status = "active"
	Liquidation    Status = "liquidation"
	Exclusion      Status = "exclusion" // the tax service has decided to strike it off
	Bankruptcy     Status = "bankruptcy"
	Reorganisation Status = "reorganisation"
	Ceased         Status = "ceased"
	UnclearStatus  Status = "unclear" // a code that is not known, or one that is not shown
)

// StatusOf returns the gravest status that the codes of a record bear. A code that is in no list is never taken for good
// standing.
func StatusOf(r *egr.Record) Status {
	if r.HasCeased() {
		return Ceased
	}
	if slices.Contains(r.Restricted(), egr.SectionStatus) {
		return UnclearStatus
	}
	gravest := Active
	for _, code := range r.StatusCodes() {
		if s := statusOf(r.Register, code); grave(s) > grave(gravest) {
			gravest = s
		}
	}
	return gravest
}

func grave(s Status) int {
	return slices.Index([]Status{Active, Reorganisation, UnclearStatus, Exclusion, Liquidation, Bankruptcy, Ceased}, s)
}
