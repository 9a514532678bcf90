package organisation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

var powerByPerson = limit.Rule{Name: "organisation.power", Burst: 20, Per: time.Hour}

// PowerFile is a power of attorney with its detached signature, as it was uploaded.
type PowerFile struct{ Document, Signature []byte }

func isUTF8(raw []byte) bool {
	return utf8.Valid(raw) && !bytes.Contains(bytes.ToLower(raw[:min(len(raw), 200)]), []byte("windows-1251"))
}

func refuseOldForm(err error) error {
	old, ok := errors.AsType[*mchd.OldFormError](err)
	if !ok {
		return ErrPowerFile.Because(err)
	}
	ru, en := old.Reason()
	return fault.New(fault.Invalid, i18n.M(ru, en)).Because(err)
}

// refuseForm names the element that is wrong, so that whoever made the file can find it.
func refuseForm(err error) error {
	field, ok := errors.AsType[*mchd.FieldError](err)
	if !ok {
		return ErrPowerFile.Because(err)
	}
	return fault.New(fault.Invalid, i18n.F(
		"Доверенность заполнена с ошибкой: %s. Попросите исправить её в системе, где она создана, и подписать заново.",
		"The power of attorney has a mistake: %s. Ask to mend it in the system that made it, and to sign it anew.").With(field.Path)).Because(err)
}

// AddPower takes a power of attorney that names the person who acts as its agent, and those on which it rests. It is judged whole but
// for the certificate, which comes with the first signed sign-in: what a check has refused is not kept.
func (s *Service) AddPower(ctx context.Context, own PowerFile, parents []PowerFile) (p Power, err error) {
	who := actor.From(ctx).Person
	if err := s.limits.Allow(ctx, limit.Charge{Rule: powerByPerson, Key: string(who)}); err != nil {
		return Power{}, err
	}
	var human Human
	if err := s.db.View(ctx, func(q sqldb.Querier) (err error) { human, err = s.people.Human(ctx, q, who); return err }); err != nil {
		return Power{}, fmt.Errorf("add a power of attorney: %w", err)
	}
	if !human.Known {
		return Power{}, ErrPowerIdentity
	}
	p, agentINN, err := s.takePower(ctx, human, own, parents)
	if err != nil {
		return Power{}, err
	}
	out, err := s.judgePower(ctx, p, powerQuestion{signer: Holder{SNILS: human.SNILS, PersonINN: agentINN}, entering: true, right: actor.Sign})
	if err != nil {
		return Power{}, fmt.Errorf("judge a power of attorney: %w", err)
	}
	if out.verdict.Result == mchd.ResultNo {
		return Power{}, refusePower(out.verdict)
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.keepPower(ctx, tx, p, out) })
	if err != nil {
		return Power{}, fmt.Errorf("keep a power of attorney: %w", err)
	}
	return p, nil
}

// takePower reads the files, judges their signatures and puts them into the store of files.
func (s *Service) takePower(ctx context.Context, human Human, own PowerFile, parents []PowerFile) (Power, ruid.INN, error) {
	d, err := readPower(own.Document)
	if err != nil {
		return Power{}, "", err
	}
	parents, err = inOrder(d, parents)
	if err != nil {
		return Power{}, "", err
	}
	p := Power{
		ID: id.New(), Person: human.ID, Number: d.Number, SHA256: sumOf(d), Issued: d.Issued.String(), Until: powerEnd(d.Until), State: PowerKept,
		Added: s.clock.Now(), Agent: human.Name,
	}
	original := d
	for i, one := range append([]PowerFile{own}, parents...) {
		if i > 0 {
			if original, err = readPower(one.Document); err != nil {
				return Power{}, "", err
			}
		}
		files, proof, err := s.takeFiles(ctx, one)
		if err != nil {
			return Power{}, "", err
		}
		p.signed = append(p.signed, proof)
		if i == 0 {
			p.files = files
		} else {
			p.parents = append(p.parents, files)
		}
	}
	principal, ok := principalOf(original)
	if !ok {
		return Power{}, "", ErrPowerPrincipal
	}
	p.INN, p.OGRN, p.Principal = string(principal.INN), string(principal.OGRN)+string(principal.OGRNIP), partyName(principal)
	return p, innOfAgent(d, human), nil
}

