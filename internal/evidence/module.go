package evidence

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Config is the section of the settings about the foundation's seal, for real installations alone.
type Config struct {
	Key         string        `help:"File with the key of the foundation's seal: PKCS #8, PKCS #12, or a folder of CryptoPro CSP. Empty: no receipts, so nothing that needs one can be sent." type:"path"`
	Certificate string        `help:"File with the certificate of the seal and those of the authorities above it. Empty: those in the key file." type:"path"`
	Password    config.Secret `help:"File with the password of the key." name:"password-file"`
}

// Deps are what the room needs.
type Deps struct {
	DB     *sqldb.DB
	Clock  clock.Clock
	Trial  bool
	Site   string // address of the platform, for receipts
	Data   string // the data folder, in which a trial installation has its key
	Config Config
	// Authority and Holder are for a trial installation: who issues the certificate of the seal, and whom it names.
	Authority Authority
	Holder    trialca.Holder
	// Sealer replaces the key files of a real installation by a key in a device or an outside signer; nil is the settings.
	Sealer Sealer
}

// Authority issues the certificate of the seal in a trial installation: package signature.
type Authority interface {
	// TrialIssuer is the certificate by which it issues now.
	TrialIssuer() (*cert.Certificate, error)
	IssueSeal(h trialca.Holder, key *algorithm.PublicKey) (*cert.Certificate, error)
}

// New builds the room, makes the seal of a trial installation at its first start, and notes the certificate of the seal. That
// a real installation has no usable seal is no error: [Service.Readiness] says it.
func New(ctx context.Context, d Deps) (*Service, error) {
	s := &Service{db: d.DB, clock: d.Clock, trial: d.Trial, site: d.Site}
	var err error
	if s.seal, err = openSeal(d); err != nil {
		return nil, fmt.Errorf("open the seal: %w", err)
	}
	if s.seal.trouble != nil {
		return s, nil
	}
	c := s.seal.sealer.Certificate()
	err = d.DB.Update(ctx, func(tx *sqldb.Tx) error {
		fresh, err := insertSeal(ctx, tx, c, d.Clock.Now())
		if err != nil || !fresh {
			return err
		}
		sum := c.SHA256()
		return audit.Record(ctx, tx, audit.Entry{Actor: "system", Action: actionSeal, Subject: hexOf(sum[:])})
	})
	if err != nil {
		return nil, fmt.Errorf("note the certificate of the seal: %w", err)
	}
	return s, nil
}

// Seals returns all certificates with which receipts were ever sealed, the oldest first, for whoever publishes them.
func (s *Service) Seals(ctx context.Context, q sqldb.Querier) ([]*cert.Certificate, error) {
	raws, err := selectSeals(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read the certificates of the seal: %w", err)
	}
	list := make([]*cert.Certificate, len(raws))
	for i, raw := range raws {
		if list[i], err = cert.Parse(raw); err != nil {
			return nil, fmt.Errorf("read a certificate of the seal: %w", err)
		}
	}
	return list, nil
}

// Readiness says whether the seal can be put, for the page «Готовность к работе».
type Readiness struct {
	Ready      bool
	Text, How  i18n.Text
	Cause      error // for the log
	Until      time.Time
	SealedWith *cert.Certificate
}

// warnSeal is how long before its end a certificate of the seal is to be replaced.
const warnSeal = 30 * 24 * time.Hour

// Readiness looks at the seal as it is now.
func (s *Service) Readiness() Readiness {
	if t := s.seal.trouble; t != nil {
		return Readiness{Text: t.text, How: t.how, Cause: t.because()}
	}
	c, now := s.seal.sealer.Certificate(), s.clock.Now()
	r := Readiness{Until: c.NotAfter, SealedWith: c, How: howRenew}
	switch {
	case now.Before(c.NotBefore):
		r.Text = textNotYet.With(i18n.Moment(c.NotBefore))
	case now.After(c.NotAfter):
		r.Text = textEnded.With(i18n.Moment(c.NotAfter))
	case s.trial:
		r.Ready, r.Text = true, textTrialSeal
	case c.NotAfter.Sub(now) < warnSeal:
		r.Text = textEnding.With(i18n.Date(c.NotAfter))
	default:
		r.Ready, r.Text = true, textSeal.With(i18n.Date(c.NotAfter))
	}
	return r
}
