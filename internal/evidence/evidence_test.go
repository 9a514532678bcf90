package evidence_test

import (
	"bytes"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// start is when the tests begin.
var start = time.Date(2026, 11, 22, 9, 0, 0, 123_456_000, time.UTC)

const (
	organisation = "01a0f000-0000-7000-8000-000000000001"
	person       = "01a0f000-0000-7000-8000-000000000002"
	matter       = "01a0f000-0000-7000-8000-000000000003"
)

// house is the room with what it needs.
type house struct {
	*evidence.Service
	db    *sqldb.DB
	clock *clock.Manual
	deps  evidence.Deps
	pki   *trialcatest.PKI
}

// authority is a trial authority as package signature has one.
type authority struct{ *trialcatest.PKI }

func (a authority) TrialIssuer() (*cert.Certificate, error) { return a.Sub.Certificate(), nil }

func (a authority) IssueSeal(h trialca.Holder, key *algorithm.PublicKey) (*cert.Certificate, error) {
	return a.Sub.Issue(h, key)
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) { f(t, newHouse(t, db)) })
}

// newHouse is a trial installation.
func newHouse(tb testing.TB, db *sqldb.DB) *house {
	tb.Helper()
	h := &house{db: db, clock: clock.NewManual(start), pki: trialcatest.NewAt(tb, gost3410.CryptoProA(), start.Add(-time.Hour))}
	h.deps = evidence.Deps{
		DB: db, Clock: h.clock, Trial: true, Site: "https://cluster.example", Data: tb.TempDir(), Authority: authority{h.pki}, Holder: trialcatest.Seal(),
	}
	h.open(tb)
	return h
}

// newReal is a real installation with the settings of its seal.
func newReal(tb testing.TB, db *sqldb.DB, c evidence.Config) *house {
	tb.Helper()
	h := &house{db: db, clock: clock.NewManual(start)}
	h.deps = evidence.Deps{DB: db, Clock: h.clock, Site: "https://cluster.example", Data: tb.TempDir(), Config: c}
	h.open(tb)
	return h
}

// open starts the room, as at each start of the program.
func (h *house) open(tb testing.TB) {
	tb.Helper()
	s, err := evidence.New(tb.Context(), h.deps)
	if err != nil {
		tb.Fatal(err)
	}
	h.Service = s
}

func input() evidence.ReceiptInput {
	return evidence.ReceiptInput{
		Kind: "application.sent", Matter: matter, Number: "2026-000123",
		Subject:    evidence.Subject{ID: organisation, Kind: evidence.Organisation, INN: "9600000016", OGRN: "1099600000015"},
		Text:       i18n.M("Заявление о присвоении статуса участника получено.", "The application for the status of a participant was received."),
		Received:   start.Add(-time.Second),
		Documents:  []evidence.Document{evidence.DigestOf("application", "application.xml", "application/xml", []byte("<заявление/>"))},
		Signatures: []evidence.Signature{{SHA256: [32]byte{1}, Streebog: [32]byte{2}, Certificate: [32]byte{3}}},
	}
}

func (h *house) issue(tb testing.TB, in evidence.ReceiptInput) (r evidence.Receipt) {
	tb.Helper()
	if err := h.try(tb, in, &r); err != nil {
		tb.Fatal(err)
	}
	return r
}

func (h *house) try(tb testing.TB, in evidence.ReceiptInput, r *evidence.Receipt) error {
	tb.Helper()
	return h.db.Update(tb.Context(), func(tx *sqldb.Tx) (err error) {
		*r, err = h.Issue(tb.Context(), tx, in)
		return err
	})
}

func (h *house) read(tb testing.TB, id string) (r evidence.Receipt, err error) {
	tb.Helper()
	err = h.db.View(tb.Context(), func(q sqldb.Querier) (err error) {
		r, err = h.Receipt(tb.Context(), q, id)
		return err
	})
	return r, err
}

