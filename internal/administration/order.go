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

// record keeps an act whose change was made by another part of the program,
// in a transaction of its own.
func (s *Service) record(ctx context.Context, actor access.Actor, verb activity.Verb, subject string, data any) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		return s.Acts.Record(ctx, tx, actor, string(verb), subject, data)
	})
}

// AllTags lists the tags of the site, the most used first.
func (s *Service) AllTags(ctx context.Context, actor access.Actor, typed string) ([]content.Tag, error) {
	return s.Tags.AllTags(ctx, actor, typed)
}

// RenameTag gives a tag another writing.
func (s *Service) RenameTag(ctx context.Context, actor access.Actor, tag id.ID, name string) error {
	if err := s.Tags.RenameTag(ctx, actor, tag, name); err != nil {
		return err
	}
	return s.record(ctx, actor, TagRenamed, "tag "+tag.String(), map[string]string{"name": name})
}

// MergeTags gives what bears one tag to another, named as people write it. A
// name that no tag has is Invalid.
func (s *Service) MergeTags(ctx context.Context, actor access.Actor, from id.ID, into string) error {
	known, err := s.Tags.AllTags(ctx, actor, into)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(known, func(t content.Tag) bool { return text.Fold(t.Name) == text.Fold(into) })
	var c fault.Check
	if c.Field("into", at >= 0, "administration.tags.unknown"); at < 0 {
		return c.Err()
	}
	if err := s.Tags.MergeTags(ctx, actor, from, known[at].ID); err != nil {
		return err
	}
	return s.record(ctx, actor, TagsMerged, "tag "+from.String(), map[string]id.ID{"into": known[at].ID})
}

// DropUnusedTags removes the tags that nothing bears, and says how many.
func (s *Service) DropUnusedTags(ctx context.Context, actor access.Actor) (int64, error) {
	n, err := s.Tags.DropUnusedTags(ctx, actor)
	if err != nil || n == 0 {
		return n, err
	}
	return n, s.record(ctx, actor, TagsDropped, "tags", map[string]int64{"count": n})
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

// Logged is one administrative act with who did it and, when its subject is a
// person, who they are.
type Logged struct {
	activity.Act
	By    identity.Face
	About identity.Face
}

// ActsPage is how many acts one page lists.
const ActsPage = 50

// Log lists the administrative acts, the newest first, below a number.
func (s *Service) Log(ctx context.Context, actor access.Actor, before int64) ([]Logged, error) {
	if !actor.May(Govern, access.Label{}) {
		return nil, fault.Forbidden()
	}
	acts, err := s.Acts.List(ctx, before, ActsPage)
	if err != nil {
		return nil, err
	}
	var ids []id.ID
	for _, a := range acts {
		ids = append(ids, a.Actor, subjectOf(a))
	}
	faces, err := identity.Faces(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Logged, len(acts))
	for i, a := range acts {
		out[i] = Logged{Act: a, By: faces[a.Actor], About: faces[subjectOf(a)]}
	}
	return out, nil
}

// subjectOf is the person that an act is about, zero for other subjects.
func subjectOf(a activity.Act) id.ID {
	const mark = "person "
	if len(a.Subject) <= len(mark) || a.Subject[:len(mark)] != mark {
		return 0
	}
	person, err := id.Parse(a.Subject[len(mark):])
	if err != nil {
		return 0
	}
	return person
}

// Verify checks the whole chain of acts and returns how many it holds.
func (s *Service) Verify(ctx context.Context, actor access.Actor) (int, error) {
	if !actor.May(Govern, access.Label{}) {
		return 0, fault.Forbidden()
	}
	return s.Acts.Verify(ctx)
}
