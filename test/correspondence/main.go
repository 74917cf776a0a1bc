// Command correspondence measures the desks of a ministry: two hundred posts
// that write a thousand dispatches a day to each other. It makes the site once
// per engine, starts the program as a process of its own, reads desks as its
// people do, signs dispatches, and writes what it saw to
// docs/performance-correspondence.md.
//
// What would surprise: what a dispatch is, is reckoned from its number inside
// the database, so that a million of them take a minute. Run it by make
// bench-correspondence; BENCH_SCALE=full takes the size of the goals.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// size is how much the site holds.
type size struct {
	people     int
	dispatches int // that were released
	others     int // items of other kinds
	flood      int // dispatches that wait for their signature
}

// options are what the command line asks.
type options struct {
	binary, data, report, profile string
	engines                       []string
	each                          time.Duration
	rate                          int
	keep                          bool
	only                          string
	size                          size
}

func main() {
	var o options
	var engines string
	flag.StringVar(&o.binary, "binary", "bin/parvis", "the program to measure")
	flag.StringVar(&o.data, "data", "", "where the sites are made; empty: a folder that is removed")
	flag.StringVar(&o.report, "report", "docs/performance-correspondence.md", "where the figures are written; empty: nowhere")
	flag.StringVar(&engines, "engines", "sqlite,postgres", "which to measure")
	flag.DurationVar(&o.each, "each", 6*time.Second, "how long each measure lasts")
	flag.IntVar(&o.rate, "rate", 40, "pages asked in a second")
	flag.BoolVar(&o.keep, "keep", false, "leave the sites, and take those that are there")
	flag.StringVar(&o.only, "only", "", "only the pages whose name contains this; nothing is written then")
	flag.StringVar(&o.profile, "profile", "", "folder for a CPU profile of the server under each page")
	flag.Parse()
	o.engines = strings.Split(engines, ",")
	o.size = size{people: 15_000, dispatches: 100_000, others: 200_000, flood: 4_000}
	if os.Getenv("BENCH_SCALE") == "full" {
		o.size.dispatches, o.size.others, o.size.flood = 1_000_000, 2_000_000, 10_000
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench-correspondence:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if o.data == "" {
		folder, err := os.MkdirTemp("", "parvis-correspondence-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		o.data = folder
	}
	var results []result
	for _, engine := range o.engines {
		r, err := measure(ctx, o, engine)
		if err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
		results = append(results, r)
	}
	fmt.Print(text(o, results))
	if o.report == "" || o.only != "" {
		return nil
	}
	return os.WriteFile(o.report, []byte(text(o, results)), 0o644)
}
