package validate

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trust"
	"github.com/klaster-platform/klaster/esign/xmldsig"
)

// qualify makes the checks of the policy Qualified beyond those of Trusted: whether the authority that issued the certificate was
// accredited on that day, and whether the certificate has the form of its time (T2 of the rules of trust). The end of an authority
// without a successor is its own fact and has no part in the verdict.
func (j *judgement) qualify(s *Signer, c *cert.Certificate, path cert.Path) {
	var a trust.Accreditation
	if path.Len() > 0 {
		a = j.list.Accreditation(c, path.Issuer(0), j.o.Accreditation.Successions()...)
	}
	s.Accreditation = describeAccreditation(a)
	switch {
	case path.Len() == 0:
		s.note(CheckAccreditation, Unknown)
	case !a.Listed:
		s.judge(CheckAccreditation, Fail, Indeterminate, NoCertificateChainFound)
	case a.OnIssue.Status == trust.UnknownStatus:
		s.judge(CheckAccreditation, Unknown, Indeterminate, ChainConstraintsFailure)
	default:
		s.judge(CheckAccreditation, result(a.Granted()), Indeterminate, ChainConstraintsFailure)
	}
	s.judge(CheckProfile, profileResult(c.Profile()), Indeterminate, ChainConstraintsFailure)
	ended := Unknown
	if a.Listed {
		ended = result(!a.EndedWithoutSuccessor(j.trust.ControlTime))
	}
	s.note(CheckAuthorityEnd, ended)
	signed := OK
	if j.list.Signer == nil {
		signed = Unknown
	}
	s.note(CheckListSignature, signed)
	s.Qualified = s.Indication == TotalPassed && a.Granted() && !s.Trial
	s.note(CheckQualifiedMarks, result(s.Qualified))
}

// profileResult: of a time for which no requirements are known nobody can say whether a certificate keeps them.
func profileResult(p cert.Profile) Result {
	if p.Basis == "" {
		return Unknown
	}
	return result(p.Complete())
}

func describeList(l *trust.List) *TrustList {
	out := &TrustList{Number: l.Number, Date: l.Date.UTC(), SHA256: hexOf(l.SHA256)}
	if l.Signer != nil {
		out.Signer = text(hexOf(l.Signer.SHA256()))
	}
	return out
}

func describeAccreditation(a trust.Accreditation) *Accreditation {
	if !a.Listed {
		return nil
	}
	out := &Accreditation{
		Authority: a.Authority.Name, Number: text(a.Authority.Number), OGRN: text(a.Authority.OGRN),
		Status: string(a.OnIssue.Status), Word: text(a.OnIssue.Name), From: moment(a.OnIssue.From), Until: moment(a.OnIssue.Until),
	}
	if a.End != nil {
		out.Ended = moment(a.End.At)
		if a.End.Successor != nil {
			out.Successor = text(a.End.Successor.To)
		}
	}
	return out
}

// ErrListSignature says that the signature of a list of authorities is not a good one over all of it.
var ErrListSignature = errors.New("signature of the list is not good")

// ListSignature is the [trust.SignatureCheck] of XML signatures: every signature in the file must be good, and cover the whole of
// it. The bytes that it returns are those that were hashed. It does not say that the signer may sign the list.
func ListSignature(ctx context.Context, raw []byte) (covered []byte, signer *cert.Certificate, err error) {
	var out bytes.Buffer
	facts, err := xmldsig.Verify(bytes.NewReader(raw), int64(len(raw)), xmldsig.Options{Signed: &out})
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrListSignature, err)
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if !facts.OK() || facts.Signatures[0].Signer == nil || facts.Signatures[0].Scheme.Digest.Weak() {
		return nil, nil, fmt.Errorf("%w: %s", ErrListSignature, firstFault(facts))
	}
	return out.Bytes(), facts.Signatures[0].Signer, nil
}

func firstFault(f *xmldsig.Facts) string {
	checks := f.Checks
	for _, s := range f.Signatures {
		checks = append(checks, s.Checks...)
	}
	for _, c := range checks {
		if c.Result != xmldsig.OK {
			return c.ID + ": " + c.Detail
		}
	}
	return "weak algorithm"
}

// ReadList reads a list of accredited authorities. One that has a signature must have a good one; one without any is taken, because
// the caller named it, and reports say that it was not signed.
func ReadList(ctx context.Context, raw []byte) (*trust.List, error) {
	covered, signer, err := ListSignature(ctx, raw)
	if errors.Is(err, xmldsig.ErrNoSignature) {
		return trust.Read(ctx, raw, nil)
	}
	return trust.Read(ctx, raw, func(context.Context, []byte) ([]byte, *cert.Certificate, error) { return covered, signer, err })
}
