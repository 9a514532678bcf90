package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
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
	fresh  bool      // the person has not signed in from it before
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
	d := device{id: id.New(), fresh: true}
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

// Device is a browser in which a person has signed in before.
type Device struct {
	ID      string
	Browser string
	Created time.Time
	Seen    time.Time
	Here    bool // the browser of the request
}

// Devices lists the browsers in which a person has signed in, the latest first. here is the one of the request.
func (s *Service) Devices(ctx context.Context, p actor.PersonID, here Browser) (list []Device, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		list, err = devicesOf(ctx, q, p, here.deviceMark())
		return err
	})
	return list, err
}

// ErrNoDevice says that there is no such browser among those of the person.
var ErrNoDevice = fault.New(fault.NotFound, i18n.M(
	"Такого браузера в списке нет: возможно, его уже забыли.", "There is no such browser in the list; maybe it was forgotten already."))

// ForgetDevice forgets a browser and ends the sessions in it, but for the one in which the person acts.
func (s *Service) ForgetDevice(ctx context.Context, a actor.Actor, id string) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		gone, err := deleteDevice(ctx, tx, a.Person, id)
		if err != nil {
			return fmt.Errorf("forget a browser: %w", err)
		}
		if !gone {
			return ErrNoDevice
		}
		if err := s.record(ctx, tx, a.Person, "account.device_forgotten", id); err != nil {
			return err
		}
		return s.endIn(ctx, tx, a.Person, "browser forgotten", func(x Session) bool { return x.device == id && x.ID != a.Session })
	})
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
