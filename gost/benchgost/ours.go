//go:build linux

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/gost/streebog"
)

// measurement is one line of the table.
type measurement struct {
	name    string
	against string // the engine's figure
	unit    string
	goal    float64 // the ratio aimed at
	scale   float64 // units in one operation
	do      func() error
}

// measure repeats the operation for the given CPU time and returns units a second.
func (m measurement) measure(span time.Duration) (float64, error) {
	n := 0
	start := used()
	for {
		for range 8 {
			if err := m.do(); err != nil {
				return 0, err
			}
		}
		n += 8
		if t := used() - start; t >= span {
			return float64(n) * m.scale / t.Seconds(), nil
		}
	}
}

// used is the CPU time of this process, the collector of garbage included.
func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// goals are the ratios that the portable code aims at.
type goals struct{ verify, table, sign float64 }

// measurements returns those whose name contains match.
func measurements(match string) ([]measurement, error) {
	var list []measurement
	for _, c := range []struct {
		curve   *gost3410.Curve
		against string
		goals
	}{
		{gost3410.CryptoProA(), "256 CryptoPro-A (pset A)", goals{2.4, 7, 1.5}},
		{gost3410.CryptoProB(), "256 CryptoPro-B (pset B)", goals{1, 1, 1}},
		{gost3410.CryptoProC(), "256 CryptoPro-C (pset C)", goals{1, 1, 1}},
		{gost3410.TC256A(), "256 tc26-A (TCA)", goals{1.5, 1, 1}},
		{gost3410.TC512A(), "512 tc26-A", goals{1.8, 1, 1.3}},
		{gost3410.TC512B(), "512 tc26-B", goals{1, 1, 1}},
		{gost3410.TC512C(), "512 tc26-C", goals{1, 1, 1}},
	} {
		m, err := signatures(c.curve, c.against, c.goals)
		if err != nil {
			return nil, err
		}
		list = append(list, m...)
	}
	for _, size := range []int{64, 1024, 16384} {
		list = append(list, hashes(size)...)
	}
	return slices.DeleteFunc(list, func(m measurement) bool { return !strings.Contains(m.name, match) }), nil
}

var errRefused = errors.New("our own signature is refused")

func signatures(c *gost3410.Curve, against string, g goals) ([]measurement, error) {
	key, err := c.GenerateKey(nil)
	if err != nil {
		return nil, err
	}
	digest := make([]byte, c.Size())
	signature, err := key.Sign(nil, digest, nil)
	if err != nil {
		return nil, err
	}
	verifier := gost3410.NewVerifier(key.PublicKey())
	verdict := func(ok bool) error {
		if !ok {
			return errRefused
		}
		return nil
	}
	return []measurement{
		{c.String() + " verify", against + " verify", "1/s", g.verify, 1, func() error {
			return verdict(key.PublicKey().Verify(digest, signature))
		}},
		{c.String() + " verify, key table", against + " verify", "1/s", g.table, 1, func() error {
			return verdict(verifier.Verify(digest, signature))
		}},
		{c.String() + " sign", against + " sign", "1/s", g.sign, 1, func() error {
			_, err := key.Sign(nil, digest, nil)
			return err
		}},
		{c.String() + " new key", against + " keygen", "1/s", 1, 1, func() error {
			_, err := c.GenerateKey(nil)
			return err
		}},
	}, nil
}

func hashes(size int) []measurement {
	data := make([]byte, size)
	var sum [streebog.Size512]byte
	short, long := streebog.New256(), streebog.New512()
	against := func(bits int) string { return fmt.Sprintf("md_gost12_%d %d B", bits, size) }
	scale := float64(size) / 1e6
	return []measurement{
		{fmt.Sprintf("streebog256, %d bytes", size), against(256), "MB/s", 1, scale, func() error {
			short.Reset()
			short.Write(data)
			short.Sum(sum[:0])
			return nil
		}},
		{fmt.Sprintf("streebog512, %d bytes", size), against(512), "MB/s", 1, scale, func() error {
			long.Reset()
			long.Write(data)
			long.Sum(sum[:0])
			return nil
		}},
	}
}
