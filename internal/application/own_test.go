package application_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// own is the file of a service for people; lines take the place of those of the service for organisations.
func own(lines ...string) string {
	text := service
	for _, line := range append([]string{
		"key: own", "subject: person", "apply: [person]", "signature: none",
		`      - {key: name, kind: known, label: {ru: Имя, en: Name}, prefill: person.name}`,
		`      - {key: email, kind: email, label: {ru: Почта, en: Email}, prefill: person.email}`,
	}, lines...) {
		head := line[:strings.Index(line, ":")+1]
		if strings.HasPrefix(line, " ") {
			head = line[:strings.Index(line, ", kind")]
		}
		if at := strings.Index(text, "\n"+head); at >= 0 {
			end := strings.Index(text[at+1:], "\n")
			text = text[:at+1] + line + text[at+1+end:]
			continue
		}
		text = strings.Replace(text, "\nsections:", "\n"+line+"\nsections:", 1)
	}
	return text
}

func (h *house) bring(t testing.TB, source string) {
	t.Helper()
	if err := h.Bring(t.Context(), []byte(source)); err != nil {
		t.Fatal(err)
	}
}

// mine is an application of a person for themselves, filled in.
func (h *house) mine(t testing.TB, name string) application.Application {
	t.Helper()
	ctx := h.alone(t, name)
	a, err := h.Start(ctx, "own", application.Applicant{Person: actor.PersonID(name)})
	if err != nil {
		t.Fatal(err)
	}
	w, err := h.Open(ctx, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := h.Save(ctx, a.ID, "main", w.Revision, form.Answers{"email": text("a@b.example"), "goods": text("Станки")}); err != nil || len(c) > 0 {
		t.Fatal(c, err)
	}
	return a
}

// A person goes the whole way alone, without a signature: fills in, forms, sends, has a number, a receipt and a letter, withdraws, and
// may begin again.
func TestAPersonSendsWithoutASignature(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, own())
		ctx := h.alone(t, "vera")
		a := h.mine(t, "vera")
		if _, err := h.Send(ctx, a.ID); !errors.Is(err, application.ErrNothingToSign) {
			t.Errorf("sent before it was formed: %v", err)
		}
		if _, err := h.Form(ctx, a.ID); err != nil {
			t.Fatal(err)
		}
		sent, err := h.Send(ctx, a.ID)
		if err != nil || sent.State != application.Review || sent.SentBy != "vera" || sent.Number == "" {
			t.Fatalf("sent: %+v, %v", sent, err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM receipt WHERE number = $1 AND signatures = 0`, sent.Number); n != 1 {
			t.Errorf("%d receipts", n)
		}
		if l := h.letters(t, "vera"); !slices.Equal(l, []string{"The application was sent: No. " + sent.Number}) {
			t.Errorf("letters: %v", l)
		}
		if again, err := h.Start(ctx, "own", application.Applicant{Person: "vera"}); err != nil || again.ID != a.ID {
			t.Errorf("a second one beside the first: %s, %v", again.ID, err)
		}
		if err := h.Withdraw(ctx, a.ID); err != nil {
			t.Fatal(err)
		}
		if again, err := h.Start(ctx, "own", application.Applicant{Person: "vera"}); err != nil || again.ID == a.ID {
			t.Errorf("after withdrawal: %s, %v", again.ID, err)
		}
	})
}

// Where the service takes a signature, nothing goes without that of the person.
func TestAPersonSigns(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, own("signature: required"))
		ctx, a := h.alone(t, "vera"), h.mine(t, "vera")
		p, err := h.Form(ctx, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Send(ctx, a.ID); !errors.Is(err, application.ErrNotSigned) {
			t.Errorf("sent without a signature: %v", err)
		}
		if _, err := h.Sign(ctx, a.ID, true); err != nil {
			t.Fatal(err)
		}
		xml, err := h.File(ctx, a.ID, "xml")
		if err != nil {
			t.Fatal(err)
		}
		take := func(who string) error {
			return h.db.Update(ctx, func(tx *sqldb.Tx) error {
				return h.Receive(ctx, tx, application.Arrived{Signature: id.New(), Paper: p.ID, Person: actor.PersonID(who), Content: xml.Content, At: h.clock.Now()})
			})
		}
		if err := take("gleb"); !errors.Is(err, errMayNot) {
			t.Errorf("somebody else signed: %v", err)
		}
		if err := take("vera"); err != nil {
			t.Fatal(err)
		}
		if w, err := h.Open(ctx, a.ID); err != nil || w.State != application.Review {
			t.Errorf("after the signature: %s, %v", w.State, err)
		}
	})
}

// The level of the account that a service takes is asked at the beginning, and again at the moment of sending: it can be lost.
func TestALevelThatIsNotEnough(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, own("level: full"))
		start := func() error {
			_, err := h.Start(h.alone(t, "vera"), "own", application.Applicant{Person: "vera"})
			return err
		}
		if err := start(); !errors.Is(err, application.ErrLevelFull) {
			t.Errorf("a standard account began: %v", err)
		}
		h.town.level = actor.Full
		a := h.mine(t, "vera")
		if _, err := h.Form(h.alone(t, "vera"), a.ID); err != nil {
			t.Fatal(err)
		}
		h.town.level = actor.Simplified
		if _, err := h.Send(h.alone(t, "vera"), a.ID); !errors.Is(err, application.ErrLevelFull) {
			t.Errorf("a simplified account sent: %v", err)
		}
		h.town.level = actor.Full
		if _, err := h.Send(h.alone(t, "vera"), a.ID); err != nil {
			t.Error(err)
		}
	})
}

// What is a person's own is nobody else's, not even when they act for an organisation; and what binds takes a session that was proved
// (rules T14, T15).
func TestWhatIsMineIsMine(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, own())
		a := h.mine(t, "vera")
		if _, err := h.Form(h.alone(t, "vera"), a.ID); err != nil {
			t.Fatal(err)
		}
		for name, ctx := range map[string]context.Context{"somebody else": h.alone(t, "gleb"), "for an organisation": h.as(t, "vera", signer)} {
			if _, err := h.Open(ctx, a.ID); !errors.Is(err, application.ErrNoApplication) {
				t.Errorf("%s opens it: %v", name, err)
			}
			if _, err := h.Send(ctx, a.ID); !errors.Is(err, application.ErrNoApplication) {
				t.Errorf("%s sends it: %v", name, err)
			}
		}
		if _, err := h.Send(t.Context(), a.ID); !errors.Is(err, actor.ErrSignIn) {
			t.Errorf("a guest sends it: %v", err)
		}
		unproved := actor.With(t.Context(), actor.Actor{Person: "vera", Level: actor.Standard})
		if _, err := h.Open(unproved, a.ID); err != nil {
			t.Errorf("reading takes no proof: %v", err)
		}
		if _, err := h.Send(unproved, a.ID); !errors.Is(err, actor.ErrConfirm) {
			t.Errorf("sent by the session of a telephone: %v", err)
		}
		if err := h.Withdraw(unproved, a.ID); !errors.Is(err, actor.ErrConfirm) {
			t.Errorf("withdrawn by the session of a telephone: %v", err)
		}
	})
}

// Whoever a service is not for gets no draft of it: people none of those for organisations, organisations none of those for people.
func TestSubjects(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, own())
		if _, err := h.Start(h.alone(t, "vera"), "sample", application.Applicant{Person: "vera"}); !errors.Is(err, application.ErrStanding) {
			t.Errorf("a person for organisations: %v", err)
		}
		if _, err := h.Start(h.as(t, "boris", signer), "own", application.Applicant{Organisation: organisation, Person: "boris"}); !errors.Is(err, application.ErrStanding) {
			t.Errorf("an organisation for people: %v", err)
		}
	})
}

// One service for both: the organisation signs, the person does not; each has one pending application of their own.
func TestAServiceForEverybody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, own("subject: anyone", "apply: [person, newcomer]", "signature: required", "sign: [newcomer]"))
		ctx, a := h.alone(t, "boris"), h.mine(t, "boris")
		if _, err := h.Form(ctx, a.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Send(ctx, a.ID); err != nil {
			t.Errorf("a person has to sign: %v", err)
		}
		of := h.as(t, "boris", signer)
		b, err := h.Start(of, "own", application.Applicant{Organisation: organisation, Person: "boris"})
		if err != nil || b.ID == a.ID {
			t.Fatalf("for the organisation: %s, %v", b.ID, err)
		}
		w, err := h.Open(of, b.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Save(of, b.ID, "main", w.Revision, form.Answers{"email": text("a@b.example"), "goods": text("Станки")}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Form(of, b.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Send(of, b.ID); !errors.Is(err, application.ErrNotSigned) {
			t.Errorf("an organisation need not sign: %v", err)
		}
	})
}

// Who may only prepare does not send: a newcomer fills in what a partner sends, and sends it as a partner.
func TestPreparedForAStatus(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, strings.NewReplacer("key: sample", "key: later", "apply: [newcomer]", "fill: [newcomer, partner]\napply: [partner]", "signature: required", "signature: none").Replace(service))
		ctx := h.as(t, "boris", signer)
		a, err := h.Start(ctx, "later", application.Applicant{Organisation: organisation, Person: "boris"})
		if err != nil {
			t.Fatal(err)
		}
		w, err := h.Open(ctx, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Save(ctx, a.ID, "main", w.Revision, form.Answers{"email": text("a@b.example"), "goods": text("Станки")}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Form(ctx, a.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Send(ctx, a.ID); !errors.Is(err, application.ErrStandingYet) {
			t.Errorf("a newcomer sent: %v", err)
		}
		h.town.standing = form.Participant
		if _, err := h.Send(ctx, a.ID); !errors.Is(err, application.ErrStanding) {
			t.Errorf("a participant sent: %v", err)
		}
		h.town.standing = form.Partner
		if _, err := h.Send(ctx, a.ID); err != nil {
			t.Error(err)
		}
	})
}

// Two tabs begin the same application at the same moment: there is one.
func TestTwoTabsBeginOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, own())
		ids := make([]actor.CaseID, 4)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() {
				a, err := h.Start(h.alone(t, "vera"), "own", application.Applicant{Person: "vera"})
				if err != nil {
					t.Error(err)
				}
				ids[i] = a.ID
			})
		}
		all.Wait()
		if n := h.count(t, `SELECT COUNT(*) FROM application_case WHERE applicant = 'p:vera' AND pending`); n != 1 || slices.ContainsFunc(ids, func(one actor.CaseID) bool { return one != ids[0] }) {
			t.Errorf("%d applications: %v", n, ids)
		}
	})
}

// Whose account is deleted leaves a document behind that was sent, as the law wants, and no copy of it: no answers as they were typed, no
// facts, no name; what nobody has decided is withdrawn. Before that, the copy of the data has all of it.
func TestAPersonLeaves(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, own())
		a := h.mine(t, "vera")
		if _, err := h.Form(h.alone(t, "vera"), a.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Send(h.alone(t, "vera"), a.ID); err != nil {
			t.Fatal(err)
		}
		h.exec(t, fmt.Sprintf(`INSERT INTO application_question (id, application, text, asked_by, asked_at, due_on, remind_on, answer, answered_by, answered_at)
			VALUES ('q', '%s', 'Где?', 'olga', CURRENT_TIMESTAMP, '2026-03-10', '2026-03-05', 'В Зеленограде', 'vera', CURRENT_TIMESTAMP)`, a.ID))
		var held application.Held
		if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
			held, err = h.HeldAbout(t.Context(), q, "vera")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if len(held.Applications) != 1 || len(held.Answers) < 2 || len(held.Said) != 1 || held.Said[0].Text != "В Зеленограде" {
			t.Errorf("the copy has %+v", held)
		}
		h.update(t, t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return h.Forget(ctx, tx, "vera") })
		if n := h.count(t, `SELECT COUNT(*) FROM application_answer`) + h.count(t, `SELECT COUNT(*) FROM application_paper WHERE given <> '{}'`); n != 0 {
			t.Errorf("%d copies are left", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM application_case WHERE person = 'vera' OR applicant LIKE '%vera%' OR pending`); n != 0 {
			t.Errorf("%d rows name who is gone, or wait for them", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM application_paper WHERE xml <> '' AND voided_at IS NULL`); n != 1 {
			t.Errorf("%d documents that were sent are left", n)
		}
	})
}

// pages answers requests as whoever acts.
func (h *house) pages(t testing.TB) func(path string, who actor.Actor) (status int, body string) {
	t.Helper()
	router := httpx.NewRouter(func(w http.ResponseWriter, _ *http.Request, err error) { http.Error(w, err.Error(), httpx.Status(err)) },
		func(*http.Request, string, int, time.Duration) {})
	h.Routes(router)
	return func(path string, who actor.Actor) (int, string) {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
		view := &web.View{Site: &web.Site{Name: i18n.M("Инновационный кластер", "Innovation Cluster"), BaseURL: "https://cluster.example"}, Path: path}
		router.ServeHTTP(w, r.WithContext(web.WithView(actor.With(r.Context(), who), view)))
		return w.Code, w.Body.String()
	}
}

// Who sees a service on the pages is who the file says: guests, people, members of an organisation of some status, and the foundation.
func TestWhoSeesAService(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, strings.NewReplacer("key: sample", "key: members", "see: [guest]", "see: [partner]", "apply: [newcomer]", "apply: [participant]", "ru: Проба,", "ru: Только для членов,").Replace(service))
		h.bring(t, strings.NewReplacer("ru: Проба,", "ru: Для людей,").Replace(own("see: [person]")))
		ask := h.pages(t)
		guest, vera, boris := actor.Actor{}, actor.Actor{Person: "vera"}, actor.Actor{Person: "boris"} // who heads the organisation
		olga := actor.Actor{Person: "olga", Staff: []actor.Role{actor.Operator}}
		for _, c := range []struct {
			name     string
			who      actor.Actor
			standing form.Standing
			want     map[string]bool
		}{
			{"a guest", guest, form.Partner, map[string]bool{"sample": true, "own": false, "members": false}},
			{"a person", vera, form.Partner, map[string]bool{"sample": true, "own": true, "members": false}},
			{"of a newcomer", boris, form.Newcomer, map[string]bool{"sample": true, "own": true, "members": false}},
			{"of a partner, who only looks", boris, form.Partner, map[string]bool{"sample": true, "own": true, "members": true}},
			{"of a participant, who applies", boris, form.Participant, map[string]bool{"sample": true, "own": true, "members": true}},
			{"of the foundation", olga, form.Newcomer, map[string]bool{"sample": true, "own": true, "members": true}},
		} {
			h.town.standing = c.standing
			_, list := ask("/services", c.who)
			for service, want := range c.want {
				status, _ := ask("/services/"+service, c.who)
				if (status == http.StatusOK) != want || (status == http.StatusNotFound) == want {
					t.Errorf("%s at the page of %s: %d", c.name, service, status)
				}
				if strings.Contains(list, `"/services/`+service+`"`) != want {
					t.Errorf("%s in the list, %s: want %t", c.name, service, want)
				}
			}
		}
	})
}
