package index

import (
	"cmp"
	"math"
	"slices"
)

// added is a word that the best documents say.
type added struct {
	hash   uint32
	weight float64
}

// learn gives the words that tell the best documents from the others.
func (x *Index) learn(p *plan, best []ranked, t Tuning) []added {
	total := 0.0
	for _, r := range best {
		total += r.score
	}
	if total == 0 {
		return nil
	}
	known := map[uint32]bool{}
	for _, s := range p.slots {
		known[s.hash] = true
	}
	said, in := map[uint32]float64{}, map[uint32]int{}
	for _, r := range best {
		length := 0
		counts := distinct(r.words)
		for _, n := range counts {
			length += n
		}
		for h, n := range counts {
			said[h] += r.score / total * float64(n) / float64(length)
			in[h]++
		}
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	var list []added
	for h, part := range said {
		// A word of one document says what it is, not what they are about.
		if known[h] || in[h] < 2 {
			continue
		}
		list = append(list, added{h, part * x.rarity(float64(x.freq[h]))})
	}
	slices.SortFunc(list, func(a, b added) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.hash, b.hash))
	})
	list = list[:min(len(list), t.Added)]
	for i := range list {
		list[i].weight = list[i].weight / list[0].weight * x.rarity(float64(x.freq[list[i].hash]))
	}
	if len(list) > 0 {
		sum := 0.0
		for i := range list {
			sum += list[i].weight
		}
		for i := range list {
			list[i].weight /= sum
		}
	}
	return list
}

// also is what the words learnt make of a document: from 0 to 1.
func (s *scorer) also(list []added, f *facts, words []byte, counts map[uint32]float64) float64 {
	clear(counts)
	for _, a := range list {
		counts[a.hash] = 0
	}
	bounds := [fields]int{f.parts[0], f.parts[0] + f.parts[1], len(words)}
	field := 0
	for i := 0; i < len(words); {
		for field < fields-1 && i >= bounds[field] {
			field++
		}
		w, size := word(words[i:])
		if size == 3 {
			if tf, is := counts[w>>formBits]; is {
				norm := s.tuning.Weights[field] / (1 - s.tuning.B[field] + s.tuning.B[field]*float64(f.lengths[field])/s.mean[field])
				counts[w>>formBits] = tf + norm
			}
		}
		i += size
	}
	score := 0.0
	for _, a := range list {
		tf := counts[a.hash]
		score += a.weight * tf / (tf + s.tuning.K1)
	}
	return score
}

// feed ranks anew with the words of the best.
func (x *Index) feed(s *scorer, list []ranked) {
	t := s.tuning
	if t.Feedback == 0 || len(list) < 2 {
		return
	}
	words := x.learn(s.plan, list[:min(len(list), t.Feedback)], t)
	if len(words) == 0 {
		return
	}
	scale := 0.0
	for _, c := range s.plan.concepts {
		scale += c.weight * c.idf * (t.K1 + 1)
	}
	counts := map[uint32]float64{}
	for i := range list {
		r := &list[i]
		r.score += t.Blend * scale * s.also(words, &r.facts, r.words, counts)
		if math.IsNaN(r.score) {
			r.score = 0
		}
	}
	rank(list)
}
