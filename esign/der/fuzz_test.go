package der_test

import (
	"bytes"
	"testing"
	"time"
	"unicode/utf8"

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

// FuzzValues: a value of any type is read or refused, and a time that is written is read again.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{
		"\x17\x0d261121181359Z", "\x18\x0f20261121181359Z", "\x18\x1220261121181359.25Z", "\x03\x02\x05\xa0", "\x02\x02\xff\x7f",
		"\x0c\x06\xd0\x98\xd0\x90\xd0\x91", "\x1e\x04\x04\x18\x04\x10", "\x14\x01\xe9", "\x12\x0277", "\x1c\x04\x00\x00\x04\x18",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var at time.Time
		for _, read := range []func(*cryptobyte.String, *time.Time) bool{der.ReadTime, der.ReadGeneralizedTime} {
			if s := cryptobyte.String(b); !read(&s, &at) || at.Nanosecond() != 0 || at.Year() < 1950 {
				continue
			}
			var w cryptobyte.Builder
			der.AddTime(&w, at)
			var again time.Time
			if s := cryptobyte.String(w.BytesOrPanic()); !der.ReadTime(&s, &again) || !again.Equal(at) {
				t.Errorf("%x is %v, written and read %v", b, at, again)
			}
		}
		s := cryptobyte.String(b)
		if text, err := der.ReadText(&s); err == nil && !utf8.ValidString(text) {
			t.Errorf("%x is the text %q", b, text)
		}
		var flags uint32
		var bits, number []byte
		s = cryptobyte.String(b)
		der.ReadFlags(&s, &flags)
		s = cryptobyte.String(b)
		der.ReadBits(&s, &bits)
		s = cryptobyte.String(b)
		if der.ReadInteger(&s, &number) && len(number) == 0 {
			t.Errorf("%x is a number of no octets", b)
		}
	})
}
