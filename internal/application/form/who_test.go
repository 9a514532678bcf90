package form_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
)

// who is the file of a service for people, organisations or both.
func who(lines ...string) string {
	sections := "sections: [{key: one, title: {ru: Раз, en: One}, questions: [{key: about, kind: line, label: {ru: О чём, en: About}}]}]\n"
	text := head + sections
	for _, line := range lines {
		key, _, _ := strings.Cut(line, ":")
		if at := strings.Index(text, "\n"+key+":"); at >= 0 {
			end := strings.Index(text[at+1:], "\n")
			text = text[:at+1] + line + text[at+1+end:]
			continue
		}
		text += line + "\n"
	}
	return text
}

// Who may see, fill in, send and has to sign, for each standing: what the file says is what the service answers.
func TestWhoMayDoWhat(t *testing.T) {
	const see, fill, send, sign = "see", "fill", "send", "sign"
	for _, c := range []struct {
		name  string
		lines []string
		want  map[form.Standing][]string
		level actor.Level
	}{
		{"for organisations, seen by all", []string{"apply: [newcomer, partner]"}, map[form.Standing][]string{
			form.Guest: {see}, form.Visitor: {see}, form.Newcomer: {see, fill, send, sign}, form.Partner: {see, fill, send, sign}, form.Participant: {see},
		}, 0},
		{"for participants, whom alone it is shown", []string{"see: [participant]", "apply: [participant]", "signature: none"}, map[form.Standing][]string{
			form.Guest: nil, form.Visitor: nil, form.Newcomer: nil, form.Partner: nil, form.Participant: {see, fill, send},
		}, 0},
		{"a partner prepares what a participant sends", []string{"see: [participant]", "fill: [partner, participant]", "apply: [participant]"}, map[form.Standing][]string{
			form.Guest: nil, form.Visitor: nil, form.Newcomer: nil, form.Partner: {see, fill}, form.Participant: {see, fill, send, sign},
		}, 0},
		{"for people, without a signature", []string{"subject: person", "see: [person]", "apply: [person]", "signature: none"}, map[form.Standing][]string{
			form.Guest: nil, form.Visitor: {see, fill, send}, form.Newcomer: nil, form.Partner: nil, form.Participant: nil,
		}, actor.Standard},
		{"for people of a full account, signed", []string{"subject: person", "apply: [person]", "level: full"}, map[form.Standing][]string{
			form.Guest: {see}, form.Visitor: {see, fill, send, sign}, form.Newcomer: {see}, form.Partner: {see}, form.Participant: {see},
		}, actor.Full},
		{
			"for all, organisations sign",
			[]string{"subject: anyone", "apply: [person, newcomer, partner, participant]", "sign: [newcomer, partner, participant]", "level: simplified"},
			map[form.Standing][]string{
				form.Guest: {see}, form.Visitor: {see, fill, send}, form.Newcomer: {see, fill, send, sign}, form.Partner: {see, fill, send, sign}, form.Participant: {see, fill, send, sign},
			},
			actor.Simplified,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := form.Load([]byte(who(c.lines...)))
			if err != nil {
				t.Fatal(err)
			}
			if s.Level != c.level {
				t.Errorf("the level is %d, want %d", s.Level, c.level)
			}
			for _, one := range form.Standings() {
				for what, got := range map[string]bool{see: s.SeenBy(one), fill: s.FilledBy(one), send: s.SentBy(one), sign: s.SentBy(one) && s.SignedBy(one)} {
					if want := slices.Contains(c.want[one], what); got != want {
						t.Errorf("%s may %s: %t, want %t", one, what, got, want)
					}
				}
			}
		})
	}
}

// Who belongs to an organisation sees what is shown to it; and whose standing has become another does not get around signing.
func TestStandingsAddUp(t *testing.T) {
	s, err := form.Load([]byte(who("see: [partner]", "apply: [participant]")))
	if err != nil {
		t.Fatal(err)
	}
	if s.SeenBy(form.Visitor) || !s.SeenBy(form.Visitor, form.Newcomer, form.Partner) || !s.SeenBy(form.Participant) {
		t.Error("who sees the service does not follow from all that they are")
	}
	if !s.SignedBy(form.Partner) || !s.SignedBy("suspended") {
		t.Error("a lost standing lets off signing")
	}
}

// A file that promises what the platform does not do is refused.
func TestWhoCannotBe(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		want  string
	}{
		"guests apply":                       {[]string{"apply: [guest, newcomer]"}, "stands in see only"},
		"guests fill in":                     {[]string{"fill: [guest, newcomer]"}, "stands in see only"},
		"people apply for organisations":     {[]string{"apply: [person]"}, "does not apply for the subject"},
		"organisations apply for people":     {[]string{"subject: person", "apply: [person, partner]"}, "does not apply for the subject"},
		"who applies does not fill in":       {[]string{"fill: [partner]"}, "fill has no \"newcomer\""},
		"who does not apply signs":           {[]string{"sign: [partner]"}, "it is not in apply"},
		"nobody signs, and somebody does":    {[]string{"signature: none", "sign: [newcomer]"}, "nobody signs"},
		"a level of organisations":           {[]string{"level: full"}, "add person to apply"},
		"an unknown level":                   {[]string{"subject: person", "apply: [person]", "level: royal"}, "is not one of"},
		"a signature of who knows whom":      {[]string{"subject: person", "apply: [person]", "level: simplified"}, "confirmed SNILS"},
		"rules about organisations":          {[]string{"subject: anyone", "apply: [person]", "admission: participant"}, "about organisations"},
		"a fact about organisations, of one": {[]string{"subject: person", "apply: [person]", "sections: [{key: one, title: {ru: Раз, en: One}, questions: [{key: name, kind: known, label: {ru: Имя, en: Name}, prefill: egr.name}]}]"}, "not known of a person"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := form.Load([]byte(who(c.lines...))); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}
