package main

import (
	"fmt"
	"sort"
)

// bridges are communities whose subjects meet: a good post of the first is relayed to the second.
var bridges = [][2]string{
	{"droit-travail", "rh"}, {"logement", "accueil"}, {"route", "accueil"}, {"donnees", "science"}, {"protection-sociale", "accueil"},
	{"transition", "logement"}, {"communs", "numerique"}, {"emploi", "rh"}, {"handicap", "rh"}, {"entreprises", "transition"},
}

// finish adds what belongs to the whole site, holds every bound and puts the publications in order of time.
func (b *builder) finish() error {
	b.reseed("finish")
	for _, p := range b.pubs {
		c := b.byKey[p.Community]
		b.mention(p)
		b.bound(p, c)
	}
	sort.SliceStable(b.pubs, func(i, j int) bool {
		if b.pubs[i].DaysAgo != b.pubs[j].DaysAgo {
			return b.pubs[i].DaysAgo > b.pubs[j].DaysAgo
		}
		return b.pubs[i].Key < b.pubs[j].Key
	})
	b.thinTags()
	b.relay()
	b.settle()
	return b.check()
}

// mention names the person answered at the head of some replies.
func (b *builder) mention(p *publication) {
	if p.forced {
		return
	}
	for i := range p.Comments {
		k := &p.Comments[i]
		if k.Parent == 0 || !b.chance(0.1) {
			continue
		}
		if to := p.Comments[k.Parent-1].Author; to != k.Author {
			k.Text = "@" + to + ", " + lowerFirst(k.Text)
		}
	}
}

// bound keeps votes within what the members can give.
func (b *builder) bound(p *publication, c *community) {
	readers := len(c.Managers) + len(c.Members) - 1
	if !p.forced && p.DaysAgo < 3 { // few have read it yet
		p.Useful = int(float64(p.Useful) * p.DaysAgo / 3)
		p.Useless = 0
		p.Thanks = min(p.Thanks, p.Useful/2)
	}
	p.Useful = min(p.Useful, readers)
	p.Useless = min(p.Useless, readers-p.Useful)
	p.Thanks = min(p.Thanks, readers)
	for i := range p.Comments {
		k := &p.Comments[i]
		k.Useful = min(k.Useful, readers-1)
		k.Thanks = min(k.Thanks, readers-1)
	}
	if len(p.Tags) > maxTags {
		p.Tags = p.Tags[:maxTags]
	}
}

// relay carries one good and recent post across each bridge.
func (b *builder) relay() {
	for _, br := range bridges {
		var best *publication
		for _, p := range b.pubs {
			if p.Community == br[0] && p.Kind == "post" && len(p.Relays) == 0 && p.DaysAgo < 90 && (best == nil || p.Useful > best.Useful) {
				best = p
			}
		}
		if best != nil {
			best.Relays = []string{br[1]}
		}
	}
}

// thinTags drops tags that hardly anybody used from items that have another one.
func (b *builder) thinTags() {
	used := map[string]int{}
	for _, p := range b.pubs {
		for _, t := range p.Tags {
			used[t]++
		}
	}
	for _, c := range b.comms {
		for _, t := range c.Tags {
			used[t] += 8 // the community proposes it
		}
	}
	for _, p := range b.pubs {
		var kept []string
		for _, t := range p.Tags {
			if used[t] >= 8 && !contains(kept, t) {
				kept = append(kept, t)
			}
		}
		if len(kept) > 0 {
			p.Tags = kept
		}
	}
}

// settle closes a few old questions and pins a few posts that everyone found useful.
func (b *builder) settle() {
	pinned := map[string]bool{}
	for _, p := range b.pubs {
		if p.forced {
			continue
		}
		if p.Kind == "question" && p.DaysAgo > 200 && len(p.Comments) > 2 && b.chance(0.1) {
			p.Closed = true
		}
		if p.Kind == "post" && p.Useful > 25 && p.DaysAgo < 60 && !pinned[p.Community] && b.chance(0.5) {
			p.Pinned = true
			pinned[p.Community] = true
		}
	}
}

// check refuses to write a site that the demo package would refuse to read.
func (b *builder) check() error {
	for _, p := range b.pubs {
		c := b.byKey[p.Community]
		fault := ""
		switch {
		case runes(p.Title) > maxTitle || runes(p.Title) < 5:
			fault = "title"
		case runes(p.Body) > maxBody || runes(p.Body) < 10:
			fault = "body"
		case !c.joining[p.Author] && !contains(c.Guests, p.Author):
			fault = "author " + p.Author
		case b.byName[p.Author].JoinedDaysAgo < p.DaysAgo:
			fault = "author too young " + p.Author
		}
		for i, k := range p.Comments {
			if runes(k.Text) > maxComment || runes(k.Text) < 2 {
				fault = fmt.Sprintf("comment %d", i+1)
			}
			if k.HoursAfter >= workHours(p.DaysAgo) {
				fault = fmt.Sprintf("comment %d in the future", i+1)
			}
		}
		if fault != "" {
			return fmt.Errorf("%s (%s): bad %s", p.Key, p.Title, fault)
		}
	}
	return nil
}
