package browser

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// watch notes what goes wrong in a page and what it still waits for.
type watch struct {
	mu       sync.Mutex
	host     string
	found    []string
	expected []int64 // statuses that the journey is about
	urls     map[network.RequestID]string
	pending  map[network.RequestID]cdp.LoaderID
	dialogs  chan string
	severed  bool // the journey took the network away once
}

func newWatch(site string) *watch {
	u, _ := url.Parse(site)
	return &watch{
		host: u.Host, urls: map[network.RequestID]string{}, pending: map[network.RequestID]cdp.LoaderID{},
		dialogs: make(chan string, 8),
	}
}

// event hears everything that the page does. It must be quick and run no
// command: the page waits for it.
func (w *watch) event(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.requested(e)
	case *pages.EventFrameNavigated:
		// What the page before still waited for is heard of no more.
		if e.Frame.ParentID == "" {
			maps.DeleteFunc(w.pending, func(_ network.RequestID, of cdp.LoaderID) bool { return of != e.Frame.LoaderID })
		}
	case *network.EventLoadingFinished:
		delete(w.pending, e.RequestID)
	case *network.EventLoadingFailed:
		delete(w.pending, e.RequestID)
		// A request that a new page or a newer request made useless is no failure,
		// nor is one of a browser whose journey took its network away, which may
		// be told once it has it back.
		away := w.severed && e.ErrorText == "net::ERR_INTERNET_DISCONNECTED"
		if !e.Canceled && e.ErrorText != "net::ERR_ABORTED" && !away {
			w.note("%s failed: %s %s", w.urls[e.RequestID], e.ErrorText, e.BlockedReason)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 && !slices.Contains(w.expected, e.Response.Status) {
			w.note("%s answered %d", e.Response.URL, e.Response.Status)
		}
	case *runtime.EventExceptionThrown:
		w.note("a script failed: %s", thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			w.note("the console says: %s", said(e.Args))
		}
	case *log.EventEntryAdded:
		// Requests are judged above, with what was expected.
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			w.note("the browser says: %s (%s)", e.Entry.Text, e.Entry.Source)
		}
	case *pages.EventJavascriptDialogOpening:
		w.note("a dialog opened: %s", e.Message)
		select {
		case w.dialogs <- e.Message:
		default:
		}
	}
}

func (w *watch) requested(e *network.EventRequestWillBeSent) {
	w.urls[e.RequestID] = e.Request.URL
	// A stream of events never ends, a ping has no answer: they are not waited for.
	if e.Type != network.ResourceTypeEventSource && e.Type != network.ResourceTypePing {
		w.pending[e.RequestID] = e.LoaderID
	}
	u, err := url.Parse(e.Request.URL)
	if err == nil && strings.HasPrefix(u.Scheme, "http") && u.Host != w.host {
		w.note("the page asks another site: %s", e.Request.URL)
	}
}

func (w *watch) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(w.found, text) {
		w.found = append(w.found, text)
	}
}

// problems is what went wrong so far.
func (w *watch) problems() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.found)
}

// forget drops what went wrong so far, once it was said.
func (w *watch) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.found = nil
}

// sever says that the journey takes the network away from the page.
func (w *watch) sever() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.severed = true
}

// expect says that answers with this status are what the journey is about.
func (w *watch) expect(status int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.expected = append(w.expected, status)
}

// awaited lists the addresses that have not answered yet.
func (w *watch) awaited() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []string
	for id := range w.pending {
		list = append(list, w.urls[id])
	}
	return list
}

// answerDialogs closes the dialogs that would hold the page until the tab
// ends. That one opened is a problem already.
func (w *watch) answerDialogs(ctx context.Context) {
	target := chromedp.FromContext(ctx).Target
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-w.dialogs:
				_, _ = cdp.Call(ctx, target, pages.HandleJavaScriptDialog, pages.HandleJavaScriptDialogParams{Accept: true})
			}
		}
	}()
}

func thrown(details *runtime.ExceptionDetails) string {
	if details.Exception != nil && details.Exception.Description != "" {
		return details.Exception.Description
	}
	return details.Text
}

func said(args []*runtime.RemoteObject) string {
	var words []string
	for _, arg := range args {
		if arg.Description != "" {
			words = append(words, arg.Description)
		} else {
			words = append(words, strings.Trim(string(arg.Value), `"`))
		}
	}
	return strings.Join(words, " ")
}
