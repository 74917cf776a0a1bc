package index

import (
	"strings"

	"parvis/internal/search/analysis"
)

// synonyms are sets of ways of saying the same thing, found by the stems of
// the first word of each.
type synonyms struct {
	sets  [][]saying
	first map[string][]int // stem → sets that have a saying beginning with it
}

// saying is one member of a set: the stems of its words that carry meaning.
type saying struct {
	stems []string
	forms []string
	shown string
}

// SetSynonyms replaces the synonyms: in each set, words, acronyms or groups of
// words that stand for each other. Sets of one are ignored.
func (x *Index) SetSynonyms(sets [][]string) {
	s := &synonyms{first: map[string][]int{}}
	for _, set := range sets {
		var sayings []saying
		for _, text := range set {
			one := saying{shown: strings.TrimSpace(text)}
			for _, t := range analysis.Tokens(text) {
				if !t.Stop {
					one.stems, one.forms = append(one.stems, t.Stem), append(one.forms, t.Form)
				}
			}
			if len(one.stems) > 0 && len(one.stems) <= 8 {
				sayings = append(sayings, one)
			}
		}
		if len(sayings) < 2 {
			continue
		}
		n := len(s.sets)
		s.sets = append(s.sets, sayings)
		known := map[string]bool{}
		for _, one := range sayings {
			if !known[one.stems[0]] {
				known[one.stems[0]] = true
				s.first[one.stems[0]] = append(s.first[one.stems[0]], n)
			}
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.synonyms = s
}

// widen adds to a question the other ways of saying what it says.
func (x *Index) widen(p *plan) {
	if x.synonyms == nil {
		return
	}
	const most = 6 // sayings added to a question by one set
	for i := range p.concepts {
		for _, n := range x.synonyms.first[p.concepts[i].stem] {
			said := x.synonyms.said(n, p.concepts[i:])
			if said == 0 {
				continue
			}
			added := 0
			for _, one := range x.synonyms.sets[n] {
				if added == most || begins(p.concepts[i:], one.stems) {
					continue
				}
				x.say(p, i, said, one)
				added++
			}
		}
	}
}

// said is how many of the next concepts a set says, the most; 0 for none.
func (s *synonyms) said(set int, next []concept) int {
	longest := 0
	for _, one := range s.sets[set] {
		if len(one.stems) > longest && begins(next, one.stems) {
			longest = len(one.stems)
		}
	}
	return longest
}

func begins(next []concept, stems []string) bool {
	if len(stems) > len(next) {
		return false
	}
	for i, stem := range stems {
		if next[i].stem != stem {
			return false
		}
	}
	return true
}

// say lets one saying stand for concepts from at on.
func (x *Index) say(p *plan, at, many int, one saying) {
	u := unit{weight: x.tuning.Synonym, why: Synonym, shown: one.shown}
	for j, stem := range one.stems {
		if x.freq[hash(stem, hashes)] == 0 {
			return // nowhere
		}
		u.slots = append(u.slots, p.slot(stem, one.forms[j]))
	}
	typed := make([]string, many)
	for j := range many {
		p.concepts[at+j].units = append(p.concepts[at+j].units, u)
		typed[j] = p.concepts[at+j].typed
	}
	p.expanded = append(p.expanded, Expansion{strings.Join(typed, " "), one.shown, Synonym})
}
