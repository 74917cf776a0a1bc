package browser

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// screen demands what every screen owes: nothing that axe finds wrong, and no
// scrolling sideways on this device nor on the narrowest one. It keeps the
// screen under the name, for people to look at.
func (p *page) screen(name string) {
	p.t.Helper()
	p.settle()
	for _, violation := range p.axe() {
		p.t.Errorf("%s on %s: %s", name, p.device.name, violation)
	}
	for _, wide := range p.wide(p.device.width) {
		p.t.Errorf("%s on %s is wider than the screen: %s", name, p.device.name, wide)
	}
	if p.device.touch {
		for _, wide := range p.wide(narrow.width) {
			p.t.Errorf("%s is wider than %d pixels: %s", name, narrow.width, wide)
		}
	}
	p.shot(name)
}

// shot keeps what the person sees, without scrolling.
func (p *page) shot(name string) {
	p.t.Helper()
	p.settle()
	p.keep(name, run(p, "taking the screen "+name, snap))
}

// snap takes what is seen. Squeezing the picture as small as it can be would
// take longer than making it.
func snap(ctx context.Context, t *chromedp.Target) ([]byte, error) {
	quickly := true
	taken, err := cdp.Call(ctx, t, pages.CaptureScreenshot, pages.CaptureScreenshotParams{OptimizeForSpeed: &quickly})
	if err != nil {
		return nil, err
	}
	return taken.Data, nil
}

// whole keeps the page from its top to its end.
func (p *page) whole(name string) {
	p.t.Helper()
	p.settle()
	p.keep(name+"-whole", run(p, "taking the page "+name, chromedp.FullScreenshot(100)))
}

// wide lists what scrolls sideways on a screen of this width, and puts the
// page back on its device.
func (p *page) wide(width int64) []string {
	p.t.Helper()
	own := p.device
	other := own
	other.width = width
	p.turn(other)
	defer p.turn(own)
	return ask[[]string](p, "parvis.wide()")
}

// turn looks at the page on another device, with the same preferences.
func (p *page) turn(on device) {
	p.t.Helper()
	p.device = on
	p.do("turning to "+on.name, hold(on, "fr-FR,fr"), media(p.held.preferred...))
}

// prefer shows the page as a person with these preferences sees it:
// prefer(feature{"prefers-color-scheme", "dark"}). It lasts until the next call.
func (p *page) prefer(features ...feature) {
	p.t.Helper()
	p.held.preferred = append([]feature{calm}, features...)
	p.do("preferring", media(p.held.preferred...))
	p.wait("the colours to have turned", `document.getAnimations().every((one) => one.playState !== "running")`)
}

// engine is axe, from the packages of the front end.
var engine = sync.OnceValues(func() (string, error) {
	text, err := os.ReadFile("../../node_modules/axe-core/axe.min.js")
	if err != nil {
		return "", fmt.Errorf("axe is missing: run make generate (%w)", err)
	}
	return string(text), nil
})

// violation is what axe found wrong, on which elements.
type violation struct {
	ID, Impact, Help string
	Nodes            []node
}

type node struct{ HTML, FailureSummary string }

func (v violation) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "axe: %s (%s, %s)", v.Help, v.ID, v.Impact)
	for _, node := range v.Nodes[:min(3, len(v.Nodes))] {
		fmt.Fprintf(&text, "\n\t%.300s\n\t%s", node.HTML, strings.ReplaceAll(node.FailureSummary, "\n", "\n\t"))
	}
	if more := len(v.Nodes) - 3; more > 0 {
		fmt.Fprintf(&text, "\n\tand %d more", more)
	}
	return text.String()
}

// axe checks the page against WCAG 2.2 A and AA and axe's best practices. It
// would fetch and parse the style sheets anew for rules that are not among them.
func (p *page) axe() []violation {
	p.t.Helper()
	source, err := engine()
	if err != nil {
		p.t.Fatal(err)
	}
	p.do("bringing axe", chromedp.Evaluate[chromedp.Void]("if (!globalThis.axe) {"+source+"\n}; undefined"))
	found := run(p, "running axe", chromedp.Evaluate[[]violation](`axe.run(document, {
		resultTypes: ["violations"],
		preload: {assets: ["media"]},
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	}).then((result) => result.violations)`, chromedp.EvalAwaitPromise))
	for i := range found {
		// What a fixed bar covers now comes out from under it by scrolling.
		found[i].Nodes = slices.DeleteFunc(found[i].Nodes, func(n node) bool { return strings.Contains(n.FailureSummary, "partially obscured") })
	}
	return slices.DeleteFunc(found, func(v violation) bool { return len(v.Nodes) == 0 })
}
