package account

import (
	"context"
	"errors"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Browser is what is known of the browser that sends a request.
type Browser struct {
	Name   string    // «Chrome, Windows»: what its header says, short
	Device id.Secret // the lasting cookie; "" when it has none
}

type device struct {
	id     string
	secret id.Secret // "" when the browser has it already
}

// know writes down that the person signed in from this browser, and gives the browser a lasting secret when it has none.
func (s *Service) know(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, b Browser) (device, error) {
	now := s.clock.Now()
	secret := b.Device
	if secret != "" {
		known, err := touchDevice(ctx, tx, p, secret.Hash(), now)
		if err == nil {
			return device{id: known}, nil
		}
		if !errors.Is(err, sqldb.ErrNoRows) {
			return device{}, err
		}
	}
	d := device{id: id.New()}
	issued, err := deviceIssued(ctx, tx, secret.Hash()) // several people may share a browser
	if err != nil {
		return device{}, err
	}
	if !issued { // none, or one that did not come from here and may be known to somebody else
		secret = id.NewSecret()
		d.secret = secret
	}
	return d, insertDevice(ctx, tx, d.id, p, secret.Hash(), b.Name, now)
}

// browserName makes of a User-Agent header what a person recognises: «Firefox, Linux». It is no proof of anything.
func browserName(header string) string {
	if len(header) > 512 {
		header = header[:512]
	}
	name := first(header, [][2]string{
		{"YaBrowser/", "Яндекс Браузер"},
		{"Edg/", "Edge"},
		{"OPR/", "Opera"},
		{"Firefox/", "Firefox"},
		{"Chromium/", "Chromium"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
		{"curl/", "curl"},
	})
	system := first(header, [][2]string{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
	})
	return strings.Trim(name+", "+system, ", ")
}

func first(s string, marks [][2]string) string {
	for _, m := range marks {
		if strings.Contains(s, m[0]) {
			return m[1]
		}
	}
	return ""
}
