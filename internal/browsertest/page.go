package browsertest

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Page is one tab in a browser profile of its own. Its methods end the test when they cannot do what they are asked, so
// they are called from the goroutine of the test.
type Page struct {
	tb    testing.TB
	ctx   context.Context
	base  *url.URL
	set   settings
	watch *watch
}

// New opens an empty tab for pages below baseURL. It is closed when the test ends.
func New(tb testing.TB, baseURL string, opts ...Option) *Page {
	tb.Helper()
	base, err := url.Parse(baseURL)
	if err != nil {
		tb.Fatal(err)
	}
	set := defaults()
	for _, o := range opts {
		o(&set)
	}
	return open(tb, base, set, browser(tb), chromedp.WithNewBrowserContext())
}

// Tab opens one more tab of the same browser profile: both have the same cookies.
func (p *Page) Tab() *Page {
	p.tb.Helper()
	return open(p.tb, p.base, p.set, p.ctx)
}

func open(tb testing.TB, base *url.URL, set settings, in context.Context, opts ...chromedp.ContextOption) *Page {
	tb.Helper()
	w := newWatch(set.allowed)
	ctx, cancel := chromedp.NewContext(in, append(opts, chromedp.WithListener(w.take))...)
	p := &Page{tb: tb, ctx: ctx, base: base, set: set, watch: w}
	tb.Cleanup(cancel)
	tb.Cleanup(p.report)
	if err := chromedp.Do(ctx, chromedp.Func(p.emulate)); err != nil {
		tb.Fatalf("open a tab: %v", err)
	}
	w.watchFrame(string(chromedp.FromContext(ctx).Target.TargetID)) // the page's own frame has the name of its tab
	go p.closeDialogs()
	return p
}

// Context is the context of the tab for commands of the protocol that Page does not wrap, such as a virtual
// authenticator.
func (p *Page) Context() context.Context { return p.ctx }

// Open loads a page by its path and waits until it is there with all that it refers to.
func (p *Page) Open(path string) {
	p.tb.Helper()
	ref, err := url.Parse(path)
	if err != nil {
		p.tb.Fatal(err)
	}
	target := p.base.ResolveReference(ref).String()
	p.step("open "+path, func(ctx context.Context) error {
		return chromedp.Do(ctx, chromedp.Navigate(target))
	})
	p.settle()
}

// Reload loads the page again.
func (p *Page) Reload() {
	p.tb.Helper()
	p.step("reload", func(ctx context.Context) error { return chromedp.Do(ctx, chromedp.Reload()) })
	p.settle()
}

// Back goes to the page before.
func (p *Page) Back() {
	p.tb.Helper()
	p.step("go back", func(ctx context.Context) error {
		history, err := chromedp.Call(ctx, page.GetNavigationHistory, cdp.Empty{})
		if err != nil {
			return err
		}
		if history.CurrentIndex == 0 {
			return errors.New("there is no page before this one")
		}
		p.watch.begin()
		return call(ctx, page.NavigateToHistoryEntry,
			page.NavigateToHistoryEntryParams{EntryID: history.Entries[history.CurrentIndex-1].ID})
	})
	p.settle()
}

// Title is the title of the page.
func (p *Page) Title() string {
	p.tb.Helper()
	return plain(evaluate[string](p, "document.title"))
}

// URL is the address of the page: path, query and fragment while it is below the base, else the whole address.
func (p *Page) URL() string {
	p.tb.Helper()
	whole := evaluate[string](p, "location.href")
	if rest, ok := strings.CutPrefix(whole, p.base.Scheme+"://"+p.base.Host); ok {
		return rest
	}
	return whole
}

// Text is what the page shows, with no-break spaces as spaces and soft hyphens left out.
func (p *Page) Text() string {
	p.tb.Helper()
	return plain(evaluate[string](p, "document.body?.innerText ?? ''"))
}

// Status is the HTTP status with which the page was answered.
func (p *Page) Status() int { return p.watch.lastStatus() }

// WantText waits until the page shows each of the texts.
func (p *Page) WantText(texts ...string) {
	p.tb.Helper()
	for _, text := range texts {
		shown := ""
		if !p.until(func() bool { shown = p.Text(); return strings.Contains(shown, plain(text)) }) {
			p.tb.Fatalf("%s does not show «%s» but:\n%s", p.where(), text, shown)
		}
	}
}

