package mail_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"math/big"
	"mime"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/mail"
)

// relay is an SMTP server on loopback (RFC 5321, 3207, 4954) that keeps what it was told and refuses what it is told to.
type relay struct {
	listener net.Listener
	tls      *tls.Config
	startTLS bool
	fromByte bool              // TLS from the first byte
	refuse   map[string]string // first word of a command → reply

	mu       sync.Mutex
	letters  []string
	commands []string
}

func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "relay"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// start serves and returns a sender for the relay that trusts its certificate.
func (r *relay) start(t *testing.T, c mail.Config) *mail.SMTP {
	t.Helper()
	cert, pool := certificate(t)
	r.tls = &tls.Config{Certificates: []tls.Certificate{cert}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.listener = l
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { r.serve(conn) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); serving.Wait() })
	c.Host, c.Port, c.From, c.Timeout = "127.0.0.1", l.Addr().(*net.TCPAddr).Port, "Кластер <noreply@klaster.example>", 5*time.Second
	s := mail.NewSMTP(c, "klaster.example:8443", (&net.Dialer{}).DialContext)
	s.Trust(pool)
	return s
}

func (r *relay) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	secure := r.fromByte
	if secure {
		conn = tls.Server(conn, r.tls)
	}
	in := bufio.NewReader(conn)
	say := func(s string) { _, _ = io.WriteString(conn, s+"\r\n") }
	say("220 relay ready")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		word, _, _ := strings.Cut(strings.ToUpper(line), " ")
		r.mu.Lock()
		r.commands = append(r.commands, line)
		r.mu.Unlock()
		if reply, ok := r.refuse[word]; ok {
			say(reply)
			continue
		}
		switch word {
		case "EHLO":
			say("250-relay")
			if r.startTLS && !secure {
				say("250-STARTTLS")
			}
			if secure {
				say("250-AUTH PLAIN")
			}
			say("250 8BITMIME")
		case "STARTTLS":
			say("220 go on")
			conn = tls.Server(conn, r.tls)
			in, secure = bufio.NewReader(conn), true
		case "AUTH":
			say("235 welcome")
		case "DATA":
			say("354 go on")
			letter, err := readData(in)
			if err != nil {
				return
			}
			if reply, ok := r.refuse["."]; ok {
				say(reply)
				continue
			}
			r.mu.Lock()
			r.letters = append(r.letters, letter)
			r.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

func readData(in *bufio.Reader) (string, error) {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return "", err
		}
		if line == ".\r\n" {
			return b.String(), nil
		}
		b.WriteString(line)
	}
}

func (r *relay) told() (letters, commands []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.letters...), append([]string(nil), r.commands...)
}

func message() mail.Message {
	return mail.Message{ID: "019345aa-0000-7000-8000-000000000001", To: "anna@example.org", Subject: "482913 — код для регистрации", Text: "Код: 482913\n.\n", HTML: "<p>Код: 482913</p>"}
}

