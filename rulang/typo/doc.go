// Package typo finds the words that somebody may have meant who mistyped one.
//
// Mistakes are counted in letters, not in bytes, so that Russian words are forgiven as much as English ones: a letter that is
// wrong, missing, too many, or changed places with its neighbour is one mistake ([Distance]). How many are
// forgiven grows with the word ([Limit]): none up to three letters, one up to seven, two from eight on.
//
// A [Vocabulary] holds the words that can be meant, with how often each is met; it never proposes a word that is
// not in it.
package typo
