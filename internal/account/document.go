package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/filetype"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// What a person may keep here.
const (
	documentsMax    = 20
	copyMax         = 10 << 20 // bytes of one copy
	copiesMax       = 100 << 20
	scanPatience    = 20 * time.Second // how long a request waits for the scanner
	uploadMax       = 20 << 20         // bytes of a request: so much over copyMax that a file a little too large is refused in words
	documentTextMax = 200
)

var uploadByPerson = limit.Rule{Name: "document.upload", Burst: 30, Per: time.Hour}

// Document is a document that a person keeps here to fill in forms.
type Document struct {
	ID      string
	Kind    documentKind
	Masked  string // the number for lists
	Details DocumentDetails
	Copy    *Copy // nil when none was attached
	Created time.Time
}

// DocumentDetails are what a document says. They are stored sealed.
type DocumentDetails struct {
	Title    string `json:"title,omitempty"` // of a document of another kind
	Number   string `json:"number"`
	IssuedOn Day    `json:"issued_on,omitempty"`
	IssuedBy string `json:"issued_by,omitempty"`
}

// Copy is a file with the copy of a document.
type Copy struct {
	Ref     blob.Ref
	Name    string
	Type    string // media type, by the content of the file and not by its name
	Verdict scan.Verdict
}

// Refusals of documents.
var (
	ErrDocumentsFull = fault.New(fault.Conflict, i18n.M(
		"Здесь помещается 20 документов и 100 мегабайт копий. Удалите ненужное и попробуйте ещё раз.",
		"There is room for 20 documents and 100 megabytes of copies. Delete what you do not need and try again."))
	ErrNoDocument = fault.New(fault.NotFound, i18n.M(
		"Такого документа нет: возможно, вы его уже удалили.", "This document was not found. You may have deleted it already."))
	ErrCopyLarge = fault.New(fault.Invalid, i18n.M(
		"Файл больше 10 мегабайт. Сохраните его с меньшим качеством и выберите снова.",
		"The file is larger than 10 megabytes. Save it in a lower quality and choose it again."))
	ErrCopyType = fault.New(fault.Invalid, i18n.M(
		"Подойдёт документ PDF или снимок в формате JPEG или PNG, а в этом файле что-то другое. Имя файла значения не имеет.",
		"This file is neither a PDF nor a JPEG or PNG picture, whatever its name says. Choose another one."))
	ErrCopyEmpty = fault.New(fault.Invalid, i18n.M("Этот файл пуст. Выберите другой.", "This file is empty. Choose another one."))
	ErrInfected  = fault.New(fault.Invalid, i18n.M(
		"Проверка нашла в файле вредоносную программу, и мы его не сохранили. Проверьте своё устройство и сделайте копию заново.",
		"The scanner found malware in the file, so we did not keep it. Check your device and make a new copy."))
)

// TakeCopy stores a file that a person sends, after a look at what it is. It belongs to nobody until [Service.AddDocument]
// names it; what is never named is swept. An infected file is refused here, in words; a scanner that does not answer in
// time leaves it pending.
func (s *Service) TakeCopy(ctx context.Context, who actor.PersonID, name string, content io.Reader) (*Copy, error) {
	if err := s.limits.Allow(ctx, limit.Charge{Rule: uploadByPerson, Key: string(who)}); err != nil {
		return nil, err
	}
	head := make([]byte, filetype.HeadLength)
	n, err := io.ReadFull(content, head)
	switch {
	case n == 0 && errors.Is(err, io.EOF):
		return nil, ErrCopyEmpty
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("read the file: %w", err)
	}
	kind, ok := filetype.Sniff(head[:n])
	if !ok {
		return nil, ErrCopyType
	}
	ref, err := s.files.Put(ctx, io.MultiReader(strings.NewReader(string(head[:n])), content), copyMax)
	if errors.Is(err, blob.ErrTooLarge) {
		return nil, ErrCopyLarge
	}
	if err != nil {
		return nil, fmt.Errorf("store the file: %w", err)
	}
	c := &Copy{Ref: ref, Name: filetype.Name(name, kind, "copy"), Type: kind.Media, Verdict: s.askScanner(ctx, ref)}
	if c.Verdict.State == scan.Infected {
		return nil, ErrInfected
	}
	return c, nil
}

// askScanner has a file judged, as long as a request may take.
func (s *Service) askScanner(ctx context.Context, ref blob.Ref) scan.Verdict {
	ctx, cancel := context.WithTimeout(ctx, scanPatience)
	defer cancel()
	verdict, err := scan.Check(ctx, s.files, s.scanner, ref)
	if err != nil {
		return scan.Verdict{State: scan.Pending}
	}
	return verdict
}

