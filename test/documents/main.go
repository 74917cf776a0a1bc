// Command documents measures documents written together, beside the servers
// that others use for it: Hocuspocus with its SQLite extension, and the server
// of y-websocket, which keeps nothing. It sends the same load to each in one
// run and writes what it saw to docs/performance-documents.md.
//
// What would surprise: load and servers share the machine, and other work may
// run on it, so figures are compared within one run. The load is written with
// as little work as possible (frames.go), since what it takes is taken from
// the servers. Run it by make bench-documents.
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

// options are what the command line asks.
type options struct {
	binary, data, peers, report string
	engines, only               []string
	each                        time.Duration
	profile                     string
}

// wants tells whether a measure was asked for.
func (o options) wants(name string) bool {
	for _, only := range o.only {
		if strings.HasPrefix(name, only) {
			return true
		}
	}
	return false
}

func main() {
	var o options
	var engines, only string
	flag.StringVar(&o.binary, "binary", "bin/parvis", "the program to measure")
	flag.StringVar(&o.data, "data", "data/bench-documents", "where the sites are made")
	flag.StringVar(&o.peers, "peers", "test/documents/peers", "where the servers of others are installed")
	flag.StringVar(&o.report, "report", "docs/performance-documents.md", "where the figures are written; empty: nowhere")
	flag.StringVar(&engines, "engines", "sqlite,postgres,hocuspocus,y-websocket", "which to measure")
	flag.StringVar(&only, "only", "", "some of throughput, latency, memory, opening, editors, kill, nodes; nothing is written then")
	flag.DurationVar(&o.each, "each", 6*time.Second, "how long each measure lasts")
	flag.StringVar(&o.profile, "profile", "", "folder for CPU profiles of Parvis under throughput and latency")
	flag.Parse()
	o.engines, o.only = strings.Split(engines, ","), strings.Split(only, ",")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	r, err := measureAll(ctx, o)
	if err == nil {
		fmt.Print(r.text(o))
		if o.report != "" && only == "" {
			err = os.WriteFile(o.report, []byte(r.text(o)), 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-documents:", err)
		os.Exit(1)
	}
}
