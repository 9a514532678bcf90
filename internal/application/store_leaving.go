package application

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Held is what the room holds about a person.
type Held struct {
	Applications []HeldApplication `json:"applications"`
	Deeds        []HeldDeed        `json:"deeds"`
	Answers      []HeldAnswer      `json:"answers"`
	Services     []HeldService     `json:"services,omitempty"`
	Said         []HeldWords       `json:"said"`
	Letters      []HeldLetters     `json:"letters,omitempty"`
}

// HeldApplication is an application that the person began, formed, was asked to sign, or sent.
type HeldApplication struct {
	ID      string `json:"id"`
	Service string `json:"service"`
	Number  string `json:"number,omitempty"`
	State   State  `json:"state"`
}

// HeldDeed is something that the person did.
type HeldDeed struct {
	Application string    `json:"application"`
	What        EventKind `json:"what"`
	At          time.Time `json:"at"`
	About       string    `json:"about,omitempty"`
}

// HeldAnswer is an answer that the person typed.
type HeldAnswer struct {
	Application string    `json:"application"`
	Question    string    `json:"question"`
	Answer      string    `json:"answer"`
	At          time.Time `json:"at"`
}

// HeldService is a version of a service that the person has written.
type HeldService struct {
	Service string `json:"service"`
	Version int    `json:"version"`
}

// HeldWords are what the person wrote to the foundation about an application: an answer to its question, or a complaint.
type HeldWords struct {
	Application string    `json:"application"`
	What        EventKind `json:"what"`
	Text        string    `json:"text"`
	At          time.Time `json:"at"`
}

// HeldLetters is an organisation about whose applications the person asked to be written to.
type HeldLetters struct {
	Organisation string    `json:"organisation"`
	Since        time.Time `json:"since"`
}

// HeldAbout collects what the room holds about a person.
func (s *Service) HeldAbout(ctx context.Context, q sqldb.Querier, p actor.PersonID) (h Held, err error) {
	h.Applications, err = sqldb.List(ctx, q, func(row sqldb.Row) (a HeldApplication, err error) {
		return a, row.Scan(&a.ID, &a.Service, &a.Number, &a.State)
	}, `SELECT id, service, number, state FROM application_case WHERE person = $1 OR sent_by = $1
			OR id IN (SELECT application FROM application_paper WHERE formed_by = $1)
			OR id IN (SELECT application FROM application_file WHERE author = $1)
			OR id IN (SELECT application FROM application_paper JOIN application_signing ON application_signing.paper = application_paper.id
				WHERE application_signing.person = $1 OR application_signing.asked_by = $1)
			OR id IN (SELECT application FROM application_review WHERE reviewer = $1)
			OR id IN (SELECT application FROM application_visit WHERE person = $1)
			OR id IN (SELECT application FROM application_question WHERE asked_by = $1 OR answered_by = $1)
			OR id IN (SELECT application FROM application_complaint WHERE person = $1)
			OR id IN (SELECT application FROM application_batch_case JOIN application_batch ON application_batch.id = batch WHERE application_batch.person = $1)
			OR id IN (SELECT application FROM application_decision WHERE formed_by = $1 OR second = $1)
		ORDER BY id`, string(p))
	if err != nil {
		return Held{}, fmt.Errorf("collect applications of a person: %w", err)
	}
	h.Deeds, err = sqldb.List(ctx, q, func(row sqldb.Row) (d HeldDeed, err error) {
		return d, row.Scan(&d.Application, &d.What, &d.At, &d.About)
	}, `SELECT application, kind, at, about FROM application_event WHERE person = $1 ORDER BY id`, string(p))
	if err != nil {
		return Held{}, fmt.Errorf("collect what a person did: %w", err)
	}
	h.Answers, err = sqldb.List(ctx, q, func(row sqldb.Row) (a HeldAnswer, err error) {
		return a, row.Scan(&a.Application, &a.Question, &a.Answer, &a.At)
	}, `SELECT application, question, body, at FROM application_answer WHERE author = $1 ORDER BY application, revision, question`, string(p))
	if err != nil {
		return Held{}, fmt.Errorf("collect what a person typed: %w", err)
	}
	h.Services, err = sqldb.List(ctx, q, func(row sqldb.Row) (v HeldService, err error) {
		return v, row.Scan(&v.Service, &v.Version)
	}, `SELECT service, version FROM application_service WHERE author = $1 UNION SELECT service, version FROM application_service_author WHERE person = $1 ORDER BY 1, 2`, string(p))
	if err != nil {
		return Held{}, fmt.Errorf("collect services that a person wrote: %w", err)
	}
	h.Said, err = sqldb.List(ctx, q, func(row sqldb.Row) (w HeldWords, err error) {
		return w, row.Scan(&w.Application, &w.What, &w.Text, &w.At)
	}, `SELECT application, 'answered', answer, answered_at FROM application_question WHERE answered_by = $1
		UNION ALL SELECT application, 'complained', text, at FROM application_complaint WHERE person = $1 ORDER BY 1, 4`, string(p))
	if err != nil {
		return Held{}, fmt.Errorf("collect what a person wrote to the foundation: %w", err)
	}
	h.Letters, err = sqldb.List(ctx, q, func(row sqldb.Row) (l HeldLetters, err error) {
		return l, row.Scan(&l.Organisation, &l.Since)
	}, `SELECT organisation, at FROM application_subscription WHERE person = $1 ORDER BY organisation`, string(p))
	if err != nil {
		return Held{}, fmt.Errorf("collect the letters that a person asked for: %w", err)
	}
	return h, nil
}

