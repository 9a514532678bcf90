package gost3410

import (
	"bufio"
	"bytes"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/gost/streebog"
	"github.com/klaster-platform/klaster/internal/opensslgost"
)

// rounds is how often a random test runs: the first number as a rule, the second when KLASTER_TORTURE is set.
func rounds(usual, torture int) int {
	if os.Getenv("KLASTER_TORTURE") != "" {
		return torture
	}
	return usual
}

// foreign is a curve as OpenSSL's engine names it.
type foreign struct {
	curve *Curve
	oid   asn1.ObjectIdentifier
	set   string
}

// engineCurves lists the curves that the engine knows, under each of their names: all but that of example 2 of RFC 7091.
func engineCurves() []foreign {
	return []foreign{
		{CryptoProA(), cryptoPro(35, 1), "A"},
		{CryptoProA(), cryptoPro(36, 0), "XA"},
		{CryptoProA(), tc26(1, 2), "TCB"},
		{CryptoProB(), cryptoPro(35, 2), "B"},
		{CryptoProB(), tc26(1, 3), "TCC"},
		{CryptoProC(), cryptoPro(35, 3), "C"},
		{CryptoProC(), cryptoPro(36, 1), "XB"},
		{CryptoProC(), tc26(1, 4), "TCD"},
		{TC256A(), tc26(1, 1), "TCA"},
		{Test256(), cryptoPro(35, 0), "0"},
		{TC512A(), tc26(2, 1), "A"},
		{TC512B(), tc26(2, 2), "B"},
		{TC512C(), tc26(2, 3), "C"},
	}
}

// oracle builds testdata/oracle.c and asks it all questions in one run. The answers come in the same order.
func oracle(t *testing.T, questions []string) []string {
	t.Helper()
	opensslgost.Require(t)
	program := filepath.Join(t.TempDir(), "oracle")
	build := exec.Command("cc", "-O1", "-o", program, filepath.Join("testdata", "oracle.c"), "-lcrypto")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the oracle (a C compiler and OpenSSL's headers are needed): %v\n%s", err, out)
	}
	cmd := exec.Command(program)
	cmd.Stdin = strings.NewReader(strings.Join(questions, "\n") + "\n")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("oracle: %v: %s", err, stderr.Bytes())
	}
	var answers []string
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		answers = append(answers, lines.Text())
	}
	if len(answers) != len(questions) {
		t.Fatalf("oracle: %d answers to %d questions", len(answers), len(questions))
	}
	return answers
}

// algorithm writes the AlgorithmIdentifier of a key (RFC 9215, section 4.2).
func algorithm(b *cryptobyte.Builder, f foreign) {
	n := f.curve.Size() / 32
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 1, n})
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(f.oid)
			b.AddASN1ObjectIdentifier(asn1.ObjectIdentifier{1, 2, 643, 7, 1, 1, 2, 1 + n})
		})
	})
}

// spki encodes a public key as certificates do.
func spki(f foreign, k *PublicKey) string {
	var b, key cryptobyte.Builder
	key.AddASN1OctetString(k.Bytes())
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		algorithm(b, f)
		b.AddASN1BitString(key.BytesOrPanic())
	})
	return hex.EncodeToString(b.BytesOrPanic())
}

// pkcs8 encodes a private key as key files do.
func pkcs8(f foreign, k *PrivateKey) string {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(0)
		algorithm(b, f)
		b.AddASN1(cbasn1.OCTET_STRING, func(b *cryptobyte.Builder) { b.AddASN1OctetString(k.Bytes()) })
	})
	return hex.EncodeToString(b.BytesOrPanic())
}

