package signature_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/internal/opensslgost"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

// steps reads the levels of the only signature, the first first, with their messages.
func (h *house) steps(t *testing.T) (levels []string, messages [][]byte) {
	t.Helper()
	type step struct {
		level   string
		message blob.Ref
	}
	var list []step
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		list, err = sqldb.List(t.Context(), q, func(row sqldb.Row) (s step, err error) { return s, row.Scan(&s.level, &s.message) },
			`SELECT level, message FROM signature_raised ORDER BY step`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		levels, messages = append(levels, s.level), append(messages, h.read(t, s.message))
		h.wantNamed(t, s.message)
	}
	return levels, messages
}

// TestT9_ASignatureIsRaised: a signature is taken as it comes; jobs give it a time-stamp at once, what proves it and an archive
// time-stamp after the grace, and another one before the last ends. Each message stands by itself, and what was received stays.
func TestT9_ASignatureIsRaised(t *testing.T) {
	opensslgost.Require(t)
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		for name, message := range map[string][]byte{"detached": k.detached(t, document), "attached": k.attached(t, document)} {
			h.exec(t, `DELETE FROM signature_raised`)
			h.SetGrace(time.Hour)
			r, c := h.document(t)
			h.want(t, r, c, message, nil)
			h.wantStamped(t, false)
			jobstest.Drain(t, h.queue)
			h.wantForms(t, name, cms.FormT)
			h.wantStamped(t, true)
			h.wantSettled(t, false)

			h.SetGrace(0)
			jobstest.DrainAt(t, h.queue, time.Now().Add(48*time.Hour))
			h.wantForms(t, name, cms.FormT, cms.FormLTA)
			h.SetGrace(time.Hour)
			h.wantSettled(t, true)
			h.renew(t)
			h.wantForms(t, name, cms.FormT, cms.FormLTA) // its time-stamp holds for long

			h.exec(t, `UPDATE signature_raised SET until = at`)
			h.renew(t)
			h.wantForms(t, name, cms.FormT, cms.FormLTA, cms.FormLTA)
			if got := h.read(t, h.received[len(h.received)-1].Signature); !bytes.Equal(got, message) {
				t.Errorf("%s: what was received has changed", name)
			}
		}
	})
}

