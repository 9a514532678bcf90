package account

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// shown reports whether the latest check is still news: one that confirmed the data, or that the person cancelled, is
// not, and one that failed is not once another source has vouched.
func (l levelPage) shown() bool {
	switch l.check.state {
	case checkConfirmed, checkWithdrawn:
		return false
	case checkPending, checkReview:
		return true
	case checkMismatch, checkFailed, checkOverdue, checkRefused:
	}
	return !l.person.Identified || len(l.history) == 0 || l.check.decided.After(l.history[len(l.history)-1].At)
}

// steps are the levels, what each opens, and which the person has.
func (l levelPage) steps() []web.Task {
	var list []web.Task
	for _, level := range []actor.Level{actor.Simplified, actor.Standard, actor.Full} {
		t := web.Task{Title: levelName[level], Hint: levelOpens[level]}
		switch {
		case level <= l.person.Level:
			t.State, t.Label = web.TaskDone, levelHas
		case level == l.person.Level+1:
			t.State, t.Label = web.TaskTodo, levelNext
		default:
			t.State, t.Label = web.TaskBlocked, levelLater
		}
		list = append(list, t)
	}
	return list
}

// events are the changes of the level, the latest first.
func (l levelPage) events() []web.Event {
	list := make([]web.Event, 0, len(l.history))
	for i := len(l.history) - 1; i >= 0; i-- {
		c := l.history[i]
		kind := web.Success
		if c.To < c.From {
			kind = web.Warning
		}
		list = append(list, web.Event{At: c.At, Title: levelName[c.To], Text: vouchedBy.With(sourceName[c.Source]), Kind: kind})
	}
	return list
}

var vouchedBy = i18n.F("Подтвердил источник: %s.", "The source that vouched: %s.")

// personalRows are the personal data of the page «Мои данные».
func personalRows(p Person) []web.SummaryRow {
	change := &web.Link{Label: linkChange, About: aboutData, URL: "/profile/data"}
	state := web.Tag(web.Neutral, tagStated)
	if p.Identified {
		state = web.Tag(web.Success, tagIdentified)
	}
	rows := []web.SummaryRow{
		{Key: keyName, Value: i18n.Same(p.Name.Full()), Change: change},
		{Key: keySNILS, Value: i18n.Same(p.SNILS.String())},
		{Key: keyBirth, Value: p.Birth.text()},
		{Key: keySex, Value: sexName[p.Sex]},
		{Key: keyState, Body: state},
	}
	return rows
}
