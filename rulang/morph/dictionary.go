package morph

import (
	"crypto/sha256"
	_ "embed" // dictionary.bin
	"encoding/binary"
	"encoding/hex"

	"github.com/klaster-platform/klaster/rulang/morph/internal/automaton"
)

//go:embed dictionary.bin
var file string

// lexicon is the three parts of dictionary.bin, which its first twelve bytes give the lengths of: an automaton of words,
// one of endings, spelt from their end, and the lists of rules that both lead to.
type lexicon struct {
	words, endings automaton.Automaton
	rules          string
}

func dictionary() lexicon { return open(file) }

// open finds the parts. Bytes that are no dictionary have no words.
func open(file string) lexicon {
	if len(file) < 12 {
		return lexicon{}
	}
	length := func(i int) int { return int(binary.LittleEndian.Uint32([]byte(file[4*i : 4*i+4]))) }
	words, endings, rest := length(0), length(1), file[12:]
	if words > len(rest) || endings > len(rest)-words {
		return lexicon{}
	}
	return lexicon{automaton.Automaton(rest[:words]), automaton.Automaton(rest[words : words+endings]), rest[words+endings:]}
}

// A rule makes a lemma: take a prefix off, take letters off the end, put others there. Its bytes are: the class (4 bits), the
// letters of the prefix (2 bits, from 4: none, 2 or 3), whether another rule follows (bit 6); letters off the
// end; level of its share; length of the new end; the new end.
const (
	classBits   = 0x0f
	prefixShift = 4
	prefixBits  = 3
	moreBit     = 1 << 6
)

// appendRules makes the lemmas of a word by the list of rules at a place.
func (d lexicon) appendRules(dst []Reading, at int, word []byte, known bool) []Reading {
	for at+4 <= len(d.rules) {
		head, cut, level, length := d.rules[at], int(d.rules[at+1]), d.rules[at+2], int(d.rules[at+3])
		at += 4
		if at+length > len(d.rules) {
			return dst
		}
		prefix := int(head >> prefixShift & prefixBits)
		if prefix+cut <= len(word) {
			var room [4 * maxLetters]byte
			lemma := decode(room[:0], word[prefix:len(word)-cut])
			lemma = decode(lemma, []byte(d.rules[at:at+length]))
			dst = append(dst, Reading{string(lemma), Class(head & classBits), share(level), known})
		}
		if head&moreBit == 0 {
			return dst
		}
		at += length
	}
	return dst
}

// Version names the dictionary: what was made of the lemmas of one version is of no use with another.
func Version() string {
	sum := sha256.Sum256([]byte(file))
	return hex.EncodeToString(sum[:8])
}
