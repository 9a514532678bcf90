// Package trialcatest gives tests a small trial PKI: a root, an authority below it, and holders of every role, with keys on
// any curve, the same bytes in every run.
package trialcatest

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// Start is when the authorities of a PKI are made.
var Start = time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)

// BaseURL is where certificates say that lists and status service are; nothing is there.
const BaseURL = "http://ca.example.test"

// PKI is a root and an authority below it.
type PKI struct {
	Root, Sub *trialca.Authority
	// Now is what the authorities take for the time; tests set it.
	Now time.Time
	// Rand is the seeded source of keys, serial numbers and nonces.
	Rand  io.Reader
	curve *gost3410.Curve
}

// New makes a PKI whose keys are all on one curve.
func New(tb testing.TB, curve *gost3410.Curve) *PKI {
	tb.Helper()
	return NewAt(tb, curve, Start)
}

// NewAt is New at another time than Start, for programs that know only the present.
func NewAt(tb testing.TB, curve *gost3410.Curve, now time.Time) *PKI {
	tb.Helper()
	p := &PKI{Now: now, Rand: trialca.Seeded("trialcatest " + curve.String()), curve: curve}
	var err error
	if p.Root, err = trialca.NewRoot(p.Options(), trialca.Holder{Organization: "Учебный головной УЦ", OGRN: "1099600000026", INN: "9600000023"}, p.Key(tb)); err != nil {
		tb.Fatal(err)
	}
	if p.Sub, err = p.Root.NewSub(trialca.Holder{Organization: "Учебный УЦ", OGRN: "1099600000037", INN: "9600000030"}, p.Key(tb)); err != nil {
		tb.Fatal(err)
	}
	return p
}

// Options are those of authorities that share the clock and the randomness of the PKI.
func (p *PKI) Options() trialca.Options {
	return trialca.Options{Now: func() time.Time { return p.Now }, Rand: p.Rand, BaseURL: BaseURL}
}

// Key makes a key on the curve of the PKI.
func (p *PKI) Key(tb testing.TB) *gost3410.PrivateKey {
	tb.Helper()
	key, err := p.curve.GenerateKey(p.Rand)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

// Template is the certificate of a holder before it is signed, with a key of its own.
func (p *PKI) Template(tb testing.TB, h trialca.Holder) (trialca.Template, *gost3410.PrivateKey) {
	tb.Helper()
	key := p.Key(tb)
	public, err := newPublicKey(key)
	if err != nil {
		tb.Fatal(err)
	}
	t, err := p.Sub.Template(h, public)
	if err != nil {
		tb.Fatal(err)
	}
	return t, key
}

// Sign signs a template by an authority.
func Sign(tb testing.TB, a *trialca.Authority, t trialca.Template) *cert.Certificate {
	tb.Helper()
	c, err := a.Sign(t)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// Issue makes a holder's certificate by Sub, and its key.
func (p *PKI) Issue(tb testing.TB, h trialca.Holder) (*cert.Certificate, *gost3410.PrivateKey) {
	tb.Helper()
	t, key := p.Template(tb, h)
	return Sign(tb, p.Sub, t), key
}

// Anchors is the pool of the root.
func (p *PKI) Anchors() *cert.Pool { return cert.NewPool(p.Root.Certificate()) }

// Others is the pool of the authority below.
func (p *PKI) Others() *cert.Pool { return cert.NewPool(p.Sub.Certificate()) }

// Path builds the chain of a certificate, which must be good at the time of the PKI.
func (p *PKI) Path(tb testing.TB, c *cert.Certificate) cert.Path {
	tb.Helper()
	result, err := cert.Build(context.Background(), cert.Request{Leaf: c, Anchors: p.Anchors(), Others: p.Others(), At: p.Now})
	if err != nil {
		tb.Fatal(err)
	}
	if err := result.Err(); err != nil {
		tb.Fatalf("chain of %s: %v", c.Subject, err)
	}
	return result.Path
}

// The holders have numbers that are never issued, of a region 96 that does not exist, and whose check digits are right.

// Person is somebody, who may be an employee.
func Person() trialca.Holder {
	return trialca.Holder{
		Role: trialca.Individual, Surname: "Ёлкина", GivenName: "Мария Петровна", SNILS: "99999900149", INNPerson: "960000000162",
		Region: "96 Учебный край", Locality: "г. Учебный", Email: "elkina@example.test",
	}
}

// Head is the head of an organisation.
func Head() trialca.Holder {
	return trialca.Holder{
		Role: trialca.Head, Surname: "Иванов", GivenName: "Иван Иванович", Title: "Генеральный директор", SNILS: "99999900250",
		INNPerson: "960000000236", Organization: "ООО «Учебная Ромашка»", OGRN: "1099600000015", INN: "9600000016",
		Region: "96 Учебный край", Locality: "г. Учебный", Street: "ул. Примерная, д. 1",
	}
}

// Entrepreneur is a sole proprietor.
func Entrepreneur() trialca.Holder {
	return trialca.Holder{
		Role: trialca.Entrepreneur, Surname: "Петров", GivenName: "Пётр Петрович", SNILS: "99999900351", INNPerson: "960000000300",
		OGRNIP: "309960000000010", Region: "96 Учебный край", Locality: "г. Учебный",
	}
}

// Seal is an organisation that signs by a machine.
func Seal() trialca.Holder {
	h := Head()
	return trialca.Holder{Role: trialca.Seal, Organization: h.Organization, OGRN: h.OGRN, INN: h.INN, Region: h.Region, Locality: h.Locality}
}

// TimeStamping is a time-stamping service.
func TimeStamping() trialca.Holder {
	return trialca.Holder{Role: trialca.TimeStamping, CommonName: "Учебная служба штампов времени"}
}

// StatusService is a status service.
func StatusService() trialca.Holder {
	return trialca.Holder{Role: trialca.StatusService, CommonName: "Учебная служба OCSP"}
}

// Curves are those on which certificates are found.
func Curves() []*gost3410.Curve {
	return []*gost3410.Curve{
		gost3410.CryptoProA(), gost3410.CryptoProB(), gost3410.CryptoProC(), gost3410.TC256A(),
		gost3410.TC512A(), gost3410.TC512B(), gost3410.TC512C(),
	}
}
