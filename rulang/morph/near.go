package morph

import (
	"slices"

	"github.com/klaster-platform/klaster/rulang/morph/internal/automaton"
)

// Near returns the forms of the dictionary that a word becomes when one mistake is mended, in the order of letters: a letter that is wrong,
// missing, too many, or changed places with its neighbour. The word itself is none of them. Of a word of more than 64 letters or with
// signs that are no Russian letters there are none.
func Near(word string) []string {
	var room [maxLetters + utf8Max]byte
	codes, ok := encode(room[:0], Fold(word))
	if !ok {
		return nil
	}
	n := mending{words: dictionary().words, codes: codes, found: map[string]bool{}}
	at, ok := automaton.State(0), true
	for i := 0; ok; i++ {
		n.mendAt(i, at)
		if i == len(codes) {
			break
		}
		at, ok = n.words.Step(at, codes[i])
	}
	delete(n.found, string(decode(nil, codes)))
	list := make([]string, 0, len(n.found))
	for form := range n.found {
		list = append(list, form)
	}
	slices.Sort(list)
	return list
}

// mending looks for words with one mistake: all ways of mending one place, and from there on only the letters that are there.
type mending struct {
	words automaton.Automaton
	codes []byte
	found map[string]bool
}

// mendAt mends the letter at a place, to which the letters before it lead.
func (n mending) mendAt(i int, at automaton.State) {
	before, rest := n.codes[:i], n.codes[i:]
	if len(rest) > 0 {
		n.goOn(at, before, nil, rest[1:])
	}
	if len(rest) > 1 {
		n.goOn(at, before, []byte{rest[1], rest[0]}, rest[2:])
	}
	for code := byte(codeHyphen); code <= lastCode; code++ {
		n.goOn(at, before, []byte{code}, rest)
		if len(rest) > 0 {
			n.goOn(at, before, []byte{code}, rest[1:])
		}
	}
}

// goOn notes the form that has the letters put in for those that were taken, if the dictionary has it.
func (n mending) goOn(at automaton.State, before, put, rest []byte) {
	ok := true
	for _, part := range [2][]byte{put, rest} {
		for _, code := range part {
			if at, ok = n.words.Step(at, code); !ok {
				return
			}
		}
	}
	if _, ok = n.words.Value(at); ok {
		n.found[string(decode(nil, slices.Concat(before, put, rest)))] = true
	}
}
