package main

import (
	"embed"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"sort"
	"strings"
)

//go:embed editorial
var editorial embed.FS

// builder holds the site while it is made. Each step draws from its own source
// of chance, so that a change to one leaves the others as they were.
type builder struct {
	data string
	seed uint64
	rng  *rand.Rand

	unitRows [][]string // code, parent, name, acronym
	unitName map[string]string

	cast   []castMember
	all    []*person
	byName map[string]*person // by handle
	trades []trade

	comms  []*community
	byKey  map[string]*community
	folder map[string]place // folders of service-public.fr
	voices map[string]*pool

	pubs   []*publication
	titles map[string]bool // titles already used, folded
	keys   map[string]int
	fiches map[string]*fiche // fact sheets by id

	sheetsMade []sheetRecord
}

func newBuilder(data string, seed uint64) (*builder, error) {
	b := &builder{
		data: data, seed: seed,
		unitName: map[string]string{}, byName: map[string]*person{}, byKey: map[string]*community{},
		titles: map[string]bool{}, keys: map[string]int{},
	}
	b.reseed("start")
	var err error
	if b.voices, err = readVoices(); err != nil {
		return nil, err
	}
	b.folder, err = readPlaces()
	return b, err
}

// reseed starts the draws of a step.
func (b *builder) reseed(step string) {
	h := fnv.New64a()
	h.Write([]byte(step))
	b.rng = rand.New(rand.NewPCG(b.seed, h.Sum64()))
}

func readEditorial(name string) (string, error) {
	raw, err := editorial.ReadFile("editorial/" + name)
	return string(raw), err
}

// chance is true p times out of one.
func (b *builder) chance(p float64) bool { return b.rng.Float64() < p }

// between draws a number of [low, high].
func (b *builder) between(low, high int) int { return low + b.rng.IntN(high-low+1) }

// add keeps a publication under a fresh key. It refuses a title already used.
func (b *builder) add(prefix string, p *publication) bool {
	t := fold(p.Title)
	if b.titles[t] && prefix != "bienvenue" {
		return false
	}
	b.titles[t] = true
	b.keys[prefix]++
	p.Key = fmt.Sprintf("%s-%03d", prefix, b.keys[prefix])
	b.pubs = append(b.pubs, p)
	return true
}

// age draws how many days ago something was published: any day of the past
// year, more often recently, never before the community opened.
func (b *builder) age(c *community) float64 {
	oldest := c.OpenedDaysAgo - 2
	return round(oldest*math.Pow(b.rng.Float64(), 1.55)+0.02, 3)
}

// workHours is how many working hours lie in so many days (see the calendar of the demo package).
func workHours(days float64) float64 { return days * 47.5 / 7 }

func round(f float64, digits int) float64 {
	p := math.Pow(10, float64(digits))
	return math.Round(f*p) / p
}

// members lists everyone of a community, guests apart, in a fixed order.
func (b *builder) members(c *community) []*person {
	all := make([]*person, 0, len(c.Managers)+len(c.Members))
	for _, h := range append(append([]string{}, c.Managers...), c.Members...) {
		all = append(all, b.byName[h])
	}
	return all
}

// writer draws somebody of a community who was there so many days ago. What the
// person does for a living decides first: kin weighs each trade, and zero means
// never. Nobody of not is drawn.
func (b *builder) writer(c *community, days float64, kin func(*person) float64, not ...string) *person {
	ps := b.members(c)
	weights := make([]float64, len(ps))
	total := 0.0
	for i, p := range ps {
		if p.JoinedDaysAgo <= days || contains(not, p.Handle) {
			continue
		}
		w := p.activity * kin(p)
		weights[i] = w
		total += w
	}
	if total == 0 {
		return nil
	}
	x := b.rng.Float64() * total
	for i, w := range weights {
		if x -= w; w > 0 && x <= 0 {
			return ps[i]
		}
	}
	for i := len(ps) - 1; i >= 0; i-- {
		if weights[i] > 0 {
			return ps[i]
		}
	}
	return nil
}

