package organisation

import (
	"bytes"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (p *pages) documentRoutes(r *httpx.Router) {
	r.Handle("GET /org/{ogrn}/documents", actor.May(actor.View), p.documents)
	r.Handle("GET /org/{ogrn}/documents/{id}", actor.May(actor.View), p.document)
	r.Handle("GET /org/{ogrn}/documents/{id}/file", actor.May(actor.View), p.documentFile)
	r.Handle("GET /org/{ogrn}/documents/{id}/signature", actor.May(actor.View), p.documentSignature)
	r.Handle("GET /org/{ogrn}/figures", actor.May(actor.View), p.figures)
}

func (p *pages) documents(w http.ResponseWriter, r *http.Request) error {
	in, err := p.inside(r)
	if err != nil {
		return err
	}
	page := p.page(in, "org-documents", titleDocuments)
	page.Lead = leadDocuments
	return show(w, r, page, documentsView(in, in.Papers(actor.From(r.Context())), p.clock.Now()))
}

// paper reads the document of the path.
func (p *pages) paper(r *http.Request) (Inside, SignedPaper, error) {
	in, err := p.inside(r)
	if err != nil {
		return Inside{}, SignedPaper{}, err
	}
	paper, err := p.SignedPaper(r.Context(), in, r.PathValue("id"))
	return in, paper, err
}

func (p *pages) document(w http.ResponseWriter, r *http.Request) error {
	in, paper, err := p.paper(r)
	if err != nil {
		return err
	}
	page := p.page(in, "org-documents", paper.Line.title())
	page.Narrow, page.Back = true, &web.Link{Label: titleDocuments, URL: in.Cabinet.Path() + "/documents"}
	return show(w, r, page, documentView(in, paper))
}

func (p *pages) documentFile(w http.ResponseWriter, r *http.Request) error {
	_, paper, err := p.paper(r)
	if err != nil {
		return err
	}
	return save(w, r, paper.Name, "text/plain; charset=utf-8", paper.Content)
}

func (p *pages) documentSignature(w http.ResponseWriter, r *http.Request) error {
	_, paper, err := p.paper(r)
	if err != nil {
		return err
	}
	return save(w, r, paper.Name+".sig", "application/pkcs7-signature", paper.Message)
}

// save gives bytes that a browser keeps as a file and never opens here.
func save(w http.ResponseWriter, r *http.Request, name, media string, content []byte) error {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
	return nil
}

func (p *pages) figures(w http.ResponseWriter, r *http.Request) error {
	in, err := p.inside(r)
	if err != nil {
		return err
	}
	days, err := strconv.Atoi(r.URL.Query().Get("days"))
	if err != nil || !slices.Contains(Periods(), days) {
		days = Periods()[0]
	}
	f, err := p.Figures(r.Context(), in, days)
	if err != nil {
		return err
	}
	page := p.page(in, "org-figures", titleFigures)
	page.Lead = leadFigures
	return show(w, r, page, figuresView(in, f, p.clock.Now()))
}
