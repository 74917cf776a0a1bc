package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Comment adds a comment or an answer. A form that was already received gives
// the comment that it made, with the Conflict of a replay.
func (s *Service) Comment(ctx context.Context, actor access.Actor, n NewComment) (Comment, error) {
	var c Comment
	err := s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		c, err = s.CommentIn(ctx, tx, actor, n)
		return err
	})
	if IsReplay(err) {
		by, known := author(actor, n.Author)
		if known != nil {
			return c, known
		}
		first, found := commentByForm(ctx, s.DB, by, n.Form)
		if found != nil {
			return c, found
		}
		source, wrong := checkComment(n.Source, len(n.Files))
		if wrong != nil {
			return first, wrong
		}
		return first, saidAgain(ctx, s.DB, first, source, err)
	}
	return c, err
}

// CommentIn is Comment in the caller's transaction.
func (s *Service) CommentIn(ctx context.Context, tx *store.Tx, actor access.Actor, n NewComment) (Comment, error) {
	by, err := author(actor, n.Author)
	if err != nil {
		return Comment{}, err
	}
	it, _, err := s.hold(ctx, tx, actor, Say, n.Item)
	if err != nil {
		return Comment{}, err
	}
	kind, err := s.kind(it.Kind)
	if err != nil {
		return Comment{}, err
	}
	c := Comment{ID: n.ID, Item: it.ID, Parent: n.Parent, Kind: n.Kind, State: access.Published, Author: by, Revision: 1, Created: s.moment(n.Created)}
	if c.Kind == 0 {
		c.Kind = Remark
	}
	if c.ID == 0 {
		c.ID = s.IDs.New()
	}
	if c.Source, err = checkComment(n.Source, len(n.Files)); err != nil {
		return Comment{}, err
	}
	if c.Kind > Answer || c.Kind == Answer && (!kind.Answers || c.Parent != 0) {
		return Comment{}, fault.New(fault.Invalid, "content.answer.not_here")
	}
	parent, err := s.parentOf(ctx, tx, c)
	if err != nil {
		return Comment{}, err
	}
	written, err := insertComment(ctx, tx, c, n.Form)
	switch {
	case err != nil:
		return Comment{}, err
	case !written:
		return Comment{}, fault.New(fault.Conflict, ErrReplayed)
	}
	return c, s.afterComment(ctx, tx, actor, it, kind, c, parent, n)
}

func (s *Service) afterComment(ctx context.Context, tx *store.Tx, actor access.Actor, it Item, kind Kind, c, parent Comment, n NewComment) error {
	if err := s.attach(ctx, tx, c.Author, it.ID, c.ID, n.Files); err != nil {
		return err
	}
	if err := countComment(ctx, tx, it.ID, 1, c.Created); err != nil {
		return err
	}
	if err := countCommunity(ctx, tx, it.Community, 0, c.Created); err != nil {
		return err
	}
	if err := markRead(ctx, tx, c.Author, it.ID, c.Created); err != nil {
		return err
	}
	if err := dropDraft(ctx, tx, c.Author, n.Draft); err != nil {
		return err
	}
	if kind.Said != nil {
		if err := kind.Said(ctx, tx, c, 1); err != nil {
			return err
		}
	}
	f := factOf(it)
	f.Writer, f.Parent, f.Quiet = c.Author, c.Parent, n.Quiet
	var err error
	if f.Mentions, err = s.mention(ctx, tx, it, c.ID, c.Author, c.Source); err != nil {
		return err
	}
	e := activity.Event{Verb: CommentAdded, Item: it.ID, Comment: c.ID, Community: it.Community, Person: it.Author, Data: f.json(), Created: n.Created}
	if c.Kind == Answer {
		e.Verb = AnswerAdded
	}
	if parent.ID != 0 {
		e.Person = parent.Author
	}
	if actor.Kind() == access.System {
		e.Actor = c.Author
	}
	_, err = s.Log.Append(ctx, tx, actor, e)
	return err
}

// parentOf finds the comment that is replied to: it must be in the same
// thread. A reply to a reply is kept under what that one replied to, so that a
// thread has two levels at most.
func (s *Service) parentOf(ctx context.Context, tx *store.Tx, c Comment) (Comment, error) {
	if c.Parent == 0 {
		return Comment{}, nil
	}
	p, err := commentByID(ctx, tx, c.Parent)
	if err != nil || p.Item != c.Item || p.State != access.Published {
		return Comment{}, fault.New(fault.Invalid, "content.comment.parent_gone")
	}
	return p, nil
}

func checkComment(source string, files int) (string, error) {
	var c fault.Check
	block, ok := text.Block(source, MaxComment)
	c.Field("source", block != "" || !ok, "content.comment.needed")
	c.Field("source", ok, "content.source.bad", "count", MaxComment)
	c.Field("files", files <= MaxFiles, "fault.field.too_many", "count", MaxFiles)
	return block, c.Err()
}

