package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/esign/trust"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/staff"
)

// accredited is the name of the list of accredited authorities among the registers.
const accredited = "tsl"

// lists imports versions of the list of accredited authorities of Минцифры. What is counted are authorities.
func (c *importCmd) lists(ctx context.Context, s *streams, a *app.App) (total fact.Counts, err error) {
	for _, path := range c.Files {
		raw, err := readFile(path, trust.MaxList)
		if err != nil {
			return total, unusable(err)
		}
		done, err := a.Signature.ImportList(ctx, raw, string(staff.Console), false)
		if err != nil {
			if errors.Is(err, trust.ErrMalformed) || errors.Is(err, trust.ErrUnsigned) || errors.Is(err, signature.ErrTrialList) {
				err = unusable(err)
			}
			return total, fmt.Errorf("%s: %w", path, err)
		}
		n := int64(done.Authorities)
		total.Read += n
		total.Broken += int64(done.Unreadable)
		if done.Fresh {
			total.Stored += n
		} else {
			total.Unchanged += n
		}
		if done.Signer == "" {
			s.complain(fmt.Errorf("%s bears no signature: it was taken because you named it, and reports will say so", path))
		}
	}
	return total, nil
}
