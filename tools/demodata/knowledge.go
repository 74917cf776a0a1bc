package main

import (
	"fmt"
	"sort"
	"strings"
)

// sheetRecord is a knowledge sheet; its documentation is that of demo.Sheet.
type sheetRecord struct {
	Key             string        `json:"key"`
	Community       string        `json:"community"`
	Author          string        `json:"author"`
	Owner           string        `json:"owner"`
	Title           string        `json:"title"`
	Body            string        `json:"body"`
	Tags            []string      `json:"tags,omitempty"`
	Sections        []string      `json:"sections,omitempty"`
	DaysAgo         float64       `json:"days_ago"`
	Status          string        `json:"status"`
	VerifiedDaysAgo float64       `json:"verified_days_ago,omitempty"`
	Months          int           `json:"months"`
	Sources         []sheetSource `json:"sources,omitempty"`
	Origin          string        `json:"origin,omitempty"`
	Reports         []sheetReport `json:"reports,omitempty"`
	Useful          int           `json:"useful,omitempty"`
	Thanks          int           `json:"thanks,omitempty"`
}

type sheetSource struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

type sheetReport struct {
	By      string  `json:"by"`
	Note    string  `json:"note"`
	DaysAgo float64 `json:"days_ago"`
}

// shelves are the communities whose knowledge is shown, with how many sheets of
// each sort.
var shelves = []struct {
	key             string
	facts, answered int
}{
	{"accueil", 0, 10}, {"etat-civil", 14, 3}, {"logement", 13, 3}, {"route", 11, 3}, {"fiscalite", 10, 3},
	{"protection-sociale", 9, 3}, {"droit-travail", 14, 4}, {"rh", 9, 4}, {"donnees", 12, 0},
}

// outdated are what readers say of sheets that are not true any more.
var outdated = []string{
	"Le montant a été revu en janvier.", "La démarche se fait désormais entièrement en ligne.", "L’adresse du téléservice a changé.",
	"Le délai annoncé ne correspond plus à ce que nous voyons au guichet.", "Il manque la pièce demandée depuis la dernière circulaire.",
}

// knowledge makes the trees of contents, of what was said on the site: fact
// sheets and guides, filed as their sources file them, and questions that were
// answered. It comes last and changes nothing of what was made before.
func (b *builder) knowledge() error {
	b.reseed("knowledge")
	byTitle := map[string]*fiche{}
	for _, one := range sortedKeys(b.fiches) {
		byTitle[fold(headline(b.fiches[one].Title))] = b.fiches[one]
	}
	for _, shelf := range shelves {
		c := b.byKey[shelf.key]
		made := 0
		for _, p := range b.pubs {
			if made < shelf.facts && p.Community == c.Key && p.Kind == "post" && p.DaysAgo > 25 && b.chance(0.5) && b.filed(c, p, byTitle[fold(p.Title)]) {
				made++
			}
		}
		b.answered(c, shelf.answered)
	}
	sort.SliceStable(b.sheetsMade, func(i, j int) bool { return b.sheetsMade[i].DaysAgo > b.sheetsMade[j].DaysAgo })
	for i := range b.sheetsMade {
		b.sheetsMade[i].Key = fmt.Sprintf("savoir-%03d", i+1)
	}
	return nil
}

// filed makes a sheet of a post that comes from a fact sheet or a guide, where
// its source files it.
func (b *builder) filed(c *community, p *publication, f *fiche) bool {
	s := sheetRecord{Title: p.Title, Body: p.Body, Tags: p.Tags, Origin: p.Key, DaysAgo: round(p.DaysAgo*0.7, 3)}
	prefix, _, _ := strings.Cut(p.Key, "-")
	switch {
	case prefix == "fiche" && f != nil && len(f.Breadcrumb) > 1:
		for _, step := range f.Breadcrumb[1:] {
			if name := frenchLine(strings.TrimSpace(clean(step.Title))); runes(name) < 70 && len(s.Sections) < 2 {
				s.Sections = append(s.Sections, name)
			}
		}
		for _, r := range f.References {
			if len(s.Sources) < 3 && strings.HasPrefix(r.URL, "http") && len(r.URL) < 200 && !strings.ContainsAny(r.URL, " ()") && r.Title != "" {
				s.Sources = append(s.Sources, sheetSource{first(frenchLine(clean(strings.TrimSpace(r.Title))), 150), r.URL})
			}
		}
	case prefix == "guide" || prefix == "etalab":
		if len(p.Tags) > 0 {
			s.Sections = []string{upperFirst(p.Tags[0])}
		}
	default:
		return false
	}
	s, ok := b.kept(c, s)
	if ok {
		b.sheetsMade = append(b.sheetsMade, s)
	}
	return ok
}

// answered makes sheets of questions whose answer was accepted.
func (b *builder) answered(c *community, most int) {
	for _, p := range b.pubs {
		if most == 0 {
			return
		}
		if p.Kind != "question" || p.Community != c.Key || p.DaysAgo < 20 || len(p.Comments) < 2 || !b.chance(0.3) {
			continue
		}
		for _, k := range p.Comments {
			if !k.Accepted || runes(k.Text) < 300 {
				continue
			}
			s, ok := b.kept(c, sheetRecord{
				Title: p.Title, Tags: p.Tags, Sections: []string{"Questions fréquentes"}, Origin: p.Key,
				Body: "## La question\n\n" + p.Body + "\n\n## La réponse\n\n" + k.Text, DaysAgo: round(p.DaysAgo*0.6, 3),
			})
			if ok {
				b.sheetsMade = append(b.sheetsMade, s)
				most--
			}
		}
	}
}

// kept gives a sheet its people, its status and its dates.
func (b *builder) kept(c *community, s sheetRecord) (sheetRecord, bool) {
	s.Community, s.Months = c.Key, []int{6, 12, 12, 24}[b.rng.IntN(4)]
	author := b.writer(c, s.DaysAgo, b.expert(c))
	if author == nil {
		return s, false
	}
	s.Author, s.Owner = author.Handle, author.Handle
	if b.chance(0.3) {
		if other := b.writer(c, s.DaysAgo, b.expert(c), s.Author); other != nil {
			s.Owner = other.Handle
		}
	}
	due := float64(s.Months) * 30
	switch x := b.rng.Float64(); {
	case x < 0.62:
		s.Status, s.VerifiedDaysAgo = "verified", round(b.rng.Float64()*min(s.DaysAgo-1, due-20), 3)
	case x < 0.82:
		s.Status, s.VerifiedDaysAgo = "review", round(s.DaysAgo-0.5, 3)
	default:
		s.Status = "draft"
	}
	if s.Status != "draft" {
		readers := len(c.Managers) + len(c.Members) - 1
		s.Useful = min(int(b.rng.ExpFloat64()*0.08*float64(readers)), readers/2)
		s.Thanks = s.Useful / 4
	}
	if s.Status == "verified" && b.chance(0.12) {
		if by := b.writer(c, s.DaysAgo, anyone, s.Author, s.Owner); by != nil {
			s.Reports = []sheetReport{{by.Handle, french(outdated[b.rng.IntN(len(outdated))]), round(min(s.VerifiedDaysAgo, 6)*b.rng.Float64()+0.01, 3)}}
		}
	}
	return s, true
}
