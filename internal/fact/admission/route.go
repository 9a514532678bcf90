package admission

import (
	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// Route is the status that an organisation may ask for by its region: a participant in Moscow, a partner in another region
// of Russia. It returns false when the register does not tell the region, which an expert establishes then.
func Route(r *egr.Record) (Purpose, bool) {
	code, _ := r.Region()
	switch {
	case code == classifier.Moscow:
		return Participant, true
	case settled(code):
		return Partner, true
	}
	return "", false
}