// Forget takes a person out of the room when the account is deleted. A draft for oneself goes whole, and what is under review is
// withdrawn: nobody could be told of a decision. What was done for an organisation stays the organisation's, without the person; of
// what was sent the documents and decisions are kept by law, and no copy beside them: neither the answers as they were typed nor the
// name by which the desk found the application.
func (s *Service) Forget(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	drafts, err := sqldb.List(ctx, tx, scanCase, `SELECT `+caseColumns+` FROM application_case
		WHERE person = $1 AND organisation = '' AND state IN ('draft', 'signing')`, string(p))
	if err != nil {
		return fmt.Errorf("forget a person: %w", err)
	}
	for _, a := range drafts {
		if err := deleteContent(ctx, tx, a.ID); err != nil {
			return fmt.Errorf("forget a person: %w", err)
		}
		if err := setState(ctx, tx, a.ID, Dropped, false, s.clock.Now()); err != nil {
			return fmt.Errorf("forget a person: %w", err)
		}
	}
	if err := s.leaveReview(ctx, tx, p); err != nil {
		return fmt.Errorf("forget a person: %w", err)
	}
	for _, forget := range []func() (int64, error){
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_paper SET given = '{}' WHERE application IN (SELECT id FROM application_case WHERE person = $1 AND organisation = '')`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM application_answer WHERE application IN (SELECT id FROM application_case WHERE person = $1 AND organisation = '')`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_review SET name = '', folded = (SELECT LOWER(number) FROM application_case WHERE id = application)
				WHERE application IN (SELECT id FROM application_case WHERE person = $1 AND organisation = '')`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_case SET person = '', applicant = CASE WHEN organisation = '' THEN 'p:' || id ELSE applicant END WHERE person = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_case SET sent_by = '' WHERE sent_by = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_service SET author = '' WHERE author = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM application_service_author WHERE person = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM application_subscription WHERE person = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_answer SET author = '' WHERE author = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_file SET author = '' WHERE author = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_paper SET formed_by = '' WHERE formed_by = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_signing SET asked_by = '' WHERE asked_by = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_signing SET person = id, comment = '' WHERE person = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_review SET reviewer = '' WHERE reviewer = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM application_visit WHERE person = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_question SET asked_by = '' WHERE asked_by = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_question SET answered_by = '' WHERE answered_by = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_complaint SET person = '' WHERE person = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_batch SET person = '' WHERE person = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_decision SET formed_by = '' WHERE formed_by = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_decision SET second = id WHERE second = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE application_event SET person = '', about = CASE WHEN kind = 'signed' THEN '' ELSE about END WHERE person = $1`, string(p))
		},
	} {
		if _, err := forget(); err != nil {
			return fmt.Errorf("forget a person: %w", err)
		}
	}
	return nil
}

// leaveReview withdraws what a person has sent for themselves and nobody has decided.
func (s *Service) leaveReview(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	list, err := sqldb.List(ctx, tx, scanCase, `SELECT `+caseColumns+` FROM application_case
		WHERE person = $1 AND organisation = '' AND state IN ('review', 'asked')`, string(p))
	if err != nil {
		return err
	}
	for _, a := range list {
		if err := setState(ctx, tx, a.ID, Withdrawn, false, s.clock.Now()); err != nil {
			return err
		}
		if err := s.happen(ctx, tx, a.ID, Left, ""); err != nil {
			return err
		}
	}
	return nil
}
