package app_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// How large the cluster of the benchmark is.
const (
	manyMembers = 50_000
	openCases   = 5_000
	manyHeads   = 12 // people whose pages are asked for: who saves all the time has a budget
)

// crowd is a cluster of many members, filled as the use cases would, with people who are signed in.
type crowd struct {
	*apptest.Running
	operator string // cookies of sessions
	heads    []head
}

// head is somebody who fills in an application to join.
type head struct{ session, cabinet, section string }

// rows is what goes into a table.
type rows struct {
	table   string
	columns string
	rows    [][]any
}

func (r *rows) add(values ...any) { r.rows = append(r.rows, values) }

// crowded fills a database. It bypasses the use cases for the many, and uses them for those who are looked at.
func crowded(b *testing.B, database string) *crowd {
	b.Helper()
	t := &crowd{Running: apptest.Start(b, database)}
	now := time.Now().UTC()
	t.load(b, append(members(now), cases(now)...))
	t.update(b, func(tx *sqldb.Tx) error { return t.Partner.ChangedAll(b.Context(), tx) })
	t.update(b, func(tx *sqldb.Tx) error { // as each engine does by itself in time
		_, err := tx.Exec(b.Context(), "ANALYZE")
		return err
	})
	t.indexed(b)
	t.operator = t.signIn(b, "operator@klaster.example")
	for i := range manyHeads {
		t.heads = append(t.heads, t.head(b, i, now))
	}
	return t
}

// indexed waits until the names of all are in memory.
func (t *crowd) indexed(b *testing.B) {
	b.Helper()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, ogrns := t.Partner.Meant("прибор", 1); len(ogrns) > 0 {
			return
		}
		select {
		case <-tick.C:
		case <-b.Context().Done():
			b.Fatal("the names were never indexed")
		}
	}
}

func (t *crowd) update(b *testing.B, f func(tx *sqldb.Tx) error) {
	b.Helper()
	if err := t.DB.Update(b.Context(), f); err != nil {
		b.Fatal(err)
	}
}

