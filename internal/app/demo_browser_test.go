package app_test

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
)

// A visitor takes a role and makes its key by two buttons, in each look, and comes to where the work begins.
func TestBrowserAVisitorTakesARole(t *testing.T) {
	d := newDesk(t)
	for _, l := range looks() {
		t.Run(l.name, func(t *testing.T) {
			p := browsertest.New(t, d.URL, append(l.options, noExtension)...)
			if !d.built(t, p) {
				return
			}
			p.Open(l.prefix + demo.Path)
			p.Audit()
			p.Shot("demo/roles-" + l.name)
			button, makeIt, made, goOn, organisations := "Войти: Вера Соколова", "Сделать учебную подпись", "Учебная подпись готова", "Дальше", "Организаций пока нет"
			if l.prefix != "" {
				button, makeIt, made, goOn, organisations = "Sign in: Вера Соколова", "Make a trial signature", "The trial signature is ready", "Go on", "No organisations yet"
			}
			p.ByRole("button", button).Click()
			ready(p, "trial")
			p.Audit()
			p.Shot("demo/key-" + l.name)
			p.ByRole("button", makeIt).Click()
			p.WantText(made)
			p.Audit()
			p.Shot("demo/made-" + l.name)
			p.ByRole("link", goOn).Click()
			p.WantText(organisations)
		})
	}
}
