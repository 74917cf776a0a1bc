// Command search measures the search engine: how well it ranks, on three sets
// of judged questions, how fast it indexes real texts, and how fast it answers
// logged searches over a large index, rights included. It writes what it saw
// to docs/performance-search.md.
//
// What would surprise: everything goes through the index that the product
// uses, as a caller would use it. Run it by make bench-search;
// BENCH_SCALE=full takes three million items instead of three hundred
// thousand. Other judged questions: -judged FILE, one JSON object a line, with
// the fields of data/judged.jsonl.zst.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// options are what the command line asks.
type options struct {
	data, work, report, judged string
	items                      int
	only                       string
	ask                        string // a file to ask and nothing else: for the process of its own
}

func main() {
	o := options{items: 300_000}
	if os.Getenv("BENCH_SCALE") == "full" {
		o.items = 3_000_000
	}
	flag.StringVar(&o.data, "data", "test/search/data", "where the texts and questions are")
	flag.StringVar(&o.work, "work", "data/bench-search", "where indexes are made; the large one is kept")
	flag.StringVar(&o.report, "report", "docs/performance-search.md", "where the figures are written; empty: nowhere")
	flag.StringVar(&o.judged, "judged", "", "other judged questions")
	flag.IntVar(&o.items, "items", o.items, "items of the large index")
	flag.StringVar(&o.only, "only", "", "one of relevance, speed, large; nothing is written then")
	flag.StringVar(&o.ask, "ask", "", "ask the logged searches of this index and print the times")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench-search:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if o.ask != "" {
		return ask(ctx, o)
	}
	if err := os.MkdirAll(o.work, 0o750); err != nil {
		return err
	}
	var r report
	var err error
	wanted := func(name string) bool { return o.only == "" || o.only == name }
	if wanted("relevance") {
		if r.relevance, err = relevance(ctx, o); err != nil {
			return fmt.Errorf("relevance: %w", err)
		}
	}
	if wanted("speed") {
		if r.speed, err = indexing(ctx, o); err != nil {
			return fmt.Errorf("indexing: %w", err)
		}
	}
	if wanted("large") {
		if r.large, err = large(ctx, o); err != nil {
			return fmt.Errorf("large index: %w", err)
		}
	}
	text := r.text(o)
	fmt.Print(text)
	if o.report == "" || o.only != "" {
		return nil
	}
	return os.WriteFile(o.report, []byte(text), 0o644)
}
