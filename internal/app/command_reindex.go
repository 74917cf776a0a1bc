package app

import (
	"fmt"
	"strings"
	"time"
)

// takenWithin is how long reindex waits for a running server to take the new
// index.
const takenWithin = 5 * time.Second

// reindexCommand makes the index of this node anew.
type reindexCommand struct {
	Restart bool `arg:"--restart" help:"Begin anew, also when an earlier one was stopped on its way."`
}

// Run makes a second index beside the one in use: the site stays up on the old
// one. Stopped, the next run goes on where this one was.
func (r reindexCommand) Run(c *console, config *Config) error {
	a, err := c.open(config)
	if err != nil {
		return err
	}
	defer a.Close()
	bar := progressBar{console: c}
	if err := a.Search.Reindex(c, r.Restart, bar.show); err != nil {
		bar.end()
		return fmt.Errorf("%w (run it again to go on)", err)
	}
	bar.end()
	for until := time.Now().Add(takenWithin); time.Now().Before(until); time.Sleep(200 * time.Millisecond) {
		if a.Search.Feed.Taken() {
			fmt.Fprintln(c.out, "The new index is in use.")
			return nil
		}
	}
	fmt.Fprintln(c.out, "The new index is ready: the server takes it when it starts.")
	return nil
}

// progressBar says how far something is, a few times a second.
type progressBar struct {
	*console
	begun, said time.Time
	shown       bool
}

func (b *progressBar) show(done, todo int) {
	now := time.Now()
	if b.begun.IsZero() {
		b.begun = now
	}
	if now.Sub(b.said) < 300*time.Millisecond && done < todo {
		return
	}
	b.said, b.shown = now, true
	const width = 30
	part := 1.0
	if todo > 0 {
		part = float64(done) / float64(todo)
	}
	filled := int(part * width)
	fmt.Fprintf(b.err, "\r[%s%s] %d of %d, %s ", strings.Repeat("#", filled), strings.Repeat(".", width-filled), done, todo, now.Sub(b.begun).Round(time.Second))
}

func (b *progressBar) end() {
	if b.shown {
		fmt.Fprintln(b.err)
	}
}
