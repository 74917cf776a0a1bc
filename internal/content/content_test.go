package content_test

import (
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// each runs a test in a fresh World on both engines.
func each(t *testing.T, body func(t *testing.T, w *contenttest.World)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { body(t, contenttest.New(t, db)) })
}

const allowed = fault.Internal // in tables: no fault at all

// TestGestures holds who may do what to Marc's post in an open community; the
// columns are its author, a manager, another agent, a guest who is a member, a
// guest from elsewhere and nobody.
func TestGestures(t *testing.T) {
	const no, hidden, stranger = fault.KindForbidden, fault.KindNotFound, fault.Unauthenticated
	gestures := []struct {
		name string
		try  func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error
		want [6]fault.Kind
	}{
		{"comment", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			_, err := w.Content.Comment(t.Context(), w.As(t, by), content.NewComment{Item: it.ID, Source: "Oui."})
			return err
		}, [6]fault.Kind{allowed, allowed, allowed, allowed, hidden, stranger}},
		{"edit", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			_, err := w.Content.Edit(t.Context(), w.As(t, by), content.Edit{Item: it.ID, Title: "Autre", Source: "Autre."})
			return err
		}, [6]fault.Kind{allowed, allowed, no, no, hidden, hidden}},
		{"react", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			_, err := w.Content.React(t.Context(), w.As(t, by), content.Subject{Item: it.ID}, content.Useful)
			return err
		}, [6]fault.Kind{no, allowed, allowed, allowed, hidden, stranger}},
		{"pin", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			return w.Content.Pin(t.Context(), w.As(t, by), it.ID)
		}, [6]fault.Kind{no, allowed, no, no, hidden, hidden}},
		{"close", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			return w.Content.Close(t.Context(), w.As(t, by), it.ID)
		}, [6]fault.Kind{allowed, allowed, no, no, hidden, hidden}},
		{"archive", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			return w.Content.Archive(t.Context(), w.As(t, by), it.ID)
		}, [6]fault.Kind{allowed, allowed, no, no, hidden, hidden}},
		{"bin", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			_, err := w.Content.Bin(t.Context(), w.As(t, by), it.ID, "")
			return err
		}, [6]fault.Kind{allowed, allowed, no, no, hidden, hidden}},
		{"relay", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			return w.Content.Relay(t.Context(), w.As(t, by), it.ID, w.OnRequest, "")
		}, [6]fault.Kind{allowed, allowed, no, no, hidden, stranger}},
		{"move", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			_, err := w.Content.Move(t.Context(), w.As(t, by), it.ID, w.OnRequest)
			return err
		}, [6]fault.Kind{no, allowed, no, no, hidden, hidden}},
		{"release", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			_, err := w.Content.Release(t.Context(), w.As(t, by), it.ID)
			return err
		}, [6]fault.Kind{no, no, no, no, hidden, hidden}},
		{"restore what is not in the bin", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			_, err := w.Content.Restore(t.Context(), w.As(t, by), it.ID)
			return err
		}, [6]fault.Kind{no, no, no, no, hidden, hidden}},
		{"read its history", func(t *testing.T, w *contenttest.World, by id.ID, it content.Item) error {
			_, _, err := w.Content.History(t.Context(), w.As(t, by), it.ID)
			return err
		}, [6]fault.Kind{allowed, allowed, allowed, allowed, hidden, hidden}},
	}
	each(t, func(t *testing.T, w *contenttest.World) {
		people := [6]id.ID{w.Marc, w.Manon, w.Olga, w.Gaspard, w.Garance, 0}
		names := [6]string{"author", "manager", "agent", "guest", "outside guest", "nobody"}
		for _, g := range gestures {
			for i, by := range people {
				it := w.Post(t, w.Marc, w.Open)
				contenttest.Wants(t, g.name+", "+names[i], g.try(t, w, by, it), g.want[i])
			}
		}
	})
}

func TestWhoPublishes(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		for _, c := range []struct {
			who       string
			by, where id.ID
			want      fault.Kind
		}{
			{"member", w.Marc, w.Private, allowed},
			{"guest of the place", w.Gaspard, w.Private, allowed},
			{"agent who is no member", w.Olga, w.Open, fault.KindForbidden},
			{"agent, on request", w.Olga, w.OnRequest, fault.KindForbidden},
			{"agent, private", w.Olga, w.Private, fault.KindNotFound},
			{"guest of nothing", w.Garance, w.Open, fault.KindNotFound},
			{"nobody", 0, w.Open, fault.Unauthenticated},
		} {
			_, err := w.Try(t, c.by, c.where)
			contenttest.Wants(t, c.who, err, c.want)
		}
		w.ArchivePlace(t, w.Open)
		_, err := w.Try(t, w.Manon, w.Open)
		contenttest.Wants(t, "an archived community", err, fault.KindForbidden)
	})
}

