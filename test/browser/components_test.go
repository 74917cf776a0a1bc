package browser

import (
	"net/http"
	"testing"

	"github.com/a-h/templ"

	"parvis/internal/assets"
	"parvis/internal/i18n"
	"parvis/internal/ui"
)

// gallery serves the page of components as the program does in development,
// under the policy of the pages: an inline style or script is a problem.
func gallery(t *testing.T, more ...func(mux *http.ServeMux)) *site {
	t.Helper()
	catalogue, err := i18n.Load(ui.Messages)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Handler())
	show := func(path string, page templ.Component) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'")
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			shell := ui.SampleShell()
			if path == "/plain" {
				shell.Me = ui.Person{}
			}
			shell.Live = r.URL.Query().Has("live")
			if message := r.URL.Query().Get("flash"); message != "" {
				shell.Flash = ui.Flash{Message: message, Undo: "/undo"}
			}
			ctx := i18n.With(r.Context(), catalogue.In(i18n.Match(r.URL.Query().Get("lang"))))
			if err := page.Render(ui.WithShell(ctx, shell), w); err != nil {
				t.Error(err)
			}
		})
	}
	show("/_components", ui.ComponentsPage())
	show("/_components/home", ui.SampleHome())
	show("/_components/item", ui.SampleItem())
	show("/plain", ui.SampleSignIn())
	for _, add := range more {
		add(mux)
	}
	return serve(t, mux)
}

// TestComponents holds every component in every state to what every screen owes.
func TestComponents(t *testing.T) {
	t.Parallel()
	tab := open(t, gallery(t), "", desktop)
	dark := feature{"prefers-color-scheme", "dark"}
	for _, as := range []struct {
		device
		features []feature
	}{
		{device: device{name: "desktop", width: 1440, height: 900, scale: 1}},
		{device: device{name: "desktop-dark", width: 1440, height: 900, scale: 1}, features: []feature{dark}},
		{device: device{name: "desktop-contrast", width: 1440, height: 900, scale: 1}, features: []feature{{"prefers-contrast", "more"}}},
		{device: device{name: "desktop-forced", width: 1440, height: 900, scale: 1}, features: []feature{{"forced-colors", "active"}}},
		{device: phone},
		{device: narrow},
	} {
		t.Run(as.name, func(t *testing.T) {
			p := tab.during(t)
			p.turn(as.device)
			p.prefer(as.features...)
			p.visit("/_components?flash=Publication+mise+à+la+corbeille")
			p.screen("components")
			if as.name == "desktop" {
				p.whole("components")
			}
		})
	}
}

// TestFrame looks at the components as screens put them together.
func TestFrame(t *testing.T) {
	t.Parallel()
	tab := open(t, gallery(t), "", desktop)
	for _, on := range []device{{name: "wide", width: 2560, height: 1440, scale: 1}, {name: "tablet", width: 820, height: 1180, scale: 1, touch: true}, narrow} {
		t.Run(on.name, func(t *testing.T) {
			p := tab.during(t)
			p.turn(on)
			for name, path := range map[string]string{"frame-home": "/_components/home", "frame-item": "/_components/item", "frame-plain": "/plain"} {
				p.visit(path)
				p.screen(name)
			}
		})
	}
}
