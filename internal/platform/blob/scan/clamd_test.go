package scan

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// The test string of EICAR, in two parts, so that no scanner stumbles over this file.
const eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-` + `ANTIVIRUS-TEST-FILE!$H+H*`

// fakeClamd speaks the protocol of clamd on a listener: NUL-terminated z-commands, chunks with their length, a limit on
// the stream, one answer for each connection.
type fakeClamd struct {
	maxStream int
	// reply, when set, answers INSTREAM whatever was sent.
	reply string
}

func (f fakeClamd) serve(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go f.handle(conn)
	}
}

func (f fakeClamd) handle(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	command, err := in.ReadString(0)
	if err != nil {
		return
	}
	switch command {
	case "zPING\x00":
		_, _ = io.WriteString(conn, "PONG\x00")
	case "zVERSION\x00":
		_, _ = io.WriteString(conn, "ClamAV 1.4.3/27600/Mon Nov 16 09:00:00 2026\x00")
	case "zINSTREAM\x00":
		_, _ = io.WriteString(conn, f.scan(in))
	default:
		_, _ = io.WriteString(conn, "UNKNOWN COMMAND\x00")
	}
}

func (f fakeClamd) scan(in io.Reader) string {
	var content []byte
	for {
		var length uint32
		if err := binary.Read(in, binary.BigEndian, &length); err != nil {
			return ""
		}
		if length == 0 {
			break
		}
		if len(content)+int(length) > f.maxStream {
			return "INSTREAM size limit exceeded. ERROR\x00"
		}
		chunk := make([]byte, length)
		if _, err := io.ReadFull(in, chunk); err != nil {
			return ""
		}
		content = append(content, chunk...)
	}
	switch {
	case f.reply != "":
		return f.reply
	case bytes.Contains(content, []byte(eicar)):
		return "stream: Eicar-Test-Signature FOUND\x00"
	default:
		return "stream: OK\x00"
	}
}

// start gives a scanner that talks to the fake over TCP on loopback.
func start(t *testing.T, fake fakeClamd, config ClamdConfig) *Clamd {
	t.Helper()
	if fake.maxStream == 0 {
		fake.maxStream = 1 << 20
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go fake.serve(listener)
	config.Address = "tcp:" + listener.Addr().String()
	config.Dial = (&net.Dialer{}).DialContext
	return newClamd(t, config)
}

func newClamd(t *testing.T, config ClamdConfig) *Clamd {
	t.Helper()
	clamd, err := NewClamd(config)
	if err != nil {
		t.Fatal(err)
	}
	return clamd
}

func TestClamdVerdicts(t *testing.T) {
	clamd := start(t, fakeClamd{}, ClamdConfig{})
	long := strings.Repeat("x", 200_000)
	for name, test := range map[string]struct {
		content string
		want    Verdict
	}{
		"empty":                 {"", Verdict{State: Clean}},
		"clean":                 {"Устав общества", Verdict{State: Clean}},
		"one whole chunk":       {long[:chunkSize], Verdict{State: Clean}},
		"two whole chunks":      {long[:2*chunkSize], Verdict{State: Clean}},
		"infected":              {eicar, Verdict{State: Infected, Threat: "Eicar-Test-Signature"}},
		"infected across chunk": {long[:chunkSize-30] + eicar + long, Verdict{State: Infected, Threat: "Eicar-Test-Signature"}},
	} {
		got, err := clamd.Scan(t.Context(), strings.NewReader(test.content))
		if err != nil || got != test.want {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, test.want)
		}
	}
	if got, err := clamd.Scan(t.Context(), iotest.OneByteReader(strings.NewReader(eicar))); got.State != Infected {
		t.Errorf("byte by byte: %+v, %v", got, err)
	}
}

func TestClamdUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clamd.ctl")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go fakeClamd{maxStream: 1 << 20}.serve(listener)
	got, err := newClamd(t, ClamdConfig{Address: "unix:" + path}).Scan(t.Context(), strings.NewReader(eicar))
	if err != nil || got.State != Infected {
		t.Errorf("Scan = %+v, %v", got, err)
	}
}

// What is too large for either side is unscanned, and never clean.
func TestClamdTooLarge(t *testing.T) {
	want := Verdict{State: Unscanned, Reason: TooLarge}
	content := strings.Repeat("x", 4<<20)
	ours := start(t, fakeClamd{maxStream: 8 << 20}, ClamdConfig{MaxSize: 4<<20 - 1})
	if got, err := ours.Scan(t.Context(), strings.NewReader(content)); err != nil || got != want {
		t.Errorf("over our limit: %+v, %v", got, err)
	}
	if got, err := ours.Scan(t.Context(), strings.NewReader(content[1:])); err != nil || got.State != Clean {
		t.Errorf("exactly our limit: %+v, %v", got, err)
	}
	alert := start(t, fakeClamd{reply: "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\x00"}, ClamdConfig{})
	if got, err := alert.Scan(t.Context(), strings.NewReader("a packed gigabyte")); err != nil || got != want {
		t.Errorf("over what clamd looks at: %+v, %v", got, err)
	}
	theirs := start(t, fakeClamd{maxStream: 1 << 20}, ClamdConfig{})
	if got, err := theirs.Scan(t.Context(), strings.NewReader(content)); err != nil || got != want {
		t.Errorf("over the limit of clamd: %+v, %v", got, err)
	}
}

// An answer that is not exactly one of the known ones is an error.
func TestClamdStrangeAnswers(t *testing.T) {
	for reply, want := range map[string]error{
		"stream: OK":                         ErrProtocol, // the end of it may be missing
		"stream: OK\n":                       ErrProtocol,
		"stream: OK\x00stream: X FOUND\x00":  ErrProtocol,
		"stream:OK\x00":                      ErrProtocol,
		"OK\x00":                             ErrProtocol,
		"other: OK\x00":                      ErrProtocol,
		"stream: NOT OK\x00":                 ErrProtocol,
		"stream:  FOUND\x00":                 ErrProtocol,
		"\x00":                               ErrProtocol,
		"HTTP/1.1 200 OK\r\n\r\n":            ErrProtocol,
		strings.Repeat("stream: OK", 10_000): ErrProtocol,
		"UNKNOWN COMMAND\x00":                ErrProtocol,
		"Can't allocate memory ERROR\x00":    ErrClamd,
		"stream: Can't open file or directory. ERROR\x00": ErrClamd,
	} {
		got, err := start(t, fakeClamd{reply: reply}, ClamdConfig{}).Scan(t.Context(), strings.NewReader("x"))
		if !errors.Is(err, want) || got != (Verdict{}) {
			t.Errorf("%.40q: %+v, %v; want %v", reply, got, err, want)
		}
	}
}

func TestClamdReady(t *testing.T) {
	clamd := start(t, fakeClamd{}, ClamdConfig{})
	if err := clamd.Ready(t.Context()); err != nil {
		t.Errorf("Ready: %v", err)
	}
	if version, err := clamd.Version(t.Context()); err != nil || !strings.HasPrefix(version, "ClamAV 1.4.3/27600/") {
		t.Errorf("Version = %q, %v", version, err)
	}
	gone := newClamd(t, ClamdConfig{Address: "unix:" + filepath.Join(t.TempDir(), "none")})
	if err := gone.Ready(t.Context()); err == nil {
		t.Error("ready without a socket")
	}
	if got, err := gone.Scan(t.Context(), strings.NewReader("x")); err == nil || got != (Verdict{}) {
		t.Errorf("scanned without a socket: %+v", got)
	}
}

func TestClamdReadFails(t *testing.T) {
	broken := errors.New("the store broke")
	clamd := start(t, fakeClamd{}, ClamdConfig{})
	r := io.MultiReader(strings.NewReader("beginning"), iotest.ErrReader(broken))
	if got, err := clamd.Scan(t.Context(), r); !errors.Is(err, broken) || got != (Verdict{}) {
		t.Errorf("Scan = %+v, %v", got, err)
	}
}

// A clamd that stops taking or answering does not hold the job longer than the limit. Time is the bubble's.
func TestClamdTimeout(t *testing.T) {
	servers := map[string]func(net.Conn){
		"takes nothing":   func(net.Conn) {},
		"answers nothing": func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) },
	}
	for name, serve := range servers {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				clamd := newClamd(t, ClamdConfig{Address: "tcp:clamd:3310", Timeout: time.Minute, Dial: pipeTo(serve)})
				begin := time.Now()
				got, err := clamd.Scan(t.Context(), strings.NewReader("x"))
				if !errors.Is(err, context.DeadlineExceeded) || got != (Verdict{}) {
					t.Errorf("Scan = %+v, %v", got, err)
				}
				if took := time.Since(begin); took != time.Minute {
					t.Errorf("took %v", took)
				}
			})
		})
	}
}

func TestClamdCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clamd := newClamd(t, ClamdConfig{Address: "tcp:clamd:3310", Dial: pipeTo(func(net.Conn) {})})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if got, err := clamd.Scan(ctx, strings.NewReader("x")); !errors.Is(err, context.Canceled) || got != (Verdict{}) {
			t.Errorf("Scan = %+v, %v", got, err)
		}
	})
}

func pipeTo(serve func(net.Conn)) DialFunc {
	return func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go serve(server)
		return client, nil
	}
}

func TestClamdAddress(t *testing.T) {
	for _, address := range []string{"", "unix:", "tcp:", "/run/clamav/clamd.ctl", "udp:127.0.0.1:3310"} {
		if _, err := NewClamd(ClamdConfig{Address: address, Dial: pipeTo(nil)}); err == nil {
			t.Errorf("accepted %q", address)
		}
	}
	if _, err := NewClamd(ClamdConfig{Address: "tcp:127.0.0.1:3310"}); err == nil {
		t.Error("accepted TCP without a dialer")
	}
}

func FuzzParseReply(f *testing.F) {
	for _, seed := range []string{
		"stream: OK", "stream: Eicar-Test-Signature FOUND", "INSTREAM size limit exceeded. ERROR", "stream: a\nb FOUND",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, reply string) {
		verdict, err := parseReply(reply)
		if verdict.State == Clean && reply != "stream: OK" {
			t.Errorf("%q is taken for clean", reply)
		}
		if (err == nil) == (verdict == Verdict{}) {
			t.Errorf("%q: %+v, %v", reply, verdict, err)
		}
		if strings.ContainsFunc(verdict.Threat, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%q: threat %q is not printable", reply, verdict.Threat)
		}
	})
}
