package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// commonRules end every charter: what holds wherever one writes.
var commonRules = []string{
	"Chacun écrit en son nom, avec courtoisie, dans le respect de la réserve et du secret professionnel.",
	"Un désaccord porte sur les idées. Les personnes qui animent peuvent fermer une discussion en disant pourquoi.",
}

// communities reads their definitions, then seats managers, members and guests.
func (b *builder) communities() error {
	b.reseed("communities")
	text, err := readEditorial("communities.txt")
	if err != nil {
		return err
	}
	for _, bl := range blocks(text, true) {
		v := bl.value
		c := &community{
			Key: bl.name, Name: french(v["name"]), Purpose: french(v["purpose"]), Kind: "transverse", Openness: v["openness"],
			Validation: v["validation"] == "yes", Parent: v["parent"], Template: v["template"], Archived: v["archived"] == "yes",
			wanted: list(v["managers"], ";"), joining: map[string]bool{},
		}
		c.Tags = list(v["tags"], ";")
		if u := v["unit"]; u != "" {
			c.Kind, c.Unit = "hierarchical", u
			if b.unitName[u] == "" {
				return fmt.Errorf("community %s: no unit %s", c.Key, u)
			}
		}
		if c.size, err = strconv.Atoi(v["size"]); err != nil {
			return fmt.Errorf("community %s: size: %w", c.Key, err)
		}
		if c.OpenedDaysAgo, err = strconv.ParseFloat(v["opened"], 64); err != nil {
			return fmt.Errorf("community %s: opened: %w", c.Key, err)
		}
		c.Charter = charter(list(v["charter"], " / "))
		b.comms = append(b.comms, c)
		b.byKey[c.Key] = c
	}
	for _, c := range b.comms {
		if c.Parent != "" && b.byKey[c.Parent] == nil {
			return fmt.Errorf("community %s: no parent %s", c.Key, c.Parent)
		}
		if err := b.seat(c); err != nil {
			return err
		}
	}
	return b.leaveNobodyOut()
}

func charter(own []string) string {
	var s strings.Builder
	for i, rule := range append(append([]string{}, own...), commonRules...) {
		fmt.Fprintf(&s, "%d. %s\n", i+1, french(rule))
	}
	return strings.TrimSpace(s.String())
}

// seat gives a community its managers, then the members who have most reason to be there.
func (b *builder) seat(c *community) error {
	for _, w := range c.wanted {
		h := w
		if b.byName[w] == nil {
			if h = b.manager(c, w); h == "" {
				return fmt.Errorf("community %s: nobody of trade %s can manage it", c.Key, w)
			}
		}
		c.Managers = append(c.Managers, h)
		c.joining[h] = true
	}
	wish := map[string]bool{}
	for _, m := range b.cast {
		if contains(m.Communities, c.Key) && !c.joining[m.Handle] {
			if m.Guest {
				c.Guests = append(c.Guests, m.Handle)
				continue
			}
			wish[m.Handle] = true
		}
	}
	guest := 0
	for _, p := range b.all {
		if !p.Guest {
			continue
		}
		for i := range otherGuests {
			if otherGuests[i].organisation == p.Organisation && contains(otherGuests[i].communities, c.Key) {
				c.Guests = append(c.Guests, p.Handle)
				guest++
			}
		}
	}
	type candidate struct {
		p     *person
		score float64
	}
	var cs []candidate
	for _, p := range b.all {
		if p.Guest || p.domain == "newcomer" || c.joining[p.Handle] || b.inCast(p.Handle) && !wish[p.Handle] {
			continue
		}
		s := b.rng.Float64() * 5
		if r := b.rank(p, c); r < 9 {
			s += 11 - 2*float64(r)
		}
		if wish[p.Handle] {
			s += 100
		}
		switch c.Key {
		case "directeurs":
			if p.domain != "direction" && !wish[p.Handle] {
				continue
			}
		case "rh", "accueil":
			s += 2
		}
		if p.JoinedDaysAgo < 20 {
			s -= 4
		}
		cs = append(cs, candidate{p, s})
	}
	sort.SliceStable(cs, func(i, j int) bool { return cs[i].score > cs[j].score })
	for _, k := range cs {
		if len(c.Managers)+len(c.Members) >= c.size {
			break
		}
		c.Members = append(c.Members, k.p.Handle)
		c.joining[k.p.Handle] = true
	}
	sort.Strings(c.Members)
	return nil
}

// manager picks somebody of a trade, there from the day the community opened.
func (b *builder) manager(c *community, trade string) string {
	want := trade
	if trade == "directeurs" {
		want = "direction"
	}
	var fit []*person
	for _, p := range b.all {
		if p.domain == want && !p.Guest && !b.inCast(p.Handle) && !c.joining[p.Handle] && (want == "direction" || !p.Head) {
			fit = append(fit, p)
		}
	}
	if len(fit) == 0 {
		return ""
	}
	p := fit[b.rng.IntN(len(fit))]
	p.activity = max(p.activity, 1.4)
	p.JoinedDaysAgo = max(p.JoinedDaysAgo, c.OpenedDaysAgo)
	return p.Handle
}

func (b *builder) inCast(handle string) bool {
	for _, m := range b.cast {
		if m.Handle == handle {
			return true
		}
	}
	return false
}

// leaveNobodyOut seats those whom no community chose in the one of their trade.
func (b *builder) leaveNobodyOut() error {
	for _, p := range b.all {
		if p.Guest || p.domain == "newcomer" {
			continue
		}
		in := false
		for _, c := range b.comms {
			in = in || c.joining[p.Handle]
		}
		if in {
			continue
		}
		for _, t := range b.trades {
			if t.key != p.domain {
				continue
			}
			c := b.byKey[t.communities[0]]
			c.Members = append(c.Members, p.Handle)
			c.joining[p.Handle] = true
			sort.Strings(c.Members)
		}
	}
	return nil
}
