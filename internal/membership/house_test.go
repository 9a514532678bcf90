package membership_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

var today = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) // a Monday

// house is the room on a real database, among neighbours of its own.
type house struct {
	*membership.Module
	db    *sqldb.DB
	clock *clock.Manual
	town  *town
	jobs  *jobs.Queue
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) { f(t, newHouse(t, db)) })
}

func newHouse(t testing.TB, db *sqldb.DB) *house {
	t.Helper()
	h := build(t, db)
	h.exec(t, `CREATE TABLE letter (recipient TEXT, subject TEXT)`)
	h.exec(t, `CREATE TABLE receipt (kind TEXT, matter TEXT, signature TEXT)`)
	return h
}

// build makes the room among its neighbours, whose tables are there.
func build(t testing.TB, db *sqldb.DB) *house {
	t.Helper()
	clk := clock.NewManual(today)
	h := &house{db: db, clock: clk, town: &town{places: map[actor.OrganisationID]*place{}, frozen: map[string]string{}}}
	reg := jobs.NewRegistry()
	h.jobs = jobstest.New(t, db, reg)
	h.Module = membership.New(membership.Deps{
		DB: db, Clock: clk, Limits: limit.New(db, clk, []byte("a key of thirty-two bytes for it")), Jobs: h.jobs, Organisations: h.town, Rules: h.town,
		Receipts: h.town, Signatures: h.town, Services: h.town, Papers: h.town, Staff: h.town, People: h.town, Letters: h.town, Calendar: h.town, Names: h.town,
		Site: &web.Site{BaseURL: "https://cluster.example", Operator: i18n.M("Фонд", "Foundation"), Trial: true},
	})
	audit.Workers(reg, db)
	h.Workers(reg)
	return h
}

func (h *house) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	h.update(t, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
}

func (h *house) update(t testing.TB, f func(ctx context.Context, tx *sqldb.Tx) error) {
	t.Helper()
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return f(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

func (h *house) count(t testing.TB, query string, args ...any) (n int) {
	t.Helper()
	h.view(t, func(ctx context.Context, q sqldb.Querier) error { return q.QueryRow(ctx, query, args...).Scan(&n) })
	return n
}

func (h *house) view(t testing.TB, f func(ctx context.Context, q sqldb.Querier) error) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error { return f(t.Context(), q) }); err != nil {
		t.Fatal(err)
	}
}

// opened opens a cabinet, and lets what follows by itself happen.
func (h *house) opened(t testing.TB, one actor.OrganisationID) {
	t.Helper()
	h.update(t, func(ctx context.Context, tx *sqldb.Tx) error { return h.Consider(ctx, tx, one) })
	jobstest.Drain(t, h.jobs)
}

// night is a nightly round.
func (h *house) night(t testing.TB) {
	t.Helper()
	for _, p := range h.town.places {
		h.update(t, func(ctx context.Context, tx *sqldb.Tx) error { return h.Changed(ctx, tx, p.ogrn) })
	}
	jobstest.Drain(t, h.jobs)
}

func (h *house) of(t testing.TB, one actor.OrganisationID) string {
	t.Helper()
	var words string
	h.view(t, func(ctx context.Context, q sqldb.Querier) error {
		s, stopped, err := h.Of(ctx, q, one)
		if words = string(s); stopped {
			words += " suspended"
		}
		return err
	})
	return words
}

func (h *house) history(t testing.TB, one actor.OrganisationID) (list []membership.Event) {
	t.Helper()
	h.view(t, func(ctx context.Context, q sqldb.Querier) (err error) {
		list, err = h.History(ctx, q, one)
		return err
	})
	return list
}

// official is a context of somebody who decides.
func official(ctx context.Context) context.Context {
	return actor.With(ctx, actor.Actor{Person: "olga", Staff: []actor.Role{actor.Operator}, Level: actor.Full, Confirmed: today})
}

// decide prepares a decision about the first organisation and signs it.
func (h *house) decide(t testing.TB, d membership.Decision) error {
	t.Helper()
	decision, err := h.Prepare(official(t.Context()), h.town.places["1"].ogrn, d)
	if err != nil {
		return err
	}
	return h.sign(t, decision, "olga", true, nil)
}

func (h *house) sign(t testing.TB, decision string, who actor.PersonID, own bool, change func(string) string) error {
	t.Helper()
	content := h.town.frozen[decision]
	if change != nil {
		content = change(content)
	}
	ctx := official(t.Context())
	return h.db.Update(ctx, func(tx *sqldb.Tx) error {
		return h.Receive(ctx, tx, membership.Arrived{Signature: "s-" + decision, Decision: decision, Person: who, Own: own, Content: []byte(content)})
	})
}

// place is an organisation of the tests, with what the registers say of it.
type place struct {
	ogrn, inn, name, region string
	unknown                 bool // the registers are silent
	failing                 bool
	gone                    bool
	disproved               bool // the certificate that opened the account was revoked
	closed                  bool // it has no account
}

// town is everybody around: the cabinets, the rules, the seal, the post.
type town struct {
	places map[actor.OrganisationID]*place
	down   error // the seal
	bias   string
	frozen map[string]string
	last   string
}

