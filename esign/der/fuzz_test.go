package der_test

import (
	"bytes"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
)

// FuzzDER: what Check takes is read by cryptobyte to the last element; what FromBER takes becomes DER, and DER stays as it is.
func FuzzDER(f *testing.F) {
	for _, seed := range []string{
		"\x30\x80\x02\x01\x05\x00\x00", "\x24\x80\x04\x01\xaa\x04\x02\xbb\xcc\x00\x00", "\x30\x03\x01\x01\xff", "\x06\x03\x55\x1d\x25",
	} {
		f.Add([]byte(seed))
	}
	for _, seed := range trialcatest.Seeds(f, "*/*.der", "crl/*.crl", "openssl-oracle/*.p7?", "openssl-oracle/*.resp") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		strict := der.Check(b) == nil
		if strict && !readable(b) {
			t.Errorf("%x passes, and cryptobyte does not read it", b)
		}
		out, err := der.FromBER(b)
		if strict && (err != nil || !bytes.Equal(out, b)) {
			t.Errorf("DER %x became %x, %v", b, out, err)
		}
		if err == nil && der.Check(out) != nil {
			t.Errorf("%x became %x, which is no DER: %v", b, out, der.Check(out))
		}
		s := cryptobyte.String(b)
		var oid der.OID
		if der.ReadOID(&s, &oid) {
			if again, err := der.ParseOID(oid.String()); err != nil || again != oid {
				t.Errorf("identifier %x is written %s, which is %x, %v", string(oid), oid, string(again), err)
			}
		}
	})
}

func readable(b []byte) bool {
	for s := cryptobyte.String(b); !s.Empty(); {
		var content cryptobyte.String
		var tag asn1.Tag
		if !s.ReadAnyASN1(&content, &tag) {
			return false
		}
		if tag&0x20 != 0 && !readable(content) {
			return false
		}
	}
	return true
}
