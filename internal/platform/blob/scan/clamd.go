package scan

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Defaults of [ClamdConfig].
const (
	// DefaultMaxSize is the StreamMaxLength of clamd before version 1.0, in bytes; later ones take 100 MiB.
	DefaultMaxSize = 25 << 20
	// DefaultTimeout bounds one scan as a whole.
	DefaultTimeout = 2 * time.Minute
)

const (
	chunkSize = 64 << 10
	maxReply  = 4 << 10
)

// DialFunc opens a connection, as (*net.Dialer).DialContext does.
type DialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// ClamdConfig says how to reach clamd, the daemon of ClamAV.
type ClamdConfig struct {
	// Address is "unix:/run/clamav/clamd.ctl" or "tcp:host:3310".
	Address string
	// Dial opens TCP connections: the one of platform/outbound for the purpose scanner. A unix socket needs none.
	Dial DialFunc
	// MaxSize is the longest content sent, in bytes; more is Unscanned. 0 means DefaultMaxSize. It must not be above
	// StreamMaxLength, MaxFileSize and MaxScanSize in clamd.conf: clamd calls what is beyond the last two "OK" without
	// having looked at it, unless "AlertExceedsMax yes" stands there as well, as operators are told to write.
	MaxSize int64
	// Timeout bounds a scan from connecting to the answer. 0 means DefaultTimeout.
	Timeout time.Duration
}

// Clamd is a [Scanner] that asks clamd by its INSTREAM command (clamd(8), "COMMANDS"). It opens a connection for every
// scan and is safe for concurrent use.
type Clamd struct {
	network, address string
	dial             DialFunc
	maxSize          int64
	timeout          time.Duration
}

// Errors of [Clamd].
var (
	// ErrProtocol says that what answered does not speak as clamd does.
	ErrProtocol = errors.New("unexpected answer of clamd")
	// ErrClamd says that clamd answered with an error of its own.
	ErrClamd = errors.New("clamd reports an error")
)

// NewClamd checks the configuration; it does not connect.
func NewClamd(config ClamdConfig) (*Clamd, error) {
	network, address, ok := strings.Cut(config.Address, ":")
	if !ok || address == "" || (network != "unix" && network != "tcp") {
		return nil, fmt.Errorf("clamd address %q: want unix:PATH or tcp:HOST:PORT", config.Address)
	}
	if network == "tcp" && config.Dial == nil {
		return nil, errors.New("clamd over TCP needs a dialer")
	}
	c := &Clamd{network: network, address: address, dial: config.Dial, maxSize: config.MaxSize, timeout: config.Timeout}
	if network == "unix" {
		c.dial = (&net.Dialer{}).DialContext
	}
	if c.maxSize <= 0 {
		c.maxSize = DefaultMaxSize
	}
	if c.timeout <= 0 {
		c.timeout = DefaultTimeout
	}
	return c, nil
}

// Scan implements [Scanner].
func (c *Clamd) Scan(ctx context.Context, r io.Reader) (Verdict, error) {
	var verdict Verdict
	err := c.talk(ctx, func(conn net.Conn) (err error) {
		verdict, err = c.instream(conn, r)
		return err
	})
	if err != nil {
		return Verdict{}, fmt.Errorf("ask clamd: %w", err)
	}
	return verdict, nil
}

// Ready sends PING: nil means that clamd is there and answers.
func (c *Clamd) Ready(ctx context.Context) error {
	answer, err := c.command(ctx, "PING")
	if err == nil && answer != "PONG" {
		err = fmt.Errorf("%w to PING: %s", ErrProtocol, printable(answer))
	}
	return err
}

// Version gives the program and the number and date of its signatures, as «ClamAV 1.4.3/27600/Mon Nov 16 …».
func (c *Clamd) Version(ctx context.Context) (string, error) {
	answer, err := c.command(ctx, "VERSION")
	if err == nil && !strings.HasPrefix(answer, "ClamAV ") {
		err = fmt.Errorf("%w to VERSION: %s", ErrProtocol, printable(answer))
	}
	return printable(answer), err
}

