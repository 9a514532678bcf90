//go:build !purego

package streebog

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// Path says which code hashes here.
func Path() string {
	switch {
	case hasAVX512:
		return "AVX-512 with VBMI and GFNI"
	case hasAVX2:
		return "AVX2 with GFNI"
	}
	return "portable code, as this processor has no GFNI"
}

// Portable runs f without the instructions.
func Portable(f func()) {
	had, two := hasAVX512, hasAVX2
	defer func() { hasAVX512, hasAVX2 = had, two }()
	hasAVX512, hasAVX2 = false, false
	f()
}

// AVX2 runs f without AVX-512.
func AVX2(f func()) {
	had := hasAVX512
	defer func() { hasAVX512 = had }()
	hasAVX512 = false
	f()
}

// All give the same code for any message in any portions, from any state.
func TestPathsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sameOnBothPaths(t, rapid.SliceOfN(rapid.Byte(), 0, 1000).Draw(t, "message"), rapid.IntRange(0, 1000).Draw(t, "split"),
			rapid.Uint64().Draw(t, "blocks"))
	})
}

func FuzzPathsAgree(f *testing.F) {
	f.Add([]byte{}, 0, uint64(0))
	f.Add(bytes.Repeat([]byte{0xff}, 3*BlockSize), 64, uint64(1)<<55-2)
	f.Add(bytes.Repeat([]byte{1}, 200), 65, uint64(0))
	f.Fuzz(func(t *testing.T, message []byte, split int, blocks uint64) {
		sameOnBothPaths(t, message, split, blocks)
	})
}

type reporter interface{ Fatalf(string, ...any) }

func sameOnBothPaths(t reporter, message []byte, split int, blocks uint64) {
	split = max(0, min(split, len(message)))
	code := func(short bool) (sums [][]byte) {
		d := Digest{short: short}
		d.Reset()
		d.write(message[:split])
		d.write(message[split:])
		sums = append(sums, d.Sum(nil))
		// A count of blocks that no message reaches here, whose upper word is not zero.
		d.state.blocks += blocks >> 1
		d.write(message)
		return append(sums, d.Sum(nil))
	}
	for _, short := range []bool{true, false} {
		here := code(short)
		var there, between [][]byte
		Portable(func() { there = code(short) })
		AVX2(func() { between = code(short) })
		for i := range here {
			if !bytes.Equal(here[i], there[i]) || !bytes.Equal(between[i], there[i]) {
				t.Fatalf("short %t, code %d: %x here, %x without AVX-512, %x by the portable code", short, i, here[i], between[i], there[i])
			}
		}
	}
}
