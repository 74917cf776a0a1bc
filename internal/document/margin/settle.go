package margin

import (
	"context"
	"encoding/json"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
	"parvis/internal/ydoc"
)

// settling follows the threads of a document after some writing.
type settling struct {
	Item id.ID `json:"item"`
}

// Kind names the job in the queue.
func (settling) Kind() string { return "margin.settle" }

// follow has the threads of documents followed once their writing pauses.
func (s *Service) follow(ctx context.Context, tx *store.Tx, batch []activity.Event) error {
	for _, e := range batch {
		if e.Verb != document.DocumentWritten {
			continue
		}
		has, err := anchored(ctx, tx, e.Item)
		if err != nil {
			return err
		}
		if !has {
			continue
		}
		var upTo struct {
			To int64 `json:"to"`
		}
		_ = json.Unmarshal(e.Data, &upTo) // without it, once a day is often enough
		key := jobs.Once(e.Item.String() + " " + strconv.FormatInt(upTo.To, 10))
		if err := s.Queue.Enqueue(ctx, tx, settling{e.Item}, key); err != nil {
			return err
		}
	}
	return nil
}

// Move anchors a thread anew, as an editor asks that made the words of its
// passage anew: the browser of who writes knows best where they went.
func (s *Service) Move(ctx context.Context, actor access.Actor, item, comment id.ID, to Anchor) error {
	if _, _, err := s.Content.Glance(ctx, actor, document.Write, item); err != nil {
		return err
	}
	list, err := threadsAmong(ctx, s.DB, item, []id.ID{comment})
	if err == nil && len(list) == 0 {
		err = fault.NotFound()
	}
	if err != nil {
		return err
	}
	if len(to.First) == 0 {
		return refused("margin.passage.needed")
	}
	t, err := s.find(ctx, New{NewComment: content.NewComment{Item: item}, Anchor: to})
	if err != nil {
		return err
	}
	return s.moveAll(ctx, item, []move{{list[0], to, t.Says}})
}

// settle notes what the passages of a document say now. One whose words were
// taken away and written anew elsewhere (a paragraph that was split, a deletion
// that was undone, a section that a program replaced) is anchored to the new
// ones.
func (s *Service) settle(ctx context.Context, job settling) error {
	list, err := threadsOf(ctx, s.DB, job.Item)
	if err != nil || len(list) == 0 {
		return err
	}
	var moved []move
	if err := s.Documents.Look(ctx, job.Item, func(doc *ydoc.Doc) { moved = moves(read(doc, document.Root(doc)), list) }); err != nil || len(moved) == 0 {
		return err
	}
	return s.moveAll(ctx, job.Item, moved)
}

func (s *Service) moveAll(ctx context.Context, item id.ID, moved []move) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		for _, m := range moved {
			if err := moveThread(ctx, tx, m.thread, m.to, m.says); err != nil {
				return err
			}
		}
		tx.After(func() { s.Documents.Talked(context.WithoutCancel(ctx), item) })
		return nil
	})
}

// move is a thread that is anchored elsewhere, or whose passage says something
// else.
type move struct {
	thread Thread
	to     Anchor
	says   string
}

// moves tells what became of threads.
func moves(r *reading, list []Thread) []move {
	var out []move
	var w *words
	for _, t := range list {
		first, last, err := positions(t.Anchor())
		if err != nil {
			continue
		}
		now := r.place(first, last)
		if t.Says == "" || now.Text == t.Says {
			continue
		}
		if w == nil {
			made := r.words()
			w = &made
		}
		from, to, times := w.find(t.Says)
		a, ok := Anchor{}, false
		if times == 1 {
			a, ok = r.anchor(from, to)
		}
		switch {
		case ok && (from != now.From || to != now.To || now.Gone):
			out = append(out, move{t, a, t.Says})
		case !now.Gone && kept(now.Text) != "":
			out = append(out, move{t, t.Anchor(), now.Text})
		}
	}
	return out
}
