//go:build linux

package main

import (
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/gost/streebog"
	"github.com/klaster-platform/klaster/internal/bench"
)

// goals are the ratios that the portable code aims at.
type goals struct{ verify, table, sign float64 }

// measurements are of every curve and of hashing.
func measurements() ([]bench.Measurement, error) {
	var list []bench.Measurement
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
	return list, nil
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
	return []bench.Measurement{
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
	}, nil
}

func hashes(size int) []bench.Measurement {
	data := make([]byte, size)
	var sum [streebog.Size512]byte
	short, long := streebog.New256(), streebog.New512()
	against := func(bits int) string { return fmt.Sprintf("md_gost12_%d %d B", bits, size) }
	scale := float64(size) / 1e6
	return []bench.Measurement{
		{Name: fmt.Sprintf("streebog256, %d bytes", size), Against: against(256), Unit: "MB/s", Goal: 1, Scale: scale, Do: func() error {
			short.Reset()
			short.Write(data)
			short.Sum(sum[:0])
			return nil
		}},
		{Name: fmt.Sprintf("streebog512, %d bytes", size), Against: against(512), Unit: "MB/s", Goal: 1, Scale: scale, Do: func() error {
			long.Reset()
			long.Write(data)
			long.Sum(sum[:0])
			return nil
		}},
	}
}
