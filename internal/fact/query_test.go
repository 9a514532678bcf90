package fact

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// teller is a provider that says what the test gives it.
type teller struct {
	source Source
	sent   []string
	answer Answer
	err    error
}

func (p *teller) Source() Source { return p.source }

func (p *teller) Send(_ context.Context, q Question) (string, error) {
	p.sent = append(p.sent, q.ID)
	return "ticket " + q.ID, nil
}

func (p *teller) Answer(_ context.Context, q Question, ticket string) (Answer, error) {
	if ticket != "ticket "+q.ID {
		return Answer{}, errors.New("another ticket")
	}
	return p.answer, p.err
}

// asking is a room with a provider, whose clock moves.
func asking(t *testing.T, db *sqldb.DB, p Provider) (*Service, *queue, *clock.Manual) {
	t.Helper()
	s, q := room(t, db)
	clk := clock.NewManual(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	s.clock, s.providers, s.age = clk, []Provider{p}, 5*24*time.Hour
	return s, q, clk
}

// work does the tries that were put into the queue.
func (s *Service) work(t *testing.T, q *queue) {
	t.Helper()
	args := q.args
	q.args = nil
	for _, a := range args {
		switch a := a.(type) {
		case askProvider:
			if err := s.try(t.Context(), a.Query); err != nil {
				t.Fatal(err)
			}
		default:
			q.args = append(q.args, a)
		}
	}
}

func (s *Service) due(t *testing.T) {
	t.Helper()
	if err := s.db.Update(t.Context(), func(tx *sqldb.Tx) error { return s.askDue(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

func (s *Service) lastQuery(t *testing.T, subject Subject) Query {
	t.Helper()
	list, err := s.Queries(t.Context(), s.db.Single(), subject)
	if err != nil || len(list) == 0 {
		t.Fatalf("%v, %v", list, err)
	}
	return list[0]
}

// A question is asked once, tried until it is answered, and its answer is the register's own word: a new head stands at once.
func TestAQuestionIsAskedUntilItIsAnswered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		p := &teller{source: SMEV, err: ErrNoAnswer}
		s, q, clk := asking(t, db, p)
		r := invented(1, "2026-11-20")
		s.mustImport(t, Order{Files: []File{fileOf("a", r)}})
		s.watch(t, Subject{INN: r.INN, OGRN: r.OGRN})
		subject := Subject{INN: r.INN, OGRN: r.OGRN}
		if err := s.Ask(t.Context(), actor.Actor{Person: "p"}, SMEV, subject); !errors.Is(err, actor.ErrRole) {
			t.Errorf("without a role: %v", err)
		}
		if err := s.Ask(t.Context(), operator("olga"), DaData, subject); !errors.Is(err, ErrNoProvider) {
			t.Errorf("a source that is not connected: %v", err)
		}
		if err := s.Ask(t.Context(), operator("olga"), SMEV, Subject{INN: r.INN}); err != nil {
			t.Fatal(err)
		}
		if err := s.Ask(t.Context(), operator("pavel"), SMEV, subject); !errors.Is(err, ErrAsked) {
			t.Errorf("asked twice: %v", err)
		}
		s.work(t, q)
		if l := s.lastQuery(t, subject); l.State != QueryPending || l.Silent || l.tries != 1 {
			t.Errorf("after the first try: %+v", l)
		}
		s.due(t)
		if len(q.args) != 0 {
			t.Errorf("tried again at once: %v", q.args)
		}
		p.err = errors.New("down")
		clk.Advance(2 * time.Minute)
		s.due(t)
		s.work(t, q)
		if l := s.lastQuery(t, subject); l.State != QueryPending || !l.Silent || l.tries != 2 || len(p.sent) != 1 {
			t.Errorf("after the second: %+v, sent %v", l, p.sent)
		}
		n := newHead(1, "2026-11-21")
		p.err, p.answer = nil, Answer{Record: &n}
		clk.Advance(5 * time.Minute)
		s.due(t)
		s.work(t, q)
		if l := s.lastQuery(t, subject); l.State != QueryAnswered || l.Ended.IsZero() {
			t.Errorf("after the answer: %+v", l)
		}
		e := s.entryOf(t, r.OGRN)
		if e.Heads[0].Person.Surname != "НОВАЯ" || e.Source != SMEV || e.Confirmed != day("2026-11-21") || e.Waiting {
			t.Errorf("%s by %s, confirmed %s", e.Heads[0].Person.Surname, e.Source, e.Confirmed)
		}
		f, err := s.Facts(t.Context(), db.Single(), subject)
		if err != nil || len(f.Changes) != 1 || f.Changes[0].State != Standing || !f.Changes[0].Has(ChangedHead) || len(q.args) != 1 {
			t.Errorf("changes %+v, told %v, %v", f.Changes, q.args, err)
		}
		if f.Contradicted(KindHeads) {
			t.Error("an older file of the register contradicts a newer answer of it")
		}
	})
}

// What comes back is judged: an answer about another organisation, of a day to come, a refusal, nobody, and none for two days.
func TestT22_AnswersAreJudged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		p := &teller{source: SMEV}
		s, q, clk := asking(t, db, p)
		subject := Subject{INN: "9900000001", OGRN: "1990000000001"}
		own, foreign := invented(1, "2026-11-21"), invented(2, "2026-11-21")
		own.INN = ""
		for name, c := range map[string]struct {
			answer Answer
			err    error
			want   QueryState
		}{
			"about somebody else":        {Answer{Record: &foreign}, nil, QueryFailed},
			"without the same ИНН":       {Answer{Record: &own}, nil, QueryFailed},
			"facts about somebody else":  {Answer{Subject: Subject{INN: "7707083893", OGRN: "1027700132195"}}, nil, QueryFailed},
			"nothing at all":             {Answer{}, nil, QueryFailed},
			"nobody":                     {Answer{}, ErrNobody, QueryNone},
			"a refusal":                  {Answer{}, ErrQuestion, QueryFailed},
			"silence for more than that": {Answer{}, ErrNoAnswer, QueryOverdue},
		} {
			p.answer, p.err = c.answer, c.err
			if err := s.Ask(t.Context(), operator("olga"), SMEV, subject); err != nil {
				t.Fatal(err)
			}
			for range 60 {
				s.work(t, q)
				clk.Advance(time.Hour)
				s.due(t)
			}
			if l := s.lastQuery(t, subject); l.State != c.want {
				t.Errorf("%s: %+v", name, l)
			}
			if _, err := s.Entry(t.Context(), db.Single(), foreign.OGRN); !errors.Is(err, ErrNotFound) {
				t.Errorf("%s: a record came in: %v", name, err)
			}
		}
		future := invented(3, "2027-01-01")
		err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			err := s.takeRecord(t.Context(), tx, &future, taken{from: "x", source: SMEV, pinned: "x"})
			return err
		})
		if !errors.Is(err, errFuture) {
			t.Errorf("of a day to come: %v", err)
		}
	})
}

