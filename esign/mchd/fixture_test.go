package mchd_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/ruid"
)

// complete puts the check digits behind a prefix: the only ones that the parser of the number accepts.
func complete[T ~string](tb testing.TB, prefix string, digits int, parse func(string) (T, error)) T {
	tb.Helper()
	limit := 1
	for range digits {
		limit *= 10
	}
	for i := range limit {
		if n, err := parse(fmt.Sprintf("%s%0*d", prefix, digits, i)); err == nil {
			return n
		}
	}
	tb.Fatalf("no check digits for %s", prefix)
	return ""
}

// people and organisations of the tests; tax offices 00 and 99 do not exist, so the numbers were never issued.
type cast struct {
	company, manager     mchd.Party
	head, agent, other   mchd.Party
	trader               mchd.Party
	companyID, managerID cert.Identity // the certificate of the head, for the company and for the managing company
	headID, agentID      cert.Identity // personal certificates
	otherID, traderID    cert.Identity
	subject              mchd.Subject
}

func newCast(tb testing.TB) cast {
	tb.Helper()
	person := func(n int, surname string) (mchd.Party, cert.Identity) {
		inn := complete(tb, fmt.Sprintf("99010000%02d", n), 2, ruid.ParseINN)
		snils := complete(tb, fmt.Sprintf("9900000%02d", n), 2, ruid.ParseSNILS)
		p := mchd.Party{Kind: mchd.Person, INN: inn, SNILS: snils, FullName: mchd.FullName{Surname: surname, Given: "Проба"}}
		return p, cert.Identity{Kind: cert.Person, INNPerson: inn, SNILS: snils}
	}
	organisation := func(n int, name string) mchd.Party {
		return mchd.Party{
			Kind: mchd.Organisation, Name: name, KPP: "990101001",
			INN:  complete(tb, fmt.Sprintf("99010000%d", n), 1, ruid.ParseINN),
			OGRN: complete(tb, fmt.Sprintf("12699000000%d", n), 1, ruid.ParseOGRN),
		}
	}
	var c cast
	c.head, c.headID = person(1, "Головина")
	c.head.Title = "Генеральный директор"
	c.agent, c.agentID = person(2, "Поверенная")
	c.other, c.otherID = person(3, "Вторая")
	c.company, c.manager = organisation(1, "ООО «Проба & \"Ко\"»"), organisation(2, "ООО «Управление»")
	c.company.Heads = []mchd.Head{{People: []mchd.Party{c.head}}}
	c.companyID = c.headID
	c.companyID.Kind, c.companyID.INN, c.companyID.OGRN = cert.Organisation, c.company.INN, c.company.OGRN
	c.managerID = c.headID
	c.managerID.Kind, c.managerID.INN, c.managerID.OGRN = cert.Organisation, c.manager.INN, c.manager.OGRN
	c.trader, c.traderID = person(4, "Торговец")
	c.trader.Kind, c.trader.Name = mchd.Proprietor, "ИП Торговец"
	c.trader.OGRNIP = complete(tb, "32699000000001", 1, ruid.ParseOGRNIP)
	c.traderID.Kind, c.traderID.OGRNIP = cert.Proprietor, c.trader.OGRNIP
	c.subject = mchd.Subject{INN: c.company.INN, OGRN: c.company.OGRN}
	return c
}

const (
	serviceCode = "TEST_SERVICE_SIGN"
	otherCode   = "TEST_SERVICE_READ"
)

func day(y int, m time.Month, d int) mchd.Date { return mchd.Date{Year: y, Month: m, Day: d} }

func number(n int) mchd.Number {
	return mchd.Number(fmt.Sprintf("%08x-0000-4000-8000-00000000abcd", n))
}

// newDocument is a plain power of attorney: one organisation, one person, one power.
func newDocument(c cast) *mchd.Document {
	return &mchd.Document{
		Number: number(1), FileID: "ON_EMCHD_20260901_" + string(number(1)), Flags: "00000000", InternalNumber: "17",
		Issued: day(2026, 9, 1), Until: day(2027, 8, 31), Substitution: mchd.NoSubstitution,
		System:   "https://registry.example/check?guid=" + string(number(1)),
		Grantors: []mchd.Party{c.company}, Agents: []mchd.Party{c.agent},
		Powers: mchd.Powers{Coded: []mchd.Power{{Code: serviceCode, Name: "Подписание"}}, Exercise: mchd.Alone},
	}
}

// file writes a document and parses it again, so that it has a hash.
func file(tb testing.TB, d *mchd.Document) ([]byte, *mchd.Document) {
	tb.Helper()
	b, err := mchd.Marshal(d)
	if err != nil {
		tb.Fatal(err)
	}
	back, err := mchd.Parse(bytes.NewReader(b), mchd.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	return b, back
}

var at = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// evidence is a document that everybody vouches for.
func evidence(tb testing.TB, d *mchd.Document, signers ...cert.Identity) mchd.Evidence {
	tb.Helper()
	_, parsed := file(tb, d)
	e := mchd.Evidence{Document: parsed, Registry: mchd.Registry{Status: mchd.StatusValid, Asked: at}}
	for _, id := range signers {
		e.Signatures = append(e.Signatures, mchd.Signature{
			SHA256: parsed.SHA256, Signer: id, Valid: mchd.Yes, Head: mchd.Yes, HeadOn: parsed.Issued,
		})
	}
	return e
}

func question(c cast) mchd.Question {
	return mchd.Question{
		At: at, Principal: c.subject, Signer: mchd.Actor{Identity: c.agentID},
		Codes: map[string]bool{serviceCode: true, otherCode: false}, AskedSince: at.Add(-time.Hour),
	}
}
