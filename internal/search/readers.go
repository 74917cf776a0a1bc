package search

import (
	"strconv"

	"parvis/internal/access"
	"parvis/internal/id"
)

// The tokens of readers stand in the index beside the words of a text, and the
// tokens that an actor holds are matched together with the words asked for.
// The rule is written once, in access: a text bears the token of each sort of
// actor to whom the rule itself says yes.
const (
	everyone = "e" // whoever is signed in
	agents   = "a" // people of the house
	admins   = "d" // administrators of the site
	member   = "m" // + community: its members, guests from outside included
	inside   = "n" // + community: those of its members who are of the house
	manager  = "g" // + community: its managers
	invited  = "i" // + community: who is invited there
	person   = "p" // + person: that one alone
	head     = "h" // + unit: who heads it
	cleared  = "c" // + protection: people of the house who may read what it protects
	director = "r" // + protection: those of them who head a unit
	ofUnit   = "u" // + protection + unit: those who have a function there
	ofPerson = "q" // + protection + person: that one alone
)

// nobody is a person who has no rights but those of the sort being asked about.
const nobody = id.ID(1)

// sort is one sort of actor: its token, and one of them.
type sort struct {
	token string
	actor access.Actor
}

func placed(token string, place id.ID, role access.Role, guest bool) sort {
	return sort{token + place.String(), access.Signed(access.Facts{Person: nobody, Guest: guest, Roles: map[id.ID]access.Role{place: role}})}
}

// sorts are those that may matter for what a label describes.
func sorts(l access.Label) []sort {
	list := []sort{
		{everyone, access.Signed(access.Facts{Person: nobody, Guest: true})},
		{agents, access.Signed(access.Facts{Person: nobody})},
		{admins, access.Signed(access.Facts{Person: nobody, Admin: true})},
	}
	places := l.Relays
	if l.Community != 0 {
		places = append([]id.ID{l.Community}, places...)
		list = append(list, sort{invited + l.Community.String(), access.Signed(access.Facts{Person: nobody, Guest: true, Invited: []id.ID{l.Community}})})
	}
	for _, c := range places {
		list = append(list, placed(member, c, access.GuestRole, true), placed(inside, c, access.GuestRole, false), placed(manager, c, access.ManagerRole, true))
	}
	if l.Unit != 0 {
		list = append(list, sort{head + l.Unit.String(), access.Signed(access.Facts{Person: nobody, Guest: true, Heads: []id.ID{l.Unit}})})
	}
	for _, who := range []id.ID{l.Author, l.Person} {
		if who != 0 {
			list = append(list, sort{person + who.String(), access.Signed(access.Facts{Person: who, Guest: true})})
		}
	}
	if l.Openness == access.Sealed {
		list = append(list, sealed(l)...)
	}
	return list
}

// sealed are the sorts that matter in a sealed place besides: what they may read
// ends at a protection, so each has a token for each.
func sealed(l access.Label) []sort {
	to := func(f access.Facts) access.Actor {
		if f.Person == 0 {
			f.Person = nobody
		}
		f.Clearance = l.Protection
		return access.Signed(f)
	}
	list := []sort{
		{level(cleared, l.Protection), to(access.Facts{})},
		{level(director, l.Protection), to(access.Facts{Heads: []id.ID{nobody}})},
	}
	for _, u := range l.Units {
		list = append(list, sort{level(ofUnit, l.Protection) + u.String(), to(access.Facts{Guest: true, Units: []id.ID{u}})})
	}
	for _, p := range l.People {
		list = append(list, sort{level(ofPerson, l.Protection) + p.String(), to(access.Facts{Guest: true, Person: p})})
	}
	return list
}

func level(token string, p access.Protection) string { return token + strconv.Itoa(int(p)) }

// implied are the sorts that are part of another, narrowest first: a text that
// the wider one reads needs no token of the narrower.
func implied(token string, held map[string]bool) bool {
	if held[everyone] && token != everyone {
		return true
	}
	wide := token[1:]
	switch token[:1] {
	case inside:
		return held[agents] || held[member+wide]
	case manager:
		return held[member+wide]
	case admins, cleared:
		return held[agents]
	case director:
		return held[agents] || held[cleared+wide[:1]]
	}
	return false
}

// Readers are the tokens of those who may do an action (to read, as a rule) to
// what a label describes.
func Readers(read access.Action, l access.Label) []string {
	held := map[string]bool{}
	var out []string
	for _, s := range sorts(l) {
		if s.actor.May(read, l) && !implied(s.token, held) {
			held[s.token] = true
			out = append(out, s.token)
		}
	}
	return out
}

// Held are the tokens that an actor holds; all nil for the system, which reads
// everything, and none for who is not signed in.
func Held(actor access.Actor) []string {
	if actor.Person() == 0 {
		return nil
	}
	out := []string{everyone, person + actor.Person().String()}
	if actor.IsAgent() {
		out = append(out, agents)
	}
	if actor.IsAdmin() {
		out = append(out, admins)
	}
	for _, c := range actor.Communities() {
		out = append(out, member+c.String())
		if actor.IsAgent() {
			out = append(out, inside+c.String())
		}
		if actor.Role(c) >= access.ManagerRole {
			out = append(out, manager+c.String())
		}
	}
	for _, c := range actor.Invitations() {
		out = append(out, invited+c.String())
	}
	for _, u := range actor.Headships() {
		out = append(out, head+u.String())
	}
	for p := range actor.Clearance() + 1 {
		if actor.IsAgent() {
			out = append(out, level(cleared, p))
			if len(actor.Headships()) > 0 {
				out = append(out, level(director, p))
			}
		}
		for _, u := range actor.Units() {
			out = append(out, level(ofUnit, p)+u.String())
		}
		out = append(out, level(ofPerson, p)+actor.Person().String())
	}
	return out
}
