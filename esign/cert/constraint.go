package cert

import (
	"fmt"
	"time"
)

// Constraint is a rule of RFC 5280, section 6.1, that a path may break.
type Constraint string

// The rules. Their names are stable: reports carry them.
const (
	NotCA           Constraint = "not_ca"           // an issuer without basicConstraints with cA
	NoKeyCertSign   Constraint = "no_key_cert_sign" // an issuer whose keyUsage does not allow to sign certificates
	PathLength      Constraint = "path_length"      // more authorities below than pathLenConstraint allows
	UnknownCritical Constraint = "unknown_critical" // a critical extension that we do not understand
	Unprocessed     Constraint = "unprocessed"      // constraints on names or policies, which we do not process
	NotYetValid     Constraint = "not_yet_valid"
	Expired         Constraint = "expired"
)

// Problem is one rule broken by one certificate of a path.
type Problem struct {
	// Index counts from the leaf, which is 0.
	Index      int
	Constraint Constraint
	// Detail is the extension that is meant, where there is one.
	Detail string
}

// Error describes the problem.
func (p Problem) Error() string {
	if p.Detail == "" {
		return fmt.Sprintf("certificate %d of the chain: %s", p.Index, p.Constraint)
	}
	return fmt.Sprintf("certificate %d of the chain: %s (%s)", p.Index, p.Constraint, p.Detail)
}

// judge lists everything that is wrong with a path whose signatures are good. The anchor is judged as well: one that is no
// authority should never have been made an anchor.
func judge(chain []*Certificate, at time.Time) []Problem {
	var problems []Problem
	add := func(i int, c Constraint, detail string) { problems = append(problems, Problem{i, c, detail}) }
	below := 0 // authorities below that are not self-issued
	for i, c := range chain {
		if i > 0 {
			judgeIssuer(c, below, func(k Constraint) { add(i, k, "") })
			if !c.SelfIssued() {
				below++
			}
		}
		for _, id := range c.UnknownCritical {
			add(i, UnknownCritical, id.String())
		}
		for _, e := range c.Extensions {
			switch e.ID {
			case OIDNameConstraints, OIDPolicyConstraints, OIDInhibitAnyPolicy:
				if !e.Critical {
					add(i, Unprocessed, e.ID.String())
				}
			}
		}
		switch {
		case at.IsZero():
		case at.Before(c.NotBefore):
			add(i, NotYetValid, "")
		case !c.ValidAt(at):
			add(i, Expired, "")
		}
	}
	return problems
}

// judgeIssuer applies what only authorities have to fulfil.
func judgeIssuer(c *Certificate, below int, add func(Constraint)) {
	if !c.IsCA {
		add(NotCA)
	}
	if c.HasKeyUsage && c.KeyUsage&KeyCertSign == 0 {
		add(NoKeyCertSign)
	}
	if c.PathLen >= 0 && below > c.PathLen {
		add(PathLength)
	}
}
