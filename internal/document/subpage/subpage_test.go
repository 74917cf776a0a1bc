package subpage_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/subpage"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// site is a world with documents that stand under others.
type site struct {
	*contenttest.World
	documents *document.Service
	pages     *subpage.Service
}

func each(t *testing.T, body func(t *testing.T, s *site)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		kinds := document.Kinds()
		erase := kinds[0].Erase
		kinds[0].Erase = func(ctx context.Context, tx *store.Tx, item id.ID) error {
			if err := subpage.Lift(ctx, tx, item); err != nil {
				return err
			}
			return erase(ctx, tx, item)
		}
		kinds[0].Moved = func(ctx context.Context, tx *store.Tx, it content.Item, _ id.ID) error {
			return subpage.Lift(ctx, tx, it.ID)
		}
		w := documenttest.New(t, db, append(kinds, contenttest.Plain)...)
		body(t, &site{w.World, w.Documents, &subpage.Service{DB: db, Activity: w.Log, Content: w.Content}})
	})
}

// page begins a document of Marc under another one, 0 for none.
func (s *site) page(t *testing.T, title string, under id.ID, change ...func(*document.New)) id.ID {
	t.Helper()
	item, err := s.try(t, s.Marc, title, under, change...)
	if err != nil {
		t.Fatal(err)
	}
	return item
}

func (s *site) try(t *testing.T, by id.ID, title string, under id.ID, change ...func(*document.New)) (id.ID, error) {
	t.Helper()
	actor := s.As(t, by)
	n := document.New{New: content.New{Community: s.Open, Title: title}}
	if under != 0 {
		n.Then = func(ctx context.Context, tx *store.Tx, it content.Item) error {
			return s.pages.Put(ctx, tx, actor, it, under)
		}
	}
	for _, c := range change {
		c(&n)
	}
	it, err := s.documents.Make(t.Context(), actor, n)
	return it.ID, err
}

// seen is the tree around a document as somebody sees it: "A(B(C) D)".
func (s *site) seen(t *testing.T, by, item id.ID) string {
	t.Helper()
	tree, err := s.pages.Around(t.Context(), s.As(t, by), item)
	if err != nil {
		t.Fatal(err)
	}
	return drawn(tree.Top)
}

