package partner

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

const (
	topicLetter = "partner"
	letterLife  = 72 * time.Hour
	// lettersEvery is how often it is asked whose letters are due.
	lettersEvery = 10 * time.Minute
	// mostCalled people get their jobs in one transaction.
	mostCalled = 1000
	// A letter names so many needs, and so many new partners of each.
	mostTold   = 5
	mostNamely = 3
)

// callLetters finds whose letters are due, and gives each of them a job.
type callLetters struct {
	After actor.PersonID `json:"after,omitempty"`
}

// Kind implements jobs.Args.
func (callLetters) Kind() string { return "partner.letters" }

// writeLetter writes to a person what is new about those of their saved needs that are due.
type writeLetter struct {
	Person actor.PersonID `json:"person"`
}

// Kind implements jobs.Args.
func (writeLetter) Kind() string { return "partner.letter" }

func (s *Service) callLetters(ctx context.Context, tx *sqldb.Tx, args callLetters) error {
	people, err := duePeople(ctx, tx, s.clock.Now(), args.After, mostCalled)
	if err != nil {
		return fmt.Errorf("find whose letters are due: %w", err)
	}
	list := make([]jobs.Args, 0, len(people)+1)
	for _, p := range people {
		list = append(list, writeLetter{p})
	}
	if len(people) == mostCalled {
		list = append(list, callLetters{people[mostCalled-1]})
	}
	return s.jobs.InsertAll(ctx, tx, list)
}

// told is what a letter says about one need.
type told struct {
	need Saved
	news []Hit
}

// writeLetter finds what is new, notes it as told, and queues the letter, all in the transaction that completes the job: a crash at any
// moment leaves either all of it or nothing. Rights are those of this moment. A need that is not due any more was told by another job.
func (s *Service) writeLetter(ctx context.Context, tx *sqldb.Tx, args writeLetter) error {
	c := s.current.Load()
	if c == nil {
		return jobs.Postpone(time.Minute)
	}
	now := s.clock.Now()
	needs, err := dueSaved(ctx, tx, args.Person, now)
	if err != nil || len(needs) == 0 {
		return err
	}
	to, err := s.people.Addressee(ctx, tx, args.Person)
	if err != nil {
		return fmt.Errorf("read whom to write: %w", err)
	}
	a, err := s.audienceOf(ctx, tx, args.Person)
	if err != nil {
		return fmt.Errorf("read what a person may see: %w", err)
	}
	var list []told
	for _, need := range needs {
		need.Question.Audience = a
		there := c.look(need.Question, now)
		if news := there.news(need.Seen, need.Told); len(news) > 0 {
			list = append(list, told{need, news})
		}
		need.Told, need.Due = there.now, need.Letters.next(now)
		if err := updateSaved(ctx, tx, need); err != nil {
			return fmt.Errorf("note what was told of a saved need: %w", err)
		}
	}
	if len(list) == 0 || to.Email == "" {
		return nil
	}
	m := s.letterOfNews(to.Lang, args.Person, list)
	m.Greeting = i18n.F("Здравствуйте, %s!", "Hello, %s!").With(to.Greeting)
	return s.letters.Mail(ctx, tx, to.Email, to.Lang, topicLetter, m, letterLife)
}

// site is the address of this site for letters in language l.
func (s *Service) site(l i18n.Lang) string {
	if l == i18n.English {
		return s.baseURL + "/en"
	}
	return s.baseURL
}

// letterOfNews tells who is new, and why they were found.
func (s *Service) letterOfNews(l i18n.Lang, p actor.PersonID, list []told) letter.Letter {
	n := 0
	for _, t := range list {
		n += len(t.news)
	}
	m := letter.Letter{Subject: subjectNews.With(newPartners(n)), Why: whyNews, Stop: s.site(l) + s.stopPath(p)}
	path := PathSaved
	if len(list) == 1 {
		path = list[0].need.path()
	}
	for _, t := range list[:min(len(list), mostTold)] {
		m.Body = append(m.Body, letter.Paragraph(textNews.With(t.need.Name, newPartners(len(t.news)))))
		var facts letter.Facts
		for _, h := range t.news[:min(len(t.news), mostNamely)] {
			facts = append(facts, letter.Fact{Name: i18n.Raw(unlinked(h.Subject.Name.In(i18n.Russian)), unlinked(h.Subject.Name.In(i18n.English))), Value: h.why()})
		}
		m.Body = append(m.Body, facts)
		if more := len(t.news) - mostNamely; more > 0 {
			m.Body = append(m.Body, letter.Paragraph(textMoreNews.With(newPartners(more))))
		}
	}
	if len(list) > mostTold {
		m.Body = append(m.Body, letter.Paragraph(textMoreNeeds))
	}
	m.Body = append(m.Body, letter.Button{Label: buttonNews, URL: s.site(l) + path})
	return m
}

// why says in one line by what somebody was found.
func (h Hit) why() i18n.Text {
	why := formTexts[h.Passage.Form]
	if title := h.Passage.Title; title != "" && title != h.Subject.Name.In(i18n.Russian) {
		why = whyPassage.With(why, i18n.Raw(unlinked(h.title(i18n.Russian)), unlinked(h.title(i18n.English))))
	}
	if len(h.Matched) > 0 {
		why = whyBoth.With(why, whyMatched.With(quoted(h.Matched)))
	}
	if len(h.Through) > 0 {
		why = whyBoth.With(why, reasonThrough.With(h.Through[0].text()))
	}
	return why
}

// unlinked is a text that somebody else has written, in which no program for mail finds an address to make a link of: our letters lead to our site
// only, and nobody is to borrow their good name. It reads as before.
func unlinked(s string) string {
	const wordJoiner = "\u2060" // nothing is seen of it, and no line ends there
	var b strings.Builder
	before := ' '
	for _, r := range s {
		if strings.ContainsRune(".@:", before) && (r == '/' || unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteString(wordJoiner)
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// stopPurpose is what begins what is signed in an address that ends letters, so that no other MAC of the key can stand for it.
const stopPurpose = "partner.letters.stop/1\x00"

// stopPath is the page that ends the letters of a person: the person with a MAC, so that it works without signing in and nobody can make
// one for somebody else. It opens nothing and shows nothing of the person.
func (s *Service) stopPath(p actor.PersonID) string {
	return pathStop + "/" + string(p) + "." + base64.RawURLEncoding.EncodeToString(s.stopMAC(p))
}

func (s *Service) stopMAC(p actor.PersonID) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(stopPurpose + string(p)))
	return mac.Sum(nil)
}

var errStop = fault.New(fault.NotFound, i18n.M(
	"Такой ссылки нет. Скопируйте её из письма целиком или отключите письма на странице «Мои запросы».",
	"There is no such link. Copy all of it from the letter, or end the letters on the page “My searches”."))

// stopFor is whose letters an address ends.
func (s *Service) stopFor(token string) (actor.PersonID, error) {
	person, sent, _ := strings.Cut(token, ".")
	mac, err := base64.RawURLEncoding.Strict().DecodeString(sent)
	if err != nil || !id.Valid(person) || !hmac.Equal(mac, s.stopMAC(actor.PersonID(person))) {
		return "", errStop
	}
	return actor.PersonID(person), nil
}

// StopLetters ends the letters of the person whom an address of a letter names. Who uses it twice changes nothing.
func (s *Service) StopLetters(ctx context.Context, token string) error {
	p, err := s.stopFor(token)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		n, err := endLetters(ctx, tx, p)
		if err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, "partner.letters_stopped", p, "")
	})
}
