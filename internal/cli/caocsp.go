package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

type caOCSPCmd struct {
	folderFlag `embed:""`
	In         string        `help:"The request, in DER." required:"" placeholder:"FILE"`
	Out        string        `help:"Where to write the response, in DER." required:"" placeholder:"FILE"`
	Next       time.Duration `help:"How long the answer holds." default:"24h"`
}

// Help implements [kong.HelpProvider].
func (c *caOCSPCmd) Help() string {
	return `Answers by the service certificate of the authority, or as the root for certificates of authorities. A request that cannot be read is answered too, as RFC 6960 has it; the exit code is then 1.`
}

// Run answers.
func (c *caOCSPCmd) Run(s *streams) error {
	if c.Next < time.Second {
		return unusable(errors.New("--next: want a time to come, such as 24h"))
	}
	if err := errors.Join(notOver(c.Out, c.In), outside(c.Dir, c.Out)); err != nil {
		return unusable(err)
	}
	request, err := readFile(c.In, revocation.MaxOCSP)
	if err != nil {
		return unusable(err)
	}
	var raw []byte
	if err := withAuthority(c.Dir, func(a *authority.Authority) (err error) {
		raw, err = a.Status(request, c.Next)
		return err
	}); err != nil {
		return err
	}
	if err := writeFile(c.Out, raw, 0o644); err != nil {
		return err
	}
	response, err := revocation.ParseResponse(raw)
	if err != nil {
		return err
	}
	if response.Status != revocation.Successful {
		return fmt.Errorf("%s is no OCSP request that can be answered; the response says so", c.In)
	}
	for _, answer := range response.Answers {
		if _, err := fmt.Fprintf(s.out, "%X %s\n", answer.ID.Serial, answer.Status); err != nil {
			return err
		}
	}
	return nil
}
