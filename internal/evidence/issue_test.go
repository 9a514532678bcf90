package evidence_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/opensslgost"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// T21: what the foundation gives out about what it received bears its seal, over JSON of one form.
func TestT21_AReceiptBearsTheSealOverItsCanonicalForm(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		issued := h.issue(t, input())
		kept, err := h.read(t, issued.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(issued.Statement, kept.Statement); diff != "" || !bytes.Equal(issued.Sealed, kept.Sealed) {
			t.Errorf("the receipt that was kept differs:\n%s", diff)
		}
		report, err := validate.Validate(t.Context(), validate.Input{
			Signature: kept.Sealed, Anchors: []*cert.Certificate{h.pki.Root.Certificate()}, ControlTime: start,
		}, validate.Trial, validate.Options{AllowTrial: true})
		if err != nil || report.Indication != validate.TotalPassed || !report.Signers[0].Trial {
			t.Fatalf("%+v, %v", report, err)
		}
		st, seal, err := evidence.Open(kept.Sealed)
		if err != nil || !seal.Trial() || seal.Identity().OGRN != "1099600000015" {
			t.Fatalf("%v", err)
		}
		commitment := fmt.Sprintf("%x", kept.Leaf.Commitment[:])
		doc := sha256.Sum256([]byte("<заявление/>"))
		want := `{"documents":[{"media_type":"application/xml","name":"application.xml","role":"application","sha256":"` + fmt.Sprintf("%x", doc) +
			`","size":21,"streebog256":"` + st.Documents[0].Streebog + `"}],"format":"klaster-receipt/1","id":"` + issued.ID + `","installation":"trial","kind":"application.sent",` +
			`"leaf":{"commitment":"` + commitment + `","id":"` + issued.Leaf.ID + `"},` +
			`"notice":{"en":"A trial installation: the receipt has no legal force.","ru":"Учебная установка: квитанция юридической силы не имеет."},"number":"2026-000123",` +
			`"signatures":[{"certificate_sha256":"03` + strings.Repeat("00", 31) + `","sha256":"01` + strings.Repeat("00", 31) + `","streebog256":"02` + strings.Repeat("00", 31) + `"}],` +
			`"site":"https://cluster.example","subject":{"inn":"9600000016","kind":"organisation","ogrn":"1099600000015","ogrnip":null},` +
			`"text":{"en":"The application for the status of a participant was received.","ru":"Заявление о присвоении статуса участника получено."},` +
			`"times":{"issued":"2026-11-22T09:00:00.123456Z","note":{"en":` + quoted(st.Times.Note.En) + `,"ru":` + quoted(st.Times.Note.Ru) + `},"proven":null,"received":"2026-11-22T08:59:59.123456Z"}}`
		if got := content(t, kept.Sealed); got != want {
			t.Errorf("the JSON is\n%s\nwant\n%s", got, want)
		}
	})
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// content is what the seal is over, as it stands in the file.
func content(t *testing.T, sealed []byte) string {
	t.Helper()
	from, to := bytes.Index(sealed, []byte(`{"documents"`)), bytes.LastIndex(sealed, []byte(`Z"}}`))
	if from < 0 || to < from {
		t.Fatal("the JSON does not stand in the file")
	}
	return string(sealed[from : to+4])
}

// T3: the platform's clock is no proof of time, and a receipt says so; a proven time stands apart.
func TestT3_AReceiptSaysWhatItsTimesAreWorth(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		st := h.issue(t, input()).Statement
		if st.Times.Proven != "" || !strings.Contains(st.Times.Note.Ru, "не доказательство") || !strings.Contains(st.Times.Note.En, "do not prove") {
			t.Errorf("%+v", st.Times)
		}
		in := input()
		in.Proven = start.Add(-time.Minute)
		if st = h.issue(t, in).Statement; st.Times.Proven != "2026-11-22T08:59:00.123456Z" || !strings.Contains(st.Times.Note.Ru, "Доказанное время") {
			t.Errorf("%+v", st.Times)
		}
	})
}

