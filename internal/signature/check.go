package signature

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Refusals of files.
var (
	ErrNoMessage = fault.New(fault.Invalid, i18n.M(
		"Это не файл подписи. Загрузите файл .sig, .p7s или .sgn, который дала программа подписи.",
		"This is not a signature file. Upload the .sig, .p7s or .sgn file that the signing program made."))
)

// Checked is how a message was judged, with all that it takes to judge it again.
type Checked struct {
	Report validate.Report
	// Certificate is the signer's, nil if it is not at hand; of several signers it is the first one's.
	Certificate *cert.Certificate
	// Certificates are those of all signers in their order; nil stands for one that is not at hand.
	Certificates []*cert.Certificate
	// Content is what stands in the message, nil if it is detached.
	Content []byte
	Time    time.Time

	facts   *validate.Facts
	foreign bool // an XML document signs itself, and is not the one that was to be signed
}

// maxAsked is of how many signers the revocation is asked for: a document that several heads signed has a few.
const maxAsked = 8

// Passed reports whether the signature may have an effect in this installation: everything passed by its policy (T16).
func (c Checked) Passed() bool { return c.Report.Indication == validate.TotalPassed && !c.foreign }

// Check judges a signed message over a document by the policy of the installation: the trial one, with the installation's
// own authority, in a trial installation, and the one of qualified signatures, with the list of Минцифры, in a real one. An
// attached content must equal the document. Revocation data are asked for where certificates say, see the package comment.
func (s *Service) Check(ctx context.Context, message []byte, document io.ReadSeeker) (Checked, error) {
	box, err := openMessage(message, document)
	if err != nil {
		return Checked{}, err
	}
	now := s.clock.Now()
	g, err := s.ground(ctx, now)
	if err != nil {
		return Checked{}, err
	}
	out := Checked{Time: now, Certificates: box.signers, Content: box.content, foreign: box.foreign}
	if len(out.Certificates) > 0 {
		out.Certificate = out.Certificates[0]
	}
	found, err := s.fetchAll(ctx, g, box)
	if err != nil {
		return Checked{}, err
	}
	in := validate.Input{
		Signature: message, Document: document, Anchors: g.anchors, Untrusted: g.others, TimestampAnchors: g.stamps,
		CRLs: append(found.crls, g.crls...), OCSP: found.ocsp, ControlTime: now,
	}
	if box.xml {
		in.Document = nil // it was held against what is signed within
	}
	out.facts, err = validate.Gather(ctx, in, g.options)
	if errors.Is(err, validate.ErrInput) {
		return Checked{}, ErrNoMessage.Because(err)
	}
	if err != nil {
		return Checked{}, fmt.Errorf("look at a signature: %w", err)
	}
	out.Report, err = validate.Judge(ctx, out.facts, g.policy, g.trustAt(now), g.options)
	if err != nil {
		return Checked{}, fmt.Errorf("judge a signature: %w", err)
	}
	return out, nil
}

// stampers are the certificates of the authorities whose time-stamps a signer has.
func stampers(n *cms.Signer) (list []*cert.Certificate) {
	for _, raw := range append(n.SignatureTimestamps(), n.ArchiveTimestamps()...) {
		if token, err := tsp.Parse(raw); err == nil {
			if c := token.Certificate(); c != nil {
				list = append(list, c)
			}
		}
	}
	return list
}

// fetchAll asks about the certificates of signers and of those who stamped their signatures.
func (s *Service) fetchAll(ctx context.Context, g *ground, box container) (found evidence, err error) {
	for _, c := range box.signers[:min(maxAsked, len(box.signers))] { // what is missing of the others the report says
		if err := s.fetchEvidence(ctx, g, g.chainAnchors(), c, box.others, &found); err != nil {
			return evidence{}, err
		}
	}
	for _, c := range box.stampers[:min(maxAsked, len(box.stampers))] {
		if err := s.fetchEvidence(ctx, g, cert.NewPool(g.stamps...), c, box.others, &found); err != nil {
			return evidence{}, err
		}
	}
	return found, nil
}

func (g *ground) trustAt(at time.Time) validate.Trust {
	return validate.Trust{Anchors: g.anchors, TimestampAnchors: g.stamps, ControlTime: at, Untrusted: g.others, CRLs: g.crls}
}

// keptFacts are facts in the store of files, with the material to which they refer.
type keptFacts struct {
	facts    blob.Ref
	material []keptMaterial
}

type keptMaterial struct {
	sum, kind string
	file      blob.Ref
}

// keepFacts puts facts and their material into the store of files, before the transaction that names them.
func (s *Service) keepFacts(ctx context.Context, c Checked) (keptFacts, error) {
	data, material, err := c.facts.Store()
	if err != nil {
		return keptFacts{}, fmt.Errorf("write the facts of a signature: %w", err)
	}
	var k keptFacts
	if k.facts, err = s.put(ctx, data); err != nil {
		return keptFacts{}, err
	}
	for _, m := range material {
		file, err := s.put(ctx, m.Raw)
		if err != nil {
			return keptFacts{}, err
		}
		k.material = append(k.material, keptMaterial{hex.EncodeToString(m.SHA256[:]), string(m.Kind), file})
	}
	return k, nil
}

// Again judges a signature that was kept by what is known now: the second asking of T4, and the checks years later. Sign-ins
// are not judged again.
func (s *Service) Again(ctx context.Context, requestID string) (validate.Report, error) {
	var row signedRow
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		row, err = selectSigned(ctx, q, requestID)
		return err
	})
	switch {
	case errors.Is(err, sqldb.ErrNoRows), err == nil && row.facts.IsZero():
		return validate.Report{}, ErrNoRequest
	case err != nil:
		return validate.Report{}, fmt.Errorf("read a signature: %w", err)
	}
	data, err := s.content(ctx, row.facts)
	if err != nil {
		return validate.Report{}, fmt.Errorf("read the facts of a signature: %w", err)
	}
	facts, err := validate.ReadFacts(data, func(sum [sha256.Size]byte) ([]byte, error) { return s.material(ctx, sum) })
	if err != nil {
		return validate.Report{}, fmt.Errorf("read the facts of a signature: %w", err)
	}
	now := s.clock.Now()
	g, err := s.ground(ctx, now)
	if err != nil {
		return validate.Report{}, err
	}
	t := g.trustAt(now)
	if len(facts.Signers) > 0 && facts.Signers[0].Certificate != nil {
		var found evidence
		if err := s.fetchEvidence(ctx, g, g.chainAnchors(), facts.Signers[0].Certificate, nil, &found); err != nil {
			return validate.Report{}, err
		}
		t.CRLs, t.OCSP = append(t.CRLs, found.crls...), found.ocsp
	}
	return validate.Judge(ctx, facts, g.policy, t, g.options)
}

func (s *Service) material(ctx context.Context, sum [sha256.Size]byte) ([]byte, error) {
	var file blob.Ref
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		file, err = materialFile(ctx, q, hex.EncodeToString(sum[:]))
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.content(ctx, file)
}
