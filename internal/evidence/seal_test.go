package evidence_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// refuses checks that the room refuses to issue, with a text in both languages, and says why on the page of readiness.
func (h *house) refuses(t *testing.T, reason string) {
	t.Helper()
	var r evidence.Receipt
	err := h.try(t, input(), &r)
	var f *fault.Fault
	if !errors.Is(err, evidence.ErrNoSeal) || !errors.As(err, &f) || f.Kind != fault.Unavailable || f.Text.In(i18n.Russian) == "" || f.Text.In(i18n.English) == "" {
		t.Errorf("issued with %v", err)
	}
	if err := h.Sealing(); !errors.Is(err, evidence.ErrNoSeal) {
		t.Errorf("asked before: %v", err)
	}
	if h.rows(t) != [3]int{} {
		t.Errorf("something was written: %v", h.rows(t))
	}
	ready := h.Readiness()
	if text := strings.ReplaceAll(ready.Text.In(i18n.Russian), "\u00a0", " "); ready.Ready || !strings.Contains(text, reason) || ready.How.IsZero() || ready.Text.In(i18n.English) == "" {
		t.Errorf("the page of readiness: %q, want %q", text, reason)
	}
}

func eachEngine(t *testing.T, f func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	storetest.Each(t, f)
}

// T21: a real installation without a seal starts, and gives out nothing: never a receipt without a seal.
func TestT21_NoSealNoReceipt(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *sqldb.DB) {
		newReal(t, db, evidence.Config{}).refuses(t, "не настроена")
	})
}

// T21: a real installation seals with the key that it was given.
func TestT21_ARealInstallationSealsWithTheKeyOfItsSettings(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *sqldb.DB) {
		p := accredited(t, trialcatest.Seal(), false)
		h := newReal(t, db, p.files(t))
		r := h.issue(t, input())
		if !r.Certificate.Equal(p.own) || r.Statement.Installation != "real" || r.Statement.Notice != nil || !bytes.Contains(r.Sealed, p.issuer.Raw) || bytes.Contains(r.Sealed, p.root.Raw) {
			t.Errorf("%+v", r.Statement)
		}
		if ready := h.Readiness(); !ready.Ready || !strings.Contains(ready.Text.In(i18n.English), "February 2028") {
			t.Errorf("%+v", ready)
		}
		h.clock.Advance(p.own.NotAfter.Sub(start) - 29*24*time.Hour)
		if ready := h.Readiness(); ready.Ready || !strings.Contains(ready.Text.In(i18n.English), "ends on") {
			t.Errorf("%+v", ready)
		}
		h.issue(t, input())
		h.clock.Advance(30 * 24 * time.Hour)
		if err := h.Sealing(); !errors.Is(err, evidence.ErrNoSeal) || h.Readiness().Ready {
			t.Errorf("after its end: %v", err)
		}
		if _, err := h.read(t, r.ID); err != nil {
			t.Errorf("what was sealed before: %v", err)
		}
	})
}

// A seal that cannot be used is said to be so, each with its reason, and never stands in for a good one.
func TestT21_SealsThatCannotBeUsed(t *testing.T) {
	good, other := accredited(t, trialcatest.Seal(), false), accredited(t, trialcatest.Head(), false)
	encrypted := func(t *testing.T, password string) evidence.Config {
		c := good.files(t)
		raw, err := keyfile.WriteEncryptedPKCS8(good.key, []byte("верный"), keyfile.Encryption{})
		if err != nil {
			t.Fatal(err)
		}
		write(t, c.Key, pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: raw}))
		if password != "" {
			c.Password = config.Secret(filepath.Join(t.TempDir(), "password"))
			write(t, string(c.Password), []byte(password+"\n"))
		}
		return c
	}
	unusable := map[string]struct {
		config func(t *testing.T) evidence.Config
		reason string
	}{
		"T8: a trial certificate": {func(t *testing.T) evidence.Config { return accredited(t, trialcatest.Seal(), true).files(t) }, "сертификат учебный"},
		"of a person":             {func(t *testing.T) evidence.Config { return accredited(t, trialcatest.Person(), false).files(t) }, "нет номеров одной организации"},
		"of another key": {func(t *testing.T) evidence.Config {
			c := good.files(t)
			write(t, c.Certificate, cert.PEM(other.issuer, other.root))
			return c
		}, "нет сертификата этого ключа"},
		"no such key": {func(t *testing.T) evidence.Config {
			return evidence.Config{Key: filepath.Join(t.TempDir(), "no"), Certificate: good.files(t).Certificate}
		}, "не читается"},
		"no such certificate": {func(t *testing.T) evidence.Config {
			return evidence.Config{Key: good.files(t).Key, Certificate: filepath.Join(t.TempDir(), "no")}
		}, "нет сертификата этого ключа"},
		"no certificate in the key file": {func(t *testing.T) evidence.Config { return evidence.Config{Key: good.files(t).Key} }, "нет сертификата этого ключа"},
		"a key that others may read": {func(t *testing.T) evidence.Config {
			c := good.files(t)
			if err := os.Chmod(c.Key, 0o644); err != nil { //nolint:gosec // that is what is refused
				t.Fatal(err)
			}
			return c
		}, "могут читать другие"},
		"no key": {func(t *testing.T) evidence.Config {
			c := good.files(t)
			write(t, c.Key, []byte("ключ"))
			return c
		}, "не читается"},
		"no password":        {func(t *testing.T) evidence.Config { return encrypted(t, "") }, "пароль"},
		"the wrong password": {func(t *testing.T) evidence.Config { return encrypted(t, "неверный") }, "пароль"},
	}
	eachEngine(t, func(t *testing.T, db *sqldb.DB) {
		for name, c := range unusable {
			t.Run(name, func(t *testing.T) { newReal(t, db, c.config(t)).refuses(t, c.reason) })
		}
		h := newReal(t, db, good.files(t))
		h.clock.Advance(-24 * time.Hour)
		h.refuses(t, "начнёт действовать")
		newReal(t, db, encrypted(t, "верный")).issue(t, input())
	})
}

