package main

import (
	"fmt"
	"strings"
	"time"

	"parvis/test/stamp"
)

// report is all that was measured; what was not stays empty.
type report struct {
	relevance []judged
	speed     speed
	large     scale
}

func ms(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.1f ms", d.Seconds()*1000)
	}
	return fmt.Sprintf("%.0f ms", d.Seconds()*1000)
}

func (r report) text(o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Performance of search\n\nWritten by `make bench-search`; do not edit the figures. [search.md](search.md) says how the index works.\n\n- commit %s, %s\n- %s\n- command: `%s`\n\nWhen the load average is above the number of cores, others shared them: times by the clock then say little, times of processor are what to compare.\n",
		stamp.Commit(), time.Now().UTC().Format(time.DateOnly), stamp.Machine(), stamp.Command("bench-search"))
	if len(r.relevance) > 0 {
		b.WriteString("\n## Relevance\n\nThe product's index, one fresh file for each corpus. nDCG@10 with gains of 2^grade − 1; beside it with gains of the grade itself.\nThe newest values of ranking (K1, Rarity, Exact, Form, Capital, Near, Window, Wide in tuning.go) were fitted on the first half alone, one value at a time; the second half, every other question, was left out of the fit. What there is to rank by was chosen looking at both, and the older values on all the questions.\n\n" +
			"| set | questions | nDCG@10 | goal | first half | second half | with plain gains | MRR@10 | recall@100 | p50 | p95 |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n")
		goals := map[string]string{"statutory-articles": "0.24", "service-public-questions": "0.60", "piaf": "0.83"}
		for _, j := range r.relevance {
			fmt.Fprintf(&b, "| %s | %d | **%.3f** | %s | %.3f | %.3f | %.3f | %.3f | %.3f | %s | %s |\n",
				j.set, j.questions, j.ndcg, goals[j.set], j.halves[0], j.halves[1], j.linear, j.reciprocal, j.recall, ms(j.p50), ms(j.p95))
		}
	}
	if s := r.speed; s.docs > 0 {
		fmt.Fprintf(&b, "\n## Indexing\n\nlegal-codes, collective-agreements, service-public, parliament: %d documents, %.0f MB of text, in %.1f s: **%.0f documents a second** (goal 5,000), %.1f MB a second; %.0f for each second of processor, of which there are two at once while words are analysed; %.2f kB of index each, for %.2f kB of text.\n",
			s.docs, float64(s.bytes)/1e6, s.took.Seconds(), float64(s.docs)/s.took.Seconds(), float64(s.bytes)/1e6/s.took.Seconds(), float64(s.docs)/s.work.Seconds(), float64(s.size)/1000/float64(s.docs), float64(s.bytes)/1000/float64(s.docs))
	}
	if s := r.large; s.Items > 0 {
		fmt.Fprintf(&b, "\n## A large index\n\n%d items of %d words on average, mixed from the paragraphs of the corpora, in %d communities of very different sizes, %d of them open. Made in about %s (%.0f items a second), packed in %s. **%.2f kB an item** (goal 1.2).\n\n",
			s.Items, s.Words, communities, open40, (s.Made * time.Duration(s.Items) / time.Duration(max(1, s.Items-s.Before))).Round(time.Second), float64(s.Items-s.Before)/s.Made.Seconds(), s.Settled.Round(time.Second), float64(s.size)/1000/float64(s.Items))
		fmt.Fprintf(&b, "%d logged searches, one after the other, as the page of results asks them (20 hits, total, facets), by a member of %d communities who heads none:\n\n| | p50 | p95 | p99 | slowest |\n|---|---:|---:|---:|---:|\n| search | %s | **%s** (goal 100 ms) | %s | %s (%s) |\n| search, time of processor | %s | %s | | |\n| suggestions | %s | %s | | |\n\n",
			s.Searches, memberOf, ms(s.P50), ms(s.P95), ms(s.P99), ms(s.Max), s.Slowest, ms(s.CPU50), ms(s.CPU95), ms(s.Suggest50), ms(s.Suggest95))
		fmt.Fprintf(&b, "%d searches found nothing. The file opens in %s. Memory of the process: %d MB at most.\n", s.None, ms(s.Opened), s.Memory>>20)
	}
	return b.String()
}
