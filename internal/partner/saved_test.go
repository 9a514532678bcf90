package partner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// town has an account for everybody; whose ids begin with f have closed theirs.
type town struct{}

func (town) Addressee(_ context.Context, _ sqldb.Querier, p actor.PersonID) (Addressee, error) {
	if strings.HasPrefix(string(p), "f") {
		return Addressee{}, nil
	}
	return Addressee{Email: string(p) + "@klaster.example", Greeting: "Анна", Lang: i18n.Russian}, nil
}

// box keeps letters as rows, in the transaction of whoever writes them; what failed is given up with them.
type box struct{ broken error }

// Mail implements letters.
func (b *box) Mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, topic string, m letter.Letter, life time.Duration) error {
	site := &web.Site{BaseURL: "https://klaster.example", Name: i18n.Same("Кластер"), Operator: i18n.Same("Фонд")}
	if err := m.Check(site); err != nil {
		return err
	}
	subject, text, _, err := letter.Render(site, l, m)
	if err != nil || topic != topicLetter || life != letterLife {
		return fmt.Errorf("%s for %v: %w", topic, life, err)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO letter (id, recipient, text) VALUES ($1, $2, $3)`, id.New(), to, subject+"\n"+text); err != nil {
		return err
	}
	return b.broken
}

// status says who acts for an organisation with a status, and may change.
type status map[actor.PersonID]bool

func (s status) Member(_ context.Context, _ sqldb.Querier, p actor.PersonID) (bool, error) {
	return s[p], nil
}

// keeper is a person who saves needs on a node.
type keeper struct {
	node
	ctx    context.Context
	person actor.PersonID
	member status
	sent   int // letters read so far
}

func newKeeper(t *testing.T, db *sqldb.DB, list ...Subject) *keeper {
	t.Helper()
	if err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), `CREATE TABLE letter (id TEXT PRIMARY KEY, recipient TEXT NOT NULL, text TEXT NOT NULL)`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	k := &keeper{member: status{}, person: actor.PersonID("0" + id.New()[1:])}
	k.node = newNode(t, db, k.member, list...)
	k.ctx = k.as(k.person)
	k.follows()
	return k
}

func (k *keeper) as(p actor.PersonID) context.Context {
	return actor.With(k.t.Context(), actor.Actor{Person: p})
}

func (k *keeper) saves(q Question, l Letters) string {
	k.t.Helper()
	need, err := k.Save(k.ctx, q, "Кто фрезерует", l)
	if err != nil {
		k.t.Fatal(err)
	}
	return need
}

// comes has somebody come, at this moment of the clock, and be indexed.
func (k *keeper) comes(list ...Subject) {
	k.t.Helper()
	for _, s := range list {
		for i := range s.Passages {
			s.Passages[i].Since = k.time.Now()
		}
		k.shelf.put(s)
		k.changed(s.Key)
	}
	k.follows()
}

// wantNew checks who is new on the page, and that the list counts them.
func (k *keeper) wantNew(need string, want ...string) {
	k.t.Helper()
	o, err := k.OpenSaved(k.ctx, need)
	if err != nil {
		k.t.Fatal(err)
	}
	if got := keys(o.News); !slices.Equal(got, want) {
		k.t.Fatalf("new on the page: %v, want %v", got, want)
	}
	list, err := k.SavedNeeds(k.ctx)
	if err != nil {
		k.t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(c Counted) bool { return c.ID == need })
	if i < 0 || list[i].New != len(want) {
		k.t.Fatalf("the list counts %+v, want %d", list, len(want))
	}
}

// passes lets time go by to a moment, and the jobs work.
func (k *keeper) passes(to time.Time) {
	k.t.Helper()
	k.time.Advance(to.Sub(k.time.Now()))
	k.works()
}

// works has all letters written that are due.
func (k *keeper) works() {
	k.t.Helper()
	if err := k.db.Update(k.t.Context(), func(tx *sqldb.Tx) error { return k.jobs.Insert(k.t.Context(), tx, callLetters{}) }); err != nil {
		k.t.Fatal(err)
	}
	jobstest.Drain(k.t, k.jobs)
}

// letters are those that came since they were last read.
func (k *keeper) letters() []string {
	k.t.Helper()
	list, err := sqldb.List(k.t.Context(), k.db.Single(), func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) }, `SELECT text FROM letter ORDER BY id`)
	if err != nil {
		k.t.Fatal(err)
	}
	fresh := list[k.sent:]
	k.sent = len(list)
	return fresh
}

// wantLetter checks that one letter came and has words.
func (k *keeper) wantLetter(words ...string) string {
	k.t.Helper()
	list := k.letters()
	if len(list) != 1 {
		k.t.Fatalf("%d letters, want one: %v", len(list), list)
	}
	for _, w := range words {
		if !strings.Contains(strings.ReplaceAll(list[0], "\u00a0", " "), w) {
			k.t.Errorf("the letter lacks %q:\n%s", w, list[0])
		}
	}
	return list[0]
}

func (k *keeper) wantNoLetter() {
	k.t.Helper()
	if list := k.letters(); len(list) > 0 {
		k.t.Fatalf("letters: %v", list)
	}
}

func moscow(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, i18n.Moscow()) }

func firm(key, title string, a Audience) Subject { return offer(key, "77", Supplier, title, "", a) }

// New is who came, who told something new that fits and who was hidden from the reader; marking as seen ends it. Neither another rank
// nor another index nor a word changed in what was found already is news.
func TestNewIsWhoWasNotThere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newKeeper(t, db, milling(), firm("Старый", "Сварка рам", ForEverybody), firm("Скрытый", "Фрезеровка валов", ForMembers))
		need := k.saves(Question{Text: "фрезеровка корпусов"}, NoLetters)
		k.wantNew(need)

		k.time.Advance(24 * time.Hour)
		k.follows() // builds the index anew
		k.wantNew(need)
		k.comes(firm("Чужой", "Сварка труб", ForEverybody))
		k.wantNew(need)
		k.comes(firm("Новый", "Фрезеровка плит", ForEverybody))
		k.wantNew(need, "Новый")
		k.comes(firm("Старый", "Сварка рам и фрезеровка", ForEverybody))
		k.wantNew(need, "Новый", "Старый")
		mended := milling()
		mended.Passages[0].Title = "Фрезеровка алюминиевых корпусов."
		k.comes(mended)
		k.wantNew(need, "Новый", "Старый")
		second := milling()
		second.Passages = append(second.Passages, Passage{ID: "p/second", Form: FormProduct, Role: Supplier, Title: "Корпуса приборов"})
		k.comes(second)
		k.wantNew(need, "Новый", "Резец", "Старый")

		if err := k.Looked(k.ctx, need); err != nil {
			t.Fatal(err)
		}
		k.wantNew(need)
		k.member[k.person] = true
		k.wantNew(need) // what the room shows of rights has no passage with a time yet
		hidden := firm("Скрытый", "Фрезеровка валов", ForMembers)
		hidden.Passages[0].Since = k.time.Now().Add(-20 * 24 * time.Hour)
		k.shelf.put(hidden)
		k.changed("Скрытый")
		k.follows()
		k.wantNew(need, "Скрытый") // it was there for long, but not for this reader
		k.member[k.person] = false
		k.wantNew(need)
	})
}

// What was there and now fits because the index reads it otherwise, such as after new classes or synonyms, is no news: it has not changed.
func TestAnotherReadingIsNoNews(t *testing.T) {
	s := firm("Старый", "Фрезеровка", ForEverybody)
	s.Passages[0].Since = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	c := newCatalogue(nil)
	if err := c.put([]Subject{s}, nil); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	there := c.look(Question{Text: "фрезеровка"}, now)
	if len(there.hits) != 1 {
		t.Fatalf("%d are found", len(there.hits))
	}
	nothing := Baseline{At: now.Add(-48 * time.Hour), Known: known{}}
	if news := there.news(nothing); len(news) != 0 {
		t.Errorf("what was not found before and has not changed is news: %+v", news)
	}
	there.hits[0].Passage.Since = now.Add(-48*time.Hour - committing + time.Minute)
	if news := there.news(nothing); len(news) != 1 {
		t.Error("what was committed while somebody looked is lost")
	}
	if news := there.news(nothing, there.now); len(news) != 0 {
		t.Error("what was found before is news")
	}
}

// Letters come at their hour, once, only when there is something new, and tell it with reasons; what a letter has told, the next one does
// not, though the page has it until it was seen.
func TestLettersTellWhatIsNew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newKeeper(t, db, milling())
		daily := k.saves(Question{Text: "фрезеровка"}, Daily)
		k.saves(Question{Text: "сварка", Region: "77"}, Weekly)
		k.passes(moscow(23, 8)) // Monday
		k.wantNoLetter()
		k.comes(firm("Новый", "Фрезеровка плит", ForEverybody), firm("Дуга", "Сварка рам", ForEverybody))
		k.wantNoLetter()
		k.passes(moscow(23, 9))
		text := k.wantLetter("По вашим запросам: 2 новых партнёра", "Здравствуйте, Анна!", "ООО «Новый»", "Предложение «Фрезеровка плит». Совпало: «фрезеровка»", "ООО «Дуга»",
			"https://klaster.example/partners/saved\n", "https://klaster.example/partners/letters/")
		if strings.Contains(text, "Резец") {
			t.Errorf("who was there is told as new:\n%s", text)
		}
		k.works()
		k.passes(moscow(24, 9))
		k.wantNoLetter()
		k.wantNew(daily, "Новый")

		k.comes(firm("Ещё", "Фрезеровка колёс", ForEverybody), firm("Шов", "Сварка труб", ForEverybody))
		k.passes(moscow(25, 12)) // the node was away at nine
		k.wantLetter("1 новый партнёр", "ООО «Ещё»", daily)
		k.passes(moscow(30, 9))
		k.wantLetter("ООО «Шов»")
	})
}

// Rights are those of the moment of the letter: what became hidden is not told, and who has lost a right is not told what it opened.
func TestALetterKnowsRightsOfItsMoment(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newKeeper(t, db, milling())
		k.member[k.person] = true
		k.saves(Question{Text: "фрезеровка"}, Daily)
		k.comes(firm("Тайна", "Фрезеровка для своих", ForMembers), firm("Ушёл", "Фрезеровка плит", ForEverybody))
		k.member[k.person] = false
		delete(k.shelf.subjects, "Ушёл")
		k.changed("Ушёл")
		k.follows()
		k.passes(moscow(23, 9))
		k.wantNoLetter()
		k.member[k.person] = true
		k.passes(moscow(24, 9))
		k.wantLetter("ООО «Тайна»")
	})
}

// A job that fails anywhere leaves nothing: the next attempt tells all of it, once, even when two nodes try.
func TestALetterIsWrittenOnceOrNotAtAll(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newKeeper(t, db, milling())
		k.saves(Question{Text: "фрезеровка"}, Daily)
		k.comes(firm("Новый", "Фрезеровка плит", ForEverybody))
		k.time.Advance(moscow(23, 9).Sub(k.time.Now()))
		post := k.Service.letters.(*box)
		post.broken = errors.New("the machine has stopped")
		write := func(m *Module) error {
			return db.Update(t.Context(), func(tx *sqldb.Tx) error { return m.writeLetter(t.Context(), tx, writeLetter{k.person}) })
		}
		if err := write(k.Module); !errors.Is(err, post.broken) {
			t.Fatal(err)
		}
		k.wantNoLetter()
		post.broken = nil
		other := k.another(db, k.member)
		if err := write(other); err == nil || !strings.Contains(err.Error(), "postponed") {
			t.Fatalf("without an index: %v", err)
		}
		if err := other.follow(t.Context()); err != nil {
			t.Fatal(err)
		}
		errs := make(chan error, 2)
		for _, m := range []*Module{k.Module, other} {
			go func() { errs <- write(m) }()
		}
		for range 2 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		k.wantLetter("ООО «Новый»")
	})
}

// Letters that begin later tell of what comes from then on; those that end tell nothing.
func TestLettersBeginAndEnd(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newKeeper(t, db, milling())
		need := k.saves(Question{Text: "фрезеровка"}, NoLetters)
		k.comes(firm("Первый", "Фрезеровка плит", ForEverybody))
		k.passes(moscow(24, 9))
		k.wantNoLetter()
		if err := k.Rename(k.ctx, need, " Другое  имя ", Daily); err != nil {
			t.Fatal(err)
		}
		k.comes(firm("Второй", "Фрезеровка валов", ForEverybody))
		k.passes(moscow(25, 9))
		if text := k.wantLetter("«Другое имя»", "ООО «Второй»"); strings.Contains(text, "Первый") {
			t.Errorf("%s", text)
		}
		k.comes(firm("Третий", "Фрезеровка колёс", ForEverybody))
		token := strings.TrimPrefix(k.stopPath(k.person), pathStop+"/")
		for range 2 {
			if err := k.StopLetters(t.Context(), token); err != nil {
				t.Fatal(err)
			}
		}
		k.passes(moscow(26, 9))
		k.wantNoLetter()
		if list, err := k.SavedNeeds(k.ctx); err != nil || len(list) != 1 || list[0].Letters != NoLetters || list[0].New != 3 {
			t.Errorf("%+v, %v", list, err)
		}
		for _, wrong := range []string{"", ".", token[:len(token)-1], token + "A", string(k.person) + ".", "1" + token[1:], strings.Replace(token, ".", ":", 1)} {
			if err := k.StopLetters(t.Context(), wrong); !errors.Is(err, errStop) {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		if n := journal(t, db, "partner.letters_stopped"); n != 1 {
			t.Errorf("%d entries tell that letters ended", n)
		}
	})
}

func journal(t *testing.T, db *sqldb.DB, action string) (n int) {
	t.Helper()
	if err := db.Single().QueryRow(t.Context(), `SELECT COUNT(*) FROM audit_entry WHERE action = $1`, action).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// A person has so many needs, each once, sees and changes their own only, and takes them along when the account goes.
func TestNeedsAreTheirPersons(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newKeeper(t, db, milling())
		need := k.saves(Question{Text: "фрезировка корпусов", Role: Supplier, Page: 3}, NoLetters)
		if again := k.saves(Question{Text: "фрезеровка корпусов", Role: Supplier, Audience: ForMembers}, Daily); again != need {
			t.Error("the same need is kept twice")
		}
		stranger := k.as(actor.PersonID(id.New()))
		if _, err := k.OpenSaved(stranger, need); !errors.Is(err, ErrNoSaved) {
			t.Errorf("a stranger opens it: %v", err)
		}
		for name, err := range map[string]error{
			"looks": k.Looked(stranger, need), "renames": k.Rename(stranger, need, "моё", Daily), "removes": k.RemoveSaved(stranger, need),
		} {
			if !errors.Is(err, ErrNoSaved) {
				t.Errorf("a stranger %s: %v", name, err)
			}
		}
		held := actor.With(t.Context(), actor.Actor{Person: k.person, Held: true})
		if err := k.Looked(held, need); !errors.Is(err, actor.ErrConfirm) {
			t.Errorf("a held session: %v", err)
		}
		for _, text := range []string{"7707083893", "", "в Москве"} {
			if _, err := k.Save(k.ctx, Question{Text: text}, "x", NoLetters); !errors.Is(err, errNoSubject) {
				t.Errorf("%q is saved: %v", text, err)
			}
		}
		for i := 1; i < mostSaved; i++ {
			k.saves(Question{Text: fmt.Sprint("фрезеровка номер ", i)}, NoLetters)
		}
		if _, err := k.Save(k.ctx, Question{Text: "сварка"}, "x", NoLetters); !errors.Is(err, ErrSavedFull) {
			t.Errorf("one more: %v", err)
		}
		if err := k.RemoveSaved(k.ctx, need); err != nil {
			t.Fatal(err)
		}
		k.saves(Question{Text: "сварка"}, NoLetters)
		if held, err := k.HeldAbout(t.Context(), db.Single(), k.person); err != nil || len(held) != mostSaved || !strings.Contains(held[0].Query, "q=") {
			t.Errorf("%d in the copy, %v", len(held), err)
		}
		var err error
		for range saveByPerson.Burst {
			if err = k.Looked(k.ctx, need); errors.Is(err, limit.ErrTooOften) {
				break
			}
		}
		if !errors.Is(err, limit.ErrTooOften) {
			t.Errorf("no budget holds: %v", err)
		}
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return k.ForgetPerson(t.Context(), tx, k.person) }); err != nil {
			t.Fatal(err)
		}
		if list, err := k.SavedNeeds(k.ctx); err != nil || len(list) != 0 {
			t.Errorf("left: %+v, %v", list, err)
		}
	})
}

// The next hour of letters is in the future, by the clock of Moscow; weekly ones come on Mondays.
func TestTheHourOfLetters(t *testing.T) {
	for _, c := range []struct {
		letters   Letters
		now, want time.Time
	}{
		{Daily, moscow(22, 8), moscow(22, 9)},
		{Daily, moscow(22, 9), moscow(23, 9)},
		{Daily, moscow(22, 23), moscow(23, 9)},
		{Weekly, moscow(22, 12), moscow(23, 9)},
		{Weekly, moscow(23, 8), moscow(23, 9)},
		{Weekly, moscow(23, 9), moscow(30, 9)},
		{Daily, time.Date(2026, 11, 22, 22, 0, 0, 0, time.UTC), moscow(23, 9)},
		{NoLetters, moscow(22, 8), time.Time{}},
	} {
		if got := c.letters.next(c.now); !got.Equal(c.want) {
			t.Errorf("%s after %v: %v, want %v", c.letters, c.now, got, c.want)
		}
	}
}

// Whoever looks through all saved needs pays for each of them, out of a budget of their own.
func TestEachSavedNeedIsPaidFor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newKeeper(t, db, milling())
		const needs = 20
		for i := range needs {
			k.saves(Question{Text: fmt.Sprint("фрезеровка ", i)}, NoLetters)
		}
		for range bySearch.Burst / needs {
			if _, err := k.SavedNeeds(k.ctx); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := k.SavedNeeds(k.ctx); !errors.Is(err, errTooMany) {
			t.Errorf("one look too many: %v", err)
		}
		if err := k.gate.allow("an address", k.time.Now()); err != nil {
			t.Error(err)
		}
	})
}

// What others call their offers is no link in our letters.
func TestLettersLeadToNoOtherSite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newKeeper(t, db, milling())
		k.saves(Question{Text: "фрезеровка"}, Daily)
		k.comes(firm("evil.example", "Фрезеровка: https://evil.example/login, www.evil.example, a@evil.example", ForEverybody))
		k.passes(moscow(23, 9))
		text := k.wantLetter("1 новый партнёр", "Фрезеровка: https")
		for _, link := range []string{"://evil", "evil.example", "www.evil", "a@evil"} {
			if strings.Contains(text, link) {
				t.Errorf("the letter has %s:\n%s", link, text)
			}
		}
	})
}
