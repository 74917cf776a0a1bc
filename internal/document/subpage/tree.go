package subpage

import (
	"slices"

	"parvis/internal/id"
)

// Tree is a document with all that stands above and under it, as one person sees
// them.
type Tree struct {
	Top []*Page // one, unless they do not see the one at the top
	all []*Page // as kept, those that they do not see included
}

// build hangs the pages on each other; what is under one that is not seen takes
// its place.
func build(all []*Page) Tree {
	kept := map[id.ID][]*Page{}
	for _, p := range all {
		kept[p.Parent] = append(kept[p.Parent], p)
	}
	var seen func(list []*Page) []*Page
	seen = func(list []*Page) (out []*Page) {
		for _, p := range list {
			below := seen(kept[p.ID])
			if !p.Shown {
				out = append(out, below...)
				continue
			}
			p.Below = below
			out = append(out, p)
		}
		return out
	}
	return Tree{all: all, Top: seen(kept[0])}
}

// Count is how many pages one sees.
func (t Tree) Count() int { return len(t.Pages()) }

// Pages are those that one sees, in the order in which they are read.
func (t Tree) Pages() []*Page {
	var out []*Page
	var down func(list []*Page)
	down = func(list []*Page) {
		for _, p := range list {
			out = append(out, p)
			down(p.Below)
		}
	}
	down(t.Top)
	return out
}

// Path are the pages above one, the top one first.
func (t Tree) Path(item id.ID) []*Page {
	var find func(list, above []*Page) []*Page
	find = func(list, above []*Page) []*Page {
		for _, p := range list {
			if p.ID == item {
				return append([]*Page{}, above...)
			}
			if path := find(p.Below, append(slices.Clone(above), p)); path != nil {
				return path
			}
		}
		return nil
	}
	return find(t.Top, nil)
}

// under are all the pages below one as they are kept, itself included.
func (t Tree) under(item id.ID) []*Page {
	in := map[id.ID]bool{item: true}
	var out []*Page
	for _, p := range t.all { // a parent comes before its pages
		if in[p.ID] || in[p.Parent] {
			in[p.ID] = true
			out = append(out, p)
		}
	}
	return out
}

// height is how many levels a page and what is below it take.
func (t Tree) height(item id.ID) int {
	least, most := 0, 0
	for i, p := range t.under(item) {
		if i == 0 {
			least = p.Depth
		}
		most = max(most, p.Depth)
	}
	return most - least + 1
}

func (t Tree) depth(item id.ID) int {
	for _, p := range t.all {
		if p.ID == item {
			return p.Depth
		}
	}
	return 0
}

// top is the document on which all stand.
func (t Tree) top() id.ID { return t.all[0].ID }