func (c *Clamd) command(ctx context.Context, name string) (string, error) {
	var answer string
	err := c.talk(ctx, func(conn net.Conn) error {
		if _, err := io.WriteString(conn, "z"+name+"\x00"); err != nil {
			return err
		}
		var err error
		answer, err = readReply(conn)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("ask clamd %s: %w", name, err)
	}
	return answer, nil
}

// talk runs f on a fresh connection. The end of ctx or of the time limit interrupts reads and writes.
func (c *Clamd) talk(ctx context.Context, f func(net.Conn) error) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	conn, err := c.dial(ctx, c.network, c.address)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	err = f(conn)
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w (%w)", ctx.Err(), err)
	}
	return err
}

// instream sends the content in chunks, each with its length in four bytes, big endian, and an empty one at the end.
func (c *Clamd) instream(conn net.Conn, r io.Reader) (Verdict, error) {
	if _, err := io.WriteString(conn, "zINSTREAM\x00"); err != nil {
		return Verdict{}, err
	}
	buf := make([]byte, 4+chunkSize)
	left := c.maxSize
	for {
		n, err := io.ReadFull(r, buf[4:])
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return Verdict{}, fmt.Errorf("read the content: %w", err)
		}
		if left -= int64(n); left < 0 {
			return Verdict{State: Unscanned, Reason: TooLarge}, nil
		}
		if n > 0 {
			binary.BigEndian.PutUint32(buf, uint32(n))
			if _, err := conn.Write(buf[:4+n]); err != nil {
				return refusal(conn, err)
			}
		}
		if end {
			break
		}
	}
	if _, err := conn.Write(make([]byte, 4)); err != nil {
		return refusal(conn, err)
	}
	reply, err := readReply(conn)
	if err != nil {
		return Verdict{}, err
	}
	return parseReply(reply)
}

// refusal looks for what clamd said before it closed the connection in the middle of the content. Only its refusal for
// size is a verdict; a judgement on a part of the content is none.
func refusal(conn net.Conn, sendErr error) (Verdict, error) {
	failed := fmt.Errorf("send the content: %w", sendErr)
	reply, err := readReply(conn)
	if err != nil {
		return Verdict{}, failed
	}
	verdict, err := parseReply(reply)
	switch {
	case err != nil:
		return Verdict{}, errors.Join(err, failed)
	case verdict.State == Unscanned:
		return verdict, nil
	default:
		return Verdict{}, errors.Join(fmt.Errorf("%w: judged before the end", ErrProtocol), failed)
	}
}

// readReply reads up to the NUL that ends an answer to a z-command. An answer that breaks off is no answer.
func readReply(conn net.Conn) (string, error) {
	in := bufio.NewReader(io.LimitReader(conn, maxReply))
	reply, err := in.ReadString(0)
	if errors.Is(err, io.EOF) {
		return "", fmt.Errorf("%w: it breaks off after %d bytes", ErrProtocol, len(reply))
	}
	if err != nil {
		return "", fmt.Errorf("read the answer: %w", err)
	}
	if in.Buffered() > 0 {
		return "", fmt.Errorf("%w: more than one answer", ErrProtocol)
	}
	return strings.TrimSuffix(reply, "\x00"), nil
}

// parseReply judges the answer to INSTREAM.
func parseReply(reply string) (Verdict, error) {
	subject, result, ok := strings.Cut(reply, ": ")
	threat, found := strings.CutSuffix(result, " FOUND")
	switch {
	case reply == "stream: OK":
		return Verdict{State: Clean}, nil
	case ok && subject == "stream" && found && strings.HasPrefix(threat, "Heuristics.Limits.Exceeded"):
		return Verdict{State: Unscanned, Reason: TooLarge}, nil // not a find: clamd stopped looking, see MaxSize
	case ok && subject == "stream" && found && threat != "":
		return Verdict{State: Infected, Threat: printable(threat)}, nil
	case reply == "INSTREAM size limit exceeded. ERROR":
		return Verdict{State: Unscanned, Reason: TooLarge}, nil
	case strings.HasSuffix(reply, "ERROR"):
		return Verdict{}, fmt.Errorf("%w: %s", ErrClamd, printable(reply))
	default:
		return Verdict{}, fmt.Errorf("%w: %s", ErrProtocol, printable(reply))
	}
}

// printable makes foreign text fit for a log line and a page: ASCII without control characters, 200 bytes at most.
func printable(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text)
	return text[:min(len(text), 200)]
}