// principalOf is the one for whom a power lets somebody act: the first that can have a cabinet.
func principalOf(d *mchd.Document) (mchd.Party, bool) {
	for _, p := range d.Grantors {
		if p.Kind == mchd.Organisation && p.OGRN != "" || p.Kind == mchd.Proprietor && p.OGRNIP != "" {
			return p, true
		}
	}
	return mchd.Party{}, false
}

// innOfAgent is the ИНН that the power gives to the person; the certificate must bring the same one.
func innOfAgent(d *mchd.Document, human Human) ruid.INN {
	for _, a := range d.Agents {
		if a.SNILS == human.SNILS {
			return a.INN
		}
	}
	return ""
}

func (s *Service) takeFiles(ctx context.Context, f PowerFile) (files powerFiles, proof powerProof, err error) {
	if len(f.Document) > maxPowerFile || len(f.Signature) > maxPowerSignature {
		return files, proof, ErrPowerSize
	}
	proof.At = s.clock.Now()
	if proof.Signatures, proof.Report, err = s.powerSignatures.CheckPower(ctx, f.Document, f.Signature); err != nil {
		return files, proof, err
	}
	put := func(content []byte, into *blob.Ref) error {
		*into, err = s.files.Put(ctx, bytes.NewReader(content), int64(len(content)))
		return err
	}
	if err := errors.Join(put(f.Document, &files.Document), put(f.Signature, &files.Signature)); err != nil {
		return files, proof, fmt.Errorf("keep the files of a power of attorney: %w", err)
	}
	return files, proof, nil
}

// inOrder puts the powers on which one rests into their order, its immediate parent first, by the numbers that they name.
func inOrder(d *mchd.Document, parents []PowerFile) ([]PowerFile, error) {
	if len(parents) > maxParents {
		return nil, ErrPowerParents
	}
	byNumber := map[mchd.Number]PowerFile{}
	basis := map[mchd.Number]*mchd.Basis{}
	for _, f := range parents {
		parent, err := readPower(f.Document)
		if err != nil {
			return nil, err
		}
		byNumber[parent.Number], basis[parent.Number] = f, parent.Basis
	}
	var list []PowerFile
	for b := d.Basis; b != nil; {
		n := b.Immediate().Number
		f, ok := byNumber[n]
		if !ok {
			return nil, ErrPowerParents
		}
		list, b = append(list, f), basis[n]
		delete(byNumber, n)
	}
	return list, nil
}

// keepPower stores what was judged, unless the organisation has withdrawn the same power before.
func (s *Service) keepPower(ctx context.Context, tx *sqldb.Tx, p Power, out judged) error {
	switch withdrawn, err := powerWithdrawn(ctx, tx, p.OGRN, p.Number); {
	case err != nil:
		return fmt.Errorf("look whether it was withdrawn: %w", err)
	case withdrawn:
		return ErrPowerWithdrawn
	}
	switch first, err := insertPower(ctx, tx, p); {
	case err != nil:
		return fmt.Errorf("store it: %w", err)
	case !first:
		return ErrPowerTwice
	}
	if err := s.noteVerdict(ctx, tx, p, stageBrought, out); err != nil {
		return err
	}
	return s.record(ctx, tx, p.Person, "organisation.power_brought", "", p.ID)
}

// noteVerdict adds a judgement to the history of a power.
func (s *Service) noteVerdict(ctx context.Context, tx *sqldb.Tx, p Power, stage powerStage, out judged) error {
	err := insertVerdict(ctx, tx, PowerVerdict{
		ID: id.New(), Power: p.ID, Stage: stage, Result: out.verdict.Result, Registry: registryWord(out.registry), Checks: out.verdict.Checks, At: out.at,
	})
	if err != nil {
		return fmt.Errorf("store what was judged: %w", err)
	}
	return nil
}

// PowerVerdict is what was judged of a power, and when.
type PowerVerdict struct {
	ID       string
	Power    string
	Stage    powerStage
	Result   mchd.Result
	Registry string
	Checks   []mchd.Check
	At       time.Time
}

func registryWord(s mchd.Status) string {
	switch s {
	case mchd.StatusValid:
		return "valid"
	case mchd.StatusRevoked:
		return "revoked"
	case mchd.StatusUnknown:
	}
	return "silent"
}
