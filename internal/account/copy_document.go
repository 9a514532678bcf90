package account

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// sealedTables are those of which no query alone tells what they hold; [Service.documentPart] opens them for the copy.
var sealedTables = []string{"account_document"}

const documentFolder = "documents"

// documentJSON is a document in the copy of a person's data.
type documentJSON struct {
	Kind       documentKind `json:"kind"`
	Masked     string       `json:"masked"`
	Unreadable bool         `json:"unreadable,omitempty"` // what the document says cannot be opened any more
	DocumentDetails
	Created  time.Time `json:"created_at"`
	File     string    `json:"file,omitempty"` // its name in the archive
	FileName string    `json:"file_name,omitempty"`
	FileType string    `json:"file_type,omitempty"`
	FileSize int64     `json:"file_size,omitempty"`
	Scan     string    `json:"scan,omitempty"`
	Threat   string    `json:"threat,omitempty"`
}

// documentPart is what a person keeps here as documents, with the files. A document that cannot be opened is in it, too,
// and says so: one damaged row must not cost somebody the whole copy.
func (s *Service) documentPart(ctx context.Context, q sqldb.Querier, p actor.PersonID) (Part, error) {
	rows, err := documentsOf(ctx, q, p)
	if err != nil {
		return Part{}, fmt.Errorf("list the documents: %w", err)
	}
	part := Part{Name: documentFolder}
	list, names := make([]documentJSON, len(rows)), entryNames{}
	for i, row := range rows {
		d := documentJSON{Kind: row.Kind, Masked: row.Masked, Created: row.Created}
		plain, err := s.papers.open(row.sealed, sealedFor(p, row.ID))
		if err == nil {
			err = json.Unmarshal(plain, &d.DocumentDetails)
		}
		if err != nil {
			s.log.ErrorContext(ctx, "a document cannot be opened for the copy of its owner", slog.String("document", row.ID), slog.Any("error", err))
			d.Unreadable = true
		}
		if c := row.Copy; c != nil {
			d.FileName, d.FileType, d.FileSize = c.Name, c.Type, c.Ref.Size
			d.Scan, d.Threat = string(c.Verdict.State), c.Verdict.Threat
			if !c.Ref.IsZero() { // an infected file was not kept
				d.File = names.take(documentFolder, c.Name)
				part.Files = append(part.Files, s.fileOf(row.Document))
			}
		}
		list[i] = d
	}
	part.Data = list
	return part, nil
}

func (s *Service) fileOf(d Document) File {
	return File{
		Key: d.ID, Name: d.Copy.Name, Size: d.Copy.Ref.Size, Modified: d.Created,
		Open: func(ctx context.Context) (io.ReadCloser, error) { return s.files.Open(ctx, d.Copy.Ref) },
	}
}

// FilesOf counts the files that the copy of a person's data would hold, and their bytes.
func (s *Service) FilesOf(ctx context.Context, p actor.PersonID) (n int, size int64, err error) {
	var rows []documentRow
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		rows, err = documentsOf(ctx, q, p)
		return err
	})
	if err != nil {
		return 0, 0, fmt.Errorf("count the files: %w", err)
	}
	for _, row := range rows {
		if row.Copy != nil && row.Copy.Ref != (blob.Ref{}) {
			n++
			size += row.Copy.Ref.Size
		}
	}
	return n, size, nil
}
