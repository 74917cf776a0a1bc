package app

import (
	"context"
	"fmt"

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
