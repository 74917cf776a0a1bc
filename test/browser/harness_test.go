package browser

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// small is a site with the policy that Parvis has, where one page is right and
// the others each do one thing that the harness must not let through.
func small(t *testing.T) *site {
	const head = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
		<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head><body><main><h1>Essai</h1>`
	pages := map[string]string{
		"/": head + `<p id="out">Bonjour</p>
			<form action="/sent" method="get">
			<label for="title">Titre</label><input id="title" name="title" value="avant">
			<label for="place">Lieu</label><select id="place" name="place"><option>Lyon</option><option value="brest">Brest</option></select>
			<button>Envoyer</button></form>
			<button type="button" id="say">Dire</button><script src="/app.js"></script>`,
		"/sent":     head + `<p>Envoyé</p>`,
		"/wide":     head + `<pre id="wide">` + strings.Repeat("x", 300) + `</pre>`,
		"/unnamed":  head + `<img src="/dot.svg">`,
		"/missing":  head + `<p>⟦agenda.title⟧</p>`,
		"/broken":   head + `<script src="/broken.js"></script>`,
		"/lost":     head + `<img alt="" src="/nothing.svg">`,
		"/inline":   head + `<script>document.title = "no"</script>`,
		"/abroad":   head + `<img alt="" src="http://127.0.0.1:1/dot.svg">`,
		"/speaking": head + `<script src="/speaking.js"></script>`,
	}
	scripts := map[string]string{
		"/app.js":      `document.getElementById("say").addEventListener("click", async () => { const r = await fetch("/slow"); document.getElementById("out").textContent = await r.text() })`,
		"/broken.js":   `null.f()`,
		"/speaking.js": `console.error("gone", "wrong"); alert("stop")`,
	}
	return serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' http://127.0.0.1:1 data:")
		switch {
		case pages[r.URL.Path] != "":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, pages[r.URL.Path])
		case scripts[r.URL.Path] != "":
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, scripts[r.URL.Path])
		case r.URL.Path == "/slow":
			fmt.Fprint(w, "Bonsoir à tous")
		case r.URL.Path == "/dot.svg":
			w.Header().Set("Content-Type", "image/svg+xml")
			fmt.Fprint(w, `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>`)
		default:
			http.NotFound(w, r)
		}
	}))
}

func TestHarness(t *testing.T) {
	t.Parallel()
	site := small(t)
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			p := open(t, site, "", on)
			p.visit("/")
			p.see("Bonjour")
			p.find("#say")
			p.click("#say")
			p.see("Bonsoir à tous")
			p.seeNot("Bonjour")
			p.fill("Titre", "É")
			p.write("té")
			p.prefer(feature{"prefers-color-scheme", "dark"})
			p.choose("Lieu", "Brest")
			p.screen("harness")
			p.whole("harness")
			p.press("Envoyer")
			p.see("Envoyé")
			p.at(`/sent\?title=%C3%89t%C3%A9&place=brest`)
			for _, file := range []string{"shots/harness-" + on.name + ".png", "shots/harness-whole-" + on.name + ".png"} {
				if info, err := os.Stat(file); err != nil || info.Size() < 1000 {
					t.Errorf("the screen was not kept: %v", err)
				}
			}
		})
	}
}

// TestHarnessExpects proves that a journey may be about a refusal.
func TestHarnessExpects(t *testing.T) {
	t.Parallel()
	p := open(t, small(t), "", desktop)
	p.expect(http.StatusNotFound)
	p.visit("/nowhere")
	p.see("404 page not found")
}

// TestHarnessHears proves that what goes wrong in a page is heard.
func TestHarnessHears(t *testing.T) {
	t.Parallel()
	site := small(t)
	for path, want := range map[string]string{
		"/broken":   "a script failed: TypeError",
		"/lost":     "/nothing.svg answered 404",
		"/inline":   "Content Security Policy",
		"/abroad":   "the page asks another site: http://127.0.0.1:1/dot.svg",
		"/speaking": "the console says: gone wrong",
	} {
		t.Run(path[1:], func(t *testing.T) {
			p := open(t, site, "", desktop)
			p.visit(path)
			heard := strings.Join(p.watch.problems(), "\n")
			if !strings.Contains(heard, want) {
				t.Errorf("not heard: %q, but %q", want, heard)
			}
			p.watch.forget()
		})
	}
}

// TestHarnessSees proves that what is wrong on a screen is seen.
func TestHarnessSees(t *testing.T) {
	t.Parallel()
	site := small(t)
	p := open(t, site, "", phone)
	p.visit("/unnamed")
	p.axe() // a second time must find the same
	if found := fmt.Sprint(p.axe()); !strings.Contains(found, "image-alt") {
		t.Errorf("axe does not miss the alternative of an image: %s", found)
	}
	p.visit("/wide")
	if wide := p.wide(narrow.width); len(wide) == 0 || !strings.Contains(wide[0], "wide") {
		t.Errorf("a page that scrolls sideways is not seen: %v", wide)
	}
	p.visit("/sent")
	if wide := p.wide(narrow.width); len(wide) != 0 {
		t.Errorf("a page that fits is said to be wide: %v", wide)
	}
	run(p, "opening", chromedp.Navigate(site.url+"/missing"))
	if text := ask[string](p, "parvis.untranslated()"); !strings.Contains(text, "agenda.title") {
		t.Errorf("a missing translation is not seen: %q", text)
	}
}
