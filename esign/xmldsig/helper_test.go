package xmldsig_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// certify makes a self-signed certificate of a key; serial tells several of one key apart.
func certify(tb testing.TB, key crypto.Signer, serial int64) *cert.Certificate {
	tb.Helper()
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		tb.Fatal(err)
	}
	return certifyAs(tb, key, public.Raw(), serial)
}

// certifyAs is certify with a SubjectPublicKeyInfo of the caller.
func certifyAs(tb testing.TB, key crypto.Signer, spki []byte, serial int64) *cert.Certificate {
	tb.Helper()
	signer, err := algorithm.NewSigner(key)
	if err != nil {
		tb.Fatal(err)
	}
	name := func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) {
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
					cert.OIDCommonName.Add(b)
					b.AddASN1(asn1.UTF8String, func(b *cryptobyte.Builder) { b.AddBytes([]byte("Проверка")) })
				})
			})
		})
	}
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.Tag(0).Constructed().ContextSpecific(), func(b *cryptobyte.Builder) { b.AddASN1Int64(2) })
		b.AddASN1Int64(serial)
		signer.Scheme().Identifier().Add(b)
		name(b)
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1UTCTime(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
			b.AddASN1UTCTime(time.Date(2036, 1, 1, 0, 0, 0, 0, time.UTC))
		})
		name(b)
		b.AddBytes(spki)
	})
	tbs := b.BytesOrPanic()
	signature, err := signer.Sign(nil, tbs)
	if err != nil {
		tb.Fatal(err)
	}
	var c cryptobyte.Builder
	c.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(tbs)
		signer.Scheme().Identifier().Add(b)
		b.AddASN1BitString(signature)
	})
	parsed, err := cert.Parse(c.BytesOrPanic())
	if err != nil {
		tb.Fatal(err)
	}
	return parsed
}

func gostKey(tb testing.TB, curve *gost3410.Curve) crypto.Signer {
	tb.Helper()
	key, err := curve.GenerateKey(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

// keys are keys of every kind with which we sign.
func keys(tb testing.TB) map[string]crypto.Signer {
	tb.Helper()
	out := map[string]crypto.Signer{}
	for _, c := range []*gost3410.Curve{
		gost3410.TC256A(), gost3410.CryptoProA(), gost3410.CryptoProB(), gost3410.CryptoProC(),
		gost3410.TC512A(), gost3410.TC512B(), gost3410.TC512C(),
	} {
		out[c.String()] = gostKey(tb, c)
	}
	for _, c := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		key, err := ecdsa.GenerateKey(c, rand.Reader)
		if err != nil {
			tb.Fatal(err)
		}
		out[c.Params().Name] = key
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		tb.Fatal(err)
	}
	out["RSA"] = key
	return out
}

func sign(tb testing.TB, doc string, key crypto.Signer, f xmldsig.Form) string {
	tb.Helper()
	if f.Certificate == nil {
		f.Certificate = certify(tb, key, 1)
	}
	var out bytes.Buffer
	if err := xmldsig.Sign(&out, strings.NewReader(doc), int64(len(doc)), key, nil, f); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

func verify(tb testing.TB, doc string, o xmldsig.Options) *xmldsig.Facts {
	tb.Helper()
	facts, err := xmldsig.Verify(strings.NewReader(doc), int64(len(doc)), o)
	if err != nil {
		tb.Fatalf("%v\n%s", err, doc)
	}
	return facts
}

// failed lists the checks that are not OK, as "id result".
func failed(f *xmldsig.Facts) []string {
	var out []string
	checks := slices.Clone(f.Checks)
	for _, s := range f.Signatures {
		checks = append(checks, s.Checks...)
	}
	for _, c := range checks {
		if c.Result != xmldsig.OK {
			out = append(out, c.ID+" "+string(c.Result)+" ("+c.Detail+")")
		}
	}
	return out
}

// result is how a check of the first signature, or of the document, went.
func result(f *xmldsig.Facts, id string) xmldsig.Result {
	for _, c := range f.Checks {
		if c.ID == id {
			return c.Result
		}
	}
	if len(f.Signatures) > 0 {
		c, _ := f.Signatures[0].Check(id)
		return c.Result
	}
	return ""
}

func encoded(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
