package fact

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/esign/validate"
)

// Pins are by what a source is pinned (T22): what the settings name as true whoever brings it. A file is pinned by its own
// SHA-256, or by a detached signature that belongs to one of the certificates: the certificate itself is named, so that no
// list of authorities and no date has a say.
type Pins struct {
	Files        []string // SHA-256 of files in hexadecimal digits
	Certificates []string // SHA-256 of certificates in DER in hexadecimal digits
}

// NewPins reads the settings.
func NewPins(files, certificates []string) (Pins, error) {
	p := Pins{}
	for _, list := range []struct {
		name string
		from []string
		to   *[]string
	}{{"fact-pinned-files", files, &p.Files}, {"fact-pinned-certificates", certificates, &p.Certificates}} {
		for _, text := range list.from {
			sum := strings.ToLower(strings.NewReplacer(":", "", " ", "").Replace(text))
			if b, err := hex.DecodeString(sum); err != nil || len(b) != 32 {
				return Pins{}, fmt.Errorf("%s %q: want a SHA-256 in 64 hexadecimal digits", list.name, text)
			}
			*list.to = append(*list.to, sum)
		}
	}
	return p, nil
}

// pinned tells by what all of the files are pinned, "" when one of them is not.
func (p Pins) pinned(ctx context.Context, files []File, hashes []string) string {
	by := ""
	for i, f := range files {
		switch {
		case slices.Contains(p.Files, hashes[i]):
			by = "sha256 " + hashes[i]
		default:
			signer := p.signer(ctx, f)
			if signer == "" {
				return ""
			}
			by = "certificate " + signer
		}
	}
	return by
}

// signer returns the pinned certificate to which the file's signature belongs, "" when there is none.
func (p Pins) signer(ctx context.Context, f File) string {
	if len(p.Certificates) == 0 || len(f.Signature) == 0 {
		return ""
	}
	in := validate.Input{Signature: f.Signature, Document: io.NewSectionReader(f.Content, 0, f.Size)}
	report, err := validate.Validate(ctx, in, validate.Crypto, validate.Options{})
	if err != nil || report.Indication != validate.TotalPassed {
		return ""
	}
	for _, s := range report.Signers {
		if s.Certificate != nil && slices.Contains(p.Certificates, s.Certificate.SHA256) {
			return s.Certificate.SHA256
		}
	}
	return ""
}
