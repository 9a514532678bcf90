package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// source is the dictionary as the package carries it: words lead to pairs of a paradigm and a form in it.
type source struct {
	words         dawg
	probabilities dawg
	suffixes      []string
	tags          []string
	paradigms     [][]uint16
}

// prefixes are those of the paradigms, by number (compile_options of meta.json).
func prefixes() []string { return []string{"", "по", "наи"} }

func readSource(dir string) (*source, error) {
	s := &source{}
	var err error
	if s.words, err = readDAWG(filepath.Join(dir, "words.dawg")); err != nil {
		return nil, err
	}
	if s.probabilities, err = readDAWG(filepath.Join(dir, "p_t_given_w.intdawg")); err != nil {
		return nil, err
	}
	for name, into := range map[string]*[]string{"suffixes.json": &s.suffixes, "gramtab-opencorpora-int.json": &s.tags} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("read the dictionary: %w", err)
		}
		if err := json.Unmarshal(b, into); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "paradigms.array"))
	if err != nil {
		return nil, fmt.Errorf("read the dictionary: %w", err)
	}
	s.paradigms, err = readParadigms(b)
	return s, err
}

// readParadigms reads a count, then of each paradigm its length and so many numbers: endings, tags, prefixes, a third each.
func readParadigms(b []byte) ([][]uint16, error) {
	var list []uint16
	for ; len(b) >= 2; b = b[2:] {
		list = append(list, binary.LittleEndian.Uint16(b))
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("paradigms are empty")
	}
	count, list := int(list[0]), list[1:]
	paradigms := make([][]uint16, 0, count)
	for range count {
		if len(list) == 0 || int(list[0]) >= len(list) || list[0]%3 != 0 {
			return nil, fmt.Errorf("paradigm %d is cut off", len(paradigms))
		}
		n := int(list[0])
		paradigms = append(paradigms, list[1:1+n])
		list = list[1+n:]
	}
	return paradigms, nil
}

// reading is what one entry of the dictionary says of a word.
type reading struct {
	lemma  string
	tag    string
	prefix string // of the form, which its lemma has not
}

// readingOf makes the lemma of a form: its stem with the ending and the prefix of the form that names the word.
func (s *source) readingOf(word string, paradigm, form int) (reading, error) {
	if paradigm >= len(s.paradigms) || form >= len(s.paradigms[paradigm])/3 {
		return reading{}, fmt.Errorf("%q: there is no form %d of paradigm %d", word, form, paradigm)
	}
	p := s.paradigms[paradigm]
	n := len(p) / 3
	prefix := prefixes()[p[2*n+form]]
	stem, ok := strings.CutPrefix(word, prefix)
	if ok {
		stem, ok = strings.CutSuffix(stem, s.suffixes[p[form]])
	}
	if !ok {
		return reading{}, fmt.Errorf("%q is not form %d of paradigm %d", word, form, paradigm)
	}
	first := s.firstForm(p, form)
	if own := prefixes()[p[2*n+first]]; own != "" {
		return reading{own + stem + s.suffixes[p[first]], s.tags[p[n+form]], ""}, nil
	}
	return reading{stem + s.suffixes[p[first]], s.tags[p[n+form]], prefix}, nil
}

// firstForm is the one that names the word: the first of its paradigm, but the infinitive of verbs, the ordinal itself
// instead of the number that it belongs to, and the whole word instead of its abbreviation.
func (s *source) firstForm(p []uint16, form int) int {
	n := len(p) / 3
	tag := s.tags[p[n+form]]
	names := func(string) bool { return true }
	switch {
	case strings.Contains(tag, "Anum"):
		names = func(other string) bool { return strings.Contains(other, "Anum") && !strings.Contains(other, "Abbr") }
	case slices.Contains([]string{"VERB", "INFN", "PRTF", "PRTS", "GRND"}, tag[:4]):
		names = func(other string) bool { return strings.HasPrefix(other, "INFN") }
	case !strings.Contains(tag, "Abbr"):
		names = func(other string) bool { return !strings.Contains(other, "Abbr") }
	}
	for i := range n {
		if names(s.tags[p[n+i]]) {
			return i
		}
	}
	return 0
}

