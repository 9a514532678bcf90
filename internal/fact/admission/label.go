package admission

import "github.com/klaster-platform/klaster/rule"

// Label is what a fact that a verdict rests on is called; one that no rule may name bears its own name.
func Label(fact string) rule.Text {
	c, err := catalogue()
	if err == nil {
		if d, ok := c.Definition(fact); ok {
			return d.Label
		}
	}
	return rule.Text{RU: fact, EN: fact}
}
