package membership_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
)

func (h *house) letters(t testing.TB) (subjects []string) {
	t.Helper()
	h.view(t, func(ctx context.Context, q sqldb.Querier) (err error) {
		subjects, err = sqldb.List(ctx, q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) }, `SELECT subject FROM letter`)
		return err
	})
	return subjects
}

func kinds(list []membership.Event) (words []string) {
	for _, e := range list {
		words = append(words, string(e.Kind)+" "+string(e.Status))
	}
	return words
}

func (h *house) grant(t testing.TB, one actor.OrganisationID, number string) error {
	t.Helper()
	ctx := official(t.Context())
	return h.db.Update(ctx, func(tx *sqldb.Tx) error {
		return h.Grant(ctx, tx, membership.Grant{
			Organisation: one, Application: actor.CaseID("case-" + number), Number: number, By: "olga",
			Profile: membership.Profile{Directions: []membership.Direction{{Key: "it", Label: rule.Text{RU: "ИТ", EN: "IT"}}}},
		})
	})
}

// A clean organisation of another region is a partner by itself after its cabinet was opened; one in Moscow is not, and waits for nobody.
func TestAPartnerByItself(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town.add("63", "ООО «Волга»", "63")
		h.town.add("77", "ООО «Москва»", "77")
		h.opened(t, "63")
		h.opened(t, "77")
		h.opened(t, "63") // again: nothing new
		if got := []string{h.of(t, "63"), h.of(t, "77")}; got[0] != "partner" || got[1] != "" {
			t.Errorf("the statuses are %q", got)
		}
		list := h.history(t, "63")
		if len(list) != 1 || list[0].Author != "" || list[0].Receipt == "" || len(list[0].Basis.Verdicts) != 1 || list[0].Basis.Verdicts[0].Version != "R4/1" {
			t.Errorf("the history is %+v", list)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM receipt WHERE kind = 'membership.given'`); n != 1 {
			t.Errorf("%d receipts", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM membership_candidate`); n != 0 {
			t.Errorf("%d wait for an operator", n)
		}
		if diff := cmp.Diff([]string{"Статус в\u00a0кластере: Партнёр"}, h.letters(t)); diff != "" {
			t.Error(diff)
		}
	})
}

// Unknown is not yes: whoever the registers are silent about, or a rule speaks against, waits for an operator, and becomes a partner by
// itself as soon as they answer well.
func TestUnknownIsNotYes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		silent, bad := h.town.add("1", "ООО «Тихая»", "63"), h.town.add("2", "ООО «Плохая»", "63")
		silent.unknown, bad.failing = true, true
		h.opened(t, "1")
		h.opened(t, "2")
		if h.of(t, "1") != "" || h.of(t, "2") != "" {
			t.Fatal("somebody has got a status")
		}
		if n := h.count(t, `SELECT COUNT(*) FROM membership_candidate`); n != 2 {
			t.Errorf("%d wait for an operator", n)
		}
		silent.unknown = false
		h.opened(t, "1")
		if h.of(t, "1") != "partner" || h.of(t, "2") != "" {
			t.Errorf("the statuses are %q and %q", h.of(t, "1"), h.of(t, "2"))
		}
		if n := h.count(t, `SELECT COUNT(*) FROM membership_candidate`); n != 1 {
			t.Errorf("%d wait for an operator", n)
		}
	})
}

// T19, T21: a status without its sealed receipt is none: when the seal is out of order, nothing is written at all.
func TestT19_NoStatusWithoutItsReceipt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town.add("77", "ООО «Москва»", "77")
		h.town.down = errors.New("the seal is out of order")
		if err := h.grant(t, "77", "15"); !errors.Is(err, h.town.down) {
			t.Fatalf("granted: %v", err)
		}
		for _, table := range []string{"membership_member", "membership_event", "membership_count", "letter"} {
			if n := h.count(t, `SELECT COUNT(*) FROM `+table); n != 0 {
				t.Errorf("%s has %d rows", table, n)
			}
		}
	})
}

