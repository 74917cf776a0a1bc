package main

import (
	"strings"
)

// applause gives a publication its votes: a share of those who can read it.
func (b *builder) applause(p *publication, c *community, share float64) {
	readers := len(c.Managers) + len(c.Members) - 1
	up := int(share * b.rng.ExpFloat64() * float64(readers))
	p.Useful = min(up, readers*7/10)
	if p.Useful > 5 && b.chance(0.25) {
		p.Useless = b.between(0, 2)
	}
	if b.chance(0.4) {
		p.Thanks = min(p.Useful/3, 9)
	}
}

// say adds a comment so many working hours after the publication, when it has had the time.
func (p *publication) say(author string, hours float64, kind, text string, parent int) *comment {
	if hours >= workHours(p.DaysAgo)-0.05 || author == "" || text == "" {
		return nil
	}
	p.Comments = append(p.Comments, comment{Author: author, Text: text, HoursAfter: round(hours, 2), Kind: kind, Parent: parent})
	return &p.Comments[len(p.Comments)-1]
}

// lag draws a delay in working hours: most within half a day, some within days.
func (b *builder) lag(typical float64) float64 {
	return 0.12 + typical*b.rng.ExpFloat64()
}

// last is the time of the latest comment, in working hours after the publication.
func (p *publication) last() float64 {
	h := 0.0
	for _, c := range p.Comments {
		h = max(h, c.HoursAfter)
	}
	return h
}

// spoken lists who already wrote in a thread.
func (p *publication) spoken() []string {
	all := []string{p.Author}
	for _, c := range p.Comments {
		all = append(all, c.Author)
	}
	return all
}

// at is how many days ago a comment so many working hours later was written.
func (p *publication) at(hours float64) float64 { return p.DaysAgo - hours*7/47.5 }

// remark adds what a colleague says about a knowledge post, and the author's reply when one is due.
func (b *builder) remark(p *publication, c *community) { b.remarkFrom("post.comment", p, c) }

// remarkFrom is remark with the words of another pool.
func (b *builder) remarkFrom(pool string, p *publication, c *community) {
	h := p.last() + b.lag(7)
	w := b.writer(c, p.at(h), b.asker(c), p.spoken()...)
	if w == nil {
		return
	}
	text, reply, _ := strings.Cut(b.say(pool), "||")
	k := p.say(w.Handle, h, "comment", strings.TrimSpace(text), 0)
	if k == nil {
		return
	}
	k.Useful = b.few(c)
	at := len(p.Comments)
	switch {
	case reply != "":
		p.say(p.Author, h+b.lag(3), "comment", strings.TrimSpace(reply), at)
	case b.chance(0.12):
		p.say(p.Author, h+b.lag(3), "comment", b.say("post.reply"), at)
	}
}

// few draws a small number of votes for a comment.
func (b *builder) few(c *community) int {
	return min(int(b.rng.ExpFloat64()*2.2), (len(c.Members)+len(c.Managers))/4)
}

// answer adds an answer by somebody who knows, most often within a few working hours.
func (b *builder) answer(p *publication, c *community, text string, accepted bool) {
	b.answerAs(c, p, c, text, accepted)
}

// answerAs is answer in community c by those whose trade is the subject of another.
func (b *builder) answerAs(subject *community, p *publication, c *community, text string, accepted bool) {
	h := p.last() + b.lag(3.2)
	w := b.writer(c, p.at(h), b.expert(subject), p.spoken()...)
	if w == nil || runes(text) > maxComment {
		return
	}
	if k := p.say(w.Handle, h, "answer", text, 0); k != nil {
		k.Useful = 1 + b.few(c) + b.few(c)
		k.Accepted = accepted && b.chance(0.9)
		if k.Accepted {
			k.Thanks = b.between(0, 3)
		}
	}
}

// thank lets the asker thank the accepted answer, with chance share.
func (b *builder) thank(p *publication, c *community, share float64) {
	for i, k := range p.Comments {
		if !k.Accepted || !b.chance(share) {
			continue
		}
		at := i + 1
		h := max(k.HoursAfter, p.last()) + b.lag(2)
		if p.say(p.Author, h, "comment", b.say("thanks"), at) != nil && b.chance(0.12) {
			p.say(k.Author, h+b.lag(1), "comment", b.say("welcome-thanks"), at)
		}
		return
	}
}

// seeAlso points at a related sheet, with its first sentence.
func (b *builder) seeAlso(p *publication, c *community, f *fiche, byID map[string]*fiche, kind string) {
	for _, id := range f.Related {
		r := byID[id]
		if r == nil || r.Title == f.Title || stale.MatchString(r.Text) || runes(r.Description) < 60 || delicate.MatchString(r.Title+r.Description) {
			continue
		}
		h := p.last() + b.lag(6)
		w := b.writer(c, p.at(h), b.expert(c), p.spoken()...)
		if w == nil {
			return
		}
		line := fill(b.say("also"), strings.TrimRight(r.Title, " ."), first(sentences(r.Description), 260))
		if k := p.say(w.Handle, h, kind, french(markup.Replace(line)), 0); k != nil {
			k.Useful = b.few(c)
		}
		return
	}
}

// cite adds the legal text as a comment.
func (b *builder) cite(p *publication, c *community, f *fiche) {
	line := f.lawLine()
	if line == "" {
		return
	}
	_, links, _ := strings.Cut(line, ": ")
	links, _, _ = strings.Cut(strings.TrimSuffix(links, "."), nnbsp+"; ")
	h := p.last() + b.lag(4)
	w := b.writer(c, p.at(h), b.expert(c), p.spoken()...)
	if w == nil {
		return
	}
	p.say(w.Handle, h, "comment", fill(b.say("law"), links, ""), 0)
}
