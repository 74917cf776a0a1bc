package main

import (
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"
)

// handwritten reads the posts of the editorial folder: see its README for the form.
func (b *builder) handwritten() error {
	b.reseed("handwritten")
	files, err := fs.Glob(editorial, "editorial/posts/*.md")
	if err != nil {
		return err
	}
	sort.Strings(files)
	for _, f := range files {
		key := strings.TrimSuffix(strings.TrimPrefix(f, "editorial/posts/"), ".md")
		if key == "README" {
			continue
		}
		c := b.byKey[key]
		if c == nil {
			return fmt.Errorf("%s: no such community", f)
		}
		text, err := fs.ReadFile(editorial, f)
		if err != nil {
			return err
		}
		for i, post := range strings.Split("\n"+string(text), "\n=== ")[1:] {
			if err := b.handPost(c, post); err != nil {
				return fmt.Errorf("%s: post %d: %w", f, i+1, err)
			}
		}
	}
	return nil
}

func (b *builder) handPost(c *community, text string) error {
	pieces := strings.Split(text, "\n>> ")
	head, rest, _ := strings.Cut(pieces[0], "\n")
	f := strings.Split(head, "|")
	if len(f) != 5 {
		return fmt.Errorf("five parts expected in %q", head)
	}
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	age, err := strconv.ParseFloat(f[2], 64)
	if err != nil {
		return err
	}
	title, body, _ := strings.Cut(strings.TrimSpace(rest), "\n")
	p := &publication{Kind: f[0], Community: c.Key, DaysAgo: age, Title: french(title), Tags: list(f[4], ","), forced: true}
	if p.Author, err = b.someone(c, f[1], age, nil); err != nil {
		return err
	}
	if err := p.flags(f[3]); err != nil {
		return err
	}
	if body, err = p.pollLines(body); err != nil {
		return err
	}
	if c.Key == "international" {
		p.Title, p.Body = title, strings.TrimSpace(body)
	} else {
		p.Body = french(strings.TrimSpace(body))
	}
	for _, raw := range pieces[1:] {
		if err := b.handComment(c, p, raw); err != nil {
			return err
		}
	}
	if !b.add("main", p) {
		return fmt.Errorf("title already used: %s", p.Title)
	}
	return nil
}

// pollLines takes the lines of a poll out of a body.
func (p *publication) pollLines(body string) (string, error) {
	if p.Kind != "poll" {
		return body, nil
	}
	p.Poll = &poll{}
	var kept []string
	for line := range strings.SplitSeq(body, "\n") {
		k, v, ok := strings.Cut(line, ": ")
		switch {
		case ok && k == "options":
			for _, o := range list(v, "|") {
				p.Poll.Options = append(p.Poll.Options, french(o))
			}
		case ok && k == "votes":
			for _, n := range list(v, "|") {
				i, err := strconv.Atoi(n)
				if err != nil {
					return "", err
				}
				p.Poll.Votes = append(p.Poll.Votes, i)
				p.Poll.Voters += i
			}
		case ok && k == "closes":
			d, err := strconv.ParseFloat(v, 64)
			if err != nil {
				return "", err
			}
			p.Poll.ClosesInDays = d
		case ok && k == "multiple":
			p.Poll.Multiple = true
		case ok && k == "hidden":
			p.Poll.Hidden = true
		default:
			kept = append(kept, line)
		}
	}
	if p.Poll.Multiple {
		p.Poll.Voters = p.Poll.Voters * 2 / 3
	}
	return strings.Join(kept, "\n"), nil
}

func (p *publication) flags(s string) error {
	for _, f := range list(s, ",") {
		k, v, _ := strings.Cut(f, "=")
		n, _ := strconv.Atoi(v)
		switch k {
		case "pinned":
			p.Pinned = true
		case "closed":
			p.Closed = true
		case "useful":
			p.Useful = n
		case "thanks":
			p.Thanks = n
		case "relay":
			p.Relays = append(p.Relays, v)
		default:
			return fmt.Errorf("unknown flag %q", f)
		}
	}
	return nil
}

