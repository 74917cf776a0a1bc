package content

import (
	"context"
	"errors"
	"strings"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// checkTags tidies names typed as tags: one of each, capitals and accents
// aside, without the # that some write.
func checkTags(c *fault.Check, names []string) []string {
	var out []string
	known := map[string]bool{}
	for _, raw := range names {
		name, ok := text.Line(strings.TrimLeft(strings.TrimSpace(raw), "#"), MaxTag)
		c.Field("tags", ok, "content.tag.bad", "count", MaxTag)
		if name == "" {
			continue
		}
		key := fold(name)
		c.Field("tags", key != "", "content.tag.letters")
		if key != "" && !known[key] {
			known[key] = true
			out = append(out, name)
		}
	}
	c.Field("tags", len(out) <= MaxTags, "content.tag.many", "count", MaxTags)
	return out
}

// SplitTags reads what was typed in one field, separated by commas.
func SplitTags(typed string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// JoinTags writes tags as SplitTags reads them.
func JoinTags(tags []Tag) string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = t.Name
	}
	return strings.Join(names, ", ")
}

// tag gives an item exactly these tags and returns their ids.
func (s *Service) tag(ctx context.Context, tx *store.Tx, it Item, names []string) ([]id.ID, error) {
	tags, err := ensureTags(ctx, tx, s.IDs, names)
	if err != nil {
		return nil, err
	}
	if err := setItemTags(ctx, tx, it.ID, tags); err != nil {
		return nil, err
	}
	var ids []id.ID
	for _, t := range tags {
		ids = append(ids, t.ID)
	}
	return ids, nil
}

// SuggestTags lists existing tags that begin as typed, the most used first,
// among those of what actor reads.
func (s *Service) SuggestTags(ctx context.Context, actor access.Actor, typed string) ([]Tag, error) {
	line, ok := text.Line(typed, MaxTag)
	if !ok {
		return nil, nil
	}
	return suggestTags(ctx, s.DB, actor, fold(strings.TrimLeft(line, "#")), 8)
}

// TagBySlug finds a tag by its address; NotFound when nothing that actor reads
// bears it.
func (s *Service) TagBySlug(ctx context.Context, actor access.Actor, slug string) (Tag, error) {
	t, err := tagBySlug(ctx, s.DB, actor, slug)
	if errors.Is(err, store.ErrNone) {
		return t, fault.NotFound()
	}
	return t, err
}

// CommunityTags are those that a community proposes to who writes in it.
func (s *Service) CommunityTags(ctx context.Context, community id.ID) ([]Tag, error) {
	return tagsOfCommunity(ctx, s.DB, community)
}

// TagKey is where a page of the tags of the site begins: after these uses and
// this id. The zero value is the first page.
type TagKey struct {
	Uses int
	ID   id.ID
}

// AllTags lists at most limit tags of the site to its administrators, the most
// used first.
func (s *Service) AllTags(ctx context.Context, actor access.Actor, typed string, after TagKey, limit int) ([]Tag, error) {
	if !actor.May(ManageTags, access.Label{}) {
		return nil, fault.Forbidden()
	}
	return allTags(ctx, s.DB, fold(typed), after, limit)
}

// RenameTag gives a tag another writing. A name that another tag has is a
// Conflict: merge them. Whoever keeps a register of it does so in also, in the
// same transaction, told the name it had.
func (s *Service) RenameTag(ctx context.Context, actor access.Actor, tag id.ID, name string, also func(tx *store.Tx, was string) error) error {
	if !actor.May(ManageTags, access.Label{}) {
		return fault.Forbidden()
	}
	var c fault.Check
	names := checkTags(&c, []string{name})
	c.Field("tags", len(names) == 1, "fault.field.required")
	if err := c.Err(); err != nil {
		return err
	}
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		was, err := store.All[Tag](ctx, tx, tagsByID(tag))
		if err != nil {
			return err
		}
		if len(was) == 0 {
			return fault.NotFound()
		}
		if err := renameTag(ctx, tx, tag, names[0]); err != nil {
			return err
		}
		if _, err = s.Log.Append(ctx, tx, actor, activity.Event{Verb: TagRenamed, Data: Fact{Tags: []id.ID{tag}, Title: names[0]}.json()}); err != nil {
			return err
		}
		return also(tx, was[0].Name)
	})
	if store.IsConflict(err) {
		return fault.New(fault.Conflict, "content.tag.taken")
	}
	return err
}

// MergeTags makes one tag of two: what bore the first bears the second. Also
// is as with RenameTag, told the names of both.
func (s *Service) MergeTags(ctx context.Context, actor access.Actor, from, into id.ID, also func(tx *store.Tx, was, is string) error) error {
	switch {
	case !actor.May(ManageTags, access.Label{}):
		return fault.Forbidden()
	case from == into:
		return fault.New(fault.Invalid, "content.tag.itself")
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		both, err := store.All[Tag](ctx, tx, tagsByID(from, into))
		if err != nil {
			return err
		}
		if len(both) != 2 {
			return fault.NotFound()
		}
		if both[0].ID != from {
			both[0], both[1] = both[1], both[0]
		}
		if err := mergeTag(ctx, tx, from, into); err != nil {
			return err
		}
		if _, err = s.Log.Append(ctx, tx, actor, activity.Event{Verb: TagMerged, Data: Fact{Tags: []id.ID{from, into}}.json()}); err != nil {
			return err
		}
		return also(tx, both[0].Name, both[1].Name)
	})
}

// SuggestPeople lists people whose name or handle begins as typed after an @,
// among those whom actor may see.
func (s *Service) SuggestPeople(ctx context.Context, actor access.Actor, typed string) ([]Suggested, error) {
	line, ok := text.Line(strings.TrimLeft(typed, "@"), 60)
	if !ok || line == "" {
		return nil, nil
	}
	return suggestPeople(ctx, s.DB, actor, fold(line), strings.ToLower(line), 8)
}

// Tags finds tags by their ids; those that nothing that actor reads bears are
// absent.
func (s *Service) Tags(ctx context.Context, actor access.Actor, ids []id.ID) ([]Tag, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return readableTags(ctx, s.DB, actor, ids)
}