// WantURL waits until the address is the one given, as [Page.URL] writes it.
func (p *Page) WantURL(want string) {
	p.tb.Helper()
	got := ""
	if !p.until(func() bool { got = p.URL(); return got == want }) {
		p.tb.Fatalf("the address is %s, want %s", got, want)
	}
}

// Eval evaluates JavaScript in the page and returns its value, awaiting it when it is a promise.
func Eval[T any](p *Page, script string) T {
	p.tb.Helper()
	return evaluate[T](p, script)
}

// evaluate runs a script. A navigation that happens meanwhile takes the script's world away; the new page is asked then.
func evaluate[T any](p *Page, script string) T {
	p.tb.Helper()
	var value T
	p.retry("evaluate "+brief(script), func(ctx context.Context) (err error) {
		value, err = chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
		return err
	})
	return value
}

// brief is the beginning of a script, for messages.
func brief(script string) string {
	const most = 100
	if len(script) <= most {
		return script
	}
	return strings.ToValidUTF8(script[:most], "") + "…"
}

// emulate sets up the tab before the first page.
func (p *Page) emulate(ctx context.Context, _ *chromedp.Target) error {
	scheme := "light"
	if p.set.dark {
		scheme = "dark"
	}
	agent, err := chromedp.Run(ctx, chromedp.Evaluate[string]("navigator.userAgent"))
	if err != nil {
		return err
	}
	return firstError(
		call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: p.set.width, Height: p.set.height, DeviceScaleFactor: 1, Mobile: p.set.width < 600,
		}),
		call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"}, // what moves cannot be clicked or compared
		}}),
		call(ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
			UserAgent: agent, AcceptLanguage: p.set.language,
		}),
		call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !p.set.script}),
		// Tests run side by side; each page shall believe that it has the focus.
		call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}),
	)
}

// settle waits for the page that a step has begun to load, if it has begun any.
func (p *Page) settle() {
	p.tb.Helper()
	// What the step began is announced before the renderer answers anything asked after it.
	p.retry("ask the page", func(ctx context.Context) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[int]("0"))
		return err
	})
	ctx, cancel := context.WithTimeout(p.ctx, p.set.deadline)
	defer cancel()
	if err := p.watch.loaded(ctx); err != nil {
		p.tb.Fatalf("%s is still loading after %v", p.where(), p.set.deadline)
	}
}

// step does something once, within the deadline.
func (p *Page) step(what string, f func(ctx context.Context) error) {
	p.tb.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, p.set.deadline)
	defer cancel()
	if err := f(ctx); err != nil {
		p.tb.Fatalf("%s: %v", what, err)
	}
}

// retry does something until it succeeds or the deadline has passed.
func (p *Page) retry(what string, f func(ctx context.Context) error) {
	p.tb.Helper()
	var err error
	ok := p.until(func() bool {
		ctx, cancel := context.WithTimeout(p.ctx, p.set.deadline)
		defer cancel()
		err = f(ctx)
		return err == nil
	})
	if !ok {
		p.tb.Fatalf("%s: %v", what, err)
	}
}

// until asks again and again, ever more slowly, until the answer is yes or the deadline has passed.
func (p *Page) until(done func() bool) bool {
	ctx, cancel := context.WithTimeout(p.ctx, p.set.deadline)
	defer cancel()
	pause := 5 * time.Millisecond
	for {
		if done() {
			return true
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return done() // once more: the machine may have been too busy to ask
		case <-timer.C:
		}
		pause = min(2*pause, 200*time.Millisecond)
	}
}

// where names the page in a message.
func (p *Page) where() string {
	info, err := chromedp.Call(p.ctx, page.GetNavigationHistory, cdp.Empty{})
	if err != nil || int(info.CurrentIndex) >= len(info.Entries) {
		return "the page"
	}
	e := info.Entries[info.CurrentIndex]
	return "page " + e.URL + " («" + e.Title + "»)"
}

// closeDialogs accepts the dialogs that the page opens; until then it stands still.
func (p *Page) closeDialogs() {
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-p.watch.dialogs:
			// A dialog that is gone already needs no answer.
			_ = call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}
	}
}

// report fails the test for the problems that the page had.
func (p *Page) report() {
	for _, problem := range p.watch.problems() {
		p.tb.Errorf("problem on a page: %s", problem)
	}
}
