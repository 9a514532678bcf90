package search

import "unique"

// Passage is one text about somebody: an offer, a product, a patent, a project, what an organisation says of itself. Whoever
// is found is the owner; the passage says why.
type Passage struct {
	ID    string // of the passage; a passage that is put again replaces the one before
	Owner string // who is found by it
	Title string
	Text  string
	Codes []string // ОКВЭД-2 and ОКПД2 that are declared, such as "25.62"
	// Facets are what results can be narrowed by and counted by: "kind" → "offer", "region" → "77".
	Facets map[string][]string
	// Audiences may see the passage; without any, everybody may.
	Audiences []string
	// Vector is where the passage lies in the space of the index ([InSpace]), if it has one and the text is in it.
	Vector []float32
}

// facet is a name with a value. There are few of them and many passages, so equal ones are one.
type facet struct{ name, value unique.Handle[string] }

func facetOf(name, value string) facet { return facet{unique.Make(name), unique.Make(value)} }
