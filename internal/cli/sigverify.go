package cli

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/klaster-platform/klaster/esign/trust"
	"github.com/klaster-platform/klaster/esign/validate"
)

type sigVerifyCmd struct {
	In        string   `help:"The signed document where the signature is apart from it; - is standard input. Without it such a signature is INDETERMINATE." placeholder:"DOC"`
	Sig       string   `help:"The signature: a CMS message in DER, BER, PEM or base64, or an XML document with its signatures." required:"" placeholder:"FILE"`
	Policy    string   `help:"What to ask for: crypto (hash codes and signature values alone), trusted (a chain to --ca, validity, fresh revocation data), qualified (a chain to an authority of --tsl, accredited when it issued the certificate), trial (as trusted, without fresh data)." enum:"crypto,trusted,qualified,trial" required:"" placeholder:"crypto|trusted|qualified|trial"`
	Cert      []string `help:"Certificates of signers, where the signature has none." sep:"none" placeholder:"PEM"`
	CA        []string `name:"ca" help:"Trusted certificates. Chains of time-stamps must end in them, too." sep:"none" placeholder:"PEM"`
	Untrusted []string `help:"Certificates of authorities to build chains through." sep:"none" placeholder:"PEM"`
	TSL       []string `name:"tsl" help:"Lists of accredited authorities of Минцифры." sep:"none" placeholder:"XML"`
	CRL       []string `name:"crl" help:"Revocation lists." sep:"none" placeholder:"FILE"`
	OCSP      []string `name:"ocsp" help:"OCSP responses." sep:"none" placeholder:"FILE"`
	At        *string  `help:"The control time, by RFC 3339; now if it is not given." placeholder:"TIME"`
	JSON      bool     `name:"json" help:"Print the report as JSON."`
}

// Help implements [kong.HelpProvider].
func (c *sigVerifyCmd) Help() string {
	return `Files are PEM or DER; each flag may be repeated where several make sense. The result is that of the worst signer.

Exit codes: 0 TOTAL_PASSED, 1 TOTAL_FAILED, 3 INDETERMINATE, 2 flags or files that cannot be used.

Trial certificates, which a real installation refuses, pass here and are marked in the report. The report comes from a tool that is not a certified one.

Example: klaster sig verify --in contract.pdf --sig contract.pdf.sig --policy trusted --ca root.pem --crl ca.crl`
}

// Run prints the report and ends with the code of its indication. Whatever error there is, it is no verdict on the signature.
func (c *sigVerifyCmd) Run(ctx context.Context, s *streams) error {
	report, signature, err := c.validate(ctx)
	if err != nil {
		return unusable(err)
	}
	if c.JSON {
		err = printJSON(s.out, report)
	} else {
		err = printReport(s.out, report, signature)
	}
	if err != nil {
		return unusable(err)
	}
	switch report.Indication {
	case validate.TotalPassed:
		return nil
	case validate.TotalFailed:
		return &exitError{exitFailed, nil}
	default:
		return &exitError{exitUndecided, nil}
	}
}

func (c *sigVerifyCmd) validate(ctx context.Context) (validate.Report, []byte, error) {
	policy := validate.Policy(c.Policy)
	if len(c.CA) == 0 && (policy == validate.Trusted || policy == validate.Trial) {
		return validate.Report{}, nil, fmt.Errorf("--policy %s needs trusted certificates: add --ca FILE", policy)
	}
	if policy == validate.Qualified && len(c.TSL) == 0 {
		return validate.Report{}, nil, errors.New("--policy qualified needs the list of accredited authorities: add --tsl FILE")
	}
	if c.In == standardInput && c.Sig == standardInput {
		return validate.Report{}, nil, errors.New("--in and --sig cannot both be standard input")
	}
	signature, err := readSignature(c.Sig)
	if err != nil {
		return validate.Report{}, nil, fmt.Errorf("the signature: %w", err)
	}
	in, err := c.input()
	if err != nil {
		return validate.Report{}, nil, err
	}
	in.Signature = signature.data
	if c.In != "" {
		document, err := openDocument(c.In)
		if err != nil {
			return validate.Report{}, nil, fmt.Errorf("the document: %w", err)
		}
		defer document.Close()
		in.Document = document
		if c.In == standardInput {
			in.Document = struct{ io.Reader }{document} // it cannot be read twice, and does not say so
		}
	}
	options := validate.Options{AllowTrial: true}
	if options.Accreditation, err = readTrustedLists(ctx, c.TSL); err != nil {
		return validate.Report{}, nil, fmt.Errorf("--tsl: %w", err)
	}
	if policy == validate.Qualified {
		for _, list := range options.Accreditation.Lists() {
			in.TimestampAnchors = append(in.TimestampAnchors, list.Certificates().All()...)
		}
	}
	report, err := validate.Validate(ctx, in, policy, options)
	if err != nil {
		return validate.Report{}, nil, fmt.Errorf("verify %s: %w", c.Sig, err)
	}
	report.Input.Signature.SHA256 = hex.EncodeToString(signature.sha256[:]) // of the file, however it was read
	return report, in.Signature, nil
}

func (c *sigVerifyCmd) input() (in validate.Input, err error) {
	if in.ControlTime, err = controlTime(c.At); err != nil {
		return in, err
	}
	if in.Certificates, err = readCertificates(c.Cert); err != nil {
		return in, fmt.Errorf("--cert: %w", err)
	}
	if in.Anchors, err = readCertificates(c.CA); err != nil {
		return in, fmt.Errorf("--ca: %w", err)
	}
	if in.Untrusted, err = readCertificates(c.Untrusted); err != nil {
		return in, fmt.Errorf("--untrusted: %w", err)
	}
	if in.CRLs, err = readLists(c.CRL); err != nil {
		return in, fmt.Errorf("--crl: %w", err)
	}
	if in.OCSP, err = readAnswers(c.OCSP); err != nil {
		return in, fmt.Errorf("--ocsp: %w", err)
	}
	in.TimestampAnchors = slices.Clone(in.Anchors)
	return in, nil
}

// readTrustedLists reads lists of accredited authorities. One with a signature must have a good one. The store takes trial
// certificates, for the policy refuses them with a reason.
func readTrustedLists(ctx context.Context, paths []string) (*trust.Store, error) {
	store := trust.NewStore(trust.Trial)
	for _, path := range paths {
		data, err := readFile(path, trust.MaxList)
		if err != nil {
			return nil, err
		}
		list, err := validate.ReadList(ctx, data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if err := store.AddList(list); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return store, nil
}

// printJSON writes JSON for people's eyes, with letters as they are.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// russian reports whether the user's language is Russian, by the variables of POSIX in their order.
func russian() bool {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value, ok := os.LookupEnv(name); ok && value != "" {
			return len(value) >= 2 && value[:2] == "ru"
		}
	}
	return false
}
