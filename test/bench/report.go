package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"parvis/test/stamp"
)

// short writes a duration as people compare them.
func short(d time.Duration) string {
	switch {
	case d == 0:
		return "–"
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.2f ms", d.Seconds()*1000)
	}
	return fmt.Sprintf("%.0f ms", d.Seconds()*1000)
}

func megabytes(n int64) string { return fmt.Sprintf("%d MB", n>>20) }

// ceiling is the rate of the trivial handler.
func (r result) ceiling() float64 {
	for _, f := range r.figures {
		if strings.HasPrefix(f.name, "trivial") {
			return f.rate
		}
	}
	return 0
}

func (r result) rows() [][]string {
	rows := [][]string{{"what", "a second", "of the trivial handler", "p50", "p99", "CPU of the server", "answer"}}
	for _, f := range r.figures {
		part := "–"
		if c := r.ceiling(); c > 0 {
			part = fmt.Sprintf("%.1f %%", 100*f.rate/c)
		}
		rows = append(rows, []string{f.name, fmt.Sprintf("%.0f", f.rate), part, short(f.p50), short(f.p99), short(f.cpu), fmt.Sprintf("%.1f kB", float64(f.bytes)/1000)})
	}
	return rows
}

func (r result) print(to io.Writer) {
	fmt.Fprintf(to, "\n%s: database %s made in %s, first page %s after the start, memory %s idle, %s at most; %d facts whose followers were still to be told\n\n", r.engine, megabytes(r.size), r.made, short(r.cold), megabytes(r.idle), megabytes(r.under), r.untold)
	table := tabwriter.NewWriter(to, 2, 4, 2, ' ', tabwriter.AlignRight)
	for _, row := range r.rows() {
		fmt.Fprintln(table, strings.Join(row, "\t")+"\t")
	}
	table.Flush()
	fmt.Fprintln(to)
}

// write replaces the page of figures.
func write(o options, results []result) error {
	var b strings.Builder
	b.WriteString("# Performance\n\nWritten by `make bench`; do not edit the figures. The load and the server share the machine and its cores,\nso what counts is the part of the trivial handler (`/healthz` on the same server, in the same run).\n\nFigures of search are in [performance-search.md](performance-search.md), of the reading of files in [performance-extract.md](performance-extract.md), of documents written together in [performance-documents.md](performance-documents.md), of dispatches in [performance-correspondence.md](performance-correspondence.md).\n\n")
	fmt.Fprintf(&b, "- commit %s, %s\n- %s\n- a site of %d people, %d communities, %d items; %d connections, %s a measure, up to %d people signed in\n- command: `%s`\n",
		stamp.Commit(), time.Now().UTC().Format(time.DateOnly), stamp.Machine(), o.size.people, o.size.communities, o.size.items, o.clients, o.each, visitors, stamp.Command("bench"))
	for _, r := range results {
		fmt.Fprintf(&b, "\n## %s\n\nDatabase %s, made in %s by `parvis demo --scale`, %s. First page %s after the start of the process. Memory: %s idle, %s at most under the load.\nWhen the load ended, the followers of %d publications and comments were still to be told, in the background.\n\n",
			map[string]string{"sqlite": "SQLite", "postgres": "PostgreSQL"}[r.engine], megabytes(r.size), r.made, r.settings, short(r.cold), megabytes(r.idle), megabytes(r.under), r.untold)
		for i, row := range r.rows() {
			b.WriteString("| " + strings.Join(row, " | ") + " |\n")
			if i == 0 {
				b.WriteString("|---" + strings.Repeat("|---:", len(row)-1) + "|\n")
			}
		}
	}
	b.WriteString(goals)
	return os.WriteFile(o.report, []byte(b.String()), 0o644)
}

const goals = `
## Goals

On two cores of their own: pages p50 ≤ 2 ms, p99 ≤ 25 ms, ≥ 1,500 a second, ≤ 1 ms of CPU a page; publish and comment
≥ 1,500 a second from 8 writers, p99 ≤ 25 ms; memory ≤ 60 MB idle, ≤ 400 MB under this load; first page ≤ 300 ms after
the start.
`
