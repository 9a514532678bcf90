package classifier

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed okved.txt
var okvedFile string

var okved = sync.OnceValue(func() *List { return &List{Key: OKVED2, Codes: embedded(okvedFile)} })

// Activities are the kinds of economic activity of ОКВЭД-2 with their Russian names, of two, three and four digits, by code. Deeper codes
// have names in the edition that an operator imports.
func Activities() []Code { return slices.Clone(okved().Codes) }

// ActivityName is the Russian name of the class of activity to which a code of ОКВЭД-2 belongs: of «25.62.1» that of 25.62, and of «25» and
// «25.6», which are larger than a class, their own. ok is false for what is no code, and for a code whose class there is not.
func ActivityName(code string) (name string, ok bool) {
	const class = 5 // characters of «25.62»
	if !OKVED2.shape(code) || len(code) > class && code[class] != '.' {
		return "", false
	}
	c, ok := okved().Find(code[:min(class, len(code))])
	return c.Name, ok
}

// embedded reads a list of our own: lines of a code, a tabulator and a name, by code. A line that begins with # is a comment.
func embedded(text string) []Code {
	var codes []Code
	for line := range strings.Lines(text) {
		if code, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok && !strings.HasPrefix(line, "#") {
			codes = append(codes, Code{code, name})
		}
	}
	return codes
}
