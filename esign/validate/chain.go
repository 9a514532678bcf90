package validate

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/revocation"
)

// witness judges certificates with what one signer brought along.
type witness struct {
	j *judgement
	// others and pool are the same certificates.
	others []*cert.Certificate
	pool   *cert.Pool
	// brought are data on revocation that the message itself has. They are looked at apart from those that were passed, so that
	// however many there are, they cannot crowd these out.
	brought revocation.Evidence
	// budget bounds the paths of one signer and its time-stamps together; those of all signers are bounded by time.
	budget *cert.Budget
}

// describe fills in the certificate and whom it names.
func (s *Signer) describe(c *cert.Certificate) {
	if c == nil {
		return
	}
	s.Trial = c.Trial()
	s.Certificate = &Certificate{
		SHA256: hexOf(c.SHA256()), Serial: c.SerialHex(), NotBefore: c.NotBefore.UTC(), NotAfter: c.NotAfter.UTC(),
	}
	if key, err := c.PublicKey(); err == nil {
		s.Certificate.Key = text(key.Kind().String())
		if curve := key.Curve(); curve != "" {
			s.Certificate.Key = text(curve.String())
		}
	}
	id := c.Identity()
	s.Identity = &Identity{
		Kind: text(id.Kind), Ambiguous: id.Ambiguous(), INN: text(id.INN), INNPerson: text(id.INNPerson),
		OGRN: text(id.OGRN), OGRNIP: text(id.OGRNIP), SNILS: text(id.SNILS),
	}
}

// trust makes the checks of a signer's certificate, at the proven time if there is one, else at the control time (T2 of the rules
// of trust). before and after are what time-stamps prove.
func (w *witness) trust(ctx context.Context, s *Signer, f *SignerFacts, before, after *time.Time) {
	c := f.Certificate
	if c == nil {
		s.judge(CheckCertificate, Fail, Indeterminate, NoSigningCertificateFound)
		return
	}
	s.note(CheckCertificate, OK)
	at := w.j.trust.ControlTime
	if before != nil {
		at = *before
	}
	built, err := w.build(ctx, c, w.j.anchors, at)
	s.judge(CheckStrength, result(f.Strong && !broken(built.Path)), Indeterminate, CryptoConstraintsFailure)
	s.judge(CheckKeyUsage, result(forDocuments(c)), Indeterminate, ChainConstraintsFailure)
	w.judgeChain(s, c, built, err, before, after)
	path := built.Path
	for _, link := range path.Certificates() {
		s.Chain = append(s.Chain, hexOf(link.SHA256()))
	}
	if path.Len() > 0 {
		s.TrustSource = text(w.j.source())
	}
	s.Trial = s.Trial || path.Trial()
	s.judge(CheckTrial, result(!s.Trial || w.j.allows()), Indeterminate, NoCertificateChainFound)
	w.judgeStatus(ctx, s, path, at, after)
	if w.j.policy == Qualified {
		w.j.qualify(s, c, path)
	}
}

// forDocuments reports whether the key of a certificate may sign documents. That of a service signs whatever it is asked about: a
// time-stamp would pass for a document of the authority that keeps the service.
func forDocuments(c *cert.Certificate) bool {
	if c.HasKeyUsage && c.KeyUsage&(cert.DigitalSignature|cert.NonRepudiation) == 0 {
		return false
	}
	return len(c.ExtKeyUsage) == 0 || slices.ContainsFunc(c.ExtKeyUsage, func(purpose der.OID) bool {
		return purpose != cert.OIDTimeStamping && purpose != cert.OIDOCSPSigning
	})
}

// broken reports whether a certificate below the anchor is signed over SHA-1: of two certificates with one hash code, which can be
// bought, an authority may have signed the other.
func broken(p cert.Path) bool {
	certificates := p.Certificates()
	return slices.ContainsFunc(certificates[:max(0, len(certificates)-1)], func(c *cert.Certificate) bool {
		scheme, err := algorithm.SchemeOf(c.SignatureAlgorithm)
		return err == nil && scheme.Digest == algorithm.SHA1
	})
}

// source says where the anchors come from.
func (j *judgement) source() string {
	switch {
	case j.policy == Qualified:
		return "tsl"
	case j.o.TrustSource != "":
		return j.o.TrustSource
	}
	return "ca-file"
}

func (w *witness) build(ctx context.Context, c *cert.Certificate, anchors *cert.Pool, at time.Time) (cert.Result, error) {
	built, err := cert.Build(ctx, cert.Request{
		Leaf: c, Anchors: anchors, Others: w.pool, At: at, Tables: w.j.o.Tables, Budget: w.budget,
	})
	if err != nil { // the time for this is over: a limit like others
		return cert.Result{}, cert.ErrLimit
	}
	return built, built.Err()
}

func (w *witness) judgeChain(s *Signer, c *cert.Certificate, built cert.Result, err error, before, after *time.Time) {
	switch {
	case errors.Is(err, cert.ErrLimit):
		s.judge(CheckChain, Unknown, Indeterminate, CertificateChainGeneralFailure)
	case err == nil || errors.Is(err, cert.ErrConstraints):
		s.note(CheckChain, OK)
	default:
		s.judge(CheckChain, Fail, Indeterminate, NoCertificateChainFound)
	}
	if err != nil && !errors.Is(err, cert.ErrConstraints) {
		s.note(CheckConstraints, Unknown)
		s.note(CheckValidity, Unknown)
		return
	}
	constraints, validity, early := OK, OK, false
	for _, p := range built.Problems {
		switch p.Constraint {
		case cert.NotYetValid:
			validity, early = Fail, early || p.Index == 0
		case cert.Expired:
			validity = Fail
		default:
			constraints = Fail
		}
	}
	s.judge(CheckConstraints, constraints, Indeterminate, ChainConstraintsFailure)
	switch {
	case early && before != nil: // the signature was there before its certificate
		s.judge(CheckValidity, validity, TotalFailed, NotYetValid)
	case validity != OK && after != nil && after.After(c.NotAfter): // it was made after its certificate had expired
		s.judge(CheckValidity, validity, TotalFailed, Expired)
	default:
		s.judge(CheckValidity, validity, Indeterminate, OutOfBoundsNoPOE)
	}
}
