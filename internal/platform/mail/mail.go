// Package mail sends letters by SMTP. A letter goes out of a job, never out of a request: the relay may be slow or away.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"github.com/klaster-platform/klaster/internal/platform/config"
)

// Config is the section of the settings about mail.
type Config struct {
	Host     string        `help:"SMTP relay. Empty: letters are not sent and wait."`
	Port     int           `help:"Port of the relay." default:"587"`
	TLS      string        `help:"starttls (demanded), tls (from the first byte) or none (a relay on this machine)." enum:"starttls,tls,none" default:"starttls"`
	User     string        `help:"User name at the relay. Empty: no authentication."`
	Password config.Secret `help:"File with the password at the relay." name:"password-file"`
	From     string        `help:"Sender of letters, such as \"Klaster <noreply@klaster.example>\"." default:"Klaster <noreply@localhost>"`
	Timeout  time.Duration `help:"Longest conversation with the relay." default:"30s"`
}

// ErrNotConfigured says that no relay is named.
var ErrNotConfigured = errors.New("mail: no relay is configured (KLASTER_MAIL_HOST)")

// Message is one letter to one address.
type Message struct {
	ID      string // the same at each attempt, so that a receiver can drop a second copy
	To      string
	Subject string
	Text    string
	HTML    string
	// Stop is a whole address of this site where letters of this kind are ended without signing in: by a page with a button, and by one
	// POST of a mail program (RFC 8058). Empty for those that nobody can end.
	Stop string
}

// AddressMax is the length of the longest address in bytes (RFC 5321, 4.5.3.1.3, less the brackets).
const AddressMax = 254

const localMax = 64 // bytes before the @ (RFC 5321, 4.5.3.1.1)

// ParseAddress reads a single address without a name, as one types it into a form. The host becomes ASCII in lower case.
func ParseAddress(s string) (address string, ok bool) {
	at := strings.LastIndexByte(s, '@')
	if at <= 0 || len(s) > AddressMax {
		return "", false
	}
	local, host := s[:at], strings.TrimSuffix(strings.ToLower(s[at+1:]), ".")
	host, err := idna.Lookup.ToASCII(host)
	if err != nil || !strings.Contains(host, ".") || len(local) > localMax || strings.ContainsAny(local, " \"<>") {
		return "", false
	}
	address = local + "@" + host
	parsed, err := netmail.ParseAddress(address)
	if err != nil || parsed.Address != address || parsed.Name != "" {
		return "", false
	}
	return address, true
}

// Masked returns an address with most of its local part hidden: a•••@example.org. What is no address is hidden whole.
func Masked(address string) string {
	local, host, ok := strings.Cut(address, "@")
	if !ok {
		return "•••"
	}
	first, _ := utf8.DecodeRuneInString(local)
	return string(first) + "•••@" + host
}

// Sender hands letters over to something that delivers them.
type Sender interface {
	// Send returns nil when the letter was taken over. An error that [Permanent] reports will not go away by itself.
	Send(ctx context.Context, m Message) error
}

// Dial connects to a relay.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// SMTP is a [Sender] by a relay.
type SMTP struct {
	config Config
	host   string // right side of Message-ID, and how we greet the relay
	dial   Dial
	roots  *x509.CertPool // nil: those of the system
}

// NewSMTP returns a sender for the relay of the section; host is the name of this site. A port after it is left out: it
// has no place in a greeting (RFC 5321 §4.1.2).
func NewSMTP(c Config, host string, dial Dial) *SMTP {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return &SMTP{config: c, host: host, dial: dial}
}

// Configured reports whether a relay is named.
func (s *SMTP) Configured() bool { return s.config.Host != "" }

// Send implements [Sender].
func (s *SMTP) Send(ctx context.Context, m Message) error {
	if !s.Configured() {
		return ErrNotConfigured
	}
	line := &line{smtp: s}
	defer line.close()
	client, err := s.client(line)
	if err != nil {
		return fmt.Errorf("prepare mail: %w", err)
	}
	letter, err := s.compose(m)
	if err != nil {
		return &permanentError{fmt.Errorf("compose letter %s: %w", m.ID, err)}
	}
	if err := client.DialAndSendWithContext(ctx, letter); err != nil {
		return fmt.Errorf("send letter %s: %w", m.ID, redact(err))
	}
	return nil
}

