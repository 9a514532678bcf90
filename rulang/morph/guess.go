package morph

// minStem is what an ending must leave of a word.
const minStem = 2

// guess finds the rules of the longest ending that known words share with a word.
func (d lexicon) guess(codes []byte) (int, bool) {
	found, value, state := false, 0, 0
	for i := len(codes) - 1; i >= minStem; i-- {
		next, ok := d.endings.Step(state, codes[i])
		if !ok {
			break
		}
		state = next
		if v, ok := d.endings.Value(state); ok {
			found, value = true, v
		}
	}
	return value, found
}
