//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/bench"
)

// now is the time of issue and of checking.
var now = time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)

// subject is what both sides check.
type subject struct {
	name            string
	root, sub, leaf *cert.Certificate
	crl, message    []byte
	data            []byte
	signatures      []gost3410.Check // those of the certificates, of the list and of the message
}

func makeSubjects() ([]subject, error) {
	var list []subject
	for _, c := range []*gost3410.Curve{gost3410.CryptoProA(), gost3410.TC256A(), gost3410.TC512A()} {
		x, err := makeSubject(c)
		if err != nil {
			return nil, fmt.Errorf("prepare %s: %w", c, err)
		}
		list = append(list, x)
	}
	return list, nil
}

// makeSubject makes a small PKI. Its certificates name no addresses of revocation data, so that both sides ask for the
// same list.
func makeSubject(c *gost3410.Curve) (x subject, err error) {
	x = subject{name: strings.ReplaceAll(c.String(), " ", "-"), data: bytes.Repeat([]byte("document"), 512)}
	o := trialca.Options{Now: func() time.Time { return now }}
	key := func() *gost3410.PrivateKey {
		k, e := c.GenerateKey(nil)
		err = errors.Join(err, e)
		return k
	}
	rootKey, subKey, leafKey := key(), key(), key()
	if err != nil {
		return x, err
	}
	root, err := trialca.NewRoot(o, trialca.Holder{Organization: "Учебный головной УЦ"}, rootKey)
	if err != nil {
		return x, err
	}
	sub, err := root.NewSub(trialca.Holder{Organization: "Учебный УЦ"}, subKey)
	if err != nil {
		return x, err
	}
	public, err := algorithm.NewPublicKey(leafKey.PublicKey())
	if err != nil {
		return x, err
	}
	leaf, err := sub.Issue(trialca.Holder{Role: trialca.Individual, Surname: "Ёлкина", GivenName: "Мария Петровна", SNILS: "99999900149", INNPerson: "960000000162"}, public)
	if err != nil {
		return x, err
	}
	list, err := sub.CRL(24 * time.Hour)
	if err != nil {
		return x, err
	}
	if x.signatures, err = signatures(sub.Certificate(), leaf, root.Certificate(), leafKey); err != nil {
		return x, err
	}
	x.root, x.sub, x.leaf, x.crl = root.Certificate(), sub.Certificate(), leaf, list.Raw
	x.message, err = cms.SignDetached(bytes.NewReader(x.data), cms.Signature{
		Key: leafKey, Certificate: leaf, Others: []*cert.Certificate{x.sub}, SigningTime: now,
	})
	return x, err
}

// signatures are as many checks by the same keys as a whole check has: of both certificates, and, with another certificate and
// a digest of zeros for what is signed, of the list and of the message.
func signatures(sub, leaf, root *cert.Certificate, leafKey *gost3410.PrivateKey) (list []gost3410.Check, err error) {
	for _, pair := range [][2]*cert.Certificate{{leaf, sub}, {sub, root}, {leaf, sub}} {
		scheme, err := algorithm.SchemeOf(pair[0].SignatureAlgorithm)
		if err != nil {
			return nil, err
		}
		curve := leafKey.Curve()
		key, err := curve.NewPublicKey(pair[1].RawSPKI[len(pair[1].RawSPKI)-2*curve.Size():])
		if err != nil {
			return nil, err
		}
		list = append(list, gost3410.Check{Key: key, Digest: scheme.Digest.Append(nil, pair[0].RawTBS), Signature: pair[0].Signature})
	}
	digest := make([]byte, leafKey.Curve().Size())
	signature, err := leafKey.Sign(nil, digest, nil)
	return append(list, gost3410.Check{Key: leafKey.PublicKey(), Digest: digest, Signature: signature}), err
}

// verify does nothing but the arithmetic of the first n signatures.
func (x subject) verify(n int) error {
	for _, s := range x.signatures[:n] {
		if !s.Key.Verify(s.Digest, s.Signature) {
			return errors.New("a signature of the benchmark is refused")
		}
	}
	return nil
}

// write puts the subject into a folder of its own for the other side.
func (x subject) write(dir string) error {
	dir = filepath.Join(dir, x.name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for name, data := range map[string][]byte{
		"root.der": x.root.Raw, "sub.der": x.sub.Raw, "leaf.der": x.leaf.Raw, "sub.crl": x.crl, "message.p7s": x.message, "data.bin": x.data,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func measurements(subjects []subject) []bench.Measurement {
	var list []bench.Measurement
	for _, x := range subjects {
		tables := algorithm.NewTables(10)
		list = append(
			list,
			bench.Operations(x.name+" chain of three", x.name+" chain", 1, func() error { return x.chain(nil) }),
			bench.Operations(x.name+" chain of three, key tables", x.name+" chain", 1, func() error { return x.chain(tables) }),
			bench.Operations(x.name+" CAdES-BES, chain, CRL", x.name+" message", 1, func() error { return x.check(nil) }),
			bench.Operations(x.name+" CAdES-BES, chain, CRL, key tables", x.name+" message", 1, func() error { return x.check(tables) }),
			part(x.name+" two signatures alone", x.name+" chain of three", func() error { return x.verify(2) }),
			part(x.name+" four signatures alone", x.name+" CAdES-BES, chain, CRL", func() error { return x.verify(4) }),
		)
	}
	return list
}

// part is the signature arithmetic of a check; the goal is its share.
func part(name, whole string, do func() error) bench.Measurement {
	m := bench.Operations(name, "", 0.8, do)
	m.Within = whole
	return m
}

func (x subject) chain(tables *algorithm.Tables) error {
	leaf, err := cert.Parse(x.leaf.Raw)
	if err != nil {
		return err
	}
	sub, err := cert.Parse(x.sub.Raw)
	if err != nil {
		return err
	}
	result, err := cert.Build(context.Background(), cert.Request{
		Leaf: leaf, Anchors: cert.NewPool(x.root), Others: cert.NewPool(sub), At: now, Tables: tables,
	})
	if err != nil {
		return err
	}
	return result.Err()
}

// check goes through the one door: facts, policy and report.
func (x subject) check(tables *algorithm.Tables) error {
	report, err := validate.Validate(context.Background(), validate.Input{
		Signature: x.message, Document: bytes.NewReader(x.data), Anchors: []*cert.Certificate{x.root},
		CRLs: [][]byte{x.crl}, ControlTime: now,
	}, validate.Trusted, validate.Options{AllowTrial: true, Tables: tables})
	if err != nil {
		return err
	}
	if report.Indication != validate.TotalPassed {
		return fmt.Errorf("%s %v", report.Indication, report.SubIndications)
	}
	return nil
}
