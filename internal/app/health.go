package app

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

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

// MetricsHandler serves /metrics for Prometheus. It stands on a listener of
// its own and is never part of the site.
func (a *App) MetricsHandler() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewDBStatsCollector(a.DB.SQL(), "parvis"),
		lag{a}, indexed{a}, scans{a},
	)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	if a.Config.Development {
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	}
	return mux
}

// lag measures, when asked, how far each follower is behind the log of events.
type lag struct{ *App }

func lagMetric() *prometheus.Desc {
	return prometheus.NewDesc("parvis_followers_lag_events", "Events that a follower of the log has not handled yet.", []string{"follower"}, nil)
}

func untoldMetric() *prometheus.Desc {
	return prometheus.NewDesc("parvis_notices_untold_facts", "Facts whose many followers are still to be told, in the background.", nil, nil)
}

// Describe implements prometheus.Collector.
func (l lag) Describe(ch chan<- *prometheus.Desc) {
	ch <- lagMetric()
	ch <- untoldMetric()
}

// Collect implements prometheus.Collector.
func (l lag) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	behind, err := l.Activity.Lag(ctx)
	if err != nil {
		l.Log.Error("lag of followers", "error", err)
		return
	}
	for name, n := range behind {
		ch <- prometheus.MustNewConstMetric(lagMetric(), prometheus.GaugeValue, float64(n), name)
	}
	untold, err := l.Notifications.Untold(ctx)
	if err != nil {
		l.Log.Error("facts still to be told", "error", err)
		return
	}
	ch <- prometheus.MustNewConstMetric(untoldMetric(), prometheus.GaugeValue, float64(untold))
}
