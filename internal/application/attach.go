package application

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/gost/streebog"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/filetype"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Limits of attached files, in bytes.
const (
	MaxFile      = 10 << 20
	MaxFiles     = 100 << 20 // all files of an application together
	scanPatience = 20 * time.Second
)

var uploadByPerson = limit.Rule{Name: "application.upload", Burst: 100, Per: oneHour}

// Refusals of files.
var (
	ErrFileLarge = fault.New(fault.Invalid, i18n.M(
		"Файл больше 10 мегабайт. Сохраните его с меньшим качеством или разделите на части и выберите снова.",
		"The file is larger than 10 megabytes. Save it in a lower quality or in parts and choose it again."))
	ErrFileEmpty = fault.New(fault.Invalid, i18n.M("Этот файл пуст. Выберите другой.", "This file is empty. Choose another one."))
	ErrFileType  = i18n.F("В этом файле что-то другое, как бы он ни назывался. Здесь подойдут: %s. Файлы с макросами не принимаются.",
		"This file holds something else, whatever its name says. Fit for this question are: %s. Files with macros are not taken.")
	ErrFileInfected = fault.New(fault.Invalid, i18n.M(
		"Проверка нашла в файле вредоносную программу, и мы его не сохранили. Проверьте своё устройство и сделайте файл заново.",
		"The scanner found malware in the file, so we did not keep it. Check your device and make the file anew."))
	ErrFilesMany = i18n.F("К этому вопросу можно приложить не больше %d файлов. Удалите лишний и выберите снова.",
		"No more than %d files can be attached to this question. Delete one and choose again.")
	ErrFilesLarge = fault.New(fault.Conflict, i18n.M(
		"Все файлы заявления вместе больше 100 мегабайт. Удалите лишнее или сохраните файлы с меньшим качеством.",
		"All files of the application are larger than 100 megabytes together. Delete what is not needed or save the files in a lower quality."))
	ErrNoFile = fault.New(fault.NotFound, i18n.M(
		"Такого файла в заявлении нет: возможно, его уже удалили.", "The application has no such file. It may have been deleted already."))
	ErrFileHeld = fault.New(fault.Conflict, i18n.M(
		"Этот файл ещё не проверен на вирусы или не прошёл проверку, поэтому мы его не отдаём. Если проверка идёт, попробуйте через минуту.",
		"This file has not been scanned yet or did not pass, so we do not give it out. If the scan is under way, try again in a minute."))
)

// Upload is a file that was sent for a question, looked at and kept. No draft names it yet; what is never named is swept.
type Upload struct {
	form.File

	verdict scan.Verdict
}

// TakeFile keeps a file that a person sends for a question, after a look at what it is. An infected one is refused; a scanner
// that does not answer in time leaves it pending.
func (s *Service) TakeFile(ctx context.Context, q *form.Question, name string, content io.Reader) (Upload, error) {
	if err := s.limits.Allow(ctx, limit.Charge{Rule: uploadByPerson, Key: string(actor.From(ctx).Person)}); err != nil {
		return Upload{}, err
	}
	sha, gost := sha256.New(), streebog.New256()
	var size counter
	ref, err := s.files.Put(ctx, io.TeeReader(content, io.MultiWriter(sha, gost, &size)), MaxFile)
	switch {
	case errors.Is(err, blob.ErrTooLarge):
		return Upload{}, ErrFileLarge
	case err != nil:
		return Upload{}, fmt.Errorf("keep a file: %w", err)
	case size == 0:
		return Upload{}, ErrFileEmpty
	}
	t, err := s.look(ctx, ref, int64(size))
	if err != nil {
		return Upload{}, err
	}
	if !slices.ContainsFunc(q.Types(), func(x filetype.Type) bool { return x == t }) {
		return Upload{}, fault.New(fault.Invalid, ErrFileType.With(endings(q)))
	}
	u := Upload{verdict: s.scan(ctx, ref), File: form.File{
		Ref: ref.String(), Name: filetype.Name(name, t, "файл"), Media: t.Media, Size: int64(size),
		SHA256: hex.EncodeToString(sha.Sum(nil)), Streebog256: hex.EncodeToString(gost.Sum(nil)),
	}}
	if u.verdict.State == scan.Infected {
		return Upload{}, ErrFileInfected
	}
	return u, nil
}

// counter counts the bytes that are written to it.
type counter int64

// Write implements [io.Writer].
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// endings lists the types of files that a question takes: «pdf, docx».
func endings(q *form.Question) string {
	list := []string{}
	for _, t := range q.Types() {
		list = append(list, strings.TrimPrefix(t.Ending, "."))
	}
	return strings.Join(list, ", ")
}

