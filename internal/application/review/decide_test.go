package review_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
)

// An application comes to the list where it belongs: by what the rules said when it was sent, and by what its answers say of the
// list of checks. What the rules said then is kept.
func TestSidesOfTheQueue(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		clean := h.sent(t, good)
		h.sent(t, form.Answers{"goods": text("Станки"), "staff": text("1")}) // the list of checks is contradicted
		h.town.outcome = rule.Undecided
		h.sent(t, good)
		shelf, err := h.Queue(h.as(t, "olga"), review.Slice{Side: review.Clean})
		if err != nil {
			t.Fatal(err)
		}
		if len(shelf.Rows) != 1 || shelf.Rows[0].ID != clean.ID || shelf.Counts[review.Clean] != 1 || shelf.Counts[review.Check] != 2 {
			t.Errorf("clean: %d rows, counts %v", len(shelf.Rows), shelf.Counts)
		}
		c := h.open(t, "olga", clean)
		if last := len(c.Now.Verdicts) - 1; c.Sent.Verdicts[last].Outcome != rule.Pass || c.Now.Verdicts[last].Outcome != rule.Undecided {
			t.Errorf("at sending %v, now %v", c.Sent.Verdicts, c.Now.Verdicts)
		}
	})
}

// The queue stands by the end of the term and is filtered by words, by whose and by how much is left.
func TestQueueIsFiltered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.sent(t, good)
		h.clock.Advance(8 * 24 * 3600e9) // Tuesday, 10 March: 9 March is a day off
		second := h.sent(t, good)
		if _, err := h.Assign(h.as(t, "olga"), []actor.CaseID{second.ID}, ""); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			slice review.Slice
			want  []actor.CaseID
		}{
			"all":            {review.Slice{}, []actor.CaseID{first.ID, second.ID}},
			"mine":           {review.Slice{Whose: review.Mine}, []actor.CaseID{second.ID}},
			"nobody's":       {review.Slice{Whose: review.Nobody}, []actor.CaseID{first.ID}},
			"by number":      {review.Slice{Words: strings.ToLower(first.Number)}, []actor.CaseID{first.ID}},
			"by name":        {review.Slice{Words: "елка"}, []actor.CaseID{first.ID, second.ID}},
			"by another":     {review.Slice{Words: "сосна"}, nil},
			"late":           {review.Slice{Left: review.Late}, nil},
			"ample":          {review.Slice{Left: review.Ample}, []actor.CaseID{first.ID, second.ID}},
			"of the service": {review.Slice{Service: "sample"}, []actor.CaseID{first.ID, second.ID}},
			"of another":     {review.Slice{Service: "other"}, nil},
			"seconding":      {review.Slice{Whose: review.Seconding}, nil},
			"prepared":       {review.Slice{Whose: review.Prepared}, nil},
		} {
			c.slice.Side = review.Clean
			shelf, err := h.Queue(h.as(t, "olga"), c.slice)
			if err != nil {
				t.Fatal(err)
			}
			var got []actor.CaseID
			for _, r := range shelf.Rows {
				got = append(got, r.ID)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
		h.clock.Advance(8 * 24 * 3600e9) // 18 March: the term of the first ended on the 17th
		late, err := h.Queue(h.as(t, "olga"), review.Slice{Side: review.Clean, Left: review.Late})
		if err != nil || len(late.Rows) != 1 || late.Rows[0].Days != (review.Days{Left: -1, Known: true}) {
			t.Errorf("late: %+v %v", late.Rows, err)
		}
	})
}

