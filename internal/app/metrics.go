package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/pprof"
	"slices"
	"strings"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// gauge is one figure that is asked for.
type gauge struct {
	name, help string
	labels     string // as they are written: follower="notices"
	value      float64
}

// MetricsHandler serves /metrics for Prometheus. It stands on a listener of
// its own and is never part of the site. What cannot be measured is left out,
// and logged.
func (a *App) MetricsHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		metrics.WriteProcessMetrics(w)
		for _, ask := range []func(context.Context) ([]gauge, error){a.connections, a.followers, a.untold, a.indexed, a.scanned} {
			ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
			list, err := ask(ctx)
			cancel()
			if err != nil {
				a.Log.Error("metrics", "error", err)
			}
			write(w, list)
		}
	})
	if a.Config.Development {
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	}
	return mux
}

// write writes gauges; those of one name stand together.
func write(w io.Writer, list []gauge) {
	for i, m := range list {
		if i == 0 || list[i-1].name != m.name {
			fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s gauge\n", m.name, m.help, m.name)
		}
		if m.labels != "" {
			m.labels = "{" + m.labels + "}"
		}
		fmt.Fprintf(w, "%s%s %v\n", m.name, m.labels, m.value)
	}
}

// connections are those to the database, under the names that programs in Go
// give them.
func (a *App) connections(context.Context) ([]gauge, error) {
	s := a.DB.SQL().Stats()
	one := func(name, help string, value float64) gauge {
		return gauge{"go_sql_" + name, help, `db_name="parvis"`, value}
	}
	return []gauge{
		one("max_open_connections", "Connections that may be open at once.", float64(s.MaxOpenConnections)),
		one("open_connections", "Connections that are open.", float64(s.OpenConnections)),
		one("in_use_connections", "Connections that somebody uses.", float64(s.InUse)),
		one("idle_connections", "Connections that nobody uses.", float64(s.Idle)),
		one("wait_count_total", "How often a connection was waited for.", float64(s.WaitCount)),
		one("wait_duration_seconds_total", "How long connections were waited for.", s.WaitDuration.Seconds()),
	}, nil
}

// followers are how far each is behind the log of events.
func (a *App) followers(ctx context.Context) ([]gauge, error) {
	behind, err := a.Activity.Lag(ctx)
	var out []gauge
	for name, n := range behind {
		out = append(out, gauge{"parvis_followers_lag_events", "Events that a follower of the log has not handled yet.", fmt.Sprintf("follower=%q", name), float64(n)})
	}
	slices.SortFunc(out, func(a, b gauge) int { return strings.Compare(a.labels, b.labels) })
	return out, err
}

func (a *App) untold(ctx context.Context) ([]gauge, error) {
	n, err := a.Notifications.Untold(ctx)
	if err != nil {
		return nil, err
	}
	return []gauge{{name: "parvis_notices_untold_facts", help: "Facts whose many followers are still to be told, in the background.", value: float64(n)}}, nil
}

// indexed is the index of search of this node.
func (a *App) indexed(ctx context.Context) ([]gauge, error) {
	lag, err := a.Search.Feed.Lag(ctx)
	if err != nil {
		return nil, err
	}
	late, busy := 0.0, 0.0
	if !lag.Since.IsZero() {
		late = a.Clock.Now().Sub(lag.Since.Time).Seconds()
	}
	if !lag.Made || lag.Old {
		busy = 1
	}
	one := func(name, help string, value float64) gauge {
		return gauge{name: "parvis_search_index_" + name, help: help, value: value}
	}
	return []gauge{
		one("lag_events", "Events that the index of this node does not hold yet.", float64(lag.Events)),
		one("lag_seconds", "How long ago the oldest of these events happened.", late),
		one("documents", "Documents in the index.", float64(lag.Docs)),
		one("bytes", "Size of the index on disk.", float64(lag.Bytes)),
		one("making", "1 while everything is being read to make the index, or the next one beside it.", busy),
	}, nil
}

// scanned is what the antivirus holds and whether it answers. Without an
// antivirus there is nothing to tell.
func (a *App) scanned(ctx context.Context) ([]gauge, error) {
	if a.Config.Antivirus == "" {
		return nil, nil
	}
	count, err := a.Content.Scans(ctx)
	version, down := a.askAntivirus(ctx)
	answers := 0.0
	if version != "" {
		answers = 1
	}
	return []gauge{
		{name: "parvis_files_waiting_scan", help: "Files that the antivirus has not looked at yet.", value: float64(count.Waiting)},
		{name: "parvis_files_quarantined", help: "Files that the antivirus holds.", value: float64(count.Quarantined)},
		{name: "parvis_antivirus_up", help: "1 when the antivirus answers.", value: answers},
	}, errors.Join(err, down)
}
