package legal

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

//go:embed default/*.md
var defaultFiles embed.FS

// writtenOn is the day on which the texts in the folder default were written: their day of coming into force.
func writtenOn() time.Time { return time.Date(2026, time.November, 21, 0, 0, 0, 0, i18n.Moscow()) }

// defaults are the texts that come with the program, read once. They are edition 1 of each document.
var defaults = sync.OnceValue(func() map[Kind]Draft {
	texts := make(map[Kind]Draft, len(Kinds()))
	for _, k := range Kinds() {
		d, err := readDefault(k)
		if err != nil {
			panic(err) // the files are compiled in, and a test reads them
		}
		texts[k] = d
	}
	return texts
})

func readDefault(k Kind) (d Draft, err error) {
	if d.TitleRu, d.TextRu, err = readText(k, i18n.Russian); err != nil {
		return Draft{}, err
	}
	if d.TitleEn, d.TextEn, err = readText(k, i18n.English); err != nil {
		return Draft{}, err
	}
	d.Since = writtenOn()
	return d, nil
}

// readText splits a file into its title, which is the first line after "# ", and the text after it.
func readText(k Kind, l i18n.Lang) (title, text string, err error) {
	name := "default/" + string(k) + "." + l.Code() + ".md"
	raw, err := defaultFiles.ReadFile(name)
	if err != nil {
		return "", "", fmt.Errorf("read the text of the program: %w", err)
	}
	first, rest, _ := strings.Cut(string(raw), "\n")
	title, ok := strings.CutPrefix(first, "# ")
	if !ok {
		return "", "", fmt.Errorf("read %s: the first line is no title", name)
	}
	return title, strings.TrimSpace(rest), nil
}

// firstEdition returns edition 1 as it comes with the program.
func firstEdition(k Kind) record {
	d := defaults()[k]
	return record{kind: k, version: 1, draft: d, created: d.Since.UTC()}
}
