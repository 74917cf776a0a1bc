package importing

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// errDry ends a transaction that is not to be kept.
var errDry = errors.New("nothing is kept")

// wrongEntry is an error about one record of a transaction.
type wrongEntry struct{ error }

// Unwrap gives the cause.
func (w wrongEntry) Unwrap() error { return w.error }

// bring puts a batch into the site: all of it in one transaction or, when one
// record is refused, each in its own.
func (r *run) bring(ctx context.Context, list []*entry) error {
	before, err := r.known(ctx, list)
	if err != nil {
		return err
	}
	fresh := list[:0:0]
	for _, e := range list {
		switch e.was = before[e.origin]; {
		case e.was.Item == 0:
		case e.was.Digest == e.digest:
			r.report.Same++
			continue
		case !r.plan.Update:
			r.report.Left++
			continue
		}
		r.lead(e, before)
		if err := r.prepare(ctx, e); err != nil {
			if !errors.As(err, new(Refusal)) {
				return err
			}
			r.refuse(ctx, e, err.Error())
			continue
		}
		fresh = append(fresh, e)
	}
	if len(fresh) == 0 {
		return nil
	}
	err = r.together(ctx, fresh, before)
	if err == nil || !errors.As(err, new(wrongEntry)) {
		return err
	}
	for _, e := range fresh {
		err := r.together(ctx, []*entry{e}, before)
		if wrong := (wrongEntry{}); errors.As(err, &wrong) {
			r.refuse(ctx, e, r.Explain(wrong.error))
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// refuse notes why a record is not brought, and lets go of its files.
func (r *run) refuse(ctx context.Context, e *entry, why string) {
	r.report.note(Refusal{Line: e.Line, Ref: e.Ref, Why: why})
	for _, f := range e.files {
		_ = r.Content.Discard(ctx, e.from.actor, f.ID) // else the sweep takes it in a week
	}
}

func (r *run) warn(e *entry, why string) {
	r.report.note(Refusal{Line: e.Line, Ref: e.Ref, Why: why, Warning: true})
}

// known finds what the references of a batch became, and those that they
// answer. What a dry run would have made is among them.
func (r *run) known(ctx context.Context, list []*entry) (map[string]known, error) {
	var origins []string
	for _, e := range list {
		origins = append(origins, e.origin)
		for _, p := range e.Parents {
			origins = append(origins, r.above(p))
		}
		for _, l := range e.Leads {
			origins = append(origins, r.origin(l.Ref))
		}
	}
	found, err := knownOf(ctx, r.DB, origins)
	if err != nil {
		return nil, err
	}
	for _, o := range origins {
		if k, ok := r.dry[o]; ok {
			found[o] = k
		}
	}
	return found, nil
}

// together makes several records in one transaction and, once it is durable,
// counts them.
func (r *run) together(ctx context.Context, list []*entry, before map[string]known) error {
	var sum Report
	after := map[string]known{}
	err := r.DB.Write(ctx, func(tx *store.Tx) error {
		sum = r.report
		maps.Copy(after, before)
		for _, e := range list {
			k, err := r.one(ctx, tx, e, after, &sum)
			if refusable(err) {
				return wrongEntry{err}
			}
			if err != nil {
				return err
			}
			after[e.origin] = k
			if r.plan.DryRun {
				continue
			}
			if err := keepKnown(ctx, tx, k, r.id); err != nil {
				return err
			}
		}
		if r.plan.DryRun {
			return errDry
		}
		return noteRun(ctx, tx, r.id, sum, r.Clock.Now(), clock.Time{})
	})
	if errors.Is(err, errDry) {
		err = nil
		for _, e := range list {
			r.dry[e.origin] = after[e.origin]
		}
	}
	if err == nil {
		maps.Copy(before, after)
		r.report = sum
	}
	return err
}

// one makes or changes one thing.
func (r *run) one(ctx context.Context, tx *store.Tx, e *entry, after map[string]known, sum *Report) (known, error) {
	k := known{Origin: e.origin, Item: e.was.Item, Comment: e.was.Comment, Digest: e.digest}
	if k.Item != 0 {
		sum.Changed++
		return k, r.change(ctx, tx, e, sum)
	}
	for _, p := range e.Parents {
		if above, ok := after[r.above(p)]; ok {
			sum.Said++
			sum.Files += len(e.files)
			c, err := r.comment(ctx, tx, e, above)
			k.Item, k.Comment = above.Item, c
			return k, err
		}
	}
	if e.Under {
		return k, Refusal{Why: "what it answers was not imported"}
	}
	sum.Made++
	sum.Files += len(e.files)
	if r.kind.IsFile && r.plan.DryRun {
		k.Item = r.IDs.New() // a dry run receives no file that one could be made of
		return k, nil
	}
	it, err := r.kind.Make(ctx, tx, system, r.asked(e, sum))
	k.Item = it.ID
	return k, err
}

// asked is what a record asks for. What is told of it goes into sum.
func (r *run) asked(e *entry, sum *Report) Asked {
	return Asked{
		New: content.New{
			ID: r.idOf(e), Kind: r.plan.Kind, Community: r.plan.Community, Title: e.Title, Source: e.Text, Tags: e.Tags, Files: e.fileIDs(),
			Author: e.from.id, Created: e.Created, State: access.Published, Origin: e.origin, Quiet: !r.plan.Notify,
		},
		Folder: e.Folder, Kept: e.files, More: e.More, Named: r.origin,
		Warn: func(why string) { sum.note(Refusal{Line: e.Line, Ref: e.Ref, Why: why, Warning: true}) },
	}
}

// idOf is the id of a new item. Pages lead to each other, also to those that
// come later, so theirs follow from what names them.
func (r *run) idOf(e *entry) id.ID {
	if r.plan.Format == "folder" {
		return idFrom(e.origin)
	}
	return r.dated(e.Created)
}

// lead has the text of a page lead to the items of other pages, here already or
// still to come.
func (r *run) lead(e *entry, before map[string]known) {
	for _, l := range e.Leads {
		origin := r.origin(l.Ref)
		to := before[origin].Item
		if to == 0 {
			to = idFrom(origin)
		}
		e.Text = strings.ReplaceAll(e.Text, "]("+l.Link+")", "](/i/"+to.String()+")")
	}
}

func (e *entry) fileIDs() (ids []id.ID) {
	for _, f := range e.files {
		ids = append(ids, f.ID)
	}
	return ids
}

// brings tells whether a record brings anew a file that an import joined: what
// people added since stays, whatever its name.
func (e *entry) brings(had content.File) bool {
	return had.Owner == e.from.id && slices.ContainsFunc(e.files, func(f content.File) bool { return f.Name == had.Name })
}

// system writes for people who wrote elsewhere; who may import was judged.
var system = access.SystemActor("an import, by somebody who may")

func (r *run) comment(ctx context.Context, tx *store.Tx, e *entry, above known) (id.ID, error) {
	if r.dry[above.Origin].Item != 0 && !r.inSight(ctx, tx, above) {
		return r.IDs.New(), nil // it would answer what this run would have made
	}
	n := content.NewComment{
		ID: r.dated(e.Created), Item: above.Item, Parent: above.Comment, Source: e.Text, Files: e.fileIDs(),
		Author: e.from.id, Created: e.Created, Quiet: !r.plan.Notify,
	}
	if r.plan.Answers && above.Comment == 0 {
		n.Kind = content.Answer
	}
	c, err := r.Content.CommentIn(ctx, tx, system, n)
	return c.ID, err
}

// inSight tells whether an item is there for this transaction.
func (r *run) inSight(ctx context.Context, tx *store.Tx, k known) bool {
	_, _, err := r.Content.Load(ctx, tx, system, access.ReadItem, k.Item)
	return fault.KindOf(err) != fault.KindNotFound
}

func (r *run) change(ctx context.Context, tx *store.Tx, e *entry, sum *Report) error {
	if e.was.Comment != 0 {
		_, err := r.Content.EditCommentIn(ctx, tx, system, content.EditComment{Comment: e.was.Comment, Source: e.Text})
		return err
	}
	if r.kind.Change != nil {
		if r.plan.DryRun {
			return nil // it received no file
		}
		return r.kind.Change(ctx, tx, system, e.was.Item, r.asked(e, sum))
	}
	edit := content.Edit{Item: e.was.Item, Title: e.Title, Source: e.Text, Tags: e.Tags}
	if len(e.files) > 0 {
		had, err := r.Content.FilesOf(ctx, e.was.Item)
		if err != nil {
			return err
		}
		for _, f := range had {
			if e.brings(f) {
				edit.Drop = append(edit.Drop, f.ID)
			}
		}
		edit.Files, edit.Joiner = e.fileIDs(), e.from.id
	}
	_, err := r.Content.EditIn(ctx, tx, system, edit)
	return err
}

// dated is an id that sorts where its moment stands, and after what this run
// made before of the same moment. Ids begin in 2024: what is older is squeezed,
// in order, into the first half-hour of that year.
func (r *run) dated(at clock.Time) id.ID {
	r.seq++
	if at.IsZero() {
		return r.IDs.New()
	}
	if at.Year() < 2024 {
		return id.At(squeezed(at), r.seq)
	}
	return id.At(at.Time, r.seq)
}
