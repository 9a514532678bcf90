package signature

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

var byTrial = limit.Rule{Name: "signature.trial", Burst: 20, Per: 24 * time.Hour}

// ErrTrialKey says that what a browser gave is no key to certify.
var ErrTrialKey = fault.New(fault.Invalid, i18n.M(
	"Ключ из браузера не подошёл. Обновите страницу и попробуйте ещё раз.", "The key of the browser will not do. Reload the page and try again."))

// IssueTrial certifies a key for a trial: the one whose public half is given, else a new one, which is returned once and
// never kept. The result is in PEM: the key if it was made here, the certificate, and that of the authority. There is
// nothing like it in a real installation (T8).
func (s *Service) IssueTrial(ctx context.Context, c Caller, h trialca.Holder, public []byte) ([]byte, error) {
	if !s.trial {
		return nil, httpx.ErrNoPage
	}
	if err := s.limits.Allow(ctx, limit.Charge{Rule: byTrial, Key: limit.Address(httpx.InfoOf(ctx).Address)}); err != nil {
		return nil, err
	}
	var made []byte
	key, err := algorithm.ParsePublicKey(public)
	if len(public) == 0 {
		private, encoded, e := authority.NewKey(authority.Usual().Curve)
		if e != nil {
			return nil, e
		}
		made = encoded
		key, err = algorithm.NewPublicKey(private.Public())
	}
	if err != nil {
		return nil, ErrTrialKey.Because(err)
	}
	var certificates []byte
	if err := authority.With(s.authority, func(a *authority.Authority) error {
		issued, err := a.Issue(h, key)
		if err != nil {
			return err
		}
		certificates = cert.PEM(issued, a.Issuing.Certificate())
		return nil
	}); err != nil {
		return nil, err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		return s.record(ctx, tx, entry{by: actorOf(c), action: "signature.trial_issued", subject: subjectOf(Request{ID: "trial"}, c)})
	})
	return slices.Concat(made, certificates), err
}

// tidy leaves one space between words.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }
