package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"parvis/internal/administration"
	"parvis/internal/antivirus"
	"parvis/internal/content"
)

// scanner is what looks at the files that come in, nil when the site has none.
func (a *App) scanner() (content.Scanner, error) {
	if a.Config.Antivirus == "" {
		return nil, nil
	}
	return antivirus.Parse(a.Config.Antivirus)
}

// quarantineTab leads administrators to what the antivirus holds, when there is
// an antivirus.
func (a *App) quarantineTab() []administration.Tab {
	if a.Config.Antivirus == "" {
		return nil
	}
	return []administration.Tab{{Key: "administration.quarantine.tab", Href: "/admin/quarantine"}}
}

// checkAntivirus asks the daemon who it is and counts what waits for it.
func (a *App) checkAntivirus(ctx context.Context) (string, error) {
	count, err := a.Content.Scans(ctx)
	if err != nil {
		return "", err
	}
	held := fmt.Sprintf("%d files wait for it, %d are in quarantine", count.Waiting, count.Quarantined)
	if a.Config.Antivirus == "" {
		return "not configured: files are taken as they come", nil
	}
	version, err := a.askAntivirus(ctx)
	if err != nil {
		return "", fmt.Errorf("%s: %w", held, err)
	}
	return version + ", " + held, nil
}

func (a *App) askAntivirus(ctx context.Context) (string, error) {
	daemon, err := antivirus.Parse(a.Config.Antivirus)
	if err != nil {
		return "", err
	}
	return daemon.Version(ctx)
}

// scans measures, when asked, what the antivirus holds and whether it answers.
type scans struct{ *App }

func scanMetrics() (waiting, quarantined, up *prometheus.Desc) {
	return prometheus.NewDesc("parvis_files_waiting_scan", "Files that the antivirus has not looked at yet.", nil, nil),
		prometheus.NewDesc("parvis_files_quarantined", "Files that the antivirus holds.", nil, nil),
		prometheus.NewDesc("parvis_antivirus_up", "1 when the antivirus answers.", nil, nil)
}

// Describe implements prometheus.Collector.
func (s scans) Describe(ch chan<- *prometheus.Desc) {
	waiting, quarantined, up := scanMetrics()
	ch <- waiting
	ch <- quarantined
	ch <- up
}

// Collect implements prometheus.Collector. Without an antivirus there is
// nothing to tell.
func (s scans) Collect(ch chan<- prometheus.Metric) {
	if s.Config.Antivirus == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	count, err := s.Content.Scans(ctx)
	version, down := s.askAntivirus(ctx)
	if err := errors.Join(err, down); err != nil {
		s.Log.Error("antivirus", "error", err)
	}
	answers := 0.0
	if version != "" {
		answers = 1
	}
	waiting, quarantined, up := scanMetrics()
	ch <- prometheus.MustNewConstMetric(waiting, prometheus.GaugeValue, float64(count.Waiting))
	ch <- prometheus.MustNewConstMetric(quarantined, prometheus.GaugeValue, float64(count.Quarantined))
	ch <- prometheus.MustNewConstMetric(up, prometheus.GaugeValue, answers)
}
