package margin

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
	"parvis/internal/ydoc"
)

// Documents shows what documents say, and tells those who have one open that
// something was said about it; document.Service does.
type Documents interface {
	Look(ctx context.Context, item id.ID, look func(doc *ydoc.Doc)) error
	Talked(ctx context.Context, item id.ID)
}

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB        *store.DB
	IDs       *id.Maker
	Clock     clock.Clock
	Log       *activity.Log
	Queue     *jobs.Queue
	Content   *content.Service
	Documents Documents
}

// Service holds the threads of documents. It is safe for concurrent use.
type Service struct{ Parts }

// NewService makes the Service, declares its job and what it follows.
func NewService(p Parts) *Service {
	s := &Service{p}
	jobs.Handle(p.Queue, s.settle)
	p.Log.Follow("margin.settle", s.follow)
	return s
}

// New asks for a thread: on a passage by its bounds, or by its words when there
// are none.
type New struct {
	content.NewComment
	Anchor Anchor
	Quote  string
}

// Begin says something on a passage of a document. A form that was already
// received gives the comment that it made, with the Conflict of a replay.
func (s *Service) Begin(ctx context.Context, actor access.Actor, n New) (content.Comment, error) {
	if err := s.isDocument(ctx, actor, n.Item); err != nil {
		return content.Comment{}, err
	}
	t, wrong := s.find(ctx, n)
	if wrong != nil && fault.KindOf(wrong) == fault.Internal {
		return content.Comment{}, wrong
	}
	var c content.Comment
	err := s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if c, err = s.Content.CommentIn(ctx, tx, actor, n.NewComment); err != nil {
			return err
		}
		if wrong != nil {
			return wrong
		}
		t.Item, t.Comment = n.Item, c.ID
		return insertThread(ctx, tx, t)
	})
	if content.IsReplay(err) {
		return s.Content.Comment(ctx, actor, n.NewComment)
	}
	return c, both(err, wrong)
}

// both tells all that is wrong with a form at once: the comment, and the
// passage.
func both(err, wrong error) error {
	f, ok := fault.As(err)
	w, also := fault.As(wrong)
	if !ok || !also || f == w || f.Kind != fault.Invalid || w.Kind != fault.Invalid {
		return err
	}
	f.Fields = append(f.Fields, w.Fields...)
	return f
}

// isDocument demands that actor may comment an item, and that it is a document.
func (s *Service) isDocument(ctx context.Context, actor access.Actor, item id.ID) error {
	it, _, err := s.Content.Glance(ctx, actor, content.Say, item)
	if err == nil && it.Kind != document.Kind {
		return fault.NotFound()
	}
	return err
}

// find is where the passage of a new thread stands.
func (s *Service) find(ctx context.Context, n New) (t Thread, err error) {
	first, last, err := positions(n.Anchor)
	if err != nil {
		return t, err
	}
	failed := s.Documents.Look(ctx, n.Item, func(doc *ydoc.Doc) {
		r := read(doc, document.Root(doc))
		if len(n.Anchor.First) == 0 {
			t, err = r.quoted(n.Quote)
		} else {
			t, err = begun(n.Anchor, r.place(first, last))
		}
	})
	return t, cmp.Or(failed, err)
}

// begun is a thread on a passage, of which something must be left.
func begun(a Anchor, p Place) (Thread, error) {
	if p.Gone {
		return Thread{}, refused("margin.passage.gone")
	}
	return Thread{First: a.First, Last: a.Last, Quote: cut(p.Text, MaxQuote), Says: kept(p.Text)}, nil
}

// quoted is a thread on the passage that says something, which must stand in
// the text once.
func (r *reading) quoted(quote string) (Thread, error) {
	if squeezed(quote) == "" {
		return Thread{}, refused("margin.passage.needed")
	}
	from, to, times := r.words().find(quote)
	switch {
	case times == 0:
		return Thread{}, refused("margin.passage.absent")
	case times > 1:
		return Thread{}, refused("margin.passage.ambiguous", "count", times)
	}
	a, ok := r.anchor(from, to)
	p := r.at(from, to)
	p.Gone = p.Gone || !ok
	return begun(a, p)
}

// refused says what is wrong with the passage of a form.
func refused(key string, args ...any) error {
	var c fault.Check
	c.Field("passage", false, key, args...)
	return c.Err()
}

// positions decodes the bounds that a browser sends; none are fine.
func positions(a Anchor) (first, last ydoc.Position, err error) {
	if len(a.First) == 0 && len(a.Last) == 0 {
		return first, last, nil
	}
	if first, err = position(a.First); err != nil {
		return first, last, err
	}
	last, err = position(a.Last)
	return first, last, err
}

