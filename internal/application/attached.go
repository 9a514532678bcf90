package application

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// attachment is a file that an application names, and what the scanner says of it.
type attachment struct {
	ID          string
	Application actor.CaseID
	Ref         string
	SHA256      string
	Verdict     scan.Verdict
}

// scans is what the scanner says of the files of an application, by where they lie.
func scans(ctx context.Context, q sqldb.Querier, application actor.CaseID) (map[string]scan.State, error) {
	list, err := attachmentsOf(ctx, q, application)
	if err != nil {
		return nil, fmt.Errorf("read attached files: %w", err)
	}
	states := make(map[string]scan.State, len(list))
	for _, a := range list {
		states[a.Ref] = a.Verdict.State
	}
	return states, nil
}

// Attached is an attached file that may be given out.
type Attached struct {
	form.File

	Unscanned bool // nobody has judged it: its reader must be told so
	released  scan.Released
}

// Attached finds a file of an application by its hash, for whoever may read the application. A file that did not pass the
// scanner, or that nobody has judged where the installation holds such files back, fails with [ErrFileHeld].
func (s *Service) Attached(ctx context.Context, q sqldb.Querier, app Application, sha256 string) (Attached, error) {
	saved, err := answersAt(ctx, q, app.ID, app.Revision)
	if err != nil {
		return Attached{}, err
	}
	for _, v := range saved {
		for _, file := range v.Answer.Files {
			if file.SHA256 == sha256 {
				return s.release(ctx, q, app, file)
			}
		}
	}
	return Attached{}, ErrNoFile
}

func (s *Service) release(ctx context.Context, q sqldb.Querier, app Application, file form.File) (Attached, error) {
	ref, err := blob.ParseRef(file.Ref)
	if err != nil {
		return Attached{}, fmt.Errorf("read where a file lies: %w", err)
	}
	a, err := attachmentOf(ctx, q, app.ID, file.Ref)
	if err != nil {
		return Attached{}, none(err, ErrNoFile)
	}
	released, err := scan.Release(ref, a.Verdict, s.unscanned)
	if err != nil {
		return Attached{}, ErrFileHeld.Because(err)
	}
	return Attached{File: file, Unscanned: released.Unscanned(), released: released}, nil
}

// OpenAttached opens the content of a file.
func (s *Service) OpenAttached(ctx context.Context, a Attached) (io.ReadSeekCloser, error) {
	f, err := a.released.Open(ctx, s.files)
	if err != nil {
		return nil, fmt.Errorf("open an attached file: %w", err)
	}
	return f, nil
}

// scanFile has a file judged that the scanner did not judge while it was sent.
type scanFile struct{ Attachment string }

// Kind names the job.
func (scanFile) Kind() string { return "application.scan_file" }

// scanLater asks the scanner and keeps what it says. An infected file is given to nobody from then on; the page of the draft
// says so, and so does that of the officials.
func (s *Service) scanLater(ctx context.Context, d jobs.Delivery[scanFile]) error {
	var a attachment
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		a, err = attachmentByID(ctx, q, d.Args.Attachment)
		return err
	})
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && a.Verdict.State != scan.Pending {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the attached file %s: %w", d.Args.Attachment, err)
	}
	ref, err := blob.ParseRef(a.Ref)
	if err != nil {
		return fmt.Errorf("read where the file %s lies: %w", a.ID, err)
	}
	verdict, err := scan.Check(ctx, s.files, s.scanner, ref)
	if err != nil {
		return fmt.Errorf("scan the attached file %s: %w", a.ID, err)
	}
	d.Record(func(ctx context.Context, tx *sqldb.Tx) error {
		changed, err := judgeAttachment(ctx, tx, a.ID, verdict)
		if err != nil || !changed || verdict.State != scan.Infected {
			return err
		}
		return s.infected(ctx, tx, a)
	})
	return nil
}

// infected tells who works on a draft that one of its files is not given out.
func (s *Service) infected(ctx context.Context, tx *sqldb.Tx, a attachment) error {
	app, err := selectCase(ctx, tx, a.Application)
	if err != nil {
		return fmt.Errorf("read the application of a file: %w", err)
	}
	if err := s.record(ctx, tx, "application.file_infected", app.ID, a.SHA256); err != nil {
		return err
	}
	author, err := attachmentAuthor(ctx, tx, a.ID)
	if err != nil || author == "" {
		return err
	}
	return s.tell(ctx, tx, app, author, letterInfected)
}
