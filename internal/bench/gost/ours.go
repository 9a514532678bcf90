//go:build linux

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/gost/streebog"
	"github.com/klaster-platform/klaster/internal/bench"
)

// goals are the ratios to the engine that are aimed at.
type goals struct{ verify, table, sign float64 }

// measurements are of every curve and of hashing.
func measurements() ([]bench.Measurement, error) {
	var list []bench.Measurement
	for _, c := range []struct {
		curve   *gost3410.Curve
		against string
		goals
	}{
		{gost3410.CryptoProA(), "256 CryptoPro-A (pset A)", goals{4, 12, 2.5}},
		{gost3410.CryptoProB(), "256 CryptoPro-B (pset B)", goals{1.5, 1.5, 1.5}},
		{gost3410.CryptoProC(), "256 CryptoPro-C (pset C)", goals{1.5, 1.5, 1.5}},
		{gost3410.TC256A(), "256 tc26-A (TCA)", goals{2.7, 1.5, 2.6}},
		{gost3410.TC512A(), "512 tc26-A", goals{3, 1.5, 2.2}},
		{gost3410.TC512B(), "512 tc26-B", goals{1.5, 1.5, 1.5}},
		{gost3410.TC512C(), "512 tc26-C", goals{1.5, 1.5, 1.5}},
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
	reference, err := nist()
	return append(list, reference...), err
}

var errRefused = errors.New("our own signature is refused")

func signatures(c *gost3410.Curve, against string, g goals) ([]bench.Measurement, error) {
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
	list := []bench.Measurement{
		bench.Operations(c.String()+" verify", against+" verify", g.verify, func() error {
			return verdict(key.PublicKey().Verify(digest, signature))
		}),
		bench.Operations(c.String()+" verify, key table", against+" verify", g.table, func() error {
			return verdict(verifier.Verify(digest, signature))
		}),
		bench.Operations(c.String()+" sign", against+" sign", g.sign, func() error {
			_, err := key.Sign(nil, digest, nil)
			return err
		}),
		bench.Operations(c.String()+" new key", against+" keygen", 1, func() error {
			_, err := c.GenerateKey(nil)
			return err
		}),
	}
	if c == gost3410.CryptoProA() {
		list = append(list, fours(c.String()+" verify, four at once", against+" verify", g.verify, gost3410.Check{
			Key: key.PublicKey(), Digest: digest, Signature: signature,
		}))
	}
	return list, nil
}

// fours verifies four signatures at once. They are counted one by one.
func fours(name, against string, goal float64, check gost3410.Check) bench.Measurement {
	m := bench.Operations(name, against, goal, func() error {
		for _, ok := range gost3410.VerifyAll([]gost3410.Check{check, check, check, check}) {
			if !ok {
				return errRefused
			}
		}
		return nil
	})
	m.Scale = 4
	return m
}

// nist is Go's own P-256, which stands beside CryptoPro-A for comparison: it has no goal, and the engine's column shows
// CryptoPro-A.
func nist() ([]bench.Measurement, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a key on P-256: %w", err)
	}
	digest := make([]byte, 32)
	signature, err := ecdsa.SignASN1(rand.Reader, key, digest)
	if err != nil {
		return nil, fmt.Errorf("sign on P-256: %w", err)
	}
	const against = "256 CryptoPro-A (pset A) "
	return []bench.Measurement{
		bench.Operations("Go's P-256 verify", against+"verify", 0, func() error {
			if !ecdsa.VerifyASN1(&key.PublicKey, digest, signature) {
				return errRefused
			}
			return nil
		}),
		bench.Operations("Go's P-256 sign", against+"sign", 0, func() error {
			_, err := ecdsa.SignASN1(rand.Reader, key, digest)
			return err
		}),
	}, nil
}

func hashes(size int) []bench.Measurement {
	data := make([]byte, size)
	var sum [streebog.Size512]byte
	short, long := streebog.New256(), streebog.New512()
	against := func(bits int) string { return fmt.Sprintf("md_gost12_%d %d B", bits, size) }
	scale := float64(size) / 1e6
	return []bench.Measurement{
		{Name: fmt.Sprintf("streebog256, %d bytes", size), Against: against(256), Unit: "MB/s", Goal: 2.2, Scale: scale, Do: func() error {
			short.Reset()
			short.Write(data)
			short.Sum(sum[:0])
			return nil
		}},
		{Name: fmt.Sprintf("streebog512, %d bytes", size), Against: against(512), Unit: "MB/s", Goal: 2.2, Scale: scale, Do: func() error {
			long.Reset()
			long.Write(data)
			long.Sum(sum[:0])
			return nil
		}},
	}
}