// count counts the rows of a table of the room.
func (h *house) count(tb testing.TB, query string) (n int) {
	tb.Helper()
	if err := h.db.View(tb.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(tb.Context(), query).Scan(&n)
	}); err != nil {
		tb.Fatal(err)
	}
	return n
}

// rows counts leaves, salts and receipts at one moment.
func (h *house) rows(tb testing.TB) (n [3]int) {
	tb.Helper()
	if err := h.db.View(tb.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(tb.Context(), `SELECT (SELECT COUNT(*) FROM evidence_leaf), (SELECT COUNT(*) FROM evidence_salt), (SELECT COUNT(*) FROM evidence_receipt)`).
			Scan(&n[0], &n[1], &n[2])
	}); err != nil {
		tb.Fatal(err)
	}
	return n
}

func (h *house) exec(tb testing.TB, statement string, args ...any) {
	tb.Helper()
	if err := h.db.Update(tb.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(tb.Context(), statement, args...)
		return err
	}); err != nil {
		tb.Fatal(err)
	}
}

// pair is a key with its certificates.
type pair struct {
	key    *gost3410.PrivateKey
	own    *cert.Certificate
	issuer *cert.Certificate
	root   *cert.Certificate
}

// accredited issues a certificate as accredited authorities do: of a trial one made anew without the mark of a trial.
func accredited(tb testing.TB, holder trialca.Holder, marked bool) pair {
	tb.Helper()
	p := trialcatest.NewAt(tb, gost3410.CryptoProA(), start.Add(-time.Hour))
	rootKey, subKey := p.Key(tb), p.Key(tb)
	var err error
	if p.Root, err = trialca.NewRoot(p.Options(), trialca.Holder{Organization: "Головной УЦ", OGRN: "1099600000026", INN: "9600000023"}, rootKey); err != nil {
		tb.Fatal(err)
	}
	if p.Sub, err = p.Root.NewSub(trialca.Holder{Organization: "УЦ", OGRN: "1099600000037", INN: "9600000030"}, subKey); err != nil {
		tb.Fatal(err)
	}
	own, key := p.Issue(tb, holder)
	out := pair{key, own, p.Sub.Certificate(), p.Root.Certificate()}
	if !marked {
		out.own, out.issuer = unmarked(tb, own, subKey), unmarked(tb, out.issuer, rootKey)
	}
	return out
}

// unmarked signs a certificate anew with another policy in the place of that of trials.
func unmarked(tb testing.TB, c *cert.Certificate, issuer *gost3410.PrivateKey) *cert.Certificate {
	tb.Helper()
	other := []byte(cert.OIDTrialPolicy)
	other[len(other)-1] ^= 0x40
	tbs := bytes.ReplaceAll(c.RawTBS, []byte(cert.OIDTrialPolicy), other)
	signer, err := algorithm.NewSigner(issuer)
	if err != nil {
		tb.Fatal(err)
	}
	value, err := signer.Sign(nil, tbs)
	if err != nil {
		tb.Fatal(err)
	}
	rest := c.Raw[bytes.Index(c.Raw, c.RawTBS)+len(c.RawTBS):]
	out, err := cert.Parse(der.Element(asn1.SEQUENCE, tbs, rest[:2+int(rest[1])], der.Element(asn1.BIT_STRING, []byte{0}, value)))
	if err != nil || out.Trial() {
		tb.Fatalf("still marked, or %v", err)
	}
	return out
}

// files writes a pair as the settings name it.
func (p pair) files(tb testing.TB) evidence.Config {
	tb.Helper()
	raw, err := keyfile.WritePKCS8(p.key)
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	c := evidence.Config{Key: filepath.Join(dir, "seal.key"), Certificate: filepath.Join(dir, "seal.pem")}
	write(tb, c.Key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}))
	write(tb, c.Certificate, cert.PEM(p.own, p.issuer, p.root))
	return c
}

func write(tb testing.TB, path string, data []byte) {
	tb.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		tb.Fatal(err)
	}
}
