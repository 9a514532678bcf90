package account

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const documentsPath = "/profile/documents"

func (p *pages) documentRoutes(r *httpx.Router) {
	r.Handle("GET /profile/documents", actor.SignedIn, p.documentList)
	r.Handle("GET /profile/documents/new", actor.SignedIn, p.documentForm)
	r.Handle("POST /profile/documents/new", actor.SignedIn, p.addDocument, httpx.MaxBody(uploadMax))
	r.Handle("GET /profile/documents/{id}/copy", actor.SignedIn, p.documentCopy)
	r.Handle("GET /profile/documents/{id}/delete", actor.SignedIn, p.askDelete)
	r.Handle("POST /profile/documents/{id}/delete", actor.SignedIn, p.deleteDocument)
}

func documentFields() []web.Input {
	fields := []web.Input{{Name: "kind", Max: 20}, {Name: "title", Max: documentTextMax}, {Name: "number", Max: numberMax}}
	return append(append(fields, web.DateInputs("issued")...), web.Input{Name: "issuer", Max: documentTextMax}, web.Input{Name: "copy"})
}

func (p *pages) documentList(w http.ResponseWriter, r *http.Request) error {
	list, err := p.Documents(r.Context(), actor.From(r.Context()).Person)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleDocuments, Lead: leadDocuments, Shell: web.Cabinet, Section: "documents"}
	switch q := r.URL.Query(); {
	case q.Get("added") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textAdded}
	case q.Get("deleted") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textDeleted}
	}
	return show(w, r, page, documentsView(list))
}

func (p *pages) documentForm(w http.ResponseWriter, r *http.Request) error {
	return p.showDocument(w, r, web.NewForm(documentFields()...))
}

func (p *pages) showDocument(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleNewDocument, Shell: web.Cabinet, Section: "documents", Narrow: true, Form: f, Back: &web.Link{Label: titleDocuments, URL: documentsPath}}
	return show(w, r, page, documentView(f))
}

func (p *pages) addDocument(w http.ResponseWriter, r *http.Request) error {
	who := actor.From(r.Context()).Person
	var (
		c  *Copy
		no error // what is wrong with the file
	)
	f, err := web.ReadUpload(r, "copy", func(name string, content io.Reader) error {
		c, no = p.TakeCopy(r.Context(), who, name, content)
		if fault.KindOf(no) == 0 {
			return no
		}
		return nil // said at the field
	}, documentFields()...)
	if err != nil {
		return err
	}
	kind, details := p.readDocument(f)
	if no != nil && !refused(w, f, "copy", no) {
		return no
	}
	if !f.OK() {
		if c != nil {
			f.Fail("copy", errChooseAgain)
		}
		return p.showDocument(w, r, f)
	}
	if err := p.AddDocument(r.Context(), who, kind, details, c); err != nil {
		if refused(w, f, "", err) {
			return p.showDocument(w, r, f)
		}
		return err
	}
	return redirect(w, r, documentsPath+"?added=1")
}

func (p *pages) readDocument(f *web.Form) (documentKind, DocumentDetails) {
	kind := documentKind(f.Get("kind"))
	d := DocumentDetails{Title: f.Get("title"), Number: f.Get("number"), IssuedBy: f.Get("issuer")}
	switch {
	case !slices.Contains(documentKinds, kind):
		f.Fail("kind", errKind)
	case d.Number == "":
		f.Fail("number", errNoNumber)
	case !validNumber(kind, d.Number):
		f.Fail("number", errNumberForm)
	}
	day, month, year := f.Get("issued-day"), f.Get("issued-month"), f.Get("issued-year")
	if day+month+year == "" {
		return kind, d
	}
	issued, ok := ParseDay(day, month, year)
	switch today := Day(p.clock.Now().Format("2006-01-02")); {
	case !ok:
		f.Fail("issued", errBirthForm)
	case issued > today || issued < earliestBirth:
		f.Fail("issued", errIssued)
	}
	d.IssuedOn = issued
	return kind, d
}

// documentID reads the document in the path.
func documentID(r *http.Request) (string, error) {
	document := r.PathValue("id")
	if !id.Valid(document) {
		return "", ErrNoDocument
	}
	return document, nil
}

// documentCopy gives a copy back to its owner, always as a file to keep and never as a page of this site.
func (p *pages) documentCopy(w http.ResponseWriter, r *http.Request) (err error) {
	document, err := documentID(r)
	if err != nil {
		return err
	}
	c, content, err := p.OpenCopy(r.Context(), actor.From(r.Context()).Person, document)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	h := w.Header()
	h.Set("Content-Type", c.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": c.Name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox")
	sendLong(w, c.Ref.Size)
	_, err = io.Copy(w, content)
	return err
}

func (p *pages) askDelete(w http.ResponseWriter, r *http.Request) error {
	document, err := documentID(r)
	if err != nil {
		return err
	}
	d, err := p.document(r.Context(), actor.From(r.Context()).Person, document)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleDelete, Shell: web.Cabinet, Section: "documents", Narrow: true, Back: &web.Link{Label: titleDocuments, URL: documentsPath}}
	return show(w, r, page, deleteView(d))
}

func (p *pages) deleteDocument(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	document, err := documentID(r)
	if err != nil {
		return err
	}
	if err := p.DeleteDocument(r.Context(), actor.From(r.Context()).Person, document); err != nil {
		return err
	}
	return redirect(w, r, documentsPath+"?deleted=1")
}
