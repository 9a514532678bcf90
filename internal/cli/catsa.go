package cli

import (
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/internal/platform/clock"
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
	if err := withAuthority(c.Dir, func(a *trialAuthority) (err error) {
		raw, err = a.stamp(request)
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

// stamp answers a time-stamp request.
func (a *trialAuthority) stamp(request []byte) ([]byte, error) {
	pair, err := a.pair(tsaName)
	if err != nil {
		return nil, err
	}
	service := &tsp.Authority{
		Key: pair.key.PrivateKey, Certificate: pair.certificate, Chain: []*cert.Certificate{a.issuing.Certificate()},
		Policy: cert.OIDTrialPolicy, Accuracy: time.Second, Now: clock.System{}.Now, Serial: stampSerial,
	}
	return service.Respond(request)
}

// stampSerial draws a number of 127 random bits: none comes twice, and nothing has to be remembered.
func stampSerial() ([]byte, error) {
	serial := make([]byte, 16)
	if _, err := rand.Read(serial); err != nil {
		return nil, err
	}
	serial[0] = serial[0]&0x3f | 0x40
	return serial, nil
}