// T8: the seal of a trial is its own: key in a file that nobody else may read, certificate marked as a trial one, and no key of
// the settings.
func TestT8_TheSealOfATrialIsItsOwn(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *sqldb.DB) {
		h := newHouse(t, db)
		info, err := os.Stat(filepath.Join(h.deps.Data, "keys", "seal.pem"))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("%v, %v", info, err)
		}
		first := h.issue(t, input())
		if !first.Certificate.Trial() || first.Statement.Installation != "trial" || !h.Readiness().Ready {
			t.Errorf("%+v", first.Statement)
		}
		h.open(t)
		if again := h.issue(t, input()); !again.Certificate.Equal(first.Certificate) {
			t.Error("another start made another seal")
		}
		if n := h.count(t, `SELECT COUNT(*) FROM audit_entry WHERE action = 'evidence.seal'`); n != 1 {
			t.Errorf("%d entries of the journal", n)
		}
		h.deps.Config = accredited(t, trialcatest.Seal(), false).files(t)
		if _, err := evidence.New(t.Context(), h.deps); err == nil || !strings.Contains(err.Error(), "a key of its own") {
			t.Errorf("a trial takes the key of a real seal: %v", err)
		}
	})
}

// A seal that ends soon, or whose authority is no more, is made anew at the next start; receipts keep the certificate that
// sealed them, and stay good.
func TestReceiptsOutliveTheirSeal(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *sqldb.DB) {
		h := newHouse(t, db)
		receipts := []evidence.Receipt{h.issue(t, input())}
		h.clock.Advance(receipts[0].Certificate.NotAfter.Sub(start) - 10*24*time.Hour)
		h.pki.Now = h.clock.Now()
		h.open(t)
		receipts = append(receipts, h.issue(t, input()))
		h.pki = trialcatest.NewAt(t, gost3410.TC256A(), h.clock.Now().Add(-time.Hour))
		h.deps.Authority = authority{h.pki}
		h.open(t)
		receipts = append(receipts, h.issue(t, input()))
		seals := map[[32]byte]bool{}
		for _, r := range receipts {
			got, err := h.read(t, r.ID)
			if err != nil || !got.Certificate.Equal(r.Certificate) {
				t.Fatal(err)
			}
			seals[got.Certificate.SHA256()] = true
		}
		var known []*cert.Certificate
		if err := db.View(t.Context(), func(q sqldb.Querier) (err error) {
			known, err = h.Seals(t.Context(), q)
			return err
		}); err != nil || len(known) != 3 || len(seals) != 3 || !known[0].Equal(receipts[0].Certificate) {
			t.Errorf("%d certificates are known, %d were used, %v", len(known), len(seals), err)
		}
	})
}

// strange is an outside signer that does as it likes.
type strange struct {
	evidence.Sealer
	seal func(content []byte) ([]byte, error)
}

func (s strange) Seal(_ context.Context, content []byte, _ time.Time) ([]byte, error) {
	return s.seal(content)
}

// Whatever a sealer answers, only the right seal over the right bytes is kept.
func TestT21_ASealerIsNotBelieved(t *testing.T) {
	good, other := accredited(t, trialcatest.Seal(), false), accredited(t, trialcatest.Seal(), false)
	own := evidence.NewSealer(good.key, good.own, good.issuer)
	another := evidence.NewSealer(other.key, other.own)
	wrong := map[string]func([]byte) ([]byte, error){
		"it fails":            func([]byte) ([]byte, error) { return nil, errors.New("out of order") },
		"nothing":             func([]byte) ([]byte, error) { return nil, nil },
		"the bare bytes":      func(b []byte) ([]byte, error) { return b, nil },
		"over other bytes":    func([]byte) ([]byte, error) { return own.Seal(t.Context(), []byte("{}"), start) },
		"another certificate": func(b []byte) ([]byte, error) { return another.Seal(t.Context(), b, start) },
		"a broken signature": func(b []byte) ([]byte, error) {
			out, err := own.Seal(t.Context(), b, start)
			return append(out[:len(out)-1:len(out)-1], out[len(out)-1]^1), err
		},
	}
	eachEngine(t, func(t *testing.T, db *sqldb.DB) {
		h := newReal(t, db, evidence.Config{})
		for name, seal := range wrong {
			h.deps.Sealer = strange{own, seal}
			h.open(t)
			var r evidence.Receipt
			if err := h.try(t, input(), &r); !errors.Is(err, evidence.ErrNoSeal) || h.rows(t) != [3]int{} {
				t.Errorf("%s: %v, %v", name, err, h.rows(t))
			}
		}
		h.deps.Sealer = own
		h.open(t)
		h.issue(t, input())
	})
}
