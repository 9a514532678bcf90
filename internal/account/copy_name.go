package account

import (
	"path"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// entryNameMax is the longest name of a file in an archive, in bytes: file systems take 255, and some tools put a folder
// of their own before it.
const entryNameMax = 180

// entryNames gives out the names in one archive. What it gives is safe wherever somebody unpacks it (the rule T20 asks of
// archives that we read, and ours are not to be refused by others): a plain name in at most one folder, without a way up
// or to a root, without signs that no screen shows or that a shell or a file system reads otherwise, and never twice, not
// even for a system that takes upper case for lower.
type entryNames map[string]bool

// take returns a name for a file that would like to be called name. The same wish gets the same name in the same order.
func (n entryNames) take(folder, name string) string {
	name = entryName(name)
	stem, ending := splitName(name)
	for i := 1; ; i++ {
		free := name
		if i > 1 {
			free = stem + " (" + strconv.Itoa(i) + ")" + ending
		}
		full := path.Join(folder, free)
		if key := strings.ToLower(norm.NFKC.String(full)); !n[key] {
			n[key] = true
			return full
		}
	}
}

// entryName makes the last element of a name safe. It changes nothing in a name that is.
func entryName(name string) string {
	name = norm.NFC.String(strings.ToValidUTF8(name, ""))
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" -_.,()№", r) {
			return r
		}
		return -1
	}, name)
	stem, ending := splitName(trimName(name))
	stem = trimName(cut(stem, entryNameMax-len(ending)))
	switch {
	case stem == "":
		stem = "file"
	case reservedName(stem):
		stem = "_" + stem
	}
	return stem + ending
}

// splitName tells the ending of a name, which says what the file is, from the rest. What is too long for one is none.
func splitName(name string) (stem, ending string) {
	if ending = path.Ext(name); len(ending) > 12 {
		return name, ""
	}
	return strings.TrimSuffix(name, ending), ending
}

// trimName takes away what hides a file, what a command takes for a switch, and what Windows drops at the end.
func trimName(s string) string { return strings.TrimRight(strings.TrimLeft(s, " .-"), " .") }

// cut shortens s to at most n bytes without halving a letter.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// reservedName reports whether Windows takes the name for a device, whatever follows the first dot.
func reservedName(stem string) bool {
	first, _, _ := strings.Cut(strings.ToLower(stem), ".")
	switch first = strings.TrimRight(first, " "); first {
	case "con", "prn", "aux", "nul":
		return true
	}
	kind, found := strings.CutPrefix(first, "com")
	if !found {
		kind, found = strings.CutPrefix(first, "lpt")
	}
	return found && len(kind) == 1 && kind[0] >= '0' && kind[0] <= '9'
}