// look tells what a file is that was kept; one that is nothing we know has no type.
func (s *Service) look(ctx context.Context, ref blob.Ref, size int64) (filetype.Type, error) {
	f, err := s.files.Open(ctx, ref)
	if err != nil {
		return filetype.Type{}, fmt.Errorf("open a file that was kept: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	t, _, err := filetype.Look(seeker{f}, size)
	return t, err
}

// seeker reads at a place by going there.
type seeker struct{ io.ReadSeeker }

// ReadAt implements [io.ReaderAt] for one reader at a time.
func (s seeker) ReadAt(p []byte, at int64) (int, error) {
	if _, err := s.Seek(at, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(s.ReadSeeker, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}

// scan has a file judged, as long as a request may take.
func (s *Service) scan(ctx context.Context, ref blob.Ref) scan.Verdict {
	ctx, cancel := context.WithTimeout(ctx, scanPatience)
	defer cancel()
	verdict, err := scan.Check(ctx, s.files, s.scanner, ref)
	if err != nil {
		return scan.Verdict{State: scan.Pending}
	}
	return verdict
}

// Attach adds files to the answer of a question. Files come and go one by one, so two people who attach something at the same
// time both find theirs. One that is there already is not added again. A change voids the document that was formed (rule T17).
func (s *Service) Attach(ctx context.Context, application actor.CaseID, question string, list []Upload) error {
	err := s.changeFiles(ctx, application, question, func(tx *sqldb.Tx, q *form.Question, files []form.File, others int64) ([]form.File, error) {
		size := others
		for _, u := range list {
			if slices.ContainsFunc(files, func(f form.File) bool { return f.SHA256 == u.SHA256 }) {
				continue
			}
			if err := s.nameFile(ctx, tx, application, u); err != nil {
				return nil, err
			}
			files = append(files, u.File)
		}
		for _, f := range files {
			size += f.Size
		}
		switch {
		case len(files) > q.MostFiles():
			return nil, fault.New(fault.Conflict, ErrFilesMany.With(q.MostFiles()))
		case size > MaxFiles:
			return nil, ErrFilesLarge
		}
		return files, nil
	})
	if err != nil {
		return fmt.Errorf("attach files: %w", err)
	}
	return nil
}

// nameFile writes the row by which the store of files knows that an upload is somebody's.
func (s *Service) nameFile(ctx context.Context, tx *sqldb.Tx, application actor.CaseID, u Upload) error {
	a := attachment{ID: id.New(), Application: application, Ref: u.Ref, SHA256: u.SHA256, Verdict: u.verdict}
	if err := insertAttachment(ctx, tx, a, actor.From(ctx).Person, s.clock.Now()); err != nil {
		return fmt.Errorf("name a file: %w", err)
	}
	if u.verdict.State != scan.Pending {
		return nil
	}
	return s.jobs.Insert(ctx, tx, scanFile{a.ID})
}

// Detach takes a file out of the answer of a question.
func (s *Service) Detach(ctx context.Context, application actor.CaseID, question, sha256 string) error {
	err := s.changeFiles(ctx, application, question, func(_ *sqldb.Tx, _ *form.Question, files []form.File, _ int64) ([]form.File, error) {
		return slices.DeleteFunc(slices.Clone(files), func(f form.File) bool { return f.SHA256 == sha256 }), nil
	})
	if err != nil {
		return fmt.Errorf("take a file out: %w", err)
	}
	return nil
}

// changeFiles changes the files of a question in a draft. change gets those that there are and how large those of other
// questions are together.
func (s *Service) changeFiles(ctx context.Context, application actor.CaseID, question string,
	change func(tx *sqldb.Tx, q *form.Question, files []form.File, others int64) ([]form.File, error),
) error {
	who := actor.From(ctx).Person
	if err := s.limits.Allow(ctx, limit.Charge{Rule: saveByPerson, Key: string(who)}); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, f, err := s.holdDraft(ctx, tx, application)
		if err != nil {
			return err
		}
		q, ok := f.Question(question)
		if !ok || q.Kind != form.Files {
			return ErrNoApplication
		}
		saved, err := answersAt(ctx, tx, app.ID, app.Revision)
		if err != nil {
			return err
		}
		before, others := saved[q.Key].Answer.Files, int64(0)
		for key, v := range saved {
			for _, file := range v.Answer.Files {
				if key != q.Key {
					others += file.Size
				}
			}
		}
		after, err := change(tx, q, before, others)
		if err != nil || slices.Equal(before, after) {
			return err
		}
		v := Saved{Question: q.Key, Answer: form.Answer{Files: after}, Revision: app.Revision + 1, Author: who, At: s.clock.Now()}
		if err := insertAnswer(ctx, tx, app.ID, v); err != nil {
			return err
		}
		if err := setRevision(ctx, tx, app.ID, app.Revision+1, s.clock.Now()); err != nil {
			return err
		}
		return s.void(ctx, tx, app)
	})
}