// Both clocks run in working days: the whole term from sending, and each step from when it began, never beyond the term.
func TestTwoClocks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good) // Monday, 2 March 2026
		c := h.open(t, "olga", a)
		if c.Due.String() != "2026-03-17" || c.Days.Left != 10 || c.Step != review.Taking || c.StepDue.String() != "2026-03-05" || c.StepDays.Left != 3 {
			t.Errorf("sent: due %s (%v), step %s by %s (%v)", c.Due, c.Days, c.Step, c.StepDue, c.StepDays)
		}
		h.clock.Advance(14 * 24 * 3600e9) // Monday, 16 March
		if _, err := h.Assign(h.as(t, "olga"), []actor.CaseID{a.ID}, ""); err != nil {
			t.Fatal(err)
		}
		if c = h.open(t, "olga", a); c.Step != review.Looking || c.StepDue.String() != "2026-03-17" || c.ReviewerID != "olga" {
			t.Errorf("taken: step %s by %s, reviewer %s", c.Step, c.StepDue, c.ReviewerID)
		}
		h.prepare(t, "olga", a, grant)
		if c = h.open(t, "olga", a); c.Step != review.Signing {
			t.Errorf("prepared: step %s", c.Step)
		}
	})
}

// T24: the data of an application are seen by whoever has opened it, which is written down; the page alone shows nothing, and a
// day later it has to be opened again.
func TestT24_OpeningIsWrittenDown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		if _, err := h.Read(h.as(t, "olga"), a.ID); !errors.Is(err, review.ErrNotOpened) {
			t.Errorf("read without opening: %v", err)
		}
		h.open(t, "olga", a)
		if n := h.count(t, `SELECT COUNT(*) FROM looked WHERE viewer = 'olga' AND subject = 'boris'`); n != 1 {
			t.Errorf("%d looks were written down", n)
		}
		if _, err := h.Read(h.as(t, "oleg"), a.ID); !errors.Is(err, review.ErrNotOpened) {
			t.Errorf("read by another: %v", err)
		}
		h.clock.Advance(24 * 3600e9)
		if _, err := h.Read(h.as(t, "olga"), a.ID); !errors.Is(err, review.ErrNotOpened) {
			t.Errorf("read a day later: %v", err)
		}
	})
}

// T21: nothing is decided before the official signs, and then all of it at once: the state, the receipt, the effect, the letters.
func TestT21_DecidedBySignature(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		d := h.prepare(t, "olga", a, grant)
		if s := h.state(t, a); s.State != application.Review || h.count(t, `SELECT COUNT(*) FROM granted`) != 0 {
			t.Fatalf("decided without a signature: %s", s.State)
		}
		if _, err := h.Sign(h.as(t, "olga"), a.ID); err != nil || len(h.town.asked) != 1 || h.town.asked[0].XML != d.XML {
			t.Fatalf("asked to sign: %+v %v", h.town.asked, err)
		}
		if err := h.receive(t, "olga", h.arrived(t, "olga", d)); err != nil {
			t.Fatal(err)
		}
		if s := h.state(t, a); s.State != application.Granted || s.Decided.IsZero() {
			t.Errorf("decided: %s", s.State)
		}
		for what, n := range map[string]int{
			"receipts": h.count(t, `SELECT COUNT(*) FROM receipt WHERE kind = 'application.granted' AND number = $1 AND signatures = 1`, h.state(t, a).Number),
			"effects":  h.count(t, `SELECT COUNT(*) FROM granted WHERE application = $1`, string(a.ID)),
			"events":   h.count(t, `SELECT COUNT(*) FROM application_event WHERE kind = 'granted' AND application = $1`, string(a.ID)),
		} {
			if n != 1 {
				t.Errorf("%d %s", n, what)
			}
		}
		if !slices.Contains(h.letters(t), "Granted: No. "+h.state(t, a).Number) {
			t.Errorf("letters: %v", h.letters(t))
		}
		if err := h.receive(t, "olga", h.arrived(t, "olga", d)); !errors.Is(err, review.ErrNoDecision) {
			t.Errorf("signed twice: %v", err)
		}
		for _, kind := range []string{"xml", "pdf", "original", "sig", "receipt"} {
			if f, err := h.applications.DecisionFile(h.applicant(t, a), a.ID, "", kind); err != nil || len(f.Content) == 0 {
				t.Errorf("the applicant gets %s: %v", kind, err)
			}
		}
		if _, err := h.applications.DecisionFile(h.applicant(t, a), a.ID, "", "exe"); !errors.Is(err, application.ErrNoApplication) {
			t.Errorf("a file that is none: %v", err)
		}
	})
}

