package automaton

const (
	lastBit = 1 << 6
	nextBit = 1 << 7
	codeOf  = lastBit - 1
)

// Automaton is what [Builder.Build] made. A zero Automaton has no words. Bytes that were not made so give wrong answers,
// but no panic and no endless loop.
type Automaton string

// State is a place in an automaton; 0 is the first one.
type State = int

// Step goes along a code.
func (a Automaton) Step(from State, code byte) (State, bool) {
	at := from
	for at >= 0 && at < len(a) {
		head := a[at]
		at++
		switch {
		case head&codeOf == 0:
			for at < len(a) && a[at]&0x80 != 0 {
				at++
			}
			at++
		case head&nextBit != 0:
			if head&codeOf == code {
				return a.following(at, head), true
			}
		case head&codeOf == code:
			if at+3 > len(a) {
				return 0, false
			}
			return int(a[at]) | int(a[at+1])<<8 | int(a[at+2])<<16, true
		default:
			at += 3
		}
		if head&lastBit != 0 {
			return 0, false
		}
	}
	return 0, false
}

// following is the place after a state, one of whose transitions was just read up to at. Only the last transition has a
// target that follows, except in bytes that were not made here.
func (a Automaton) following(at int, head byte) State {
	for head&lastBit == 0 && at < len(a) {
		head = a[at]
		at++
		if head&codeOf != 0 && head&nextBit == 0 {
			at += 3
		}
	}
	return at
}

// Value returns the number of the word that leads to a state.
func (a Automaton) Value(at State) (int, bool) {
	i := at
	if i < 0 || i >= len(a) || a[i]&codeOf != 0 {
		return 0, false
	}
	value, shift := 0, 0
	for i++; i < len(a) && shift < 35; i++ {
		value |= int(a[i]&0x7f) << shift
		if a[i]&0x80 == 0 {
			return value, true
		}
		shift += 7
	}
	return 0, false
}

// Find returns the number of a word.
func (a Automaton) Find(word []byte) (int, bool) {
	at, ok := 0, len(a) > 0
	for _, code := range word {
		if at, ok = a.Step(at, code); !ok {
			return 0, false
		}
	}
	if !ok {
		return 0, false
	}
	return a.Value(at)
}
