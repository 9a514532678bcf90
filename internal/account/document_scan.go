package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// scanCopy has a copy judged that the scanner did not judge while it was sent.
type scanCopy struct{ Document string }

func (scanCopy) Kind() string { return "account.scan_copy" }

func (s *Service) documentWorkers(reg *jobs.Registry) {
	jobs.Deliver(reg, s.scanCopy, jobs.Timeout(scan.DefaultTimeout+scanPatience))
}

// scanCopy asks the scanner and keeps what it says. An infected copy is taken off its document, and the person is told.
func (s *Service) scanCopy(ctx context.Context, d jobs.Delivery[scanCopy]) error {
	var row documentRow
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		row, err = documentByID(ctx, q, d.Args.Document)
		return err
	})
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && (row.Copy == nil || row.Copy.Verdict.State != scan.Pending) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the document %s: %w", d.Args.Document, err)
	}
	verdict, err := scan.Check(ctx, s.files, s.scanner, row.Copy.Ref)
	if err != nil {
		return fmt.Errorf("scan the copy of %s: %w", row.ID, err)
	}
	d.Record(func(ctx context.Context, tx *sqldb.Tx) error {
		changed, err := setVerdict(ctx, tx, row, verdict)
		if err != nil || !changed || verdict.State != scan.Infected {
			return err
		}
		p, err := s.Person(ctx, tx, row.person)
		if err != nil {
			return err
		}
		if err := s.recordAs(ctx, tx, "system", p.ID, "account.copy_infected", row.ID); err != nil {
			return err
		}
		return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicDocument, letterInfected(s.site(p.Lang), p, row.Kind), letterLife)
	})
	return nil
}