func (b *builder) handComment(c *community, p *publication, raw string) error {
	head, text, ok := strings.Cut(raw, ": ")
	if !ok {
		return fmt.Errorf("comment without text: %q", raw)
	}
	words := strings.Fields(strings.ReplaceAll(head, ",", " "))
	if len(words) < 2 {
		return fmt.Errorf("comment without author or hours: %q", head)
	}
	hours, err := strconv.ParseFloat(words[1], 64)
	if err != nil {
		return err
	}
	if limit := workHours(p.DaysAgo); hours >= limit {
		hours = limit * 0.8 * float64(len(p.Comments)+1) / float64(len(p.Comments)+2)
	}
	k := comment{HoursAfter: round(hours, 2), Kind: "comment", Text: french(strings.TrimSpace(text))}
	if c.Key == "international" {
		k.Text = strings.TrimSpace(text)
	}
	if k.Author, err = b.someone(c, words[0], p.DaysAgo, p.spoken()); err != nil {
		return err
	}
	for _, w := range words[2:] {
		name, v, _ := strings.Cut(w, "=")
		n, _ := strconv.Atoi(v)
		switch name {
		case "answer":
			k.Kind = "answer"
		case "accepted":
			k.Accepted = true
		case "reply":
			k.Parent = len(p.Comments)
			for at := k.Parent; at > 0 && p.Comments[at-1].Parent > 0; at = k.Parent {
				k.Parent = p.Comments[at-1].Parent
			}
		case "useful":
			k.Useful = n
		case "thanks":
			k.Thanks = n
		default:
			return fmt.Errorf("unknown flag %q", w)
		}
	}
	p.Comments = append(p.Comments, k)
	return nil
}

// someone resolves an author: a handle, @trade or * for any member.
func (b *builder) someone(c *community, who string, days float64, not []string) (string, error) {
	if p := b.byName[who]; p != nil {
		if !c.joining[who] && !contains(c.Guests, who) {
			c.Members = append(c.Members, who)
			sort.Strings(c.Members)
			c.joining[who] = true
		}
		if p.JoinedDaysAgo < days {
			return "", fmt.Errorf("%s joined %v days ago and can't write %v days ago", who, p.JoinedDaysAgo, days)
		}
		return who, nil
	}
	kin := func(p *person) float64 {
		if b.inCast(p.Handle) {
			return 0
		}
		return 1
	}
	if trade, ok := strings.CutPrefix(who, "@"); ok {
		if trade == "directeurs" {
			trade = "direction"
		}
		kin = func(p *person) float64 {
			if p.domain != trade || b.inCast(p.Handle) {
				return 0
			}
			return 1
		}
	}
	p := b.writer(c, days, kin, not...)
	if p == nil {
		p = b.writer(c, days, b.expert(c), not...)
	}
	if p == nil {
		return "", fmt.Errorf("nobody to write as %s in %s", who, c.Key)
	}
	return p.Handle, nil
}

// welcome opens each community with a pinned word by its first manager.
func (b *builder) welcome() error {
	b.reseed("welcome")
	text, err := readEditorial("welcome.txt")
	if err != nil {
		return err
	}
	_, text, _ = strings.Cut(text, "\n")
	forms := strings.Split(text, "====")
	for i, c := range b.comms {
		if c.Archived || c.Key == "international" {
			continue
		}
		title, body, _ := strings.Cut(strings.TrimSpace(forms[i%len(forms)]), "\n")
		var names []string
		for _, h := range c.Managers {
			names = append(names, "@"+h)
		}
		tags := make([]string, 0, 3)
		for _, t := range c.Tags[:min(3, len(c.Tags))] {
			tags = append(tags, "*"+t+"*")
		}
		r := strings.NewReplacer("{name}", c.Name, "{purpose}", c.Purpose, "{managers}", strings.Join(names, " et "), "{tags}", strings.Join(tags, ", "))
		body = strings.TrimSpace(r.Replace(body))
		if len(names) == 1 {
			body = strings.NewReplacer("animent", "anime", "répondent", "répond").Replace(body)
		}
		author := b.byName[c.Managers[0]]
		age := min(c.OpenedDaysAgo-0.5, author.JoinedDaysAgo-1)
		p := &publication{
			Kind: "announcement", Community: c.Key, Author: author.Handle, Title: french(r.Replace(strings.TrimSpace(title))), Body: french(body),
			Tags: c.Tags[:min(2, len(c.Tags))], DaysAgo: round(age, 3), Pinned: true, forced: true,
		}
		if title == "À lire en arrivant" || title == "Pourquoi cette communauté ?" || strings.HasPrefix(title, "Bienvenue !") {
			p.Title = french(strings.TrimSpace(title) + " – " + c.Name)
		}
		p.Useful = min(len(c.Members)/5, b.between(2, 19))
		if p.Title == "" {
			return fmt.Errorf("%s: no welcome title", c.Key)
		}
		b.add("bienvenue", p)
	}
	return nil
}
