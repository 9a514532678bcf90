package xmldsig_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// of2001 is the certificate of a key by ГОСТ Р 34.10-2001 (RFC 4491, section 2.3.2), which nothing writes any more.
func of2001(t *testing.T, key *gost3410.PrivateKey) *cert.Certificate {
	t.Helper()
	oid := func(dotted string) der.OID {
		id, err := der.ParseOID(dotted)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	var point cryptobyte.Builder
	point.AddASN1OctetString(key.PublicKey().Bytes())
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			algorithm.OIDKeyGOST2001.Add(b)
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				oid("1.2.643.2.2.35.1").Add(b)
				oid("1.2.643.2.2.30.1").Add(b)
			})
		})
		b.AddASN1BitString(point.BytesOrPanic())
	})
	return certifyAs(t, key, b.BytesOrPanic(), 1)
}

// Programs write the identifiers of GOST algorithms under either of two beginnings. Nothing but the right hash function will do.
func TestAlgorithmIdentifiers(t *testing.T) {
	key, err := gost3410.CryptoProA().GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	long, err := gost3410.TC512A().GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	const plain = `<r><v>1</v></r>`
	for _, prefix := range []string{"urn:ietf:params:xml:ns:cpxmlsec:algorithms:", "http://www.w3.org/2001/04/xmldsig-more#"} {
		for _, c := range []struct {
			name, signature, digest string
			f                       forgery
			hash                    algorithm.Digest
		}{
			{"2012-256", "gostr34102012-gostr34112012-256", "gostr34112012-256", forgery{key, certify(t, key, 1)}, algorithm.Streebog256},
			{"2012-512", "gostr34102012-gostr34112012-512", "gostr34112012-512", forgery{long, certify(t, long, 1)}, algorithm.Streebog512},
			{"2001", "gostr34102001-gostr3411", "gostr3411", forgery{key, of2001(t, key)}, algorithm.GOSTR341194},
		} {
			info := func(signature string) string {
				return methods(inclusive, signature) + reference(`URI=""`, transform(enveloped, ""), prefix+c.digest, c.hash.Append(nil, []byte(plain)))
			}
			doc := c.f.signedInfo(t, `<r><v>1</v><SIG/></r>`, info(prefix+c.signature))
			facts := verify(t, doc, xmldsig.Options{})
			if !facts.OK() || facts.Signatures[0].Scheme.Digest != c.hash {
				t.Errorf("%s%s: %q", prefix, c.signature, failed(facts))
			}
			// The same key under the name of another standard is not taken.
			other := "gostr34102001-gostr3411"
			if c.name == "2001" {
				other = "gostr34102012-gostr34112012-256"
			}
			facts = verify(t, c.f.signedInfo(t, `<r><v>1</v><SIG/></r>`, info(prefix+other)), xmldsig.Options{})
			if facts.OK() || result(facts, xmldsig.CheckCertificate) != xmldsig.Fail {
				t.Errorf("%s as %s: %q", c.name, other, failed(facts))
			}
		}
	}
}

// Nothing new is signed by ГОСТ Р 34.10-2001.
func TestOldKeysDoNotSign(t *testing.T) {
	key, err := gost3410.CryptoProA().GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = xmldsig.Prepare(strings.NewReader(sample), int64(len(sample)), xmldsig.Form{Certificate: of2001(t, key)})
	if !errors.Is(err, xmldsig.ErrForm) {
		t.Errorf("error %v", err)
	}
}
