package main

import (
	"fmt"
	"strings"
	"time"

	"parvis/test/stamp"
)

// report is what was seen of each server.
type report []result

func ms(d time.Duration) string {
	switch {
	case d == 0:
		return "–"
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", d.Seconds()*1000)
	}
	return fmt.Sprintf("%.0f ms", d.Seconds()*1000)
}

func seconds(d time.Duration) string {
	if d == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

// kilobytes leaves out what was not measured.
func kilobytes(bytes float64) string {
	if bytes == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f kB", bytes/1000)
}

// table writes one of Markdown: the first column is words, the others figures.
// times is how many times one figure is in another.
func times(one, other float64) string {
	if one == 0 || other == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f ×", one/other)
}

func table(b *strings.Builder, head string, rows [][]string) {
	columns := strings.Count(head, "|")
	fmt.Fprintf(b, "\n| %s |\n|---%s|\n", head, strings.Repeat("|---:", columns))
	for _, row := range rows {
		fmt.Fprintf(b, "| %s |\n", strings.Join(row, " | "))
	}
}

func (r report) text(o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Performance of documents written together\n\nWritten by `make bench-documents`; do not edit the figures. [documents-log.md](documents-log.md) says how documents are kept.\n\n- commit %s, %s\n- %s; the load runs beside the servers, and shares their cores\n- command: `%s`; each load for %s after a moment to warm up\n- beside Parvis: @hocuspocus/server 4.7.0 with its SQLite extension, saving at most every 2 s, and the server of y-websocket 2.1.0, which keeps nothing; both on Node. Parvis has each update in its database before it tells it to anybody.\n",
		stamp.Commit(), time.Now().UTC().Format(time.DateOnly), stamp.Machine(), stamp.Command("bench-documents"), o.each)
	for _, one := range r {
		if one.settings != "" {
			fmt.Fprintf(&b, "- %s: %s\n", one.name, one.settings)
		}
	}
	b.WriteString("\nDelivered: an update that reached an editor other than the one who made it. When the load average is above the number of cores, others shared them: compare the figures of one run.\n")

	b.WriteString("\n## As fast as they can\n\n25 documents, each with 4 editors who type. Goals: at most 1.2 s of CPU for 100,000 delivered, at least twice the deliveries of Hocuspocus.\n")
	r.rows(&b, "server | delivered a second | beside Hocuspocus | CPU for 100,000 | of the database beside", func(one result) []string {
		return []string{fmt.Sprintf("%.0f", one.throughput.delivered), times(one.throughput.delivered, r.of(hocuspocus).throughput.delivered), seconds(one.throughput.cpu), seconds(one.throughput.database)}
	})

	b.WriteString("\n## At a pace\n\n8,000 delivered a second over 100 documents of 4 editors. Goal: p99 under 3 ms.\n")
	r.rows(&b, "server | delivered a second | p50 | p99 | slowest | CPU for 100,000", func(one result) []string {
		f := one.latency
		return []string{fmt.Sprintf("%.0f", f.delivered), ms(f.p50), ms(f.p99), ms(f.most), seconds(f.cpu)}
	})

	b.WriteString("\n## Connected editors\n\nFive on each document, each typing two letters a second; the server was started anew each time.\n")
	var rows [][]string
	for _, one := range r {
		for _, f := range one.editors {
			rows = append(rows, []string{one.name, fmt.Sprint(f.editors), fmt.Sprintf("%.0f", f.delivered), ms(f.p50), ms(f.p99), fmt.Sprintf("%.2f", f.busy), fmt.Sprintf("%d MB", f.memory>>20)})
		}
	}
	table(&b, "server | editors | delivered a second | p50 | p99 | cores | memory", rows)

	fmt.Fprintf(&b, "\n## Memory of an open document\n\n%d documents of 10,000 characters in 100 paragraphs with words in bold, one line on each, read from what is kept after a start (y-websocket: as they were sent); what the process uses more, for each, after a collection, line included. Goal: 60 kB, of a document for which y-websocket takes 109: 0.55 of it.\n", notes)
	beside := r.of("y-websocket").memory.written
	r.rows(&b, "server | just opened | half a minute later | just after a letter in each | beside y-websocket", func(one result) []string {
		return []string{kilobytes(one.memory.opened), kilobytes(one.memory.rest), kilobytes(one.memory.written), times(one.memory.written, beside)}
	})

	fmt.Fprintf(&b, "\n## Opening a large document\n\nMade of %d edits at random places by four people; from the call of the server, just started, to the last byte of the document. Goal: 200 ms at the server.\n", edits)
	r.rows(&b, "server | cold | CPU of it | again | size", func(one result) []string {
		return []string{ms(one.opening.cold), ms(one.opening.work), ms(one.opening.warm), fmt.Sprintf("%.1f MB", float64(one.opening.size)/1e6)}
	})

	b.WriteString("\n## Killed\n\nSignal 9 while 50 editors type in 10 documents; the program is started again at once, and they come back with what they have. Lost: updates that had been acknowledged or shown to others and that the next process does not have, before anybody sends again.\n")
	r.rows(&b, "server | answers again | all is back | acknowledged or shown | lost", func(one result) []string {
		return []string{ms(one.kill.answers), ms(one.kill.whole), fmt.Sprint(one.kill.acknowledged), fmt.Sprint(one.kill.lost)}
	})
	if n := r.of("Parvis, PostgreSQL").nodes; n.delivered > 0 {
		fmt.Fprintf(&b, "\n## Two nodes\n\nOn one PostgreSQL, 10 documents of 4 editors, two on each node, 200 letters a second: from one node to an editor of the other, p50 %s, p99 %s, slowest %s. Goal: under 500 ms. That they always converge, on lines cut at any byte, is a test: `go test ./internal/document -run Nodes`.\n", ms(n.p50), ms(n.p99), ms(n.most))
	}
	return b.String()
}

func (r report) rows(b *strings.Builder, head string, figures func(one result) []string) {
	var rows [][]string
	for _, one := range r {
		rows = append(rows, append([]string{one.name}, figures(one)...))
	}
	table(b, head, rows)
}

func (r report) of(name string) result {
	for _, one := range r {
		if one.name == name {
			return one
		}
	}
	return result{}
}
