package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Edit replaces the title, text, tags and audience of an item; the old text is
// kept in its history.
func (s *Service) Edit(ctx context.Context, actor access.Actor, e Edit) (Item, error) {
	var it Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		it, err = s.EditIn(ctx, tx, actor, e)
		return err
	})
}

// EditIn is Edit in the caller's transaction.
func (s *Service) EditIn(ctx context.Context, tx *store.Tx, actor access.Actor, e Edit) (Item, error) {
	it, label, err := s.hold(ctx, tx, actor, EditItem, e.Item)
	if err != nil {
		return it, err
	}
	if e.Revision != 0 && e.Revision != it.Revision {
		return it, fault.New(fault.Conflict, "content.edit.conflict")
	}
	before, source := it, ""
	if source, err = bodyOf(ctx, tx, it.ID); err != nil {
		return it, err
	}
	if s.kinds[it.Kind].Derived {
		e.Source = source
	}
	if label.Frozen && (e.Title != it.Title || e.Source != source) {
		return it, fault.New(fault.Conflict, "content.frozen")
	}
	if err := s.checkEdit(ctx, tx, &e, it, actor, label); err != nil {
		return it, err
	}
	it.Title, it.Excerpt, it.Important = e.Title, text.Excerpt(e.Source, 240), e.Important
	if e.Audience != nil {
		it.Audience = *e.Audience
	}
	if it.State == access.Scheduled && !e.Publish.IsZero() {
		it.Published = e.Publish
	}
	// What only moves (tags, files, audience) makes no new text to compare.
	if e.Title != before.Title || e.Source != source {
		old := Revision{ID: s.IDs.New(), Number: it.Revision, Author: writerOf(it.Author, it.Editor), Title: before.Title, Source: source, Created: since(it.Created, it.Edited)}
		if err := keepRevision(ctx, tx, it.ID, 0, old); err != nil {
			return it, err
		}
		it.Revision, it.Edited, it.Editor = it.Revision+1, s.Clock.Now(), actor.Person()
	}
	if err := rewriteItem(ctx, tx, it, e.Source); err != nil {
		return it, err
	}
	if follow := s.kinds[it.Kind].Edited; follow != nil {
		if err := follow(ctx, tx, it); err != nil {
			return it, err
		}
	}
	return it, s.afterEdit(ctx, tx, actor, e, before, it)
}

// Retitle is Edit of the title alone.
func (s *Service) Retitle(ctx context.Context, actor access.Actor, item id.ID, title string) (Item, error) {
	var it Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) error {
		before, _, err := s.hold(ctx, tx, actor, EditItem, item)
		if err != nil {
			return err
		}
		source, err := bodyOf(ctx, tx, item)
		if err != nil {
			return err
		}
		tags, err := tagsOf(ctx, tx, []id.ID{item})
		if err != nil {
			return err
		}
		e := Edit{Item: item, Title: title, Source: source, Important: before.Important}
		for _, t := range tags[item] {
			e.Tags = append(e.Tags, t.Name)
		}
		it, err = s.EditIn(ctx, tx, actor, e)
		return err
	})
}

// Call gives an item another title for the sake of order, as when two files of
// one folder would bear the same: nobody edited it. The caller has judged it
// and tells the log.
func Call(ctx context.Context, tx *store.Tx, item id.ID, title string) error {
	return setTitle(ctx, tx, item, title)
}

func (s *Service) afterEdit(ctx context.Context, tx *store.Tx, actor access.Actor, e Edit, before, it Item) error {
	if it.Audience != access.Everyone {
		relays, err := relaysOf(ctx, tx, access.SystemActor("a narrower audience ends the relays"), it.ID)
		if err != nil {
			return err
		}
		if err := s.endRelays(ctx, tx, actor, it, relays); err != nil {
			return err
		}
	}
	if err := s.changeFiles(ctx, tx, actor, it.ID, e); err != nil {
		return err
	}
	if before.State == access.Published {
		if err := countTags(ctx, tx, it.ID, -1); err != nil {
			return err
		}
	}
	f := factOf(it)
	var err error
	if f.Tags, err = s.tag(ctx, tx, it, e.Tags); err != nil {
		return err
	}
	if it.State == access.Published {
		if err := countTags(ctx, tx, it.ID, 1); err != nil {
			return err
		}
	}
	if f.Mentions, err = s.mention(ctx, tx, it, 0, actor.Person(), e.Source); err != nil {
		return err
	}
	if err := dropDraft(ctx, tx, actor.Person(), e.Draft); err != nil {
		return err
	}
	if it.State == access.Scheduled && !it.Published.Equal(before.Published.Time) {
		if err := s.Queue.Enqueue(ctx, tx, dueJob{Item: it.ID}, jobs.At(it.Published.Time)); err != nil {
			return err
		}
	}
	return s.tell(ctx, tx, actor, ItemEdited, it, f)
}

