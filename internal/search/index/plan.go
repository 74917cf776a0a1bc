package index

import (
	"slices"
	"strings"

	"parvis/internal/search/analysis"
)

// mostWords bounds a question.
const mostWords = 32

// slot is one stem that is looked for in the words of a document.
type slot struct {
	stem string
	hash uint32
	form uint32 // hash of the form typed
}

// unit is one way of saying something: one stem, or several in a row.
type unit struct {
	slots  []int
	weight float64
	why    Reason
	shown  string
}

// concept is something that was asked for, in one word or several, and all
// the ways of saying it.
type concept struct {
	typed  string
	stem   string
	form   string
	weight float64
	weak   bool // says how one asks rather than what
	idf    float64
	own    float64 // idf of the very form, zero until it is looked up
	units  []unit
}

// plan is a question ready to be matched.
type plan struct {
	tokens   []analysis.Token
	concepts []concept
	slots    []slot
	phrases  []phrase
	not      []phrase
	expanded []Expansion
	empty    bool // nothing but words without meaning, which are matched all the same
}

// phrase is words that must stand in a row.
type phrase struct {
	tokens []analysis.Token
	packed []byte
}

func (p *plan) slot(stem, form string) int {
	h := hash(stem, hashes)
	for i, s := range p.slots {
		if s.stem == stem {
			return i
		}
	}
	p.slots = append(p.slots, slot{stem, h, hash(form, 1<<formBits)})
	return len(p.slots) - 1
}

// plan reads a question. fixed are corrections of forms.
func (x *Index) plan(q Query, fixed map[string]fix) *plan {
	p := &plan{tokens: analysis.Tokens(q.Words)}
	x.mu.RLock()
	defer x.mu.RUnlock()
	var kept []analysis.Token
	meaning := slices.ContainsFunc(p.tokens, func(t analysis.Token) bool { return !t.Stop })
	p.empty = !meaning
	times, names := map[string]int{}, map[string]bool{}
	for i, t := range p.tokens {
		times[t.Stem]++
		names[t.Stem] = names[t.Stem] || proper(q.Words, p.tokens, i)
		if (t.Stop && meaning) || len(kept) == mostWords || slices.ContainsFunc(kept, func(k analysis.Token) bool { return k.Stem == t.Stem }) {
			continue
		}
		kept = append(kept, t)
	}
	for _, t := range kept {
		c := concept{typed: t.Form, form: t.Form, stem: t.Stem, weight: 1}
		if analysis.Weak(t.Form) && len(kept) > 1 {
			c.weight, c.weak = x.tuning.Weak, true
		}
		if names[t.Stem] {
			c.weight *= x.tuning.Capital
		}
		c.units = append(c.units, unit{slots: []int{p.slot(t.Stem, t.Form)}, weight: 1, shown: t.Stem})
		c.idf = x.rarity(float64(x.freq[hash(t.Stem, hashes)]))
		if right, is := fixed[t.Form]; is {
			x.mend(p, &c, right)
		}
		c.weight *= float64(times[t.Stem])
		p.concepts = append(p.concepts, c)
	}
	x.compounds(p)
	x.widen(p)
	for _, text := range q.Phrases {
		p.phrases = append(p.phrases, newPhrase(text))
	}
	for _, text := range q.Not {
		p.not = append(p.not, newPhrase(text))
	}
	p.phrases = slices.DeleteFunc(p.phrases, func(f phrase) bool { return len(f.tokens) == 0 })
	p.not = slices.DeleteFunc(p.not, func(f phrase) bool { return len(f.tokens) == 0 })
	return p
}

// proper tells whether a word is written as a proper name: with a capital that
// no sentence begins with, and not in capitals altogether.
func proper(text string, tokens []analysis.Token, i int) bool {
	if i == 0 || strings.ContainsAny(text[tokens[i-1].End:tokens[i].Start], ".:?!–—") {
		return false
	}
	word := text[tokens[i].Start:tokens[i].End]
	return strings.ToLower(word) != word && strings.ToUpper(word) != word
}

// mend puts a misspelt concept right.
func (x *Index) mend(p *plan, c *concept, right fix) {
	u := unit{weight: 1, why: Correction, shown: right.shown}
	c.idf = 0
	for _, form := range strings.Fields(right.form) {
		c.form, c.stem = form, analysis.Stem(form)
		u.slots = append(u.slots, p.slot(c.stem, form))
		c.idf = max(c.idf, x.rarity(float64(x.freq[hash(c.stem, hashes)])))
	}
	c.units[0] = u
	p.expanded = append(p.expanded, Expansion{c.typed, right.shown, Correction})
}

// compounds looks for neighbouring words written as one too.
func (x *Index) compounds(p *plan) {
	for i := 0; i+1 < len(p.concepts); i++ {
		whole := analysis.Join(p.concepts[i].form, p.concepts[i+1].form)
		stem := analysis.Stem(whole)
		if len(whole) > analysis.MaxWord || x.freq[hash(stem, hashes)] == 0 {
			continue
		}
		// Each of the two is then said by the whole.
		u := unit{slots: []int{p.slot(stem, whole)}, weight: 1, why: Compound, shown: whole}
		p.concepts[i].units = append(p.concepts[i].units, u)
		p.concepts[i+1].units = append(p.concepts[i+1].units, u)
	}
}

func newPhrase(text string) phrase {
	f := phrase{tokens: analysis.Tokens(text)}
	for _, t := range f.tokens {
		f.packed = appendWord(f.packed, t)
	}
	return f
}