func TestALetterGoesOverTLS(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(secret, []byte("relay secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		how   string
		relay *relay
	}{{"starttls", &relay{startTLS: true}}, {"tls", &relay{fromByte: true}}} {
		t.Run(c.how, func(t *testing.T) {
			r := c.relay
			s := r.start(t, mail.Config{TLS: c.how, User: "klaster", Password: config.Secret(secret)})
			for range 2 { // the second attempt of one message
				if err := s.Send(t.Context(), message()); err != nil {
					t.Fatal(err)
				}
			}
			letters, commands := r.told()
			if len(letters) != 2 {
				t.Fatalf("%d letters", len(letters))
			}
			for _, text := range letters {
				check(t, text)
			}
			if commands[0] != "EHLO klaster.example" {
				t.Errorf("greeted by %q: a port has no place there", commands[0])
			}
			if err := s.Check(t.Context()); err != nil {
				t.Errorf("check: %v", err)
			}
		})
	}
}

// check reads a letter as a mail program does. Its Message-ID is that of the message at each attempt.
func check(t *testing.T, text string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Header.Get("Message-ID"); got != "<019345aa-0000-7000-8000-000000000001@klaster.example>" {
		t.Errorf("Message-ID %q", got)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "482913 — код для регистрации" {
		t.Errorf("subject %q, %v", subject, err)
	}
	if m.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Error("nothing keeps vacation replies away")
	}
	if kind, _, err := mime.ParseMediaType(m.Header.Get("Content-Type")); err != nil || kind != "multipart/alternative" {
		t.Errorf("type %q, %v", m.Header.Get("Content-Type"), err)
	}
}

// A relay that does not offer TLS, or offers it under another's certificate, gets neither a letter nor the password.
func TestTLSIsDemanded(t *testing.T) {
	plain := &relay{}
	s := plain.start(t, mail.Config{TLS: "starttls", User: "klaster"})
	if err := s.Send(t.Context(), message()); err == nil || mail.Permanent(err) {
		t.Errorf("a relay without STARTTLS: %v", err)
	}
	for how, r := range map[string]*relay{"starttls": {startTLS: true}, "tls": {fromByte: true}} {
		s := r.start(t, mail.Config{TLS: how, User: "klaster"})
		s.Trust(x509.NewCertPool())
		if err := s.Send(t.Context(), message()); err == nil || mail.Permanent(err) {
			t.Errorf("%s: an unknown certificate: %v", how, err)
		}
	}
	_, commands := plain.told()
	for _, command := range commands {
		if strings.HasPrefix(command, "AUTH") || strings.HasPrefix(command, "MAIL") {
			t.Errorf("without TLS the relay was told %q", command)
		}
	}
}

// 4xx passes, 5xx about the letter does not; 5xx about our sender or our user is for the operator to mend. No error repeats
// the recipient.
func TestRepliesOfTheRelay(t *testing.T) {
	for _, c := range []struct {
		word, reply string
		permanent   bool
	}{
		{"RCPT", "450 <anna@example.org> is busy", false},
		{"RCPT", "550 <anna@example.org> is unknown", true},
		{"MAIL", "451 try later", false},
		{"MAIL", "550 not from you", false},
		{"DATA", "452 no room", false},
		{"DATA", "554 no", true},
		{".", "451 later", false},
		{".", "554 spam for anna@example.org", true},
		{"EHLO", "421 going away", false},
	} {
		r := &relay{startTLS: true, refuse: map[string]string{c.word: c.reply}}
		if c.word == "EHLO" {
			r.refuse["HELO"] = c.reply
		}
		err := r.start(t, mail.Config{TLS: "starttls"}).Send(t.Context(), message())
		if err == nil || mail.Permanent(err) != c.permanent {
			t.Errorf("%s %s: permanent %v, want %v: %v", c.word, c.reply, mail.Permanent(err), c.permanent, err)
		}
		if err != nil && strings.Contains(err.Error(), "anna") {
			t.Errorf("%s %s: the error names the recipient: %v", c.word, c.reply, err)
		}
		if err != nil && c.word != "EHLO" && !strings.Contains(err.Error(), c.reply[:3]) {
			t.Errorf("%s %s: the error does not tell the code: %v", c.word, c.reply, err)
		}
	}
}

// What cannot be written to is refused for good before anything goes out, and no line break makes a header.
func TestHeadersCannotBeInjected(t *testing.T) {
	r := &relay{startTLS: true}
	s := r.start(t, mail.Config{TLS: "starttls"})
	for _, to := range []string{"", "nobody", "a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", "a@example.org\nX: y"} {
		m := message()
		m.To = to
		if err := s.Send(t.Context(), m); !mail.Permanent(err) {
			t.Errorf("to %q: %v", to, err)
		}
	}
	m := message()
	m.Subject = "Hello\r\nBcc: b@example.org\r\n\r\nbody"
	if err := s.Send(t.Context(), m); err != nil && !mail.Permanent(err) {
		t.Fatal(err)
	}
	letters, commands := r.told()
	for _, text := range letters {
		read, err := netmail.ReadMessage(strings.NewReader(text))
		if err != nil || read.Header.Get("Bcc") != "" {
			t.Errorf("the letter has a header that its subject made, %v:\n%s", err, text)
		}
	}
	for _, command := range commands {
		if strings.HasPrefix(command, "RCPT") && !strings.Contains(command, "anna@example.org") {
			t.Errorf("the relay was told %q", command)
		}
	}
}

// A letter that can be ended says where (RFC 2369), in one line that a mail program reads as it was written, and that one POST does it where
// that goes by https (RFC 8058). An address that would end the header, or is none, is refused for good.
func TestALetterSaysWhereItIsEnded(t *testing.T) {
	r := &relay{startTLS: true}
	s := r.start(t, mail.Config{TLS: "starttls"})
	long := "https://klaster.example/partners/letters/" + strings.Repeat("a", 800)
	for _, c := range []struct{ stop, header, post string }{
		{"", "", ""},
		{"https://klaster.example/en/partners/letters/0193.AbC-_", "<https://klaster.example/en/partners/letters/0193.AbC-_>", "List-Unsubscribe=One-Click"},
		{"https://кластер.рф:8443/partners/letters/1.2", "<https://xn--80akne1aeh.xn--p1ai:8443/partners/letters/1.2>", "List-Unsubscribe=One-Click"},
		{"http://localhost:8080/partners/letters/1.2", "<http://localhost:8080/partners/letters/1.2>", ""},
		{long, "<" + long + ">", "List-Unsubscribe=One-Click"},
		{"https://klaster.example/письма", "<https://klaster.example/%D0%BF%D0%B8%D1%81%D1%8C%D0%BC%D0%B0>", "List-Unsubscribe=One-Click"},
		{"https://klaster.example/a b<c>", "<https://klaster.example/a%20b%3Cc%3E>", "List-Unsubscribe=One-Click"},
	} {
		m := message()
		m.Stop = c.stop
		if err := s.Send(t.Context(), m); err != nil {
			t.Errorf("%q: %v", c.stop, err)
			continue
		}
		letters, _ := r.told()
		check(t, letters[len(letters)-1])
		read, err := netmail.ReadMessage(strings.NewReader(letters[len(letters)-1]))
		if err != nil {
			t.Fatal(err)
		}
		if h, p := read.Header.Get("List-Unsubscribe"), read.Header.Get("List-Unsubscribe-Post"); h != c.header || p != c.post {
			t.Errorf("%q: %q, %q", c.stop, h, p)
		}
		if c.stop == "" && strings.Contains(letters[0], "List-Unsubscribe") {
			t.Error("a letter that nobody can end has the header")
		}
	}
	sent, _ := r.told()
	for _, stop := range []string{
		"https://klaster.example/a\r\nBcc: b@example.org", "https://klaster.example/a>, <https://evil.example", "https://klaster.example/?a,b",
		"mailto:a@example.org", "javascript:alert(1)", "/partners/letters/1.2", "https://", "https://a:b@klaster.example/", "nothing", "https://klaster.example/" + strings.Repeat("a", 900),
	} {
		m := message()
		m.Stop = stop
		if err := s.Send(t.Context(), m); !mail.Permanent(err) {
			t.Errorf("%q: %v", stop, err)
		}
	}
	if all, _ := r.told(); len(all) != len(sent) {
		t.Errorf("%d letters with such addresses went out", len(all)-len(sent))
	}
}

func TestWithoutARelay(t *testing.T) {
	s := mail.NewSMTP(mail.Config{}, "klaster.example", nil)
	if err := s.Send(t.Context(), message()); !errors.Is(err, mail.ErrNotConfigured) || mail.Permanent(err) {
		t.Error(err)
	}
	if s.Configured() || !errors.Is(s.Check(t.Context()), mail.ErrNotConfigured) {
		t.Error("a relay that nobody named")
	}
	away := mail.NewSMTP(mail.Config{Host: "127.0.0.1", Port: 1, TLS: "none", From: "a@example.org", Timeout: time.Second}, "klaster.example",
		func(context.Context, string, string) (net.Conn, error) { return nil, fmt.Errorf("nobody answers") })
	if err := away.Send(t.Context(), message()); err == nil || mail.Permanent(err) {
		t.Errorf("a relay that is away: %v", err)
	}
}
