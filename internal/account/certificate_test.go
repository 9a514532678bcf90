package account_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
)

// eachCertificate connects a house to whoever vouches for the holders of certificates, with a person who has the СНИЛС of one.
func eachCertificate(t *testing.T, f func(t *testing.T, o *outside, in account.Entry)) {
	t.Helper()
	each(t, func(t *testing.T, h *house) {
		o := h.outside(t, connector.CertificateKey, actor.Full)
		o.UseConnectors(connector.NewCertificate(signing{connector.NewOIDC(o.config, o.site, o.clock)}, "/organisations/arrive"))
		o.straight = true
		f(t, o, o.person(t))
	})
}

func (o *outside) confirmSNILS(t *testing.T, p actor.PersonID) {
	t.Helper()
	if _, err := o.raise(t, p, actor.Standard, account.Vouch{
		Source: account.BySNILS, Identity: account.Identity{SNILS: "11223344595"}, Reference: id.New(),
	}); err != nil {
		t.Fatal(err)
	}
}

// signing stands where signatures are checked: a site with invented people says whom a certificate names.
type signing struct{ site connector.Port }

func (signing) Available() bool { return true }

func (s signing) BeginLogin(_ http.ResponseWriter, r *http.Request, e connector.Errand) (string, error) {
	return s.site.Start(r.Context(), e)
}

func (s signing) FinishLogin(ctx context.Context, e connector.Errand, answer url.Values) (connector.Identity, error) {
	return s.site.Finish(ctx, e, answer)
}

// A site to which the settings give the key of certificates does not speak for them.
func TestOnlyThePortOfCertificatesSpeaksForThem(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.outside(t, connector.CertificateKey, actor.Full)
		in := o.person(t)
		o.confirmSNILS(t, in.Person.ID)
		secret, answer := o.trip(t, t.Context(), "anna-there")
		if out, err := o.finish(t.Context(), secret, answer); err != nil || !out.Unknown {
			t.Errorf("%+v, %v", out, err)
		}
	})
}

// A certificate lets in the person whose confirmed СНИЛС it bears, with nothing linked before. A СНИЛС that the person only
// gave lets nobody in.
func TestACertificateKnowsThePersonByTheConfirmedSNILS(t *testing.T) {
	eachCertificate(t, func(t *testing.T, o *outside, in account.Entry) {
		secret, answer := o.trip(t, t.Context(), "anna-there")
		if out, err := o.finish(t.Context(), secret, answer); err != nil || !out.Unknown {
			t.Fatalf("before the СНИЛС is confirmed: %+v, %v", out, err)
		}
		o.confirmSNILS(t, in.Person.ID)
		secret, answer = o.trip(t, t.Context(), "anna-there")
		out, err := o.finish(t.Context(), secret, answer)
		if err != nil || out.Entry == nil || out.Entry.Person.ID != in.Person.ID {
			t.Fatalf("after it: %+v, %v", out, err)
		}
		if who := o.actor(t, *out.Entry); who.Level != actor.Full {
			t.Errorf("a certificate with the same СНИЛС leaves the level at %d", who.Level)
		}
		secret, answer = o.trip(t, t.Context(), "vera-there")
		if out, err := o.finish(t.Context(), secret, answer); err != nil || !out.Unknown {
			t.Errorf("with another СНИЛС: %+v, %v", out, err)
		}
	})
}

// T14: in a browser that the person has not used, a certificate alone opens a session that opens no cabinet until the person has
// confirmed who they are in another way; in one that they have used it does.
func TestT14_ACertificateAloneIsHeldInAnUnknownBrowser(t *testing.T) {
	eachCertificate(t, func(t *testing.T, o *outside, in account.Entry) {
		o.confirmSNILS(t, in.Person.ID)
		secret, answer := o.trip(t, t.Context(), "anna-there")
		out, err := o.finish(t.Context(), secret, answer)
		if err != nil || out.Entry == nil {
			t.Fatalf("%+v, %v", out, err)
		}
		who := o.actor(t, *out.Entry)
		who.Acting, who.Rights = "an organisation", []actor.Right{actor.View, actor.Sign}
		if !who.Held || who.Can(actor.View) || who.Can(actor.Sign) {
			t.Errorf("from an unknown browser: held %v, confirmed %v", who.Held, who.Confirmed)
		}
		secret, answer = o.trip(t, t.Context(), "anna-there")
		out, err = o.FinishErrand(t.Context(), o.key, secret, answer, account.Browser{Device: out.Entry.Device})
		if err != nil || out.Entry == nil {
			t.Fatalf("%+v, %v", out, err)
		}
		if who := o.actor(t, *out.Entry); who.Held || !who.Proved() {
			t.Errorf("from a browser in use: held %v, confirmed %v", who.Held, who.Confirmed)
		}
	})
}
