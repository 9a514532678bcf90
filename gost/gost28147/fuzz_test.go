package gost28147

import (
	"bytes"
	"testing"
)

// FuzzStreamsInPieces encrypts in pieces, compares with one piece and decrypts again.
func FuzzStreamsInPieces(f *testing.F) {
	f.Add([]byte("text"), uint8(1), uint8(3))
	f.Add(bytes.Repeat([]byte{1}, 1100), uint8(7), uint8(250))
	f.Add(make([]byte, 2048), uint8(8), uint8(8))
	f.Fuzz(func(t *testing.T, text []byte, first, step uint8) {
		key, iv := bytes.Repeat([]byte{first}, KeySize), bytes.Repeat([]byte{step}, BlockSize)
		for _, p := range []ParamSet{Test, CryptoProA, TC26Z} {
			whole, err := NewCFBEncrypter(key, iv, p)
			if err != nil {
				t.Fatal(err)
			}
			pieces, _ := NewCFBEncrypter(key, iv, p)
			back, _ := NewCFBDecrypter(key, iv, p)
			want, got := make([]byte, len(text)), make([]byte, len(text))
			whole.XORKeyStream(want, text)
			inPieces(pieces.XORKeyStream, got, text, int(first), int(step)+1)
			if !bytes.Equal(got, want) {
				t.Fatal("CFB: pieces differ from the whole")
			}
			inPieces(back.XORKeyStream, got, got, int(step), int(first)+1)
			if !bytes.Equal(got, text) {
				t.Fatal("CFB: decryption differs from the text")
			}

			counter, _ := NewCNT(key, iv, p)
			counterPieces, _ := NewCNT(key, iv, p)
			counter.XORKeyStream(want, text)
			inPieces(counterPieces.XORKeyStream, got, text, int(first), int(step)+1)
			if !bytes.Equal(got, want) {
				t.Fatal("CNT: pieces differ from the whole")
			}
		}
	})
}

// inPieces calls f for a first piece and then for pieces of step bytes.
func inPieces(f func(dst, src []byte), dst, src []byte, first, step int) {
	for n := first; len(src) > n; n = step {
		f(dst[:n], src[:n])
		dst, src = dst[n:], src[n:]
	}
	f(dst, src)
}

// FuzzUnwrap gives foreign bytes: an error, or a key that is wrapped to the same again.
func FuzzUnwrap(f *testing.F) {
	kek := bytes.Repeat([]byte{2}, KeySize)
	encrypted, code, err := WrapKey(kek, []byte("8 bytes!"), bytes.Repeat([]byte{3}, 64), TC26Z)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("8 bytes!"), encrypted, code[:], uint8(TC26Z))
	f.Add([]byte{}, encrypted[:31], []byte{}, uint8(99))
	f.Fuzz(func(t *testing.T, ukm, encrypted, code []byte, set uint8) {
		key, err := UnwrapKey(kek, ukm, encrypted, code, ParamSet(set))
		if err != nil {
			if key != nil {
				t.Fatal("a key comes with the error")
			}
			return
		}
		again, codeAgain, err := WrapKey(kek, ukm, key, ParamSet(set))
		if err != nil || !bytes.Equal(again, encrypted) || !bytes.Equal(codeAgain[:], code) {
			t.Fatalf("wrapped again as %x, %x, %v", again, codeAgain, err)
		}
	})
}

func BenchmarkCFB(b *testing.B) {
	s, err := NewCFBEncrypter(make([]byte, KeySize), make([]byte, BlockSize), TC26Z)
	if err != nil {
		b.Fatal(err)
	}
	text := make([]byte, 16<<10)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s.XORKeyStream(text, text)
	}
}

func BenchmarkMAC(b *testing.B) {
	m, err := NewMAC(make([]byte, KeySize), nil, TC26Z)
	if err != nil {
		b.Fatal(err)
	}
	text := make([]byte, 16<<10)
	sum := make([]byte, 0, MACSize)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		m.Reset()
		m.Write(text)
		m.Sum(sum)
	}
}
