package cli

import (
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

type caCRLCmd struct {
	folderFlag `embed:""`
	Out        string        `help:"Where to write the list; the file appears whole or not at all." required:"" placeholder:"FILE"`
	PEM        bool          `name:"pem" help:"Write PEM instead of DER."`
	Root       bool          `help:"The list of the root, which is about the authority below it."`
	Next       time.Duration `help:"How long until the next list." default:"720h"`
}

// Run signs and writes the list.
func (c *caCRLCmd) Run(s *streams) error {
	if c.Next < time.Second {
		return unusable(errors.New("--next: want a time to come, such as 24h"))
	}
	if err := outside(c.Dir, c.Out); err != nil {
		return unusable(err)
	}
	var list *revocation.CRL
	err := withAuthority(c.Dir, func(a *authority.Authority) (err error) {
		list, err = a.List(c.Root, c.Next)
		return err
	})
	if err != nil {
		return err
	}
	data := list.Raw
	if c.PEM {
		data = pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: list.Raw})
	}
	if err := writeFile(c.Out, data, 0o644); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "List of %d revoked certificates, the next one by %s.\n", list.Len, stamp(list.NextUpdate))
	return err
}
