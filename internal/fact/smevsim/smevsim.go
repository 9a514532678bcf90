// Package smevsim answers in place of СМЭВ in a trial installation: extracts of the invented register, after the time that an answer
// may take. Which way it answers is decided by a digit of the ИНН, the last one before the check digits; the page /dev/smev lists the
// ways with numbers to try.
//
// It keeps nothing: the ticket says what was asked and when, so that an answer survives a restart of the program.
package smevsim

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/fact/smev"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/ruid"
)

// Register gives the files of ЕГРЮЛ and ЕГРИП of the trial installation as of a day.
type Register func(on time.Time) (organisations, proprietors []byte)

// Exchange is the invented exchange.
type Exchange struct {
	clock    clock.Clock
	register Register
}

// New returns an exchange that counts the time by c.
func New(c clock.Clock, r Register) *Exchange { return &Exchange{c, r} }

var _ smev.Exchange = (*Exchange)(nil)

// Trial says that no register is really asked. A real installation takes no such exchange.
func (*Exchange) Trial() bool { return true }

// Errors of the exchange.
var (
	// ErrDown says that the exchange does not answer.
	ErrDown = errors.New("the trial exchange is out of order")
	// ErrTicket says that a ticket did not come from here.
	ErrTicket = errors.New("the trial exchange knows no such ticket")
)

// Case is one way in which the exchange answers.
type Case struct {
	Digit byte
	What  i18n.Text

	after time.Duration // the answer is there so long after the question
	down  time.Duration // for so long after the question nobody can be reached
	code  string        // in place of an extract
	mute  bool          // the question does not even arrive
	never bool
}

// Cases lists all ways of answering, in the order of their digits.
func Cases() []Case {
	return []Case{
		{Digit: '0', What: i18n.M("выписка сразу", "an extract, at once")},
		{Digit: '1', What: i18n.M("выписка сразу", "an extract, at once")},
		{Digit: '2', What: i18n.M("выписка через минуту", "an extract, after a minute"), after: time.Minute},
		{Digit: '3', What: i18n.M("выписка через 15 минут, как бывает чаще всего", "an extract, after 15 minutes, as it mostly is"), after: 15 * time.Minute},
		{Digit: '4', What: i18n.M("выписка через 47 часов", "an extract, after 47 hours"), after: 47 * time.Hour},
		{Digit: '5', What: i18n.M("не отвечает никогда", "never answers"), never: true},
		{Digit: '6', What: i18n.M("«сведения не найдены» сразу", "nothing was found, at once"), code: "01"},
		{Digit: '7', What: i18n.M("«сведения не предоставляются» через минуту", "the data are not to be given, after a minute"), after: time.Minute, code: "53"},
		{Digit: '8', What: i18n.M("не работает три минуты после запроса, потом выписка", "is out of order for three minutes after the question, then an extract"), down: 3 * time.Minute, after: 3 * time.Minute},
		{Digit: '9', What: i18n.M("не работает и не принимает запросы", "is out of order and takes no questions"), mute: true},
	}
}

// caseOf is how the exchange answers about an ИНН.
func caseOf(inn string) Case {
	at := len(inn) - 2
	if len(inn) == 12 {
		at = len(inn) - 3
	}
	for _, c := range Cases() {
		if at >= 0 && inn[at] == c.Digit {
			return c
		}
	}
	return Case{code: "01"}
}

// question is what the body of a question has. The names of the elements differ between the registers.
type question struct {
	XMLName xml.Name
	ID      string `xml:"ИдДок,attr"`
	Case    string `xml:"НомерДела,attr"`
	UL      *struct {
		OGRN string `xml:"ОГРН"`
		INN  string `xml:"ИННЮЛ"`
	} `xml:"ЗапросЮЛ"`
	IP *struct {
		OGRN string `xml:"ОГРНИП"`
		INN  string `xml:"ИНН"`
	} `xml:"ЗапросИП"`
}

