package connector

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Port is a site through which people sign in.
type Port interface {
	// Key names the site in addresses and in the database, and the source when it vouches: "esia".
	Key() string
	// Label is its name on a button.
	Label() i18n.Text
	// Trial says that its people are invented. A real installation takes no such port.
	Trial() bool
	// Vouches returns the highest level of account to which the site's word raises; 0 when to none.
	Vouches() actor.Level
	// Start returns the address to which the browser goes.
	Start(ctx context.Context, e Errand) (address string, err error)
	// Finish takes what the browser brought back and returns who the person is.
	Finish(ctx context.Context, e Errand, answer url.Values) (Identity, error)
}

// Errand is one way to another site and back. Its values are random, belong to one browser and are used once.
type Errand struct {
	Return   string // the whole address to which the site sends the browser back
	State    string // comes back with the browser
	Nonce    string // comes back inside what the site signs (OpenID Connect Core 1.0 §3.1.2.1)
	Verifier string // of PKCE (RFC 7636 §4.1): 43 characters
}

// Identity is a person as the site knows them.
type Identity struct {
	Subject string      `json:"subject"` // what the site calls the person, never reassigned
	Level   actor.Level `json:"level"`   // for which the site vouches this time; 0 for none
	Proved  time.Time   `json:"proved"`  // when the person proved to the site who they are; zero when it does not say

	Surname    string `json:"surname"`
	Given      string `json:"given"`
	Patronymic string `json:"patronymic"`
	Email      string `json:"email"` // never a proof of anything here
	SNILS      string `json:"snils"`
	Birth      string `json:"birth"` // 2006-01-02
}

// Why the way did not lead to an identity.
var (
	// ErrDenied says that the person, or the site, said no.
	ErrDenied = errors.New("connector: the site did not let the person through")
	// ErrAnswer says that what came back is not what the site sends: another errand's, forged, too old.
	ErrAnswer = errors.New("connector: the answer is not one to this errand")
	// ErrSilent says that the site could not be asked.
	ErrSilent = errors.New("connector: the site does not answer")
)