// T21: OpenSSL with the GOST engine verifies a receipt, and gives its JSON back.
func TestT21_OpenSSLVerifiesAReceipt(t *testing.T) {
	opensslgost.Require(t)
	each(t, func(t *testing.T, h *house) {
		r := h.issue(t, input())
		dir := t.TempDir()
		file, root, out := filepath.Join(dir, "receipt.p7m"), filepath.Join(dir, "root.pem"), filepath.Join(dir, "receipt.json")
		write(t, file, r.Sealed)
		write(t, root, cert.PEM(h.pki.Root.Certificate()))
		args := []string{"cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", file, "-CAfile", root, "-attime", fmt.Sprint(start.Unix()), "-out", out}
		opensslgost.Run(t, nil, args...)
		got, err := os.ReadFile(out)
		if err != nil || string(got) != content(t, r.Sealed) {
			t.Errorf("%s, %v", got, err)
		}
		write(t, file, bytes.Replace(r.Sealed, []byte("2026-000123"), []byte("2026-000124"), 1))
		if _, err := opensslgost.Try(t, nil, args...); err == nil {
			t.Error("a changed receipt passes")
		}
	})
}

// T19: a leaf is a kind and a salted commitment, which whoever has receipt and salt can make anew without this program.
func TestT19_ALeafIsASaltedCommitment(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r, again := h.issue(t, input()), h.issue(t, input())
		if r.Leaf.Commitment == again.Leaf.Commitment {
			t.Error("two leaves are the same")
		}
		var salt evidence.Salt
		if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
			salt, err = h.Salt(t.Context(), q, r.Leaf.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		bare := regexp.MustCompile(`"leaf":\{[^}]*\}`).ReplaceAllString(content(t, r.Sealed), `"leaf":null`)
		octets := "klaster-leaf/1\x00" + string(salt[:]) + "\x00\x10" + "application.sent" + bare
		if sum := sha256.Sum256([]byte(octets)); sum != [32]byte(r.Leaf.Commitment) {
			t.Errorf("the commitment is %x, not %x", r.Leaf.Commitment, sum)
		}
		if r.Leaf.Number != 0 || h.count(t, `SELECT COUNT(*) FROM evidence_leaf WHERE seq IS NOT NULL`) != 0 {
			t.Error("a leaf has a number before there is a log")
		}
	})
	// Neighbours do not run together, and every part counts.
	one := evidence.Commit("a.b", evidence.Salt{1}, []byte("c"))
	for name, other := range map[string]evidence.Commitment{
		"kind and payload": evidence.Commit("a.bc", evidence.Salt{1}, nil), "the salt": evidence.Commit("a.b", evidence.Salt{2}, []byte("c")),
		"the payload": evidence.Commit("a.b", evidence.Salt{1}, []byte("d")), "the kind": evidence.Commit("a.c", evidence.Salt{1}, []byte("c")),
	} {
		if one == other {
			t.Errorf("%s makes no difference", name)
		}
	}
}

