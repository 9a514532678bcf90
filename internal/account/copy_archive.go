package account

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Archive is a copy of somebody's data, ready to be written. What it will hold, and how long it will be, is known before
// the first byte leaves: every file was read once to its end. So nothing is missing without a word, and a download that
// breaks off is seen by the browser as one.
type Archive struct {
	Lost []LostFile // what could not be read; the archive names it

	texts []archiveText
	files []archiveFile
	at    time.Time
}

// missingFile lists what could not be read. It is there and empty when nothing is missing.
const missingFile = "missing-files.json"

// LostFile is a file that is stored and cannot be read any more.
type LostFile struct {
	File   string `json:"file"` // the name that it would have had
	Size   int64  `json:"size"`
	Reason string `json:"reason"` // absent, damaged, no key, unreadable

	cause error
	key   string
}

type archiveText struct {
	name    string
	content []byte
}

type archiveFile struct {
	name string
	File
}

// Pack makes an archive of parts: a JSON file for each part, the files of the parts in folders of their own, and a word of
// explanation. Files that cannot be read are named in it and in the log.
func (s *Service) Pack(ctx context.Context, parts []Part, now time.Time) (*Archive, error) {
	a := &Archive{at: now, Lost: []LostFile{}}
	names := entryNames{}
	readme := names.take("", "README.txt")
	missing := names.take("", missingFile)
	for _, part := range parts {
		if err := a.addJSON(names.take("", part.Name+".json"), part.Data); err != nil {
			return nil, fmt.Errorf("write down the part %s: %w", part.Name, err)
		}
		for _, f := range part.Files {
			if err := a.addFile(ctx, names.take(entryName(part.Name), f.Name), f); err != nil {
				return nil, err
			}
		}
	}
	for _, lost := range a.Lost {
		s.log.ErrorContext(ctx, "a file is missing from the copy of its owner's data", slog.String("file", lost.key), slog.String("reason", lost.Reason), slog.Any("error", lost.cause))
	}
	if err := a.addJSON(missing, a.Lost); err != nil {
		return nil, fmt.Errorf("write down what is missing: %w", err)
	}
	a.texts = append([]archiveText{{readme, []byte(a.readme(i18n.From(ctx)))}}, a.texts...)
	return a, nil
}

func (a *Archive) readme(l i18n.Lang) string {
	text := copyReadme.With(i18n.Moment(a.at), documentFolder, missingFile).In(l) + "\n"
	if len(a.Lost) > 0 {
		text += "\n" + copyReadmeLost.In(l) + "\n"
		for _, lost := range a.Lost {
			text += "- " + lost.File + "\n"
		}
	}
	return text
}

func (a *Archive) addJSON(name string, data any) error {
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	if err := out.Encode(data); err != nil {
		return err
	}
	a.texts = append(a.texts, archiveText{name, text.Bytes()})
	return nil
}

// addFile reads a file to its end, so that whatever is wrong with it is known now. The error is that of ctx.
func (a *Archive) addFile(ctx context.Context, name string, f File) error {
	err := f.copyTo(ctx, io.Discard)
	if err == nil {
		a.files = append(a.files, archiveFile{name, f})
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("read the files: %w", ctx.Err())
	}
	a.Lost = append(a.Lost, LostFile{File: name, Size: f.Size, Reason: lostReason(err), cause: err, key: f.Key})
	return nil
}

func lostReason(err error) string {
	switch {
	case errors.Is(err, blob.ErrNotFound):
		return "absent"
	case errors.Is(err, blob.ErrKey):
		return "no key"
	case errors.Is(err, blob.ErrCorrupt), errors.Is(err, errFileLength):
		return "damaged"
	}
	return "unreadable"
}

var errFileLength = errors.New("the file is not as long as it was")

// copyTo writes the whole file and no more.
func (f File) copyTo(ctx context.Context, w io.Writer) (err error) {
	r, err := f.Open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	n, err := io.Copy(w, io.LimitReader(r, f.Size+1))
	if err == nil && n != f.Size {
		err = errFileLength
	}
	return err
}

// Size returns how many bytes [Archive.Write] writes.
func (a *Archive) Size() (int64, error) {
	var n counter
	err := a.write(&n, func(f archiveFile, w io.Writer) error {
		_, err := io.CopyN(w, zeros{}, f.Size)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("measure the copy: %w", err)
	}
	return int64(n), nil
}

// Write writes the archive as a ZIP. Files go through as they are read; none is held whole.
func (a *Archive) Write(ctx context.Context, w io.Writer) error {
	err := a.write(w, func(f archiveFile, w io.Writer) error { return f.copyTo(ctx, w) })
	if err != nil {
		return fmt.Errorf("write the copy: %w", err)
	}
	return nil
}

// write writes the ZIP. Files are pictures and PDF, which are compressed already, so they are stored as they are: that
// makes the length of the archive one that can be told before.
func (a *Archive) write(w io.Writer, content func(archiveFile, io.Writer) error) error {
	out := zip.NewWriter(w)
	for _, t := range a.texts {
		f, err := out.CreateHeader(&zip.FileHeader{Name: t.name, Method: zip.Deflate, Modified: a.at})
		if err == nil {
			_, err = f.Write(t.content)
		}
		if err != nil {
			return fmt.Errorf("add %s: %w", t.name, err)
		}
	}
	for _, one := range a.files {
		f, err := out.CreateHeader(&zip.FileHeader{Name: one.name, Method: zip.Store, Modified: one.Modified})
		if err == nil {
			err = content(one, f)
		}
		if err != nil {
			return fmt.Errorf("add a file: %w", err)
		}
	}
	return out.Close()
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

// zeros stand in for a file of which only the length matters.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}