// T22: what DaData says stands below the register, wherever it is newer; a later answer takes the place of an earlier one, and all of
// it ends by itself.
func TestT22_DaDataNeverOutranksTheRegister(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		p := &teller{source: DaData}
		s, q, clk := asking(t, db, p)
		r := invented(5, "2026-11-01")
		r.INN, r.OGRN = "7707083893", "1027700132195"
		s.mustImport(t, Order{Files: []File{fileOf("a", r)}})
		subject := Subject{INN: r.INN, OGRN: r.OGRN}
		for _, name := range []string{"ДРУГОЕ", "ТРЕТЬЕ"} {
			p.answer = Answer{Subject: subject, AsOf: day("2026-11-21"), Facts: []Said{{KindName, name}, {KindStatus, "active"}, {KindHeads, []string{"ЧУЖОЙ"}}}}
			if err := s.Ask(t.Context(), operator("olga"), DaData, subject); err != nil {
				t.Fatal(err)
			}
			s.work(t, q)
			clk.Advance(time.Minute)
		}
		f, err := s.Facts(t.Context(), db.Single(), subject)
		if err != nil {
			t.Fatal(err)
		}
		if best, ok := f.Best(KindName); !ok || best.Source != Dump || len(f.Of(KindName)) != 2 || f.Of(KindName)[1].Text() != "ТРЕТЬЕ" || !f.Contradicted(KindName) {
			t.Errorf("names: %+v", f.Of(KindName))
		}
		if best, _ := f.Best(KindHeads); best.Source != Dump {
			t.Errorf("heads: %+v", best)
		}
		if e := s.entryOf(t, r.OGRN); e.Source != Dump || e.Waiting {
			t.Errorf("%+v", e)
		}
		clk.Advance(31 * 24 * time.Hour)
		if f, err = s.Facts(t.Context(), db.Single(), subject); err != nil || !f.Of(KindName)[1].Expired {
			t.Errorf("it goes on: %+v, %v", f.Of(KindName), err)
		}
	})
}

