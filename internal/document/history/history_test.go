package history_test

import (
	"slices"
	"testing"
	"time"

	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/history"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// site is a world with documents, whose past is told.
type site struct {
	*contenttest.World
	*history.Service
	notices *notification.Service
}

func each(t *testing.T, body func(t *testing.T, s *site)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := documenttest.New(t, db)
		document.Tell(w.Notices)
		history.Tell(w.Notices)
		body(t, &site{World: w.World, notices: w.Notices, Service: history.NewService(history.Parts{DB: db, Clock: w.Clock, Content: w.Content, Documents: w.Documents})})
	})
}

func (s *site) document(t *testing.T, outline string) id.ID {
	t.Helper()
	it, err := s.Documents.Make(t.Context(), s.As(t, s.Marc), document.New{New: content.New{Community: s.Open, Title: "Un document"}, Outline: outline})
	if err != nil {
		t.Fatal(err)
	}
	return it.ID
}

// writes adds a text at the end of a document and lets the pause come.
func (s *site) writes(t *testing.T, person, item id.ID, text string) {
	t.Helper()
	s.Clock.Add(time.Minute)
	err := s.Documents.Append(t.Context(), s.As(t, person), item, text)
	if err == nil {
		err = s.Documents.Settle(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestBursts(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, "Un début.")
		s.writes(t, s.Manon, item, "Ajouté par Manon.")
		s.writes(t, s.Marc, item, "Puis par Marc.")
		reader := s.As(t, s.Olga)
		list, more, err := s.Bursts(t.Context(), reader, item, history.Wanted{})
		if err != nil || more || len(list) != 3 {
			t.Fatalf("%+v %v %v", list, more, err)
		}
		last := list[0]
		if last.From != 3 || last.To != 3 || last.Added != 3 || last.Removed != 0 || last.Extract != "+ Puis par Marc." || len(last.People) != 1 || last.People[0].ID != s.Marc {
			t.Errorf("the last burst: %+v", last)
		}
		if first := list[2]; first.From != 1 || first.Extract != "+ Un début." {
			t.Errorf("the first burst: %+v", first)
		}
		if list, _, err = s.Bursts(t.Context(), reader, item, history.Wanted{Person: s.Manon}); err != nil || len(list) != 1 || list[0].To != 2 {
			t.Errorf("Manon wrote %+v %v", list, err)
		}
		if list, _, err = s.Bursts(t.Context(), reader, item, history.Wanted{Before: 2}); err != nil || len(list) != 1 || list[0].To != 1 {
			t.Errorf("before the second: %+v %v", list, err)
		}
		if people, err := s.Writers(t.Context(), reader, item); err != nil || len(people) != 2 || people[0].ID != s.Manon {
			t.Errorf("%+v %v", people, err)
		}
		if _, _, err := s.Bursts(t.Context(), s.As(t, s.Garance), item, history.Wanted{}); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("who reads nothing reads the past: %v", err)
		}
		c, err := s.Compare(t.Context(), reader, item, 1, 3)
		if err != nil || c.Sum.Added != 6 || c.From.Number != 1 || c.To.By.ID != s.Marc {
			t.Errorf("%+v %v", c, err)
		}
		if _, err := s.Compare(t.Context(), reader, item, 3, 1); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("backwards: %v", err)
		}
	})
}

