package application

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/platform/web"
)

// subscription begins or ends the letters about all applications of the organisation of the path.
func (p *pages) subscription(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: askLetters, Max: 3})
	if err != nil {
		return err
	}
	want := lettersEnd
	if f.Get(askLetters) == lettersBegin {
		want = lettersBegin
	}
	if err := p.Subscribe(r.Context(), want == lettersBegin); err != nil {
		return err
	}
	return web.Redirect(w, r, "/org/"+r.PathValue("ogrn")+"/applications?"+askLetters+"="+want)
}

// lettersBanner is what the list says after a subscription has begun or ended; nil at other times.
func lettersBanner(r *http.Request) *web.Notice {
	switch r.URL.Query().Get(askLetters) {
	case lettersBegin:
		return &web.Notice{Kind: web.Success, Text: textLettersOn}
	case lettersEnd:
		return &web.Notice{Kind: web.Success, Text: textLettersOff}
	}
	return nil
}
