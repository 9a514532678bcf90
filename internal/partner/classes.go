package partner

import (
	"slices"

	"github.com/klaster-platform/klaster/search"
	"github.com/klaster-platform/klaster/statereg/classifier"
)

// WithBuiltIn are classes of ОКВЭД-2 that were imported, and those of the built-in list whose codes are not among them: an installation
// explains activities before anything is imported, and where a table leaves classes out.
func WithBuiltIn(imported []search.Class) []search.Class {
	has := make(map[string]bool, len(imported))
	for _, c := range imported {
		has[c.Code] = true
	}
	all := slices.Clip(imported)
	for _, c := range classifier.Activities() {
		if has[c.Code] {
			continue
		}
		english, _ := classifier.English(c.Code)
		all = append(all, search.Class{Code: c.Code, Name: c.Name, English: english})
	}
	return all
}
