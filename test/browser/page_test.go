package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// page is a tab that a person looks at. Every method fails the test when what
// it waits for does not come.
type page struct {
	t      *testing.T
	ctx    context.Context
	site   *site
	device device
	watch  *watch
	held   *held
}

// held is what a tab keeps from one part of a test to the next.
type held struct {
	as        string    // who is signed in
	preferred []feature // what they asked for, which holding another device makes the browser forget
}

// during gives the same tab to a part of the test: what fails, and what goes
// wrong in the page meanwhile, is said of that part. A tab that stays open costs
// half of what a new one does.
func (p *page) during(t *testing.T) *page {
	t.Helper()
	p.complain()
	part := *p
	part.t = t
	t.Cleanup(part.complain)
	return &part
}

// become hands the tab to another member of the cast, or to nobody: what the one
// before left in it is gone.
func (p *page) become(as string) {
	p.t.Helper()
	if as == p.held.as {
		return
	}
	p.do("forgetting who was there", chromedp.Navigate("about:blank"), forgetOrigin(p.site.url))
	p.enter(as)
}

// enter signs a member of the cast in; nobody when empty.
func (p *page) enter(as string) {
	p.t.Helper()
	p.held.as = as
	if as == "" {
		return
	}
	for _, cookie := range p.site.cookies(p.t, as) {
		p.do("setting the cookie of "+as, setCookie(p.site.url, cookie))
	}
}

// complain fails the test for what went wrong in the page since it last did.
func (p *page) complain() {
	p.t.Helper()
	for _, problem := range p.watch.problems() {
		p.t.Errorf("on %s: %s", p.device.name, problem)
	}
	p.watch.forget()
}

// visit goes to a path of the site and waits for the page; it must answer 200,
// or the status that Expect named.
func (p *page) visit(path string) {
	p.t.Helper()
	response := run(p, "opening "+path, chromedp.NavigateResponse(p.site.url+path))
	if response == nil {
		p.fail("%s gave no answer", path)
	}
	p.settle()
}

// visitUntil goes to a path again and again until a text is there: for what is
// told to people a moment after it happened.
func (p *page) visitUntil(path, text string) {
	p.t.Helper()
	p.visit(path)
	p.until("“"+text+"” to be told on "+path, func(ctx context.Context) (bool, error) {
		seen, err := chromedp.Run(ctx, chromedp.Evaluate[bool](library+"; parvis.sees("+quote(text)+")"))
		if err == nil && !seen {
			_, err = chromedp.Run(ctx, chromedp.Reload())
		}
		return seen, err
	})
}

// expect says that the journey is about answers with this status: they are no
// problem on this page.
func (p *page) expect(status int64) { p.watch.expect(status) }

// press clicks, or taps, the button, link or menu entry with this name, as a
// person would: it must be visible and enabled, and it is brought into view.
func (p *page) press(name string) {
	p.t.Helper()
	p.hit("press “"+name+"”", fmt.Sprintf("parvis.pressable(%s)", quote(name)))
}

// click clicks, or taps, what a CSS selector finds, where no name tells it.
func (p *page) click(selector string) {
	p.t.Helper()
	p.hit("click "+selector, fmt.Sprintf("parvis.visible(%s)", quote(selector)))
}

// fill replaces what is written in the field with this label.
func (p *page) fill(label, text string) {
	p.t.Helper()
	p.settle() // a page that arrives may put the caret elsewhere
	p.hit("fill “"+label+"”", fmt.Sprintf("parvis.field(%s)", quote(label)))
	// A tap gives the focus a moment later.
	p.wait("the caret to be in “"+label+"”", fmt.Sprintf("parvis.field(%s)?.contains(document.activeElement)", quote(label)))
	p.script("parvis.selectAll()")
	if text == "" {
		p.key(kb.Delete)
		return
	}
	p.do("writing in “"+label+"”", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		return t.Call(ctx, input.InsertText.Method, input.InsertTextParams{Text: text}, nil)
	}))
}

// write presses the keys of a text one by one where the caret is, for what
// answers while one types.
func (p *page) write(text string) {
	p.t.Helper()
	p.do("writing", chromedp.KeyEvent(text))
}

