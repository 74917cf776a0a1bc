package content

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Row is an item as a list shows it.
type Row struct {
	Item
	Place  Place // where it was published
	Author identity.Face
	Tags   []Tag
	Mark   Mark
	Seen   clock.Time // the reader's last visit
}

// Unread tells whether something happened since the reader's last visit.
func (r Row) Unread() bool { return r.Seen.IsZero() || r.Activity.After(r.Seen.Time) }

// New tells whether the reader never opened it.
func (r Row) New() bool { return r.Seen.IsZero() }

// Cursor is the keys of the last row of a page; the zero value is the start.
type Cursor struct {
	At int64 // milliseconds
	ID id.ID
}

// Page is a part of a list. Next is the zero Cursor at its end.
type Page struct {
	Rows []Row
	Next Cursor
}

// Filter narrows a list. The zero value keeps everything that is published.
type Filter struct {
	Kind     string
	Tag      id.ID
	Pins     Pins // of a community's list alone
	Archived bool // what was set aside, instead of what is published
	Waiting  bool // only what still waits for what its kind asks; see Kind.Waits

	apart []string       // the kinds that stand in views of their own
	waits []*store.Query // the conditions of the kinds, when Waiting
}

// Pins says what becomes of the items that are pinned in a community.
type Pins uint8

// What a list of a community does with pins.
const (
	PinsAmong Pins = iota // in their place among the others
	PinsApart             // left out: the page shows them above
	PinsOnly
)

// PageOfRows is how many items a page of a list holds, and MaxRows the most
// that may be asked.
const (
	PageOfRows = 20
	MaxRows    = 100
)

// ByCommunity lists what is read in a community, relays included, the last
// active first.
func (s *Service) ByCommunity(ctx context.Context, actor access.Actor, community id.ID, f Filter, after Cursor, limit int) (Page, error) {
	f.waits, f.apart = s.waits(), s.apart()
	return s.page(ctx, actor, byCommunity(actor, community, f, after, size(limit)+1), limit, byActivity)
}

// Pinned lists what the managers keep at the top of a community.
func (s *Service) Pinned(ctx context.Context, actor access.Actor, community id.ID) ([]Row, error) {
	p, err := s.page(ctx, actor, pinnedIn(actor, community), PageOfRows, byActivity)
	return p.Rows, err
}

// ByAuthor lists what somebody published, the last first.
func (s *Service) ByAuthor(ctx context.Context, actor access.Actor, person id.ID, after Cursor, limit int) (Page, error) {
	return s.page(ctx, actor, byAuthor(actor, person, after, size(limit)+1), limit, byPublication)
}

// Latest lists what was published anywhere that actor reads, the last first.
func (s *Service) Latest(ctx context.Context, actor access.Actor, f Filter, after Cursor, limit int) (Page, error) {
	f.waits = s.waits()
	return s.page(ctx, actor, latest(actor, f, after, size(limit)+1), limit, byPublication)
}

// ByTag lists what bears a tag, the last made first.
func (s *Service) ByTag(ctx context.Context, actor access.Actor, tag id.ID, after Cursor, limit int) (Page, error) {
	return s.page(ctx, actor, byTag(actor, tag, after, size(limit)+1), limit, byID)
}

// Rows reads items by their ids, in that order; those that actor may not read
// are absent.
func (s *Service) Rows(ctx context.Context, actor access.Actor, items []id.ID) ([]Row, error) {
	if len(items) == 0 {
		return nil, nil
	}
	p, err := s.page(ctx, actor, byIDs(actor, items), len(items), byID)
	slices.SortFunc(p.Rows, func(a, b Row) int { return slices.Index(items, a.ID) - slices.Index(items, b.ID) })
	return p.Rows, err
}

// InBin lists what was taken away from a community, to its managers, the last
// first.
func (s *Service) InBin(ctx context.Context, actor access.Actor, community id.ID, after Cursor, limit int) (Page, error) {
	if _, err := access.Load(ctx, s.DB, actor, Curate, community); err != nil {
		return Page{}, err
	}
	return s.page(ctx, actor, binnedIn(actor, community, after, size(limit)+1), limit, byBinning)
}

