package xmldsig_test

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// fixed is a signing key that is the same at each run, so that a finding can be repeated.
func fixed(f *testing.F) (*gost3410.PrivateKey, *cert.Certificate) {
	f.Helper()
	key, err := gost3410.CryptoProA().NewPrivateKey(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		f.Fatal(err)
	}
	return key, certify(f, key, 1)
}

// FuzzVerify: no panic; and a document in which every check is OK holds a SignedInfo that is one of the seeds', byte for byte in
// what was signed: there is no other way to a signature that verifies than to have been given it.
func FuzzVerify(f *testing.F) {
	key, own := fixed(f)
	limits := xmltoken.Limits{Size: 1 << 20, Markup: 64 << 10, Names: 512}
	digests := map[string]bool{}
	add := func(doc []byte) {
		f.Add(doc)
		facts, err := xmldsig.Verify(bytes.NewReader(doc), int64(len(doc)), xmldsig.Options{Limits: limits})
		if err != nil {
			return
		}
		for _, s := range facts.Signatures {
			for _, r := range s.References {
				digests[base64.StdEncoding.EncodeToString(r.Digest)] = true
			}
		}
	}
	for _, form := range forms() {
		form.Certificate = own
		add([]byte(sign(f, sample, key, form)))
	}
	add([]byte(sample))
	add([]byte(`<a><Signature xmlns="` + xmldsig.SpaceDSig + `"/></a>`))
	add([]byte(`<Signature xmlns="` + xmldsig.SpaceDSig + `"><SignedInfo/><SignatureValue/></Signature>`))
	// The file of another implementation is a seed where it is there; its absence is told by TestT5_ForeignSignatureVerifies.
	shared := cmp.Or(os.Getenv("KLASTER_SHARED"), filepath.Join("..", "..", "..", "shared"))
	if doc, err := os.ReadFile(filepath.Join(shared, "data", "gost", "xmldsig", foreignFile)); err == nil {
		add(doc)
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		var octets bytes.Buffer
		facts, err := xmldsig.Verify(bytes.NewReader(doc), int64(len(doc)), xmldsig.Options{Limits: limits, Signed: &octets})
		if err != nil || !facts.OK() {
			return
		}
		for _, s := range facts.Signatures {
			for _, r := range s.References {
				if !bytes.Equal(r.Digest, r.Computed) || !digests[base64.StdEncoding.EncodeToString(r.Digest)] {
					// A certificate of the fuzzer's own making could sign anything; only our key counts.
					if s.Signer.Equal(own) {
						t.Fatalf("a signature over a digest that was never signed: %+v", r)
					}
				}
			}
		}
		if digest := facts.Signatures[0].Scheme.Digest.Append(nil, octets.Bytes()); !digestsHave(facts, digest) {
			t.Fatalf("the octets handed out are not those of the Reference")
		}
	})
}

func digestsHave(f *xmldsig.Facts, digest []byte) bool {
	for _, r := range f.Signatures[0].References {
		if bytes.Equal(r.Computed, digest) {
			return true
		}
	}
	return false
}

// FuzzSign: what can be signed verifies.
func FuzzSign(f *testing.F) {
	key, own := fixed(f)
	for _, doc := range []string{sample, `<a/>`, `<x:a xmlns:x="u:x" Id="q"/>`, `<?p?><a xmlns="u:"><!-- c --> <b xmlns=""/></a><!-- d -->`} {
		for i := range 16 {
			f.Add([]byte(doc), byte(i))
		}
	}
	f.Fuzz(func(t *testing.T, doc []byte, form byte) {
		var out bytes.Buffer
		err := xmldsig.Sign(&out, bytes.NewReader(doc), int64(len(doc)), key, nil, xmldsig.Form{
			Certificate: own, Exclusive: form&1 != 0, XAdES: form&2 != 0, ByID: form&4 != 0, SMEV: form&8 != 0,
		})
		if err != nil {
			return
		}
		facts, err := xmldsig.Verify(bytes.NewReader(out.Bytes()), int64(out.Len()), xmldsig.Options{})
		if err != nil || !facts.OK() {
			t.Fatalf("%v, %q\n%q", err, failed(facts), out.Bytes())
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	key, err := gost3410.CryptoProA().GenerateKey(nil)
	if err != nil {
		b.Fatal(err)
	}
	signed := []byte(sign(b, sample, key, xmldsig.Form{XAdES: true}))
	b.ReportAllocs()
	b.SetBytes(int64(len(signed)))
	for b.Loop() {
		facts, err := xmldsig.Verify(bytes.NewReader(signed), int64(len(signed)), xmldsig.Options{})
		if err != nil || !facts.OK() {
			b.Fatal(err)
		}
	}
}
