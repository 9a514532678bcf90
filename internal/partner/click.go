package partner

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rulang/morph"
)

// Click is how often a result was followed on a day. It names nobody who asked: no account, no address, no hour. Of what was asked it has
// dictionary forms of words that several organisations have in texts for everybody; a name or a number that somebody typed is none.
type Click struct {
	Day      string // 2026-11-22, in Moscow
	Asked    string // dictionary forms in order of the alphabet
	Role     string // that was understood or chosen
	Region   string
	Position int // from 1
	Subject  string
	Passage  string
	Matched  string // of the words asked
	Through  string // classes of activity
	Clicks   int
}

const (
	// keepClicks is how long clicks are kept.
	keepClicks = 180
	// commonTo so many organisations a word must be to be kept.
	commonTo = 5
	// mostAsked words of a need are kept.
	mostAsked = 12
)

// Budgets of clicks: of one address, and of the whole installation, so that nobody fills the table.
var (
	clickByAddress = limit.Rule{Name: "partner.click", Burst: 60, Per: 10 * time.Minute}
	clickByAll     = limit.Rule{Name: "partner.clicks", Burst: 20000, Per: 24 * time.Hour}
)

// click is what is kept of a result that was followed; false when nothing of what was asked may be kept.
func (c *catalogue) click(k Question, n Need, h Hit) (Click, bool) {
	asked, matched := c.common([]string{n.Words}), c.common(h.Matched)
	click := Click{
		Role: string(cmp.Or(k.Role, n.Role)), Region: k.Region, Subject: h.Subject.Key, Passage: h.Passage.ID,
		Asked: strings.Join(asked, " "), Matched: strings.Join(matched, " "),
	}
	if click.Region == "" && len(n.Regions) == 1 {
		click.Region = n.Regions[0]
	}
	var classes []string
	for _, class := range h.Through {
		classes = append(classes, class.Code)
	}
	click.Through = strings.Join(classes, " ")
	return click, len(asked) > 0
}

// common are the dictionary forms of words that several organisations have in what everybody may read, and that are nobody's name.
func (c *catalogue) common(texts []string) (list []string) {
	for _, text := range texts {
		r := reader{text: morph.Fold(text)}
		for _, w := range r.words() {
			if len([]rune(w.lemma)) > 2 && len(list) < mostAsked && !slices.Contains(list, w.lemma) && !isName(w.text) && c.texts.Having(w.lemma, commonTo) == commonTo {
				list = append(list, w.lemma)
			}
		}
	}
	slices.Sort(list)
	return list
}

// isName reports whether a word may be a first name, a patronymic or a surname.
func isName(word string) bool {
	return slices.ContainsFunc(morph.Readings(word), func(r morph.Reading) bool { return r.Class == morph.Name })
}

// ExportClicks writes all clicks as CSV, for whoever learns from them how results are to stand.
func ExportClicks(ctx context.Context, db *sqldb.DB, w io.Writer) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"day", "asked", "role", "region", "position", "subject", "passage", "matched", "through", "clicks"}}
	var days []string
	err := db.View(ctx, func(q sqldb.Querier) (err error) {
		days, err = clickDays(ctx, q)
		return err
	})
	if err != nil {
		return fmt.Errorf("list the days of clicks: %w", err)
	}
	for _, day := range days {
		var list []Click
		err := db.View(ctx, func(q sqldb.Querier) (err error) {
			list, err = clicksOf(ctx, q, day)
			return err
		})
		if err != nil {
			return fmt.Errorf("read the clicks of %s: %w", day, err)
		}
		for _, c := range list {
			rows = append(rows, audit.Inert(c.Day, c.Asked, c.Role, c.Region, strconv.Itoa(c.Position), c.Subject, c.Passage, c.Matched, c.Through, strconv.Itoa(c.Clicks)))
		}
		if err := out.WriteAll(rows); err != nil {
			return fmt.Errorf("write clicks: %w", err)
		}
		rows = nil
	}
	return out.WriteAll(rows)
}
