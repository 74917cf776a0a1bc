package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/alexflint/go-arg"

	"parvis/internal/extract"
)

// commands is the command line: one field per verb, nil unless it was asked for.
type commands struct {
	Config

	Serve   *serveCommand   `arg:"subcommand:serve" help:"Serve the site; the database is created and migrated as needed."`
	Demo    *demoCommand    `arg:"subcommand:demo" help:"Fill an empty site with the demonstration."`
	Migrate *migrateCommand `arg:"subcommand:migrate" help:"Bring the database to the version of this program."`
	Person  *personCommand  `arg:"subcommand:person" help:"Look after accounts from this machine."`
	Token   *tokenCommand   `arg:"subcommand:token" help:"Look after tokens of the JSON API from this machine."`
	Import  *importCommand  `arg:"subcommand:import" help:"Bring what was written elsewhere into a community."`
	Files   *filesCommand   `arg:"subcommand:files" help:"Look after the files of the site."`
	Reindex *reindexCommand `arg:"subcommand:reindex" help:"Make the index of search anew; the site stays up on the old one meanwhile."`
	Doctor  *doctorCommand  `arg:"subcommand:doctor" help:"Check the site and say what is wrong."`
	Version *versionCommand `arg:"subcommand:version" help:"Print the version of this program."`
}

// Description is the first line of the help.
func (commands) Description() string {
	return "The collaborative network for people in public service."
}

// listed is a list typed with commas.
type listed []string

// UnmarshalText reads it.
func (l *listed) UnmarshalText(text []byte) error {
	*l = nil
	for one := range strings.SplitSeq(string(text), ",") {
		if one = strings.TrimSpace(one); one != "" {
			*l = append(*l, one)
		}
	}
	return nil
}

// pairs are what is named: "title=FIELD,text=FIELD".
type pairs map[string]string

// UnmarshalText reads them.
func (p *pairs) UnmarshalText(text []byte) error {
	*p = pairs{}
	for one := range strings.SplitSeq(string(text), ",") {
		name, value, ok := strings.Cut(one, "=")
		if !ok {
			return fmt.Errorf("expected NAME=VALUE,NAME=VALUE, got %q", one)
		}
		(*p)[strings.TrimSpace(name)] = value
	}
	return nil
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
	parser, err := arg.NewParser(arg.Config{Program: "parvis"}, &cli)
	if err != nil {
		fmt.Fprintln(errs, "parvis:", err)
		return 2
	}
	err = parser.Parse(args)
	command, whole := parser.Subcommand().(interface {
		Run(c *console, config *Config) error
	})
	switch {
	case errors.Is(err, arg.ErrHelp) || len(args) == 0:
		parser.WriteHelp(out)
		return 0
	case err == nil && !whole:
		err = errors.New("which of these commands is meant?")
		fallthrough
	case err != nil:
		parser.WriteUsage(errs)
		fmt.Fprintf(errs, "parvis: %v\n", err)
		return 2
	}
	if cli.Config.Worker, err = workerOf(); err != nil {
		fmt.Fprintf(errs, "parvis: %v\n", err)
		return 1
	}
	if err := cli.Config.Validate(); err != nil {
		fmt.Fprintf(errs, "parvis: %v\n", err)
		return 2
	}
	c := &console{Context: ctx, version: version, out: out, err: errs}
	if err := command.Run(c, &cli.Config); err != nil && !errors.Is(err, context.Canceled) {
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

func (versionCommand) Run(c *console, _ *Config) error {
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
	Status bool `arg:"--status" help:"Only list the steps and whether they were taken."`
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
