package application

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// errNoSample says that no sample can be made of a form: it asks for something of which there is none.
var errNoSample = errors.New("no sample can be made of the form")

// Sample draws the document of a service as it looks when it is filled in, for somebody invented: what to expect before there is an account.
func (s *Service) Sample(ctx context.Context, q sqldb.Querier, service string, party Party, given form.Given) ([]byte, error) {
	f, err := s.Current(ctx, q, service, s.today())
	if err != nil {
		return nil, err
	}
	answers := form.Answers{}
	for i := range f.Sections {
		for k := range f.Sections[i].Questions {
			question := &f.Sections[i].Questions[k]
			if !question.Optional {
				answers[question.Key] = sampleOf(question, given)
			}
		}
	}
	sheet, err := f.Check(ctx, answers, given, s.today())
	if err != nil {
		return nil, fmt.Errorf("fill in a sample of %s: %w", service, err)
	}
	if !sheet.Complete() {
		return nil, fmt.Errorf("fill in a sample of %s: %w: %s", service, errNoSample, sheet.Problems[0].Text.EN)
	}
	content, err := document.Form(f, sheet, document.About{
		ID: id.New(), Formed: s.clock.Now(), Trial: s.trial, Recipient: s.foundation.In(i18n.Russian),
		Applicant: party, Author: document.Author{Name: "Фамилия Имя Отчество", Role: "образец, не для подачи"},
	})
	if err != nil {
		return nil, fmt.Errorf("form a sample of %s: %w", service, err)
	}
	return document.Render(content, document.Print{Number: "ОБРАЗЕЦ", Registered: s.clock.Now()})
}

// sampleOf is an answer that the question takes. What cannot be made up stays empty.
func sampleOf(question *form.Question, given form.Given) form.Answer {
	switch question.Kind {
	case form.Line, form.Prose:
		return form.Answer{Text: "Образец ответа: здесь заявитель пишет своими словами."}
	case form.Number, form.Money:
		return form.Answer{Text: "1"}
	case form.Email:
		return form.Answer{Text: "info@example.ru"}
	case form.Phone:
		return form.Answer{Text: "8 495 123-45-67"}
	case form.Declaration:
		return form.Answer{Text: form.Affirmed}
	case form.Choice, form.Choices:
		if options := question.Choosable(given); len(options) > 0 {
			if question.Kind == form.Choice {
				return form.Answer{Text: options[0].Key}
			}
			return form.Answer{List: []string{options[0].Key}}
		}
	case form.Day, form.INN, form.Table, form.Files, form.Known:
	}
	return form.Answer{}
}
