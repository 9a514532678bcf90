package organisation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// The grounds of cases about powers of attorney.
const (
	GroundPowerText   Ground = "power_text"   // review: the powers are in words, or restricted
	GroundPowerCode   Ground = "power_code"   // review: a code that nobody here knows
	GroundPowerSilent Ground = "power_silent" // review: the registry of powers said nothing
	GroundPowerDoubt  Ground = "power_doubt"  // review: something else that only a person can tell
)

// powerCase is what an operator sees of a power, as it was when the person signed in by it.
type powerCase struct {
	ID        string         `json:"id"`
	Number    mchd.Number    `json:"number"`
	SHA256    string         `json:"sha256"`
	Principal string         `json:"principal"`
	Issued    string         `json:"issued"`
	Until     time.Time      `json:"until"`
	Agents    []string       `json:"agents"`
	Text      string         `json:"text,omitempty"`
	Coded     []powerCode    `json:"coded,omitempty"`
	System    string         `json:"system,omitempty"` // where the registry is, as the document says
	Parents   []mchd.Number  `json:"parents,omitempty"`
	Registry  string         `json:"registry"`
	Checks    []mchd.Check   `json:"checks"`
	Signers   []powerCaseSig `json:"signers"`
}

type powerCode struct {
	Code         string   `json:"code"`
	Name         string   `json:"name"`
	Restrictions []string `json:"restrictions,omitempty"`
}

type powerCaseSig struct {
	Name string `json:"name"`
	OGRN string `json:"ogrn"`
}

// groundOfPower is the first thing that a person has to read.
func groundOfPower(out judged) Ground {
	open := map[mchd.CheckID]bool{}
	for _, c := range out.verdict.Checks {
		open[c.ID] = open[c.ID] || c.Result == mchd.Unknown
	}
	if open[mchd.CheckPowers] {
		for _, e := range out.chain {
			if e.Document.Powers.Text != "" {
				return GroundPowerText
			}
		}
		return GroundPowerCode
	}
	for check, unknown := range open {
		if unknown && check != mchd.CheckRegistry {
			return GroundPowerDoubt
		}
	}
	return GroundPowerSilent
}

func powerCaseOf(p Power, out judged) *powerCase {
	d := out.chain[0].Document
	k := &powerCase{
		ID: p.ID, Number: p.Number, SHA256: p.SHA256, Principal: p.Principal, Issued: p.Issued, Until: p.Until, Text: d.Powers.Text, System: d.System,
		Registry: registryWord(out.registry), Checks: out.verdict.Checks,
	}
	for _, a := range d.Agents {
		k.Agents = append(k.Agents, partyName(a))
	}
	for _, one := range d.Powers.Coded {
		code := powerCode{Code: one.Code, Name: one.Name}
		for _, r := range one.Restrictions {
			code.Restrictions = append(code.Restrictions, r.Name+": "+r.ValueName+r.ValueText)
		}
		k.Coded = append(k.Coded, code)
	}
	for _, e := range out.chain[1:] {
		k.Parents = append(k.Parents, e.Document.Number)
	}
	for _, proof := range p.signed {
		for _, one := range proof.Signatures {
			k.Signers = append(k.Signers, powerCaseSig{one.Holder.Surname + " " + one.Holder.Given + " " + one.Holder.Middle, string(one.Holder.OGRN)})
		}
	}
	return k
}

// askAboutPower asks a person of the foundation about a power; a question that is open already is not asked twice.
func (s *Service) askAboutPower(ctx context.Context, tx *sqldb.Tx, login Login, c Cabinet, p Power, out judged) (string, error) {
	was, err := openCase(ctx, tx, p.Person, c.OGRN, c.INN)
	if err == nil {
		return was.ID, nil
	}
	if !errors.Is(err, sqldb.ErrNoRows) {
		return "", fmt.Errorf("look for the case: %w", err)
	}
	question := Case{
		ID: id.New(), Person: p.Person, OGRN: c.OGRN, INN: c.INN, Login: login.ID, Ground: groundOfPower(out), State: CaseOpen, Created: s.clock.Now(),
		details: details{Holder: login.Holder, Certificate: login.Certificate, Power: powerCaseOf(p, out)},
	}
	if known, err := s.registers.ByOGRN(ctx, c.OGRN); err == nil { // what the register says stands beside the question, if it answers
		question.details.Record, question.details.AsOf = known.Record, known.AsOf
		question.details.SourceRU, question.details.SourceEN = known.Source.In(i18n.Russian), known.Source.In(i18n.English)
	}
	if err := insertCase(ctx, tx, question); err != nil {
		return "", fmt.Errorf("store the case: %w", err)
	}
	if p.State == PowerKept { // whoever acts by it already goes on until the operator has decided
		if err := setPowerState(ctx, tx, p.ID, PowerReview, ""); err != nil {
			return "", fmt.Errorf("note that an operator decides: %w", err)
		}
	}
	return question.ID, s.record(ctx, tx, p.Person, "organisation.case_opened", c.ID, question.ID)
}

// judgeCase judges the power of a case anew before an operator's yes: the registry is asked at decision, too (T12). nil is for a
// case without one.
func (s *Service) judgeCase(ctx context.Context, caseID string) (*judged, error) {
	if !id.Valid(caseID) {
		return nil, ErrNoCase
	}
	var (
		c Case
		p Power
	)
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if c, err = caseByID(ctx, q, caseID); err != nil || c.details.Power == nil {
			return none(err, ErrNoCase)
		}
		p, err = standingPower(ctx, q, c.details.Power.ID)
		return none(err, ErrNoCase)
	})
	if err != nil || c.details.Power == nil {
		return nil, err
	}
	out, err := s.judgePower(ctx, p, powerQuestion{signer: c.details.Holder, entering: true, right: actor.Sign})
	if err != nil {
		return nil, err
	}
	if out.verdict.Result == mchd.ResultNo {
		return nil, refusePower(out.verdict)
	}
	return &out, nil
}

// settlePower does what an operator has decided about a power.
func (s *Service) settlePower(ctx context.Context, tx *sqldb.Tx, c Case, again *judged, until time.Time) error {
	p, err := standingPower(ctx, tx, c.details.Power.ID)
	if err != nil {
		return none(err, ErrNoCase)
	}
	cabinet, err := cabinetByOGRN(ctx, tx, p.OGRN)
	if err != nil {
		return fmt.Errorf("read the cabinet: %w", err)
	}
	if c.State != CaseGranted {
		return s.endPower(ctx, tx, cabinet, p, PowerRefused, c.By)
	}
	if err := s.noteVerdict(ctx, tx, p, stageDecided, *again); err != nil {
		return err
	}
	if p.Until.Before(until) {
		until = p.Until
	}
	return s.actByPower(ctx, tx, powerEntry{cabinet, p, *again, c.details.Certificate, c.details.Holder, until})
}
