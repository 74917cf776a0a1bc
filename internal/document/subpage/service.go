package subpage

import (
	"context"
	"encoding/json"
	"slices"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Service holds the trees of documents.
type Service struct {
	DB       *store.DB
	Activity *activity.Log
	Content  *content.Service
}

// Around is the tree in which a document stands, as actor sees it.
func (s *Service) Around(ctx context.Context, actor access.Actor, item id.ID) (Tree, error) {
	if _, err := s.glance(ctx, actor, access.ReadItem, item); err != nil {
		return Tree{}, err
	}
	all, err := treeOf(ctx, s.DB, actor, item)
	if err != nil {
		return Tree{}, err
	}
	var shown []id.ID
	for _, p := range all {
		if p.Shown {
			shown = append(shown, p.ID)
		}
	}
	marks, err := s.Content.Marks(ctx, map[string][]id.ID{document.Kind: shown})
	for _, p := range all {
		p.Mark = marks[p.ID]
	}
	return build(all), err
}

// glance is a document on which actor may do something.
func (s *Service) glance(ctx context.Context, actor access.Actor, action access.Action, item id.ID) (content.Item, error) {
	it, _, err := s.Content.Glance(ctx, actor, action, item)
	if err == nil && it.Kind != document.Kind {
		err = fault.NotFound()
	}
	return it, err
}

// Under is the document under which actor begins another one.
func (s *Service) Under(ctx context.Context, actor access.Actor, parent id.ID) (content.Item, error) {
	return s.glance(ctx, actor, document.Write, parent)
}

// Put files a document under another one of its community, the last one there, in
// the transaction that makes it.
func (s *Service) Put(ctx context.Context, tx *store.Tx, actor access.Actor, it content.Item, parent id.ID) error {
	return s.put(ctx, tx, actor, it, Place{Under: parent})
}

// Move puts a document elsewhere in its tree, at the top, or under another
// document of its community. Who writes both may.
func (s *Service) Move(ctx context.Context, actor access.Actor, item id.ID, to Place) error {
	it, err := s.glance(ctx, actor, document.Write, item)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if to.Step != Stay {
			if to.Under, err = parentOf(ctx, tx, item); err != nil || to.Under == 0 {
				return err
			}
		}
		if err := s.put(ctx, tx, actor, it, to); err != nil {
			return err
		}
		raw, err := json.Marshal(map[string]id.ID{"under": to.Under})
		if err != nil {
			return err
		}
		_, err = s.Activity.Append(ctx, tx, actor, activity.Event{Verb: Filed, Item: it.ID, Community: it.Community, Person: it.Author, Data: raw})
		return err
	})
}

// everything is who orders pages among all, those that nobody sees included.
var everything = access.SystemActor("the order of pages under a document")

func (s *Service) put(ctx context.Context, tx *store.Tx, actor access.Actor, it content.Item, to Place) error {
	if to.Under == 0 {
		return detach(ctx, tx, it.ID)
	}
	if _, err := access.Load(ctx, tx, actor, document.Write, to.Under); err != nil {
		return err
	}
	above, err := s.glance(ctx, actor, document.Write, to.Under)
	if err != nil {
		return err
	}
	if above.Community != it.Community {
		return invalid("subpage.elsewhere")
	}
	there, err := treeOf(ctx, tx, everything, to.Under)
	if err != nil {
		return err
	}
	if err := lock(ctx, tx, it.ID, there[0].ID); err != nil {
		return err
	}
	if err := fits(ctx, tx, it.ID, to.Under); err != nil {
		return err
	}
	beside, err := childrenOf(ctx, tx, to.Under)
	if err != nil {
		return err
	}
	if to.Step != Stay {
		beside = stepped(beside, it.ID, to.Step)
	} else {
		beside = placed(beside, it.ID, to.At)
	}
	return order(ctx, tx, to.Under, beside)
}

// fits tells why a page cannot stand under another one.
func fits(ctx context.Context, tx *store.Tx, item, under id.ID) error {
	own, err := treeOf(ctx, tx, everything, item)
	if err != nil {
		return err
	}
	there, err := treeOf(ctx, tx, everything, under)
	if err != nil {
		return err
	}
	from, to := Tree{all: own}, Tree{all: there}
	moved := from.under(item)
	many := len(there) + len(moved)
	if from.top() == to.top() {
		many = len(there)
	}
	switch {
	case slices.ContainsFunc(moved, func(p *Page) bool { return p.ID == under }):
		return invalid("subpage.within")
	case to.depth(under)+1+from.height(item) > MaxDepth:
		return invalid("subpage.deep", "count", MaxDepth)
	case many > MaxPages:
		return invalid("subpage.many", "count", MaxPages)
	}
	return nil
}

func invalid(key string, args ...any) error {
	f := fault.New(fault.Invalid, fault.Invalid.Key())
	f.Fields = []fault.Field{{Name: "under", Key: key, Args: args}}
	return f
}

// stepped moves one of a list by a step.
func stepped(list []id.ID, item id.ID, step Step) []id.ID {
	at := slices.Index(list, item)
	if to := at + int(step); at >= 0 && to >= 0 && to < len(list) {
		list[at], list[to] = list[to], list[at]
	}
	return list
}

// placed puts one into a list before a place, from 1; last for 0 and beyond.
func placed(list []id.ID, item id.ID, at int) []id.ID {
	list = slices.DeleteFunc(list, func(x id.ID) bool { return x == item })
	if at < 1 || at > len(list) {
		at = len(list) + 1
	}
	return slices.Insert(list, at-1, item)
}
