package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/search"
	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/workdays"
)

type partnerCmd struct {
	Eval   partnerEvalCmd   `cmd:"" help:"Measure the search on graded queries: nDCG@10, recall@10, reciprocal rank, times."`
	Clicks partnerClicksCmd `cmd:"" help:"Write how often results of the search were followed, as CSV. It names nobody."`
}

type partnerClicksCmd struct {
	app.Store `embed:""`
}

// Run writes the clicks.
func (c *partnerClicksCmd) Run(ctx context.Context, s *streams) error {
	if err := there(c.Store); err != nil {
		return unusable(err)
	}
	db, err := app.OpenDatabase(ctx, c.Store)
	if err != nil {
		return unusable(err)
	}
	return errors.Join(partner.ExportClicks(ctx, db, s.out), db.Close())
}

// there refuses a database file that is not there: who only reads must make none.
func there(s app.Store) error {
	path, err := s.DatabaseURL()
	if err != nil || strings.Contains(path, "://") {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("%s is no database of an installation: name its folder with --data, or the database with --database: %w", path, err)
	}
	return nil
}

type partnerEvalCmd struct {
	Docs    string `required:"" help:"Documents, JSON lines: {id, title, text}." type:"existingfile" placeholder:"JSONL"`
	Queries string `required:"" help:"Queries, JSON lines: {q, rel: {id: grade}}." type:"existingfile" placeholder:"JSONL"`
	Okved   string `help:"OKVED-2 as CSV with the columns code and name. Comments are not read." type:"existingfile" placeholder:"CSV"`
	Okpd2   string `help:"OKPD2 as CSV with the columns code and name. Codes below six digits are not used." name:"okpd2" type:"existingfile" placeholder:"CSV"`
	Bare    bool   `help:"Leave classes of activity out, the built-in ones too." name:"no-classes"`
	Data    string `help:"Folder of an installation whose imported classifiers are used where no file is given." type:"existingdir" placeholder:"DIR"`
	JSON    bool   `help:"Print JSON." name:"json"`
}

// Run measures and prints the figures.
func (c *partnerEvalCmd) Run(ctx context.Context, s *streams) error {
	concepts, err := c.concepts(ctx)
	if err != nil {
		return err
	}
	docs, err := os.Open(c.Docs)
	if err != nil {
		return unusable(err)
	}
	defer func() { _ = docs.Close() }() // was only read
	queries, err := os.Open(c.Queries)
	if err != nil {
		return unusable(err)
	}
	defer func() { _ = queries.Close() }() // was only read
	e, err := partner.Evaluate(ctx, docs, queries, concepts)
	switch {
	case errors.Is(err, partner.ErrEvaluation):
		return unusable(err)
	case err != nil:
		return err
	case c.JSON:
		return json.NewEncoder(s.out).Encode(e)
	}
	_, err = fmt.Fprintf(s.out, "documents %d, queries %d\nnDCG@10 %.4f, recall@10 %.4f, MRR %.4f, without results %d\np50 %.3f ms, p99 %.3f ms\n",
		e.Documents, e.Queries, e.NDCG, e.Recall, e.MRR, e.Empty, e.P50, e.P99)
	return err
}

// concepts are the classes of the files, else of the installation, with those that are built in; nil if there shall be none.
func (c *partnerEvalCmd) concepts(ctx context.Context) (*search.Concepts, error) {
	switch {
	case c.Bare && c.Okved+c.Okpd2 != "":
		return nil, unusable(errors.New("--no-classes leaves all classes out: drop it, or --okved and --okpd2"))
	case c.Bare:
		return nil, nil
	}
	activities, err := classesIn(c.Okved, classifier.OKVED2)
	if err != nil {
		return nil, unusable(err)
	}
	products, err := classesIn(c.Okpd2, classifier.OKPD2)
	if err != nil {
		return nil, unusable(err)
	}
	if c.Data != "" {
		kept, sold, err := c.installed(ctx)
		if err != nil {
			return nil, err
		}
		if c.Okved == "" {
			activities = kept
		}
		if c.Okpd2 == "" {
			products = sold
		}
	}
	return search.NewConcepts(partner.WithBuiltIn(activities), products), nil
}

func (c *partnerEvalCmd) installed(ctx context.Context) (activities, products []search.Class, err error) {
	store := app.Store{Data: c.Data}
	if err := there(store); err != nil {
		return nil, nil, unusable(err)
	}
	db, err := app.OpenDatabase(ctx, store)
	if err != nil {
		return nil, nil, unusable(err)
	}
	activities, products, err = app.Classes(ctx, db)
	return activities, products, errors.Join(err, db.Close())
}

// classesIn reads the names of a classifier; English names come by code.
func classesIn(path string, key classifier.Key) (list []search.Class, err error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // was only read
	read, err := classifier.Read(file, key, workdays.Date{}, path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, code := range read.Codes {
		english, _ := classifier.English(code.Code)
		list = append(list, search.Class{Code: code.Code, Name: code.Name, English: english})
	}
	return list, nil
}