// ToRelease lists what waits for actor's release, in one community or, when it
// is zero, in all, the oldest first.
func (s *Service) ToRelease(ctx context.Context, actor access.Actor, community id.ID, after Cursor, limit int) (Page, error) {
	return s.page(ctx, actor, toRelease(actor, community, after, size(limit)+1), limit, byID)
}

// NotOut lists what actor made that is not out (scheduled, waiting, returned),
// the last first.
func (s *Service) NotOut(ctx context.Context, actor access.Actor, after Cursor, limit int) (Page, error) {
	return s.page(ctx, actor, notOut(actor, after, size(limit)+1), limit, byID)
}

// Mine is the beginning of NotOut, MaxRows of it at most.
func (s *Service) Mine(ctx context.Context, actor access.Actor) ([]Row, error) {
	p, err := s.NotOut(ctx, actor, Cursor{}, MaxRows)
	return p.Rows, err
}

// Spoke tells whether actor ever published or commented anything.
func (s *Service) Spoke(ctx context.Context, actor access.Actor) (bool, error) {
	return spoke(ctx, s.DB, actor.Person())
}

// waits are the conditions under which items of some kind still wait.
func (s *Service) waits() []*store.Query {
	var out []*store.Query
	for _, k := range s.kinds {
		if k.Waits != nil {
			out = append(out, k.Waits)
		}
	}
	return out
}

// apart are the kinds that the list of publications of a community leaves out.
func (s *Service) apart() []string {
	var out []string
	for _, k := range s.kinds {
		if k.Apart {
			out = append(out, k.Name)
		}
	}
	slices.Sort(out)
	return out
}

func size(limit int) int {
	if limit < 1 {
		return PageOfRows
	}
	return min(limit, MaxRows)
}

func byActivity(r Row) Cursor    { return Cursor{At: millis(r.Activity), ID: r.ID} }
func byPublication(r Row) Cursor { return Cursor{At: millis(r.Published), ID: r.ID} }
func byBinning(r Row) Cursor     { return Cursor{At: millis(r.Binned), ID: r.ID} }
func byID(r Row) Cursor          { return Cursor{At: 1, ID: r.ID} }

// page reads the rows of a list and, in a few queries for all of them, what
// they show beside the spine.
func (s *Service) page(ctx context.Context, actor access.Actor, l listing, limit int, key func(Row) Cursor) (Page, error) {
	found, err := readRows(ctx, s.DB, actor.Person(), l)
	if err != nil {
		return Page{}, err
	}
	var p Page
	if len(found) > size(limit) && l.more {
		found = found[:size(limit)]
		p.Next = Cursor{At: 1}
	}
	p.Rows = make([]Row, len(found))
	var ids, people []id.ID
	kinds := map[string][]id.ID{}
	for i, f := range found {
		p.Rows[i] = Row{Item: f.Item, Place: f.place(), Seen: f.Seen}
		p.Rows[i].Place.Manages = actor.Role(f.Community) >= access.ManagerRole
		ids, people = append(ids, f.ID), append(people, f.Item.Author)
		kinds[f.Kind] = append(kinds[f.Kind], f.ID)
	}
	if len(ids) == 0 {
		return p, nil
	}
	tags, err := tagsOf(ctx, s.DB, ids)
	if err != nil {
		return p, err
	}
	slices.Sort(people)
	met, err := faces(ctx, s.DB, slices.Compact(people))
	if err != nil {
		return p, err
	}
	marks, err := s.Marks(ctx, kinds)
	if err != nil {
		return p, err
	}
	for i := range p.Rows {
		r := &p.Rows[i]
		r.Author, r.Tags, r.Mark = met[r.Item.Author], tags[r.ID], marks[r.ID]
	}
	if p.Next.At != 0 {
		p.Next = key(p.Rows[len(p.Rows)-1])
	}
	return p, nil
}

// Marks tells what lists show of items that were judged, by kind: one query for
// each kind that shows something.
func (s *Service) Marks(ctx context.Context, kinds map[string][]id.ID) (map[id.ID]Mark, error) {
	out := map[id.ID]Mark{}
	for name, ids := range kinds {
		k := s.kinds[name]
		if k.Marks == nil {
			continue
		}
		marks, err := k.Marks(ctx, s.DB, ids)
		if err != nil {
			return nil, err
		}
		for item, m := range marks {
			out[item] = m
		}
	}
	return out, nil
}
