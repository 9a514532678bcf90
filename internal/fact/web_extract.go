package fact

import (
	"io"
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/fact/extract"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// maxMessage bounds a signature in octets: one with its chain and a token has some ten kilobytes.
const maxMessage = 1 << 20

func extractPath(number string) string { return adminPath + "/extract?q=" + number }

func (p pages) extractForm(w http.ResponseWriter, r *http.Request) error {
	d, err := p.named(r)
	if err != nil {
		return err
	}
	d.form = web.NewForm(web.Input{Name: "file"}, web.Input{Name: "signature"})
	return web.Render(w, r, http.StatusOK, extractPage(d))
}

// named reads the number of the organisation to which an extract is uploaded: it need not be known yet.
func (p pages) named(r *http.Request) (checkData, error) {
	number := r.URL.Query().Get("q")
	subject, ok := ParseSubject(number)
	if !ok {
		return checkData{}, httpx.ErrNoPage
	}
	return checkData{number: number, subject: subject}, nil
}

// takeExtract takes an extract and its signature.
func (p pages) takeExtract(w http.ResponseWriter, r *http.Request) error {
	d, err := p.named(r)
	if err != nil {
		return err
	}
	u := Upload{Subject: d.subject}
	d.form, err = web.ReadUploads(r, map[string]web.Upload{
		"file": func(name string, content io.Reader) (err error) {
			u.Name = name
			u.Content, err = io.ReadAll(io.LimitReader(content, extract.MaxSize+1))
			return err
		},
		"signature": func(_ string, content io.Reader) (err error) {
			u.Signature, err = io.ReadAll(io.LimitReader(content, maxMessage+1))
			return err
		},
	}, web.Input{Name: "file"}, web.Input{Name: "signature"})
	if err != nil {
		return err
	}
	if len(u.Content) == 0 {
		d.form.Fail("file", errNoFile)
	}
	if len(u.Signature) == 0 || len(u.Signature) > maxMessage {
		d.form.Fail("signature", errNoSignature)
	}
	if !d.form.OK() {
		return web.Render(w, r, http.StatusUnprocessableEntity, extractPage(d))
	}
	err = p.TakeExtract(r.Context(), actor.From(r.Context()), u)
	if err == nil {
		return web.Redirect(w, r, subjectPath(d.number)+"&done=extract")
	}
	if status, ok := refusal(d.form, "file", err); ok {
		return web.Render(w, r, status, extractPage(d))
	}
	return err
}
