package app_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// sampleAge lets the register of the sample, which is of November 2025, be relied upon.
func sampleAge(c *app.Config) { c.Organisation.RegisterAge = 50 * 366 * 24 * time.Hour }

// sampled is a real record of the sample with its bytes in the file.
type sampled struct {
	*egr.Record
	raw []byte
}

// town is a trial installation into which the sample was imported.
type town struct {
	*apptest.Running
	records []sampled
}

func newTown(t *testing.T, database string) *town {
	t.Helper()
	files := map[fact.Register]string{fact.Organisations: "egrul/EGRUL_2025-11_sample.zip", fact.Entrepreneurs: "egrip/EGRIP_2025-11_sample.zip"}
	content := map[fact.Register][]byte{}
	for register, name := range files {
		content[register] = sharedtest.File(t, "registers", name)
	}
	w := &town{Running: apptest.Start(t, database, sampleAge)}
	for register, zip := range content {
		i := w.imports(t, register, files[register], zip)
		if i.Broken > 0 || i.Read == 0 {
			t.Fatalf("%s: %+v", register, i.Counts)
		}
		in, err := egr.Open(bytes.NewReader(zip), int64(len(zip)), files[register], egr.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		err = in.Each(t.Context(), egr.Walk{}, egr.Visit{Record: func(_ egr.Position, d egr.Document, r *egr.Record) error {
			w.records = append(w.records, sampled{r, bytes.Clone(d.Raw)})
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// imports brings a file in as the operator of the server does.
func (w *town) imports(t *testing.T, register fact.Register, name string, content []byte) fact.Import {
	t.Helper()
	return brings(t, w.Running, register, fact.Delta, name, content)
}

// find returns the n-th record of which something holds and by which one person alone acts whose number the register gives. The sample has
// organisations twice, so only the latest record of each counts.
func (w *town) find(t *testing.T, n int, holds func(r *egr.Record) bool) sampled {
	t.Helper()
	today := workdays.DateOf(time.Now())
	seen := map[string]bool{}
	for _, s := range w.records {
		acting := s.Acting(today)
		single := len(w.all(s.OGRN)) == 1
		if !single || seen[s.OGRN] || s.HasCeased() || len(s.Statuses) > 0 || acting.Mode != egr.ModeSole || len(acting.Heads) != 1 || !holds(s.Record) {
			continue
		}
		seen[s.OGRN] = true
		if n--; n < 0 {
			return s
		}
	}
	t.Fatal("the sample has no such record")
	return sampled{}
}

func (w *town) all(ogrn string) (list []sampled) {
	for _, s := range w.records {
		if s.OGRN == ogrn {
			list = append(list, s)
		}
	}
	return list
}

// company is a plain society in a region, headed by somebody with all three names.
func company(region string) func(r *egr.Record) bool {
	return func(r *egr.Record) bool {
		is, _ := r.Region()
		h := r.Heads
		return r.Register == egr.Organisations && is == region && len(h) == 1 && len(h[0].Faults) == 0 && h[0].Person.INN != "" && h[0].Person.Patronymic != "" &&
			strings.HasPrefix(r.Title(), "ООО ") && len(r.Managers) == 0
	}
}

func plainWords(name string) string {
	return strings.ToUpper(name[:2]) + strings.ToLower(name[2:]) // a letter of Russian takes two bytes
}

// human is somebody of whom the register knows, with an address and a СНИЛС that the test gives them.
type human struct {
	egr.Person
	email string
	snils ruid.SNILS
}

// settle gives somebody an account with their name and without any proof.
func (w *town) settles(t *testing.T, p egr.Person, email, snils string) human {
	t.Helper()
	name := account.Name{Surname: plainWords(p.Surname), Given: plainWords(p.Name)}
	if p.Patronymic != "" {
		name.Patronymic = plainWords(p.Patronymic)
	}
	if _, err := w.Account.AddTrialPeople(t.Context(), []account.TrialPerson{{Name: name, Email: account.Email(email)}}, demo.Password); err != nil {
		t.Fatal(err)
	}
	n, err := ruid.ParseSNILS(snils)
	if err != nil {
		t.Fatal(err)
	}
	return human{p, email, n}
}

// certificate has the trial authority certify the head of a record for it.
func (w *town) certificate(t *testing.T, r *egr.Record, h human) keyholder {
	t.Helper()
	holder := trialca.Holder{
		Role: trialca.Head, Surname: h.Surname, GivenName: strings.TrimSpace(h.Name + " " + h.Patronymic), SNILS: number.SNILS(h.snils), INNPerson: number.INN(h.INN),
		Region: "54 Новосибирская область", Locality: "г. Новосибирск", Street: "Учебная улица, 1",
	}
	if r.Register == egr.Entrepreneurs {
		holder.Role, holder.OGRNIP, holder.INNPerson = trialca.Entrepreneur, number.OGRNIP(r.OGRN), number.INN(r.INN)
	} else {
		holder.Title, holder.Organization, holder.OGRN, holder.INN = r.Heads[0].Post, r.Title(), number.OGRN(r.OGRN), number.INN(r.INN)
	}
	return issue(t, w.Running, holder)
}

// opens has somebody who is signed in open the cabinet of a record by a signature.
func (w *town) opens(t *testing.T, p *browsertest.Page, r *egr.Record, k keyholder) {
	t.Helper()
	p.Open("/organisations")
	p.ByRole("button", "Войти по электронной подписи").Click()
	k.sign(t, p)
	p.WantText("Открыть кабинет: " + r.Title())
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Click()
	p.ByRole("button", "Открыть кабинет").Click()
	p.WantText("Кабинет открыт", r.Title(), r.OGRN)
}

func (w *town) visitor(t *testing.T, options ...browsertest.Option) *browsertest.Page {
	t.Helper()
	return browsertest.New(t, w.URL, append(options, noExtension, noSigner, browsertest.Allow("409"), browsertest.Allow("404"))...)
}

// T10, T11, T16: a head whom the real register names, and whom nobody here knows, comes with a signature alone: registration comes first,
// with the name of the certificate, and then the cabinet appears with what the register says.
func TestBrowserT11_AStrangerComesWithASignature(t *testing.T) {
	w := newTown(t, storetest.SQLite(t))
	o := w.find(t, 0, company("54"))
	h := human{o.Heads[0].Person, "head@klaster.example", "11223344595"}
	k := w.certificate(t, o.Record, h)
	p := w.visitor(t)
	p.Open("/login")
	p.ByRole("button", "Войти по электронной подписи").Click()
	k.sign(t, p)
	p.WantURL("/login/unknown")
	p.WantText("С этой подписью здесь ещё не входили")
	p.Audit()
	p.Shot("sample/unknown")
	p.ByRole("link", "Зарегистрироваться").Click()
	p.WantText("Имя — из сертификата")
	if got := p.ByLabel("Фамилия").Value(); got != plainWords(h.Surname) {
		t.Errorf("the surname of the certificate is not filled in: %q", got)
	}
	p.ByLabel("Адрес почты").Fill(h.email)
	p.ByLabel("Пароль").Fill(password)
	p.ByLabel("Пароль ещё раз").Fill(password)
	p.ByLabel("Принимаю Пользовательское соглашение").Check()
	p.ByLabel("Даю Согласие на обработку персональных данных").Check()
	p.ByRole("button", "Продолжить").Click()
	p.ByLabel("Код").Fill(w.Code(t, h.email, 0))
	p.ByRole("button", "Подтвердить").Click()
	p.WantURL("/register/done")
	p.ByRole("link", "Продолжить с электронной подписью").Click()
	p.WantText("Связать подпись с учётной записью?")
	p.Audit()
	p.Shot("sample/link")
	p.ByRole("button", "Связать").Click()
	p.WantText("Открыть кабинет: "+o.Title(), o.Address.Line(), "руководитель по реестру")
	p.Audit()
	p.Shot("sample/arrive")
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Click()
	p.ByRole("button", "Открыть кабинет").Click()
	p.WantText("Кабинет открыт", o.Title(), o.OGRN, o.INN)
	p.Shot("sample/cabinet")
	p.Open("/org/" + o.OGRN + "/data")
	p.WantText("По данным реестра", o.Address.Line(), h.Full(), o.Main.Code)
	p.Shot("sample/data")
	p.Open("/org/" + o.OGRN + "/figures")
	p.WantText("Кто действовал", plainWords(h.Surname), "Открыт кабинет организации")
	p.Audit()
	p.Shot("sample/figures")
	p.Open("/org/" + o.OGRN + "/documents")
	p.WantText("Открытие кабинета", plainWords(h.Surname))
	p.Audit()
	p.Shot("sample/documents")
	p.ByRole("link", "Открытие кабинета").Click()
	p.WantText("KLASTER-LOGIN/1", "Вход подписан электронной подписью", "юридической силы не имеет", plainWords(h.Surname), "Открытие кабинета")
	p.Audit()
	p.Shot("sample/document")
	p.Open("/profile/level")
	p.WantText("Полная")
}

// A clean organisation of another region and a sole proprietor open their cabinets as well, with nobody of the foundation involved.
func TestBrowserT11_ARegionalOrganisationAndAProprietor(t *testing.T) {
	w := newTown(t, storetest.SQLite(t))
	for i, holds := range []func(r *egr.Record) bool{
		company("76"), func(r *egr.Record) bool { return r.Register == egr.Entrepreneurs },
	} {
		o := w.find(t, 0, holds)
		person := o.Acting(workdays.DateOf(time.Now())).Heads[0].Person
		h := w.settles(t, person, []string{"regional@klaster.example", "proprietor@klaster.example"}[i], []string{"11223344595", "08765430300"}[i])
		p := w.visitor(t, [][]browsertest.Option{{browsertest.Narrow()}, {browsertest.Dark()}}[i]...)
		signIn(p, h.email)
		w.opens(t, p, o.Record, w.certificate(t, o.Record, h))
		p.Shot("sample/cabinet-of-another")
		p.Open("/org/" + o.OGRN + "/data")
		p.WantText("Сведения на", "Действует", o.INN)
		p.Audit()
		p.Shot("sample/data-of-another")
		p.Open("/org/" + o.OGRN + "/people")
		p.WantText(plainWords(person.Surname), []string{"руководитель по реестру", "индивидуальный предприниматель"}[i])
	}
	if n := count(t, w.DB, `SELECT COUNT(*) FROM organisation_case`); n != 0 {
		t.Errorf("%d cases wait for an operator", n)
	}
}

// T13: a head invites an employee by their СНИЛС and signs the appointment; the employee accepts, works for two organisations in two tabs,
// and loses access with the end of the term, without a new sign-in.
func TestBrowserT13_AnEmployeeIsInvitedAndTheTermEnds(t *testing.T) {
	w := newTown(t, storetest.SQLite(t))
	first, second := w.find(t, 0, company("54")), w.find(t, 1, company("54"))
	snils, err := ruid.ParseSNILS(numberWith(t, "16012345", '6'))
	if err != nil {
		t.Fatal(err)
	}
	employee := personID(t, w.Running, "ilya@klaster.example")
	if err := w.DB.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := w.Account.Raise(t.Context(), tx, employee, actor.Standard, account.Vouch{
			Source: account.BySNILS, Reference: "test", Identity: account.Identity{SNILS: snils},
		})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for i, o := range []sampled{first, second} {
		h := w.settles(t, o.Heads[0].Person, []string{"one@klaster.example", "two@klaster.example"}[i], []string{"11223344595", "08765430300"}[i])
		p := w.visitor(t)
		signIn(p, h.email)
		k := w.certificate(t, o.Record, h)
		w.opens(t, p, o.Record, k)
		p.Open("/org/" + o.OGRN + "/people")
		p.ByRole("link", "Назначить доверенное лицо").Click()
		p.ByLabel("СНИЛС").Fill(snils.String())
		p.ByLabel("Фамилия, имя и отчество").Fill("Орлов Илья")
		p.ByLabel("Полный").Check()
		last := time.Now().AddDate(0, 2, 0)
		p.ByLabel("День").Fill(last.Format("2"))
		p.ByLabel("Месяц").Fill(last.Format("1"))
		p.ByLabel("Год").Fill(last.Format("2006"))
		p.ByRole("button", "Перейти к подписанию").Click()
		p.WantText("Назначение доверенного лица", "От имени: "+o.Title()) // the page of signing says for whom
		p.Shot("sample/sign-grant")
		k.sign(t, p)
		p.WantText("Назначение подписано", "ждёт ответа")
		p.Open("/org/" + o.OGRN + "/documents")
		p.ByRole("link", "Назначение доверенного лица: Орлов Илья").Click()
		p.WantText("KLASTER-GRANT/1", "Документ подписан электронной подписью", "СНИЛС: "+string(snils), "Скачать документ", "Скачать подпись")
		p.Shot("sample/grant")
	}

	p := w.visitor(t)
	signIn(p, "ilya@klaster.example")
	p.Open("/organisations")
	p.WantText("Приглашение: "+first.Title(), "Приглашение: "+second.Title())
	p.Audit()
	p.Shot("sample/invitations")
	p.ByRole("button", "Принять приглашение "+first.Title()).Click()
	p.WantText("Приглашение принято")
	p.Open("/organisations")
	p.ByRole("button", "Принять приглашение "+second.Title()).Click()
	p.WantText("Приглашение принято")
	p.Open("/organisations")
	p.ByRole("button", "Войти как "+first.Title()).Click()
	p.WantURL("/org/" + first.OGRN)
	p.Open("/org/" + first.OGRN + "/data/contacts")
	other := p.Tab()
	other.Open("/organisations")
	other.ByRole("button", "Войти как "+second.Title()).Click()
	other.WantURL("/org/" + second.OGRN)
	p.ByLabel("Почта организации необязательно").Fill("info@klaster.example")
	p.ByRole("button", "Сохранить").Click()
	p.WantText("Вы сменили профиль", first.Title(), second.Title())
	p.ByRole("button", "Продолжить от имени: "+first.Title()).Click()
	p.WantText("Готово: контакты изменены")
	// What is not for a trusted person stays so: the document of another's appointment and appointing are not theirs.
	p.Open("/org/" + first.OGRN + "/people")
	if p.ByRole("link", "Назначить доверенное лицо").Exists() {
		t.Error("a trusted person may appoint")
	}

	// The term of the first ends. The page that is open is of no use any more; the other organisation is as before.
	execute(t, w.Running, `UPDATE organisation_grant SET until = $1 WHERE organisation = (SELECT id FROM organisation_cabinet WHERE ogrn = $2)`, time.Now().UTC(), first.OGRN)
	p.Open("/org/" + first.OGRN + "/data")
	p.WantText("Такого кабинета организации нет")
	p.Open("/organisations")
	if p.ByRole("button", "Войти как "+first.Title()).Exists() {
		t.Error("an organisation is offered whose term is over")
	}
	p.Open("/org/" + second.OGRN + "/data")
	p.WantText(second.INN)
}

// T11, T22: an import replaces the head of an organisation that has a cabinet. It waits for a second person; when an operator confirms it,
// the former head loses rights and sessions at once, and the new one comes in by a signature of their own and is asked to confirm those
// whom the former one trusted.
func TestBrowserT11_AnImportReplacesTheHead(t *testing.T) {
	w := newTown(t, storetest.SQLite(t))
	o := w.find(t, 0, company("54"))
	next := w.find(t, 1, company("54")).Heads[0].Person // somebody with a number that is right
	former := w.settles(t, o.Heads[0].Person, "former@klaster.example", "11223344595")
	p := w.visitor(t)
	signIn(p, former.email)
	w.opens(t, p, o.Record, w.certificate(t, o.Record, former))
	trusted := personID(t, w.Running, "ilya@klaster.example")
	w.trust(t, o.OGRN, trusted)

	i := w.imports(t, fact.Organisations, "later.xml", w.headed(t, o, next))
	if i.Held != 1 {
		t.Fatalf("%d held: %+v", i.Held, i.Counts)
	}
	p.Open("/org/" + o.OGRN + "/people") // nothing has happened yet
	p.WantText(plainWords(former.Surname))
	operator := w.visitor(t)
	signIn(operator, "operator@klaster.example")
	operator.Open("/admin/registers/changes")
	operator.WantText(next.Surname, former.Surname)
	operator.ByRole("button", "Подтвердить "+o.OGRN).Click()
	operator.WantText("Решение записано")
	awaitNone(t, w.Running, `SELECT COUNT(*) FROM organisation_signer WHERE ended_at IS NULL`)

	p.Open("/org/" + o.OGRN + "/people")
	p.WantURL("/login?next=%2Forg%2F" + o.OGRN + "%2Fpeople") // the session has ended with the rights
	signIn(p, former.email)
	p.Open("/org/" + o.OGRN + "/people")
	p.WantText("Такого кабинета организации нет")

	successor := w.settles(t, next, "successor@klaster.example", "08765430300")
	n := w.visitor(t)
	signIn(n, successor.email)
	n.Open("/organisations")
	n.ByRole("button", "Войти по электронной подписи").Click()
	later := *o.Record
	later.Heads = slices.Clone(later.Heads)
	later.Heads[0].Person = next
	w.certificate(t, &later, successor).sign(t, n)
	n.WantText("Войти в кабинет: " + o.Title())
	n.ByRole("button", "Войти в кабинет").Click()
	n.WantText("Подтвердите доверенное лицо: Орлов Илья")
	n.Audit()
	n.Shot("sample/new-head")
	n.Open("/org/" + o.OGRN + "/people")
	n.WantText(plainWords(next.Surname), "сменился руководитель")
	n.ByRole("button", "Подтвердить Орлов Илья").Click()
	n.WantText("Права подтверждены")
	if text := n.Text(); strings.Contains(text, plainWords(former.Surname)+" "+plainWords(former.Name)+" "+plainWords(former.Patronymic)+" руководитель") {
		t.Error("the former head still signs")
	}
}

// trust makes a person a trusted person of a cabinet, with full access.
func (w *town) trust(t *testing.T, ogrn string, who actor.PersonID) {
	t.Helper()
	now := w.Clock.Now()
	execute(t, w.Running, `INSERT INTO organisation_grant (id, organisation, snils_mac, snils_end, person, name, role, state, granted_by, granted_at, signature, lapses_at, until, accepted_at)
		SELECT $1, id, $1, '45 95', $2, 'Орлов Илья', 'full', 'active', opened_by, $3, $1, $4, $4, $3 FROM organisation_cabinet WHERE ogrn = $5`,
		id.New(), string(who), now, now.AddDate(1, 0, 0), ogrn)
}

// headed is a file with the record of an organisation as it stands a month later, under another head.
func (w *town) headed(t *testing.T, o sampled, head egr.Person) []byte {
	t.Helper()
	windows := charmap.Windows1251.NewEncoder()
	encoded := func(s string) []byte {
		b, err := windows.Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	raw, was := o.raw, o.Heads[0].Person
	later := o.AsOf.AddDays(30)
	for _, change := range [][2]string{
		{`Фамилия="` + was.Surname + `"`, `Фамилия="` + head.Surname + `"`},
		{`Имя="` + was.Name + `"`, `Имя="` + head.Name + `"`},
		{`Отчество="` + was.Patronymic + `"`, `Отчество="` + head.Patronymic + `"`},
		{`ИННФЛ="` + was.INN + `"`, `ИННФЛ="` + head.INN + `"`},
		{`ДатаВып="` + o.AsOf.String() + `"`, `ДатаВып="` + later.String() + `"`},
	} {
		old := encoded(change[0])
		if !bytes.Contains(raw, old) {
			t.Fatalf("the record has no %s", change[0])
		}
		raw = bytes.ReplaceAll(raw, old, encoded(change[1]))
	}
	head1251 := encoded(`<?xml version="1.0" encoding="windows-1251"?><Файл ИдФайл="TEST" ВерсФорм="4.07" ТипИнф="ЕГРЮЛ_ОТКР_СВЕД" КолДок="1">`)
	return slices.Concat(head1251, raw, encoded(`</Файл>`))
}
