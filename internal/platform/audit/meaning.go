package audit

import (
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Topic is what an action is about, for those who read the journal of their own account.
type Topic string

// The topics.
const (
	AboutEntry  Topic = "entry"  // ways in, sessions
	AboutSafety Topic = "safety" // password, contacts, second factors
	AboutData   Topic = "data"   // who the person is, documents, the account as a whole
	AboutWork   Topic = "work"   // what the foundation did
)

// Meaning tells people what an action is, in their words.
type Meaning struct {
	Topic Topic
	Text  i18n.Text
}

// Dictionary has the meaning of each action. A key that ends in a full stop or an underscore stands for all actions that
// begin so and have no key of their own.
type Dictionary map[string]Meaning

// Meaning returns what an action means; ok is false when the dictionary does not know it.
func (d Dictionary) Meaning(action string) (m Meaning, ok bool) {
	if m, ok = d[action]; ok {
		return m, true
	}
	for i := len(action) - 1; i > 0; i-- {
		if action[i] != '.' && action[i] != '_' {
			continue
		}
		if m, ok = d[action[:i+1]]; ok {
			return m, true
		}
	}
	return Meaning{}, false
}

// Of lists the keys of a topic.
func (d Dictionary) Of(t Topic) []string {
	var keys []string
	for key, m := range d {
		if m.Topic == t {
			keys = append(keys, key)
		}
	}
	return keys
}

// Join puts dictionaries together.
func Join(list ...Dictionary) Dictionary {
	all := Dictionary{}
	for _, d := range list {
		for key, m := range d {
			all[key] = m
		}
	}
	return all
}

// family reports whether a key or a filter stands for all actions that begin so.
func family(key string) bool { return strings.HasSuffix(key, ".") || strings.HasSuffix(key, "_") }
