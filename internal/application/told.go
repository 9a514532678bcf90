package application

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Told is an answer that the form marks as public, once the application is granted.
type Told struct {
	Question *form.Question
	Entry    document.Entry // as people see it, in Russian
	Chosen   []form.Option  // of a choice from a list of the service
}

// Told reads what anybody may see of a granted application, from the document as it was signed (rule T17). What was left empty is left out.
func (s *Service) Told(ctx context.Context, q sqldb.Querier, app Application) ([]Told, error) {
	p, err := paperOf(ctx, q, app.ID)
	if err != nil {
		return nil, fmt.Errorf("look for the document of %s: %w", app.ID, err)
	}
	if p == nil {
		return nil, ErrNoApplication
	}
	content, err := s.read(ctx, p.XML)
	if err != nil {
		return nil, err
	}
	f, err := s.Version(ctx, q, app.Service, app.Version)
	if err != nil {
		return nil, err
	}
	chapters, err := document.Outline(content)
	if err != nil {
		return nil, err
	}
	parsed, err := document.Read(f, content)
	if err != nil {
		return nil, err
	}
	var list []Told
	for _, c := range chapters {
		for _, e := range c.Entries {
			question, ok := f.Question(e.Key)
			if !ok || !question.Public || !e.Given {
				continue
			}
			list = append(list, Told{Question: question, Entry: e, Chosen: chosenOf(question, parsed.Answers[e.Key])})
		}
	}
	return list, nil
}

// chosenOf are the options of a list of the service that were chosen.
func chosenOf(question *form.Question, a form.Answer) (list []form.Option) {
	if question.List == "" {
		return nil
	}
	for _, o := range question.Choosable(nil) {
		for _, key := range append(a.List, a.Text) {
			if o.Key == key {
				list = append(list, o)
			}
		}
	}
	return list
}