// The effect of a granted application: a newcomer, or a partner that has moved to Moscow, becomes a participant. The same decision twice
// changes nothing; another one finds the status taken.
func TestAParticipantByApplication(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.town.add("1", "ООО «Переезд»", "63")
		h.opened(t, "1")
		p.region = "77"
		h.night(t)
		if n := h.count(t, `SELECT COUNT(*) FROM membership_warning WHERE closed_at IS NULL`); n != 1 || h.of(t, "1") != "partner" {
			t.Fatalf("%d warnings, status %q", n, h.of(t, "1"))
		}
		for range 2 {
			if err := h.grant(t, "1", "15"); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.grant(t, "1", "16"); !errors.Is(err, membership.ErrMember) {
			t.Errorf("a second application: %v", err)
		}
		if diff := cmp.Diff([]string{"given partner", "given participant"}, kinds(h.history(t, "1"))); diff != "" {
			t.Error(diff)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM membership_warning WHERE closed_at IS NULL`); n != 0 {
			t.Errorf("%d warnings are open", n)
		}
		if n := h.count(t, `SELECT COALESCE(SUM(n), 0) FROM membership_count WHERE direction = '' AND status = 'participant'`); n != 1 {
			t.Errorf("%d participants are counted", n)
		}
		if n := h.count(t, `SELECT COALESCE(SUM(n), 0) FROM membership_count WHERE direction = '' AND status = 'partner'`); n != 0 {
			t.Errorf("%d partners are counted", n)
		}
	})
}

// A move between two regions keeps the status of a partner; the register shows the new region.
func TestAPartnerMoves(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.town.add("1", "ООО «Волга»", "63")
		h.opened(t, "1")
		p.region, p.name = "66", "ООО «Урал»"
		h.night(t)
		h.night(t)
		list := h.history(t, "1")
		if diff := cmp.Diff([]string{"given partner", "moved partner"}, kinds(list)); diff != "" {
			t.Fatal(diff)
		}
		if b := list[1].Basis; b.From != "63" || b.To != "66" {
			t.Errorf("moved from %q to %q", b.From, b.To)
		}
		if n := h.count(t, `SELECT n FROM membership_count WHERE direction = '' AND okrug = 'ural'`); n != 1 {
			t.Errorf("%d are counted in the new district", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM membership_word WHERE word = 'урал'`); n != 1 {
			t.Error("the new name is not found")
		}
	})
}

// The watch: a member that fails a rule is warned once, keeps the status, and has ten working days (9 March is a holiday). No decision
// before that or its answer. When all is well again, the warning is taken back.
func TestAWarningComesBeforeADecision(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.town.add("1", "ООО «Волга»", "63")
		h.opened(t, "1")
		ending := membership.Decision{Kind: membership.Ending, Reason: membership.Criterion, Note: "Идёт ликвидация."}
		if err := h.decide(t, ending); err == nil {
			t.Error("a status has ended without a warning")
		}
		p.failing = true
		h.night(t)
		h.night(t)
		if n := h.count(t, `SELECT COUNT(*) FROM membership_warning`); n != 1 {
			t.Fatalf("%d warnings", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM receipt WHERE kind = 'membership.warned'`); n != 1 {
			t.Errorf("%d receipts of warnings", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM membership_warning WHERE answer_by = '2026-03-17'`); n != 1 {
			t.Error("the answer is not due on 17 March")
		}
		if err := h.decide(t, ending); err == nil || h.of(t, "1") != "partner" {
			t.Errorf("decided before the term: %v, %q", err, h.of(t, "1"))
		}
		p.failing = false
		h.night(t)
		if n := h.count(t, `SELECT COUNT(*) FROM membership_warning WHERE outcome = 'cleared'`); n != 1 {
			t.Fatal("the warning still stands")
		}
		p.failing = true
		h.night(t)
		h.clock.Advance(15 * 24 * time.Hour) // 17 March, the last day
		if err := h.decide(t, ending); err == nil {
			t.Error("decided on the last day of the term")
		}
		h.clock.Advance(24 * time.Hour)
		if err := h.decide(t, ending); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"given partner", "ended partner"}, kinds(h.history(t, "1"))); diff != "" || h.of(t, "1") != "" {
			t.Error(diff, h.of(t, "1"))
		}
		p.failing = false
		h.opened(t, "1")
		if h.of(t, "1") != "" {
			t.Error("a status that has ended came back by itself")
		}
	})
}

