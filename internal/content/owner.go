package content

import (
	"context"
	"maps"
	"slices"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Entrust makes somebody answer for an item, for a feature whose kind has such
// a person: they may then edit it like its author. The feature has judged who
// decides so, and tells what happened.
func (s *Service) Entrust(ctx context.Context, tx *store.Tx, item, owner id.ID) error {
	return setOwner(ctx, tx, item, owner)
}

// Freeze keeps what an item says as it is, or lets it change again, for a
// feature that approves versions. The feature has judged who decides so, and
// tells what happened.
func (s *Service) Freeze(ctx context.Context, tx *store.Tx, item id.ID, on bool) error {
	return setFlag(ctx, tx, item, frozen, on)
}

// Protect says how much what an item says is kept from others, for a feature
// that qualifies what it makes. The feature has judged who decides so.
func (s *Service) Protect(ctx context.Context, tx *store.Tx, item id.ID, p access.Protection) error {
	return setProtection(ctx, tx, item, p)
}

// Disown forgets how another system names an item, for a feature that takes back
// what it brought: it may come again.
func (s *Service) Disown(ctx context.Context, tx *store.Tx, item id.ID) error {
	return dropOrigin(ctx, tx, item)
}

// Texts reads the sources of several items at once; those that actor may not
// read are absent.
func (s *Service) Texts(ctx context.Context, actor access.Actor, items []id.ID) (map[id.ID]string, error) {
	out := make(map[id.ID]string, len(items))
	if len(items) == 0 {
		return out, nil
	}
	list, err := textsOf(ctx, s.DB, actor, items)
	if err != nil {
		return nil, err
	}
	for _, b := range list {
		out[b.ID] = b.Source
	}
	return out, s.openedAll(ctx, actor, list)
}

// openedAll is opened for many, which few people read.
func (s *Service) openedAll(ctx context.Context, actor access.Actor, list []body) error {
	if actor.Kind() == access.System || actor.Clearance() < access.Restricted {
		return nil
	}
	items := make([]id.ID, len(list))
	for i, b := range list {
		items[i] = b.ID
	}
	labels, err := access.Labels(ctx, s.DB, access.Items, items)
	if err != nil {
		return err
	}
	return s.opened(ctx, actor, slices.Collect(maps.Values(labels))...)
}

// Revert gives an item the title and text of one of its versions again, as a
// new version: nothing of what came between is lost.
func (s *Service) Revert(ctx context.Context, actor access.Actor, item id.ID, number int) (Item, error) {
	var it Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) error {
		var err error
		if it, _, err = s.hold(ctx, tx, actor, EditItem, item); err != nil {
			return err
		}
		list, err := revisionsOf(ctx, tx, item, 0)
		if err != nil {
			return err
		}
		tags, err := tagsOf(ctx, tx, []id.ID{item})
		if err != nil {
			return err
		}
		for _, r := range list {
			if r.Number != number {
				continue
			}
			e := Edit{Item: item, Title: r.Title, Source: r.Source, Important: it.Important}
			for _, t := range tags[item] {
				e.Tags = append(e.Tags, t.Name)
			}
			it, err = s.EditIn(ctx, tx, actor, e)
			return err
		}
		return fault.NotFound()
	})
}
