package signer_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/trialsigner/signer"
)

// What was packed is unpacked again, and nothing else is a request.
func FuzzUnpack(f *testing.F) {
	f.Add([]byte{})
	f.Add(signer.Pack([]byte("ключ"), nil, []byte{1}))
	f.Add([]byte{255, 255, 255, 255})
	f.Add(bytes.Repeat([]byte{0}, 4*9))
	f.Fuzz(func(t *testing.T, frame []byte) {
		fields, ok := signer.Unpack(frame)
		if ok && !bytes.Equal(signer.Pack(fields...), frame) {
			t.Errorf("%x is packed otherwise", frame)
		}
	})
}

// No key file makes the signer panic or sign with what is not a trial certificate.
func FuzzOpen(f *testing.F) {
	h := newHolder(f, gost3410.CryptoProA())
	f.Add(h.keyDER(f), []byte(h.certificate.Raw))
	f.Add(slices.Concat(h.keyPEM(f), cert.PEM(h.certificate)), []byte{})
	f.Add(h.keyPEM(f), h.unmarked())
	f.Fuzz(func(t *testing.T, key, certificate []byte) {
		s := h.session()
		// The fuzzing engine forbids to change what it gives, and a session overwrites what it reads.
		_, opened := s.Open(bytes.Clone(key), bytes.Clone(certificate))
		if _, outcome := s.Sign(strings.NewReader(document)); (outcome == signer.OK) != (opened == signer.OK) {
			t.Errorf("opened %s, signed %s", opened, outcome)
		}
	})
}

// No signature makes the signer panic, and none is right over another document.
func FuzzVerify(f *testing.F) {
	h := newHolder(f, gost3410.CryptoProA())
	s := h.session()
	s.Open(h.keyDER(f), bytes.Clone(h.certificate.Raw))
	message, _ := s.Sign(strings.NewReader(document))
	f.Add(message)
	f.Add([]byte("-----BEGIN CMS-----"))
	f.Fuzz(func(t *testing.T, signature []byte) {
		list, outcome := s.Verify(strings.NewReader("другой "+document), signature)
		for _, signed := range list {
			if outcome != signer.OK || signed.Outcome == signer.OK && !bytes.Contains(signature, []byte("другой")) {
				t.Errorf("%s %+v", outcome, signed)
			}
		}
	})
}
