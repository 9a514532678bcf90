package htmlcheck

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// field is a control that a label names.
type field struct {
	label string
	node  *html.Node
}

// fields lists the controls below root that have labels, hidden ones left out.
func fields(root *html.Node) []field {
	labels := map[string]string{} // by the id of the control
	for n := range root.Descendants() {
		if n.DataAtom == atom.Label {
			if id, ok := attribute(n, "for"); ok {
				labels[id] = labelText(n)
			}
		}
	}
	var list []field
	for n := range root.Descendants() {
		kind, _ := attribute(n, "type")
		if !isControl(n) || kind == "hidden" || kind == "submit" {
			continue
		}
		list = append(list, field{labelOf(n, labels), n})
	}
	return list
}

func isControl(n *html.Node) bool {
	return n.DataAtom == atom.Input || n.DataAtom == atom.Select || n.DataAtom == atom.Textarea
}

func labelOf(n *html.Node, labels map[string]string) string {
	if label, ok := attribute(n, "aria-label"); ok {
		return plain(label)
	}
	if id, ok := attribute(n, "id"); ok && labels[id] != "" {
		return labels[id]
	}
	for up := n.Parent; up != nil; up = up.Parent {
		if up.DataAtom == atom.Label {
			return labelText(up)
		}
	}
	return ""
}

// labelText is what a label says beside the control that stands in it.
func labelText(label *html.Node) string {
	return textWithout(label, func(n *html.Node) bool { return isSilent(n) || isControl(n) })
}

// set puts a value into a control as a person would: types it, chooses the option with that text, or ticks the box, for
// which the value is "on" or "off".
func set(n *html.Node, value string) error {
	kind, _ := attribute(n, "type")
	switch {
	case has(n, "disabled"):
		return fmt.Errorf("the field is disabled")
	case n.DataAtom == atom.Select:
		return choose(n, value)
	case kind == "checkbox" || kind == "radio":
		if value != "on" && value != "off" {
			return fmt.Errorf("a box is on or off, not %q", value)
		}
		if kind == "radio" {
			clearGroup(n)
		}
		toggle(n, "checked", value == "on")
		return nil
	case kind == "file":
		return fmt.Errorf("files are sent by package browsertest")
	case n.DataAtom == atom.Textarea:
		for c := n.FirstChild; c != nil; c = n.FirstChild {
			n.RemoveChild(c)
		}
		n.AppendChild(&html.Node{Type: html.TextNode, Data: value})
		return nil
	}
	toggle(n, "value", false)
	n.Attr = append(n.Attr, html.Attribute{Key: "value", Val: value})
	return nil
}

func choose(list *html.Node, text string) error {
	var texts []string
	var chosen *html.Node
	for o := range list.Descendants() {
		if o.DataAtom == atom.Option {
			texts = append(texts, textOf(o))
			if textOf(o) == plain(text) && !has(o, "disabled") {
				chosen = o
			}
		}
	}
	if chosen == nil {
		return fmt.Errorf("no option «%s»; there are: %s", text, strings.Join(texts, ", "))
	}
	for o := range list.Descendants() {
		if o.DataAtom == atom.Option {
			toggle(o, "selected", o == chosen)
		}
	}
	return nil
}

// clearGroup takes the choice from all radio buttons of one name in the form.
func clearGroup(radio *html.Node) {
	name, _ := attribute(radio, "name")
	for n := range formOf(radio).Descendants() {
		if kind, _ := attribute(n, "type"); kind == "radio" {
			if other, _ := attribute(n, "name"); other == name {
				toggle(n, "checked", false)
			}
		}
	}
}

// formOf is the form around a node, or the whole page when there is none.
func formOf(n *html.Node) *html.Node {
	for n.Parent != nil && n.DataAtom != atom.Form {
		n = n.Parent
	}
	return n
}

func has(n *html.Node, name string) bool {
	_, ok := attribute(n, name)
	return ok
}

// toggle sets or removes an attribute without a value.
func toggle(n *html.Node, name string, on bool) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	if on {
		n.Attr = append(n.Attr, html.Attribute{Key: name})
	}
}

// values are what the form sends when the button is pressed (HTML, "constructing the entry list").
func values(form, button *html.Node) url.Values {
	v := url.Values{}
	for n := range form.Descendants() {
		name, ok := attribute(n, "name")
		if !ok || name == "" || has(n, "disabled") {
			continue
		}
		value, hasValue := attribute(n, "value")
		switch kind, _ := attribute(n, "type"); {
		case n.DataAtom == atom.Button || kind == "submit":
			if n == button {
				v.Add(name, value)
			}
		case kind == "checkbox" || kind == "radio":
			if !hasValue {
				value = "on"
			}
			if has(n, "checked") {
				v.Add(name, value)
			}
		case n.DataAtom == atom.Input:
			v.Add(name, value)
		case n.DataAtom == atom.Textarea:
			v.Add(name, rawText(n))
		case n.DataAtom == atom.Select:
			addSelected(v, name, n)
		}
	}
	return v
}

// addSelected adds the chosen options of a list; a list that shows one option has its first one chosen at the start.
func addSelected(v url.Values, name string, list *html.Node) {
	var first *html.Node
	any := false
	for o := range list.Descendants() {
		if o.DataAtom != atom.Option || has(o, "disabled") {
			continue
		}
		if first == nil {
			first = o
		}
		if has(o, "selected") {
			any = true
			v.Add(name, optionValue(o))
		}
	}
	if !any && first != nil && !has(list, "multiple") {
		v.Add(name, optionValue(first))
	}
}

func optionValue(o *html.Node) string {
	if value, ok := attribute(o, "value"); ok {
		return value
	}
	return textOf(o)
}

func rawText(n *html.Node) string {
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(c.Data)
	}
	return b.String()
}
