package browsertest

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed axe/axe.min.js
var axe string

// violation is one rule of accessibility that the page breaks, as axe-core reports it.
type violation struct {
	ID      string `json:"id"`
	Impact  string `json:"impact"`
	Help    string `json:"help"`
	HelpURL string `json:"helpUrl"`
	Nodes   []struct {
		Target  []any  `json:"target"` // selectors; a list in the list leads into a frame or a shadow tree
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

func (v violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s\n\t%s\n", v.ID, v.Impact, v.Help, v.HelpURL)
	for _, n := range v.Nodes {
		fmt.Fprintf(&b, "\tat %v\n\t   %s\n", n.Target, n.HTML)
		for line := range strings.Lines(n.Summary) {
			fmt.Fprintf(&b, "\t   %s\n", strings.TrimSpace(line))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Audit fails the test for each fault of accessibility that axe-core finds by the rules of WCAG 2.2, levels A and AA, and
// its own good practice, and when the page is wider than its window (WCAG 1.4.10, reflow).
func (p *Page) Audit() {
	p.tb.Helper()
	if !p.set.script {
		p.tb.Fatal("axe-core needs JavaScript: audit the page without NoScript")
	}
	for _, v := range p.violations() {
		p.tb.Errorf("%s breaks %s", p.where(), v)
	}
	p.WantReflow()
}

// WantReflow fails the test when the page is wider than its window, so that one would have to scroll sideways (WCAG
// 1.4.10).
func (p *Page) WantReflow() {
	p.tb.Helper()
	if over := evaluate[int](p, jsOverflow); over > 0 {
		p.tb.Errorf("%s is %d pixels wider than its window: %s", p.where(), over, evaluate[string](p, jsWidest))
	}
}

func (p *Page) violations() []violation {
	p.tb.Helper()
	// The script is given as an expression, which the page's policy does not concern.
	return evaluate[[]violation](p, "(async () => {\n"+axe+"\n"+jsAudit+"\n})()")
}

const (
	jsAudit = `const {violations} = await axe.run(document, {
		resultTypes: ['violations'],
		runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
		rules: {'target-size': {enabled: true}},
	})
	return violations.map(({id, impact, help, helpUrl, nodes}) => ({id, impact: impact ?? '', help, helpUrl,
		nodes: nodes.map(({target, html, failureSummary}) => ({target, html, failureSummary: failureSummary ?? ''}))}))`

	// What reaches beyond the window and has nothing in it that does.
	jsWidest = `(() => {
		const beyond = e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5
		return [...document.querySelectorAll('body *')].filter(e => beyond(e) && ![...e.children].some(beyond)).slice(0, 3)
			.map(e => e.tagName.toLowerCase() + (e.className ? '.' + e.className : '') + ' «' + e.textContent.trim().slice(0, 60) + '»').join(', ')
	})()`
	jsOverflow = `Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)`
)
