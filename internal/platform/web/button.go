package web

import (
	"strings"

	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

var textSeconds = i18n.M("через {} с", "in {} s")

func buttonAttributes(s ButtonSpec) templ.Attributes {
	a := templ.Attributes{}
	if s.Name != "" {
		a["name"], a["value"] = s.Name, s.Value
	}
	return a
}

// outside marks links to other sites, which must not learn from where the person came.
func outside(url string) templ.Attributes {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return templ.Attributes{"rel": "noreferrer"}
	}
	return nil
}
