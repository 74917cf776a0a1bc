package index

// seen is where a slot stands.
type seen struct {
	at   int32
	slot int
}

// aim notes which concepts each slot begins to say.
func (s *scorer) aim() {
	s.says = make([][]int, len(s.plan.slots))
	s.inside = make([]int, len(s.plan.concepts))
	for i, c := range s.plan.concepts {
		for _, u := range c.units {
			s.says[u.slots[0]] = append(s.says[u.slots[0]], i)
		}
	}
}

// passage is what the words of the best passage of a document are worth, each
// once: of two that hold the same words, that which says them together answers
// better than that which says them here and there.
func (s *scorer) passage() float64 {
	clear(s.inside)
	sum, best, first := 0.0, 0.0, 0
	for _, last := range s.seen {
		for _, c := range s.says[last.slot] {
			if s.inside[c]++; s.inside[c] == 1 {
				sum += s.plan.concepts[c].weight * s.plan.concepts[c].idf
			}
		}
		for ; s.seen[first].at < last.at-int32(s.tuning.Wide); first++ {
			for _, c := range s.says[s.seen[first].slot] {
				if s.inside[c]--; s.inside[c] == 0 {
					sum -= s.plan.concepts[c].weight * s.plan.concepts[c].idf
				}
			}
		}
		best = max(best, sum)
	}
	return best
}