func position(from []byte) (ydoc.Position, error) {
	damaged := fault.New(fault.Malformed, "margin.anchor.damaged")
	if len(from) > MaxPosition {
		return ydoc.Position{}, damaged
	}
	p, err := ydoc.ReadPosition(from)
	switch {
	case err != nil:
		return p, damaged.Because(err)
	case p.Item == nil:
		return p, damaged // it hangs on no sign
	}
	return p, nil
}

// cut shortens a passage to so many characters at most.
func cut(passage string, most int) string {
	signs := []rune(passage)
	if len(signs) <= most {
		return passage
	}
	return string(signs[:most-1]) + "…"
}

// kept is a passage by which it is found again, "" for a very long one.
func kept(passage string) string {
	if len([]rune(passage)) > maxSays {
		return ""
	}
	return passage
}

// Threads are the threads of a document that actor reads, in the order of its
// text; those of which nothing is left come last.
func (s *Service) Threads(ctx context.Context, item id.ID) ([]Thread, error) {
	list, err := threadsOf(ctx, s.DB, item)
	if err != nil || len(list) == 0 {
		return list, err
	}
	err = s.Documents.Look(ctx, item, func(doc *ydoc.Doc) { stand(read(doc, document.Root(doc)), list) })
	slices.SortStableFunc(list, func(a, b Thread) int {
		if a.Place.Gone != b.Place.Gone {
			return compare(a.Place.Gone, b.Place.Gone)
		}
		return cmp.Or(cmp.Compare(a.Place.From, b.Place.From), cmp.Compare(a.Comment, b.Comment))
	})
	return list, err
}

// Among are the threads that some comments of a document begin, with where they
// stand. The document was judged by the caller.
func (s *Service) Among(ctx context.Context, item id.ID, comments []id.ID) ([]Thread, error) {
	list, err := threadsAmong(ctx, s.DB, item, comments)
	if err != nil || len(list) == 0 {
		return list, err
	}
	return list, s.Documents.Look(ctx, item, func(doc *ydoc.Doc) { stand(read(doc, document.Root(doc)), list) })
}

func compare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// stand finds where each thread is now.
func stand(r *reading, list []Thread) {
	var w *words
	for i, t := range list {
		first, last, err := positions(t.Anchor())
		if err != nil {
			list[i].Place = Place{Gone: true}
			continue
		}
		list[i].Place = r.place(first, last)
		if !list[i].Place.Gone || t.Says == "" {
			continue
		}
		// The words were perhaps written anew: see settle.
		if w == nil {
			made := r.words()
			w = &made
		}
		if from, to, times := w.find(t.Says); times == 1 {
			list[i].Place = r.at(from, to)
		}
	}
}

// Answer says something in reply in a thread, as Content.Comment does.
func (s *Service) Answer(ctx context.Context, actor access.Actor, n content.NewComment) (content.Comment, error) {
	if _, _, err := s.Content.Glance(ctx, actor, content.Say, n.Item); err != nil {
		return content.Comment{}, err
	}
	list, err := threadsAmong(ctx, s.DB, n.Item, []id.ID{n.Parent})
	if err == nil && len(list) == 0 {
		err = fault.NotFound()
	}
	if err != nil {
		return content.Comment{}, err
	}
	return s.Content.Comment(ctx, actor, n)
}

// Resolve says that a thread is done with.
func (s *Service) Resolve(ctx context.Context, actor access.Actor, item, comment id.ID) error {
	return s.turn(ctx, actor, item, comment, ThreadResolved, s.Clock.Now(), actor.Person())
}

// Reopen says that it is not.
func (s *Service) Reopen(ctx context.Context, actor access.Actor, item, comment id.ID) error {
	return s.turn(ctx, actor, item, comment, ThreadReopened, clock.Time{}, 0)
}

func (s *Service) turn(ctx context.Context, actor access.Actor, item, comment id.ID, verb activity.Verb, at clock.Time, by id.ID) error {
	said, err := s.Content.Read(ctx, actor, item, content.At{Under: []id.ID{comment}})
	if err != nil {
		return err
	}
	if len(said.Comments.List) == 0 {
		return fault.NotFound()
	}
	root := said.Comments.List[0]
	f := fact{Fact: content.Fact{Kind: said.Kind, Title: said.Title, Author: said.Author, Writer: root.Author}}
	for _, c := range said.Comments.List {
		if !slices.Contains(f.People, c.Author) {
			f.People = append(f.People, c.Author)
		}
	}
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, label, err := s.Content.Load(ctx, tx, actor, access.ReadItem, item)
		if err != nil {
			return err
		}
		list, err := threadsAmong(ctx, tx, item, []id.ID{comment})
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return fault.NotFound()
		case !mayResolve(actor, label, root):
			return fault.Forbidden()
		}
		changed, err := setResolved(ctx, tx, item, comment, at, by)
		if err != nil || !changed {
			return err
		}
		_, err = s.Log.Append(ctx, tx, actor, activity.Event{Verb: verb, Item: item, Comment: comment, Community: it.Community, Person: root.Author, Data: data})
		return err
	})
}
