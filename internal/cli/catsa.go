package cli

import (
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

type caTSACmd struct {
	folderFlag `embed:""`
	In         string `help:"The request (TimeStampReq), in DER." required:"" placeholder:"FILE"`
	Out        string `help:"Where to write the response (TimeStampResp), in DER." required:"" placeholder:"FILE"`
}

// Help implements [kong.HelpProvider].
func (c *caTSACmd) Help() string {
	return `The time is that of this machine's clock. A request that is refused is answered too; the exit code is then 1.`
}

// Run answers.
func (c *caTSACmd) Run(s *streams) error {
	if err := errors.Join(notOver(c.Out, c.In), outside(c.Dir, c.Out)); err != nil {
		return unusable(err)
	}
	request, err := readFile(c.In, tsp.MaxSize)
	if err != nil {
		return unusable(err)
	}
	var raw []byte
	if err := withAuthority(c.Dir, func(a *authority.Authority) (err error) {
		raw, err = a.Stamp(request)
		return err
	}); err != nil {
		return err
	}
	if err := writeFile(c.Out, raw, 0o644); err != nil {
		return err
	}
	response, err := tsp.ParseResponse(raw)
	if err != nil {
		return err
	}
	if err := response.Err(); err != nil {
		return fmt.Errorf("%s was refused, and the response says so: %w", c.In, err)
	}
	_, err = fmt.Fprintf(s.out, "Time-stamp %X at %s.\n", response.Token.Serial, stamp(response.Token.Time))
	return err
}
