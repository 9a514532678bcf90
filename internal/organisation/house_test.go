package organisation_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/blob/blobtest"
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
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// house is the room on a real database, among neighbours that live in the same one.
type house struct {
	*organisation.Module
	db     *sqldb.DB
	clock  *clock.Manual
	queue  *jobs.Queue
	town   *town
	shelf  *register
	desk   *desk
	notary *notary
	files  *blobtest.Memory
	people map[string]actor.PersonID
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) { f(t, newHouse(t, db)) })
}

func newHouse(t testing.TB, db *sqldb.DB) *house {
	t.Helper()
	clk := clock.NewManual(today)
	reg := jobs.NewRegistry()
	h := &house{
		db: db, clock: clk, queue: jobstest.New(t, db, reg), town: &town{}, shelf: &register{clock: clk}, desk: &desk{},
		people: map[string]actor.PersonID{}, notary: &notary{}, files: blobtest.NewMemory(clk),
	}
	codes, err := organisation.TrialCodes()
	if err != nil {
		t.Fatal(err)
	}
	fromNextYear, err := organisation.ParseSwitch("2027-01-01=yes")
	if err != nil {
		t.Fatal(err)
	}
	h.exec(t, `CREATE TABLE town (id TEXT PRIMARY KEY, name TEXT, snils TEXT, known BOOLEAN, level INTEGER)`)
	h.exec(t, `CREATE TABLE letter (recipient TEXT, subject TEXT)`)
	h.exec(t, `CREATE TABLE ended (person TEXT)`)
	h.Module = organisation.New(organisation.Deps{
		DB: db, Clock: clk, Limits: limit.New(db, clk, []byte("a key of thirty-two bytes for it")), Letters: box{}, Jobs: h.queue, People: h.town,
		Registers: h.shelf, Signatures: h.desk, Facts: h.desk, Staff: h.desk, Key: []byte("another key of thirty-two bytes."),
		Site: &web.Site{BaseURL: "https://cluster.example"}, Config: organisation.Config{RegisterAge: fresh},
		Files: h.files, PowerSignatures: h.notary, PowerRegistry: h.notary, Codes: codes, PersonalSigns: fromNextYear,
	})
	h.Workers(reg)
	for name, snils := range map[string]string{"Ёлкина Анна Петровна": "11223344595", "Соколова Вера Ивановна": "08765430300", "Орлов Олег Игоревич": "16012345698"} {
		h.add(t, name, snils, actor.Standard)
	}
	return h
}

func (h *house) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), query, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// add puts somebody into the town. A level below standard means that the СНИЛС was never confirmed.
func (h *house) add(t testing.TB, name, snils string, level actor.Level) actor.PersonID {
	t.Helper()
	p := actor.PersonID(id.New())
	h.exec(t, `INSERT INTO town (id, name, snils, known, level) VALUES ($1, $2, $3, $4, $5)`, string(p), name, snils, level >= actor.Standard, int(level))
	given := strings.Fields(name)
	h.people[given[1]] = p
	return p
}

// as is a context in which somebody acts for themselves.
func (h *house) as(t testing.TB, name string) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.Actor{Person: h.people[name], Session: "s-" + name, Confirmed: h.clock.Now(), Level: actor.Standard})
}

// in is a context in which somebody acts for «Ромашка», with the rights that they have now.
func (h *house) in(t testing.TB, name string) context.Context {
	t.Helper()
	a := actor.From(h.as(t, name))
	st, err := h.Acting(t.Context(), a.Person, romashkaOGRN)
	if err != nil && !errors.Is(err, organisation.ErrNoCabinet) {
		t.Fatal(err)
	}
	a.Acting, a.Rights = st.Cabinet.ID, st.Role.Rights()
	return actor.With(t.Context(), a)
}

func (h *house) role(t testing.TB, name string) organisation.Role {
	t.Helper()
	st, err := h.Acting(t.Context(), h.people[name], romashkaOGRN)
	if err != nil && !errors.Is(err, organisation.ErrNoCabinet) {
		t.Fatal(err)
	}
	return st.Role
}

