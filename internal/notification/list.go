package notification

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Place is the key of the last line shown, to go on below it.
type Place struct {
	Updated clock.Time
	Subject id.ID
}

// Wanted is which lines of one's own are asked for.
type Wanted struct {
	Streams []Stream
	Waiting bool   // only what was not seen, or not done
	Kind    string // only items of this kind; "" for all
	Before  Place
	Limit   int
}

// Page is a run of lines, newest first, with the people they name.
type Page struct {
	Notices []Notice
	Faces   map[id.ID]identity.Face
	More    bool
}

// Counts gives the numbers of the bell for the actor. What the actor lost the
// right to read may count for some seconds more.
func (s *Service) Counts(ctx context.Context, actor access.Actor) (Counts, error) {
	if actor.Person() == 0 {
		return Counts{}, nil
	}
	person := actor.Person()
	if c, ok := s.memo.get(person, s.clock.Now()); ok {
		return c, nil
	}
	turn := s.memo.turn(person).Load()
	c, err := counts(ctx, s.db, actor)
	if err == nil {
		s.memo.keep(person, turn, c, s.clock.Now())
	}
	return c, err
}

// UnreadByPlace counts what waits to be read in each community, for the actor:
// among their newest unread lines, so that it costs the same to who never
// reads.
func (s *Service) UnreadByPlace(ctx context.Context, actor access.Actor) (map[id.ID]int, error) {
	rows, err := unreadByPlace(ctx, s.db, actor)
	out := make(map[id.ID]int, len(rows))
	for _, r := range rows {
		out[r.Community] = r.Count
	}
	return out, err
}

// List gives one's own lines. What the actor may no longer read is left out.
func (s *Service) List(ctx context.Context, actor access.Actor, w Wanted) (Page, error) {
	if actor.Person() == 0 {
		return Page{}, fault.Forbidden()
	}
	rows, err := list(ctx, s.db, actor, w, w.Limit+1)
	if err != nil {
		return Page{}, err
	}
	more := len(rows) > w.Limit
	page := Page{More: more, Notices: make([]Notice, 0, len(rows))}
	for _, r := range rows[:min(len(rows), w.Limit)] {
		page.Notices = append(page.Notices, Notice{
			Stream: r.Stream, Subject: Target{r.Kind, r.ID}, Reason: r.Reason, ReasonID: r.ReasonID,
			Actor: r.Actor, Comment: r.Comment, Count: r.Count, Text: r.Text, Updated: r.Updated, Seen: r.Seen,
		})
	}
	return page, s.dress(ctx, actor, &page)
}

// dress adds what each line is about: one query per sort of thing.
func (s *Service) dress(ctx context.Context, actor access.Actor, page *Page) error {
	wanted := map[TargetKind][]id.ID{}
	var people []id.ID
	for _, n := range page.Notices {
		wanted[n.Subject.Kind] = append(wanted[n.Subject.Kind], n.Subject.ID)
		people = append(people, n.Actor)
		switch n.Reason {
		case FollowsPlace, RelayedToPlace, WasMoved:
			wanted[Community] = append(wanted[Community], n.ReasonID)
		case FollowsPerson:
			people = append(people, n.ReasonID)
		case FollowsTag:
			wanted[Tag] = append(wanted[Tag], n.ReasonID)
		case FollowsUnit:
			wanted[Unit] = append(wanted[Unit], n.ReasonID)
		case FollowsSearch:
			wanted[Search] = append(wanted[Search], n.ReasonID)
		default:
			if kind, ok := s.named[n.Reason]; ok && n.ReasonID != 0 {
				wanted[kind] = append(wanted[kind], n.ReasonID)
			}
		}
	}
	people = append(people, wanted[Person]...)
	found := map[id.ID]itemRow{}
	if len(wanted[Item]) > 0 {
		rows, err := items(ctx, s.db, actor, wanted[Item])
		if err != nil {
			return err
		}
		for _, r := range rows {
			found[r.ID] = r
			people = append(people, r.Author)
		}
	}
	names := map[id.ID]string{}
	for kind, read := range map[TargetKind]func([]id.ID) ([]named, error){
		Community: func(ids []id.ID) ([]named, error) { return communities(ctx, s.db, actor, ids) },
		Tag:       func(ids []id.ID) ([]named, error) { return tags(ctx, s.db, ids) },
		Unit:      func(ids []id.ID) ([]named, error) { return units(ctx, s.db, ids) },
		Search:    func(ids []id.ID) ([]named, error) { return searches(ctx, s.db, actor, ids) },
	} {
		if len(wanted[kind]) == 0 {
			continue
		}
		rows, err := read(wanted[kind])
		if err != nil {
			return err
		}
		for _, r := range rows {
			names[r.ID] = r.Name
		}
	}
	var err error
	if page.Faces, err = identity.Faces(ctx, s.db, people); err != nil {
		return err
	}
	for i := range page.Notices {
		n := &page.Notices[i]
		n.About = names[n.ReasonID]
		if n.Reason == FollowsPerson {
			n.About = page.Faces[n.ReasonID].Name
		}
		switch n.Subject.Kind {
		case Item:
			r := found[n.Subject.ID]
			n.Of = Subject{Title: r.Title, Kind: r.Kind, Excerpt: r.Excerpt, Community: r.Community, Place: r.Place,
				Author: r.Author, Published: r.Published, Comments: r.Comments, Useful: r.Useful}
		case Community:
			n.Of = Subject{Title: names[n.Subject.ID], Community: n.Subject.ID}
		case Person:
			n.Of = Subject{Title: page.Faces[n.Subject.ID].Name}
		}
	}
	return nil
}

// Saw clears the lines about a subject: its page was opened.
func (s *Service) Saw(ctx context.Context, actor access.Actor, t Target) error {
	// Most pages are opened with nothing waiting: asking is cheaper than writing.
	if waits, err := unseen(ctx, s.db, actor.Person(), t); err != nil || !waits {
		return err
	}
	return s.clear(ctx, actor, func(tx *store.Tx) (bool, error) {
		return true, seenSubject(ctx, tx, actor.Person(), t, s.clock.Now())
	})
}

// SawAll clears every line of some streams that came until a moment: what
// arrives while the person presses the button stays unread.
func (s *Service) SawAll(ctx context.Context, actor access.Actor, until clock.Time, streams ...Stream) error {
	return s.clear(ctx, actor, func(tx *store.Tx) (bool, error) {
		n, err := seenStream(ctx, tx, actor.Person(), streams, until, s.clock.Now())
		return n > 0, err
	})
}

func (s *Service) clear(ctx context.Context, actor access.Actor, body func(*store.Tx) (bool, error)) error {
	if actor.Person() == 0 {
		return fault.Forbidden()
	}
	return s.db.Write(ctx, func(tx *store.Tx) error {
		changed, err := body(tx)
		if changed {
			tx.After(func() { s.signal(context.WithoutCancel(ctx), map[id.ID]bool{actor.Person(): true}) })
		}
		return err
	})
}
