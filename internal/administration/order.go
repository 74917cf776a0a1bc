package administration

import (
	"context"
	"slices"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/text"
)

// PublishCharter puts a new version of the charter in force: everybody is
// asked to accept it at their next page. Its faults are those of
// identity.PublishCharter.
func (s *Service) PublishCharter(ctx context.Context, actor access.Actor, based int, source string) (c identity.Charter, err error) {
	if !actor.May(Govern, access.Label{}) {
		return c, fault.Forbidden()
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if c, err = s.People.PublishCharter(ctx, tx, actor.Person(), based, source); err != nil {
			return err
		}
		if err := s.Acts.Record(ctx, tx, actor, string(CharterPublished), "charter "+strconv.Itoa(c.Version), nil); err != nil {
			return err
		}
		_, err := s.Events.Append(ctx, tx, actor, activity.Event{Verb: CharterPublished})
		return err
	})
	return c, err
}

// TagsPage is how many tags one page lists.
const TagsPage = 100

// AllTags lists the tags of the site, the most used first, and the key of the
// next page, zero on the last.
func (s *Service) AllTags(ctx context.Context, actor access.Actor, typed string, after content.TagKey) ([]content.Tag, content.TagKey, error) {
	list, err := s.Tags.AllTags(ctx, actor, typed, after, TagsPage+1)
	if err != nil || len(list) <= TagsPage {
		return list, content.TagKey{}, err
	}
	last := list[TagsPage-1]
	return list[:TagsPage], content.TagKey{Uses: last.Uses, ID: last.ID}, nil
}

// RenameTag gives a tag another writing.
func (s *Service) RenameTag(ctx context.Context, actor access.Actor, tag id.ID, name string) error {
	return s.Tags.RenameTag(ctx, actor, tag, name, func(tx *store.Tx, was string) error {
		return s.Acts.Record(ctx, tx, actor, string(TagRenamed), "tag "+tag.String(), map[string]string{"was": was, "name": name})
	})
}

// MergeTags gives what bears one tag to another, named as people write it. A
// name that no tag has is Invalid.
func (s *Service) MergeTags(ctx context.Context, actor access.Actor, from id.ID, into string) error {
	known, err := s.Tags.AllTags(ctx, actor, into, content.TagKey{}, 500)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(known, func(t content.Tag) bool { return text.Fold(t.Name) == text.Fold(into) })
	var c fault.Check
	if c.Field("into", at >= 0, "administration.tags.unknown"); at < 0 {
		return c.Err()
	}
	return s.Tags.MergeTags(ctx, actor, from, known[at].ID, func(tx *store.Tx, was, is string) error {
		return s.Acts.Record(ctx, tx, actor, string(TagsMerged), "tag "+known[at].ID.String(), map[string]string{"was": was, "name": is})
	})
}

// DropUnusedTags removes the tags that nothing bears, and says how many.
func (s *Service) DropUnusedTags(ctx context.Context, actor access.Actor) (int64, error) {
	return s.Tags.DropUnusedTags(ctx, actor, func(tx *store.Tx, dropped int64) error {
		return s.Acts.Record(ctx, tx, actor, string(TagsDropped), "tags", map[string]int64{"count": dropped})
	})
}

// PlacesPage is how many communities one page lists.
const PlacesPage = 50

// Place is a community as an administrator sees it: who is in charge, not
// what is said.
type Place struct {
	ID       id.ID
	Name     string
	NameFold string
	Purpose  string
	Openness access.Openness
	State    int // 1 while active
	Members  int
	Managers int
}

// Active tells whether the place is open.
func (p Place) Active() bool { return p.State == 1 }

// Places lists every community by name, private ones included, and the key of
// the next page.
func (s *Service) Places(ctx context.Context, actor access.Actor, words string, after Key) ([]Place, Key, error) {
	list, err := listPlaces(ctx, s.DB, actor, words, after, PlacesPage+1)
	if err != nil || len(list) <= PlacesPage {
		return list, Key{}, err
	}
	last := list[PlacesPage-1]
	return list[:PlacesPage], Key{last.NameFold, last.ID}, nil
}

// Place is one community with its managers' faces; the fault is NotFound.
func (s *Service) Place(ctx context.Context, actor access.Actor, community id.ID) (Place, []identity.Face, error) {
	p, err := onePlace(ctx, s.DB, actor, community)
	if err != nil {
		return p, nil, err
	}
	managers, err := managersOf(ctx, s.DB, actor, community)
	return p, managers, err
}

// Appoint makes somebody, found by handle or e-mail address, a manager of a
// community: one of its members, or any agent where nobody manages. The fault
// is Invalid on the field person, or Conflict where the place refuses.
func (s *Service) Appoint(ctx context.Context, actor access.Actor, community id.ID, login string) error {
	if _, err := onePlace(ctx, s.DB, actor, community); err != nil {
		return err
	}
	p, err := s.People.ByLogin(ctx, login)
	if fault.KindOf(err) == fault.KindNotFound {
		var check fault.Check
		check.Field("person", false, "administration.communities.unknown")
		return check.Err()
	}
	if err != nil {
		return err
	}
	return s.Communities.Appoint(ctx, actor, community, p)
}
