package web

import (
	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

var (
	textSessionTitle = i18n.M("Вы ещё здесь?", "Are you still there?")
	textSessionText  = i18n.M("Вы давно ничего не делали. Ради безопасности мы завершим сеанс через",
		"You have not done anything for a while. To keep your data safe, we will sign you out in")
	textSessionAloud = i18n.M("Сеанс завершится через {}", "You will be signed out in {}")
	textStay         = i18n.M("Остаться", "Stay signed in")
	textExit         = i18n.M("Сохранить и выйти", "Save and sign out")
)

func (k Kind) icon() string {
	return [...]string{"info", "info", "circle-check", "triangle-alert", "circle-alert"}[k]
}

// name is what a list of landmarks calls the banner.
func (n Notice) name() i18n.Text {
	if n.Title.IsZero() {
		return textImportant
	}
	return n.Title
}

// bannerRole makes a banner that answers what the person just did be read aloud at once.
func bannerRole(n Notice) templ.Attributes {
	if n.Kind == Success || n.Kind == Danger {
		return templ.Attributes{"role": "alert"}
	}
	return nil
}
