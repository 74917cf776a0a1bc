package content

import (
	"cmp"
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// PageOfComments is how many comments a page shows.
const PageOfComments = 50

// At is where to open a thread: from a comment on, or before one. The zero
// value is the latest page. The pages of a question are cut in its own order:
// From is then any comment of the page, and the zero value the first page.
//
// Under asks, in the place of a page, for these comments and for all that was
// said in reply to them: for none when it is empty and not nil.
type At struct {
	From   id.ID
	Before id.ID
	Under  []id.ID
}

// Read gives an item as actor reads it, with a page of its thread, in a number
// of queries that does not depend on what it holds.
func (s *Service) Read(ctx context.Context, actor access.Actor, item id.ID, at At) (Thread, error) {
	label, err := access.Load(ctx, s.DB, actor, access.ReadItem, item)
	if err != nil {
		return Thread{}, err
	}
	if err := s.opened(ctx, actor, label); err != nil {
		return Thread{}, err
	}
	t := Thread{Label: label}
	row, err := readItem(ctx, s.DB, actor.Person(), item)
	if err != nil {
		return t, err
	}
	t.Item, t.Source, t.Place, t.Seen = row.Item, row.Source, row.place(), row.Seen
	t.Place.Manages = actor.Role(t.Community) >= access.ManagerRole
	if t.Comments, err = s.comments(ctx, t.Item, at); err != nil {
		return t, err
	}
	if err := s.quoted(ctx, &t); err != nil {
		return t, err
	}
	if err := s.around(ctx, actor, &t); err != nil {
		return t, err
	}
	mine, err := mineOn(ctx, s.DB, item, actor.Person())
	if err != nil {
		return t, err
	}
	t.Mine, t.Comments.Mine = mine[0], mine
	if t.Relays, err = relaysOf(ctx, s.DB, actor, item); err != nil {
		return t, err
	}
	tags, err := tagsOf(ctx, s.DB, []id.ID{item})
	if err != nil {
		return t, err
	}
	t.Tags = tags[item]
	files, err := filesOf(ctx, s.DB, item)
	if err != nil {
		return t, err
	}
	hide(actor, label, t.Comments.List)
	shown := t.Comments.List
	if above := []Comment{t.Comments.Above}; above[0].ID != 0 {
		hide(actor, label, above)
		t.Comments.Above = above[0]
		shown = append(above, shown...)
	}
	t.Files = visibleFiles(files, shown)
	return t, s.meet(ctx, &t)
}

// comments reads the page of the thread.
func (s *Service) comments(ctx context.Context, it Item, at At) (CommentPage, error) {
	var p CommentPage
	var err error
	switch {
	case at.Under != nil:
		p.List, err = s.branches(ctx, it.ID, at.Under)
	case s.kinds[it.Kind].Answers:
		return s.ranked(ctx, it, at)
	case at.From != 0:
		p.List, err = commentsFrom(ctx, s.DB, it.ID, at.From, PageOfComments)
	case at.Before != 0:
		p.List, err = commentsBefore(ctx, s.DB, it.ID, at.Before, PageOfComments)
	default:
		p.List, err = commentsBefore(ctx, s.DB, it.ID, maxID, PageOfComments)
	}
	return p, err
}

const maxID = id.ID(1<<63 - 1)

// branches reads comments with all that was said in reply to them, in the order
// in which it was written: what is replied to comes before its replies.
func (s *Service) branches(ctx context.Context, item id.ID, roots []id.ID) ([]Comment, error) {
	if len(roots) == 0 {
		return nil, nil
	}
	all, err := outlineOf(ctx, s.DB, item)
	if err != nil {
		return nil, err
	}
	kept := map[id.ID]bool{}
	for _, c := range roots {
		kept[c] = true
	}
	var wanted []id.ID
	for _, c := range all {
		if kept[c.ID] || kept[c.Parent] {
			kept[c.ID] = true
			wanted = append(wanted, c.ID)
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	list, err := commentsByID(ctx, s.DB, item, wanted)
	slices.SortFunc(list, func(a, b Comment) int { return cmp.Compare(a.ID, b.ID) })
	return list, err
}

// quoted reads what comments of the page reply to and is not on it.
func (s *Service) quoted(ctx context.Context, t *Thread) error {
	t.Quoted = map[id.ID]Comment{}
	here := map[id.ID]bool{0: true, t.Comments.Above.ID: true}
	for _, c := range t.Comments.List {
		here[c.ID] = true
	}
	var away []id.ID
	for _, c := range t.Comments.List {
		if !here[c.Parent] {
			away = append(away, c.Parent)
		}
	}
	if len(away) == 0 {
		return nil
	}
	list, err := commentsByID(ctx, s.DB, t.ID, away)
	for _, c := range list {
		if c.State == access.Published {
			t.Quoted[c.ID] = c
		}
	}
	return err
}

// around counts what stands before and after the page, and what is new.
func (s *Service) around(ctx context.Context, actor access.Actor, t *Thread) error {
	list := t.Comments.List
	if len(list) == 0 && t.Item.Comments == 0 {
		return nil
	}
	first, last := maxID, id.ID(0)
	for _, c := range list {
		first, last = min(first, c.ID), max(last, c.ID)
	}
	seen := t.Seen
	if seen.IsZero() {
		// At a first visit nothing is marked: all of it is new.
		seen = s.Clock.Now()
	}
	n, err := countAround(ctx, s.DB, t.ID, first, last, actor.Person(), seen)
	t.Unread, t.First = n.Unread, n.First
	if !s.kinds[t.Kind].Answers {
		t.Comments.Older, t.Comments.Newer, t.Comments.Next = n.Older, n.Newer, n.Next
	}
	return err
}

// meet loads the faces of all who appear, in one query.
func (s *Service) meet(ctx context.Context, t *Thread) error {
	named, err := mentionedIn(ctx, s.DB, []id.ID{t.ID})
	if err != nil {
		return err
	}
	people := append([]id.ID{t.Author}, named...)
	if t.Comments.Above.ID != 0 {
		people = append(people, t.Comments.Above.Author)
	}
	for _, c := range t.Comments.List {
		people = append(people, c.Author)
	}
	for _, c := range t.Quoted {
		people = append(people, c.Author)
	}
	for _, r := range t.Relays {
		people = append(people, r.By)
	}
	if t.Binner != 0 {
		people = append(people, t.Binner)
	}
	slices.Sort(people)
	if t.Faces, err = faces(ctx, s.DB, slices.Compact(people)); err != nil {
		return err
	}
	t.Mentions = map[string]identity.Face{}
	for _, p := range named {
		if f, ok := t.Faces[p]; ok {
			t.Mentions[f.Handle] = f
		}
	}
	return nil
}

// hide takes away the text of comments in the bin from those who may not
// restore them.
func hide(actor access.Actor, label access.Label, list []Comment) {
	for i, c := range list {
		if c.State == access.Binned && c.Author != actor.Person() && !actor.May(Curate, label) {
			list[i].Source = ""
		}
	}
}

// visibleFiles leaves out those of comments that are in the bin or on another
// page.
func visibleFiles(files []File, shown []Comment) []File {
	out := map[id.ID]bool{0: true}
	for _, c := range shown {
		out[c.ID] = c.State == access.Published
	}
	return slices.DeleteFunc(files, func(f File) bool { return !out[f.Comment] })
}

// One reads a comment with who wrote it, for a fragment or a quotation.
func (s *Service) One(ctx context.Context, actor access.Actor, comment id.ID) (Comment, identity.Face, error) {
	c, err := commentByID(ctx, s.DB, comment)
	if err != nil {
		return c, identity.Face{}, err
	}
	label, err := access.Load(ctx, s.DB, actor, access.ReadItem, c.Item)
	if err != nil {
		return c, identity.Face{}, err
	}
	list := []Comment{c}
	hide(actor, label, list)
	met, err := faces(ctx, s.DB, []id.ID{c.Author})
	return list[0], met[c.Author], err
}

// Load judges and reads an item for a feature that keeps more about it, in its
// transaction: the item stays locked until it ends.
func (s *Service) Load(ctx context.Context, tx *store.Tx, actor access.Actor, action access.Action, item id.ID) (Item, access.Label, error) {
	return s.hold(ctx, tx, actor, action, item)
}

// opened tells those kinds that note it that somebody reads what is restricted.
func (s *Service) opened(ctx context.Context, actor access.Actor, labels ...access.Label) error {
	var items []id.ID
	for _, l := range labels {
		if l.Protection == access.Restricted {
			items = append(items, l.Item)
		}
	}
	if len(items) == 0 || actor.Kind() == access.System {
		return nil
	}
	for _, k := range s.kinds {
		if k.Opened == nil {
			continue
		}
		if err := k.Opened(ctx, actor, items); err != nil {
			return err
		}
	}
	return nil
}

// Glance reads the spine of an item, without its thread.
func (s *Service) Glance(ctx context.Context, actor access.Actor, action access.Action, item id.ID) (Item, access.Label, error) {
	label, err := access.Load(ctx, s.DB, actor, action, item)
	if err != nil {
		return Item{}, label, err
	}
	it, err := itemByID(ctx, s.DB, item)
	return it, label, err
}