func TestBoundsOfWhatIsTyped(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		long := func(n int) string { return string(make([]byte, 0, n)) + repeat("a", n) }
		for name, change := range map[string]func(*content.New){
			"title":     func(n *content.New) { n.Title = "  " },
			"title ":    func(n *content.New) { n.Title = long(content.MaxTitle + 1) },
			"title  ":   func(n *content.New) { n.Title = "a\x00b" },
			"source":    func(n *content.New) { n.Source = "\n" },
			"source ":   func(n *content.New) { n.Source = long(content.MaxSource + 1) },
			"source  ":  func(n *content.New) { n.Source = "\xff" },
			"tags":      func(n *content.New) { n.Tags = []string{"a", "b", "c", "d", "e", "f"} },
			"tags ":     func(n *content.New) { n.Tags = []string{long(content.MaxTag + 1)} },
			"tags  ":    func(n *content.New) { n.Tags = []string{"!?"} },
			"audience":  func(n *content.New) { n.Audience = 9 },
			"audience ": func(n *content.New) { n.Audience = access.ManagersOnly },
			"publish":   func(n *content.New) { n.Publish.Time = w.Clock.Now().AddDate(3, 0, 0) },
			"id":        func(n *content.New) { n.ID = id.At(w.Clock.Now().AddDate(5, 0, 0), 1) },
			"files":     func(n *content.New) { n.Files = []id.ID{12} },
		} {
			_, err := w.Try(t, w.Marc, w.Open, change)
			f, ok := fault.As(err)
			if !ok || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != trim(name) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := w.Count(t, store.Q(`SELECT COUNT(*) FROM events`)); n != 0 {
			t.Errorf("%d events of what was refused", n)
		}
	})
}

func TestAFormSentTwicePublishesOnce(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		form := w.IDs.New()
		same := func(n *content.New) { n.ID, n.Tags = form, []string{"Congés"} }
		w.Post(t, w.Marc, w.Open, same)
		_, err := w.Try(t, w.Marc, w.Open, same)
		if !content.IsReplay(err) {
			t.Fatalf("second time: %v", err)
		}
		_, err = w.Try(t, w.Manon, w.Private, same)
		if !content.IsReplay(err) {
			t.Fatalf("another's id: %v", err)
		}
		ask := content.NewComment{Form: w.IDs.New(), Item: form, Source: "Une fois."}
		first, err := w.Content.Comment(t.Context(), w.As(t, w.Olga), ask)
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.Content.Comment(t.Context(), w.As(t, w.Olga), ask)
		if !content.IsReplay(err) || again.ID != first.ID {
			t.Fatalf("second comment: %v, %v", again.ID, err)
		}
		// The same number in somebody else's form is another comment.
		if _, err := w.Content.Comment(t.Context(), w.As(t, w.Marc), ask); err != nil {
			t.Fatal(err)
		}
		row, err := w.Content.Rows(t.Context(), w.As(t, w.Marc), []id.ID{form})
		if err != nil || len(row) != 1 || row[0].Comments != 2 || len(row[0].Tags) != 1 || row[0].Tags[0].Uses != 1 {
			t.Fatalf("%+v, %v", row, err)
		}
	})
}

func TestReadersByOpennessAndAudience(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		people := []id.ID{w.Manon, w.Marc, w.Gaspard, w.Olga, w.Garance, 0}
		for _, c := range []struct {
			name     string
			where    id.ID
			audience access.Audience
			readers  int // of people, from the first
		}{
			{"open to everyone", w.Open, access.Everyone, 4},
			{"open, members", w.Open, access.MembersOnly, 3},
			{"open, managers", w.Open, access.ManagersOnly, 1},
			{"on request", w.OnRequest, access.Everyone, 3},
			{"private", w.Private, access.Everyone, 3},
		} {
			it := w.Post(t, w.Manon, c.where, func(n *content.New) { n.Audience = c.audience })
			for i, p := range people {
				_, err := w.Content.Read(t.Context(), w.As(t, p), it.ID, content.At{})
				want := fault.KindNotFound
				if i < c.readers {
					want = allowed
				}
				contenttest.Wants(t, c.name, err, want)
			}
			// What is announced before publishing is what is then true.
			r, err := w.Content.WhoReads(t.Context(), w.As(t, w.Manon), c.where, c.audience, nil)
			if err != nil || r.Agents+r.Guests != c.readers {
				t.Errorf("%s: %+v, %v, want %d readers", c.name, r, err, c.readers)
			}
		}
	})
}
