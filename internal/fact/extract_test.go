package fact

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob/blobtest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// seals says of a message whose signature it is: «good» is the tax service's, and the document must be the one that was signed.
type seals struct{ document string }

func (v seals) Verify(_ context.Context, message, document []byte) (Signer, error) {
	if string(document) != v.document {
		return Signer{}, ErrBadSignature
	}
	switch string(message) {
	case "good":
		return Signer{INN: taxServiceINN, OGRN: taxServiceOGRN, Certificate: "c0ffee"}, nil
	case "somebody":
		return Signer{INN: "7707083893", OGRN: "1027700132195"}, nil
	case "half":
		return Signer{INN: taxServiceINN}, nil
	case "later":
		return Signer{}, ErrTryLater
	}
	return Signer{}, ErrBadSignature
}

func extractOf(on, head string) string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?><Выписка><СвЮЛ ДатаВып="%s" ОГРН="1999900000010" ДатаОГРН="2019-03-01" ИНН="9900000017" КПП="770101001" СпрОПФ="ОКОПФ" КодОПФ="12300" ПолнНаимОПФ="ООО"><СвНаимЮЛ НаимЮЛПолн="УЧЕБНОЕ"/>`+
		`<СведДолжнФЛ><СвФЛ Фамилия="%s" Имя="АННА"/><СвДолжн ВидДолжн="02" НаимВидДолжн="РУКОВОДИТЕЛЬ" НаимДолжн="ДИРЕКТОР"/></СведДолжнФЛ></СвЮЛ></Выписка>`, on, head)
}

// T22: an uploaded extract is a fact only if the tax service has signed these very bytes, and only of the organisation and the day that it
// names; then it is as good as the register's own file, and an older one changes nothing.
func TestT22_AnExtractIsAFactOnlyUnderTheTaxServicesSignature(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, q := room(t, db)
		s.files = blobtest.NewMemory(s.clock)
		good := extractOf("2026-11-20", "ПЕРВАЯ")
		s.verifier = seals{good}
		subject := Subject{OGRN: "1999900000010"}
		up := func(content, message string) Upload {
			return Upload{Subject: subject, Name: "a.xml", Content: []byte(content), Signature: []byte(message)}
		}
		for name, c := range map[string]struct {
			u    Upload
			want error
		}{
			"no signature":         {up(good, ""), ErrNotSealed},
			"a bad signature":      {up(good, "bad"), ErrNotSealed},
			"one changed byte":     {up(strings.Replace(good, "ПЕРВАЯ", "ВТОРАЯ", 1), "good"), ErrNotSealed},
			"signed by others":     {up(good, "somebody"), ErrNotTaxService},
			"half of the numbers":  {up(good, "half"), ErrNotTaxService},
			"nobody can tell":      {up(good, "later"), ErrSealLater},
			"another organisation": {Upload{Subject: Subject{INN: "7707083893"}, Content: []byte(good), Signature: []byte("good")}, ErrOtherSubject},
			"of a day to come":     {up(extractOf("2027-01-01", "ПЕРВАЯ"), "good"), ErrExtractFuture},
			"no extract":           {up("<a/>", "good"), ErrNotExtract},
			"a PDF document":       {up("%PDF-1.7", "good"), ErrExtractPDF},
		} {
			if err := s.TakeExtract(t.Context(), operator("olga"), c.u); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		if err := s.TakeExtract(t.Context(), actor.Actor{Person: "p"}, up(good, "good")); !errors.Is(err, actor.ErrRole) {
			t.Errorf("without a role: %v", err)
		}
		if _, err := s.Entry(t.Context(), db.Single(), subject.OGRN); !errors.Is(err, ErrNotFound) {
			t.Fatalf("one of them became a fact: %v", err)
		}
		if err := s.TakeExtract(t.Context(), operator("olga"), up(good, "good")); err != nil {
			t.Fatal(err)
		}
		e := s.entryOf(t, subject.OGRN)
		if e.Source != Extract || e.Heads[0].Person.Surname != "ПЕРВАЯ" || e.Confirmed != day("2026-11-20") || !e.Source.Official() {
			t.Errorf("%+v by %s", e.Heads, e.Source)
		}
		if err := s.TakeExtract(t.Context(), operator("olga"), up(good, "good")); !errors.Is(err, ErrExtractKnown) {
			t.Errorf("the same once more: %v", err)
		}

		s.watch(t, subject)
		older, later := extractOf("2026-11-10", "ПРЕЖНЯЯ"), extractOf("2026-11-21", "НОВАЯ")
		s.verifier = seals{older}
		if err := s.TakeExtract(t.Context(), operator("olga"), up(older, "good")); err != nil {
			t.Fatal(err)
		}
		if e := s.entryOf(t, subject.OGRN); e.Heads[0].Person.Surname != "ПЕРВАЯ" || len(q.args) != 0 {
			t.Errorf("an older extract took over: %+v, told %v", e.Heads, q.args)
		}
		s.verifier = seals{later}
		if err := s.TakeExtract(t.Context(), operator("olga"), up(later, "good")); err != nil {
			t.Fatal(err)
		}
		if e := s.entryOf(t, subject.OGRN); e.Heads[0].Person.Surname != "НОВАЯ" || len(q.args) != 1 {
			t.Errorf("a later one: %+v, told %v", e.Heads, q.args)
		}
	})
}
