// Package browser holds the journeys: what people do in Parvis, done in a real
// Chromium on a desktop and on a phone, one journey per use of the mission.
//
// A journey opens a page as a member of the cast and says what a person does
// and sees, in the words on the screen: Press("Publier"), Fill("Titre", …),
// See("…"). It waits for what it sees, never for a length of time. Whatever
// goes wrong in the page fails the journey without being asked: an error in the
// console, a request that fails, a request to another site, a text without
// translation. Screens are kept in shots/ for people to look at.
//
// The programs are those of tools/testenv: run make test, or
// bin/testenv -- go test ./test/browser -run Journey.
package browser

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"parvis/internal/extract"
)

// device is what a person holds.
type device struct {
	name          string
	width, height int64 // CSS pixels
	scale         float64
	touch         bool
}

var (
	desktop = device{name: "desktop", width: 1280, height: 800, scale: 1}
	phone   = device{name: "phone", width: 390, height: 844, scale: 2, touch: true}
	// narrow is the smallest screen that Parvis serves, and a desktop at 400 %.
	narrow = device{name: "narrow", width: 320, height: 640, scale: 1, touch: true}
)

// patience is how long a page may take to show what a journey waits for. It
// only shortens failures: what appears is seen at once.
const patience = time.Minute

// program is the one Chromium of this test binary; each page has a profile of
// its own in it.
var program = sync.OnceValues(func() (context.Context, context.CancelFunc) {
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(os.Getenv("PARVIS_TEST_CHROMIUM")),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		// Journeys go on side by side, and only one window has the front: the others
		// must live as fast. What a window shows around its page, nobody sees.
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-features", "WebUIOmniboxPopup,WebUIOmniboxAimPopup,Translate,SpareRendererForSitePerProcess"),
		chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("font-render-hinting", "none"),
		chromedp.Flag("lang", "fr"),
	}
	ctx, closeAllocator := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, closeBrowser := chromedp.NewContext(ctx)
	return ctx, func() { closeBrowser(); closeAllocator() }
})

// started says whether the browser was needed, so that TestMain only closes
// what runs.
var started sync.Once

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == extract.Command { // the program under test reads a file
		os.Exit(extract.Work(os.Args[2], os.Stdout))
	}
	if err := sideBySide(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	running := true
	started.Do(func() { running = false })
	if running {
		_, end := program()
		end()
	}
	if err := forgetModel(); err != nil {
		fmt.Fprintln(os.Stderr, "removing the demonstration:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// sideBySide lets one more test than there are processors go on at a time,
// unless the command line says how many: a journey often waits.
func sideBySide() error {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if said {
		return nil
	}
	return flag.Set("test.parallel", strconv.Itoa(runtime.GOMAXPROCS(0)+1))
}

// chromium starts the browser at its first use.
func chromium(t *testing.T) context.Context {
	t.Helper()
	if os.Getenv("PARVIS_TEST_CHROMIUM") == "" {
		t.Fatal("Chromium is needed: run make test, or set PARVIS_TEST_CHROMIUM to the path of one")
	}
	ctx, _ := program()
	var err error
	started.Do(func() { err = chromedp.Do(ctx) })
	if err != nil {
		t.Fatalf("starting Chromium: %v", err)
	}
	return ctx
}

// open gives a page in a fresh profile, signed in as a member of the cast (by
// handle; nobody when empty). When the test ends, what went wrong in the page
// fails it and the profile is thrown away.
func open(t *testing.T, site *site, as string, on device) *page {
	t.Helper()
	p := &page{t: t, site: site, device: on, watch: newWatch(site.url), held: &held{preferred: []feature{calm}}}
	ctx, end := chromedp.NewContext(chromium(t), chromedp.WithNewBrowserContext(), chromedp.WithListener(p.watch.event))
	p.ctx = ctx
	t.Cleanup(func() {
		p.complain()
		end()
	})
	// The first action makes the tab and must not end it: no deadline.
	if err := chromedp.Do(ctx, hold(on, "fr-FR,fr"), media(calm)); err != nil {
		t.Fatal(err)
	}
	p.watch.answerDialogs(ctx)
	p.enter(as)
	return p
}

// hold makes the page look and feel like a device's, in a language, in Paris.
func hold(on device, languages string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		agent := "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
		if on.touch {
			agent = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36"
		}
		if _, err := cdp.Call(ctx, t, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: languages}); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, t, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: on.width, Height: on.height, DeviceScaleFactor: on.scale, Mobile: on.touch,
		}); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, t, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: on.touch}); err != nil {
			return err
		}
		// As if the window were at the front, which only one can be.
		if _, err := cdp.Call(ctx, t, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "Europe/Paris"})
		return err
	})
}

// feature is a preference of the person that style sheets see.
type feature struct{ name, value string }

// calm asks for no movement: screens are compared by people, not frames.
var calm = feature{"prefers-reduced-motion", "reduce"}

func media(features ...feature) chromedp.Action[chromedp.Void] {
	var list []*emulation.MediaFeature
	for _, f := range features {
		list = append(list, &emulation.MediaFeature{Name: f.name, Value: f.value})
	}
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: list})
		return err
	})
}

func setCookie(url string, cookie *http.Cookie) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.SetCookie, network.SetCookieParams{Name: cookie.Name, Value: cookie.Value, URL: url, HTTPOnly: &cookie.HttpOnly})
		return err
	})
}

// forgetOrigin removes what a site left in the profile: cookies, storage, caches.
func forgetOrigin(url string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, storage.ClearDataForOrigin, storage.ClearDataForOriginParams{Origin: url, StorageTypes: "all"})
		return err
	})
}
