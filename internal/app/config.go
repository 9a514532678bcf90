package app

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/legal"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/embedding"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/internal/platform/obs"
	"github.com/klaster-platform/klaster/internal/platform/sms"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/signature"
)

// Store is the section of the settings about where data are.
type Store struct {
	Demo     bool          `help:"Trial installation: its own data, letters stay on the machine, no legal force."`
	Bare     bool          `help:"Trial installation without the town of invented organisations, members and applications." name:"demo-bare"`
	Data     string        `help:"Folder of the database file, keys and files." default:"data" type:"path"`
	Database config.Secret `help:"File with the URL of a PostgreSQL database. Empty: --database." name:"database-file"`
	URL      string        `help:"Database: postgres://… or the path of an SQLite file. Empty: klaster.db in the data folder." name:"database"`
}

// DatabaseURL returns what to open.
func (s Store) DatabaseURL() (string, error) {
	secret, err := s.Database.Read()
	switch {
	case err != nil:
		return "", err
	case secret != "" && s.URL != "":
		return "", errors.New("database and database-file: set only one of them")
	case secret != "":
		return secret, nil
	case s.URL != "":
		return s.URL, nil
	}
	return filepath.Join(s.Data, "klaster.db"), nil
}

// SiteConfig is the section of the settings about what people read of the site and its operator.
type SiteConfig struct {
	Name       string `help:"Name of the site in Russian." default:"Инновационный кластер"`
	NameEn     string `help:"Name of the site in English." name:"name-en" default:"Innovation Cluster"`
	Operator   string `help:"Who runs the site, in Russian: name, registration number, address." default:"Фонд развития инновационного кластера"`
	OperatorEn string `help:"Who runs the site, in English." name:"operator-en" default:"Innovation Cluster Development Foundation"`
	Phone      string `help:"Telephone of the support." default:"+7 495 000-00-00"`
	Email      string `help:"E-mail of the support." default:"support@example.ru"`
	Hours      string `help:"When the support answers, in Russian." default:"По рабочим дням с 9:00 до 18:00 по московскому времени"`
	HoursEn    string `help:"When the support answers, in English." name:"hours-en" default:"On working days, 9:00 to 18:00 Moscow time"`
}

// Config is all settings of a serving process.
type Config struct {
	Store    `embed:""`
	HTTP     httpx.Config   `embed:""`
	Site     SiteConfig     `embed:"" prefix:"site-"`
	Log      obs.Config     `embed:"" prefix:"log-"`
	Mail     mail.Config    `embed:"" prefix:"mail-"`
	SMS      sms.Config     `embed:"" prefix:"sms-"`
	Scanner  ScannerConfig  `embed:"" prefix:"scanner-"`
	Outbound OutboundConfig `embed:"" prefix:"outbound-"`
	Account  account.Config `embed:"" prefix:"account-"`
	Legal    legal.Config   `embed:"" prefix:"legal-"`
	Staff    StaffConfig    `embed:"" prefix:"staff-"`
	Fact     fact.Config    `embed:"" prefix:"fact-"`

	Signature    signature.Config    `embed:"" prefix:"signature-"`
	Seal         evidence.Config     `embed:"" prefix:"seal-"`
	Organisation organisation.Config `embed:"" prefix:"organisation-"`
	Embedding    embedding.Config    `embed:"" prefix:"embedding-"`
}

// StaffConfig is the section of the settings about those who work for the foundation.
type StaffConfig struct {
	Factor string `help:"What a session needs for a role in the foundation to work: key (a passkey or a security key), any (any second factor) or none. Empty: key in a real installation, none in a trial one." enum:"key,any,none," default:""`
}

// StaffFactor is what a session needs for a role in the foundation to work: "key", "any" or "none".
func (c Config) StaffFactor() string {
	switch {
	case c.Staff.Factor != "":
		return c.Staff.Factor
	case c.Demo:
		return "none"
	}
	return account.BetterKey
}

// staffProof is the same as a proof.
func (c Config) staffProof() actor.Proof {
	switch c.StaffFactor() {
	case "none":
		return actor.ByOne
	case account.BetterAny:
		return actor.ByTwo
	}
	return actor.ByAKey
}

// ScannerConfig is the section of the settings about looking for viruses.
type ScannerConfig struct {
	Clamd string `help:"Where clamd listens: unix:/run/clamav/clamd.ctl or tcp:host:port. Empty: none, and what becomes of files the next setting says."`
	// Unscanned is what becomes of a file that nobody could judge.
	Unscanned string `enum:"hold,warn" default:"hold" help:"Files that no scanner could judge: hold keeps them from everybody but their owner, warn gives them out with a warning."`
}

// unscanned is what becomes of files that nobody could judge. Those of a trial installation are its own.
func (c *Config) unscanned() scan.Policy {
	if c.Demo {
		return scan.Warn
	}
	return scan.Policy(c.Scanner.Unscanned)
}

// OutboundConfig is the section of the settings about requests to other servers.
type OutboundConfig struct {
	Allow []string `help:"Places inside that may be called, each with its purpose, such as s3=minio.internal:9000."`
}

// Validate completes the settings and reports every fault at once.
func (c *Config) Validate() error {
	var errs []error
	errs = append(errs, c.HTTP.Validate(), c.Embedding.Validate())
	if c.SMS.URL != "" {
		if u, err := url.Parse(c.SMS.URL); err != nil || u.Host == "" {
			errs = append(errs, fmt.Errorf("sms-url %q: want an address such as https://gateway.example/send", c.SMS.URL))
		}
	}
	_, err := c.DatabaseURL()
	return errors.Join(append(errs, err)...)
}

func (c Config) site(version string) *web.Site {
	return &web.Site{
		Nav:  append([]web.NavItem{{Key: "services", Label: application.TitleServices, URL: application.PathServices}, partner.Nav()}, membership.Nav()...),
		Name: i18n.Raw(c.Site.Name, c.Site.NameEn), Operator: i18n.Raw(c.Site.Operator, c.Site.OperatorEn),
		Phone: c.Site.Phone, PhoneHref: "tel:" + dialled(c.Site.Phone), Email: c.Site.Email, Hours: i18n.Raw(c.Site.Hours, c.Site.HoursEn),
		BaseURL: c.HTTP.BaseURL, Trial: c.Demo, Version: version,
	}
}

// dialled keeps what a telephone can dial.
func dialled(s string) string {
	var out []rune
	for _, r := range s {
		if r >= '0' && r <= '9' || r == '+' {
			out = append(out, r)
		}
	}
	return string(out)
}
