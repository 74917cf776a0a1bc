package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// indexed measures, when asked, the index of search of this node.
type indexed struct{ *App }

func indexMetric(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("parvis_search_index_"+name, help, nil, nil)
}

func (indexed) metrics() (events, seconds, documents, bytes, making *prometheus.Desc) {
	return indexMetric("lag_events", "Events that the index of this node does not hold yet."),
		indexMetric("lag_seconds", "How long ago the oldest of these events happened."),
		indexMetric("documents", "Documents in the index."),
		indexMetric("bytes", "Size of the index on disk."),
		indexMetric("making", "1 while everything is being read to make the index, or the next one beside it.")
}

// Describe implements prometheus.Collector.
func (i indexed) Describe(ch chan<- *prometheus.Desc) {
	events, seconds, documents, bytes, making := i.metrics()
	for _, d := range []*prometheus.Desc{events, seconds, documents, bytes, making} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (i indexed) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	lag, err := i.Search.Feed.Lag(ctx)
	if err != nil {
		i.Log.Error("lag of the index of search", "error", err)
		return
	}
	late, busy := 0.0, 0.0
	if !lag.Since.IsZero() {
		late = i.Clock.Now().Sub(lag.Since.Time).Seconds()
	}
	if !lag.Made || lag.Old {
		busy = 1
	}
	events, seconds, documents, bytes, making := i.metrics()
	for d, v := range map[*prometheus.Desc]float64{events: float64(lag.Events), seconds: late, documents: float64(lag.Docs), bytes: float64(lag.Bytes), making: busy} {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v)
	}
}
