package connector

import (
	"context"
	"net/http"
	"net/url"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Certificate is the way in by an electronic signature that is made in this browser and checked here. It is no other site, but
// it goes the same way: a challenge there, an answer back. The settings cannot make one, so that nobody else speaks in its name.
type Certificate struct {
	signer CertificateSigner
	after  string
}

// CertificateSigner has the person sign and tells who did: package signature, wired by app.
type CertificateSigner interface {
	// Available reports whether certificates can be judged here now.
	Available() bool
	// BeginLogin makes a challenge for the errand, in answer to a POST, and returns the path at which it is signed.
	BeginLogin(w http.ResponseWriter, r *http.Request, e Errand) (path string, err error)
	// FinishLogin returns whom the certificate of the signed challenge names, or an error of this package.
	FinishLogin(ctx context.Context, e Errand, answer url.Values) (Identity, error)
}

// NewCertificate returns the port. after is the path to which a sign-in leads that was not on its way anywhere: the certificate may
// be that of an organisation.
func NewCertificate(s CertificateSigner, after string) *Certificate { return &Certificate{s, after} }

// Available reports whether certificates can be judged here now.
func (c *Certificate) Available() bool { return c.signer.Available() }

// After is where a sign-in leads that was not on its way anywhere.
func (c *Certificate) After() string { return c.after }

// CertificateKey is the key of the port in addresses and in the database.
const CertificateKey = "certificate"

// Key implements [Port].
func (*Certificate) Key() string { return CertificateKey }

// Label implements [Port].
func (*Certificate) Label() i18n.Text {
	return i18n.M("Электронная подпись", "Electronic signature")
}

// Trial implements [Port]: signatures are judged by the policy of the installation, so the port is good in both.
func (*Certificate) Trial() bool { return false }

// Vouches implements [Port].
func (*Certificate) Vouches() actor.Level { return actor.Full }

// Start implements [Port]. There is no other site to go to: see [Certificate.Begin].
func (*Certificate) Start(context.Context, Errand) (string, error) { return "", ErrAnswer }

// Begin makes a challenge for an errand, in answer to a POST, and returns the path at which it is signed.
func (c *Certificate) Begin(w http.ResponseWriter, r *http.Request, e Errand) (path string, err error) {
	return c.signer.BeginLogin(w, r, e)
}

// Finish implements [Port].
func (c *Certificate) Finish(ctx context.Context, e Errand, answer url.Values) (Identity, error) {
	return c.signer.FinishLogin(ctx, e, answer)
}
