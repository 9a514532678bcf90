package organisation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// PowerName names a power of attorney in what is frozen for a signature (T12).
type PowerName struct {
	Number mchd.Number
	SHA256 string // of its file, in hexadecimal
	Until  time.Time
}

// powerAskedFor is how long an answer about a power of attorney is one of this moment: what asks others stands outside of the
// transaction that keeps a signature or sends a paper.
const powerAskedFor = 10 * time.Minute

// Refusals of signing by a power of attorney.
var (
	ErrPowerNotAsked = fault.New(fault.Unavailable, i18n.M(
		"Доверенность ещё не проверена заново: её проверяют при каждом подписании, при отправке и при решении. Повторите действие через минуту.",
		"The power of attorney has not been checked anew yet: that is done at each signature, at sending and at the decision. Try again in a minute."))
	ErrPowerOpen = fault.New(fault.Forbidden, i18n.M(
		"Действует ли доверенность для подписания, сейчас не установлено: реестр доверенностей не ответил, или её полномочия должен оценить человек. Попробуйте позже или войдите по подписи ещё раз на странице «Доверенности»: вопрос получит оператор.",
		"It is not established now whether the power of attorney lets you sign: the registry of powers did not answer, or a person has to judge what it allows. Try later, or sign in with the signature again on the page of powers of attorney: an operator will get the question."))
)

// PowerOf names the power of attorney by which a person acts for an organisation now, so that what is frozen for their signature
// names it (T12). ok is false for whoever acts otherwise.
func (s *Service) PowerOf(ctx context.Context, q sqldb.Querier, who actor.PersonID, id actor.OrganisationID) (n PowerName, ok bool, err error) {
	p, err := activePower(ctx, q, id, who)
	switch {
	case errors.Is(err, sqldb.ErrNoRows), err == nil && !s.clock.Now().Before(p.Until):
		return PowerName{}, false, nil
	case err != nil:
		return PowerName{}, false, fmt.Errorf("look for a power of attorney: %w", err)
	}
	return PowerName{p.Number, p.SHA256, p.Until}, true, nil
}

// AskPowers judges the powers of attorney by which these people sign for an organisation anew, as T12 wants it at signing, at submit and
// at decision: the registry is asked each time. It stands outside of transactions and notes what it found; [Service.MaySign] and
// [Service.StillSign] go by that. People who sign otherwise are passed over. A power that the registry withdrew ends at once.
func (s *Service) AskPowers(ctx context.Context, id actor.OrganisationID, people []actor.PersonID) error {
	for _, who := range people {
		c, p, signer, err := s.powerAndAgent(ctx, id, who)
		if errors.Is(err, sqldb.ErrNoRows) {
			continue
		}
		if err != nil {
			return fmt.Errorf("look for a power of attorney: %w", err)
		}
		out, err := s.judgePower(ctx, p, powerQuestion{signer: signer, entering: true, right: actor.Sign})
		if err != nil {
			return fmt.Errorf("judge a power of attorney: %w", err)
		}
		if err := s.noteAsked(ctx, c, p, out); err != nil {
			return fmt.Errorf("note what is known of a power of attorney: %w", err)
		}
	}
	return nil
}

// powerAndAgent reads by which power somebody signs for a cabinet, and as whom: by the numbers that their certificate had when they
// came in. [sqldb.ErrNoRows] is for whoever has none.
func (s *Service) powerAndAgent(ctx context.Context, id actor.OrganisationID, who actor.PersonID) (c Cabinet, p Power, h Holder, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		if p, err = activePower(ctx, q, id, who); err != nil {
			return err
		}
		if c, err = cabinetByID(ctx, q, id); err != nil {
			return err
		}
		signer, err := signerNow(ctx, q, id, who)
		if err != nil {
			return err
		}
		human, err := s.people.Human(ctx, q, who)
		h = Holder{PersonINN: signer.INN, SNILS: human.SNILS}
		return err
	})
	return c, p, h, err
}

func (s *Service) noteAsked(ctx context.Context, c Cabinet, p Power, out judged) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := s.noteVerdict(ctx, tx, p, stageSigned, out); err != nil || out.registry != mchd.StatusRevoked {
			return err
		}
		err := s.endPower(ctx, tx, c, p, PowerRevoked, "")
		if errors.Is(err, ErrNoPower) { // somebody else has ended it meanwhile
			return nil
		}
		return err
	})
}

// powerLets refuses an agent whose power of attorney was not judged just now, or of which something is open that no operator has
// decided.
func (s *Service) powerLets(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, who actor.PersonID) error {
	p, err := activePower(ctx, q, id, who)
	if err != nil {
		return none(err, ErrNoPower)
	}
	history, err := verdictsOf(ctx, q, p.ID)
	if err != nil {
		return fmt.Errorf("read what was judged of a power of attorney: %w", err)
	}
	var asked, decided *PowerVerdict
	for i := range history {
		switch history[i].Stage {
		case stageSigned:
			asked = &history[i]
		case stageDecided:
			decided = &history[i]
		case stageBrought, stageEntered:
		}
	}
	switch now := s.clock.Now(); {
	case !now.Before(p.Until):
		return ErrNoPower
	case asked == nil || now.Sub(asked.At) > powerAskedFor:
		return ErrPowerNotAsked
	case asked.Result == mchd.ResultNo:
		return refusePower(mchd.Verdict{Result: asked.Result, Checks: asked.Checks})
	case asked.Result == mchd.ResultYes, settles(decided, asked):
		return nil
	}
	return ErrPowerOpen
}

// settles reports whether an operator's yes covers all that is open now.
func settles(decided, asked *PowerVerdict) bool {
	if decided == nil {
		return false
	}
	was := openChecks(decided)
	return !slices.ContainsFunc(openChecks(asked), func(id mchd.CheckID) bool { return !slices.Contains(was, id) })
}

func openChecks(v *PowerVerdict) (open []mchd.CheckID) {
	for _, c := range v.Checks {
		if c.Result == mchd.Unknown {
			open = append(open, c.ID)
		}
	}
	return open
}

// allAgents reports whether everybody has signed whom a power of attorney lets act only together with the others. people are the
// СНИЛС of those who have signed by their powers.
func (s *Service) allAgents(ctx context.Context, p Power, people []ruid.SNILS) (bool, error) {
	raw, err := s.fileContent(ctx, p.files.Document)
	if err != nil {
		return false, fmt.Errorf("read a power of attorney: %w", err)
	}
	d, err := readPower(raw)
	if err != nil {
		return false, fmt.Errorf("read a power of attorney: %w", err)
	}
	for _, a := range d.Agents {
		if !slices.Contains(people, a.SNILS) {
			return false, nil
		}
	}
	return len(d.Agents) > 0, nil
}
