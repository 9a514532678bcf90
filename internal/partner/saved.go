package partner

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/workdays"
)

// Saved is a need that a person has saved, to see later who is new.
type Saved struct {
	ID       string
	Person   actor.PersonID
	Name     string
	Question Question
	Letters  Letters
	Due      time.Time // when its news are looked for next; zero while letters are off
	Created  time.Time
	Seen     Baseline // what the person has seen
	Told     Baseline // what a letter has told, or was there when letters began
}

// Letters says how often a person is written to about a saved need.
type Letters string

// The frequencies. At once is none of them: a letter for each offer would be noise.
const (
	NoLetters Letters = "off"
	Daily     Letters = "daily"
	Weekly    Letters = "weekly"
)

const (
	// mostSaved needs a person may have.
	mostSaved = 30
	// longestName of a saved need, in letters.
	longestName = 100
	// letterHour is when letters go out, in Moscow; weekly ones on Mondays.
	letterHour = 9
	// mostKnown passages of a need are remembered as there, the best; news are looked for among the first mostNews of them.
	mostKnown = 1000
	mostNews  = 500
	// committing is how long it may take from the moment that a passage names as its own until one finds it: the transaction, the
	// indexing. What came in that time before somebody looked is told by whether it was among what they found.
	committing = time.Hour
)

// saveByPerson bounds how often a person saves and changes needs.
var saveByPerson = limit.Rule{Name: "partner.saved", Burst: 120, Per: time.Hour}

// Faults of saved needs.
var (
	ErrNoSaved = fault.New(fault.NotFound, i18n.M(
		"Такого сохранённого запроса у вас нет. Посмотрите в списке «Мои запросы».",
		"You have no such saved search. See the list “My searches”."))
	ErrSavedFull = fault.New(fault.Conflict, i18n.M(
		"Сохранить можно не больше 30 запросов. Удалите те, что больше не нужны.",
		"No more than 30 searches can be saved. Delete those that you do not need any more."))
	errNoSubject = fault.New(fault.Invalid, i18n.M(
		"Такой запрос сохранить нельзя: напишите словами, кого или что вы ищете.",
		"Such a search cannot be saved: say in words whom or what you are looking for."))
	errSavedMeanwhile = fault.New(fault.Conflict, i18n.M(
		"Одновременно сохранялся другой запрос. Повторите.", "Another search was saved at the same moment. Try again."))
)

// next is when the news of a need are looked for the next time.
func (l Letters) next(now time.Time) time.Time {
	at := now.In(i18n.Moscow())
	day := time.Date(at.Year(), at.Month(), at.Day(), letterHour, 0, 0, 0, i18n.Moscow())
	switch l {
	case Daily:
		if !day.After(now) {
			day = day.AddDate(0, 0, 1)
		}
	case Weekly:
		for day.Weekday() != time.Monday || !day.After(now) {
			day = day.AddDate(0, 0, 1)
		}
	case NoLetters:
		return time.Time{}
	}
	return day
}

// Baseline is what was there for somebody at a moment: the passages that a need found then, as far as that person might read them.
type Baseline struct {
	At    time.Time
	For   Audience // what the person might read then
	Known known
}

// known are passages and their owners, by short hashes.
type known map[uint64]bool

func hashOf(kind, name string) uint64 {
	sum := sha256.Sum256([]byte(kind + "\x00" + name))
	return binary.BigEndian.Uint64(sum[:])
}

func (k known) add(h Hit) {
	k[hashOf("passage", h.Passage.ID)] = true
	k[hashOf("owner", h.Subject.Key)] = true
}

func (k known) has(h Hit) bool      { return k[hashOf("passage", h.Passage.ID)] }
func (k known) hasOwner(h Hit) bool { return k[hashOf("owner", h.Subject.Key)] }

// encode writes hashes for the store.
func (k known) encode() string {
	b := make([]byte, 0, 8*len(k))
	for h := range k {
		b = binary.BigEndian.AppendUint64(b, h)
	}
	return base64.RawStdEncoding.EncodeToString(b)
}

func decodeKnown(s string) (known, error) {
	b, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil || len(b)%8 != 0 {
		return nil, fmt.Errorf("read what was known of a saved need: %d octets, %w", len(b), err)
	}
	k := make(known, len(b)/8)
	for ; len(b) > 0; b = b[8:] {
		k[binary.BigEndian.Uint64(b)] = true
	}
	return k, nil
}

// lacks reports whether a passage is news to who has the baseline. It is not for being found: a passage that was there, unchanged and for
// this reader, is no news when its rank, the index or the classes change. It is when it came or was changed since and was not found then,
// and when it was not for this reader then. What an organisation says of itself as a whole is news only if it is new itself.
func (b Baseline) lacks(h Hit) bool {
	switch {
	case b.Known.has(h), h.Passage.Form == FormAbout && b.Known.hasOwner(h), h.Passage.Since.IsZero():
		return false
	case !b.For.reads(h.Passage.For):
		return true
	}
	return h.Passage.Since.After(b.At.Add(-committing))
}

// sight is all that a need finds at a moment, passage by passage, the best first.
type sight struct {
	hits []Hit
	now  Baseline
}

// look finds every passage that a question finds for an audience.
func (c *catalogue) look(k Question, now time.Time) sight {
	today := workdays.DateOf(now.In(i18n.Moscow()))
	s := sight{now: Baseline{At: now, For: k.Audience, Known: known{}}}
	need, _ := c.understood(k, today)
	if need.Words == "" {
		return s
	}
	w := c.wanted(k, need)
	q := w.query()
	q.Apart, q.Limit = true, mostKnown
	for _, r := range c.texts.Search(q).Results {
		if h, ok := w.hit(c, r, today); ok {
			s.hits = append(s.hits, h)
			s.now.Known.add(h)
		}
	}
	return s
}

// news are the partners who are new to all of the baselines, each by the best of what is new about them.
func (s sight) news(since ...Baseline) (list []Hit) {
	seen := map[string]bool{}
	for _, h := range s.hits[:min(len(s.hits), mostNews)] {
		fresh := !seen[h.Subject.Key]
		for _, b := range since {
			fresh = fresh && b.lacks(h)
		}
		if fresh {
			seen[h.Subject.Key] = true
			list = append(list, h)
		}
	}
	return list
}
