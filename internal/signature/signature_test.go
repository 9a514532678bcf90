package signature_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
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
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/signature/authority"
	"github.com/klaster-platform/klaster/internal/storetest"
)

const (
	forLogin    signature.Purpose = "test.login"
	forDocument signature.Purpose = "test.document"

	document = "<заявление>Прошу присвоить статус.</заявление>"
)

// house is the room with what it needs. Its purposes write down what they received.
type house struct {
	*signature.Module
	db    *sqldb.DB
	clock *clock.Manual
	files blob.Store
	data  string
	box   *letterBox
	net   *network
	queue *jobs.Queue

	received []signature.Signed
	refuse   error // what the receiver says
}

// letterBox keeps letters.
type letterBox struct{ sent []letter.Letter }

func (b *letterBox) Mail(_ context.Context, _ *sqldb.Tx, _ string, _ i18n.Lang, _ string, m letter.Letter, _ time.Duration) error {
	b.sent = append(b.sent, m)
	return nil
}

type people struct{}

func (people) Addressee(context.Context, sqldb.Querier, actor.PersonID) (signature.Addressee, error) {
	return signature.Addressee{Email: "anna@example.test", Greeting: "Анна Петровна"}, nil
}

// network answers for addresses and counts how often each was asked.
type network struct {
	mu    sync.Mutex
	pages map[string][]byte
	asked map[string]int
}

func (n *network) fetch(_ context.Context, url string, _ []byte, _ string) ([]byte, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked[url]++
	if page, ok := n.pages[url]; ok {
		return page, nil
	}
	return nil, errors.New("nobody there")
}

func (n *network) total() (sum int) {
	for _, c := range n.asked {
		sum += c
	}
	return sum
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) { f(t, newHouse(t, db, true)) })
}

func newHouse(t testing.TB, db *sqldb.DB, trial bool) *house {
	t.Helper()
	return openHouse(t, db, t.TempDir(), trial)
}

func newHouseIn(t testing.TB, db *sqldb.DB, data string) *house {
	t.Helper()
	return openHouse(t, db, data, true)
}

