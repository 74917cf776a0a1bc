package knowledge

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/id"
)

// Tree is the contents of a community as one person sees them.
type Tree struct {
	Roots  []*Node
	Loose  []Entry        // not filed in a section
	Counts map[Status]int // of all that the person reads there
	Mine   int            // of which that person answers for
	Total  int
	More   bool // there are more than MaxSheets
}

// Node is a section with what it holds.
type Node struct {
	Section
	Depth  int // 0 at the top
	Sheets []Entry
	Below  []*Node
	Count  int // sheets in it and below
}

// Wanted narrows a tree to some of its sheets. The zero value keeps all.
type Wanted struct {
	Status Status
	Tag    string // its slug
	Mine   bool
}

// Tree reads the contents of a community. Narrowed, it leaves out the sections
// that hold none of what is wanted; the counts are those of all.
func (s *Service) Tree(ctx context.Context, actor access.Actor, community id.ID, w Wanted) (Tree, error) {
	if _, err := access.Load(ctx, s.DB, actor, Browse, community); err != nil {
		return Tree{}, err
	}
	return s.narrowed(ctx, actor, community, w)
}

func (s *Service) tree(ctx context.Context, actor access.Actor, community id.ID) (Tree, error) {
	return s.narrowed(ctx, actor, community, Wanted{})
}

func (s *Service) narrowed(ctx context.Context, actor access.Actor, community id.ID, w Wanted) (Tree, error) {
	sections, err := sectionsOf(ctx, s.DB, community)
	if err != nil {
		return Tree{}, err
	}
	entries, err := entriesOf(ctx, s.DB, actor, community, w.Tag, MaxSheets+1)
	if err != nil {
		return Tree{}, err
	}
	return build(sections, entries, w, actor.Person()), nil
}

// build hangs sheets on sections. What a removed section holds shows in the
// nearest one above that still stands.
func build(sections []Section, entries []Entry, w Wanted, me id.ID) Tree {
	t := Tree{Counts: map[Status]int{}}
	if len(entries) > MaxSheets {
		entries, t.More = entries[:MaxSheets], true
	}
	byID := map[id.ID]Section{}
	for _, s := range sections {
		byID[s.ID] = s
	}
	standing := func(section id.ID) id.ID {
		for range len(sections) + 1 {
			s, known := byID[section]
			if !known || !s.Removed {
				return s.ID
			}
			section = s.Parent
		}
		return 0
	}
	nodes := map[id.ID]*Node{}
	for _, s := range sections {
		if !s.Removed {
			nodes[s.ID] = &Node{Section: s}
		}
	}
	for _, s := range sections {
		if s.Removed {
			continue
		}
		if above := nodes[standing(s.Parent)]; above != nil {
			above.Below = append(above.Below, nodes[s.ID])
		} else {
			t.Roots = append(t.Roots, nodes[s.ID])
		}
	}
	for _, e := range entries {
		t.Counts[e.Status]++
		t.Total++
		if e.Owner == me {
			t.Mine++
		}
		if w.Status != 0 && e.Status != w.Status || w.Mine && e.Owner != me {
			continue
		}
		if n := nodes[standing(e.Section)]; n != nil {
			n.Sheets = append(n.Sheets, e)
		} else {
			t.Loose = append(t.Loose, e)
		}
	}
	for _, n := range t.Roots {
		n.settle(0)
	}
	if w != (Wanted{}) {
		t.Roots = pruned(t.Roots)
	}
	return t
}

// settle counts what is below, and how deep each section is.
func (n *Node) settle(depth int) int {
	n.Depth, n.Count = depth, len(n.Sheets)
	for _, b := range n.Below {
		n.Count += b.settle(depth + 1)
	}
	return n.Count
}

func pruned(list []*Node) []*Node {
	list = slices.DeleteFunc(list, func(n *Node) bool { return n.Count == 0 })
	for _, n := range list {
		n.Below = pruned(n.Below)
	}
	return list
}

// walk goes through the sections in the order in which they are read.
func (t Tree) walk(visit func(n *Node, above []*Node)) {
	var down func(list, above []*Node)
	down = func(list, above []*Node) {
		for _, n := range list {
			visit(n, above)
			down(n.Below, append(slices.Clone(above), n))
		}
	}
	down(t.Roots, nil)
}

// Sections lists them all in the order in which they are read.
func (t Tree) Sections() []*Node {
	var out []*Node
	t.walk(func(n *Node, _ []*Node) { out = append(out, n) })
	return out
}

// around finds the sections above a sheet, and what is read before and after.
func (t Tree) around(sheet id.ID) (path []Link, prev, next Link) {
	var order []Entry
	t.walk(func(n *Node, above []*Node) {
		for _, e := range n.Sheets {
			if e.ID == sheet {
				for _, a := range append(slices.Clone(above), n) {
					path = append(path, Link{a.ID, a.Name})
				}
			}
		}
		order = append(order, n.Sheets...)
	})
	order = append(order, t.Loose...)
	i := slices.IndexFunc(order, func(e Entry) bool { return e.ID == sheet })
	if i > 0 {
		prev = Link{order[i-1].ID, order[i-1].Title}
	}
	if i >= 0 && i+1 < len(order) {
		next = Link{order[i+1].ID, order[i+1].Title}
	}
	return path, prev, next
}

// Owned lists the sheets for which somebody answers, as far as actor reads
// them, those to review first.
func (s *Service) Owned(ctx context.Context, actor access.Actor, person id.ID, limit int) ([]Entry, error) {
	return owned(ctx, s.DB, actor, person, limit)
}
