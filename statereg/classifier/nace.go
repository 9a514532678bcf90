package classifier

import (
	_ "embed"
	"sync"
)

//go:embed nace.txt
var naceFile string

var nace = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, c := range embedded(naceFile) {
		names[c.Code] = c.Name
	}
	return names
})

// English is the English name of the class of activity to which a code of ОКВЭД-2 belongs, by NACE Rev. 2: of «25.62.1» that of 25.62. A
// group that is one class, such as «27.2», has its name. ok is false for a code that is larger than a class, and for the few classes
// that Russia has added or made others, such as those of education.
func English(code string) (name string, ok bool) {
	const group, class = 4, 5 // characters of «27.2» and of «27.20»
	switch {
	case len(code) == group:
		code += "0"
	case len(code) > class:
		code = code[:class]
	}
	name, ok = nace()[code]
	return name, ok
}