func (t *crowd) load(b *testing.B, list []*rows) {
	b.Helper()
	t.update(b, func(tx *sqldb.Tx) error {
		for _, r := range list {
			if err := tx.Load(b.Context(), r.table, strings.Fields(r.columns), r.rows); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *crowd) signIn(b *testing.B, email string) (cookie string) {
	b.Helper()
	in, err := t.Account.SignIn(b.Context(), email, demo.Password, account.Browser{})
	if err != nil {
		b.Fatal(err)
	}
	return "klaster-session=" + string(in.Session)
}

// What the members of the benchmark differ in.
var (
	manyWords      = []string{"прибор", "станок", "лазер", "сплав", "вектор", "импульс", "контур", "реактив", "оптика", "полимер", "робот", "сенсор", "квант"}
	manyRegions    = []string{"77", "77", "77", "50", "63", "66", "78", "54", "23", "25", "16", "05", "26"}
	manyDirections = []string{"it", "ai", "biotech", "medicine", "electronics", "materials", "machines", "energy", "transport", "space", "construction", "creative"}
)

// members are the register of members, with accounts and people.
func members(now time.Time) []*rows {
	people := &rows{table: "account_person", columns: "id surname given patronymic name_key email email_key password level lang created_at"}
	cabinets := &rows{table: "organisation_cabinet", columns: "id ogrn inn name opened_by opened_at signature"}
	signers := &rows{table: "organisation_signer", columns: "id organisation person basis since judged_at"}
	list := &rows{table: "membership_member", columns: "organisation ogrn inn name name_key status state region okrug since changed_at event profile"}
	found := &rows{table: "membership_word", columns: "word organisation name_key"}
	works := &rows{table: "membership_direction", columns: "direction organisation"}
	figures := &rows{table: "membership_count", columns: "direction status okrug n"}
	notices := &rows{table: "notification_notice", columns: "id person topic title_ru title_en text_ru text_en path created_at"}
	counts := map[[3]string]int{}
	for i := range manyMembers {
		one, person, number := fmt.Sprintf("o-%06d", i), fmt.Sprintf("p-%06d", i), fmt.Sprintf("%05d", i*7919%100_000)
		word, region, direction, status := manyWords[i%len(manyWords)], manyRegions[i%len(manyRegions)], manyDirections[i%len(manyDirections)], "partner"
		if region == "77" {
			status = "participant"
		}
		okrug, name, key := string(membership.OkrugOf(region)), "ООО «Общий "+word+" "+number+"»", "общий "+word+" "+number
		people.add(person, "Иванов", "Иван", "", "иванов иван", person+"@people.example", person+"@people.example", "", 2, "ru", now)
		cabinets.add(one, fmt.Sprintf("1%012d", i), fmt.Sprintf("%010d", i), name, person, now, "s")
		signers.add("s-"+one, one, person, "head", now, now)
		notices.add("n-"+one, person, "membership", "Статус присвоен", "The status was given", "", "", "/", now)
		list.add(one, fmt.Sprintf("1%012d", i), fmt.Sprintf("%010d", i), name, key+" ооо", status, "active", region, okrug, now, now, one,
			`{"directions":[{"key":"`+direction+`","label":{"ru":"Направление","en":"Direction"}}],"entries":[{"key":"products","label":{"ru":"Продукты","en":"Products"},"text":"`+
				strings.Repeat("Станки и приборы для заводов. ", 10)+`"}]}`)
		for _, w := range strings.Fields(key) {
			found.add(w, one, key+" ооо")
		}
		works.add(direction, one)
		counts[[3]string{"", status, okrug}]++
		counts[[3]string{direction, status, okrug}]++
	}
	for k, n := range counts {
		figures.add(k[0], k[1], k[2], n)
	}
	return []*rows{people, cabinets, signers, notices, list, found, works, figures}
}

// cases are the applications of the members: nearly all are decided, some wait, most of these without remarks.
func cases(now time.Time) []*rows {
	filed := &rows{table: "application_case", columns: "id service version organisation person applicant state pending revision number created_at changed_at sent_at sent_by due_on decided_at"}
	looked := &rows{table: "application_review", columns: "application clean snapshot step step_due name inn folded service state due_on"}
	answers := &rows{table: "application_answer", columns: "application question revision body author at"}
	decisions := &rows{table: "application_decision", columns: "id application number positive grounds xml pdf sha256 snapshot formed_by formed_at second_needed signer signed_at"}
	for i := range manyMembers {
		one, organisation, person := fmt.Sprintf("c-%06d", i), fmt.Sprintf("o-%06d", i), fmt.Sprintf("p-%06d", i)
		sent, number, inn := now.AddDate(0, 0, -i*1000/manyMembers), fmt.Sprintf("2026-%06d", i), fmt.Sprintf("%010d", i)
		state, pending, step, decided := "granted", false, "sign", any(sent)
		switch {
		case i < openCases/10:
			state, pending, step, decided = "asked", true, "look", nil
		case i < openCases:
			state, pending, step, decided = "review", true, "take", nil
		}
		due := sent.AddDate(0, 0, i%20-5).Format(time.DateOnly)
		filed.add(one, "join", 1, organisation, person, "o:"+organisation, state, pending, 1, number, sent, sent, sent, person, due, decided)
		name := "ООО «Общий " + manyWords[i%len(manyWords)] + fmt.Sprintf(" %05d»", i*7919%100_000)
		snapshot := `{"at":"2026-01-01T00:00:00Z","verdicts":[]}`
		if pending {
			snapshot = `{"at":"2026-01-01T00:00:00Z","verdicts":[{"rule":"` + strings.Repeat("r", 4000) + `"}]}`
		}
		looked.add(one, i%5 != 0, snapshot, step, due, name, inn, strings.ToLower(name)+" "+inn+" "+number, "join", state, due)
		for _, question := range []string{"email", "phone", "products", "competences", "offences"} {
			answers.add(one, question, 1, `{"text":"`+strings.Repeat("Ответ. ", 4)+`"}`, person, sent)
		}
		if !pending {
			decisions.add("d-"+one, one, "r-"+number, true, "[]", "x", "p", "s", "{}", "operator", sent, false, "Лебедева Ольга", sent)
		}
	}
	return []*rows{filed, looked, answers, decisions}
}

// head opens the cabinet of an organisation of the trial register for somebody new, begins the application to join, and fills in a part of it.
func (t *crowd) head(b *testing.B, i int, now time.Time) head {
	b.Helper()
	all := demo.Organisations()
	o := all[i%len(all)]
	person, cabinet, email := id.New(), id.New(), fmt.Sprintf("head-%d@people.example", i)
	t.update(b, func(tx *sqldb.Tx) error {
		for query, args := range map[string][]any{
			`INSERT INTO account_person (id, surname, given, patronymic, name_key, email, email_key, password, level, lang, created_at)
				SELECT $1, surname, given, patronymic, name_key, $2, $2, password, 2, lang, created_at FROM account_person WHERE email = $3`: {person, email, demo.People()[0].Email},
		} {
			if _, err := tx.Exec(b.Context(), query, args...); err != nil {
				return err
			}
		}
		return nil
	})
	t.load(b, []*rows{
		{"organisation_cabinet", "id ogrn inn name opened_by opened_at signature", [][]any{{cabinet, o.OGRN, o.INN, o.Name, person, now, "s"}}},
		{"organisation_signer", "id organisation person basis since judged_at", [][]any{{id.New(), cabinet, person, "head", now, now}}},
	})
	ctx := actor.With(b.Context(), actor.Actor{
		Person: actor.PersonID(person), Acting: actor.OrganisationID(cabinet), Level: actor.Full, Rights: []actor.Right{actor.View, actor.Draft, actor.Send, actor.Sign}, Confirmed: now,
	})
	app, err := t.Application.Start(ctx, "join", application.Applicant{Organisation: actor.OrganisationID(cabinet), Person: actor.PersonID(person)})
	if err != nil {
		b.Fatal(err)
	}
	path := "/org/" + o.OGRN
	return head{session: t.signIn(b, email), cabinet: path, section: path + "/applications/" + string(app.ID) + "/fill/activities"}
}

// autosave is what a page of the section sends while somebody types.
func autosave(n int) string {
	return url.Values{
		"revision": {"1"}, "do": {"later"}, "q-directions": {"it"}, "q-okved": {"62.01"},
		"q-products": {fmt.Sprintf("Программы для учёта станков и приборов на заводах, издание %d.", n)}, "q-competences": {"Разработка и внедрение."},
	}.Encode()
}