// Check reports whether the relay answers and takes the credentials.
func (s *SMTP) Check(ctx context.Context) error {
	if !s.Configured() {
		return ErrNotConfigured
	}
	line := &line{smtp: s}
	defer line.close()
	client, err := s.client(line)
	if err != nil {
		return fmt.Errorf("prepare mail: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("reach the relay: %w", err)
	}
	return client.Close()
}

func (s *SMTP) client(line *line) (*gomail.Client, error) {
	options := []gomail.Option{gomail.WithPort(s.config.Port), gomail.WithTimeout(s.config.Timeout), gomail.WithHELO(s.host), gomail.WithDialContextFunc(line.connect)}
	options = append(options, gomail.WithTLSConfig(s.tls()))
	switch s.config.TLS {
	case "tls":
		options = append(options, gomail.WithSSL())
	case "none":
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.config.User != "" {
		password, err := s.config.Password.Read()
		if err != nil {
			return nil, err
		}
		options = append(options, gomail.WithOpportunisticSMTPAuth(mechanisms(s.config.TLS)...), gomail.WithUsername(s.config.User), gomail.WithPassword(password))
	}
	return gomail.NewClient(s.config.Host, options...)
}

// mechanisms are the ways to prove who we are, the best first. Without TLS the password itself is never sent.
func mechanisms(tls string) []gomail.SMTPAuthType {
	list := []gomail.SMTPAuthType{gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthCramMD5}
	if tls == "none" {
		return list
	}
	return append(list, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin)
}

// line is the connection of one conversation. The client closes it only when the conversation ended well.
type line struct {
	smtp *SMTP
	conn net.Conn
}

// connect adds TLS from the first byte where the relay wants it: a dialer of one's own has to bring it.
func (l *line) connect(ctx context.Context, network, address string) (conn net.Conn, err error) {
	if l.conn, err = l.smtp.dial(ctx, network, address); err != nil || l.smtp.config.TLS != "tls" {
		return l.conn, err
	}
	secure := tls.Client(l.conn, l.smtp.tls())
	if err := secure.HandshakeContext(ctx); err != nil {
		return nil, err
	}
	return secure, nil
}

func (l *line) close() {
	if l.conn != nil {
		_ = l.conn.Close() // closed already when all went well
	}
}

func (s *SMTP) tls() *tls.Config {
	return &tls.Config{ServerName: s.config.Host, MinVersion: tls.VersionTLS12, RootCAs: s.roots}
}

func (s *SMTP) compose(m Message) (*gomail.Msg, error) {
	letter := gomail.NewMsg()
	if err := letter.From(s.config.From); err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	if err := letter.To(m.To); err != nil {
		return nil, errors.New("the address cannot be written to")
	}
	letter.SetMessageIDWithValue(m.ID + "@" + s.host)
	letter.SetDate()
	letter.Subject(m.Subject)
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no vacation replies
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		letter.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return letter, unsubscribable(letter, m.Stop)
}

// unsubscribable tells mail programs where letters of this kind are ended (RFC 2369), and that one POST does it, which they may only send
// by https (RFC 8058). They believe it if the relay signs both headers by DKIM.
func unsubscribable(letter *gomail.Msg, stop string) error {
	if stop == "" {
		return nil
	}
	address, err := headerAddress(stop)
	if err != nil {
		return err
	}
	letter.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+address+">")
	if strings.HasPrefix(address, "https://") {
		letter.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	return nil
}

// mostHeader is the length of the longest address in a header, in bytes: with its name it stays in a line of 998 (RFC 5322, 2.1.1), for a mail
// program may not put a folded address together.
const mostHeader = 900

var errStop = errors.New("the address where letters are ended cannot stand in a header")

// headerAddress is an address of a site in the letters that a header may have: a host in Cyrillic is written as the network knows it. What
// could end the address or the header is refused.
func headerAddress(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
		return "", errStop
	}
	if host, err := idna.Lookup.ToASCII(u.Hostname()); err == nil && host != u.Hostname() {
		u.Host = strings.Replace(u.Host, u.Hostname(), host, 1)
	}
	address = u.String()
	foreign := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`<>"\,`, r) }
	if len(address) > mostHeader || strings.ContainsFunc(address, foreign) {
		return "", errStop
	}
	return address, nil
}

type permanentError struct{ err error }

func (p *permanentError) Error() string { return p.err.Error() }
func (p *permanentError) Unwrap() error { return p.err }

// Permanent reports that another attempt will fail as well: the letter cannot be written, or the relay refused it for
// good (a 5xx reply to its recipient or its content). A sender or a user that the relay does not want is the operator's to
// mend, and the letters wait for that.
func Permanent(err error) bool {
	var p *permanentError
	if errors.As(err, &p) {
		return true
	}
	var send *gomail.SendError
	return errors.As(err, &send) && !send.IsTemp() && send.ErrorCode() >= 500 && send.Reason != gomail.ErrSMTPMailFrom
}

// redact keeps the reply code of the relay and drops its text, which repeats the address.
func redact(err error) error {
	var send *gomail.SendError
	if errors.As(err, &send) {
		return &refusal{send}
	}
	return err
}

type refusal struct{ send *gomail.SendError }

func (r *refusal) Error() string {
	return fmt.Sprintf("the relay answered %d (%s)", r.send.ErrorCode(), r.send.Reason)
}
func (r *refusal) Unwrap() error { return r.send }