// A silent register changes nothing for a member.
func TestASilentRegisterTakesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.town.add("1", "ООО «Волга»", "63")
		h.opened(t, "1")
		p.unknown = true
		h.night(t)
		if n := h.count(t, `SELECT COUNT(*) FROM membership_warning`); n != 0 || h.of(t, "1") != "partner" {
			t.Errorf("%d warnings, %q", n, h.of(t, "1"))
		}
	})
}

// An answer lets the official decide before the term: the member was heard. Only who may send for the organisation answers.
func TestAMemberIsHeard(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town.add("1", "ООО «Волга»", "63")
		h.opened(t, "1")
		ogrn := h.town.places["1"].ogrn
		if err := h.Accuse(official(t.Context()), ogrn, "Продукт не существует."); err != nil {
			t.Fatal(err)
		}
		if err := h.Accuse(official(t.Context()), ogrn, "Ещё раз."); !errors.Is(err, membership.ErrWarned) {
			t.Errorf("warned twice: %v", err)
		}
		h.night(t) // all rules are met, but an official has spoken
		accused := membership.Decision{Kind: membership.Suspension, Reason: membership.FalseData, Note: "Продукт не показали."}
		if err := h.decide(t, accused); err == nil {
			t.Fatal("decided before the answer")
		}
		standard := actor.With(t.Context(), actor.Actor{Person: "anna", Acting: "1", Level: actor.Full, Confirmed: today, Rights: []actor.Right{actor.Draft}})
		if err := h.Answer(standard, "1", "Вот он."); !errors.Is(err, actor.ErrRight) {
			t.Errorf("a standard trusted person answered: %v", err)
		}
		full := actor.With(t.Context(), actor.Actor{Person: "boris", Acting: "1", Level: actor.Full, Confirmed: today, Rights: []actor.Right{actor.View, actor.Draft, actor.Send}})
		if err := h.Answer(full, "1", " "); !errors.Is(err, membership.ErrAnswer) {
			t.Errorf("an empty answer: %v", err)
		}
		if err := h.Answer(full, "1", "Вот он."); err != nil {
			t.Fatal(err)
		}
		if err := h.decide(t, accused); err != nil {
			t.Fatal(err)
		}
		if h.of(t, "1") != "partner suspended" {
			t.Errorf("the status is %q", h.of(t, "1"))
		}
		if err := h.decide(t, membership.Decision{Kind: membership.Resumption, Note: "Показали."}); err != nil || h.of(t, "1") != "partner" {
			t.Error(err, h.of(t, "1"))
		}
	})
}

