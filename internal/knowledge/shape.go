package knowledge

import (
	"slices"

	"parvis/internal/id"
)

// shape is the sections of one community, in their order, those removed
// included.
type shape struct{ all []Section }

func (t shape) find(section id.ID) (Section, bool) {
	i := slices.IndexFunc(t.all, func(s Section) bool { return s.ID == section })
	if section == 0 || i < 0 {
		return Section{}, false
	}
	return t.all[i], true
}

// under lists the sections of one parent.
func (t shape) under(parent id.ID) []id.ID {
	var out []id.ID
	for _, s := range t.all {
		if s.Parent == parent {
			out = append(out, s.ID)
		}
	}
	return out
}

// depth is how many sections stand from the top down to one, itself included.
func (t shape) depth(section id.ID) int {
	n := 0
	for s, known := t.find(section); known && n <= len(t.all); s, known = t.find(s.Parent) {
		n++
	}
	return n
}

// height is how many sections stand one below the other, from one down.
func (t shape) height(section id.ID) int {
	most := 0
	for _, below := range t.under(section) {
		most = max(most, t.height(below))
	}
	return most + 1
}

// within tells whether a section is another, or stands below it.
func (t shape) within(section, other id.ID) bool {
	for n := 0; section != 0 && n <= len(t.all); n++ {
		if section == other {
			return true
		}
		s, _ := t.find(section)
		section = s.Parent
	}
	return false
}

// stepped moves one of a list by a step; at an end it stays.
func stepped(list []id.ID, one id.ID, step Step) []id.ID {
	i := slices.Index(list, one)
	j := i + int(step)
	if i >= 0 && j >= 0 && j < len(list) {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// placed puts one into a list, before the place at, from 1, or last.
func placed(list []id.ID, one id.ID, at int) []id.ID {
	list = slices.DeleteFunc(list, func(v id.ID) bool { return v == one })
	if at < 1 || at > len(list) {
		return append(list, one)
	}
	return slices.Insert(list, at-1, one)
}