// parseSPKI reads a public key of a certificate.
func parseSPKI(t *testing.T, der []byte) *PublicKey {
	t.Helper()
	var info struct {
		Algorithm struct {
			OID        asn1.ObjectIdentifier
			Parameters struct {
				Curve  asn1.ObjectIdentifier
				Digest asn1.ObjectIdentifier `asn1:"optional"`
			}
		}
		Key asn1.BitString
	}
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		t.Fatalf("public key %x: %v", der, err)
	}
	c, ok := CurveByOID(info.Algorithm.Parameters.Curve)
	if !ok {
		t.Fatalf("public key %x: curve %s", der, info.Algorithm.Parameters.Curve)
	}
	var encoded []byte
	if _, err := asn1.Unmarshal(info.Key.Bytes, &encoded); err != nil {
		t.Fatalf("public key %x: %v", der, err)
	}
	key, err := c.NewPublicKey(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Our signatures, good ones and spoiled ones, are judged alike by the engine and by us.
func TestOracleVerifiesOurs(t *testing.T) {
	random := rand.New(rand.NewSource(4))
	var questions, want []string
	for _, f := range engineCurves() {
		var key *PrivateKey
		for i := range rounds(200, 10000) {
			if i%20 == 0 {
				key = newKey(t, f.curve)
			}
			digest := randomDigest(random, f.curve)
			signature := sign(t, key, digest)
			verdict := "ok"
			if i%4 == 3 {
				spoil(random, digest, signature)
				verdict = "bad"
			}
			if key.PublicKey().Verify(digest, signature) != (verdict == "ok") {
				t.Fatalf("%s: digest %x, signature %x is not %s", f.curve, digest, signature, verdict)
			}
			questions = append(questions, fmt.Sprintf("verify %s %x %x", spki(f, key.PublicKey()), digest, signature))
			want = append(want, verdict)
		}
	}
	for i, got := range oracle(t, questions) {
		if got != want[i] {
			t.Fatalf("%s: the engine says %s, want %s", questions[i], got, want[i])
		}
	}
}

// randomDigest is sometimes 0, 1 or all ones, where the rules have corners.
func randomDigest(r *rand.Rand, c *Curve) []byte {
	digest := make([]byte, c.Size())
	switch r.Intn(16) {
	case 0:
	case 1:
		digest[0] = 1
	case 2:
		for i := range digest {
			digest[i] = 0xff
		}
	default:
		r.Read(digest)
	}
	return digest
}

// spoil changes one bit of the digest or of the signature, but not the lowest of the digest: 0 and 1 are one digest.
func spoil(r *rand.Rand, digest, signature []byte) {
	i := 1 + r.Intn(8*(len(digest)+len(signature))-1)
	if i < 8*len(digest) {
		digest[i/8] ^= 1 << (i % 8)
		return
	}
	i -= 8 * len(digest)
	signature[i/8] ^= 1 << (i % 8)
}

func TestOracleSigns(t *testing.T) {
	random := rand.New(rand.NewSource(5))
	var questions []string
	var digests [][]byte
	for _, f := range engineCurves() {
		for range rounds(200, 10000) {
			digest := randomDigest(random, f.curve)
			digests = append(digests, digest)
			questions = append(questions, fmt.Sprintf("sign %d %s %x", 8*f.curve.Size(), f.set, digest))
		}
	}
	for i, answer := range oracle(t, questions) {
		der, signature := split(t, answer)
		key := parseSPKI(t, der)
		if !key.Verify(digests[i], signature) {
			t.Fatalf("%s: we refuse %s", questions[i], answer)
		}
		if i%20 == 0 && !verified(t, NewVerifier(key), digests[i], signature) {
			t.Fatalf("%s: with a table we refuse %s", questions[i], answer)
		}
		digest := bytes.Clone(digests[i])
		spoil(random, digest, signature)
		if key.Verify(digest, signature) {
			t.Fatalf("%s: we accept digest %x, signature %x", questions[i], digest, signature)
		}
	}
}

func split(t *testing.T, answer string) (a, b []byte) {
	t.Helper()
	x, y, _ := strings.Cut(answer, " ")
	return unhex(t, x), unhex(t, y)
}

// The engine reads our private keys and finds the same public keys.
func TestOracleReadsPrivateKeys(t *testing.T) {
	var questions []string
	var keys []*PublicKey
	digest := func(c *Curve) []byte { return bytes.Repeat([]byte{7}, c.Size()) }
	for _, f := range engineCurves() {
		for range 10 {
			key := newKey(t, f.curve)
			keys = append(keys, key.PublicKey())
			questions = append(questions, fmt.Sprintf("private %s %x", pkcs8(f, key), digest(f.curve)))
		}
	}
	for i, answer := range oracle(t, questions) {
		der, signature := split(t, answer)
		if got := parseSPKI(t, der); !got.Equal(keys[i]) {
			t.Errorf("%s: the engine finds the public key %x", questions[i], got.Bytes())
		}
		if !keys[i].Verify(digest(keys[i].Curve()), signature) {
			t.Errorf("%s: we refuse %s", questions[i], answer)
		}
	}
}

// Both sides of a key agreement, one ours and one the engine's, come to one key, on curves with cofactor 4 too.
func TestOracleVKO(t *testing.T) {
	random := rand.New(rand.NewSource(6))
	var questions []string
	var want [][]byte
	for _, f := range engineCurves() {
		for range 10 {
			ours, theirs := newKey(t, f.curve), newKey(t, f.curve)
			ukm := make([]byte, 8)
			random.Read(ukm)
			kek, err := ours.VKO(streebog.New256(), theirs.PublicKey(), ukm)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, kek)
			questions = append(questions, fmt.Sprintf("vko %s %s %x", pkcs8(f, theirs), spki(f, ours.PublicKey()), ukm))
		}
	}
	for i, answer := range oracle(t, questions) {
		if answer != hex.EncodeToString(want[i]) {
			t.Errorf("%s: the engine makes %s, we %x", questions[i], answer, want[i])
		}
	}
}