// T21: a decision about a member is one from the official's own signature on, over the very bytes that were prepared, while the member
// is as it was then.
func TestT21_ADecisionTakesTheOfficialsSignature(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town.add("1", "ООО «Волга»", "63")
		h.opened(t, "1")
		ogrn, d := h.town.places["1"].ogrn, membership.Decision{Kind: membership.Annulment, Reason: membership.Mistake, Note: "Присвоен ошибочно."}
		decision, err := h.Prepare(official(t.Context()), ogrn, d)
		if err != nil || h.of(t, "1") != "partner" {
			t.Fatalf("%v, %q before the signature", err, h.of(t, "1"))
		}
		if !strings.Contains(h.town.frozen[decision], "Присвоен ошибочно.") || !strings.Contains(h.town.frozen[decision], ogrn) {
			t.Errorf("what is signed says %q", h.town.frozen[decision])
		}
		for name, err := range map[string]error{
			"another's certificate": h.sign(t, decision, "olga", false, nil),
			"another official":      h.sign(t, decision, "oleg", true, nil),
			"other bytes":           h.sign(t, decision, "olga", true, func(s string) string { return s + " " }),
		} {
			if err == nil {
				t.Errorf("%s was taken", name)
			}
		}
		second, err := h.Prepare(official(t.Context()), ogrn, d)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, decision, "olga", true, nil); !errors.Is(err, membership.ErrNoDecision) {
			t.Errorf("a decision that was prepared anew: %v", err)
		}
		if err := h.sign(t, second, "olga", true, nil); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, second, "olga", true, nil); !errors.Is(err, membership.ErrNoDecision) {
			t.Errorf("signed twice: %v", err)
		}
		list := h.history(t, "1")
		if len(list) != 2 || list[1].Corrects != list[0].ID || list[1].Signature != "s-"+second || h.of(t, "1") != "" {
			t.Errorf("the history is %+v", list)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM receipt WHERE signature = $1`, "s-"+second); n != 1 {
			t.Error("the receipt does not name the signature")
		}
	})
}

// Decisions that are refused: without a reason, on a ground that does not fit, by somebody with an interest, in a state that does not admit them.
func TestDecisionsThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.town.add("1", "ООО «Волга»", "63")
		h.opened(t, "1")
		for name, d := range map[string]membership.Decision{
			"no words":              {Kind: membership.Ending, Reason: membership.OwnRequest},
			"no reason":             {Kind: membership.Ending, Note: "Так."},
			"an unknown reason":     {Kind: membership.Ending, Reason: "whim", Note: "Так."},
			"a mistake that ends":   {Kind: membership.Ending, Reason: membership.Mistake, Note: "Так."},
			"gone, and is not":      {Kind: membership.Ending, Reason: membership.Gone, Note: "Так."},
			"resumed while active":  {Kind: membership.Resumption, Note: "Так."},
			"given by hand":         {Kind: membership.Given, Reason: membership.OwnRequest, Note: "Так."},
			"moved by hand":         {Kind: membership.Moved, Reason: membership.OwnRequest, Note: "Так."},
			"annulled as a request": {Kind: membership.Annulment, Reason: membership.OwnRequest, Note: "Так."},
		} {
			if err := h.decide(t, d); err == nil {
				t.Errorf("%s was decided", name)
			}
		}
		p.gone = true
		h.town.bias = p.ogrn
		gone := membership.Decision{Kind: membership.Ending, Reason: membership.Gone, Note: "Исключена из реестра."}
		if err := h.decide(t, gone); !errors.Is(err, membership.ErrConflict) {
			t.Errorf("somebody with an interest decided: %v", err)
		}
		h.town.bias = ""
		if err := h.decide(t, gone); err != nil || h.of(t, "1") != "" {
			t.Error(err, h.of(t, "1"))
		}
	})
}

// A participant that has moved out of Moscow is warned; the decision that ends the status makes it a partner, when it meets all that
// partners have to.
func TestAParticipantMovesOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.town.add("1", "ООО «Переезд»", "77")
		if err := h.grant(t, "1", "15"); err != nil {
			t.Fatal(err)
		}
		p.region = "63"
		h.night(t)
		h.clock.Advance(30 * 24 * time.Hour)
		if err := h.decide(t, membership.Decision{Kind: membership.Ending, Reason: membership.Criterion, Note: "Переезд в другой регион."}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"given participant", "ended participant", "given partner"}, kinds(h.history(t, "1"))); diff != "" {
			t.Error(diff)
		}
		if h.of(t, "1") != "partner" || h.count(t, `SELECT COALESCE(SUM(n), 0) FROM membership_count WHERE direction = 'it'`) != 1 {
			t.Errorf("the status is %q", h.of(t, "1"))
		}
	})
}

// The member's own request ends the status by the number of its application, once.
func TestAMemberLeaves(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town.add("1", "ООО «Волга»", "63")
		h.opened(t, "1")
		for range 2 {
			h.update(t, func(ctx context.Context, tx *sqldb.Tx) error {
				return h.Leave(ctx, tx, membership.Grant{Organisation: "1", Application: "case-17", Number: "17", By: "olga"})
			})
		}
		list := h.history(t, "1")
		if len(list) != 2 || list[1].Reason != membership.OwnRequest || list[1].Number != "17" || h.of(t, "1") != "" {
			t.Errorf("the history is %+v", list)
		}
		if n := h.count(t, `SELECT COALESCE(SUM(n), 0) FROM membership_count WHERE direction = ''`); n != 0 {
			t.Errorf("%d are counted", n)
		}
	})
}

// What a person is told of what the room has about them, and what stays when the account goes: the answer, without the person.
func TestTheRoomForgetsWhoAnswered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.town.add("1", "ООО «Волга»", "63")
		h.opened(t, "1")
		p.failing = true
		h.night(t)
		boris := actor.With(t.Context(), actor.Actor{Person: "boris", Acting: "1", Level: actor.Full, Confirmed: today, Rights: []actor.Right{actor.Send}})
		if err := h.Answer(boris, "1", "Ликвидация отменена."); err != nil {
			t.Fatal(err)
		}
		held := func() (held membership.Held) {
			h.view(t, func(ctx context.Context, q sqldb.Querier) (err error) {
				held, err = h.HeldAbout(ctx, q, "boris")
				return err
			})
			return held
		}
		if list := held().Answered; len(list) != 1 || list[0].Text != "Ликвидация отменена." {
			t.Fatalf("held: %+v", list)
		}
		h.update(t, func(ctx context.Context, tx *sqldb.Tx) error { return h.Forget(ctx, tx, "boris") })
		if len(held().Answered) != 0 || h.count(t, `SELECT COUNT(*) FROM membership_warning WHERE answer <> ''`) != 1 {
			t.Error("the person is still named, or the answer is gone")
		}
	})
}

// T4: a status that was given by itself stands at once, and is withdrawn when the second asking finds that the certificate by which the account
// was opened had been revoked. It does not come back by itself; what an official has decided stays; who was not made a partner yet is not.
func TestT4_AStatusGivenByItselfIsWithdrawn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		volga, late := h.town.add("63", "ООО «Волга»", "63"), h.town.add("64", "ООО «Саратов»", "64")
		h.town.add("77", "ООО «Москва»", "77")
		late.unknown = true
		h.opened(t, "63")
		h.opened(t, "64")
		if err := h.grant(t, "77", "2026-1"); err != nil {
			t.Fatal(err)
		}
		for one, p := range h.town.places {
			p.disproved = true
			for range 2 { // told twice, it is withdrawn once
				h.update(t, func(ctx context.Context, tx *sqldb.Tx) error { return h.Disproved(ctx, tx, one) })
			}
		}
		late.unknown = false
		h.opened(t, "63")
		h.opened(t, "64")
		if got := []string{h.of(t, "63"), h.of(t, "64"), h.of(t, "77")}; !cmp.Equal(got, []string{"", "", "participant"}) {
			t.Errorf("the statuses are %q", got)
		}
		list := h.history(t, "63")
		if got := kinds(list); !cmp.Equal(got, []string{"given partner", "annulled partner"}) {
			t.Fatalf("the history is %q", got)
		}
		if e := list[1]; e.Corrects != list[0].ID || e.Reason != membership.Disproof || e.Author != "" || e.Receipt == "" {
			t.Errorf("it was withdrawn by %+v", e)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM receipt WHERE kind = 'membership.annulled'`); n != 1 {
			t.Errorf("%d receipts of the withdrawal", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM membership_candidate WHERE organisation = '64' AND outcome = $1`, rule.Undecided.String()); n != 1 {
			t.Error("nobody is asked to look at the one that was not made a partner")
		}
		if got := h.letters(t); len(got) != 3 {
			t.Errorf("the letters are %q", got)
		}
		volga.disproved = false
		_, err := h.Prepare(official(t.Context()), volga.ogrn, membership.Decision{Kind: membership.Suspension, Reason: membership.OwnRequest, Note: "Попросили."})
		if !errors.Is(err, membership.ErrState) {
			t.Errorf("an official may suspend what was withdrawn: %v", err)
		}
	})
}

// A newcomer of Moscow, who would have to apply, moves away: the register's change makes a partner of it by itself. One whose account was never
// opened stays what it is.
func TestANewcomerMovesFromMoscow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		moved, stranger := h.town.add("77", "ООО «Москва»", "77"), h.town.add("78", "ООО «Чужая»", "77")
		stranger.closed = true
		h.opened(t, "77")
		h.night(t)
		if got := h.of(t, "77"); got != "" {
			t.Fatalf("in Moscow it is %q", got)
		}
		moved.region, stranger.region = "50", "50"
		h.night(t)
		if got := []string{h.of(t, "77"), h.of(t, "78")}; !cmp.Equal(got, []string{"partner", ""}) {
			t.Errorf("they are %q", got)
		}
	})
}