// T17, T21: a signature over other bytes, by somebody else, with somebody else's certificate, by somebody whose role has ended, or after
// the registers have come to something else, decides nothing.
func TestT21_WhoseSignatureDecidesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		d := h.prepare(t, "olga", a, grant)
		for name, c := range map[string]struct {
			change func(*review.Arrived)
			before func()
			want   error
		}{
			"other bytes": {func(r *review.Arrived) {
				r.Content = bytes.Replace(r.Content, []byte("Удовлетворить"), []byte("Не удовлетворить"), 1)
			}, nil, review.ErrOtherBytes},
			"another official":    {func(r *review.Arrived) { r.Person = "oleg" }, nil, review.ErrNotYours},
			"another certificate": {func(r *review.Arrived) { r.Own = false }, nil, review.ErrOtherOfficial},
			"no decision":         {func(r *review.Arrived) { r.Decision = "x" }, nil, review.ErrNoDecision},
			"no role any more":    {nil, func() { delete(h.town.roles, "olga") }, review.ErrNoDecider},
			"a conflict":          {nil, func() { h.town.conflicts["olga"] = true }, review.ErrConflict},
			"a former head (T11)": {nil, func() { h.town.former = true }, review.ErrFactsChanged},
			"other verdicts":      {nil, func() { h.town.outcome = rule.Fail }, review.ErrFactsChanged},
			"no seal":             {nil, func() { h.town.seal = errors.New("no seal") }, nil},
			"no effect":           {nil, func() { h.town.effect = errEffect }, errEffect},
		} {
			roles := h.town.roles["olga"]
			arrived := h.arrived(t, "olga", d)
			if c.change != nil {
				c.change(&arrived)
			}
			if c.before != nil {
				c.before()
			}
			if err := h.receive(t, "olga", arrived); err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
			h.town.former = false
			h.town.roles["olga"], h.town.outcome, h.town.seal, h.town.effect = roles, rule.Pass, nil, nil
			delete(h.town.conflicts, "olga")
			if s := h.state(t, a); s.State != application.Review || h.count(t, `SELECT COUNT(*) FROM granted`)+h.count(t, `SELECT COUNT(*) FROM receipt WHERE kind <> 'application.sent'`) != 0 {
				t.Fatalf("%s: half decided: %s", name, s.State)
			}
		}
		if err := h.receive(t, "olga", h.arrived(t, "olga", d)); err != nil {
			t.Errorf("the good signature after all that: %v", err)
		}
	})
}

// T4: no person decides before the revocation of the applicant's certificate was asked for a second time.
func TestT4_NoDecisionBeforeTheSecondAsking(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		h.town.unsettled = true
		h.open(t, "olga", a)
		if err := h.Prepare(h.as(t, "olga"), a.ID, grant); !errors.Is(err, review.ErrUnsettled) {
			t.Errorf("prepared: %v", err)
		}
		h.town.unsettled, h.town.revoked = false, true
		if err := h.Prepare(h.as(t, "olga"), a.ID, grant); !errors.Is(err, review.ErrRevoked) {
			t.Errorf("granted although the certificate was revoked: %v", err)
		}
		if err := h.Prepare(h.as(t, "olga"), a.ID, refuse); err != nil {
			t.Errorf("refused: %v", err)
		}
	})
}

