package account_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"github.com/klaster-platform/klaster/internal/platform/id"
)

// authenticator is a security key in software, by WebAuthn §6: ES256, no attestation. What a test changes in it shows what
// the server looks at.
type authenticator struct {
	origin   string
	key      *ecdsa.PrivateKey
	id       []byte
	handle   []byte
	count    uint32
	verifies bool // says that it has verified the person
	backup   bool // is eligible for a copy, and has one
}

func newAuthenticator(t testing.TB) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &authenticator{origin: "http://localhost:8080", key: key, id: make([]byte, 32), verifies: true, count: 1}
	_, _ = rand.Read(a.id)
	return a
}

// options are the parts of what a server sends that the key needs.
type options struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
		RPID      string `json:"rpId"`
		RP        struct {
			ID string `json:"id"`
		} `json:"rp"`
		User struct {
			ID string `json:"id"`
		} `json:"user"`
	} `json:"publicKey"`
}

func read(t testing.TB, asked any) options {
	t.Helper()
	b, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	var o options
	if err := json.Unmarshal(b, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (a *authenticator) client(kind, challenge string) []byte {
	b, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	return b
}

// data is the authenticator data (§6.1); attested is what follows in a registration.
func (a *authenticator) data(rp string, attested []byte) []byte {
	sum := sha256.Sum256([]byte(rp))
	flags := byte(0x01)
	if a.verifies {
		flags |= 0x04
	}
	if a.backup {
		flags |= 0x18
	}
	if attested != nil {
		flags |= 0x40
	}
	out := append(sum[:], flags)
	out = binary.BigEndian.AppendUint32(out, a.count)
	return append(out, attested...)
}

// create answers navigator.credentials.create.
func (a *authenticator) create(t testing.TB, asked any) []byte {
	t.Helper()
	o := read(t, asked)
	var err error
	if a.handle, err = base64.RawURLEncoding.DecodeString(o.PublicKey.User.ID); err != nil {
		t.Fatal(err)
	}
	x, y := make([]byte, 32), make([]byte, 32)
	a.key.X.FillBytes(x)
	a.key.Y.FillBytes(y)
	public, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: x, -3: y})
	if err != nil {
		t.Fatal(err)
	}
	attested := make([]byte, 16) // AAGUID
	attested = binary.BigEndian.AppendUint16(attested, uint16(len(a.id)))
	attested = append(append(attested, a.id...), public...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": a.data(o.PublicKey.RP.ID, attested)})
	if err != nil {
		t.Fatal(err)
	}
	return a.answer(t, map[string]any{
		"clientDataJSON": b64(a.client("webauthn.create", o.PublicKey.Challenge)), "attestationObject": b64(object), "transports": []string{"usb"},
	})
}

// get answers navigator.credentials.get and counts on.
func (a *authenticator) get(t testing.TB, asked any) []byte {
	t.Helper()
	o := read(t, asked)
	a.count++
	client, data := a.client("webauthn.get", o.PublicKey.Challenge), a.data(o.PublicKey.RPID, nil)
	sum := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte(nil), data...), sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return a.answer(t, map[string]any{
		"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(a.handle),
	})
}

func (a *authenticator) answer(t testing.TB, response map[string]any) []byte {
	t.Helper()
	b, err := json.Marshal(map[string]any{
		"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response,
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// cookie is what binds the answers of keys to a browser in tests.
var cookie = id.Secret("the-cookie-of-the-browser-of-these-tests-43")
