package browsertest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Click clicks in the middle of the element, which must be enabled and not lie under another, and waits for the page
// that this may open.
func (e *Element) Click() {
	e.page.tb.Helper()
	e.click(func(node) bool { return true })
}

// Fill replaces what a text field holds, as if it were typed.
func (e *Element) Fill(text string) {
	e.page.tb.Helper()
	e.act("fill", func(ctx context.Context, n node) error {
		typed, err := callOn[bool](ctx, n.id, jsSelectContent)
		if err != nil {
			return err
		}
		if typed && text != "" {
			return call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		}
		_, err = callOn[any](ctx, n.id, jsSetValue, text)
		return err
	})
}

// Choose selects an option of a list by its text.
func (e *Element) Choose(option string) {
	e.page.tb.Helper()
	e.act("choose", func(ctx context.Context, n node) error {
		others, err := callOn[[]string](ctx, n.id, jsChoose, plain(option))
		if err == nil && others != nil {
			err = fmt.Errorf("no option «%s»; there are: %s", option, strings.Join(others, ", "))
		}
		return err
	})
}

// Check ticks a box or chooses a radio button, if it is not so already.
func (e *Element) Check() {
	e.page.tb.Helper()
	e.setChecked("check", "true")
}

// Uncheck takes the tick from a box, if there is one.
func (e *Element) Uncheck() {
	e.page.tb.Helper()
	e.setChecked("uncheck", "false")
}

func (e *Element) setChecked(what, want string) {
	e.page.tb.Helper()
	e.click(func(n node) bool { return n.properties["checked"] != want })
	e.page.retry(what+" "+e.what, func(ctx context.Context) error {
		n, err := e.locate(ctx)
		if err == nil && n.properties["checked"] != want {
			err = errors.New("the click did not change it")
		}
		return err
	})
}

// Upload gives files to a file field.
func (e *Element) Upload(paths ...string) {
	e.page.tb.Helper()
	e.act("upload", func(ctx context.Context, n node) error {
		var files []string
		for _, path := range paths {
			abs, err := filepath.Abs(path)
			if err != nil {
				return err
			}
			files = append(files, abs)
		}
		return call(ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, BackendNodeID: n.id})
	})
}

// Value is what a field holds.
func (e *Element) Value() string {
	e.page.tb.Helper()
	return ask(e, func(ctx context.Context, n node) (string, error) {
		return callOn[string](ctx, n.id, `function() { return this.value ?? '' }`)
	})
}

// Checked tells whether a box is ticked or a radio button chosen.
func (e *Element) Checked() bool {
	e.page.tb.Helper()
	return ask(e, func(_ context.Context, n node) (bool, error) { return n.properties["checked"] == "true", nil })
}

// Text is what the element shows, written as [Page.Text] writes it.
func (e *Element) Text() string {
	e.page.tb.Helper()
	return plain(ask(e, func(ctx context.Context, n node) (string, error) {
		return callOn[string](ctx, n.id, `function() { return this.innerText ?? this.textContent }`)
	}))
}

// Description is what a screen reader says after the name: hints and errors that the element is described by.
func (e *Element) Description() string {
	e.page.tb.Helper()
	return ask(e, func(_ context.Context, n node) (string, error) { return n.description, nil })
}

// Invalid tells whether the field is marked as wrong.
func (e *Element) Invalid() bool {
	e.page.tb.Helper()
	return ask(e, func(_ context.Context, n node) (bool, error) { return n.properties["invalid"] == "true", nil })
}

// Attr is an attribute of the element, "" when it has none of that name.
func (e *Element) Attr(name string) string {
	e.page.tb.Helper()
	return ask(e, func(ctx context.Context, n node) (string, error) {
		return callOn[string](ctx, n.id, `function(name) { return this.getAttribute(name) ?? '' }`, name)
	})
}

// Focused tells whether the keyboard's input goes to the element.
func (e *Element) Focused() bool {
	e.page.tb.Helper()
	return ask(e, func(ctx context.Context, n node) (bool, error) {
		return callOn[bool](ctx, n.id, `function() { return this === this.ownerDocument.activeElement }`)
	})
}

// Exists tells whether the element is there now. It does not wait; see [Element.Want] and [Element.WantGone].
func (e *Element) Exists() bool {
	e.page.tb.Helper()
	err := e.once()
	var missing *notFoundError
	if err != nil && !errors.As(err, &missing) {
		e.page.tb.Fatalf("look for %s: %v", e.what, err)
	}
	return err == nil
}

// Want waits until the element is there.
func (e *Element) Want() {
	e.page.tb.Helper()
	e.act("find", func(context.Context, node) error { return nil })
}

// WantGone waits until the element is not there.
func (e *Element) WantGone() {
	e.page.tb.Helper()
	gone := func() bool {
		var missing *notFoundError
		return errors.As(e.once(), &missing)
	}
	if !e.page.until(gone) {
		e.page.tb.Fatalf("%s is still on %s", e.what, e.page.where())
	}
}