// A refusal has a ground of the service with what it rests on, a positive decision every check of the list. The applicant reads the
// ground and its remedy, and can correct and send again with one click when it can be cured.
func TestRefusalThatIsCured(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		h.open(t, "olga", a)
		for name, c := range map[string]struct {
			ruling review.Ruling
			want   error
		}{
			"no ground":         {review.Ruling{}, review.ErrGrounds},
			"an unknown ground": {review.Ruling{Grounds: []application.RefusedFor{{Code: "mood", Evidence: "так"}}}, review.ErrGrounds},
			"no evidence":       {review.Ruling{Grounds: []application.RefusedFor{{Code: "region", Evidence: " "}}}, review.ErrGrounds},
			"unchecked":         {review.Ruling{Positive: true, Checked: []string{"goods"}}, review.ErrUnchecked},
		} {
			if err := h.Prepare(h.as(t, "olga"), a.ID, c.ruling); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.decide(t, "olga", a, refuse)
		if s := h.state(t, a); s.State != application.Refused || h.count(t, `SELECT COUNT(*) FROM granted`) != 0 {
			t.Fatalf("refused: %s", s.State)
		}
		again, err := h.applications.Again(h.applicant(t, a), a.ID)
		if err != nil || again.Follows != a.ID {
			t.Fatalf("corrected: %+v %v", again, err)
		}
		w, err := h.applications.Open(h.applicant(t, a), again.ID)
		if err != nil || w.Saved["goods"].Answer.Text != "Станки" || w.State != application.Draft {
			t.Errorf("the answers were not taken over: %+v %v", w.Saved, err)
		}
		sent := h.send(t, again, form.Answers{"goods": text("Станки и приборы"), "staff": text("7")})
		h.decide(t, "oleg", sent, grant)
		if s := h.state(t, sent); s.State != application.Granted {
			t.Errorf("after the correction: %s", s.State)
		}
		incurable := h.sent(t, good)
		h.decide(t, "olga", incurable, review.Ruling{Grounds: []application.RefusedFor{{Code: "region", Evidence: "Регион 50"}}})
		if _, err := h.applications.Again(h.applicant(t, incurable), incurable.ID); !errors.Is(err, application.ErrNotCurable) {
			t.Errorf("what cannot be cured: %v", err)
		}
	})
}

// Four eyes: whoever formed a decision neither agrees with it nor signs it before somebody else has agreed.
func TestFourEyes(t *testing.T) {
	eachOf(t, strings.Replace(service, "group: yes", "group: yes\n  four_eyes: yes", 1), func(t *testing.T, h *house) {
		a := h.sent(t, good)
		d := h.prepare(t, "olga", a, grant)
		if c := h.open(t, "olga", a); !d.SecondNeeded || c.Step != review.Agreeing {
			t.Fatalf("second needed: %t, step %s", d.SecondNeeded, c.Step)
		}
		if err := h.Agree(h.as(t, "olga"), a.ID); !errors.Is(err, review.ErrSecondPair) {
			t.Errorf("agreed with oneself: %v", err)
		}
		if _, err := h.Sign(h.as(t, "olga"), a.ID); !errors.Is(err, review.ErrSecondPair) {
			t.Errorf("signing before the second: %v", err)
		}
		if err := h.receive(t, "olga", h.arrived(t, "olga", d)); !errors.Is(err, review.ErrSecondPair) {
			t.Errorf("signed before the second: %v", err)
		}
		if err := h.Agree(h.as(t, "oleg"), a.ID); !errors.Is(err, review.ErrNotOpened) {
			t.Errorf("agreed unseen: %v", err)
		}
		h.open(t, "oleg", a)
		if err := h.Agree(h.as(t, "oleg"), a.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Sign(h.as(t, "oleg"), a.ID); !errors.Is(err, review.ErrNotYours) {
			t.Errorf("signed by the second: %v", err)
		}
		if err := h.receive(t, "olga", h.arrived(t, "olga", d)); err != nil {
			t.Error(err)
		}
	})
}

// The lot of a hundred per cent falls on each decision, that of none on none; and once it has fallen on an application, forming
// another decision does not draw again.
func TestTheLotIsDrawnOnce(t *testing.T) {
	eachOf(t, strings.Replace(service, "group: yes", "group: yes\n  sample: 100", 1), func(t *testing.T, h *house) {
		if d := h.prepare(t, "olga", h.sent(t, good), grant); !d.SecondNeeded {
			t.Error("a hundred per cent spared one")
		}
	})
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		if d := h.prepare(t, "olga", a, grant); d.SecondNeeded {
			t.Error("no lot fell on one")
		}
		h.exec(t, `UPDATE application_decision SET second_needed = TRUE`)
		if d := h.prepare(t, "olga", a, refuse); !d.SecondNeeded {
			t.Error("forming the decision anew escaped the second official")
		}
		b := h.sent(t, good) // two are formed at the same moment, and the lot falls on the first to be kept
		h.open(t, "olga", b)
		h.town.meanwhile = func() {
			h.town.meanwhile = nil
			h.prepare(t, "oleg", b, grant)
			h.exec(t, `UPDATE application_decision SET second_needed = TRUE WHERE application = $1`, string(b.ID))
		}
		if err := h.Prepare(h.as(t, "olga"), b.ID, grant); err != nil {
			t.Fatal(err)
		}
		if c := h.open(t, "olga", b); c.Waiting == nil || !c.Waiting.SecondNeeded {
			t.Error("forming two decisions at once escaped the second official")
		}
	})
}

