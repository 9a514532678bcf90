package browsertest

import (
	"context"
	"strings"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keys by the names that [Page.Press] takes.
func keys() map[string]string {
	return map[string]string{
		"Tab": kb.Tab, "Enter": kb.Enter, "Escape": kb.Escape, "Space": " ", "Backspace": kb.Backspace,
		"Delete": kb.Delete, "Home": kb.Home, "End": kb.End, "PageUp": kb.PageUp, "PageDown": kb.PageDown,
		"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
	}
}

// Press presses keys one after another: Tab, Shift+Tab, Enter, Escape, Space, ArrowDown and the like; any other text is
// typed. It waits for a page that this may open.
func (p *Page) Press(names ...string) {
	p.tb.Helper()
	for _, name := range names {
		p.step("press "+name, func(ctx context.Context) error { return press(ctx, name) })
		p.settle()
	}
}

// mostTabs are pressed on the way to an element.
const mostTabs = 60

// TabTo goes to the element whose label, text or name begins with a text, by Tab alone. The test ends where sixty do not lead there.
func (p *Page) TabTo(name string) {
	p.tb.Helper()
	const focused = `(() => { const e = document.activeElement; if (!e || e === document.body) return '';
		return (e.labels && e.labels.length ? e.labels[0].innerText : e.innerText || e.getAttribute('aria-label') || '').replace(/\s+/g, ' ').trim() })()`
	var passed []string
	for range mostTabs {
		at := Eval[string](p, focused)
		if strings.HasPrefix(at, name) {
			return
		}
		passed = append(passed, at)
		p.Press("Tab")
	}
	p.tb.Fatalf("%d Tabs do not lead to %q on %s, but past %.500q", mostTabs, name, p.URL(), passed)
}

func press(ctx context.Context, name string) error {
	if name == "Shift+Tab" {
		return chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	}
	if key, ok := keys()[name]; ok {
		return chromedp.Do(ctx, chromedp.KeyEvent(key))
	}
	return call(ctx, input.InsertText, input.InsertTextParams{Text: name})
}