func drawn(list []*subpage.Page) string {
	var out []string
	for _, p := range list {
		s := p.Title
		if len(p.Below) > 0 {
			s += "(" + drawn(p.Below) + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestTree(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx, marc := t.Context(), s.As(t, s.Marc)
		a := s.page(t, "A", 0)
		b := s.page(t, "B", a)
		c := s.page(t, "C", b)
		d := s.page(t, "D", a)
		secret := s.page(t, "S", a, func(n *document.New) { n.Audience = access.MembersOnly })
		e := s.page(t, "E", secret)
		for by, want := range map[id.ID]string{s.Marc: "A(B(C) D S(E))", s.Gaspard: "A(B(C) D S(E))", s.Olga: "A(B(C) D E)"} {
			if got := s.seen(t, by, c); got != want {
				t.Errorf("%v sees %s, not %s", by, got, want)
			}
		}
		move := func(item id.ID, to subpage.Place) error { return s.pages.Move(ctx, marc, item, to) }
		for _, step := range []struct {
			name string
			item id.ID
			to   subpage.Place
			want string
		}{
			{"a step up", d, subpage.Place{Step: subpage.Up}, "A(D B(C) S(E))"},
			{"a step beyond", d, subpage.Place{Step: subpage.Up}, "A(D B(C) S(E))"},
			{"under another one", d, subpage.Place{Under: b}, "A(B(C D) S(E))"},
			{"before the first", d, subpage.Place{Under: b, At: 1}, "A(B(D C) S(E))"},
			{"with what is under it", b, subpage.Place{Under: secret}, "A(S(E B(D C)))"},
			{"among those above", b, subpage.Place{Under: a, At: 1}, "A(B(D C) S(E))"},
			{"to the top", d, subpage.Place{}, "A(B(C) S(E))"},
		} {
			if err := move(step.item, step.to); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			if got := s.seen(t, s.Marc, a); got != step.want {
				t.Fatalf("%s: %s, not %s", step.name, got, step.want)
			}
		}
		contenttest.Wants(t, "under itself", move(b, subpage.Place{Under: b}), fault.Invalid)
		contenttest.Wants(t, "under its own", move(b, subpage.Place{Under: c}), fault.Invalid)
		contenttest.Wants(t, "an outsider moves", s.pages.Move(ctx, s.As(t, s.Olga), b, subpage.Place{}), fault.KindForbidden)
		contenttest.Wants(t, "under what is no document", move(b, subpage.Place{Under: s.Post(t, s.Marc, s.Open).ID}), fault.KindNotFound)
		other := s.page(t, "Ailleurs", 0, func(n *document.New) { n.Community = s.Private })
		contenttest.Wants(t, "in another community", move(b, subpage.Place{Under: other}), fault.Invalid)
		_, err := s.try(t, s.Olga, "Z", a)
		contenttest.Wants(t, "an outsider begins a page", err, fault.KindForbidden)

		// In the bin, what is under it hangs on the one above; out of it, as before.
		if _, err := s.Content.Bin(ctx, marc, b, ""); err != nil {
			t.Fatal(err)
		}
		if got := s.seen(t, s.Marc, a); got != "A(C S(E))" {
			t.Errorf("with B in the bin: %s", got)
		}
		if _, err := s.Content.Restore(ctx, marc, b); err != nil {
			t.Fatal(err)
		}
		if got := s.seen(t, s.Marc, e); got != "A(B(C) S(E))" {
			t.Errorf("with B back: %s", got)
		}
	})
}

func TestBounds(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		top := s.page(t, "1", 0)
		last := top
		for level := 2; level <= subpage.MaxDepth; level++ {
			last = s.page(t, fmt.Sprint(level), last)
		}
		_, err := s.try(t, s.Marc, "trop bas", last)
		contenttest.Wants(t, "too deep", err, fault.Invalid)
		other := s.page(t, "avec une page", 0)
		s.page(t, "elle", other)
		contenttest.Wants(t, "too deep with its pages", s.pages.Move(t.Context(), s.As(t, s.Marc), other, subpage.Place{Under: last}), fault.Invalid)
		if n := s.Count(t, store.Q(`SELECT COUNT(*) FROM items WHERE title = 'trop bas'`)); n != 0 {
			t.Error("what could not be filed was made all the same")
		}
	})
}

// TestGone: a page that goes for good, or elsewhere, leaves those under it to the
// one above, and at the top when there is none.
func TestGone(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := t.Context()
		a := s.page(t, "A", 0)
		b := s.page(t, "B", a)
		s.page(t, "C", b)
		s.page(t, "D", b)
		s.page(t, "E", a)
		if _, err := s.Content.Move(ctx, s.As(t, s.Manon), b, s.OnRequest); err != nil {
			t.Fatal(err)
		}
		if got := s.seen(t, s.Marc, a); got != "A(C D E)" {
			t.Errorf("with B elsewhere: %s", got)
		}
		if got := s.seen(t, s.Marc, b); got != "B" {
			t.Errorf("elsewhere: %s", got)
		}
		if _, err := s.Content.Bin(ctx, s.As(t, s.Marc), a, ""); err != nil {
			t.Fatal(err)
		}
		s.Clock.Add(content.BinKept * 2)
		if err := s.Content.EmptyBin(ctx); err != nil {
			t.Fatal(err)
		}
		if n := s.Count(t, store.Q(`SELECT COUNT(*) FROM document_pages`)); n != 0 {
			t.Errorf("%d pages still stand under what is gone", n)
		}
	})
}