// A refusal that was wrong is superseded by a decision that names it; both stay, and the applicant sees both. A second official agrees.
func TestSuperseded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		wrong := h.decide(t, "olga", a, refuse)
		d := h.prepare(t, "oleg", a, grant)
		if d.Supersedes != wrong.Number || !d.SecondNeeded {
			t.Fatalf("supersedes %q, second %t", d.Supersedes, d.SecondNeeded)
		}
		h.open(t, "egor", a)
		if err := h.Agree(h.as(t, "egor"), a.ID); err != nil {
			t.Fatal(err)
		}
		if err := h.receive(t, "oleg", h.arrived(t, "oleg", d)); err != nil {
			t.Fatal(err)
		}
		c := h.open(t, "olga", a)
		if c.State != application.Granted || len(c.Decided) != 2 || c.Decided[1].Number != wrong.Number {
			t.Errorf("%s, %d decisions", c.State, len(c.Decided))
		}
		if _, err := h.applications.DecisionFile(h.applicant(t, a), a.ID, wrong.Number, "pdf"); err != nil {
			t.Errorf("the former decision: %v", err)
		}
		if err := h.Prepare(h.as(t, "olga"), a.ID, refuse); !errors.Is(err, application.ErrNotUnderReview) {
			t.Errorf("a refusal in place of a grant: %v", err)
		}
	})
}

// Whoever has noted a conflict of interest, or has sent the application, keeps out of it.
func TestConflictOfInterest(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		h.open(t, "olga", a)
		if err := h.Conflict(h.as(t, "olga"), a.ID, "Дружим"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Read(h.as(t, "olga"), a.ID); !errors.Is(err, review.ErrConflict) {
			t.Errorf("read: %v", err)
		}
		if n, err := h.Assign(h.as(t, "oleg"), []actor.CaseID{a.ID}, "olga"); n != 0 || err != nil {
			t.Errorf("assigned %d: %v", n, err)
		}
		if _, err := h.Assign(h.as(t, "oleg"), []actor.CaseID{a.ID}, "alla"); !errors.Is(err, review.ErrNobody) {
			t.Errorf("assigned to an auditor: %v", err)
		}
		h.town.roles["boris"] = []actor.Role{actor.Operator}
		if err := h.Open(h.as(t, "boris"), a.ID); !errors.Is(err, review.ErrConflict) {
			t.Errorf("one's own application: %v", err)
		}
	})
}

