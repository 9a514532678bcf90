package trialsigner

import (
	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// box is a frame in which the script shows an outcome.
type box struct{ kind, icon string }

func boxes() []box {
	return []box{{"neutral", "info"}, {"success", "circle-check"}, {"warning", "triangle-alert"}, {"danger", "circle-alert"}}
}

func describedBy(name string, hint i18n.Text) templ.Attributes {
	if hint.IsZero() {
		return nil
	}
	return templ.Attributes{"aria-describedby": "f-" + name + "-hint"}
}
