package browsertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Element is a way to find one element. It is looked for anew at each use, so it outlives a change of the page.
type Element struct {
	page   *Page
	within *Element // nil for the whole page
	what   string   // for messages: `button «Войти»`
	role   string   // one role, or
	field  bool     // any field that has a label
	name   string
	nth    int // which of several, from 0; -1 demands that there be one
}

// fieldRoles are the roles of what a label belongs to.
func fieldRoles() []string {
	return []string{
		"textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "switch", "spinbutton", "slider",
		"Date", "DateTime", "InputTime", "ColorWell", "menulistpopup",
	}
}

// ByLabel finds a field by its label. Names are compared whole, with any white space as one space.
func (p *Page) ByLabel(label string) *Element {
	return &Element{page: p, what: "field «" + label + "»", field: true, name: plain(label), nth: -1}
}

// ByRole finds an element by its ARIA role and its accessible name, both as a screen reader would say them. The name ""
// stands for any.
func (p *Page) ByRole(role, name string) *Element {
	return &Element{page: p, what: describe(role, name), role: role, name: plain(name), nth: -1}
}

// ByLabel finds a field below the element.
func (e *Element) ByLabel(label string) *Element {
	found := e.page.ByLabel(label)
	found.within = e
	return found
}

// ByRole finds an element below the element.
func (e *Element) ByRole(role, name string) *Element {
	found := e.page.ByRole(role, name)
	found.within = e
	return found
}

// Nth chooses one of several elements that match, counted from 0 in the order of the page.
func (e *Element) Nth(n int) *Element {
	chosen := *e
	chosen.nth = n
	chosen.what = fmt.Sprintf("%s number %d", e.what, n)
	return &chosen
}

// node is what the browser tells a screen reader about an element.
type node struct {
	id          cdp.BackendNodeID
	role        string
	name        string
	description string
	properties  map[string]string
}

func (n node) String() string { return describe(n.role, n.name) }

func describe(role, name string) string {
	if name == "" {
		return role
	}
	return role + " «" + name + "»"
}

// notFoundError says what was not found and what is there instead.
type notFoundError struct {
	what, where string
	others      []string
}

func (e *notFoundError) Error() string {
	if len(e.others) == 0 {
		return fmt.Sprintf("no %s on %s, nor anything of its kind", e.what, e.where)
	}
	return fmt.Sprintf("no %s on %s; there are:\n\t%s", e.what, e.where, strings.Join(e.others, "\n\t"))
}

// locate finds the element once.
func (e *Element) locate(ctx context.Context) (node, error) {
	all, err := e.candidates(ctx)
	if err != nil {
		return node{}, err
	}
	var others []string
	var matching []node
	for _, n := range all {
		if e.name == "" || n.name == e.name {
			matching = append(matching, n)
		} else {
			others = append(others, n.String())
		}
	}
	switch {
	case len(matching) == 0 || e.nth >= len(matching):
		return node{}, &notFoundError{what: e.what, where: e.page.where(), others: others}
	case e.nth >= 0:
		return matching[e.nth], nil
	case len(matching) > 1:
		return node{}, fmt.Errorf("%d elements match %s on %s", len(matching), e.what, e.page.where())
	}
	return matching[0], nil
}

// candidates are all elements of the role, or all fields, whatever their names.
func (e *Element) candidates(ctx context.Context) ([]node, error) {
	params := accessibility.QueryAXTreeParams{Role: e.role}
	if e.within == nil {
		document, err := chromedp.Call(ctx, runtime.Evaluate,
			runtime.EvaluateParams{Expression: "document", ObjectGroup: objectGroup})
		if err != nil {
			return nil, err
		}
		if document.Result == nil || document.Result.ObjectID == "" {
			return nil, errors.New("the page has no document")
		}
		params.ObjectID = document.Result.ObjectID
	} else {
		outer, err := e.within.locate(ctx)
		if err != nil {
			return nil, err
		}
		params.BackendNodeID = outer.id
	}
	result, err := chromedp.Call(ctx, accessibility.QueryAXTree, params)
	if err != nil {
		return nil, fmt.Errorf("read the accessibility tree: %w", err)
	}
	var nodes []node
	for _, ax := range result.Nodes {
		n := readNode(ax)
		if ax.Ignored || n.id == 0 {
			continue
		}
		fits := e.role != "" || slices.Contains(fieldRoles(), n.role)
		if !fits && n.role == "button" && n.name == e.name {
			if fits, err = isFileField(ctx, n.id); err != nil {
				return nil, err
			}
		}
		if fits {
			nodes = append(nodes, n)
		}
	}
	return nodes, call(ctx, runtime.ReleaseObjectGroup, runtime.ReleaseObjectGroupParams{ObjectGroup: objectGroup})
}

// isFileField tells a field for files from the buttons, whose role it has.
func isFileField(ctx context.Context, id cdp.BackendNodeID) (bool, error) {
	found, err := chromedp.Call(ctx, dom.DescribeNode, dom.DescribeNodeParams{BackendNodeID: id})
	if err != nil {
		return false, fmt.Errorf("describe a button: %w", err)
	}
	for i := 0; i+1 < len(found.Node.Attributes); i += 2 { // names and values in turn
		if found.Node.Attributes[i] == "type" && found.Node.Attributes[i+1] == "file" {
			return true, nil
		}
	}
	return false, nil
}

func readNode(ax *accessibility.Node) node {
	n := node{
		id:          ax.BackendDOMNodeID,
		role:        axText(ax.Role),
		name:        plain(axText(ax.Name)),
		description: plain(axText(ax.Description)),
		properties:  map[string]string{},
	}
	for _, property := range ax.Properties {
		n.properties[string(property.Name)] = axText(property.Value)
	}
	return n
}

func axText(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	return jsonText(v.Value)
}
