package knowledge_test

import (
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/knowledge"
	"parvis/internal/store"
)

func (s *site) section(t *testing.T, parent id.ID, name string) id.ID {
	t.Helper()
	made, err := s.sheets.AddSection(t.Context(), s.As(t, s.Manon), 0, s.Open, parent, name)
	must(t, err)
	return made
}

// drawn writes a tree on one line: A(x y B(z)) w.
func (s *site) drawn(t *testing.T, by id.ID, w knowledge.Wanted) string {
	t.Helper()
	tree, err := s.sheets.Tree(t.Context(), s.As(t, by), s.Open, w)
	must(t, err)
	var draw func(n *knowledge.Node) string
	draw = func(n *knowledge.Node) string {
		var parts []string
		for _, e := range n.Sheets {
			parts = append(parts, e.Title)
		}
		for _, b := range n.Below {
			parts = append(parts, draw(b))
		}
		return n.Name + "(" + strings.Join(parts, " ") + ")"
	}
	var out []string
	for _, n := range tree.Roots {
		out = append(out, draw(n))
	}
	for _, e := range tree.Loose {
		out = append(out, e.Title)
	}
	return strings.Join(out, " ")
}

// TestArrange: sections and sheets are made, named, moved, removed and brought
// back; nothing is lost and no section goes into itself.
func TestArrange(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		a, b := s.section(t, 0, "A"), s.section(t, 0, "B")
		c := s.section(t, a, "C")
		titled := func(title string, section id.ID) id.ID {
			return s.write(t, s.Marc, s.Open, func(n *knowledge.New) { n.Title, n.Section = title, section }).ID
		}
		x, y := titled("x", a), titled("y", a)
		titled("z", c)
		titled("w", 0)
		see := func(what, want string) {
			t.Helper()
			if got := s.drawn(t, s.Olga, knowledge.Wanted{}); got != want {
				t.Errorf("%s: %s, want %s", what, got, want)
			}
		}
		see("at first", "A(x y C(z)) B() w")
		manon := s.As(t, s.Manon)
		must(t, s.sheets.MoveSheet(t.Context(), manon, y, knowledge.Move{Step: knowledge.Up}))
		must(t, s.sheets.MoveSheet(t.Context(), manon, y, knowledge.Move{Step: knowledge.Up}))
		see("y up twice", "A(y x C(z)) B() w")
		must(t, s.sheets.MoveSection(t.Context(), manon, s.Open, b, knowledge.Move{Step: knowledge.Up}))
		see("B up", "B() A(y x C(z)) w")
		must(t, s.sheets.MoveSection(t.Context(), manon, s.Open, c, knowledge.Move{To: b}))
		must(t, s.sheets.MoveSheet(t.Context(), manon, x, knowledge.Move{To: c, At: 1}))
		see("C into B, x first in it", "B(C(x z)) A(y) w")
		contenttest.Wants(t, "B into C", s.sheets.MoveSection(t.Context(), manon, s.Open, b, knowledge.Move{To: c}), fault.Invalid)
		must(t, s.sheets.RemoveSection(t.Context(), manon, s.Open, b))
		see("B removed", "C(x z) A(y) w")
		must(t, s.sheets.RestoreSection(t.Context(), manon, s.Open, b))
		see("B back", "B(C(x z)) A(y) w")
		must(t, s.sheets.RenameSection(t.Context(), manon, s.Open, b, "Bis"))
		must(t, s.sheets.Verify(t.Context(), s.As(t, s.Marc), x, 1))
		if got := s.drawn(t, s.Olga, knowledge.Wanted{Status: knowledge.Verified}); got != "Bis(C(x))" {
			t.Errorf("verified alone: %s", got)
		}
		if got := s.drawn(t, s.Olga, knowledge.Wanted{Mine: true}); got != "" {
			t.Errorf("those of somebody else: %s", got)
		}

		deep := c
		for _, name := range []string{"D", "E"} {
			deep = s.section(t, deep, name)
		}
		_, err := s.sheets.AddSection(t.Context(), manon, 0, s.Open, deep, "F")
		contenttest.Wants(t, "a fifth level", err, fault.Invalid)
		contenttest.Wants(t, "a tree too deep", s.sheets.MoveSection(t.Context(), manon, s.Open, b, knowledge.Move{To: a}), fault.Invalid)
		_, err = s.sheets.AddSection(t.Context(), s.As(t, s.Marc), 0, s.Open, 0, "G")
		contenttest.Wants(t, "a member who arranges", err, fault.KindForbidden)
		contenttest.Wants(t, "a section of elsewhere", s.sheets.MoveSection(t.Context(), manon, s.Private, a, knowledge.Move{Step: knowledge.Up}), fault.KindNotFound)
		contenttest.Wants(t, "a reader who files", s.sheets.MoveSheet(t.Context(), s.As(t, s.Olga), x, knowledge.Move{To: a}), fault.KindForbidden)
	})
}

// TestTreeShowsWhatOneReads: the tree of a private place is that of its
// members, and a narrower sheet shows to its readers alone.
func TestTreeShowsWhatOneReads(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.write(t, s.Marc, s.Open, func(n *knowledge.New) { n.Title, n.Audience = "dedans", access.MembersOnly })
		if got := s.drawn(t, s.Olga, knowledge.Wanted{}); got != "" {
			t.Errorf("an outsider sees %s", got)
		}
		if got := s.drawn(t, s.Gaspard, knowledge.Wanted{}); got != "dedans" {
			t.Errorf("a member sees %s", got)
		}
		_, err := s.sheets.Tree(t.Context(), s.As(t, s.Olga), s.Private, knowledge.Wanted{})
		contenttest.Wants(t, "the tree of a private place", err, fault.KindNotFound)
		_, err = s.sheets.Tree(t.Context(), s.As(t, s.Olga), s.OnRequest, knowledge.Wanted{})
		contenttest.Wants(t, "the tree of a place on request", err, fault.KindForbidden)
	})
}

// TestErasedAndMoved: nothing of a sheet is left when its item goes for good, and one
// that moves leaves the sections of where it was.
func TestErasedAndMoved(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		a := s.section(t, 0, "A")
		it := s.write(t, s.Manon, s.Open, func(n *knowledge.New) {
			n.Section, n.Sources = a, []knowledge.Source{{Title: "Le code", Link: "https://exemple.fr"}}
		})
		if _, err := s.Content.Move(t.Context(), s.As(t, s.Manon), it.ID, s.OnRequest); err != nil {
			t.Fatal(err)
		}
		if sh := s.sheet(t, it.ID); sh.Section != 0 || sh.Community != s.OnRequest {
			t.Errorf("moved it is %+v", sh)
		}
		must(t, s.DB.Write(t.Context(), func(tx *store.Tx) error { return knowledge.Kinds()[0].Erase(t.Context(), tx, it.ID) }))
		if n := s.Count(t, store.Q(`SELECT (SELECT COUNT(*) FROM sheets) + (SELECT COUNT(*) FROM sheet_sources)`)); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}
