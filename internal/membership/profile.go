package membership

import "github.com/klaster-platform/klaster/rule"

// Profile is what a member has agreed to publish: the answers that the form of the granted application marks as public, read from the
// document that was signed. A partner has none until it sends one.
type Profile struct {
	Entries    []Published `json:"entries,omitempty"`
	Directions []Direction `json:"directions,omitempty"`
}

// Published is an answer as people see it, in Russian, as documents are.
type Published struct {
	Key   string    `json:"key"`
	Label rule.Text `json:"label"`
	Text  string    `json:"text,omitempty"`
	Items []string  `json:"items,omitempty"` // instead of Text
}

// Direction is one of the directions of the cluster in which a member works.
type Direction struct {
	Key   string    `json:"key"`
	Label rule.Text `json:"label"`
}