// key presses one key, with modifiers: key("k", chromedp.ModifierCtrl).
func (p *page) key(key string, modifiers ...chromedp.Modifier) {
	p.t.Helper()
	if key == kb.Enter && len(modifiers) == 0 {
		p.do("pressing Enter", chromedp.Func(pressEnter))
		return
	}
	p.do("pressing a key", chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

// pressEnter is one event, as of a keyboard: a script that takes the key leaves
// nothing of it to the browser. KeyEvent sends the letter apart.
func pressEnter(ctx context.Context, t *chromedp.Target) error {
	key := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, Text: "\r"}
	if err := t.Call(ctx, input.DispatchKeyEvent.Method, key, nil); err != nil {
		return err
	}
	key.Type, key.Text = input.DispatchKeyEventTypeKeyUp, ""
	return t.Call(ctx, input.DispatchKeyEvent.Method, key, nil)
}

// choose picks an option by its text in the list with this label.
func (p *page) choose(label, option string) {
	p.t.Helper()
	p.gesture(fmt.Sprintf("“%s” in “%s”", option, label), fmt.Sprintf("parvis.choose(%s, %s)", quote(label), quote(option)))
}

// gesture repeats what a script does in the page until it could. What it brings
// about is not waited for: a new page would have it done twice.
func (p *page) gesture(what, does string) {
	p.t.Helper()
	p.until(what, func(ctx context.Context) (bool, error) {
		return chromedp.Run(ctx, chromedp.Evaluate[bool](library+"; !!("+does+")"))
	})
}

// see waits until a text is visible; seeNot until it is not.
func (p *page) see(text string) {
	p.t.Helper()
	p.wait("“"+text+"” to be seen", fmt.Sprintf("parvis.sees(%s)", quote(text)))
}

func (p *page) seeNot(text string) {
	p.t.Helper()
	p.wait("“"+text+"” not to be seen", fmt.Sprintf("!parvis.sees(%s)", quote(text)))
}

// sees tells whether a text is visible now, where a journey may go two ways.
func (p *page) sees(text string) bool {
	p.t.Helper()
	p.settle()
	return ask[bool](p, fmt.Sprintf("parvis.sees(%s)", quote(text)))
}

// find waits until something visible matches a CSS selector.
func (p *page) find(selector string) {
	p.t.Helper()
	p.wait(selector, fmt.Sprintf("!!parvis.visible(%s)", quote(selector)))
}

// lacks demands that nothing visible matches a CSS selector.
func (p *page) lacks(selector string) {
	p.t.Helper()
	p.wait("nothing to be "+selector, fmt.Sprintf("!parvis.visible(%s)", quote(selector)))
}

// at waits until the address is that of a path: a regular expression.
func (p *page) at(path string) {
	p.t.Helper()
	p.wait("the address to be "+path, fmt.Sprintf("new RegExp('^(?:' + %s + ')$').test(location.pathname + location.search)", quote(path)))
}

// hit waits for an element, brings it into view and clicks or taps its middle,
// once the page is loaded and the element has come to rest from one drawing to
// the next: a page that still goes to its anchor, or to the field that has the
// focus, would put something else under the finger.
func (p *page) hit(what, finder string) {
	p.t.Helper()
	type point struct{ X, Y float64 }
	var at *point
	p.until(what, func(ctx context.Context) (bool, error) {
		found, err := chromedp.Run(ctx, chromedp.Evaluate[*point](library+`; parvis.drawn(() => document.readyState === "complete" && document.fonts.status === "loaded" ? parvis.middle(`+finder+`) : null)`, chromedp.EvalAwaitPromise))
		rests := err == nil && found != nil && at != nil && *found == *at
		at = found
		return rests, err
	})
	if p.device.touch {
		p.do(what, chromedp.TapXY(at.X, at.Y))
	} else {
		p.do(what, chromedp.MouseClickXY(at.X, at.Y))
	}
}

// script runs an expression in the page, beside its own scripts.
func (p *page) script(expression string) {
	p.t.Helper()
	p.do(expression, chromedp.Evaluate[chromedp.Void](library+"; "+expression))
}

// ask gives the value of an expression.
func ask[T any](p *page, expression string) T {
	p.t.Helper()
	return run(p, expression, chromedp.Evaluate[T](library+"; "+expression))
}

// settle waits until the page has all that it asked for.
func (p *page) settle() {
	p.t.Helper()
	quiet := 0
	p.until("the page to settle", func(ctx context.Context) (bool, error) {
		ready, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && document.fonts.status === "loaded"`))
		if ready && err == nil && len(p.watch.awaited()) == 0 {
			quiet++
		} else {
			quiet = 0
		}
		return quiet == 2, err
	})
	if text := ask[string](p, "parvis.untranslated()"); text != "" {
		p.t.Errorf("on %s, the page shows a text without translation: %s", p.device.name, text)
	}
}

// wait repeats a condition, which may be a promise, until it holds. A page that
// changes under it is asked again.
func (p *page) wait(what, condition string) {
	p.t.Helper()
	p.until(what, func(ctx context.Context) (bool, error) {
		return chromedp.Run(ctx, chromedp.Evaluate[bool](library+"; Promise.resolve("+condition+").then((held) => !!held)", chromedp.EvalAwaitPromise))
	})
}

func (p *page) until(what string, met func(ctx context.Context) (bool, error)) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := met(ctx)
		if ok && err == nil {
			return
		}
		select {
		case <-ctx.Done():
			if err != nil {
				p.fail("waiting for %s: %v", what, err)
			}
			p.fail("waiting for %s", what)
		case <-tick.C:
		}
	}
}

func (p *page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	run(p, what, chromedp.Steps(steps...))
}

func run[T any](p *page, what string, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		p.fail("%s: %v", what, err)
	}
	return value
}

// fail ends the test with what the person would see, and keeps the screen.
func (p *page) fail(format string, args ...any) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	seen, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.title + "\n" + document.body.innerText.slice(0, 600)`))
	if screen, err := chromedp.Run(ctx, chromedp.CaptureScreenshot()); err == nil {
		p.keep("failed-"+p.t.Name(), screen)
	}
	p.t.Fatalf("%s\non %s, waiting for %v, the page is %s", fmt.Sprintf(format, args...), p.device.name, p.watch.awaited(), seen)
}

var unsafe = regexp.MustCompile(`[^\w-]+`)

// keep writes a screen into shots/.
func (p *page) keep(name string, png []byte) {
	p.t.Helper()
	const folder = "shots"
	if err := os.MkdirAll(folder, 0o755); err != nil {
		p.t.Error(err)
		return
	}
	file := filepath.Join(folder, unsafe.ReplaceAllString(name, "-")+"-"+p.device.name+".png")
	if err := os.WriteFile(file, png, 0o644); err != nil {
		p.t.Error(err)
	}
}

func quote(text string) string {
	quoted, _ := json.Marshal(text)
	return string(quoted)
}
