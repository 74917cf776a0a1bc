package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"time"

	"parvis/internal/id"
	"parvis/internal/search/index"
	"parvis/internal/search/synonym"
)

// corpora are what the questions of each set look for.
var corpora = []struct{ set, corpus string }{
	{"statutory-articles", "legal-codes"},
	{"service-public-questions", "service-public"},
	{"piaf", "piaf"},
}

// judged are the figures of one set.
type judged struct {
	set                string
	questions          int
	ndcg, linear       float64 // at 10, gains 2^grade-1 and grade
	halves             [2]float64
	reciprocal, recall float64 // at 10, at 100
	p50, p95           time.Duration
}

// everyone is the reader of the judged corpora.
const everyone = index.Token("h")

func relevance(ctx context.Context, o options) ([]judged, error) {
	path := o.judged
	if path == "" {
		path = o.file("judged.jsonl")
	}
	questions := map[string][]question{}
	if err := each(path, func(q question) { questions[q.Set] = append(questions[q.Set], q) }); err != nil {
		return nil, err
	}
	var out []judged
	for _, c := range corpora {
		if len(questions[c.set]) == 0 {
			continue
		}
		j, err := judge(ctx, o, c.set, c.corpus, questions[c.set])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.set, err)
		}
		out = append(out, j)
	}
	return out, nil
}

func judge(ctx context.Context, o options, set, corpus string, questions []question) (judged, error) {
	texts, err := o.texts(corpus)
	if err != nil {
		return judged{}, err
	}
	path := filepath.Join(o.work, corpus+".db")
	if err := index.Delete(path); err != nil {
		return judged{}, err
	}
	defer index.Delete(path)
	x, err := index.Open(ctx, path)
	if err != nil {
		return judged{}, err
	}
	defer x.Close()
	x.SetSynonyms(synonym.Starter())
	for at := 0; at < len(texts); at += batch {
		if err := x.Apply(ctx, index.Batch{Put: docs(texts, at)}); err != nil {
			return judged{}, err
		}
	}
	j := judged{set: set, questions: len(questions)}
	var times []time.Duration
	for i, q := range questions {
		start := time.Now()
		found, err := x.Search(ctx, index.Query{Words: q.Query, Readers: []index.Token{everyone}, Limit: 150})
		if err != nil {
			return j, fmt.Errorf("%q: %w", q.Query, err)
		}
		times = append(times, time.Since(start))
		var got []string // some sheets stand twice, under one id
		for _, h := range found.Hits {
			if one := texts[h.Key-1].ID; !slices.Contains(got, one) {
				got = append(got, one)
			}
		}
		n := ndcg(got, q.Relevant, func(grade int) float64 { return math.Exp2(float64(grade)) - 1 })
		j.ndcg += n
		j.halves[i%2] += n
		j.linear += ndcg(got, q.Relevant, func(grade int) float64 { return float64(grade) })
		j.reciprocal += reciprocal(got, q.Relevant)
		j.recall += recall(got, q.Relevant)
	}
	n := float64(len(questions))
	j.ndcg, j.linear, j.reciprocal, j.recall = j.ndcg/n, j.linear/n, j.reciprocal/n, j.recall/n
	j.halves[0] /= math.Ceil(n / 2)
	j.halves[1] /= math.Max(1, math.Floor(n/2))
	slices.Sort(times)
	j.p50, j.p95 = at(times, 0.5), at(times, 0.95)
	return j, nil
}

// batch is how many documents go in one transaction.
const batch = 2000

// docs are the next documents of a corpus; the key of each is its rank from 1.
func docs(texts []text, from int) []index.Doc {
	var list []index.Doc
	for i := from; i < min(from+batch, len(texts)); i++ {
		t := texts[i]
		list = append(list, index.Doc{
			Key: id.ID(i + 1), Sort: index.Item, Kind: "publication", Title: t.Title, Names: t.Names, Text: t.Text, Readers: []index.Token{everyone},
		})
	}
	return list
}

func ndcg(got []string, relevant map[string]int, gain func(int) float64) float64 {
	sum := 0.0
	for i, one := range got[:min(len(got), 10)] {
		if grade := relevant[one]; grade > 0 {
			sum += gain(grade) / math.Log2(float64(i)+2)
		}
	}
	var grades []int
	for _, g := range relevant {
		grades = append(grades, g)
	}
	slices.SortFunc(grades, func(a, b int) int { return cmp.Compare(b, a) })
	ideal := 0.0
	for i, g := range grades[:min(len(grades), 10)] {
		ideal += gain(g) / math.Log2(float64(i)+2)
	}
	return sum / ideal
}

func reciprocal(got []string, relevant map[string]int) float64 {
	for i, one := range got[:min(len(got), 10)] {
		if relevant[one] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}

func recall(got []string, relevant map[string]int) float64 {
	found := 0
	for _, one := range got[:min(len(got), 100)] {
		if relevant[one] > 0 {
			found++
		}
	}
	return float64(found) / float64(len(relevant))
}

// at is a quantile of sorted durations.
func at(sorted []time.Duration, part float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(part*float64(len(sorted))))]
}