func TestVersions(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, "Un début.")
		s.writes(t, s.Manon, item, "Ajouté par Manon.")
		marc, manon := s.As(t, s.Marc), s.As(t, s.Manon)
		if err := s.Name(t.Context(), s.As(t, s.Olga), item, 1, "Première", ""); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("who only reads names: %v", err)
		}
		if err := s.Name(t.Context(), marc, item, 9, "Jamais venue", ""); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("a version that never was: %v", err)
		}
		if err := s.Name(t.Context(), marc, item, 1, " ", ""); fault.KindOf(err) != fault.Invalid {
			t.Errorf("no name: %v", err)
		}
		do := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		do(s.Name(t.Context(), marc, item, 1, "Première", "Envoyée au cabinet"))
		do(s.Name(t.Context(), manon, item, 2, "Deuxième", ""))
		do(s.Name(t.Context(), manon, item, 2, "Deuxième, relue", ""))
		list, err := s.Versions(t.Context(), s.As(t, s.Olga), item)
		if err != nil || len(list) != 2 || list[0].Name != "Deuxième, relue" || list[1].Note != "Envoyée au cabinet" || list[1].By.ID != s.Marc {
			t.Fatalf("%+v %v", list, err)
		}
		do(s.Unname(t.Context(), marc, item, 2))
		if list, err = s.Versions(t.Context(), marc, item); err != nil || len(list) != 1 {
			t.Errorf("%+v %v", list, err)
		}
		if err := s.Unname(t.Context(), marc, item, 2); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("twice: %v", err)
		}
		do(s.Recall(t.Context(), marc, item, 2))
		if list, err = s.Versions(t.Context(), marc, item); err != nil || len(list) != 2 {
			t.Errorf("%+v %v", list, err)
		}
		// Marc follows what he wrote: he hears once of the version that Manon named.
		do(s.Log.CatchUp(t.Context()))
		page, err := s.notices.List(t.Context(), marc, notification.Wanted{Streams: []notification.Stream{notification.ForInfo}, Limit: 10})
		if err != nil || len(page.Notices) != 1 || page.Notices[0].Reason != history.ToldNamed || page.Notices[0].Text != "Deuxième, relue" {
			t.Errorf("%+v %v", page.Notices, err)
		}
	})
}

func TestVisits(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, "Un début.")
		olga := s.As(t, s.Olga)
		arrive := func() history.News {
			t.Helper()
			n, err := s.Arrive(t.Context(), olga, item, clock.Time{})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := arrive(); len(n.People) != 0 {
			t.Errorf("all is new to who never came, nothing is told: %+v", n)
		}
		// What comes while she is there is seen.
		s.writes(t, s.Marc, item, "Sous ses yeux.")
		if err := s.Look(t.Context(), olga, item); err != nil {
			t.Fatal(err)
		}
		s.Clock.Add(time.Hour)
		if n := arrive(); len(n.People) != 0 {
			t.Errorf("what she saw is told: %+v", n)
		}
		s.Clock.Add(time.Hour)
		s.writes(t, s.Manon, item, "En son absence.")
		for range 2 { // another tab, or the page again: the same visit
			if n := arrive(); len(n.People) != 1 || n.People[0].ID != s.Manon || n.From != 2 || n.To != 3 {
				t.Errorf("what came in her absence: %+v", n)
			}
			s.Clock.Add(5 * time.Minute)
		}
		if err := s.Acknowledge(t.Context(), olga, item, 3); err != nil {
			t.Fatal(err)
		}
		if n := arrive(); len(n.People) != 0 {
			t.Errorf("what she said she saw is told: %+v", n)
		}
		// One's own writing is no news.
		s.Clock.Add(time.Hour)
		if n, err := s.Arrive(t.Context(), s.As(t, s.Manon), item, clock.Time{}); err != nil || len(n.People) != 0 {
			t.Errorf("%+v %v", n, err)
		}
	})
}

// TestNamedByAProgram: whom a text of a program names is mentioned, and told.
func TestNamedByAProgram(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, "Un début.")
		s.writes(t, s.Manon, item, "À relire par @marc.petit.")
		says, err := s.Documents.Says(t.Context(), item)
		if err != nil {
			t.Fatal(err)
		}
		last := says.Content[len(says.Content)-1]
		i := slices.IndexFunc(last.Content, func(n prose.Node) bool { return n.Type == prose.Mention })
		if i < 0 || last.Content[i].Attrs.String("person") != s.Marc.String() {
			t.Fatalf("nobody is mentioned in %+v", last)
		}
		if err := s.Log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		page, err := s.notices.List(t.Context(), s.As(t, s.Marc), notification.Wanted{Streams: []notification.Stream{notification.ForMe}, Limit: 10})
		if err != nil || !slices.ContainsFunc(page.Notices, func(n notification.Notice) bool { return n.Reason == notification.Mentioned && n.Subject.ID == item }) {
			t.Errorf("%+v %v", page.Notices, err)
		}
	})
}
