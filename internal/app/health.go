package app

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"parvis/internal/access"
	"parvis/internal/assets"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// readComponents: the living page of the design system shows nothing of the
// site; it is served in development only.
var readComponents = access.On(access.None, "app.components", access.Read, access.Anyone)

// routes declares what belongs to no feature.
func (a *App) routes() {
	a.Router.Mount("GET /healthz", http.HandlerFunc(a.healthz))
	a.Router.Mount("GET /assets/", assets.Handler())
	a.Router.Get("/help", readTexts, a.reads(help))
	a.Router.Get("/accessibility", readTexts, a.reads(accessibility))
	if a.Config.Development {
		a.Router.Get("/_components", readComponents, func(*web.Request) (web.Reply, error) {
			return web.Page(ui.ComponentsPage()), nil
		})
	}
	a.Router.Mount("GET /readyz", http.HandlerFunc(a.readyz))
}

// Handler is the whole site.
func (a *App) Handler() (http.Handler, error) { return a.Router.Handler() }

// healthz says that the process answers; it asks nothing of anything else.
func (a *App) healthz(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok") }

// readyz says whether requests can be served now.
func (a *App) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := a.DB.Ping(ctx); err != nil {
		a.Log.Error("not ready", "error", err)
		answer(w, http.StatusServiceUnavailable, "database does not answer")
		return
	}
	answer(w, http.StatusOK, "ready")
}

func answer(w http.ResponseWriter, status int, state string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"status": state})
}