// A transaction that did not commit leaves neither leaf nor receipt, one that did leaves one of each.
func TestLeafAndReceiptAreThereExactlyWhenCommitted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const senders, rounds = 4, 6
		undone := errors.New("undone")
		var wait sync.WaitGroup
		var mu sync.Mutex
		acknowledged := map[string]bool{}
		for sender := range senders {
			wait.Go(func() {
				for round := range rounds {
					var r evidence.Receipt
					err := h.db.Update(t.Context(), func(tx *sqldb.Tx) (err error) {
						if r, err = h.Issue(t.Context(), tx, input()); err == nil && (sender+round)%2 == 0 {
							err = undone
						}
						return err
					})
					mu.Lock()
					acknowledged[r.ID] = err == nil
					mu.Unlock()
					if err != nil && !errors.Is(err, undone) {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		for id, committed := range acknowledged {
			if _, err := h.read(t, id); committed && err != nil || !committed && !errors.Is(err, evidence.ErrNoReceipt) {
				t.Errorf("receipt %s of a transaction, committed %v: %v", id, committed, err)
			}
		}
		if want := [3]int{senders * rounds / 2, senders * rounds / 2, senders * rounds / 2}; h.rows(t) != want {
			t.Errorf("leaves, salts, receipts: %v, want %v", h.rows(t), want)
		}
	})
	each(t, func(t *testing.T, h *house) { // nor one that was cut off
		ctx, cancel := context.WithCancel(t.Context())
		err := h.db.Update(ctx, func(tx *sqldb.Tx) error {
			_, err := h.Issue(ctx, tx, input())
			cancel()
			return err
		})
		if err == nil || h.rows(t) != [3]int{} {
			t.Errorf("%v, %v", err, h.rows(t))
		}
	})
}

// The kinds of subjects have their numbers and no others; a person has none.
func TestSubjects(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for want, s := range map[evidence.StatedSubject]evidence.Subject{
			{Kind: "proprietor", INN: "960000000300", OGRNIP: "309960000000010"}: {ID: organisation, Kind: evidence.Proprietor, INN: "960000000300", OGRNIP: "309960000000010"},
			{Kind: "person"}: {ID: person, Kind: evidence.Person},
		} {
			in := input()
			in.Subject = s
			r := h.issue(t, in)
			if r.Statement.Subject != want || strings.Contains(content(t, r.Sealed), person) {
				t.Errorf("%+v:\n%s", r.Statement.Subject, content(t, r.Sealed))
			}
		}
	})
}

// A room that says something wrong gets an error, and nothing is written.
func TestInputIsChecked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for name, spoil := range map[string]func(*evidence.ReceiptInput){
			"no kind":                 func(in *evidence.ReceiptInput) { in.Kind = "" },
			"a kind of one word":      func(in *evidence.ReceiptInput) { in.Kind = "sent" },
			"a kind with a space":     func(in *evidence.ReceiptInput) { in.Kind = "application. sent" },
			"a long kind":             func(in *evidence.ReceiptInput) { in.Kind = evidence.Kind("a." + strings.Repeat("b", 64)) },
			"no number":               func(in *evidence.ReceiptInput) { in.Number = "" },
			"a number with a break":   func(in *evidence.ReceiptInput) { in.Number = "1\n2" },
			"no case":                 func(in *evidence.ReceiptInput) { in.Matter = "" },
			"no subject":              func(in *evidence.ReceiptInput) { in.Subject.ID = "" },
			"no kind of subject":      func(in *evidence.ReceiptInput) { in.Subject.Kind = "" },
			"no time":                 func(in *evidence.ReceiptInput) { in.Received = time.Time{} },
			"one language":            func(in *evidence.ReceiptInput) { in.Text = i18n.Raw("Получено.", "") },
			"a text that is no UTF-8": func(in *evidence.ReceiptInput) { in.Text = i18n.Same("a\xff") },
			"a control character":     func(in *evidence.ReceiptInput) { in.Text = i18n.Same("a\x00") },
			"wrong check digits":      func(in *evidence.ReceiptInput) { in.Subject.INN = "9600000017" },
			"no ОГРН":                 func(in *evidence.ReceiptInput) { in.Subject.OGRN = "" },
			"a person with a number":  func(in *evidence.ReceiptInput) { in.Subject.Kind = evidence.Person },
			"a document unread":       func(in *evidence.ReceiptInput) { in.Documents[0].Streebog = [32]byte{} },
			"a document unnamed":      func(in *evidence.ReceiptInput) { in.Documents[0].Name = "" },
			"a signature unread":      func(in *evidence.ReceiptInput) { in.Signatures[0].Certificate = [32]byte{} },
			"too many documents":      func(in *evidence.ReceiptInput) { in.Documents = make([]evidence.Document, 257) },
		} {
			in := input()
			spoil(&in)
			var r evidence.Receipt
			if err := h.try(t, in, &r); err == nil {
				t.Errorf("%s is taken", name)
			}
		}
		if h.rows(t) != [3]int{} {
			t.Errorf("%v", h.rows(t))
		}
	})
}
