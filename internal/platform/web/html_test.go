package web_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"golang.org/x/net/html"
)

// What the tests of this package look at pages with.

var site = &web.Site{
	Name:     i18n.M("Инновационный кластер", "Innovation Cluster"),
	Operator: i18n.M("Фонд «Кластер», Москва", "Cluster Foundation, Moscow"),
	Phone:    "+7 495 123-45-67", PhoneHref: "tel:+74951234567", Email: "help@cluster.example",
	BaseURL: "https://cluster.example", Trial: true, Version: "1.0",
	Nav: []web.NavItem{
		{Key: "join", Label: i18n.M("Вступить в кластер", "Join"), URL: "/join"},
		{Key: "help", Label: i18n.M("Помощь", "Help"), URL: "/help"},
	},
}

func guest(l i18n.Lang) *web.View {
	return &web.View{Site: site, Lang: l, Path: "/join", Query: "a=1", Prefs: web.DefaultPrefs(), RequestID: "r-1"}
}

func member(l i18n.Lang) *web.View {
	v := guest(l)
	v.Viewer = &web.Viewer{
		Name: "Анна Смирнова", Staff: true,
		Profiles: []web.Profile{
			{Label: i18n.Same("Анна Смирнова"), URL: "/desk"},
			{Label: i18n.Same("ООО «Синтез»"), Detail: i18n.Same("ИНН 0000000000"), URL: "/org/1", Current: true, Tasks: 2},
		},
		Links: []web.NavItem{{Label: i18n.M("Мои данные", "My details"), URL: "/profile"}},
	}
	v.Menu = []web.NavItem{
		{Key: "desk", Label: i18n.M("Рабочий стол", "Desk"), URL: "/desk", Icon: "house", Count: 2},
		{Key: "org", Label: i18n.M("Организация", "Organisation"), URL: "/org", Icon: "building-2", Group: i18n.M("Ещё", "More")},
	}
	return v
}

func in(v *web.View) context.Context { return web.WithView(context.Background(), v) }

func render(t testing.TB, c templ.Component, ctx context.Context) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func parse(t testing.TB, c templ.Component, ctx context.Context) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(render(t, c, ctx)))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func all(n *html.Node, tag string) []*html.Node {
	var out []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (tag == "*" || d.Data == tag) {
			out = append(out, d)
		}
	}
	return out
}

func first(n *html.Node, tag string) *html.Node {
	if found := all(n, tag); len(found) > 0 {
		return found[0]
	}
	return nil
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