func openHouse(t testing.TB, db *sqldb.DB, data string, trial bool) *house {
	t.Helper()
	clk := clock.NewManual(time.Now().UTC().Truncate(time.Second).Add(time.Minute)) // certificates are issued by the clock of the machine
	h := &house{
		db: db, clock: clk, files: blobtest.NewMemory(clk), data: data, box: &letterBox{},
		net: &network{pages: map[string][]byte{}, asked: map[string]int{}},
	}
	registry := jobs.NewRegistry()
	h.queue = jobstest.New(t, db, registry)
	m, err := signature.New(signature.Deps{
		Jobs: h.queue,
		DB:   db, Clock: clk, Limits: limit.New(db, clk, []byte("a key of thirty-two bytes for it")), Files: h.files, Letters: h.box, People: people{},
		Site: &web.Site{BaseURL: "http://localhost:8080", Trial: trial}, Data: h.data, FetchCRL: h.net.fetch, FetchOCSP: h.net.fetch,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Module = m
	h.Workers(registry)
	receive := func(_ context.Context, _ *sqldb.Tx, s signature.Signed) error {
		if h.refuse == nil {
			h.received = append(h.received, s)
		}
		return h.refuse
	}
	h.Use(signature.Use{Purpose: forLogin, Login: true, Receive: receive})
	h.Use(signature.Use{Purpose: forDocument, Receive: receive})
	return h
}

// key is a private key with its certificate.
type key struct {
	certificate *cert.Certificate
	private     *gost3410.PrivateKey
}

// issue has the installation's own trial authority issue a certificate.
func (h *house) issue(t testing.TB, holder trialca.Holder) key {
	t.Helper()
	return h.issueAs(t, holder, func(*trialca.Template) {})
}

// issueAs is issue for a certificate that f has changed.
func (h *house) issueAs(t testing.TB, holder trialca.Holder, f func(*trialca.Template)) key {
	t.Helper()
	private, err := gost3410.CryptoProA().GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	k := key{private: private}
	public, err := algorithm.NewPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	if err := authority.With(filepath.Join(h.data, "trial-ca"), func(a *authority.Authority) (err error) {
		template, err := a.Issuing.Template(holder, public)
		if err != nil {
			return err
		}
		f(&template)
		k.certificate, err = a.Issuing.Sign(template)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k key) attached(t testing.TB, content string) []byte {
	t.Helper()
	message, err := cms.Sign([]byte(content), cms.Signature{Key: k.private, Certificate: k.certificate, SigningTime: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return message
}

func (k key) detached(t testing.TB, content string) []byte {
	t.Helper()
	message, err := cms.SignDetached(strings.NewReader(content), cms.Signature{Key: k.private, Certificate: k.certificate, SigningTime: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return message
}

const anna actor.PersonID = "01999999-0000-7000-8000-00000000a11a"

func (h *house) ask(t testing.TB, a signature.Ask) (r signature.Request) {
	t.Helper()
	if a.Title.IsZero() {
		a.Title = i18n.M("Заявление", "Application")
	}
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) (err error) {
		r, err = h.Ask(t.Context(), tx, a)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (h *house) login(t testing.TB) (signature.Request, signature.Caller) {
	t.Helper()
	c := signature.Caller{Browser: id.NewSecret()}
	return h.ask(t, signature.Ask{Purpose: forLogin, Browser: c.Browser}), c
}

func (h *house) document(t testing.TB) (signature.Request, signature.Caller) {
	t.Helper()
	ref, err := h.Freeze(t.Context(), strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	return h.ask(t, signature.Ask{
		Purpose: forDocument, Person: anna, Document: ref, Name: "заявление.xml", Media: "application/xml", Next: "/desk",
	}), signature.Caller{Person: anna}
}

func (h *house) want(t testing.TB, r signature.Request, c signature.Caller, message []byte, want error) {
	t.Helper()
	before := len(h.received)
	_, err := h.Receive(t.Context(), r.ID, c, message)
	if !errors.Is(err, want) {
		t.Errorf("received %v, want %v", err, want)
	}
	if got := len(h.received) - before; (got == 1) != (want == nil) {
		t.Errorf("the purpose received %d signatures, want error %v", got, want)
	}
}

// A document is signed, attached or detached; the purpose gets it with the certificate, and it can be judged again.
func TestReceive(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		for name, message := range map[string][]byte{"detached": k.detached(t, document), "attached": k.attached(t, document)} {
			r, c := h.document(t)
			h.want(t, r, c, message, nil)
			got := h.received[len(h.received)-1]
			if got.Identity.INN != trialcatest.Head().INN || !got.Certificate.Equal(k.certificate) || got.Request.ID != r.ID || got.Facts.IsZero() {
				t.Errorf("%s: received %+v", name, got)
			}
			report, err := h.Again(t.Context(), r.ID)
			if err != nil || report.Indication != "TOTAL_PASSED" {
				t.Errorf("%s: judged again: %s %v, %v", name, report.Indication, report.SubIndications, err)
			}
			f, _, err := h.Download(t.Context(), r.ID, c)
			if err != nil {
				t.Fatal(err)
			}
			kept, err := io.ReadAll(f)
			if err != nil || !bytes.Equal(kept, message) {
				t.Errorf("%s: the signature is not kept as it came: %v", name, err)
			}
			h.wantNamed(t, got.Signature, got.Facts, r.Document)
		}
		if h.Tables() == 0 {
			t.Error("no authority has a table of its key, though each was met several times")
		}
	})
}

func (h *house) wantNamed(t testing.TB, refs ...blob.Ref) {
	t.Helper()
	for _, ref := range refs {
		if named, err := h.NamesFile(t.Context(), ref); err != nil || !named {
			t.Errorf("the sweep would delete %s: %v", ref, err)
		}
	}
}

// A purpose that refuses undoes everything: the request can be signed later.
func TestReceiverMayRefuse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		r, c := h.document(t)
		h.refuse = signature.ErrAmbiguous
		h.want(t, r, c, k.detached(t, document), signature.ErrAmbiguous)
		h.refuse = nil
		h.want(t, r, c, k.detached(t, document), nil)
	})
}
