// Command bench measures the real program on a large site: it builds the site
// once per engine with parvis demo --scale, starts bin/parvis as a process of
// its own, sends requests of many different people over kept connections, and
// writes what it saw to docs/performance.md.
//
// What would surprise: the load and the server share the machine, so figures
// are compared with a trivial handler of the same server, measured in the same
// run. Run it by make bench; BENCH_SCALE=full takes the size of the goals.
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

// size is how large the site is.
type size struct{ people, communities, items int }

func (s size) String() string {
	return fmt.Sprintf("%d-%d-%d", s.people, s.communities, s.items)
}

// options are what the command line asks.
type options struct {
	binary, data, report string
	engines              []string
	each                 time.Duration
	clients              int
	only                 string
	profile              string
	size                 size
}

func main() {
	var o options
	var engines string
	flag.StringVar(&o.binary, "binary", "bin/parvis", "the program to measure")
	flag.StringVar(&o.data, "data", "data/bench", "where the sites are kept between runs")
	flag.StringVar(&o.report, "report", "docs/performance.md", "where the table is written; empty: nowhere")
	flag.StringVar(&engines, "engines", "sqlite,postgres", "which to measure")
	flag.DurationVar(&o.each, "each", 5*time.Second, "how long each measure lasts")
	flag.IntVar(&o.clients, "clients", 8, "connections at once")
	flag.StringVar(&o.only, "only", "", "only the measures whose name contains this")
	flag.StringVar(&o.profile, "profile", "", "folder for a CPU profile of the server under each measure")
	flag.Parse()
	o.engines = strings.Split(engines, ",")
	o.size = size{10_000, 200, 100_000}
	if os.Getenv("BENCH_SCALE") == "full" {
		o.size = size{100_000, 1_000, 1_000_000}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	var results []result
	for _, engine := range o.engines {
		r, err := measure(ctx, o, engine)
		if err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
		results = append(results, r)
		r.print(os.Stdout)
	}
	if o.report == "" || o.only != "" {
		return nil
	}
	return write(o, results)
}
