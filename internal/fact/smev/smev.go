// Package smev asks the tax service for extracts through СМЭВ, the state's exchange of messages: kinds of data 311-14 (ЕГРЮЛ) and 311-15
// (ЕГРИП). It makes the question and reads the answer; how a message travels is the matter of an [Exchange]. The exchange answers after
// minutes or days.
package smev

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/fact/extract"
)

// Exchange carries messages. Only an installation whose operator is a participant of СМЭВ has one.
type Exchange interface {
	// Send sends a question once, however often it is given with the same id, and returns the ticket of the answer. A question that the
	// exchange does not take is [fact.ErrQuestion].
	Send(ctx context.Context, id string, body []byte) (ticket string, err error)
	// Receive returns the body of the answer, or [fact.ErrNoAnswer].
	Receive(ctx context.Context, ticket string) (body []byte, err error)
}

// Namespaces of the questions.
const (
	Organisations = "urn://x-artefacts-fns-vipul-tosmv-ru/311-14/4.0.6"
	Proprietors   = "urn://x-artefacts-fns-vipip-tosmv-ru/311-15/4.0.6"
)

// What the tax service answers in place of an extract (КодОбр).
const (
	codeNobody = "01" // the register has no such subject
	codeRefuse = "53" // not to be given electronically
)

// Provider asks through an exchange.
type Provider struct{ exchange Exchange }

// New returns a provider.
func New(e Exchange) *Provider { return &Provider{e} }

// Source implements [fact.Provider].
func (*Provider) Source() fact.Source { return fact.SMEV }

// Trial reports whether the exchange is an invented one.
func (p *Provider) Trial() bool {
	t, ok := p.exchange.(interface{ Trial() bool })
	return ok && t.Trial()
}

// Send implements [fact.Provider].
func (p *Provider) Send(ctx context.Context, q fact.Question) (string, error) {
	return p.exchange.Send(ctx, q.ID, Question(q))
}

// Answer implements [fact.Provider].
func (p *Provider) Answer(ctx context.Context, _ fact.Question, ticket string) (fact.Answer, error) {
	body, err := p.exchange.Receive(ctx, ticket)
	if err != nil {
		return fact.Answer{}, err
	}
	return Read(body)
}

// Question writes the body of a question: by ОГРН or ОГРНИП when it is known, else by ИНН.
func Question(q fact.Question) []byte {
	space, root, ask, number, byINN := Organisations, "FNSVipULRequest", "ЗапросЮЛ", "ОГРН", "ИННЮЛ"
	if len(q.Subject.OGRN) == 15 || q.Subject.OGRN == "" && len(q.Subject.INN) == 12 {
		space, root, ask, number, byINN = Proprietors, "FNSVipIPRequest", "ЗапросИП", "ОГРНИП", "ИНН"
	}
	value := q.Subject.OGRN
	if value == "" {
		number, value = byINN, q.Subject.INN
	}
	var b bytes.Buffer
	text := func(s string) string {
		var t bytes.Buffer
		_ = xml.EscapeText(&t, []byte(s)) // a buffer takes everything
		return t.String()
	}
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><f:%[1]s xmlns:f="%[2]s" ИдДок="%[3]s" НомерДела="%[3]s"><f:%[4]s><f:%[5]s>%[6]s</f:%[5]s></f:%[4]s></f:%[1]s>`,
		root, space, text(q.ID), ask, number, text(value))
	return b.Bytes()
}

// Read reads the body of an answer: an extract, or the code that stands in its place. What is neither is [fact.ErrQuestion], since asking
// again would bring the same.
func Read(body []byte) (fact.Answer, error) {
	code, err := codeOf(body)
	switch {
	case err != nil:
		return fact.Answer{}, fmt.Errorf("%w: %w", fact.ErrQuestion, err)
	case code == codeNobody:
		return fact.Answer{}, fact.ErrNobody
	case code == codeRefuse:
		return fact.Answer{}, fmt.Errorf("%w: the data are not to be given electronically", fact.ErrQuestion)
	case code != "":
		return fact.Answer{}, fmt.Errorf("%w: the code %.10q", fact.ErrQuestion, code)
	}
	rec, err := extract.Read(body)
	if err != nil {
		return fact.Answer{}, fmt.Errorf("%w: %w", fact.ErrQuestion, err)
	}
	return fact.Answer{Record: rec}, nil
}

// maxTokens bounds how far the code is looked for: it is the first element of the answer.
const maxTokens = 16

func codeOf(body []byte) (string, error) {
	if len(body) > extract.MaxSize {
		return "", extract.ErrLimit
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	for range maxTokens {
		t, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return "", nil
		case err != nil:
			return "", extract.ErrNotExtract
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "КодОбр" {
			text, err := d.Token()
			if data, ok := text.(xml.CharData); err == nil && ok {
				return string(bytes.TrimSpace(data)), nil
			}
			return "", extract.ErrNotExtract
		}
	}
	return "", nil
}
