package staff

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// JournalCheck is what came of following the chain of the journal.
type JournalCheck struct {
	Sound   audit.Mark    // up to where the chain is sound
	Damage  *audit.Damage // nil when nothing was found wrong
	Stopped bool          // the time was over before the end; the next check may go on from Sound
}

// journalTime is how long a page follows the chain.
const journalTime = 10 * time.Second

// CheckJournal follows the chain of the journal from a mark that was kept outside, or from its beginning when the mark
// is zero, for as long as the deadline lets it, and notes who asked.
func (s *Service) CheckJournal(ctx context.Context, from audit.Mark, deadline time.Duration, by actor.PersonID) (c JournalCheck, err error) {
	limited, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	err = s.db.View(limited, func(q sqldb.Querier) error {
		c.Sound, err = audit.Verify(limited, q, from)
		return err
	})
	switch {
	case errors.As(err, &c.Damage):
	case limited.Err() != nil && ctx.Err() == nil:
		c.Stopped = true
	case err != nil:
		return c, fmt.Errorf("check the journal: %w", err)
	}
	return c, s.db.Update(ctx, func(tx *sqldb.Tx) error {
		return s.record(ctx, tx, by, "staff.journal_checked", "entry-"+strconv.FormatInt(c.Sound.Seq, 10), c.verdict())
	})
}

func (c JournalCheck) verdict() string {
	switch {
	case c.Damage != nil:
		return string(c.Damage.What)
	case c.Stopped:
		return "stopped"
	}
	return "sound"
}

// parseMark reads a mark as the page prints it: the number, a colon, the hash.
func parseMark(s string) (m audit.Mark, ok bool) {
	if s == "" {
		return audit.Mark{}, true
	}
	number, hash, _ := strings.Cut(s, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil || seq < 1 || len(hash) != 64 || strings.Trim(hash, "0123456789abcdef") != "" {
		return audit.Mark{}, false
	}
	return audit.Mark{Seq: seq, Hash: hash}, true
}

func printMark(m audit.Mark) string { return strconv.FormatInt(m.Seq, 10) + ":" + m.Hash }

// exportMost bounds a file, in entries: a sheet of a spreadsheet program holds a million.
const exportMost = 500_000

// noteExport writes down that the journal leaves the building.
func (s *Service) noteExport(ctx context.Context, f audit.Filter, by actor.PersonID) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		return s.record(ctx, tx, by, "staff.journal_exported", f.Subject, f.Action)
	})
	if err != nil {
		return fmt.Errorf("note the export of the journal: %w", err)
	}
	return nil
}

var journalColumns = []string{"number", "time", "actor", "action", "subject", "detail", "network", "request", "id", "hash"}

// exportJournal writes the entries of a filter as CSV (RFC 4180), the latest first. Each page is a transaction of its
// own, so a slow reader holds up nobody.
func (s *Service) exportJournal(ctx context.Context, w io.Writer, f audit.Filter) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(journalColumns); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	f.Limit = 1000
	for written := 0; written < exportMost; {
		var lines []audit.Line
		if err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
			lines, err = audit.List(ctx, q, f)
			return err
		}); err != nil {
			return err
		}
		for _, l := range lines {
			if err := out.Write(journalRow(l)); err != nil {
				return fmt.Errorf("write the journal: %w", err)
			}
		}
		written += len(lines)
		if len(lines) < f.Limit {
			break
		}
		f.Before = lines[len(lines)-1].ID
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

func journalRow(l audit.Line) []string {
	seq := ""
	if l.Seq > 0 {
		seq = strconv.FormatInt(l.Seq, 10)
	}
	return audit.Inert(seq, l.At.Format(time.RFC3339Nano), l.Actor, l.Action, l.Subject, l.Detail, l.Address, l.Request, l.ID, l.Hash)
}