// AddDocument keeps a document of a person.
func (s *Service) AddDocument(ctx context.Context, who actor.PersonID, kind documentKind, details DocumentDetails, c *Copy) error {
	d := Document{ID: id.New(), Kind: kind, Masked: maskNumber(details.Number), Details: details, Copy: c, Created: s.clock.Now()}
	plain, err := json.Marshal(details)
	if err != nil {
		return fmt.Errorf("write the document down: %w", err)
	}
	sealed := s.papers.seal(plain, sealedFor(who, d.ID))
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := holdPerson(ctx, tx, who); err != nil { // so that the count below is right
			return fmt.Errorf("hold the account: %w", err)
		}
		list, err := s.documents(ctx, tx, who)
		if err != nil {
			return err
		}
		if len(list) >= documentsMax || sizeOf(list)+copySize(c) > copiesMax {
			return ErrDocumentsFull
		}
		if err := insertDocument(ctx, tx, who, d, sealed); err != nil {
			return fmt.Errorf("store the document: %w", err)
		}
		if err := s.record(ctx, tx, who, "account.document_added", d.ID); err != nil || c == nil || c.Verdict.State != scan.Pending {
			return err
		}
		return s.jobs.Insert(ctx, tx, scanCopy{d.ID})
	})
	if err != nil {
		return fmt.Errorf("add a document: %w", err)
	}
	return nil
}

func sealedFor(who actor.PersonID, document string) string {
	return "document\x00" + string(who) + "\x00" + document
}

func copySize(c *Copy) int64 {
	if c == nil {
		return 0
	}
	return c.Ref.Size
}

func sizeOf(list []Document) (sum int64) {
	for _, d := range list {
		sum += copySize(d.Copy)
	}
	return sum
}

// Documents lists the documents of a person, the latest first.
func (s *Service) Documents(ctx context.Context, who actor.PersonID) (list []Document, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		list, err = s.documents(ctx, q, who)
		return err
	})
	return list, err
}

func (s *Service) documents(ctx context.Context, q sqldb.Querier, who actor.PersonID) ([]Document, error) {
	rows, err := documentsOf(ctx, q, who)
	if err != nil {
		return nil, fmt.Errorf("list the documents: %w", err)
	}
	list := make([]Document, len(rows))
	for i, row := range rows {
		plain, err := s.papers.open(row.sealed, sealedFor(who, row.ID))
		if err != nil {
			return nil, fmt.Errorf("open the document %s: %w", row.ID, err)
		}
		if err := json.Unmarshal(plain, &row.Details); err != nil {
			return nil, fmt.Errorf("read the document %s: %w", row.ID, err)
		}
		list[i] = row.Document
	}
	return list, nil
}

// document returns one document of a person.
func (s *Service) document(ctx context.Context, who actor.PersonID, document string) (Document, error) {
	list, err := s.Documents(ctx, who)
	if err != nil {
		return Document{}, err
	}
	for _, d := range list {
		if d.ID == document {
			return d, nil
		}
	}
	return Document{}, ErrNoDocument
}

// DeleteDocument forgets a document; its copy is swept.
func (s *Service) DeleteDocument(ctx context.Context, who actor.PersonID, document string) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		deleted, err := deleteDocument(ctx, tx, who, document)
		switch {
		case err != nil:
			return fmt.Errorf("delete the document: %w", err)
		case !deleted:
			return ErrNoDocument
		}
		return s.record(ctx, tx, who, "account.document_deleted", document)
	})
}

// OpenCopy gives the copy of a document to its owner.
func (s *Service) OpenCopy(ctx context.Context, who actor.PersonID, document string) (*Copy, io.ReadSeekCloser, error) {
	d, err := s.document(ctx, who, document)
	if err != nil {
		return nil, nil, err
	}
	if d.Copy == nil {
		return nil, nil, ErrNoDocument
	}
	content, err := s.files.Open(ctx, d.Copy.Ref)
	if err != nil {
		return nil, nil, fmt.Errorf("open the copy of %s: %w", document, err)
	}
	return d.Copy, content, nil
}

// NamesFile reports whether a document names a file, for the sweep of files that nobody names.
func (s *Service) NamesFile(ctx context.Context, ref blob.Ref) (named bool, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		named, err = fileNamed(ctx, q, ref)
		return err
	})
	return named, err
}