// number checks a question as the real exchange does, and returns whom it is about.
func (q question) number() (string, bool) {
	var ogrn, inn string
	switch {
	case !id.Valid(q.ID) || q.Case == "":
		return "", false
	case q.XMLName.Space == smev.Organisations && q.XMLName.Local == "FNSVipULRequest" && q.UL != nil:
		ogrn, inn = q.UL.OGRN, q.UL.INN
	case q.XMLName.Space == smev.Proprietors && q.XMLName.Local == "FNSVipIPRequest" && q.IP != nil:
		ogrn, inn = q.IP.OGRN, q.IP.INN
	}
	if (ogrn == "") == (inn == "") {
		return "", false
	}
	_, noINN := ruid.ParseINN(inn)
	_, noOGRN := ruid.ParseOGRN(ogrn)
	_, noOGRNIP := ruid.ParseOGRNIP(ogrn)
	return ogrn + inn, noINN == nil || noOGRN == nil || noOGRNIP == nil
}

// Send implements [smev.Exchange].
func (e *Exchange) Send(_ context.Context, _ string, body []byte) (string, error) {
	var q question
	if err := xml.Unmarshal(body, &q); err != nil {
		return "", fmt.Errorf("%w: it cannot be read", fact.ErrQuestion)
	}
	number, ok := q.number()
	if !ok {
		return "", fmt.Errorf("%w: it breaks the form", fact.ErrQuestion)
	}
	if _, inn := e.find(number); inn != "" && caseOf(inn).mute {
		return "", ErrDown
	}
	return fmt.Sprintf("trial-%s-%d", number, e.clock.Now().Unix()), nil
}

// Receive implements [smev.Exchange].
func (e *Exchange) Receive(_ context.Context, ticket string) ([]byte, error) {
	number, seconds, ok := strings.Cut(strings.TrimPrefix(ticket, "trial-"), "-")
	sent, err := strconv.ParseInt(seconds, 10, 64)
	if !ok || err != nil {
		return nil, ErrTicket
	}
	record, inn := e.find(number)
	c := caseOf(inn)
	waited := e.clock.Now().Sub(time.Unix(sent, 0))
	switch {
	case waited < c.down:
		return nil, ErrDown
	case c.never, waited < c.after:
		return nil, fact.ErrNoAnswer
	case c.code != "":
		return fmt.Appendf(nil, `<?xml version="1.0" encoding="UTF-8"?><f:FNSVipULResponse xmlns:f="%s" ИдДок="%s"><f:КодОбр>%s</f:КодОбр></f:FNSVipULResponse>`, smev.Organisations, ticket, c.code), nil
	}
	return fmt.Appendf(nil, `<?xml version="1.0" encoding="UTF-8"?><f:FNSVipULResponse xmlns:f="%s" ИдДок="%s">%s</f:FNSVipULResponse>`, smev.Organisations, ticket, record), nil
}

// find returns the record of a number in the trial register with its ИНН, "" of one that is not there.
func (e *Exchange) find(number string) (record []byte, inn string) {
	organisations, proprietors := e.register(e.clock.Now())
	for kind, file := range map[string][]byte{"СвЮЛ": organisations, "СвИП": proprietors} {
		for part := range bytes.SplitSeq(file, []byte("<"+kind+" ")) {
			head, _, _ := bytes.Cut(part, []byte(">"))
			end := bytes.Index(part, []byte("</"+kind+">"))
			if end < 0 || !bytes.Contains(head, []byte(`="`+number+`"`)) {
				continue
			}
			for _, name := range []string{` ИНН="`, ` ИННФЛ="`} {
				if _, rest, ok := bytes.Cut(head, []byte(name)); ok {
					value, _, _ := bytes.Cut(rest, []byte(`"`))
					return []byte("<" + kind + " " + string(part[:end]) + "</" + kind + ">"), string(value)
				}
			}
		}
	}
	return nil, ""
}

// Subjects lists the ИНН of the trial register with the way in which the exchange answers about each.
func (e *Exchange) Subjects() map[byte][]string {
	organisations, proprietors := e.register(e.clock.Now())
	list := map[byte][]string{}
	for name, file := range map[string][]byte{`" ИНН="`: organisations, `" ИННФЛ="`: proprietors} {
		for kind := range bytes.SplitSeq(file, []byte("<Документ ")) {
			head, _, _ := bytes.Cut(kind, []byte("><Св"))
			_, after, _ := bytes.Cut(kind[len(head):], []byte(name))
			inn, _, _ := bytes.Cut(after, []byte(`"`))
			if _, err := ruid.ParseINN(string(inn)); err == nil {
				d := caseOf(string(inn)).Digit
				list[d] = append(list[d], string(inn))
			}
		}
	}
	return list
}