// once looks for the element one time.
func (e *Element) once() error {
	ctx, cancel := context.WithTimeout(e.page.ctx, e.page.set.deadline)
	defer cancel()
	_, err := e.locate(ctx)
	return err
}

// act finds the element, does something with it, again and again until that succeeds, and waits for what this begins.
func (e *Element) act(what string, f func(ctx context.Context, n node) error) {
	e.page.tb.Helper()
	e.page.retry(what+" "+e.what, func(ctx context.Context) error {
		n, err := e.locate(ctx)
		if err != nil {
			return err
		}
		return f(ctx, n)
	})
	e.page.settle()
}

// ask finds the element and reads something from it.
func ask[T any](e *Element, f func(ctx context.Context, n node) (T, error)) T {
	e.page.tb.Helper()
	var value T
	e.page.retry("read "+e.what, func(ctx context.Context) error {
		n, err := e.locate(ctx)
		if err != nil {
			return err
		}
		value, err = f(ctx, n)
		return err
	})
	return value
}

// click clicks on the element once it can be hit, if the node is wanted clicked. Only the looking is repeated: the
// press itself happens once.
func (e *Element) click(wanted func(node) bool) {
	e.page.tb.Helper()
	var x, y float64
	press := false
	e.page.retry("click "+e.what, func(ctx context.Context) error {
		n, err := e.locate(ctx)
		if err != nil {
			return err
		}
		if press = wanted(n); press {
			x, y, err = target(ctx, n)
		}
		return err
	})
	if press {
		e.page.step("click "+e.what, func(ctx context.Context) error {
			return chromedp.Do(ctx, chromedp.MouseClickXY(x, y))
		})
		e.page.settle()
	}
}

// target is the middle of the first box of a node, in CSS pixels of the window, if a click there would hit it.
func target(ctx context.Context, n node) (x, y float64, err error) {
	if n.properties["disabled"] == "true" {
		return 0, 0, errors.New("it is disabled")
	}
	if err := call(ctx, dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{BackendNodeID: n.id}); err != nil {
		return 0, 0, err
	}
	box, err := chromedp.Call(ctx, dom.GetContentQuads, dom.GetContentQuadsParams{BackendNodeID: n.id})
	if err != nil {
		return 0, 0, err
	}
	if len(box.Quads) == 0 || len(box.Quads[0]) != 8 {
		return 0, 0, errors.New("it has no box to click on")
	}
	q := box.Quads[0] // four corners
	x, y = (q[0]+q[2]+q[4]+q[6])/4, (q[1]+q[3]+q[5]+q[7])/4
	cover, err := callOn[string](ctx, n.id, jsCover, x, y)
	if err != nil {
		return 0, 0, err
	}
	if cover != "" {
		return 0, 0, fmt.Errorf("it lies under %s", cover)
	}
	return x, y, nil
}

const (
	// jsSelectContent focuses a field and selects what it holds; false when it cannot be typed into.
	jsSelectContent = `function() {
		if (this.disabled || this.readOnly) throw new Error('the field cannot be changed')
		this.scrollIntoView({block: 'center'})
		this.focus()
		if (this.isContentEditable) { document.getSelection().selectAllChildren(this); return true }
		if (this.tagName === 'TEXTAREA') { this.select(); return true }
		if (this.tagName !== 'INPUT') throw new Error('not a field for text: ' + this.tagName)
		this.select()
		return ['text', 'search', 'email', 'tel', 'url', 'password', 'number'].includes(this.type)
	}`

	// jsSetValue sets what a field holds and tells the page, as a person's choice in a calendar would.
	jsSetValue = `function(text) {
		if (this.isContentEditable) this.textContent = text
		else this.value = text
		if (this.value !== text && !this.isContentEditable) throw new Error('the field does not take ' + text)
		this.dispatchEvent(new Event('input', {bubbles: true}))
		this.dispatchEvent(new Event('change', {bubbles: true}))
	}`

	// jsChoose selects an option; when there is none, it returns the texts of those there are.
	jsChoose = `function(text) {
		const plain = o => o.label.replaceAll('\u00ad', '').replace(/\s+/g, ' ').trim()
		const options = [...this.options]
		const found = options.find(o => plain(o) === text && !o.disabled)
		if (!found) return options.map(plain)
		this.focus()
		found.selected = true
		this.dispatchEvent(new Event('input', {bubbles: true}))
		this.dispatchEvent(new Event('change', {bubbles: true}))
		return null
	}`

	// jsCover names what a click at the point would hit instead of this element, its content or its label.
	jsCover = `function(x, y) {
		const hit = document.elementFromPoint(x, y)
		if (!hit) return 'the edge of the window'
		if (this === hit || this.contains(hit) || [...this.labels ?? []].some(l => l.contains(hit))) return ''
		return hit.outerHTML.replace(/\s+/g, ' ').slice(0, 120)
	}`
)
