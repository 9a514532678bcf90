package validate

import (
	"context"
	"errors"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
)

// witness judges certificates with what one signer brought along.
type witness struct {
	v      *validation
	others []*cert.Certificate
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
// of trust).
func (w *witness) trust(ctx context.Context, s *Signer, c *cert.Certificate, proven *time.Time, strong bool) {
	if c == nil {
		s.judge(CheckCertificate, Fail, Indeterminate, NoSigningCertificateFound)
		return
	}
	s.note(CheckCertificate, OK)
	at := w.v.in.ControlTime
	if proven != nil {
		at = *proven
	}
	s.judge(CheckStrength, result(strong), Indeterminate, CryptoConstraintsFailure)
	usable := !c.HasKeyUsage || c.KeyUsage&(cert.DigitalSignature|cert.NonRepudiation) != 0
	s.judge(CheckKeyUsage, result(usable), Indeterminate, ChainConstraintsFailure)

	built, err := w.build(ctx, c, w.v.anchors, at)
	w.judgeChain(s, built, err, proven != nil)
	path := built.Path
	for _, link := range path.Certificates() {
		s.Chain = append(s.Chain, hexOf(link.SHA256()))
	}
	if path.Len() > 0 {
		source := w.v.o.TrustSource
		if source == "" {
			source = "ca-file"
		}
		s.TrustSource = &source
	}
	s.Trial = s.Trial || path.Trial()
	allowed := !s.Trial || w.v.o.AllowTrial || w.v.policy == Trial
	s.judge(CheckTrial, result(allowed), Indeterminate, NoCertificateChainFound)
	w.judgeStatus(ctx, s, path, at)
}

func result(ok bool) Result {
	if ok {
		return OK
	}
	return Fail
}

func (w *witness) build(ctx context.Context, c *cert.Certificate, anchors *cert.Pool, at time.Time) (cert.Result, error) {
	built, err := cert.Build(ctx, cert.Request{
		Leaf: c, Anchors: anchors, Others: cert.NewPool(w.others...), At: at, Tables: w.v.o.Tables, Budget: w.budget,
	})
	if err != nil { // the time for this is over: a limit like others
		return cert.Result{}, cert.ErrLimit
	}
	return built, built.Err()
}

func (w *witness) judgeChain(s *Signer, built cert.Result, err error, proven bool) {
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
	if early && proven { // the signature was there before its certificate
		s.judge(CheckValidity, validity, TotalFailed, NotYetValid)
		return
	}
	s.judge(CheckValidity, validity, Indeterminate, OutOfBoundsNoPOE)
}

// judgeStatus asks what there is about each certificate of the path but the anchor. Fresh data are needed about the signer by
// every policy but Crypto and Trial (T4 of the rules of trust), and about each authority whose certificate says where such data
// are. An authority that names no place for them cannot be asked about; what was passed about it counts all the same.
func (w *witness) judgeStatus(ctx context.Context, s *Signer, path cert.Path, at time.Time) {
	if ctx.Err() != nil {
		s.judge(CheckSignerStatus, Unknown, Indeterminate, CertificateChainGeneralFailure)
		s.note(CheckAuthorityStatus, Unknown)
		return
	}
	if path.Len() == 0 {
		s.note(CheckSignerStatus, Unknown)
		s.note(CheckAuthorityStatus, Unknown)
		return
	}
	signer, authorities := revocation.Good, revocation.Good
	for i, c := range path.Certificates()[:path.Len()-1] {
		status, findings := w.status(ctx, path, i, at)
		for _, f := range findings {
			s.Revocation = append(s.Revocation, Revocation{
				Cert: hexOf(c.SHA256()), Status: string(f.Status), At: moment(f.RevokedAt), Source: string(f.Kind),
				ThisUpdate: moment(f.ThisUpdate),
			})
		}
		switch {
		case i == 0:
			signer = status
		case status == revocation.Revoked:
			authorities = status
		case status == revocation.Unknown && authorities == revocation.Good && len(c.CRLDistributionPoints)+len(c.OCSP) > 0:
			authorities = status
		}
	}
	w.passStatus(s, CheckSignerStatus, signer, RevokedNoPOE)
	w.passStatus(s, CheckAuthorityStatus, authorities, RevokedCANoPOE)
}

func (w *witness) passStatus(s *Signer, id CheckID, status revocation.Status, revoked SubIndication) {
	switch {
	case status == revocation.Good:
		s.note(id, OK)
	case status == revocation.Revoked:
		s.judge(id, Fail, Indeterminate, revoked)
	case w.v.policy == Trial:
		s.note(id, Unknown)
	default:
		s.judge(id, Unknown, Indeterminate, TryLater)
	}
}

// status says whether certificate i of a path was revoked at a time, by all data that there are.
func (w *witness) status(ctx context.Context, path cert.Path, i int, at time.Time) (revocation.Status, []revocation.Finding) {
	var findings []revocation.Finding
	for _, source := range []revocation.Stored{revocation.Stored(w.v.evidence), revocation.Stored(w.brought)} {
		found, err := revocation.Check(ctx, path, i, w.v.o.Tables, source)
		if err != nil { // which sources of data at hand do not give; then nothing is known
			return revocation.Unknown, findings
		}
		findings = append(findings, found...)
	}
	var newest time.Time
	for _, f := range findings {
		if f.Decisive() && f.ThisUpdate.After(newest) {
			newest = f.ThisUpdate
		}
	}
	status, c := revocation.Unknown, path.Certificates()[i]
	for _, f := range findings {
		if !f.Decisive() {
			continue
		}
		revoked := f.Status == revocation.Revoked && !f.Effective().After(at)
		lifted := f.Reason == revocation.CertificateHold && f.ThisUpdate.Before(newest)
		if revoked && !lifted {
			return revocation.Revoked, findings
		}
		// A list need not name certificates that have expired by its date.
		forgets := f.Kind == revocation.KindCRL && f.ThisUpdate.After(c.NotAfter)
		if !revoked && !forgets && (f.CurrentAt(w.v.in.ControlTime) || f.NewerThan(at)) {
			status = revocation.Good
		}
	}
	return status, findings
}
