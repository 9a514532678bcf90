package organisation

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/workdays"
)

// powerStage is when a power was judged.
type powerStage string

// The stages. The registry is asked at each of them (T12).
const (
	stageBrought powerStage = "brought"
	stageEntered powerStage = "entered"
	stageSigned  powerStage = "signed"
	stageDecided powerStage = "decided"
)

// judged is a verdict with what it rests on.
type judged struct {
	verdict  mchd.Verdict
	chain    []mchd.Evidence // its own document first
	registry mchd.Status     // of the power itself
	at       time.Time
}

// joint reports whether the agents act only together.
func (j judged) joint() bool {
	d := j.chain[0].Document
	return len(d.Agents) > 1 && d.Powers.Exercise == mchd.Jointly
}

// powerQuestion is what is asked of a power.
type powerQuestion struct {
	signer    Holder
	cosigners []mchd.Actor
	// entering: nothing is signed yet, so that whoever must act together with the agent is taken to do so later, when there is
	// something to sign.
	entering bool
	right    actor.Right
}

// judgePower asks everybody about a power: the register of organisations about the day on which it was issued, the registry of powers
// about now, and package mchd about the rest. It stands outside of transactions.
func (s *Service) judgePower(ctx context.Context, p Power, q powerQuestion) (judged, error) {
	now := s.clock.Now()
	out := judged{at: now}
	for i, files := range append([]powerFiles{p.files}, p.parents...) {
		e, err := s.powerEvidence(ctx, files, p.signed[i])
		if err != nil {
			return judged{}, err
		}
		e.Registry = s.askRegistry(ctx, e.Document.Number, p.subject(), now)
		out.chain = append(out.chain, e)
	}
	out.registry = out.chain[0].Registry.Status
	if q.entering {
		q.cosigners = others(out.chain[0].Document)
	}
	out.verdict = mchd.Judge(out.chain[0], mchd.Question{
		At: now, Principal: p.subject(), Signer: mchd.Actor{Identity: q.signer.identity()}, CoSigners: q.cosigners,
		Codes: s.codes.Allowing(q.right, workdays.DateOf(now)), AskedSince: now, Parents: out.chain[1:],
	})
	return out, nil
}

// others are the agents of a power where they act only together; elsewhere there is nobody whom one would have to wait for.
func others(d *mchd.Document) (list []mchd.Actor) {
	if d.Powers.Exercise != mchd.Jointly {
		return nil
	}
	for _, a := range d.Agents {
		list = append(list, mchd.Actor{Identity: Holder{PersonINN: a.INN, SNILS: a.SNILS, OGRNIP: a.OGRNIP}.identity()})
	}
	return list
}

// subject is for whom the power is.
func (p Power) subject() mchd.Subject {
	if len(p.OGRN) == 15 {
		return mchd.Subject{INN: ruid.INN(p.INN), OGRNIP: ruid.OGRNIP(p.OGRN)}
	}
	return mchd.Subject{INN: ruid.INN(p.INN), OGRN: ruid.OGRN(p.OGRN)}
}

// askRegistry asks the registry of powers. Silence is an answer that nobody gave.
func (s *Service) askRegistry(ctx context.Context, n mchd.Number, principal mchd.Subject, now time.Time) mchd.Registry {
	if s.powerRegistry == nil {
		return mchd.Registry{}
	}
	answer, err := s.powerRegistry.Status(ctx, n, principal)
	if err != nil {
		return mchd.Registry{}
	}
	answer.Asked = now
	return answer
}

// powerEvidence reads a document from the store of files and puts beside it what is known of its signatures.
func (s *Service) powerEvidence(ctx context.Context, files powerFiles, proof powerProof) (mchd.Evidence, error) {
	raw, err := s.fileContent(ctx, files.Document)
	if err != nil {
		return mchd.Evidence{}, fmt.Errorf("read a power of attorney: %w", err)
	}
	d, err := mchd.Parse(bytes.NewReader(raw), mchd.Limits{})
	if err != nil {
		return mchd.Evidence{}, fmt.Errorf("read a power of attorney: %w", err)
	}
	e := mchd.Evidence{Document: d}
	for _, signature := range proof.Signatures {
		head, err := s.headOn(ctx, signature.Holder, d.Issued)
		if err != nil {
			return mchd.Evidence{}, err
		}
		e.Signatures = append(e.Signatures, mchd.Signature{
			SHA256: d.SHA256, Signer: signature.Holder.identity(), Valid: signature.Valid, Head: head, HeadOn: d.Issued,
		})
	}
	return e, nil
}

func (s *Service) fileContent(ctx context.Context, ref blob.Ref) ([]byte, error) {
	f, err := s.files.Open(ctx, ref)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was read
	return io.ReadAll(f)
}

// headOn tells whether the register had the holder of a certificate as acting for its organisation on a day, by the rule of T11 as
// it is applied to that day. A register that does not know how things stood then, or lets heads act only together, leaves it open.
func (s *Service) headOn(ctx context.Context, h Holder, on mchd.Date) (mchd.Answer, error) {
	if !h.ForOrganisation() {
		return mchd.Unknown, nil // persons and proprietors act for themselves, and nobody asks
	}
	day, err := workdays.NewDate(on.Year, on.Month, on.Day)
	if err != nil {
		return mchd.Unknown, fmt.Errorf("read the day of issue: %w", err)
	}
	j, err := Judge(ctx, onDay{s.registers, day}, h, day.Start(), s.config.RegisterAge)
	switch {
	case err != nil && j.Ground == GroundSilent:
		return mchd.Unknown, nil
	case err != nil:
		return mchd.Unknown, err
	case j.Outcome == Refused:
		return mchd.No, nil
	case j.Outcome == Granted && !j.Joint:
		return mchd.Yes, nil
	}
	return mchd.Unknown, nil
}

// onDay is the registers as they stood on a day.
type onDay struct {
	Registers
	day workdays.Date
}

// ByOGRN returns the record that held on the day.
func (r onDay) ByOGRN(ctx context.Context, ogrn string) (Known, error) {
	return r.ByOGRNOn(ctx, ogrn, r.day)
}

// ByINN finds nothing: which of several records an ИНН meant on a day is not kept.
func (r onDay) ByINN(context.Context, string) ([]Known, error) { return nil, ErrUnknownSubject }

// readPower reads a file as a power of attorney, with the words for what is wrong with it.
func readPower(raw []byte) (*mchd.Document, error) {
	d, err := mchd.Parse(bytes.NewReader(raw), mchd.Limits{})
	switch {
	case err == nil:
		return d, nil
	case errors.Is(err, mchd.ErrOldForm):
		return nil, refuseOldForm(err)
	case !isUTF8(raw):
		return nil, ErrPowerEncoding.Because(err)
	}
	return nil, refuseForm(err)
}

func sumOf(d *mchd.Document) string { return hex.EncodeToString(d.SHA256[:]) }
