package app

import (
	"errors"
	"fmt"
	"text/tabwriter"

	"parvis/internal/demonstration"
	"parvis/internal/store"
)

// demoCommand fills an empty site.
type demoCommand struct {
	IfEmpty     bool `arg:"--if-empty" help:"Do nothing when the site already has people."`
	Scale       bool `arg:"--scale" help:"Make a large site of the same texts, to measure speed."`
	People      int  `arg:"--people" help:"With --scale: how many people." default:"100000"`
	Communities int  `arg:"--communities" help:"With --scale: how many communities." default:"1000"`
	Items       int  `arg:"--items" help:"With --scale: how many items, with their comments." default:"1000000"`
}

// Run fills the site.
func (d demoCommand) Run(c *console, config *Config) error {
	if d.People < 1 || d.Communities < 1 || d.Items < 0 {
		return errors.New("people, communities, items: expected how many to make, one at least")
	}
	if d.IfEmpty && c.inhabited(config) {
		return nil
	}
	a, err := c.open(config)
	if err != nil {
		return err
	}
	defer a.Close()
	if d.IfEmpty {
		if full, err := a.Demonstration.Inhabited(c); err != nil || full {
			return err
		}
	}
	say := func(line string) { fmt.Fprintln(c.out, "·", line) }
	if d.Scale {
		err = a.Demonstration.Scale(c, demonstration.Size{People: d.People, Communities: d.Communities, Items: d.Items}, say)
	} else {
		err = a.Demonstration.Load(c, say)
	}
	if err != nil {
		return err
	}
	say("making the index of search")
	return a.Search.Feed.CatchUp(c)
}

// inhabited asks the database alone, which is quicker than to build the program:
// make run asks each time. What it cannot tell is asked again afterwards.
func (c *console) inhabited(config *Config) bool {
	db, err := store.Open(c, config.Database)
	if err != nil {
		return false
	}
	defer db.Close()
	full, err := demonstration.Inhabited(c, db)
	return err == nil && full
}

// introduce prints whom one may sign in as, on a demonstration site.
func (c *console) introduce(cast []demonstration.Account) {
	if len(cast) == 0 {
		return
	}
	fmt.Fprintf(c.out, "\nThis is a demonstration. Sign in as anybody of the cast; the password is %s for all.\n\n", demonstration.Password)
	table := tabwriter.NewWriter(c.out, 2, 4, 2, ' ', 0)
	fmt.Fprintln(table, "SIGN IN AS\tNAME\tFUNCTION\tWHAT THEY SHOW")
	for _, m := range cast {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", m.Handle, m.Name, m.Title, m.Story)
	}
	table.Flush()
	fmt.Fprintln(c.out)
}
