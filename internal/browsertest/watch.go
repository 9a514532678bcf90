package browsertest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// watch follows the events of one tab: whether it is loading, and what goes wrong in it.
type watch struct {
	allowed []string
	dialogs chan page.DialogType // to be closed, or the page stands still

	mu      sync.Mutex
	main    string // the frame of the page itself
	loading bool
	changed chan struct{} // closed when loading ends
	status  int
	urls    map[network.RequestID]string
	found   []string
}

func newWatch(allowed []string) *watch {
	return &watch{
		allowed: allowed,
		dialogs: make(chan page.DialogType, 16),
		changed: make(chan struct{}),
		urls:    map[network.RequestID]string{},
	}
}

// watchFrame names the frame of the page itself, whose loading is followed.
func (w *watch) watchFrame(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.main = id
}

// begin notes that the page is about to be left, when no event will say so in time.
func (w *watch) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.setLoading(w.main, true)
}

// take receives each event of the tab in order. It must not block.
func (w *watch) take(ev any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch ev := ev.(type) {
	case *page.EventFrameRequestedNavigation:
		if ev.Disposition == page.ClientNavigationDispositionCurrentTab {
			w.setLoading(string(ev.FrameID), true)
		}
	case *page.EventFrameStartedNavigating:
		w.setLoading(string(ev.FrameID), true)
	case *page.EventFrameStartedLoading:
		w.setLoading(string(ev.FrameID), true)
	case *page.EventFrameStoppedLoading:
		w.setLoading(string(ev.FrameID), false)
	case *page.EventNavigatedWithinDocument:
		w.setLoading(string(ev.FrameID), false)
	case *page.EventFrameNavigated:
		if ev.Type == page.NavigationTypeBackForwardCacheRestore { // nothing is loaded then
			w.setLoading(string(ev.Frame.ID), false)
		}
	case *page.EventJavascriptDialogOpening:
		if ev.Type != page.DialogTypeBeforeunload {
			w.problem("%s dialog: %s", ev.Type, ev.Message)
		}
		w.dialogs <- ev.Type
	case *network.EventRequestWillBeSent:
		w.urls[ev.RequestID] = ev.Request.Method + " " + ev.Request.URL
	case *network.EventResponseReceived:
		w.takeResponse(ev)
	case *network.EventLoadingFailed:
		if !ev.Canceled && ev.ErrorText != "net::ERR_ABORTED" {
			w.problem("%s failed: %s %s", w.urls[ev.RequestID], ev.ErrorText, ev.BlockedReason)
		}
	case *log.EventEntryAdded:
		// What the log says about the network was seen above, with the kind of the request.
		if ev.Entry.Level == log.EntryLevelError && ev.Entry.Source != log.EntrySourceNetwork {
			w.problem("%s: %s", ev.Entry.Source, ev.Entry.Text)
		}
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.ConsoleAPICalledTypeError || ev.Type == runtime.ConsoleAPICalledTypeAssert {
			w.problem("console: %s", consoleText(ev.Args))
		}
	case *runtime.EventExceptionThrown:
		w.problem("exception: %s", exceptionText(ev.ExceptionDetails))
	}
}

// takeResponse judges an answer by its status. A page may be answered by 4xx, and a fragment by 422: that is how the
// server tells a person what to mend. Anything else from 400 is a problem.
func (w *watch) takeResponse(ev *network.EventResponseReceived) {
	status := int(ev.Response.Status)
	isPage := ev.Type == network.ResourceTypeDocument && string(ev.FrameID) == w.main
	if isPage {
		w.status = status
	}
	isFragment := ev.Type == network.ResourceTypeFetch || ev.Type == network.ResourceTypeXHR
	switch {
	case status < 400, isPage && status < 500, isFragment && status == 422:
	default:
		w.problem("%s: status %d", w.urls[ev.RequestID], status)
	}
}

func (w *watch) setLoading(frame string, loading bool) {
	if frame != w.main || w.loading == loading {
		return
	}
	w.loading = loading
	if !loading {
		close(w.changed)
		w.changed = make(chan struct{})
	}
}

func (w *watch) problem(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !slices.ContainsFunc(w.allowed, func(part string) bool { return strings.Contains(text, part) }) {
		w.found = append(w.found, text)
	}
}

// loaded waits until the page is not loading.
func (w *watch) loaded(ctx context.Context) error {
	for {
		w.mu.Lock()
		loading, changed := w.loading, w.changed
		w.mu.Unlock()
		if !loading {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

func (w *watch) lastStatus() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.status
}

func (w *watch) problems() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.found)
}

func consoleText(args []*runtime.RemoteObject) string {
	var parts []string
	for _, a := range args {
		text := a.Description
		if text == "" {
			text = jsonText(a.Value)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func exceptionText(d *runtime.ExceptionDetails) string {
	text := d.Text
	if d.Exception != nil && d.Exception.Description != "" {
		text = d.Exception.Description
	}
	return fmt.Sprintf("%s (%s:%d)", text, d.URL, d.LineNumber+1)
}
