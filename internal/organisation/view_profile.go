package organisation

import (
	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// profileList is the list of one's organisations, or what was found in it.
type profileList struct {
	shown      []Profile
	words      string // what was searched for
	searchable bool   // there are so many that they can be searched
}

const (
	// searchFrom is the number of organisations from which the list can be searched.
	searchFrom = 8
	// recentShown is how many of those that were chosen lately stand apart in a list that can be searched.
	recentShown = 4
)

func newProfileList(all []Profile, words string) profileList {
	list := profileList{shown: all, words: words, searchable: len(all) >= searchFrom || words != ""}
	if words == "" {
		return list
	}
	list.shown = nil
	for _, p := range all {
		if p.matches(words) {
			list.shown = append(list.shown, p)
		}
	}
	return list
}

// none reports whether the person acts for nobody.
func (l profileList) none() bool { return len(l.shown) == 0 && l.words == "" }

// profileGroup is a part of the list under a heading.
type profileGroup struct {
	title    i18n.Text
	profiles []Profile
}

// groups are the parts of the list: those chosen lately stand first in it already.
func (l profileList) groups() []profileGroup {
	switch {
	case len(l.shown) == 0:
		return nil
	case l.words != "":
		return []profileGroup{{sectionFound, l.shown}}
	case !l.searchable:
		return []profileGroup{{sectionMine, l.shown}}
	}
	n := 0
	for n < recentShown && !l.shown[n].Recent.IsZero() {
		n++
	}
	if n == 0 {
		return []profileGroup{{sectionMine, l.shown}}
	}
	return []profileGroup{{sectionRecent, l.shown[:n]}, {sectionOthers, l.shown[n:]}}
}

func searchForm(words string) *web.Form {
	f := web.NewForm(web.Input{Name: "q", Max: 100})
	f.Set("q", words)
	return f
}

// tasksTag says how many things wait; nil when none does.
func tasksTag(n int) templ.Component {
	if n == 0 {
		return nil
	}
	return tasksMark(n)
}

// ogrn is the side as the form that chooses a profile has it.
func (s Side) ogrn() string {
	if s.Key == Oneself {
		return ""
	}
	return string(s.Key)
}

func (q question) rows() []web.SummaryRow {
	return []web.SummaryRow{{Key: keyPageOf, Value: q.Page.words()}, {Key: keyChosen, Value: q.Now.words()}}
}

// words are the name of a profile with what tells it from others of that name.
func (s Side) words() i18n.Text {
	if s.Profile.Detail.IsZero() {
		return s.Profile.Label
	}
	return i18n.F("%s, %s", "%s, %s").With(s.Profile.Label, s.Profile.Detail)
}
