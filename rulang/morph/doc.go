// Package morph finds the dictionary forms of Russian words: «фрезеровку» is «фрезеровка», «обработанных» is
// «обработать», «стали» is «стать» or «сталь».
//
//	morph.Lemma("деталей")     // деталь
//	morph.Readings("стали")    // стать, сталь, each with its share
//	morph.Lemma("5-осевых")    // 5-осевой
//	morph.Lemma("АК-12")       // ак-12
//
// # How a word is read
//
//  1. It is folded ([Fold]): small letters, ё as е, one kind of hyphen, no stress marks.
//  2. The dictionary is asked: three million forms of 389,000 words.
//  3. A word with a hyphen that the dictionary does not have is read by its parts.
//  4. The ending decides: of all known words with the longest common ending, up to six letters, what most of them do.
//  5. What is left — other scripts, numbers, names of types — is its own lemma.
//
// Known words behind a prefix or another stem («био-принтер») were tried before the fourth step, and gave no better lemmas than
// endings do.
//
// Lemmas have е for ё, since people write both. Participles and gerunds have the infinitive as their lemma, comparatives the
// adjective. [Stem] is the cruder second line: it joins words of one root that have different lemmas.
//
// # Where the words come from
//
// dictionary.bin is made by internal/generate from the dictionary of OpenCorpora (opencorpora.org, revision 394551 of
// 14 April 2016, Creative Commons Attribution-ShareAlike) in the form in which the npm package az 0.2.3 carries
// it; the file is under the same licence. Shares of readings come from that project's corpus. The file is read where it
// lies in the program, so there is nothing to load.
//
// Stems are Snowball's, for Russian and English, from github.com/kljensen/snowball.
package morph
