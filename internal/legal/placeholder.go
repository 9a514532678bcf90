package legal

import (
	"regexp"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Placeholder is a name that stands for something that the operator sets once for the whole site.
type Placeholder struct {
	Name  string    // as it is written between {{ and }}
	About i18n.Text // what it stands for
	Value i18n.Text // Markdown; zero when it is not set
}

// placeholders returns all names with their present values.
func placeholders(site *web.Site, c Config) []Placeholder {
	return []Placeholder{
		{"operator", aboutOperator, escaped(site.Operator)},
		{"address", aboutAddress, escaped(c.address())},
		{"site", aboutSite, escaped(site.Name)},
		{"url", aboutURL, linked(site.BaseURL, site.BaseURL)},
		{"email", aboutEmail, linked(site.Email, "mailto:"+site.Email)},
		{"phone", aboutPhone, linked(strings.ReplaceAll(site.Phone, " ", "\u00a0"), site.PhoneHref)},
	}
}

var placeholderMark = regexp.MustCompile(`\{\{[^{}\n]*\}\}`)

func nameIn(mark string) string { return strings.TrimSpace(strings.Trim(mark, "{}")) }

// unknownPlaceholders returns the marks in a text that stand for nothing.
func unknownPlaceholders(text string) []string {
	known := placeholders(&web.Site{}, Config{})
	return slices.DeleteFunc(placeholderMark.FindAllString(text, -1), func(mark string) bool {
		return slices.ContainsFunc(known, func(p Placeholder) bool { return p.Name == nameIn(mark) })
	})
}

// fill puts the values into a text. What is not set is said in words, so that nobody takes a gap for a statement.
func fill(text string, l i18n.Lang, values []Placeholder) string {
	return placeholderMark.ReplaceAllStringFunc(text, func(mark string) string {
		i := slices.IndexFunc(values, func(p Placeholder) bool { return p.Name == nameIn(mark) })
		switch {
		case i < 0:
			return mark
		case values[i].Value.In(l) == "":
			return textNotSet.In(l)
		}
		return values[i].Value.In(l)
	})
}

// markdownMarks are the characters that could mean something in Markdown inside a name or an address.
var markdownMarks = strings.NewReplacer(
	"\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "(", "\\(", ")", "\\)", "<", "\\<", ">", "\\>",
	"|", "\\|", "#", "\\#", "!", "\\!", "&", "\\&", "~", "\\~", "{", "\\{", "}", "\\}", "\n", " ",
)

func escape(s string) string { return markdownMarks.Replace(strings.TrimSpace(s)) }

func escaped(t i18n.Text) i18n.Text {
	return i18n.Raw(escape(t.In(i18n.Russian)), escape(t.In(i18n.English)))
}

// linked is an address that can be followed.
func linked(label, target string) i18n.Text {
	if strings.TrimSpace(label) == "" {
		return i18n.Text{}
	}
	if target == "" || strings.ContainsAny(target, " \n") {
		return i18n.Same(escape(label))
	}
	return i18n.Same("[" + escape(label) + "](" + escape(target) + ")")
}
