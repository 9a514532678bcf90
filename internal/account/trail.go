package account

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// trailPage is how many entries one page of a person's journal has.
const trailPage = 50

// Deed is an entry of the journal as the person whom it is about reads it.
type Deed struct {
	ID      string
	At      time.Time
	What    i18n.Text
	Who     i18n.Text
	Network string // "" when it did not come from a network
	Action  string // the code, for files
}

// View is a look of somebody of the foundation at the data of a person.
type View struct {
	ID   string
	At   time.Time
	Who  string
	What i18n.Text // what was looked at, and why
}

// views tells who looked at a person's data: package staff.
type views interface {
	// Views lists the looks before the one with the id before ("" for the latest), the latest first.
	Views(ctx context.Context, q sqldb.Querier, p actor.PersonID, before string, limit int) ([]View, error)
}

// Trail lists what the journal holds about the account of p, the latest first: all of it, or one topic. next is the id
// after which the following page begins, "" at the end.
func (s *Service) Trail(ctx context.Context, p actor.PersonID, topic audit.Topic, before string) (list []Deed, next string, err error) {
	lines, err := s.trailLines(ctx, p, topic, before, trailPage+1)
	if err != nil {
		return nil, "", err
	}
	if len(lines) > trailPage {
		lines = lines[:trailPage]
		next = lines[trailPage-1].ID
	}
	for _, l := range lines {
		list = append(list, s.deed(p, l))
	}
	return list, next, nil
}

func (s *Service) trailLines(ctx context.Context, p actor.PersonID, topic audit.Topic, before string, limit int) (lines []audit.Line, err error) {
	var actions []string
	if topic != "" {
		actions = s.deeds.Of(topic)
	}
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		lines, err = audit.List(ctx, q, audit.Filter{Subject: string(p), Before: before, Limit: limit}, actions...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the journal of %s: %w", p, err)
	}
	return lines, nil
}

// deed puts an entry into words. What the dictionary does not know is shown by its code rather than left out.
func (s *Service) deed(p actor.PersonID, l audit.Line) Deed {
	d := Deed{ID: l.ID, At: l.At, What: deedUnknown.With(l.Action), Who: whoStaff, Network: l.Address, Action: l.Action}
	if m, ok := s.deeds.Meaning(l.Action); ok {
		d.What = m.Text
	}
	switch l.Actor {
	case string(p):
		d.Who = whoYou
	case "system":
		d.Who = whoSystem
	case "console":
		d.Who = whoConsole
	case "guest":
		d.Who = whoGuest
	}
	if l.Actor != string(p) && l.Actor != "guest" {
		d.Network = "" // where the staff work is their matter
	}
	return d
}

// trailMost bounds a file of the journal, in entries.
const trailMost = 100_000

// eachDeed calls f for all that [Service.Trail] lists, page by page, so that a slow reader holds up nobody.
func (s *Service) eachDeed(ctx context.Context, p actor.PersonID, topic audit.Topic, f func(Deed) error) error {
	before := ""
	for seen := 0; seen < trailMost; {
		lines, err := s.trailLines(ctx, p, topic, before, 1000)
		if err != nil || len(lines) == 0 {
			return err
		}
		for _, l := range lines {
			if err := f(s.deed(p, l)); err != nil {
				return err
			}
		}
		seen += len(lines)
		before = lines[len(lines)-1].ID
	}
	return nil
}

// TrailCSV writes the journal of a person as a table (RFC 4180), in the language of the context.
func (s *Service) TrailCSV(ctx context.Context, w io.Writer, p actor.PersonID, topic audit.Topic) error {
	l := i18n.From(ctx)
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write([]string{columnAt.In(l), columnDeed.In(l), columnWho.In(l), columnNetwork.In(l), columnCode.In(l)}); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	err := s.eachDeed(ctx, p, topic, func(d Deed) error {
		return out.Write(audit.Inert(d.At.Format(time.RFC3339), unbound(d.What.In(l)), unbound(d.Who.In(l)), d.Network, d.Action))
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

// deedJSON is an entry in files for programs.
type deedJSON struct {
	At      time.Time `json:"at"`
	Action  string    `json:"action"`
	What    string    `json:"what"`
	Who     string    `json:"who"`
	Network string    `json:"network,omitempty"`
}

func (d Deed) json(l i18n.Lang) deedJSON {
	return deedJSON{d.At, d.Action, unbound(d.What.In(l)), unbound(d.Who.In(l)), d.Network}
}

// unbound puts plain spaces where a page has ones that hold words together: nobody searches a file for those.
func unbound(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

// TrailJSON writes the journal of a person as a list for programs.
func (s *Service) TrailJSON(ctx context.Context, w io.Writer, p actor.PersonID, topic audit.Topic) error {
	l := i18n.From(ctx)
	separator := "[\n"
	err := s.eachDeed(ctx, p, topic, func(d Deed) error {
		line, err := json.Marshal(d.json(l))
		if err != nil {
			return err
		}
		_, err = io.WriteString(w, separator+string(line))
		separator = ",\n"
		return err
	})
	if err == nil && separator == "[\n" {
		_, err = io.WriteString(w, "[")
	}
	if err == nil {
		_, err = io.WriteString(w, "\n]\n")
	}
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

// ViewsOf lists who of the foundation looked at the data of a person, the latest first. next is the id after which the
// following page begins, "" at the end.
func (s *Service) ViewsOf(ctx context.Context, p actor.PersonID, before string) (list []View, next string, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		list, err = s.views.Views(ctx, q, p, before, trailPage+1)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("list who looked: %w", err)
	}
	if len(list) > trailPage {
		list = list[:trailPage]
		next = list[trailPage-1].ID
	}
	return list, next, nil
}
