package egr

import "maps"

// Census counts what a reader met and does not know: a form newer than the reader shows itself here first. Keys are
// paths below the document, such as СвЮЛ/СвСтатус@Новый, or a list with a code, such as СЮЛСТ 119.
type Census struct {
	Elements   map[string]int `json:"elements,omitempty"`
	Attributes map[string]int `json:"attributes,omitempty"`
	Codes      map[string]int `json:"codes,omitempty"`
	Values     map[string]int `json:"values,omitempty"` // values that are not of their type: dates that are none, wrong check digits of other people
	More       int            `json:"more,omitempty"`   // met after the lists were full
}

// censusSize bounds each list, for a hostile file can have a new name in each element.
const censusSize = 1000

// Empty reports whether all was known.
func (c *Census) Empty() bool {
	return len(c.Elements)+len(c.Attributes)+len(c.Codes)+len(c.Values)+c.More == 0
}

// Add adds the counts of another census.
func (c *Census) Add(other Census) {
	for key, n := range other.Elements {
		c.note(&c.Elements, key, n)
	}
	for key, n := range other.Attributes {
		c.note(&c.Attributes, key, n)
	}
	for key, n := range other.Codes {
		c.note(&c.Codes, key, n)
	}
	for key, n := range other.Values {
		c.note(&c.Values, key, n)
	}
	c.More += other.More
}

func (c *Census) note(list *map[string]int, key string, n int) {
	if *list == nil {
		*list = map[string]int{}
	}
	if _, known := (*list)[key]; !known && len(*list) >= censusSize {
		c.More += n
		return
	}
	(*list)[key] += n
}

// clone is a census that further counting leaves alone.
func (c *Census) clone() Census {
	return Census{
		Elements: maps.Clone(c.Elements), Attributes: maps.Clone(c.Attributes),
		Codes: maps.Clone(c.Codes), Values: maps.Clone(c.Values), More: c.More,
	}
}
