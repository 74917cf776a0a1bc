package main

import (
	"math"
	"strings"
	"unicode"
)

// corpus compares a text with the fact sheets by the words they share, the rare ones counting most.
type corpus struct {
	docs  []*fiche
	norm  []float64
	idf   map[string]float64
	lists map[string][]posting // where each word occurs
}

type posting struct {
	doc    int
	weight float64
}

func newCorpus(all []fiche) *corpus {
	c := &corpus{idf: map[string]float64{}, lists: map[string][]posting{}}
	for i := range all {
		f := &all[i]
		if f.Audience != "particuliers" || stale.MatchString(f.Text) || runes(f.Description) < 60 || delicate.MatchString(f.Title+" "+f.Description) {
			continue
		}
		for w, n := range words(f.Title + " " + f.Title + " " + f.Description) {
			c.lists[w] = append(c.lists[w], posting{len(c.docs), n})
		}
		c.docs = append(c.docs, f)
	}
	c.norm = make([]float64, len(c.docs))
	for _, w := range sortedKeys(c.lists) {
		c.idf[w] = math.Log(float64(len(c.docs)) / float64(len(c.lists[w])))
		for _, p := range c.lists[w] {
			c.norm[p.doc] += sq(p.weight * c.idf[w])
		}
	}
	return c
}

// nearest gives the sheet closest to a text and how close, from 0 to 1.
func (c *corpus) nearest(text string) (*fiche, float64) {
	q := words(text)
	dots := make([]float64, len(c.docs))
	norm := 0.0
	for _, w := range sortedKeys(q) {
		norm += sq(q[w] * c.idf[w])
		for _, p := range c.lists[w] {
			dots[p.doc] += p.weight * q[w] * sq(c.idf[w])
		}
	}
	var best *fiche
	top := 0.0
	for i, dot := range dots {
		if s := dot / math.Sqrt(c.norm[i]*norm+1e-9); s > top {
			best, top = c.docs[i], s
		}
	}
	return best, top
}

func sq(x float64) float64 { return x * x }

// words counts the words of a text, folded, shorn of their plural, small words left out.
func words(text string) map[string]float64 {
	all := map[string]float64{}
	for _, w := range strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		w = strings.TrimRight(w, "sx")
		if len(w) > 3 {
			all[w]++
		}
	}
	for w, n := range all {
		all[w] = 1 + math.Log(n)
	}
	return all
}
