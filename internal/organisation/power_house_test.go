package organisation_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// notary judges signatures under powers of attorney and answers for their registry.
type notary struct {
	mu     sync.Mutex
	status map[mchd.Number]mchd.Status // what is not there is in force
	down   error
	asked  int
}

// seal is a signature of a test: over which bytes, by whom, and what the policy says of it.
type seal struct {
	Over  string
	Seals []organisation.PowerSignature
}

var errNoSeal = fault.New(fault.Invalid, i18n.M("Это не файл подписи.", "This is no signature."))

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

func sealed(document []byte, valid mchd.Answer, holders ...organisation.Holder) []byte {
	s := seal{Over: sum(document)}
	for _, h := range holders {
		s.Seals = append(s.Seals, organisation.PowerSignature{Holder: h, Valid: valid})
	}
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return b
}

func (n *notary) CheckPower(_ context.Context, document, signature []byte) ([]organisation.PowerSignature, json.RawMessage, error) {
	var s seal
	if json.Unmarshal(signature, &s) != nil {
		return nil, nil, errNoSeal
	}
	if s.Over != sum(document) {
		for i := range s.Seals {
			s.Seals[i].Valid = mchd.No
		}
	}
	return s.Seals, json.RawMessage(`{"format":"test"}`), nil
}

func (n *notary) Status(_ context.Context, number mchd.Number, _ mchd.Subject) (mchd.Registry, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked++
	if n.down != nil {
		return mchd.Registry{}, n.down
	}
	if s, ok := n.status[number]; ok {
		return mchd.Registry{Status: s}, nil
	}
	return mchd.Registry{Status: mchd.StatusValid}, nil
}

func (n *notary) say(number mchd.Number, s mchd.Status) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.status == nil {
		n.status = map[mchd.Number]mchd.Status{}
	}
	n.status[number] = s
}

func (n *notary) silent(down bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down = nil
	if down {
		n.down = errors.New("the registry does not answer")
	}
}

func powerNumber(n int) mchd.Number {
	return mchd.Number(fmt.Sprintf("%08x-0000-4000-8000-00000000abcd", n))
}

func date(y int, m time.Month, d int) mchd.Date { return mchd.Date{Year: y, Month: m, Day: d} }

// The people of powers of attorney. Vera is who acts by one.
func veraParty() mchd.Party {
	return mchd.Party{Kind: mchd.Person, FullName: mchd.FullName{Surname: "Соколова", Given: "Вера", Patronymic: "Ивановна"}, INN: veraINN, SNILS: "08765430300", Title: "Юрист"}
}

const romanINN = "000000000321"

func romanParty() mchd.Party {
	return mchd.Party{Kind: mchd.Person, FullName: mchd.FullName{Surname: "Орлов", Given: "Роман", Patronymic: "Игоревич"}, INN: romanINN, SNILS: "16012345612", Title: "Бухгалтер"}
}

// company is «Ромашка» as it gives powers, signed by Anna.
func company() mchd.Party {
	return mchd.Party{
		Kind: mchd.Organisation, Name: "ООО «Ромашка»", INN: romashkaINN, OGRN: romashkaOGRN, KPP: "770101001",
		Heads: []mchd.Head{{People: []mchd.Party{{
			Kind: mchd.Person, FullName: mchd.FullName{Surname: "Ёлкина", Given: "Анна", Patronymic: "Петровна"}, INN: annaINN, SNILS: "11223344595", Title: "Директор",
		}}}},
	}
}

// power is a plain power of attorney to Vera of 1 November for a year.
func power(n int, change func(*mchd.Document)) *mchd.Document {
	d := &mchd.Document{
		Number: powerNumber(n), FileID: "ON_EMCHD_20261101_" + string(powerNumber(n)), Flags: "00000000", InternalNumber: "17",
		Issued: date(2026, 11, 1), Until: date(2027, 10, 31), Substitution: mchd.NoSubstitution, System: "https://registry.example/",
		Grantors: []mchd.Party{company()}, Agents: []mchd.Party{veraParty()},
		Powers: mchd.Powers{Coded: []mchd.Power{{Code: "KLASTER-TRIAL-SIGN", Name: "Подписывать"}}, Exercise: mchd.Alone},
	}
	if change != nil {
		change(d)
	}
	return d
}

func written(t testing.TB, d *mchd.Document) []byte {
	t.Helper()
	b, err := mchd.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// byAnna is a document with the signature of the head.
func byAnna(t testing.TB, d *mchd.Document) organisation.PowerFile {
	t.Helper()
	b := written(t, d)
	return organisation.PowerFile{Document: b, Signature: sealed(b, mchd.Yes, annaForRomashka())}
}

// own is a personal certificate.
func veraOwn() organisation.Holder {
	return organisation.Holder{PersonINN: veraINN, SNILS: ruid.SNILS("08765430300"), Surname: "Соколова", Given: "Вера", Middle: "Ивановна"}
}

func romanOwn() organisation.Holder {
	return organisation.Holder{PersonINN: romanINN, SNILS: ruid.SNILS("16012345612"), Surname: "Орлов", Given: "Роман", Middle: "Игоревич"}
}

// brought has Vera upload a power, and fails unless it is taken.
func (h *house) brought(t testing.TB, f organisation.PowerFile, parents ...organisation.PowerFile) organisation.Power {
	t.Helper()
	p, err := h.AddPower(h.as(t, "Вера"), f, parents)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// employed has Vera act for «Ромашка» by a power.
func (h *house) employed(t testing.TB, n int) organisation.Power {
	t.Helper()
	p := h.brought(t, byAnna(t, power(n, nil)))
	out, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(veraOwn()), p.ID)
	if err != nil || out.Case != "" || h.role(t, "Вера") != organisation.Employee {
		t.Fatalf("%+v, %v, %q", out, err, h.role(t, "Вера"))
	}
	return p
}

// failed are the checks of a refusal that did not pass.
func failed(err error) (ids []mchd.CheckID) {
	var no *organisation.PowerRefusal
	if errors.As(err, &no) {
		for _, c := range no.Verdict.Checks {
			if c.Result == mchd.No {
				ids = append(ids, c.ID)
			}
		}
	}
	return ids
}

func replace(f organisation.PowerFile, old, other string) organisation.PowerFile {
	f.Document = bytes.ReplaceAll(f.Document, []byte(old), []byte(other))
	return f
}

func faultOf(err error) *fault.Fault {
	no, _ := errors.AsType[*fault.Fault](err)
	return no
}

func egrPerson(surname, name, patronymic, inn string) egr.Person {
	return egr.Person{Surname: surname, Name: name, Patronymic: patronymic, INN: inn}
}

// at moves the clock on to a moment.
func (h *house) at(moment time.Time) { h.clock.Advance(moment.Sub(h.clock.Now())) }
