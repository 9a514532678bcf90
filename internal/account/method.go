package account

import (
	"strings"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
)

// method is a way to prove who one is. Each one goes through admit and so passes mayIssue.
type method struct {
	name   string
	second bool // brings a second factor along, so that none is asked for
	stale  bool // opens a session that must be confirmed before anything sensitive (T15)
	wary   bool // does so in a browser that the person has not used before (T14)
}

// The ways in. A test holds the callers of admit against this list.
var (
	byPassword     = method{name: "password"}
	byRegistration = method{name: "registration"}
	byRecovery     = method{name: "recovery"}
	byPasskey      = method{name: "passkey", second: true}    // it has verified the person itself
	byQR           = method{name: "qr"}                       // of a telephone in the same network
	byQRAndPasskey = method{name: "qr+passkey", second: true} // which the telephone asked for
	byQRFar        = method{name: "qr+passkey", second: true, stale: true}
	byCertificate  = method{name: "outside." + string(ByCertificate), wary: true}
)

// byOutside is the way in through another site. The site's own factors are its own: those of the account are asked for.
func byOutside(port connector.Port) method {
	if sourceOf(port) == ByCertificate {
		return byCertificate
	}
	return method{name: "outside." + port.Key()}
}

// factor is what a person shows beside the first proof.
type factor string

const (
	factorTOTP    factor = "totp"
	factorKey     factor = "key"
	factorReserve factor = "reserve"
)

// proofOf tells by how much a session was proved whose method this is: how it was opened, and every factor by which it was
// confirmed after. A passkey that a telephone showed for another screen is a second factor, but no key in this browser: the
// person may have been talked into scanning the code of somebody else's screen.
func proofOf(method string) actor.Proof {
	proof := actor.ByOne
	for i, part := range strings.Split(method, "+") {
		switch {
		case part == string(factorKey), part == byPasskey.name && i == 0:
			return actor.ByAKey
		case part == string(factorTOTP), part == string(factorReserve), part == byPasskey.name:
			proof = actor.ByTwo
		}
	}
	return proof
}

// with is the method of a sign-in that began by m and was completed by f.
func (m method) with(f factor) method { return method{name: m.name + "+" + string(f), second: true} }