// Nobody decides on what they had a part in, though somebody else has sent it: who filled it in, who formed it, who was asked to sign it. And a
// mark that comes between agreeing and signing keeps the second official's word out.
func TestWhoHadAPartKeepsOut(t *testing.T) {
	eachOf(t, strings.Replace(service, "group: yes", "group: yes\n  four_eyes: yes", 1), func(t *testing.T, h *house) {
		a := h.sent(t, good)
		for name, query := range map[string]string{
			"filled in":    `UPDATE application_answer SET author = 'oleg' WHERE question = 'goods'`,
			"formed":       `UPDATE application_paper SET formed_by = 'egor'`,
			"was to sign":  `INSERT INTO application_signing (id, paper, person, send, asked_at, asked_by) SELECT 'x', id, 'vera', TRUE, formed_at, 'boris' FROM application_paper`,
			"sent it also": `UPDATE application_case SET sent_by = 'sima'`,
		} {
			h.exec(t, query)
			who := map[string]string{"filled in": "oleg", "formed": "egor", "was to sign": "vera", "sent it also": "sima"}[name]
			h.town.roles[actor.PersonID(who)] = []actor.Role{actor.Operator}
			if err := h.Open(h.as(t, who), a.ID); !errors.Is(err, review.ErrConflict) {
				t.Errorf("who %s: %v", name, err)
			}
			if n, err := h.Assign(h.as(t, "olga"), []actor.CaseID{a.ID}, actor.PersonID(who)); n != 0 || err != nil {
				t.Errorf("assigned to who %s: %d %v", name, n, err)
			}
		}
		h.town.roles["inna"] = []actor.Role{actor.Expert}
		d := h.prepare(t, "olga", a, grant)
		h.open(t, "inna", a)
		if err := h.Agree(h.as(t, "inna"), a.ID); err != nil {
			t.Fatal(err)
		}
		h.town.conflicts["inna"] = true
		if err := h.receive(t, "olga", h.arrived(t, "olga", d)); !errors.Is(err, review.ErrSecondPair) {
			t.Errorf("decided on the word of somebody with a conflict: %v", err)
		}
	})
}

// What is withdrawn is not decided, whatever was prepared.
func TestWithdrawnMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		d := h.prepare(t, "olga", a, grant)
		if err := h.applications.Withdraw(h.applicant(t, a), a.ID); err != nil {
			t.Fatal(err)
		}
		if err := h.receive(t, "olga", h.arrived(t, "olga", d)); !errors.Is(err, application.ErrNotUnderReview) {
			t.Errorf("decided after it was withdrawn: %v", err)
		}
	})
}

// Two officials who decide at once leave one decision: the later form voids the earlier, whose signature counts for nothing.
func TestTwoDecideAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		first := h.prepare(t, "olga", a, grant)
		second := h.prepare(t, "oleg", a, refuse)
		if err := h.receive(t, "olga", h.arrived(t, "olga", first)); !errors.Is(err, review.ErrNoDecision) {
			t.Errorf("a void decision was signed: %v", err)
		}
		if !slices.Contains(h.town.ended, first.ID) {
			t.Error("the request to sign the void decision stands")
		}
		arrived := h.arrived(t, "oleg", second)
		var line sync.WaitGroup
		results := make([]error, 4)
		for i := range results {
			line.Go(func() {
				ctx := h.as(t, "oleg")
				results[i] = h.db.Update(ctx, func(tx *sqldb.Tx) error { return h.Receive(ctx, tx, arrived) })
			})
		}
		line.Wait()
		good := 0
		for _, err := range results {
			if err == nil {
				good++
			}
		}
		if good != 1 || h.count(t, `SELECT COUNT(*) FROM receipt WHERE kind = 'application.refused'`) != 1 {
			t.Errorf("%d of %d took effect: %v", good, len(results), results)
		}
	})
}
