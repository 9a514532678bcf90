package application

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// DecisionFile returns a file of a decision to whoever may fill the application in. number names a former decision; "" is the one that
// stands.
//
//	xml       what the official has signed
//	pdf       the printed form with the stamp of the signature, made anew from the XML
//	original  the printed form as it was kept when the decision was formed
//	sig       the signature as it was received
//	receipt   the sealed receipt
//	list      what the official has signed when several decisions were signed at once: it names this one by its hash codes
func (s *Service) DecisionFile(ctx context.Context, application actor.CaseID, number, kind string) (f File, err error) {
	w, err := s.Open(ctx, application)
	if err != nil {
		return File{}, err
	}
	var list []Decision
	if err := s.db.View(ctx, func(q sqldb.Querier) error {
		list, err = Decisions(ctx, q, w.ID)
		return err
	}); err != nil {
		return File{}, fmt.Errorf("read the decisions on %s: %w", w.ID, err)
	}
	for i := range list {
		if number == "" || list[i].Number == number {
			return s.FileOf(ctx, &list[i], kind)
		}
	}
	return File{}, ErrNoApplication
}

// FileOf returns a file of a decision. Whoever calls it has judged who may have it.
func (s *Service) FileOf(ctx context.Context, d *Decision, kind string) (f File, err error) {
	name := "decision-" + d.Number
	switch {
	case kind == "xml":
		f = File{Name: name + ".xml", Media: mediaXML}
		f.Content, err = s.read(ctx, d.XML)
	case kind == "original" || kind == "pdf" && d.Signed.IsZero():
		f = File{Name: name + ".pdf", Media: mediaPDF}
		f.Content, err = s.read(ctx, d.PDF)
	case kind == "pdf":
		f = File{Name: name + ".pdf", Media: mediaPDF}
		f.Content, err = s.stampedDecision(ctx, d)
	case kind == "list" && d.Batch != "":
		f = File{Name: "decisions-" + d.Number + ".xml", Media: mediaXML}
		f.Content, err = s.list(ctx, d.Batch)
	case kind == "sig" && d.Signature != "" && d.Batch != "":
		f = File{Name: "decisions-" + d.Number + ".xml.sig", Media: mediaCMS}
		f.Content, _, err = s.signatures.Kept(ctx, d.Signature)
	case kind == "sig" && d.Signature != "":
		f = File{Name: name + ".xml.sig", Media: mediaCMS}
		f.Content, _, err = s.signatures.Kept(ctx, d.Signature)
	case kind == "receipt" && d.Receipt != "":
		err = s.db.View(ctx, func(q sqldb.Querier) error {
			f, err = s.receipts.ReceiptFile(ctx, q, d.Application, d.Receipt)
			return err
		})
	default:
		return File{}, ErrNoApplication
	}
	if err != nil {
		return File{}, fmt.Errorf("read the file %s of the decision %s: %w", kind, d.Number, err)
	}
	return f, nil
}

func (s *Service) list(ctx context.Context, batch string) ([]byte, error) {
	var b Batch
	if err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		b, err = BatchByID(ctx, q, batch)
		return err
	}); err != nil {
		return nil, err
	}
	return s.read(ctx, b.XML)
}

// stampedDecision is the copy that bears the stamp of the official's signature; the hashed original stays as it is (rule T18).
func (s *Service) stampedDecision(ctx context.Context, d *Decision) ([]byte, error) {
	content, err := s.read(ctx, d.XML)
	if err != nil {
		return nil, err
	}
	_, stamp, err := s.signatures.Kept(ctx, d.Signature)
	if err != nil {
		return nil, err
	}
	return document.RenderDecision(content, document.Print{Number: d.Number, Registered: d.Signed, Signatures: []document.Signature{stamp}})
}