// EditComment replaces the text of a comment; the old one is kept.
func (s *Service) EditComment(ctx context.Context, actor access.Actor, e EditComment) (Comment, error) {
	var c Comment
	return c, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		c, err = s.EditCommentIn(ctx, tx, actor, e)
		return err
	})
}

// EditCommentIn is EditComment in the caller's transaction.
func (s *Service) EditCommentIn(ctx context.Context, tx *store.Tx, actor access.Actor, e EditComment) (Comment, error) {
	source, err := checkComment(e.Source, len(e.Files))
	if err != nil {
		return Comment{}, err
	}
	c, it, _, err := s.holdComment(ctx, tx, actor, EditSaid, e.Comment)
	if err != nil {
		return c, err
	}
	if c.State != access.Published {
		return c, fault.Forbidden()
	}
	if e.Revision != 0 && e.Revision != c.Revision {
		return c, fault.New(fault.Conflict, "content.edit.conflict")
	}
	if err := s.attach(ctx, tx, actor.Person(), it.ID, c.ID, e.Files); err != nil {
		return c, err
	}
	if err := dropDraft(ctx, tx, actor.Person(), e.Draft); err != nil || source == c.Source {
		return c, err
	}
	old := Revision{ID: s.IDs.New(), Number: c.Revision, Author: writerOf(c.Author, c.Editor), Source: c.Source, Created: since(c.Created, c.Edited)}
	if err := keepRevision(ctx, tx, it.ID, c.ID, old); err != nil {
		return c, err
	}
	c.Source, c.Revision, c.Edited, c.Editor = source, c.Revision+1, s.Clock.Now(), actor.Person()
	if err := rewriteComment(ctx, tx, c); err != nil {
		return c, err
	}
	f := factOf(it)
	f.Writer = c.Author
	if f.Mentions, err = s.mention(ctx, tx, it, c.ID, actor.Person(), source); err != nil {
		return c, err
	}
	return c, s.tellComment(ctx, tx, actor, CommentEdited, it, c, f)
}

// BinComment takes a comment away; its place in the thread stays.
func (s *Service) BinComment(ctx context.Context, actor access.Actor, comment id.ID) (Comment, error) {
	return s.turnComment(ctx, actor, comment, access.Binned)
}

// RestoreComment gives back a comment that was taken away: by a manager, or by
// its author who had taken it away.
func (s *Service) RestoreComment(ctx context.Context, actor access.Actor, comment id.ID) (Comment, error) {
	return s.turnComment(ctx, actor, comment, access.Published)
}

func (s *Service) turnComment(ctx context.Context, actor access.Actor, comment id.ID, to access.State) (Comment, error) {
	var c Comment
	return c, s.DB.Write(ctx, func(tx *store.Tx) error {
		var it Item
		var label access.Label
		var err error
		if c, it, label, err = s.holdComment(ctx, tx, actor, BinSaid, comment); err != nil || c.State == to {
			return err
		}
		verb, by, binner := CommentBinned, -1, actor.Person()
		if to == access.Published {
			if c.Binner != actor.Person() && !actor.May(Curate, label) {
				return fault.Forbidden()
			}
			verb, by, binner = CommentRestored, 1, 0
		}
		if err := setCommentState(ctx, tx, c.ID, to, binner); err != nil {
			return err
		}
		if err := countComment(ctx, tx, it.ID, by, it.Activity); err != nil {
			return err
		}
		c.State, c.Binner = to, binner
		kind, err := s.kind(it.Kind)
		if err != nil {
			return err
		}
		if kind.Said != nil {
			if err := kind.Said(ctx, tx, c, by); err != nil {
				return err
			}
		}
		f := factOf(it)
		f.Writer = c.Author
		return s.tellComment(ctx, tx, actor, verb, it, c, f)
	})
}

func (s *Service) tellComment(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, it Item, c Comment, f Fact) error {
	_, err := s.Log.Append(ctx, tx, actor, activity.Event{
		Verb: verb, Item: it.ID, Comment: c.ID, Community: it.Community, Person: c.Author, Data: f.json(),
	})
	return err
}

// CommentForEdit reads a comment that actor may edit, with its item.
func (s *Service) CommentForEdit(ctx context.Context, actor access.Actor, comment id.ID) (Comment, Item, error) {
	c, err := commentByID(ctx, s.DB, comment)
	if err != nil {
		return c, Item{}, err
	}
	label, err := access.Load(ctx, s.DB, actor, access.ReadItem, c.Item)
	if err != nil {
		return c, Item{}, err
	}
	label.Author = c.Author
	if c.State != access.Published || !actor.May(EditSaid, label) {
		return c, Item{}, fault.Forbidden()
	}
	it, err := itemByID(ctx, s.DB, c.Item)
	return c, it, err
}