// What a provider says of one whom no register at hand has is found by either number, and is no record.
func TestAProviderKnowsWhomTheRegisterLacks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		whole := Subject{INN: "7707083893", OGRN: "1027700132195"}
		p := &teller{source: DaData, answer: Answer{Subject: whole, Facts: []Said{{KindName, "ПАО"}}}}
		s, q, _ := asking(t, db, p)
		if err := s.Ask(t.Context(), operator("olga"), DaData, Subject{INN: whole.INN}); err != nil {
			t.Fatal(err)
		}
		s.work(t, q)
		for _, subject := range []Subject{{INN: whole.INN}, {OGRN: whole.OGRN}, whole} {
			f, err := s.Facts(t.Context(), db.Single(), subject)
			if best, ok := f.Best(KindName); err != nil || !ok || best.Text() != "ПАО" || f.Entry != nil {
				t.Errorf("%v: %+v, %v", subject, f.List, err)
			}
		}
	})
}

// The watch asks about known organisations whose record grows old, once a day, and not about the fresh ones.
func TestTheWatchAsksAboutOldRecords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		p := &teller{source: SMEV, err: ErrNobody}
		s, q, clk := asking(t, db, p)
		old, fresh, nobodys := invented(1, "2026-11-16"), invented(2, "2026-11-21"), invented(3, "2026-01-01")
		s.mustImport(t, Order{Files: []File{fileOf("a", old, fresh, nobodys)}})
		for _, r := range []egr.Record{old, fresh} {
			s.watch(t, Subject{INN: r.INN, OGRN: r.OGRN})
		}
		asked := func() int {
			t.Helper()
			if err := s.AskOld(t.Context()); err != nil {
				t.Fatal(err)
			}
			n := len(q.args)
			s.work(t, q)
			return n
		}
		if n := asked(); n != 1 {
			t.Errorf("%d questions, want one", n)
		}
		if l := s.lastQuery(t, Subject{INN: old.INN, OGRN: old.OGRN}); l.By != byWatch || l.State != QueryNone {
			t.Errorf("%+v", l)
		}
		if n := asked(); n != 0 {
			t.Errorf("%d questions within the day", n)
		}
		clk.Advance(25 * time.Hour)
		if n := asked(); n != 1 {
			t.Errorf("%d questions on the next day", n)
		}
		clk.Advance(10 * 24 * time.Hour)
		if n := asked(); n != 2 {
			t.Errorf("%d questions when both are old", n)
		}
	})
}

// A change that a person refused keeps nobody from being believed.
func TestARefusedChangeDoesNotWait(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		a := invented(1, "2026-11-01")
		s.mustImport(t, Order{Files: []File{fileOf("a", a)}})
		s.watch(t, Subject{INN: a.INN, OGRN: a.OGRN})
		s.mustImport(t, Order{Files: []File{fileOf("b", newHead(1, "2026-11-10"))}, Operator: "olga"})
		if e := s.entryOf(t, a.OGRN); !e.Waiting {
			t.Fatal("nothing waits")
		}
		if err := s.Refuse(t.Context(), operator("pavel"), s.waiting(t)[0].ID, "Файл неверен"); err != nil {
			t.Fatal(err)
		}
		if e := s.entryOf(t, a.OGRN); e.Waiting || e.Heads[0].Person.Surname != "УЧЕБНЫЙ" {
			t.Errorf("waits %v, %+v", e.Waiting, e.Heads)
		}
	})
}