// dawg is an automaton in a double array, four bytes a unit (the form of the library dawgdic), with a guide of two bytes
// a unit: the label of the first child and that of the next sibling.
type dawg struct {
	units []uint32
	guide []byte
}

func readDAWG(path string) (dawg, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return dawg{}, fmt.Errorf("read the dictionary: %w", err)
	}
	if len(b) < 4 {
		return dawg{}, fmt.Errorf("%s is cut off", path)
	}
	n := int(binary.LittleEndian.Uint32(b))
	if len(b) < 8+4*n || len(b) < 8+4*n+2*n {
		return dawg{}, fmt.Errorf("%s is cut off", path)
	}
	d := dawg{units: make([]uint32, n), guide: b[8+4*n : 8+6*n]}
	for i := range d.units {
		d.units[i] = binary.LittleEndian.Uint32(b[4+4*i:])
	}
	return d, nil
}

func (d dawg) offset(i uint32) uint32 { return d.units[i] >> 10 << (d.units[i] & (1 << 9) >> 6) }

func (d dawg) follow(i uint32, label byte) (uint32, bool) {
	next := i ^ d.offset(i) ^ uint32(label)
	if int(next) >= len(d.units) || d.units[next]&(1<<31|0xff) != uint32(label) {
		return 0, false
	}
	return next, true
}

// value returns the number that a word ends in.
func (d dawg) value(i uint32) (uint32, bool) {
	if d.units[i]&(1<<8) == 0 {
		return 0, false
	}
	return d.units[i^d.offset(i)] &^ (1 << 31), true
}

// find returns the number of a key.
func (d dawg) find(key []byte) (uint32, bool) {
	at, ok := uint32(0), true
	for _, b := range key {
		if at, ok = d.follow(at, b); !ok {
			return 0, false
		}
	}
	return d.value(at)
}

// each calls visit with all keys, in the order of their bytes.
func (d dawg) each(visit func(key []byte) error) error {
	var walk func(at uint32, key []byte) error
	walk = func(at uint32, key []byte) error {
		if _, ok := d.value(at); ok {
			if err := visit(key); err != nil {
				return err
			}
		}
		for label := d.guide[2*at]; label != 0; {
			next, ok := d.follow(at, label)
			if !ok {
				return fmt.Errorf("the guide names a child that is not there")
			}
			if err := walk(next, append(key, label)); err != nil {
				return err
			}
			label = d.guide[2*next+1]
		}
		return nil
	}
	return walk(0, make([]byte, 0, 128))
}

// eachWord calls visit with each word and one of its entries. A key is the word in windows-1251, the byte 1, and four
// bytes with 7 bits each, which make two numbers.
func (s *source) eachWord(visit func(word string, paradigm, form int) error) error {
	decoder := charmap.Windows1251.NewDecoder()
	last, lastWord := "", ""
	return s.words.each(func(key []byte) error {
		n := len(key) - 5
		if n < 1 || key[n] != 1 {
			return fmt.Errorf("key %x has another form", key)
		}
		if string(key[:n]) != last {
			word, err := decoder.Bytes(key[:n])
			if err != nil {
				return fmt.Errorf("decode %x: %w", key, err)
			}
			last, lastWord = string(key[:n]), string(word)
		}
		number := func(b []byte) int { return int(b[0]^1)<<6 + int(b[1]>>1) }
		return visit(lastWord, number(key[n+1:]), number(key[n+3:]))
	})
}

// probability is how often a word of the corpus had a tag, in millionths.
func (s *source) probability(word, tag string) uint32 {
	key, err := charmap.Windows1251.NewEncoder().String(word + ":" + tag)
	if err != nil {
		return 0
	}
	p, _ := s.probabilities.find([]byte(key))
	return p
}
