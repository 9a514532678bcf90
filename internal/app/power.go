package app

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/signature"
)

// powerSettings are the settings about powers of attorney, read and checked.
type powerSettings struct {
	codes    organisation.Codes
	registry organisation.PowerRegistry
	personal organisation.Switch
}

// errSimulator says that a simulator stands in for a registry where signatures have legal force.
var errSimulator = errors.New("organisation-power-registry=simulator works in a trial installation only")

func (a *App) powers() (p powerSettings, err error) {
	c := a.Config.Organisation
	if p.personal, err = organisation.ParseSwitch(c.PersonalSigns); err != nil {
		return p, fmt.Errorf("read organisation-personal-signs: %w", err)
	}
	if c.PowerRegistry != "" {
		if !a.Site.Trial {
			return p, errSimulator
		}
		p.registry = powerSimulator{filepath.Join(a.Config.Data, revokedPowers)}
	}
	switch {
	case c.PowerCodes != "":
		content, err := os.ReadFile(c.PowerCodes)
		if err != nil {
			return p, fmt.Errorf("read organisation-power-codes: %w", err)
		}
		if p.codes, err = organisation.ReadCodes(content); err != nil {
			return p, fmt.Errorf("read organisation-power-codes %s: %w", c.PowerCodes, err)
		}
	case a.Site.Trial:
		p.codes, err = organisation.TrialCodes()
	}
	return p, err
}

// revokedPowers is the file by which a trial installation withdraws powers of attorney in its simulator.
const revokedPowers = "trial-powers-revoked.txt"

// powerSimulator stands in for the registry of powers of attorney in a trial installation: it knows every number, and as withdrawn
// those that stand in a file, one a line.
type powerSimulator struct{ path string }

// Status implements [organisation.PowerRegistry].
func (s powerSimulator) Status(_ context.Context, n mchd.Number, _ mchd.Subject) (mchd.Registry, error) {
	content, err := os.ReadFile(s.path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return mchd.Registry{}, fmt.Errorf("read the powers that were withdrawn: %w", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(content))
	for lines.Scan() {
		if withdrawn, err := mchd.ParseNumber(strings.TrimSpace(lines.Text())); err == nil && withdrawn == n {
			return mchd.Registry{Status: mchd.StatusRevoked}, nil
		}
	}
	return mchd.Registry{Status: mchd.StatusValid}, lines.Err()
}

// CheckPower implements [organisation.PowerSignatures].
func (p papers) CheckPower(ctx context.Context, document, message []byte) ([]organisation.PowerSignature, json.RawMessage, error) {
	checked, err := p.app.Signature.Check(ctx, message, bytes.NewReader(document))
	if err != nil {
		return nil, nil, err
	}
	report, err := json.Marshal(checked.Report)
	if err != nil {
		return nil, nil, fmt.Errorf("write the report of a power of attorney: %w", err)
	}
	if slices.Contains(checked.Report.SubIndications, validate.TryLater) {
		return nil, nil, signature.ErrTryLater
	}
	list := make([]organisation.PowerSignature, 0, len(checked.Report.Signers))
	for i, signer := range checked.Report.Signers {
		if i >= len(checked.Certificates) || checked.Certificates[i] == nil {
			list = append(list, organisation.PowerSignature{Valid: mchd.No})
			continue
		}
		one := organisation.PowerSignature{Valid: validOf(signer)}
		if c := checked.Certificates[i]; c.Identity().Ambiguous() {
			one.Valid = mchd.No // T10: it opens nothing
		} else {
			one.Holder = holderOf(c)
		}
		list = append(list, one)
	}
	return list, report, nil
}

// validOf takes what passed the policy (T16). The certificate of who gave a power may have ended since, as it does in a year or so: of
// that a person judges, and of nothing else.
func validOf(s validate.Signer) mchd.Answer {
	switch {
	case s.Indication == validate.TotalPassed:
		return mchd.Yes
	case s.Indication == validate.Indeterminate && len(s.SubIndications) > 0 &&
		!slices.ContainsFunc(s.SubIndications, func(sub validate.SubIndication) bool { return sub != validate.OutOfBoundsNoPOE }):
		return mchd.Unknown
	}
	return mchd.No
}
