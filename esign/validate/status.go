package validate

import (
	"context"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
)

// judgeStatus asks what there is about each certificate of the path but the anchor. Fresh data are needed about the signer by
// every policy but Crypto and Trial (T4 of the rules of trust), and about each authority whose certificate says where such data
// are. An authority that names no place for them cannot be asked about; what was passed about it counts all the same.
func (w *witness) judgeStatus(ctx context.Context, s *Signer, path cert.Path, at time.Time, after *time.Time) {
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
	signer, authorities, late := revocation.Good, revocation.Good, false
	for i, c := range path.Certificates()[:path.Len()-1] {
		status, findings := w.status(ctx, path, i, at)
		s.report(c, findings)
		switch {
		case i == 0:
			signer, late = status, after != nil && revokedBy(findings, *after)
		case status == revocation.Revoked:
			authorities = status
		case status == revocation.Unknown && authorities == revocation.Good && len(c.CRLDistributionPoints)+len(c.OCSP) > 0:
			authorities = status
		}
	}
	if w.j.policy == Qualified && w.anchorRevoked(ctx, s, path.Anchor(), at) {
		authorities = revocation.Revoked
	}
	if signer == revocation.Revoked && late { // the signature is proven to have been made after the revocation
		s.judge(CheckSignerStatus, Fail, TotalFailed, Revoked)
	} else {
		w.passStatus(s, CheckSignerStatus, signer, RevokedNoPOE)
	}
	w.passStatus(s, CheckAuthorityStatus, authorities, RevokedCANoPOE)
}

// report keeps what lists and answers say of a certificate.
func (s *Signer) report(c *cert.Certificate, findings []revocation.Finding) {
	for _, f := range findings {
		s.Revocation = append(s.Revocation, Revocation{
			Cert: hexOf(c.SHA256()), Status: string(f.Status), At: moment(f.RevokedAt), Source: string(f.Kind),
			ThisUpdate: moment(f.ThisUpdate), SHA256: hexOf(f.SHA256),
		})
	}
}

// revokedBy reports whether the certificate was revoked for good at a time or before it.
func revokedBy(findings []revocation.Finding, t time.Time) bool {
	for _, f := range findings {
		if f.Decisive() && f.Status == revocation.Revoked && f.Reason != revocation.CertificateHold && !f.RevokedAt.After(t) {
			return true
		}
	}
	return false
}

// anchorRevoked asks about the certificate of a listed authority that another one issued. The list vouches for it, so that nothing
// need be known; a revocation that is known counts.
func (w *witness) anchorRevoked(ctx context.Context, s *Signer, anchor *cert.Certificate, at time.Time) bool {
	if anchor.SelfIssued() {
		return false
	}
	for _, issuer := range append(slices.Clone(w.j.anchors.BySubject(anchor.Issuer)), w.pool.BySubject(anchor.Issuer)...) {
		built, err := cert.Build(ctx, cert.Request{
			Leaf: anchor, Anchors: cert.NewPool(issuer), Tables: w.j.o.Tables, Budget: w.budget,
		})
		if err != nil || built.Path.Len() != 2 {
			continue
		}
		status, findings := w.status(ctx, built.Path, 0, at)
		s.report(anchor, findings)
		if status == revocation.Revoked {
			return true
		}
	}
	return false
}

func (w *witness) passStatus(s *Signer, id CheckID, status revocation.Status, revoked SubIndication) {
	switch {
	case status == revocation.Good:
		s.note(id, OK)
	case status == revocation.Revoked:
		s.judge(id, Fail, Indeterminate, revoked)
	case w.j.policy == Trial:
		s.note(id, Unknown)
	default:
		s.judge(id, Unknown, Indeterminate, TryLater)
	}
}

// evidence are all data at hand, those that were passed apart from those that the message brought.
func (w *witness) evidence() []revocation.Evidence {
	return []revocation.Evidence{w.j.further, w.j.facts.given.evidence, w.brought}
}

// status says whether certificate i of a path was revoked at a time, by all data that there are.
func (w *witness) status(ctx context.Context, path cert.Path, i int, at time.Time) (revocation.Status, []revocation.Finding) {
	var findings []revocation.Finding
	for _, e := range w.evidence() {
		found, err := revocation.Check(ctx, path, i, w.j.o.Tables, revocation.Stored(e))
		if err != nil { // which sources of data at hand do not give; then nothing is known
			return revocation.Unknown, findings
		}
		findings = append(findings, found...)
	}
	w.doubtDelegates(findings, path.Issuer(i))
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
		if !revoked && !forgets && (f.CurrentAt(w.j.trust.ControlTime) || f.NewerThan(at)) {
			status = revocation.Good
		}
	}
	return status, findings
}

// doubtDelegates takes from findings the answers of status services whose own certificate was revoked by the data at hand. One that
// has id-pkix-ocsp-nocheck need not be asked about (RFC 6960, section 4.2.2.2.1); of one of which nothing is known, nothing is held
// against it, for its issuer gave it the term in which it need not be doubted.
func (w *witness) doubtDelegates(findings []revocation.Finding, issuer *cert.Certificate) {
	revoked := map[[32]byte]bool{}
	for i, f := range findings {
		if !f.Delegated || f.Signer == nil || f.Signer.OCSPNoCheck {
			continue
		}
		sum := f.Signer.SHA256()
		if _, asked := revoked[sum]; !asked {
			revoked[sum] = w.delegateRevoked(f.Signer, issuer)
		}
		if revoked[sum] {
			findings[i].Status = revocation.Unknown
			findings[i].Doubts = append(findings[i].Doubts, revocation.BadDelegate)
		}
	}
}

// delegateRevoked looks into the lists of the authority, and into answers that the authority itself has signed.
func (w *witness) delegateRevoked(delegate, issuer *cert.Certificate) bool {
	for _, e := range w.evidence() {
		for _, list := range e.CRLs[:min(len(e.CRLs), revocation.MaxEvidence)] {
			if f := revocation.CheckCRL(list, nil, delegate, issuer, w.j.o.Tables); f.Status == revocation.Revoked {
				return true
			}
		}
		for _, answer := range e.Responses[:min(len(e.Responses), revocation.MaxEvidence)] {
			f := revocation.CheckOCSP(answer, delegate, issuer, nil, w.j.o.Tables)
			if f.Status == revocation.Revoked && f.Decisive() && !f.Delegated {
				return true
			}
		}
	}
	return false
}
