package cli

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca"
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
	if err := withAuthority(c.Dir, func(a *trialAuthority) (err error) {
		raw, err = a.status(request, c.Next)
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

// status answers an OCSP request.
func (a *trialAuthority) status(request []byte, next time.Duration) ([]byte, error) {
	if a.forRoot(request) {
		return a.root.Responder().Respond(request, next)
	}
	responder, err := a.responder()
	if err != nil {
		return nil, err
	}
	return responder.Respond(request, next)
}

func (a *trialAuthority) responder() (*trialca.Responder, error) {
	pair, err := a.pair(ocspName)
	if err != nil {
		return nil, err
	}
	return a.issuing.OpenResponder(pair.certificate, pair.key.PrivateKey)
}

// forRoot reports whether the first question of a request is about a certificate of the root.
func (a *trialAuthority) forRoot(request []byte) bool {
	r, err := revocation.ParseRequest(request)
	if err != nil || len(r.IDs) == 0 {
		return false
	}
	d, err := algorithm.DigestOf(r.IDs[0].Hash)
	if err != nil {
		return false
	}
	id, err := revocation.NewCertID(a.issuing.Certificate(), a.root.Certificate(), d)
	return err == nil && bytes.Equal(id.NameHash, r.IDs[0].NameHash) && bytes.Equal(id.KeyHash, r.IDs[0].KeyHash)
}
