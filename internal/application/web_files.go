package application

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// maxSection is how long what a section sends may be, in bytes: five files of the largest size, and the answers.
const maxSection = 5*MaxFile + 4<<20

// uploads are the files that came with a section, and what was wrong with some of them, by question.
type uploads struct {
	kept  map[string][]Upload
	wrong map[string]i18n.Text
}

func (u *uploads) refused() bool { return len(u.wrong) > 0 }

// refuse notes what a person can mend; anything else is returned.
func (u *uploads) refuse(question, name string, err error) error {
	f, ok := refusal(err)
	if !ok || f.Kind == fault.RateLimited {
		return err
	}
	said := f.Text
	if name != "" {
		said = errNamed.With(name, f.Text)
	}
	if _, before := u.wrong[question]; !before {
		u.wrong[question] = said
	}
	return nil
}

// done says what has become of files.
func (u *uploads) done(do string) i18n.Text {
	switch {
	case u.refused():
	case strings.HasPrefix(do, doDetach):
		return textDetached
	case len(u.kept) > 0:
		return textAttached
	}
	return i18n.Text{}
}

// complain puts what was wrong with files at their fields.
func (u *uploads) complain(f *fields) {
	for question, text := range u.wrong {
		f.Fail("q-"+question, text)
	}
}

func takesFiles(part *form.Part) bool {
	for _, item := range part.Items {
		if item.Kind == form.Files {
			return true
		}
	}
	return false
}

// readSection reads what a section sends: a form, with files where it asks for some. A file that is no good spoils neither the
// others nor the answers.
func (p *pages) readSection(r *http.Request, work Work, part *form.Part) (*web.Form, *uploads, error) {
	sent := &uploads{kept: map[string][]Upload{}, wrong: map[string]i18n.Text{}}
	inputs := fieldsOf(part, nil, work.Given, maxSent).inputs()
	if !takesFiles(part) {
		f, err := web.ReadForm(r, inputs...)
		return f, sent, err
	}
	take := map[string]web.Upload{}
	for i := range part.Items {
		q := part.Items[i].Question
		if q.Kind != form.Files {
			continue
		}
		take[fieldName(q)] = func(name string, content io.Reader) error {
			u, err := p.TakeFile(r.Context(), q, name, content)
			if err != nil {
				return sent.refuse(q.Key, name, err)
			}
			sent.kept[q.Key] = append(sent.kept[q.Key], u)
			return nil
		}
	}
	f, err := web.ReadUploads(r, take, inputs...)
	return f, sent, err
}

// changeAttached adds the files that came, and takes out the one that a button names.
func (p *pages) changeAttached(ctx context.Context, application actor.CaseID, sent *uploads, do string) error {
	for question, list := range sent.kept {
		if err := p.Attach(ctx, application, question, list); err != nil {
			if err := sent.refuse(question, "", err); err != nil {
				return err
			}
		}
	}
	rest, ok := strings.CutPrefix(do, doDetach)
	if !ok {
		return nil
	}
	question, sha256, _ := strings.Cut(rest, ".")
	return p.Detach(ctx, application, question, sha256)
}

// attached gives an attached file, always as a file to keep and never as a page of this site.
func (p *pages) attached(w http.ResponseWriter, r *http.Request) error {
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	var a Attached
	err = p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		a, err = p.Attached(r.Context(), q, work.Application, r.PathValue("sha256"))
		return err
	})
	if err != nil {
		return err
	}
	return p.Hand(w, r, a)
}

// Hand answers with an attached file.
func (s *Service) Hand(w http.ResponseWriter, r *http.Request, a Attached) (err error) {
	content, err := s.OpenAttached(r.Context(), a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	h := w.Header()
	h.Set("Content-Type", a.Media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

// sizeText is the size of a file for people, rounded up.
func sizeText(size int64) i18n.Text {
	if size >= 1<<20 {
		tenths := (size*10 + 1<<20 - 1) >> 20
		return i18n.Raw(fmt.Sprintf("%d,%d МБ", tenths/10, tenths%10), fmt.Sprintf("%d.%d MB", tenths/10, tenths%10))
	}
	return i18n.F("%d КБ", "%d KB").With((size + 1<<10 - 1) >> 10)
}
