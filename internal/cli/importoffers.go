package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/profile"
	"github.com/klaster-platform/klaster/internal/staff"
)

// offers is the name of offers and needs of organisations among what can be imported.
const offers = "offers"

// maxOffers bounds a file of offers in octets.
const maxOffers = 1 << 30

// readable says which of the files cannot be read, before anything is made.
func readable(paths []string) error {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() || info.Size() > maxOffers {
			return fmt.Errorf("%s: a file of offers has %d octets at most", path, maxOffers)
		}
	}
	return nil
}

// offers imports files of offers and says what became of their records.
func (c *importCmd) offers(ctx context.Context, s *streams, a *app.App) error {
	ctx = actor.With(ctx, actor.Actor{Person: staff.Console})
	var total profile.Counts
	for _, path := range c.Files {
		counts, err := c.oneOfOffers(ctx, s, a, path)
		total.Add(counts)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	if c.JSON {
		line, err := json.Marshal(total)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "%s\n", line)
		return err
	}
	_, err := fmt.Fprintf(s.out, "Read %d: stored %d, unchanged %d, broken %d. No register knows the organisation of %d, and the kind of %d is no word of ours.\n",
		total.Read, total.Stored, total.Unchanged, total.Broken, total.Unknown, total.UnknownKinds)
	return err
}

func (c *importCmd) oneOfOffers(ctx context.Context, s *streams, a *app.App, path string) (counts profile.Counts, err error) {
	f, err := os.Open(path)
	if err != nil {
		return counts, unusable(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	counts, complaints, err := a.Profile.Import(ctx, f)
	for _, one := range complaints {
		s.complain(fmt.Errorf("%s: record %d: %w", path, one.Record, inWords(one.Why)))
	}
	if errors.Is(err, profile.ErrFile) {
		return counts, unusable(err)
	}
	return counts, inWords(err)
}
