package main

import (
	"fmt"
	"strings"
	"time"

	"parvis/test/stamp"
)

// short writes a duration as people compare them.
func short(d time.Duration) string {
	switch {
	case d == 0:
		return "–"
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", d.Seconds()*1000)
	case d < 10*time.Second:
		return fmt.Sprintf("%.0f ms", d.Seconds()*1000)
	}
	return d.Round(time.Second).String()
}

// text is the page of figures.
func text(o options, results []result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Performance of correspondence\n\nWritten by `make bench-correspondence`; do not edit the figures. [correspondence.md](correspondence.md) says how dispatches are kept.\n\n- commit %s, %s\n- %s; the load runs beside the server, and shares its cores. When the load average is above their number, others shared them too\n- command: `%s`\n",
		stamp.Commit(), time.Now().UTC().Format(time.DateOnly), stamp.Machine(), stamp.Command("bench-correspondence"))
	fmt.Fprintf(&b, "- a ministry of %d posts under %d directorates, a cabinet and its head; %d people; %d dispatches, a thousand a day, each to 1–12 units, a twelfth of them raised; %d other items. What was done with old dispatches is in their deliveries; the log holds what happens during the measure\n", posts, directorates, o.size.people, o.size.dispatches, o.size.others)
	fmt.Fprintf(&b, "- pages: %d asked in a second, by people of all desks, for %s each; times are from the first byte sent to the last one received\n", o.rate, o.each)
	for _, r := range results {
		r.text(&b)
	}
	b.WriteString("\n## Goals\n\nPages p99 ≤ 25 ms; a release to 50 units p99 ≤ 50 ms, and durable; ten thousand releases in an hour absorbed, with desks under the same bound.\n")
	return b.String()
}

func (r result) text(b *strings.Builder) {
	fmt.Fprintf(b, "\n## %s\n\nDatabase %d MB, made in %s, %s. Memory: %d MB at most.\n\n| page | asked | p50 | p99 | slowest | CPU of the server | answer |\n|---|---:|---:|---:|---:|---:|---:|\n",
		map[string]string{"sqlite": "SQLite", "postgres": "PostgreSQL"}[r.engine], r.bytes>>20, r.made, r.settings, r.memory>>20)
	for _, f := range r.pages {
		row(b, f, fmt.Sprintf("%.1f kB", float64(f.bytes)/1000))
	}
	fmt.Fprintf(b, "\nThe measure of all desks is worked out by a job after midnight, which takes %s for its three periods. Who asks for it first after midnight, before the job is done, sees that of the day before in %s.\n", short(r.reckoned), short(r.midnight))
	if r.fifty.asked == 0 {
		return
	}
	b.WriteString("\n| under way | how many | p50 | p99 | slowest | CPU of the server | a second |\n|---|---:|---:|---:|---:|---:|---:|\n")
	rate := func(f figure, name string) {
		f.name = name
		row(b, f, fmt.Sprintf("%.0f", f.rate))
	}
	rate(r.fifty, "release to 50 units, 8 a second")
	rate(r.steady.released, "release to 1–12 units, 10,000 in an hour")
	rate(r.steady.pages, "pages of desks meanwhile")
	rate(r.allOut.released, "release to 1–12 units, as fast as possible")
	rate(r.allOut.pages, "pages of desks meanwhile")
	fmt.Fprintf(b, "\nAt the last pace ten thousand releases take %s. When the last was signed, those who follow the log (notices) had read it %s later.\n",
		(time.Duration(10_000/max(1, r.allOut.released.rate)) * time.Second).Round(time.Second), short(r.settled))
}

// row writes one figure; what failed is said in its place.
func row(b *strings.Builder, f figure, last string) {
	name := f.name
	if f.failed > 0 {
		name += fmt.Sprintf(" (%d failed: %s)", f.failed, f.why)
	}
	fmt.Fprintf(b, "| %s | %d | %s | %s | %s | %s | %s |\n", name, f.asked, short(f.p50), short(f.p99), short(f.most), short(f.cpu), last)
}
