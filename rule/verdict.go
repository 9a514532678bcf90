package rule

// Verdict is what a rule says of a subject on a day, with all that is needed to understand it and to compute it again. The
// same facts, book and day give the same verdict, and the same verdict gives the same JSON.
type Verdict struct {
	Rule       string     `json:"rule"`
	Version    string     `json:"version,omitempty"` // none when the rule has no version for the day
	Digest     string     `json:"digest,omitempty"`  // of the version's content and the freshness of sources
	On         Date       `json:"on"`
	Outcome    Outcome    `json:"outcome"`
	Ground     string     `json:"ground,omitempty"` // the condition that decided; none of a pass and where facts are missing
	Basis      Basis      `json:"basis,omitempty"`
	Title      Text       `json:"title"`
	Text       Text       `json:"text"`
	Remedy     Text       `json:"remedy"`
	Act        Text       `json:"act"`
	Clause     Text       `json:"clause"`
	Conditions []Finding  `json:"conditions"`
	Missing    []Missing  `json:"missing"` // facts whose supply decides; empty of PASS and FAIL
	Used       []Evidence `json:"used"`    // facts that decided
	ValidUntil *Date      `json:"valid_until,omitempty"`
}

// Finding is what became of one condition, so that a page can show each requirement with its answer.
type Finding struct {
	ID      string   `json:"id"`
	Weight  Weight   `json:"weight"`
	Answer  Answer   `json:"answer"`
	Text    Text     `json:"text"` // of a condition that holds, and of each requirement; what does not hold is not told
	Remedy  Text     `json:"remedy"`
	Used    []string `json:"used"`
	Missing []string `json:"missing"`
	Reason  Reason   `json:"reason,omitempty"` // of an error
}

// Missing is a fact that is wanted and not to be had.
type Missing struct {
	Fact   string `json:"fact"`
	Reason Reason `json:"reason,omitempty"` // none: nobody looked it up
}

// Evidence is a fact that a verdict rests on, as it stood. A fact that is absent has no value.
type Evidence struct {
	Fact   string `json:"fact"`
	State  State  `json:"state"`
	Value  *Value `json:"value,omitempty"`
	Source string `json:"source,omitempty"`
	Record string `json:"record,omitempty"`
	AsOf   *Date  `json:"as_of,omitempty"`
}

// Held lists the conditions that hold, in the order of the rule.
func (v Verdict) Held() []Finding {
	var held []Finding
	for _, f := range v.Conditions {
		if f.Answer == Holds {
			held = append(held, f)
		}
	}
	return held
}