// expert favours those whose trade is the community's subject.
func (b *builder) expert(c *community) func(*person) float64 {
	return func(p *person) float64 {
		switch b.rank(p, c) {
		case 0:
			return 14
		case 1:
			return 1.8
		case 2:
			return 0.4
		}
		return 0.02
	}
}

// asker favours people at counters and those around the subject, not its experts.
func (b *builder) asker(c *community) func(*person) float64 {
	return func(p *person) float64 {
		w := 1.0
		switch {
		case p.Handle == "samira.lefort" && (c.Key == "accueil" || c.Key == "france-services"):
			w = 26
		case p.domain == "accueil" && !p.Head:
			w = 2.2
		case p.domain == "direction" || b.inCast(p.Handle):
			w = 0.05
		case p.Head:
			w = 0.3
		}
		switch b.rank(p, c) {
		case 0:
			w *= 0.7
		case 1, 2:
			w *= 1.5
		}
		return w
	}
}

func anyone(*person) float64 { return 1 }

// rank tells how near a person's trade is to a community: 0 is its own subject, 9 is far.
func (b *builder) rank(p *person, c *community) int {
	for _, t := range b.trades {
		if t.key == p.domain {
			for i, k := range t.communities {
				if k == c.Key {
					return i
				}
			}
		}
	}
	return 9
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

// pool deals lines so that each is used once before any is used twice.
type pool struct {
	lines []string
	left  []string
}

func readVoices() (map[string]*pool, error) {
	text, err := readEditorial("voices.txt")
	if err != nil {
		return nil, err
	}
	all := map[string]*pool{}
	for _, bl := range blocks(text, false) {
		for i, l := range bl.lines {
			bl.lines[i] = french(l)
		}
		all[bl.name] = &pool{lines: bl.lines}
	}
	return all, nil
}

// say deals one line of a pool; "" when there is no such pool.
func (b *builder) say(name string) string {
	p := b.voices[name]
	if p == nil {
		return ""
	}
	if len(p.left) == 0 {
		p.left = append([]string{}, p.lines...)
		b.rng.Shuffle(len(p.left), func(i, j int) { p.left[i], p.left[j] = p.left[j], p.left[i] })
	}
	l := p.left[len(p.left)-1]
	p.left = p.left[:len(p.left)-1]
	return l
}

// sayAbout deals a line that suits the tags: one that begins with « (tag) » is
// only for that subject.
func (b *builder) sayAbout(name string, tags []string) string {
	p := b.voices[name]
	if p == nil {
		return ""
	}
	for try := range 2 {
		if len(p.left) == 0 || try > 0 {
			p.left = append([]string{}, p.lines...)
			b.rng.Shuffle(len(p.left), func(i, j int) { p.left[i], p.left[j] = p.left[j], p.left[i] })
		}
		for i := len(p.left) - 1; i >= 0; i-- {
			l := p.left[i]
			only, rest, ok := strings.Cut(strings.TrimPrefix(l, "("), ") ")
			if strings.HasPrefix(l, "(") && ok {
				if !contains(tags, only) {
					continue
				}
				l = rest
			}
			p.left = append(p.left[:i], p.left[i+1:]...)
			return l
		}
	}
	return ""
}

// fill replaces {t} and {d} in a line.
func fill(line, t, d string) string {
	return strings.NewReplacer("{t}", t, "{d}", d).Replace(line)
}

// place is where a folder of service-public.fr goes on the site.
type place struct {
	community string
	tags      []string
}

func readPlaces() (map[string]place, error) {
	text, err := readEditorial("dossiers.txt")
	if err != nil {
		return nil, err
	}
	all := map[string]place{}
	for _, l := range nonEmpty(text) {
		if strings.HasPrefix(l, "#") {
			continue
		}
		f := list(l, "|")
		if len(f) != 4 {
			return nil, fmt.Errorf("dossiers.txt: four parts expected: %q", l)
		}
		all[f[0]+"/"+fold(f[1])] = place{community: f[2], tags: list(f[3], ",")}
	}
	return all, nil
}

// sortedKeys gives the keys of a map in order, since maps have none.
func sortedKeys[V any](m map[string]V) []string {
	ks := make([]string, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	sort.Strings(ks)
	return ks
}
