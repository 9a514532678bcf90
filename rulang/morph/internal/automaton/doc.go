// Package automaton keeps a set of words with a number each in a minimal acyclic automaton, as bytes that are read where
// they lie: nothing is unpacked or built before the first question.
//
// # Form
//
// A word is a string of codes from 1 to 63 (what they stand for is the caller's). The bytes are states, one after the
// other; a state is its transitions. The bits of a transition's first byte:
//
//	0–5  the code; 0 is no code: the word may end here, and its number follows as a varint of [Build]'s order
//	6    the last transition of this state
//	7    the target is the state that follows this one; otherwise its place comes next, in 3 bytes, low byte first
//
// The states of words that end alike are one state if their numbers are equal as well. The first state lies at 0.
package automaton
