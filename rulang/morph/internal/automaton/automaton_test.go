package automaton

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func build(tb testing.TB, words map[string]uint32) Automaton {
	tb.Helper()
	keys := make([]string, 0, len(words))
	for w := range words {
		keys = append(keys, w)
	}
	slices.Sort(keys)
	b := NewBuilder()
	for _, w := range keys {
		if err := b.Add([]byte(w), words[w]); err != nil {
			tb.Fatal(err)
		}
	}
	out, err := b.Build()
	if err != nil {
		tb.Fatal(err)
	}
	return Automaton(out)
}

func TestFindsWhatWasAdded(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		word := rapid.Map(rapid.SliceOfN(rapid.ByteRange(1, 4), 1, 6), func(b []byte) string { return string(b) })
		words := rapid.MapOf(word, rapid.Uint32Range(0, 300)).Draw(r, "words")
		a := build(t, words)
		for range 20 {
			asked := word.Draw(r, "asked")
			want, known := words[asked]
			got, ok := a.Find([]byte(asked))
			if ok != known || ok && got != int(want) {
				r.Fatalf("%x: %d %v, want %d %v", asked, got, ok, want, known)
			}
		}
		for w, want := range words {
			if got, ok := a.Find([]byte(w)); !ok || got != int(want) {
				r.Fatalf("%x: %d %v, want %d", w, got, ok, want)
			}
		}
	})
}

// Words that end alike share their end: a hundred stems with the same three endings take little more than the stems.
func TestIsMinimal(t *testing.T) {
	few, many := map[string]uint32{}, map[string]uint32{}
	for i := range byte(30) {
		for j := range byte(30) {
			stem := string([]byte{i + 1, j + 1, 40, 41, 42, 43, 44, 45})
			few[stem] = 1
			for k := range byte(3) {
				many[stem+string([]byte{50 + k, 51, 52})] = uint32(k)
			}
		}
	}
	if a, b := len(build(t, few)), len(build(t, many)); b > a+30 {
		t.Errorf("%d bytes without endings, %d with them", a, b)
	}
}

func TestRefusesWhatIsOutOfOrder(t *testing.T) {
	for name, second := range map[string][]byte{"before": {1}, "twice": {2}, "empty": {}} {
		t.Run(name, func(t *testing.T) {
			b := NewBuilder()
			if err := b.Add([]byte{2}, 0); err != nil {
				t.Fatal(err)
			}
			if err := b.Add(second, 0); !errors.Is(err, ErrOrder) {
				t.Errorf("got %v", err)
			}
		})
	}
	if err := NewBuilder().Add([]byte{64}, 0); err == nil {
		t.Error("a code of 7 bits was taken")
	}
}

// Whatever the bytes are, a question ends and does not panic.
func FuzzFind(f *testing.F) {
	f.Add([]byte(build(f, map[string]uint32{"\x01\x02": 7, "\x01\x03": 300})), []byte{1, 2})
	f.Add([]byte{0x81, 0x41}, []byte{1, 1, 1})
	f.Fuzz(func(_ *testing.T, a, word []byte) {
		_, _ = Automaton(a).Find(bytes.ReplaceAll(word, []byte{0}, nil))
	})
}
