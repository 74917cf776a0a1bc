package index

import (
	"math"
	"time"
)

// scorer ranks documents for one question. It is used by one goroutine.
type scorer struct {
	tuning  Tuning
	plan    *plan
	mean    [fields]float64
	today   int64
	buckets [256][]int // slots by the last bits of their hash
	places  [][]place  // by slot, of the document being read
	seen    []seen     // the same in the order in which they stand
	held    []float64  // by concept, weighted occurrences
	says    [][]int    // by slot, the concepts that it begins to say
	inside  []int      // by concept, how often the passage being looked at says it
}

// place is where a stem stands.
type place struct {
	at    int32 // words that carry meaning before it, fields far apart
	field uint8
	exact bool
}

// apart keeps words of two fields from being neighbours.
const apart = 1000

func (x *Index) scorer(p *plan) *scorer {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := &scorer{tuning: x.tuning, plan: p, mean: x.averages(), today: time.Now().UnixMilli()}
	for i, slot := range p.slots {
		b := slot.hash & 255
		s.buckets[b] = append(s.buckets[b], i)
	}
	s.places = make([][]place, len(p.slots))
	s.held = make([]float64, len(p.concepts))
	s.aim()
	return s
}

// read notes where the slots stand in the words of a document.
func (s *scorer) read(f *facts, words []byte) {
	for i := range s.places {
		s.places[i] = s.places[i][:0]
	}
	s.seen = s.seen[:0]
	bounds := [fields]int{f.parts[0], f.parts[0] + f.parts[1], len(words)}
	at, field := int32(0), 0
	for i := 0; i < len(words); {
		for field < fields-1 && i >= bounds[field] {
			field++
			at += apart
		}
		if words[i]&content == 0 || i+3 > len(words) {
			i++
			continue
		}
		w := uint32(words[i]&^content)<<16 | uint32(words[i+1])<<8 | uint32(words[i+2])
		i += 3
		h := w >> formBits
		for _, slot := range s.buckets[h&255] {
			if of := &s.plan.slots[slot]; of.hash == h {
				s.places[slot] = append(s.places[slot], place{at, uint8(field), w&(1<<formBits-1) == of.form})
				s.seen = append(s.seen, seen{at, slot})
			}
		}
		at++
	}
}

// score is what a document is worth for the question, and the part of the
// question that it holds, from 0 to 1.
func (s *scorer) score(f *facts, words []byte) (score, covered float64) {
	s.read(f, words)
	t := &s.tuning
	var norm [fields]float64
	for i := range norm {
		norm[i] = t.Weights[i] / (1 - t.B[i] + t.B[i]*float64(f.lengths[i])/s.mean[i])
	}
	asked := 0.0
	for i := range s.plan.concepts {
		c := &s.plan.concepts[i]
		tf, own := 0.0, 0.0
		for j, u := range c.units {
			all, very := s.count(u, &norm)
			if tf += all; j == 0 {
				own = very
			}
		}
		s.held[i] = tf
		worth := c.weight * c.idf
		asked += worth
		if tf > 0 {
			covered += worth
			score += worth*s.often(tf) + t.Form*c.weight*c.own*s.often(own)
		}
	}
	if asked > 0 {
		covered /= asked
	}
	for i := 0; i+1 < len(s.plan.concepts); i++ {
		score += s.near(i, i+1, &norm)
		if i+2 < len(s.plan.concepts) {
			score += t.Skip * s.near(i, i+2, &norm)
		}
	}
	score += t.Window * s.passage()
	return score * s.esteem(f), covered
}

// often is what saying something so many times is worth.
func (s *scorer) often(tf float64) float64 { return tf * (s.tuning.K1 + 1) / (tf + s.tuning.K1) }

// count is how often a unit is said, and in the very form typed, weighted by
// field.
func (s *scorer) count(u unit, norm *[fields]float64) (tf, very float64) {
	for _, at := range s.places[u.slots[0]] {
		if len(u.slots) > 1 && !s.follows(u.slots[1:], at.at) {
			continue
		}
		once := norm[at.field]
		if at.exact && len(u.slots) == 1 {
			very += once
			once *= 1 + s.tuning.Exact
		}
		tf += once
	}
	return tf * u.weight, very
}

// follows tells whether the slots stand in a row after a place.
func (s *scorer) follows(slots []int, at int32) bool {
	for i, slot := range slots {
		found := false
		for _, p := range s.places[slot] {
			if p.at == at+int32(i)+1 {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// near is what two concepts are worth for standing near each other.
func (s *scorer) near(a, b int, norm *[fields]float64) float64 {
	t := &s.tuning
	if t.Near == 0 || s.held[a] == 0 || s.held[b] == 0 {
		return 0
	}
	ca, cb := &s.plan.concepts[a], &s.plan.concepts[b]
	left, right := s.places[ca.units[0].slots[0]], s.places[cb.units[0].slots[0]]
	if len(left) == 0 || len(right) == 0 {
		return 0
	}
	tf, j := 0.0, 0
	for _, l := range left {
		for j < len(right) && right[j].at < l.at-int32(t.Reach) {
			j++
		}
		for k := j; k < len(right) && right[k].at <= l.at+int32(t.Reach); k++ {
			d := float64(right[k].at - l.at)
			if d == 0 {
				continue
			}
			if d < 0 {
				d = 1 - d // the other way round counts as one further
			}
			tf += norm[l.field] / (d * d)
		}
	}
	return t.Near * math.Max(ca.weight*ca.idf, cb.weight*cb.idf) * s.often(tf)
}

// esteem is what a document is worth whatever is asked.
func (s *scorer) esteem(f *facts) float64 {
	t := &s.tuning
	e := 1.0
	if f.published > 0 {
		const year = 365 * 24 * 3600 * 1000
		e += t.Recent * math.Exp2(-math.Max(0, float64(s.today-f.published))/year)
	}
	e += t.Useful * math.Min(8, math.Log2(1+float64(f.useful)))
	if f.trust {
		e += t.Trusted
	}
	return e
}

// matches says what of the question stands in the document last read.
func (s *scorer) matches() []Match {
	var out []Match
	for i := range s.plan.concepts {
		for _, u := range s.plan.concepts[i].units {
			var in Field
			for _, at := range s.places[u.slots[0]] {
				if len(u.slots) == 1 || s.follows(u.slots[1:], at.at) {
					in |= 1 << at.field
				}
			}
			if in != 0 {
				out = append(out, Match{s.plan.concepts[i].typed, u.shown, u.why, in})
			}
		}
	}
	return out
}
