//go:build linux

package main

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	mathrand "math/rand/v2"
	"runtime"
	"time"

	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/gost/streebog"
)

// operation is what is measured. prepare makes one run on a secret of a class; what it does itself is not timed.
type operation struct {
	name    string
	public  bool // its input is no secret, and its time may depend on it
	prepare func(class int) (func() error, error)
}

// batch is how many runs are prepared before they are timed: few enough for the caches, in which each has its own place.
const batch = 64

func (o operation) measure(n int) (samples, error) {
	runtime.GC()
	s := make(samples, 0, n+batch)
	for warm := true; len(s) < n; {
		var classes [batch]int
		var runs [batch]func() error
		for i := range runs {
			classes[i] = mathrand.IntN(2)
			run, err := o.prepare(classes[i])
			if err != nil {
				return nil, err
			}
			runs[i] = run
		}
		for i, run := range runs {
			start := time.Now()
			err := run()
			took := time.Since(start)
			if err != nil {
				return nil, err
			}
			if !warm {
				s = append(s, sample{classes[i], float64(took.Nanoseconds())})
			}
		}
		warm = false
		if len(s)%(64*batch) == 0 {
			runtime.GC()
		}
	}
	return s[:n], nil
}

var errRefused = errors.New("our own signature is refused")

// operations are those of a curve. Class 0 has the private key 1, or 0 in nearly all bits of a nonce, class 1 random ones.
func operations(c *gost3410.Curve) []operation {
	peer, err := c.GenerateKey(rand.Reader)
	digest := make([]byte, c.Size())
	key := func(class int) (*gost3410.PrivateKey, error) {
		if err != nil {
			return nil, err
		}
		// Both classes are made by the same steps, so that they lie in memory and in the caches in the same way.
		k, err := c.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		encoded, one := k.Bytes(), make([]byte, c.Size())
		one[0] = 1
		subtle.ConstantTimeCopy(1-class, encoded, one)
		return c.NewPrivateKey(encoded)
	}
	return []operation{
		{name: c.String() + " sign, private key", prepare: func(class int) (func() error, error) {
			k, err := key(class)
			return func() error {
				_, err := k.Sign(rand.Reader, digest, nil)
				return err
			}, err
		}},
		{name: c.String() + " public key of a private one", prepare: func(class int) (func() error, error) {
			k, err := key(class)
			if err != nil {
				return nil, err
			}
			encoded := k.Bytes()
			return func() error {
				_, err := c.NewPrivateKey(encoded)
				return err
			}, nil
		}},
		{name: c.String() + " key agreement, private key", prepare: func(class int) (func() error, error) {
			k, err := key(class)
			ukm := make([]byte, 8)
			ukm[0] = 1
			return func() error {
				_, err := k.VKO(streebog.New256(), peer.PublicKey(), ukm)
				return err
			}, err
		}},
		{name: c.String() + " verify", public: true, prepare: func(class int) (func() error, error) {
			k, err := key(1)
			if err != nil {
				return nil, err
			}
			signature, err := k.Sign(rand.Reader, digest, nil)
			if class == 0 {
				clear(signature[:c.Size()])
				signature[c.Size()-1] = 1
			}
			return func() error {
				if !k.PublicKey().Verify(digest, signature) && class == 1 {
					return errRefused
				}
				return nil
			}, err
		}},
	}
}
