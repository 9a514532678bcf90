package staff

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var (
	searchFields = []web.Input{{Name: "q"}}
	reasonFields = []web.Input{{Name: "reason"}, {Name: "note"}}
	cardFields   = []web.Input{{Name: "role"}, {Name: "why", Max: 500, Multiline: true}}
	inviteFields = []web.Input{{Name: "email", Max: 254}, {Name: "role"}}
	filterFields = []web.Input{{Name: "actor", Max: 100}, {Name: "subject", Max: 100}, {Name: "action", Max: 100}}
	markFields   = []web.Input{{Name: "mark", Max: 100}}
)

// leastWords is how many characters say anything at all.
const leastWords = 10

// readReason reads why a card is opened.
func readReason(f *web.Form) (why text) {
	chosen, note := reason(f.Get("reason")), f.Get("note")
	switch {
	case !slices.Contains(reasons(), chosen):
		f.Fail("reason", errReason)
		return text{}
	case chosen == forOther && utf8.RuneCountInString(note) < leastWords:
		f.Fail("note", errNote)
		return text{}
	case note == "":
		return reasonName[chosen]
	}
	return reasonNoted.With(reasonName[chosen], note)
}

func readRole(f *web.Form) actor.Role {
	role := actor.Role(f.Get("role"))
	if !slices.Contains(actor.Roles(), role) {
		f.Fail("role", errRole)
	}
	return role
}

func readConflict(f *web.Form) string {
	if utf8.RuneCountInString(f.Get("why")) < leastWords {
		f.Fail("why", errWhy)
	}
	return f.Get("why")
}

// readFilter reads which entries of the journal to show. What no entry can hold is said at its field.
func readFilter(f *web.Form) audit.Filter {
	for _, in := range filterFields {
		if strings.ContainsFunc(f.Get(in.Name), notOfCode) {
			f.Fail(in.Name, errFilter)
		}
	}
	return audit.Filter{Actor: f.Get("actor"), Subject: f.Get("subject"), Action: f.Get("action")}
}

func notOfCode(c rune) bool {
	return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune(".-_:", c)
}

// roleOptions offers the roles, each with what it means.
func roleOptions() []web.Option {
	var list []web.Option
	for _, role := range actor.Roles() {
		list = append(list, web.Option{Value: string(role), Label: roleName[role], Hint: roleDuty[role]})
	}
	return list
}

func reasonOptions() []web.Option {
	var list []web.Option
	for _, why := range reasons() {
		list = append(list, web.Option{Value: string(why), Label: reasonName[why]})
	}
	return list
}

func same(s string) text { return i18n.Same(s) }
