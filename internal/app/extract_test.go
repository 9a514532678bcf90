package app_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/fact/extract"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

// detachedBy signs a document as the holder of a certificate of the installation's trial authority.
func detachedBy(t *testing.T, r *apptest.Running, h trialca.Holder, document []byte) []byte {
	t.Helper()
	private, err := gost3410.CryptoProA().GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	public, err := algorithm.NewPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	var message []byte
	err = authority.With(filepath.Join(r.Config.Data, "trial-ca"), func(a *authority.Authority) error {
		issued, err := a.Issue(h, public)
		if err != nil {
			return err
		}
		message, err = cms.SignDetached(bytes.NewReader(document), cms.Signature{
			Key: private, Certificate: issued, SigningTime: time.Now(),
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return message
}

func taxService() trialca.Holder {
	h := trialcatest.Head()
	h.CommonName, h.Organization, h.INN, h.OGRN = "Учебная налоговая служба", "Учебная налоговая служба", "7707329152", "1047707030513"
	return h
}

// T22 and T8: in a trial installation an extract is a fact when the trial authority's certificate bears the numbers of the tax service,
// whatever its name, and when it was signed as it is.
func TestT22_AnExtractUnderATrialSignature(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o := demo.Organisations()[0]
		file, _ := demo.Register(time.Now())
		document := []byte(nil)
		for part := range bytes.SplitSeq(file, []byte("<Документ ")) {
			if bytes.Contains(part, []byte(`ОГРН="`+o.OGRN+`" ДатаОГРН`)) {
				_, rest, _ := bytes.Cut(part, []byte(">"))
				record, _, _ := bytes.Cut(rest, []byte("</Документ>"))
				document = append([]byte(`<?xml version="1.0" encoding="UTF-8"?><Выписка>`), append(bytes.Clone(record), "</Выписка>"...)...)
				break
			}
		}
		operator := actor.Actor{Person: "01999999-0000-7000-8000-00000000a11a", Staff: []actor.Role{actor.Operator}}
		u := fact.Upload{Subject: fact.Subject{OGRN: o.OGRN}, Name: "выписка.xml", Content: document}
		impostor := taxService()
		impostor.INN, impostor.OGRN = "7707083893", "1027700132195"
		for _, c := range []struct {
			name   string
			holder trialca.Holder
			signed []byte
			want   error
		}{
			{"of somebody who calls himself so", impostor, document, fact.ErrNotTaxService},
			{"over another file", taxService(), append(bytes.Clone(document), '\n'), fact.ErrNotSealed},
			{"of the tax service", taxService(), document, nil},
		} {
			u.Signature = detachedBy(t, r, c.holder, c.signed)
			if err := r.Fact.TakeExtract(t.Context(), operator, u); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.name, err, c.want)
			}
		}
		visitor := htmlcheck.NewVisitorAt(t, r.URL)
		enter(visitor, "operator@klaster.example")
		visitor.Open("/admin/registers/subject?q=" + o.OGRN).WantText("ЕГРЮЛ (выписка с подписью налоговой службы)")
		visitor.Open("/admin/registers/extract?q=" + o.OGRN).WantText("Из документа ПДФ сведения не считываются").Press("Загрузить выписку").WantText("Выберите файл подписи")
	})
}

// A signature inside of a PDF document is found where signers write it, and belongs to what stands around it.
func TestASealInsideOfADocument(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		const room = 20_000 // digits for the message
		head := "%%PDF-1.7\n1 0 obj\n<</Type /Sig /ByteRange [0 %06d %06d %06d] /Contents "
		const tail = ">>\nendobj\n%%EOF\n"
		first := len(fmt.Sprintf(head, 0, 0, 0))
		before := fmt.Sprintf(head, first, first+room+2, len(tail))
		digits := hex.EncodeToString(detachedBy(t, r, taxService(), []byte(before+tail)))
		document := before + "<" + digits + strings.Repeat("0", room-len(digits)) + ">" + tail
		seal, err := extract.SealOf([]byte(document))
		if err != nil {
			t.Fatal(err)
		}
		checked, err := r.Signature.Check(t.Context(), seal.Message, bytes.NewReader(seal.Signed))
		if err != nil || !checked.Passed() {
			t.Errorf("%+v, %v", checked.Report, err)
		}
	})
}
