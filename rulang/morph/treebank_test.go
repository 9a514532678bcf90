package morph_test

import (
	"bufio"
	"bytes"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/rulang/morph"
)

// token is a word of a text with the lemma that people gave it there.
type token struct{ word, lemma string }

// treebank reads the nouns, adjectives, verbs and adverbs of a file of Universal Dependencies, without what is written with
// full stops, digits or other signs.
func treebank(tb testing.TB, name string) []token {
	tb.Helper()
	var list []token
	lines := bufio.NewScanner(bytes.NewReader(sharedtest.File(tb, "treebank", name)))
	for lines.Scan() {
		columns := strings.Split(lines.Text(), "\t")
		if len(columns) != 10 || strings.ContainsAny(columns[0], "-.") || strings.ContainsAny(columns[1], ".0123456789") {
			continue
		}
		switch columns[3] {
		case "NOUN", "ADJ", "VERB", "ADV":
			list = append(list, token{columns[1], morph.Fold(columns[2])})
		}
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	if len(list) < 4000 {
		tb.Fatalf("%s has %d words only", name, len(list))
	}
	return list
}

// Texts of encyclopedias (GSD) and of the web, of verse and of talk (Taiga), whose lemmas people wrote, say how good ours are. The
// floors are the first figures reached, less one hundredth.
func TestLemmasOfTreebanks(t *testing.T) {
	for name, floor := range map[string]struct{ first, firstTwo, unknown float64 }{
		"gsd-test.conllu":   {0.951, 0.972, 0.877},
		"taiga-test.conllu": {0.932, 0.960, 0.642},
	} {
		t.Run(name, func(t *testing.T) {
			all, first, firstTwo, unknown, guessed := 0.0, 0.0, 0.0, 0.0, 0.0
			for _, tok := range treebank(t, name) {
				readings := morph.Readings(tok.word)
				all++
				if !readings[0].Known {
					unknown++
				}
				if readings[0].Lemma == tok.lemma {
					first++
					if !readings[0].Known {
						guessed++
					}
				}
				if readings[0].Lemma == tok.lemma || len(readings) > 1 && readings[1].Lemma == tok.lemma {
					firstTwo++
				}
			}
			t.Logf("%.0f words: first reading %.4f, first two %.4f; of %.0f unknown ones %.3f", all, first/all, firstTwo/all, unknown, guessed/unknown)
			if first/all < floor.first || firstTwo/all < floor.firstTwo || guessed/unknown < floor.unknown {
				t.Errorf("below %v", floor)
			}
		})
	}
}
