package audit

// After returns the mark of a line that follows another.
func After(prev Mark, l Line) (Mark, error) { return l.after(prev) }
