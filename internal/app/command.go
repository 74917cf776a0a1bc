package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"parvis/internal/extract"
)

// commands is the command line: one field per verb.
type commands struct {
	Config

	Serve   serveCommand   `cmd:"" help:"Serve the site; the database is created and migrated as needed."`
	Demo    demoCommand    `cmd:"" help:"Fill an empty site with the demonstration."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to the version of this program."`
	Person  personCommand  `cmd:"" help:"Look after accounts from this machine."`
	Token   tokenCommand   `cmd:"" help:"Look after tokens of the JSON API from this machine."`
	Import  importCommand  `cmd:"" help:"Bring what was written elsewhere into a community."`
	Files   filesCommand   `cmd:"" help:"Look after the files of the site."`
	Reindex reindexCommand `cmd:"" help:"Make the index of search anew; the site stays up on the old one meanwhile."`
	Doctor  doctorCommand  `cmd:"" help:"Check the site and say what is wrong."`
	Version versionCommand `cmd:"" help:"Print the version of this program."`
}

// console is what a command talks to.
type console struct {
	context.Context
	version  string
	out, err io.Writer
}

// Run reads the command line and does what it says. It returns the exit code:
// 0 done, 1 refused or failed, 2 misspelt.
func Run(ctx context.Context, version string, args []string, out, errs io.Writer) int {
	if len(args) == 2 && args[0] == extract.Command {
		return extract.Work(args[1], out) // it has a file to read, and nothing to do with a site
	}
	var cli commands
	exit := -1
	parser, err := kong.New(&cli,
		kong.Name("parvis"),
		kong.Description("The collaborative network for people in public service."),
		kong.Writers(out, errs),
		kong.Exit(func(code int) { exit = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		fmt.Fprintln(errs, "parvis:", err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 {
		return exit // --help printed what was asked
	}
	if err != nil {
		parser.FatalIfErrorf(err)
		return 2
	}
	if cli.Config.Worker, err = workerOf(); err != nil {
		fmt.Fprintf(errs, "parvis: %v\n", err)
		return 1
	}
	if err := cli.Config.Validate(); err != nil {
		fmt.Fprintf(errs, "parvis: %v\n", err)
		return 1
	}
	c := &console{Context: ctx, version: version, out: out, err: errs}
	if err := parsed.Run(c, &cli.Config); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintf(errs, "parvis: %v\n", err)
		return 1
	}
	return 0
}

// open builds the application for a command, its schema up to date.
func (c *console) open(config *Config) (*App, error) {
	a, err := New(c, c.version, *config, NewLog(config, c.err))
	if err != nil {
		return nil, err
	}
	if err := a.Migrate(c); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

type versionCommand struct{}

func (versionCommand) Run(c *console) error {
	_, err := fmt.Fprintln(c.out, "parvis", c.version)
	return err
}

type serveCommand struct{}

func (serveCommand) Run(c *console, config *Config) error {
	a, err := c.open(config)
	if err != nil {
		return err
	}
	defer a.Close()
	setup, err := a.Account.SetupLink(c)
	if err != nil {
		return err
	}
	cast, err := a.Demonstration.Cast(c, "en")
	if err != nil {
		return err
	}
	paceCollector()
	return a.Serve(c, func(address string) {
		c.introduce(cast)
		if setup != "" {
			fmt.Fprintf(c.out, "This site has no administrator yet. Open this address, good once and for a day:\n%s\n", setup)
		}
		a.Log.Info("serving", "address", address, "url", a.Config.BaseURL, "version", c.version)
	})
}

type migrateCommand struct {
	Status bool `help:"Only list the steps and whether they were taken."`
}

func (m migrateCommand) Run(c *console, config *Config) error {
	a, err := New(c, c.version, *config, NewLog(config, c.err))
	if err != nil {
		return err
	}
	defer a.Close()
	if !m.Status {
		if err := a.Migrate(c); err != nil {
			return err
		}
	}
	steps, err := a.DB.Migrations(c)
	if err != nil {
		return err
	}
	for _, s := range steps {
		mark := "waiting"
		if s.Applied {
			mark = "done"
		}
		fmt.Fprintf(c.out, "%-8s %s\n", mark, s.Name)
	}
	return nil
}

// paceCollector lets the heap grow to four times what lives in it, unless the
// operator chose otherwise: what lives is some tens of megabytes, and pages are
// made of short-lived pieces.
func paceCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}
	debug.FreeOSMemory() // what starting took
}
