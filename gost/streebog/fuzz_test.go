package streebog_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/gost/streebog"
	"github.com/klaster-platform/klaster/gost/streebog/internal/rfc6986"
)

// FuzzStreamingSplit writes a message in pieces and compares with the letter of the standard.
func FuzzStreamingSplit(f *testing.F) {
	f.Add([]byte("012345678901234567890123456789012345678901234567890123456789012"), uint8(7), uint8(64))
	f.Add(bytes.Repeat([]byte{0xff}, 192), uint8(64), uint8(1))
	f.Add([]byte{}, uint8(0), uint8(0))
	f.Fuzz(func(t *testing.T, message []byte, first, step uint8) {
		if len(message) > 1<<11 {
			message = message[:1<<11]
		}
		for size, d := range map[int]streebog.Digest{32: streebog.Start256(), 64: streebog.Start512()} {
			rest := message
			for n := int(first); len(rest) > n; n = int(step) + 1 {
				d.Write(rest[:n])
				rest = rest[n:]
			}
			d.Write(rest)
			if got, want := d.Sum(nil), rfc6986.Sum(size, message); !bytes.Equal(got, want) {
				t.Fatalf("%d bytes of code in pieces of %d, %d: got %x, want %x", size, first, step, got, want)
			}
		}
	})
}

// FuzzMarshalRoundTrip saves the state in the middle of a message and goes on with the saved one.
func FuzzMarshalRoundTrip(f *testing.F) {
	f.Add([]byte("head"), []byte("tail"))
	f.Add(bytes.Repeat([]byte{0xff}, 64), []byte{})
	f.Add(bytes.Repeat([]byte{0xfe}, 150), bytes.Repeat([]byte{1}, 60))
	f.Fuzz(func(t *testing.T, head, tail []byte) {
		for _, start := range []streebog.Digest{streebog.Start256(), streebog.Start512()} {
			d, restored := start, start
			d.Write(head)
			saved, err := d.MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			restored.Write([]byte("forgotten"))
			if err := restored.UnmarshalBinary(saved); err != nil {
				t.Fatal(err)
			}
			d.Write(tail)
			restored.Write(tail)
			if got, want := restored.Sum(nil), d.Sum(nil); !bytes.Equal(got, want) {
				t.Fatalf("got %x, want %x", got, want)
			}
		}
	})
}

// FuzzUnmarshal gives foreign bytes: an error, or a state that is saved as the same bytes.
func FuzzUnmarshal(f *testing.F) {
	d := streebog.Start256()
	d.Write([]byte("seed"))
	saved, err := d.MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(saved)
	f.Add(saved[:len(saved)-1])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, d := range []streebog.Digest{streebog.Start256(), streebog.Start512()} {
			before := d
			if err := d.UnmarshalBinary(b); err != nil {
				if !errors.Is(err, streebog.ErrState) || d != before {
					t.Fatalf("error %v, state changed: %v", err, d != before)
				}
				continue
			}
			again, err := d.AppendBinary(nil)
			if err != nil || !bytes.Equal(again, b) {
				t.Fatalf("saved again as %x, %v", again, err)
			}
			d.Write([]byte("more"))
			d.Sum(nil)
		}
	})
}

// TestUnmarshalRefusesChangedStart changes h, EPSILON and the rest of the block of a message that has not filled a block.
func TestUnmarshalRefusesChangedStart(t *testing.T) {
	d := streebog.Start256()
	d.Write([]byte("short"))
	saved, err := d.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{4, 67, 68, 131, len(saved) - 1} {
		changed := bytes.Clone(saved)
		changed[at] ^= 1
		if err := d.UnmarshalBinary(changed); !errors.Is(err, streebog.ErrState) {
			t.Errorf("byte %d changed: %v", at, err)
		}
	}
	if err := d.UnmarshalBinary(saved); err != nil {
		t.Error(err)
	}
}

// TestUnmarshalRefusesTheOtherSize keeps a state of 256 bits out of a Digest of 512 bits and the reverse.
func TestUnmarshalRefusesTheOtherSize(t *testing.T) {
	short, long := streebog.Start256(), streebog.Start512()
	s, _ := short.MarshalBinary()
	l, _ := long.MarshalBinary()
	if err := long.UnmarshalBinary(s); !errors.Is(err, streebog.ErrState) {
		t.Errorf("256 into 512: %v", err)
	}
	if err := short.UnmarshalBinary(l); !errors.Is(err, streebog.ErrState) {
		t.Errorf("512 into 256: %v", err)
	}
}