// add makes an organisation; its number is its id.
func (w *town) add(one actor.OrganisationID, name, region string) *place {
	p := &place{ogrn: fmt.Sprintf("1%012s", string(one)), inn: fmt.Sprintf("%010s", string(one)), name: name, region: region}
	w.places[one] = p
	return p
}

var errNobody = errors.New("nobody of that number")

func (w *town) Organisation(_ context.Context, _ sqldb.Querier, one actor.OrganisationID) (membership.Organisation, error) {
	p, ok := w.places[one]
	if !ok {
		return membership.Organisation{}, errNobody
	}
	return membership.Organisation{ID: one, OGRN: p.ogrn, INN: p.inn, Name: p.name, Signers: []actor.PersonID{"boris"}, Disproved: p.disproved}, nil
}

func (w *town) WithOGRN(_ context.Context, _ sqldb.Querier, ogrn string) (actor.OrganisationID, error) {
	for one, p := range w.places {
		if p.ogrn == ogrn && !p.closed {
			return one, nil
		}
	}
	return "", nil
}

func (w *town) Judge(_ context.Context, _ sqldb.Querier, one actor.OrganisationID, _ workdays.Date) (membership.Judgement, error) {
	return w.places[one].judgement(), nil
}

func (p *place) judgement() membership.Judgement {
	j := membership.Judgement{Region: p.region, Outcome: rule.Pass, Status: membership.Partner, Gone: p.gone}
	if p.region == "77" {
		j.Status = membership.Participant
	}
	switch {
	case p.unknown:
		j = membership.Judgement{Outcome: rule.Undecided}
	case p.failing, p.gone:
		j.Outcome = rule.Fail
	}
	j.Verdicts = []membership.Verdict{{Rule: "R4", Version: "R4/1", Outcome: j.Outcome.String(), Title: rule.Text{RU: "Не ликвидируется", EN: "No liquidation"}}}
	return j
}

func (w *town) Look(_ context.Context, _ sqldb.Querier, inn string, _ workdays.Date) (membership.Found, error) {
	for _, p := range w.places {
		if p.inn == inn {
			return membership.Found{Name: p.name, OGRN: p.ogrn, INN: p.inn, Judgement: p.judgement()}, nil
		}
	}
	return membership.Found{}, membership.ErrUnknown
}

func (w *town) Directions(context.Context, sqldb.Querier) ([]membership.Direction, error) {
	return []membership.Direction{{Key: "it", Label: rule.Text{RU: "ИТ", EN: "IT"}}, {Key: "bio", Label: rule.Text{RU: "Биотех", EN: "Biotech"}}}, nil
}

func (w *town) Issue(ctx context.Context, tx *sqldb.Tx, r membership.Receipt) (string, error) {
	if w.down != nil {
		return "", w.down
	}
	_, err := tx.Exec(ctx, `INSERT INTO receipt (kind, matter, signature) VALUES ($1, $2, $3)`, r.Kind, r.Matter, r.Signature)
	return id.New(), err
}

func (w *town) Freeze(_ context.Context, content []byte) (string, error) {
	w.last = string(content)
	return "frozen", nil
}

// Ask implements membership.Signatures: the address is the decision itself.
func (w *town) Ask(_ context.Context, _ *sqldb.Tx, d membership.Ask) (string, error) {
	w.frozen[d.Decision] = w.last
	return d.Decision, nil
}

func (w *town) Withdraw(_ context.Context, _ *sqldb.Tx, decision string) error {
	delete(w.frozen, decision)
	return nil
}

func (w *town) InConflict(_ context.Context, _ sqldb.Querier, _ actor.PersonID, subject string) (bool, error) {
	return subject == w.bias, nil
}

func (w *town) Addressee(_ context.Context, _ sqldb.Querier, p actor.PersonID) (membership.Addressee, error) {
	return membership.Addressee{Email: string(p), Greeting: string(p)}, nil
}

func (w *town) Mail(ctx context.Context, tx *sqldb.Tx, to string, _ i18n.Lang, _ string, m letter.Letter, _ time.Duration) error {
	_, err := tx.Exec(ctx, `INSERT INTO letter (recipient, subject) VALUES ($1, $2)`, to, m.Subject.In(i18n.Russian))
	return err
}

func (w *town) Calendar(context.Context, sqldb.Querier) (workdays.Calendar, error) {
	return workdays.Russia(), nil
}

func (w *town) Offers(context.Context, sqldb.Querier) ([]membership.Offer, error) {
	return []membership.Offer{
		{Title: i18n.M("Грант на станки", "A grant for machines"), Summary: i18n.M("Деньги", "Money"), URL: "/services/grant", For: []membership.Status{membership.Participant}},
		{Title: i18n.M("Вступить", "Join"), Summary: i18n.M("Статус", "Status"), URL: "/services/join", Newcomers: true, For: []membership.Status{membership.Partner}},
	}, nil
}

func (w *town) Pace(context.Context, sqldb.Querier) (membership.Pace, error) {
	return membership.Pace{Answered: 40, Share: 97, Median: 4}, nil
}

func (w *town) Sample(context.Context, sqldb.Querier) ([]byte, error) {
	return []byte("%PDF sample"), nil
}

func (w *town) Certificate(c membership.Certificate) ([]byte, error) {
	return []byte("%PDF " + c.Number + " " + c.Check), nil
}
