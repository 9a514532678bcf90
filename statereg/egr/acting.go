package egr

import (
	"slices"

	"github.com/klaster-platform/klaster/workdays"
)

// Mode tells how those who act for a subject without a power of attorney do so.
type Mode string

const (
	ModeNobody     Mode = "nobody"     // the register names no one
	ModeSole       Mode = "sole"       // one alone
	ModeEach       Mode = "each"       // several, each alone (ВидПолном 2)
	ModeJointly    Mode = "jointly"    // several, only together (ВидПолном 1)
	ModeUnknown    Mode = "unknown"    // several, and the register does not say how, or one of those who act together may not
	ModeRestricted Mode = "restricted" // the register hides at least one of them
)

// Acting are those who may act for a subject without a power of attorney on a day.
type Acting struct {
	Mode     Mode
	Heads    []Head    // persons; of an entrepreneur the entrepreneur
	Managers []Manager // managing organisations, which act through their own heads
	Out      []Head    // persons whom the register names and who may not act: disqualified, or their powers ended
}

// Acting tells who acts on the day. Marks of unreliability do not take a right away; whoever decides looks at them.
func (r *Record) Acting(on workdays.Date) Acting {
	if r.Register == Entrepreneurs {
		return r.entrepreneur()
	}
	acting := Acting{Managers: slices.Clone(r.Managers)}
	hidden := slices.ContainsFunc(r.Managers, func(m Manager) bool { return m.Restricted })
	for _, h := range r.Heads {
		hidden = hidden || h.Restricted
		if h.Acts(on) {
			acting.Heads = append(acting.Heads, h)
		} else {
			acting.Out = append(acting.Out, h)
		}
	}
	acting.Mode = r.mode(len(acting.Heads)+len(acting.Managers), len(acting.Out), hidden)
	return acting
}

// mode tells how n act beside out who may not. Of those who act only together, one who is left cannot act alone.
func (r *Record) mode(n, out int, hidden bool) Mode {
	switch {
	case hidden:
		return ModeRestricted
	case n == 0:
		return ModeNobody
	case out > 0 && r.Powers == Jointly:
		return ModeUnknown
	case n == 1:
		return ModeSole
	case r.Powers == Jointly:
		return ModeJointly
	case r.Powers == EachAlone:
		return ModeEach
	}
	return ModeUnknown
}

func (r *Record) entrepreneur() Acting {
	if r.Person == nil {
		return Acting{Mode: ModeNobody}
	}
	return Acting{Mode: ModeSole, Heads: []Head{{Person: *r.Person}}}
}

// Acts reports whether the head's powers stand on the day: no remark says that they ended, and no disqualification runs.
func (h *Head) Acts(on workdays.Date) bool {
	return len(h.Ended) == 0 && !slices.ContainsFunc(h.Disqualified, func(d Disqualification) bool { return d.Runs(on) })
}

// Runs reports whether the disqualification runs on the day. One without an end runs on.
func (d Disqualification) Runs(on workdays.Date) bool {
	return !on.Before(d.From) && (d.To.IsZero() || !on.After(d.To))
}