// letters are the subjects of what somebody was sent.
func (h *house) letters(t testing.TB, name string) (subjects []string) {
	t.Helper()
	jobstest.Drain(t, h.queue)
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		subjects, err = sqldb.List(t.Context(), q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) },
			`SELECT subject FROM letter WHERE recipient = $1`, string(h.people[name]))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(subjects)
	return subjects
}

func (h *house) count(t testing.TB, query string, args ...any) (n int) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error { return q.QueryRow(t.Context(), query, args...).Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

// opened lets Anna open the cabinet of «Ромашка» by its certificate.
func (h *house) opened(t testing.TB) organisation.Cabinet {
	t.Helper()
	h.shelf.put(romashka(anna()))
	out, err := h.Open(h.as(t, "Анна"), h.desk.login(annaForRomashka()), organisation.Details{KPP: "770101001", Email: "info@romashka.example"}, true)
	if err != nil || out.Cabinet.ID == "" {
		t.Fatalf("%+v, %v", out, err)
	}
	return out.Cabinet
}

// town is the accounts.
type town struct{}

func (w *town) Human(ctx context.Context, q sqldb.Querier, p actor.PersonID) (h organisation.Human, err error) {
	h.ID = p
	err = q.QueryRow(ctx, `SELECT name, snils, known, level FROM town WHERE id = $1`, string(p)).Scan(&h.Name, &h.SNILS, &h.Known, &h.Level)
	h.Greeting, h.Email = h.Name, string(p)
	return h, err
}

func (w *town) WithSNILS(ctx context.Context, q sqldb.Querier, n ruid.SNILS) (p actor.PersonID, err error) {
	err = q.QueryRow(ctx, `SELECT id FROM town WHERE snils = $1 AND known`, string(n)).Scan(&p)
	if errors.Is(err, sqldb.ErrNoRows) {
		return "", nil
	}
	return p, err
}

func (w *town) Vouch(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, h organisation.Holder, _ string) (review bool, err error) {
	human, err := w.Human(ctx, tx, p)
	if err != nil || !strings.Contains(strings.ToLower(human.Name), strings.ToLower(h.Given)) {
		return true, err
	}
	_, err = tx.Exec(ctx, `UPDATE town SET snils = $2, known = TRUE, level = 3 WHERE id = $1`, string(p), string(h.SNILS))
	return false, err
}

func (w *town) EndSessions(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, _ string) error {
	_, err := tx.Exec(ctx, `INSERT INTO ended (person) VALUES ($1)`, string(p))
	return err
}

// box keeps the letters; it checks what it is given, as the real one does.
type box struct{}

func (box) Mail(ctx context.Context, tx *sqldb.Tx, to string, _ i18n.Lang, _ string, m letter.Letter, _ time.Duration) error {
	_, err := tx.Exec(ctx, `INSERT INTO letter (recipient, subject) VALUES ($1, $2)`, to, m.Subject.In(i18n.English))
	return err
}

// register is the state registers: records that a test puts there.
type register struct {
	mu    sync.Mutex
	clock *clock.Manual
	list  []egr.Record
	down  error
	since workdays.Date // of days before it nobody knows how things stood
	past  *egr.Record   // how things stood on days before today
}

func (r *register) put(records ...egr.Record) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, record := range records {
		r.list = slices.DeleteFunc(r.list, func(was egr.Record) bool { return was.OGRN == record.OGRN })
		r.list = append(r.list, record)
	}
}

func (r *register) shelf() shelf {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := shelf{err: r.down}
	for _, record := range r.list {
		s.known = append(s.known, organisation.Known{Record: &record, Source: i18n.Same("test"), AsOf: workdays.DateOf(r.clock.Now()).AddDays(-1)})
	}
	return s
}

func (r *register) ByOGRN(ctx context.Context, ogrn string) (organisation.Known, error) {
	return r.shelf().ByOGRN(ctx, ogrn)
}

func (r *register) ByOGRNOn(ctx context.Context, ogrn string, on workdays.Date) (organisation.Known, error) {
	k, err := r.ByOGRN(ctx, ogrn)
	switch {
	case err == nil && on.Before(r.since):
		return organisation.Known{}, organisation.ErrUnknownSubject
	case err == nil && r.past != nil && on.Before(workdays.DateOf(today)):
		k.Record = r.past
	}
	if on.Before(k.AsOf) {
		k.AsOf = on
	}
	return k, err
}