// wantStamped asks whether it is proven when the last signature was made (rule T3).
func (h *house) wantStamped(t *testing.T, want bool) {
	t.Helper()
	err := h.db.View(t.Context(), func(q sqldb.Querier) error {
		at, err := h.Stamped(t.Context(), q, h.received[len(h.received)-1].ID)
		if err == nil && at.IsZero() == want {
			t.Errorf("stamped at %s", at)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wantSettled asks whether the last signature was asked about for a second time, as before a decision (rule T4).
func (h *house) wantSettled(t *testing.T, want bool) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
		settled, revoked, err := h.Settled(t.Context(), q, []string{h.received[len(h.received)-1].ID})
		if settled != want || revoked {
			t.Errorf("settled: %t, revoked: %t", settled, revoked)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// renew looks for time-stamps that end, and works what follows.
func (h *house) renew(t *testing.T) {
	t.Helper()
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Renew(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	jobstest.Drain(t, h.queue)
}

// wantForms holds each level against its form, against the policy of the installation, and against OpenSSL.
func (h *house) wantForms(t *testing.T, name string, want ...cms.Form) {
	t.Helper()
	var forms []cms.Form
	_, messages := h.steps(t)
	for _, raw := range messages {
		m, err := cms.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		forms = append(forms, m.Signers[0].Form())
		checked, err := h.Check(t.Context(), raw, strings.NewReader(document))
		if err != nil || !checked.Passed() {
			t.Errorf("%s: a raised signature does not pass: %v %v", name, checked.Report.SubIndications, err)
		}
		if other, err := h.Check(t.Context(), raw, strings.NewReader(document+" ")); err == nil && other.Passed() {
			t.Errorf("%s: a raised signature passes over other bytes", name)
		}
		issuer, err := h.TrialIssuer()
		if err != nil {
			t.Fatal(err)
		}
		opensslgost.Run(t, nil, "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", cmstest.File(t, "m", raw),
			"-content", cmstest.File(t, "d", []byte(document)), "-CAfile", cmstest.File(t, "ca", cert.PEM(issuer)), "-partial_chain",
			"-purpose", "any", "-attime", strconv.FormatInt(time.Now().Unix(), 10), "-out", os.DevNull)
	}
	if !slices.Equal(forms, want) {
		t.Errorf("%s: raised to %v, want %v", name, forms, want)
	}
}

// TestT4_TheSecondAskingFindsARevocation: who lost a key tells the authority, and its list says so some hours later. A signature
// whose time nobody has proven by then falls.
func TestT4_TheSecondAskingFindsARevocation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		r, c := h.document(t)
		h.want(t, r, c, k.detached(t, document), nil)
		h.exec(t, `DELETE FROM river_job WHERE kind = 'signature.raise'`)
		if err := authority.With(filepath.Join(h.data, "trial-ca"), func(a *authority.Authority) error {
			return a.Issuing.Revoke(k.certificate, revocation.KeyCompromise)
		}); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(time.Minute)
		jobstest.DrainAt(t, h.queue, time.Now().Add(48*time.Hour))
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			settled, revoked, err := h.Settled(t.Context(), q, []string{h.received[0].ID})
			if !settled || !revoked {
				t.Errorf("settled: %t, revoked: %t", settled, revoked)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// TestT4_ASignInIsAskedAboutAgain: what comes by itself, and the session too, rests on a sign-in, so that each is asked about again. Who was
// told to watch hears of a revocation, once, in the transaction that notes it.
func TestT4_ASignInIsAskedAboutAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var told []string
		h.OnRevoked(func(_ context.Context, _ *sqldb.Tx, one signature.Fallen) error {
			told = append(told, one.ID)
			if last := h.received[len(h.received)-1]; !one.Login || one.Request != last.Request.ID || one.Certificate.SHA256() != last.Certificate.SHA256() || one.At.IsZero() {
				t.Errorf("told %+v", one)
			}
			return nil
		})
		good, bad := h.issue(t, trialcatest.Head()), h.issue(t, trialcatest.Head())
		for _, k := range []key{good, bad} {
			r, c := h.login(t)
			h.want(t, r, c, k.attached(t, r.Challenge), nil)
		}
		if err := authority.With(filepath.Join(h.data, "trial-ca"), func(a *authority.Authority) error {
			return a.Issuing.Revoke(bad.certificate, revocation.KeyCompromise)
		}); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(time.Minute)
		jobstest.DrainAt(t, h.queue, time.Now().Add(48*time.Hour))
		first, second := h.received[len(h.received)-2].ID, h.received[len(h.received)-1].ID
		if !slices.Equal(told, []string{second}) {
			t.Errorf("told of %q, want of %s alone", told, second)
		}
		for signed, want := range map[string]bool{first: false, second: true, h.received[len(h.received)-1].Request.ID: true} {
			if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
				settled, revoked, err := h.Settled(t.Context(), q, []string{signed})
				if !settled || revoked != want {
					t.Errorf("settled: %t, revoked: %t", settled, revoked)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestT4_AskedBeforeTheCertificateEnds: lists forget certificates that have ended, so that one that ends within the grace period is asked about
// before its end, a sign-in like a document, whose values are collected then, too.
func TestT4_AskedBeforeTheCertificateEnds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.SetGrace(24 * time.Hour)
		ends := h.clock.Now().Add(6 * time.Hour).Truncate(time.Second)
		soon := func(n *trialca.Template) { n.NotAfter = ends }
		bad, good := h.issueAs(t, trialcatest.Head(), soon), h.issueAs(t, trialcatest.Head(), soon)
		for _, k := range []key{bad, good} {
			r, c := h.login(t)
			h.want(t, r, c, k.attached(t, r.Challenge), nil)
		}
		r, c := h.document(t)
		h.want(t, r, c, good.detached(t, document), nil)
		jobstest.Drain(t, h.queue) // the document gets its time-stamp
		if err := authority.With(filepath.Join(h.data, "trial-ca"), func(a *authority.Authority) error {
			return a.Issuing.Revoke(bad.certificate, revocation.KeyCompromise)
		}); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(ends.Add(-10 * time.Minute).Sub(h.clock.Now()))
		jobstest.DrainAt(t, h.queue, ends.Add(-10*time.Minute))
		for i, want := range map[int]bool{0: true, 1: false, 2: false} {
			if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
				settled, revoked, err := h.Settled(t.Context(), q, []string{h.received[i].ID})
				if !settled || revoked != want {
					t.Errorf("signature %d: settled %t, revoked %t", i, settled, revoked)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		if levels, _ := h.steps(t); !slices.Contains(levels, string(signature.LevelLTA)) {
			t.Errorf("nothing was archived before the certificate ended: %v", levels)
		}
	})
}

// TestT9_SignInsAreNotRaised: a sign-in is worth nothing a moment later.
func TestT9_SignInsAreNotRaised(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		r, c := h.login(t)
		h.want(t, r, c, k.attached(t, r.Challenge), nil)
		jobstest.Drain(t, h.queue)
		h.wantForms(t, "a sign-in")
	})
}

func (h *house) exec(t *testing.T, query string) {
	t.Helper()
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), query)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func (h *house) read(t *testing.T, ref blob.Ref) []byte {
	t.Helper()
	f, err := h.files.Open(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