func (s *Service) checkEdit(ctx context.Context, tx *store.Tx, e *Edit, it Item, actor access.Actor, label access.Label) error {
	var c fault.Check
	kind := s.kinds[it.Kind]
	checkTexts(&c, &e.Title, &e.Source, kind.Bare)
	e.Tags = checkTags(&c, e.Tags)
	c.Field("files", len(e.Files) <= MaxFiles && len(e.Drop) <= MaxFiles, "fault.field.too_many", "count", MaxFiles)
	c.Field("files", !kind.Holds || len(e.Files)+len(e.Drop) == 0, "content.file.held")
	now := s.Clock.Now()
	c.Field("publish", e.Publish.IsZero() || it.State != access.Scheduled || e.Publish.After(now.Time), "fault.field.future")
	c.Field("publish", e.Publish.Before(now.Add(horizon)), "content.publish.too_far")
	if it.State == access.Scheduled && !e.Publish.IsZero() {
		if f, ok := fault.As(s.mayComeOut(ctx, tx, it, e.Publish)); ok {
			c.Field("publish", false, f.Key, f.Args...)
		}
	}
	if e.Audience != nil && *e.Audience != it.Audience {
		checkAudience(&c, *e.Audience, actor, label)
		if *e.Audience < it.Audience {
			// They spoke to the readers that were promised to them.
			spoken, err := others(ctx, tx, it)
			if err != nil {
				return err
			}
			c.Field("audience", !spoken, "content.audience.no_wider")
		}
	}
	return c.Err()
}

// writerOf is who wrote the current text.
func writerOf(author, editor id.ID) id.ID {
	if editor != 0 {
		return editor
	}
	return author
}

// since is when the current text was written.
func since(created, edited clock.Time) clock.Time {
	if edited.IsZero() {
		return created
	}
	return edited
}

// History is every text that an item had, the current one last.
func (s *Service) History(ctx context.Context, actor access.Actor, item id.ID) (Item, []Revision, error) {
	label, err := access.Load(ctx, s.DB, actor, access.ReadItem, item)
	if err == nil {
		err = s.opened(ctx, actor, label)
	}
	if err != nil {
		return Item{}, nil, err
	}
	it, err := itemByID(ctx, s.DB, item)
	if err != nil {
		return it, nil, err
	}
	source, err := bodyOf(ctx, s.DB, item)
	if err != nil {
		return it, nil, err
	}
	list, err := revisionsOf(ctx, s.DB, item, 0)
	return it, append(list, Revision{
		Number: it.Revision, Author: writerOf(it.Author, it.Editor), Title: it.Title, Source: source,
		Created: since(it.Created, it.Edited), Current: true,
	}), err
}

// CommentHistory is every text that a comment had, the current one last. A
// comment in the bin has none to show but to managers and its author.
func (s *Service) CommentHistory(ctx context.Context, actor access.Actor, comment id.ID) (Comment, []Revision, error) {
	c, err := commentByID(ctx, s.DB, comment)
	if err != nil {
		return c, nil, err
	}
	label, err := access.Load(ctx, s.DB, actor, access.ReadItem, c.Item)
	if err != nil {
		return c, nil, err
	}
	if c.State != access.Published && c.Author != actor.Person() && !actor.May(Curate, label) {
		return c, nil, fault.NotFound()
	}
	list, err := revisionsOf(ctx, s.DB, c.Item, comment)
	return c, append(list, Revision{
		Number: c.Revision, Author: writerOf(c.Author, c.Editor), Source: c.Source, Created: since(c.Created, c.Edited), Current: true,
	}), err
}

// Source reads an item and its text to be edited.
func (s *Service) Source(ctx context.Context, actor access.Actor, item id.ID) (Item, access.Label, string, error) {
	label, err := access.Load(ctx, s.DB, actor, EditItem, item)
	if err == nil {
		err = s.opened(ctx, actor, label)
	}
	if err != nil {
		return Item{}, label, "", err
	}
	it, err := itemByID(ctx, s.DB, item)
	if err != nil {
		return it, label, "", err
	}
	source, err := bodyOf(ctx, s.DB, item)
	return it, label, source, err
}
