package fact

// Pins are by what a source is pinned (T22): what settings name as true whoever brings it.
type Pins struct {
	Hashes []string // SHA-256 of files in hexadecimal digits
}

func (p Pins) pinned(files []File, hashes []string) string { return "" }
