package margin_test

import (
	"context"
	"slices"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/margin"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

type site struct {
	*contenttest.World
	*margin.Service
	documents *document.Service
	notices   *notification.Service
}

func each(t *testing.T, body func(t *testing.T, s *site)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := documenttest.New(t, db)
		s := &site{World: w.World, documents: w.Documents, notices: w.Notices}
		s.Service = margin.NewService(margin.Parts{
			DB: db, IDs: w.IDs, Clock: w.Clock, Log: w.Log, Queue: w.Queue, Content: w.Content, Documents: s.documents,
		})
		margin.Tell(s.notices)
		body(t, s)
	})
}

func (s *site) document(t *testing.T, community id.ID, says string) id.ID {
	t.Helper()
	it, err := s.documents.Make(t.Context(), s.As(t, s.Marc), document.New{New: content.New{Community: community, Title: "Un document"}, Outline: says})
	if err != nil {
		t.Fatal(err)
	}
	return it.ID
}

func (s *site) begin(t *testing.T, by, item id.ID, quote, source string) content.Comment {
	t.Helper()
	c, err := s.Begin(t.Context(), s.As(t, by), margin.New{
		NewComment: content.NewComment{Form: s.IDs.New(), Item: item, Source: source}, Quote: quote,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// settle has what was written followed, as it is after a pause.
func (s *site) settle(t *testing.T) {
	t.Helper()
	if err := s.documents.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.World.Log.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (s *site) threads(t *testing.T, item id.ID) []margin.Thread {
	t.Helper()
	list, err := s.Threads(t.Context(), item)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Who may not write comments on a passage; who writes changes the text around
// it and the thread stays; it is resolved and opened again, and those who spoke
// in it are told.
func TestAThread(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := t.Context()
		item := s.document(t, s.Open, "# Horaires\n\nLe guichet ouvre à 9 h.\n\nIl ferme à midi.")
		last := s.begin(t, s.Olga, item, "ferme à midi", "Et le samedi ?")
		first := s.begin(t, s.Olga, item, "ouvre à 9 h", "Plutôt 8 h 30.")
		if _, err := s.Answer(ctx, s.As(t, s.Marc), content.NewComment{Form: s.IDs.New(), Item: item, Parent: first.ID, Source: "D’accord."}); err != nil {
			t.Fatal(err)
		}
		list := s.threads(t, item)
		if len(list) != 2 || list[0].Comment != first.ID || list[1].Comment != last.ID || list[0].Quote != "ouvre à 9 h" || list[0].Place.Section != "Horaires" {
			t.Fatalf("the threads are %+v", list)
		}
		said, err := s.Content.Read(ctx, s.As(t, s.Olga), item, content.At{Under: []id.ID{first.ID}})
		if err != nil || len(said.Comments.List) != 2 || said.Item.Comments != 3 {
			t.Errorf("under the first: %+v of %d, %v", said.Comments.List, said.Item.Comments, err)
		}

		// The whole section is written anew by a program: the passage is found by its words.
		if err := s.documents.ReplaceSection(ctx, s.As(t, s.Marc), item, "Horaires", "Neuf.\n\nSauf avis, le guichet ouvre à 9 h.\n\nIl ferme tôt."); err != nil {
			t.Fatal(err)
		}
		s.settle(t)
		list = s.threads(t, item)
		if list[0].Comment != first.ID || list[0].Place.Text != "ouvre à 9 h" || list[0].Place.Block != 2 || !list[1].Place.Gone || list[1].Quote != "ferme à midi" {
			t.Errorf("after a change: %+v", list)
		}

		// Resolved by who writes, opened again by who began it, not by a stranger.
		contenttest.Wants(t, "resolving as an outsider of another's thread", s.Resolve(ctx, s.As(t, s.Gaspard), item, first.ID), fault.KindForbidden)
		contenttest.Wants(t, "resolving what begins no thread", s.Resolve(ctx, s.As(t, s.Marc), item, said.Comments.List[1].ID), fault.KindNotFound)
		contenttest.Wants(t, "resolving as who writes", s.Resolve(ctx, s.As(t, s.Marc), item, first.ID), fault.Internal)
		contenttest.Wants(t, "resolving twice", s.Resolve(ctx, s.As(t, s.Manon), item, first.ID), fault.Internal)
		if list = s.threads(t, item); list[0].Open() || list[0].Resolver != s.Marc {
			t.Errorf("after resolving: %+v", list[0])
		}
		s.settle(t)
		page, err := s.notices.List(ctx, s.As(t, s.Olga), notification.Wanted{Streams: []notification.Stream{notification.ForMe, notification.ForInfo}, Limit: 20})
		if err != nil || !slices.ContainsFunc(page.Notices, func(n notification.Notice) bool { return n.Reason == "margin_resolved" && n.Comment == first.ID }) {
			t.Errorf("who began it is told %+v, %v", page.Notices, err)
		}
		contenttest.Wants(t, "opening again as who began it", s.Reopen(ctx, s.As(t, s.Olga), item, first.ID), fault.Internal)
		if list = s.threads(t, item); !list[0].Open() || list[0].Resolver != 0 {
			t.Errorf("after opening again: %+v", list[0])
		}
		verbs := s.Verbs(t, item)
		if n := len(verbs); verbs[n-2] != "margin.resolved" || verbs[n-1] != "margin.reopened" {
			t.Errorf("what happened: %v", verbs)
		}

		// A thread of which all was taken away is none.
		if _, err := s.Content.BinComment(ctx, s.As(t, s.Olga), last.ID); err != nil {
			t.Fatal(err)
		}
		if list = s.threads(t, item); len(list) != 1 {
			t.Errorf("%d threads are left", len(list))
		}
		if err := s.DB.Write(ctx, func(tx *store.Tx) error { return margin.Erase(ctx, tx, item) }); err != nil {
			t.Fatal(err)
		}
		if list = s.threads(t, item); len(list) != 0 {
			t.Errorf("%d threads are left of what was erased", len(list))
		}
	})
}

func TestRefusals(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := t.Context()
		item, closed := s.document(t, s.Open, "Un mot, un mot."), s.document(t, s.Private, "Secret.")
		post := s.Post(t, s.Marc, s.Open)
		try := func(by, item id.ID, change func(*margin.New)) error {
			n := margin.New{NewComment: content.NewComment{Form: s.IDs.New(), Item: item, Source: "Dit."}, Quote: "Un mot, un mot."}
			if change != nil {
				change(&n)
			}
			_, err := s.Begin(ctx, s.As(t, by), n)
			return err
		}
		contenttest.Wants(t, "by nobody", try(0, item, nil), fault.KindNotFound)
		contenttest.Wants(t, "on what cannot be read", try(s.Olga, closed, func(n *margin.New) { n.Quote = "Secret" }), fault.KindNotFound)
		contenttest.Wants(t, "on what is no document", try(s.Olga, post.ID, nil), fault.KindNotFound)
		contenttest.Wants(t, "on words that are not there", try(s.Olga, item, func(n *margin.New) { n.Quote = "absent" }), fault.Invalid)
		contenttest.Wants(t, "on words that are there twice", try(s.Olga, item, func(n *margin.New) { n.Quote = "mot" }), fault.Invalid)
		contenttest.Wants(t, "without a word", try(s.Olga, item, func(n *margin.New) { n.Source = "" }), fault.Invalid)
		contenttest.Wants(t, "on damaged bounds", try(s.Olga, item, func(n *margin.New) { n.Anchor = margin.Anchor{First: []byte{0xff}, Last: []byte{0xff}} }), fault.Malformed)
		contenttest.Wants(t, "on bounds of another text", try(s.Olga, item, func(n *margin.New) {
			n.Anchor = margin.Anchor{First: []byte{0, 5, 5, 0}, Last: []byte{0, 5, 9, 0}}
		}), fault.Invalid)
		if n := s.Count(t, store.Q(`SELECT COUNT(*) FROM comments WHERE item_id = %s`, item)); n != 0 {
			t.Errorf("%d comments came of what was refused", n)
		}

		// The same form twice is one thread.
		form := s.IDs.New()
		twice := margin.New{NewComment: content.NewComment{Form: form, Item: item, Source: "Dit."}, Quote: "Un mot, un mot."}
		c, err := s.Begin(ctx, s.As(t, s.Gaspard), twice)
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.Begin(ctx, s.As(t, s.Gaspard), twice)
		if !content.IsReplay(err) || again.ID != c.ID || len(s.threads(t, item)) != 1 {
			t.Errorf("sent twice: %v, %v", again.ID, err)
		}
		contenttest.Wants(t, "answering what is no thread", answer(s, ctx, t, item, s.IDs.New()), fault.KindNotFound)
		if err := s.Content.Close(ctx, s.As(t, s.Marc), item); err != nil {
			t.Fatal(err)
		}
		contenttest.Wants(t, "on a closed document", try(s.Olga, item, nil), fault.KindForbidden)
		contenttest.Wants(t, "answering on a closed document", answer(s, ctx, t, item, c.ID), fault.KindForbidden)
		contenttest.Wants(t, "resolving on a closed document", s.Resolve(ctx, s.As(t, s.Marc), item, c.ID), fault.Internal)
		contenttest.Wants(t, "by nobody", s.Resolve(ctx, access.Actor{}, item, c.ID), fault.KindNotFound)
	})
}

func answer(s *site, ctx context.Context, t *testing.T, item, comment id.ID) error {
	_, err := s.Answer(ctx, s.As(t, s.Olga), content.NewComment{Form: s.IDs.New(), Item: item, Parent: comment, Source: "Répondu."})
	return err
}
