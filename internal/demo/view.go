package demo

import (
	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func metaOf(o offer) i18n.Text {
	if o.Key == nil {
		return metaNoKey
	}
	return metaKey
}

func iconOf(o offer) string {
	switch {
	case o.Group == Staff:
		return "landmark"
	case o.Cabinet != "" || o.Key != nil && o.Key.Kind == "head":
		return "building-2"
	}
	return "user"
}

func tagOf(o offer) templ.Component {
	if o.Ready {
		return nil
	}
	return web.Tag(web.Info, tagSoon)
}
