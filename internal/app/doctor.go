package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

type doctorCommand struct{}

// check is one thing that doctor looks at; detail is what it found.
type check struct {
	name string
	run  func(ctx context.Context) (detail string, err error)
}

// Run looks at everything even when something is wrong, and fails at the end.
func (doctorCommand) Run(c *console, config *Config) error {
	a, err := New(c, c.version, *config, NewLog(config, c.err))
	if err != nil {
		fmt.Fprintf(c.out, "wrong  start: %v\n", err)
		return errors.New("something is wrong: see above")
	}
	defer a.Close()
	wrong := 0
	for _, check := range a.checks(c) {
		ctx, cancel := context.WithTimeout(c, 15*time.Second)
		detail, err := check.run(ctx)
		cancel()
		if err != nil {
			wrong++
			fmt.Fprintf(c.out, "wrong  %s: %v\n", check.name, err)
			continue
		}
		fmt.Fprintf(c.out, "ok     %s: %s\n", check.name, detail)
	}
	if wrong > 0 {
		return fmt.Errorf("%d wrong: see above", wrong)
	}
	return nil
}

// checks are what doctor looks at: of a database that has not been migrated,
// only what does not read it.
func (a *App) checks(ctx context.Context) []check {
	first := []check{
		{"database", func(ctx context.Context) (string, error) { return string(a.DB.Engine()), a.DB.Ping(ctx) }},
		{"migrations", a.checkMigrations},
		{"data folder", func(context.Context) (string, error) { return a.Config.Data, writable(a.Config.Data) }},
		{"files", a.checkFiles},
		{"mail", a.checkMail},
	}
	if _, err := a.checkMigrations(ctx); err != nil {
		return first
	}
	return append(first, []check{
		{"clock", a.checkClock},
		{"followers", a.checkFollowers},
		{"index of search", a.checkIndex},
		{"antivirus", a.checkAntivirus},
		{"log of administrative acts", func(ctx context.Context) (string, error) {
			n, err := a.Acts.Verify(ctx)
			return fmt.Sprintf("%d entries, chain whole", n), err
		}},
	}...)
}

func (a *App) checkMigrations(ctx context.Context) (string, error) {
	steps, err := a.DB.Migrations(ctx)
	if err != nil {
		return "", err
	}
	for _, s := range steps {
		if !s.Applied {
			return "", fmt.Errorf("%s has not been applied: run parvis migrate", s.Name)
		}
	}
	return fmt.Sprintf("%d applied", len(steps)), nil
}

// checkClock compares this machine's clock with the newest fact: ids and
// dates must not go back.
func (a *App) checkClock(ctx context.Context) (string, error) {
	now := a.Clock.Now()
	if now.Year() < 2026 {
		return "", fmt.Errorf("this machine believes that it is %s: set its clock", now.Format(time.DateOnly))
	}
	latest, err := a.Activity.Latest(ctx)
	if err != nil {
		return "", err
	}
	if ahead := latest.Sub(now.Time); ahead > time.Minute {
		return "", fmt.Errorf("the newest event is %s in the future: set this machine's clock", ahead.Round(time.Second))
	}
	return now.Format(time.RFC3339), nil
}

// checkIndex looks at the index of this node: how much it holds, and how far
// it is behind.
func (a *App) checkIndex(ctx context.Context) (string, error) {
	lag, err := a.Search.Feed.Lag(ctx)
	switch {
	case err != nil:
		return "", fmt.Errorf("%w: stop the server and run parvis reindex, or delete the folder %s", err, filepath.Join(a.Config.Data, "search"))
	case lag.Bytes == 0:
		return "not made yet: the server makes it when it starts", nil
	case !lag.Made:
		return fmt.Sprintf("being made: %d things read, %d documents", lag.Done, lag.Docs), nil
	}
	late := time.Duration(0)
	if !lag.Since.IsZero() {
		late = a.Clock.Now().Sub(lag.Since.Time).Round(time.Second)
	}
	if lag.Events > 10_000 || lag.Events > 0 && late > time.Hour {
		return "", fmt.Errorf("%d events behind, the oldest %s ago: is the server running? look for its errors in the log", lag.Events, late)
	}
	said := fmt.Sprintf("%d documents, %.1f MB, %d events behind", lag.Docs, float64(lag.Bytes)/1e6, lag.Events)
	if lag.Old {
		said += ", of another version: the server makes a new one beside"
	}
	return said, nil
}

func (a *App) checkFollowers(ctx context.Context) (string, error) {
	behind, err := a.Activity.Lag(ctx)
	if err != nil {
		return "", err
	}
	for name, n := range behind {
		if n > 10_000 {
			return "", fmt.Errorf("%s is %d events behind: look for its errors in the log", name, n)
		}
	}
	return fmt.Sprintf("%d keep up", len(behind)), nil
}