func (r *register) ByINN(ctx context.Context, inn string) ([]organisation.Known, error) {
	return r.shelf().ByINN(ctx, inn)
}

// desk is where things are signed, declared, and marked as a conflict.
type desk struct {
	mu       sync.Mutex
	n        int
	asked    []organisation.Document
	declared []string
	watched  []string
	conflict actor.PersonID
	unsigned []organisation.Unsigned
}

func (d *desk) next() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.n++
	return fmt.Sprintf("signed-%d", d.n)
}

// certificate is one whose fingerprint is that of its holder's numbers.
func certificate(h organisation.Holder) organisation.Certificate {
	return organisation.Certificate{
		SHA256: fmt.Sprintf("%s%s%s", h.OGRN, h.OGRNIP, h.PersonINN), Serial: "01", Holder: h.Surname, Issuer: "УЦ", NotBefore: today.AddDate(0, -1, 0), NotAfter: today.AddDate(0, 14, 0),
	}
}

func (d *desk) login(h organisation.Holder) organisation.Login {
	return organisation.Login{ID: d.next(), Holder: h, Certificate: certificate(h), At: today}
}

func (d *desk) Freeze(_ context.Context, content []byte) (string, error) { return string(content), nil }

func (d *desk) Ask(_ context.Context, _ *sqldb.Tx, doc organisation.Document) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, doc)
	return "/sign/" + doc.Reference, nil
}

func (d *desk) Unsigned(context.Context, sqldb.Querier, actor.PersonID) ([]organisation.Unsigned, error) {
	return d.unsigned, nil
}

func (d *desk) Kept(_ context.Context, id string) (organisation.Kept, error) {
	return organisation.Kept{Name: "paper.txt", Content: []byte(id), Message: []byte("signature of " + id)}, nil
}

func (d *desk) Watch(_ context.Context, _ *sqldb.Tx, c organisation.Cabinet) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.watched = append(d.watched, c.OGRN)
	return nil
}

func (d *desk) NotSuspended(_ context.Context, _ *sqldb.Tx, c organisation.Cabinet, _ actor.PersonID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.declared = append(d.declared, c.OGRN)
	return nil
}

func (d *desk) Look(context.Context, *sqldb.Tx, actor.PersonID, actor.PersonID, i18n.Text) error {
	return nil
}

func (d *desk) InConflict(_ context.Context, _ sqldb.Querier, p actor.PersonID, _ string) (bool, error) {
	return p == d.conflict, nil
}

// sign signs the document that was asked for last, by somebody's certificate in somebody's session.
func (h *house) sign(t testing.TB, who string, holder organisation.Holder, change func(*organisation.Signed)) error {
	t.Helper()
	doc := h.desk.asked[len(h.desk.asked)-1]
	signed := organisation.Signed{
		ID: h.desk.next(), Reference: doc.Reference, Person: h.people[who], Content: []byte(doc.Frozen), Holder: holder, Certificate: certificate(holder), At: h.clock.Now(),
	}
	if change != nil {
		change(&signed)
	}
	return h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.ReceiveGrant(t.Context(), tx, signed) })
}

// trusted has Anna appoint Oleg for three months, and Oleg accept.
func (h *house) trusted(t testing.TB, role organisation.Role) {
	t.Helper()
	if _, err := h.Invite(h.in(t, "Анна"), h.oleg(role)); err != nil {
		t.Fatal(err)
	}
	if err := h.sign(t, "Анна", annaForRomashka(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Answer(h.as(t, "Олег"), h.invitation(t, "Олег"), true); err != nil {
		t.Fatal(err)
	}
}

func (h *house) oleg(role organisation.Role) organisation.Trust {
	return organisation.Trust{SNILS: "16012345698", Name: "Орлов Олег Игоревич", Role: role, Until: h.clock.Now().AddDate(0, 3, 0)}
}

// invitation is the id of the only invitation that somebody sees, "" when they see none.
func (h *house) invitation(t testing.TB, name string) (id string) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
		list, err := h.Invitations(t.Context(), q, h.people[name])
		if len(list) == 1 {
			id = list[0].Grant.ID
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return id
}
