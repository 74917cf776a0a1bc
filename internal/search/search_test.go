package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func each(t *testing.T, body func(t *testing.T, w *contenttest.World, d *Database)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		body(t, contenttest.New(t, db), NewDatabase(db))
	})
}

// write publishes a text, each a second after the one before.
func write(t *testing.T, w *contenttest.World, community id.ID, title, source string, change ...func(*content.New)) id.ID {
	t.Helper()
	w.Clock.Add(time.Second)
	change = append(change, func(n *content.New) { n.Title, n.Source = title, source })
	return w.Post(t, w.Manon, community, change...).ID
}

func (r Results) titles() []string {
	out := []string{}
	for _, h := range r.Hits {
		out = append(out, h.Title)
	}
	return out
}

func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World, d *Database) {
		write(t, w, w.Open, "Télétravail : l’essentiel", "Deux jours par semaine, et du **bon sens**.")
		write(t, w, w.Open, "Congés d’été", "Le télétravail ne compte pas. L1237-19 s’applique.")
		write(t, w, w.Open, "Œuvres sociales", "Rien d’autre.")
		write(t, w, w.OnRequest, "Travail à distance", "Voir l’accord.")
		write(t, w, w.Private, "Télétravail des directeurs", "Secret.")
		for _, c := range []struct {
			who   id.ID
			asked string
			q     Query
			want  []string
		}{
			{w.Olga, "teletravail", Query{}, []string{"Congés d’été", "Télétravail : l’essentiel"}},
			{w.Olga, "TÉLÉTRAVAIL", Query{}, []string{"Congés d’été", "Télétravail : l’essentiel"}},
			{w.Olga, "télé sens", Query{}, []string{"Télétravail : l’essentiel"}}, // beginnings, in any order, title or text
			{w.Olga, "travail", Query{}, []string{}},                              // not the middle of a word
			{w.Marc, "travail", Query{}, []string{"Travail à distance"}},
			{w.Olga, "L1237-19", Query{}, []string{"Congés d’été"}},
			{w.Olga, "oeuvres", Query{}, []string{"Œuvres sociales"}},
			{w.Olga, "100%", Query{}, []string{}},
			{w.Olga, "_", Query{}, []string{}},
			{w.Olga, "", Query{}, []string{}},
			{w.Manon, "télétravail", Query{}, []string{"Télétravail des directeurs", "Congés d’été", "Télétravail : l’essentiel"}},
			{w.Manon, "télétravail", Query{Community: w.Private}, []string{"Télétravail des directeurs"}},
			{w.Olga, "télétravail", Query{Community: w.Private}, []string{}},
			{w.Manon, "télétravail", Query{Kind: "poll"}, []string{}},
			{w.Gaspard, "télétravail", Query{}, []string{"Télétravail des directeurs", "Congés d’été", "Télétravail : l’essentiel"}},
			{w.Garance, "télétravail", Query{}, []string{}}, // a guest of nothing
			{0, "télétravail", Query{}, []string{}},
		} {
			c.q.Text, c.q.Limit = c.asked, 10
			found, err := d.Search(t.Context(), w.As(t, c.who), c.q)
			if err != nil {
				t.Fatalf("%q: %v", c.asked, err)
			}
			if got := found.titles(); !slices.Equal(got, c.want) || found.Next != (Place{}) {
				t.Errorf("%q by %v: %q then %v, want %q", c.asked, c.who, got, found.Next, c.want)
			}
		}
	})
}

// TestSearchGoesOn: each search looks at a bounded part of the items, and going
// on finds the oldest ones too, each once.
func TestSearchGoesOn(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World, d *Database) {
		d.window = 5
		write(t, w, w.Open, "Permis de conduire", "Le plus ancien.")
		for i := range 7 {
			write(t, w, w.Open, fmt.Sprint("Autre ", i), "Sans rapport.")
			write(t, w, w.Private, fmt.Sprint("Permis caché ", i), "Sans rapport.")
		}
		for i := range 3 {
			write(t, w, w.Open, fmt.Sprint("Permis ", i), "Récent.")
		}
		olga := w.As(t, w.Olga)
		q := Query{Text: "permis", Limit: 2}
		var got []string
		for pages := 0; ; pages++ {
			found, err := d.Search(t.Context(), olga, q)
			if err != nil || pages > 9 {
				t.Fatal(err, "after", pages, "pages")
			}
			got = append(got, found.titles()...)
			if q.Before = found.Next; found.Next == (Place{}) {
				break
			}
		}
		if want := "Permis 2, Permis 1, Permis 0, Permis de conduire"; strings.Join(got, ", ") != want {
			t.Errorf("found %q, want %s", got, want)
		}
		// A title is found by its beginning however old it is.
		n, err := d.Names(t.Context(), olga, "permis de con", 5)
		if err != nil || len(n.Items) != 1 || n.Items[0].Title != "Permis de conduire" {
			t.Errorf("by name: %+v, %v", n.Items, err)
		}
		if n, _ = d.Names(t.Context(), olga, "permis caché", 5); len(n.Items) != 0 {
			t.Errorf("an outsider finds %+v", n.Items)
		}
		if n, _ = d.Names(t.Context(), w.As(t, w.Marc), "permis caché 0", 5); len(n.Items) == 0 || n.Items[0].Title != "Permis caché 0" {
			t.Errorf("a member finds %+v", n.Items)
		}
	})
}

func TestNames(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World, d *Database) {
		names := func(who id.ID, typed string) string {
			t.Helper()
			n, err := d.Names(t.Context(), w.As(t, who), typed, 3)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, list := range [][]Name{n.Communities, n.People, n.Items} {
				for _, one := range list {
					out = append(out, one.Title)
				}
			}
			return strings.Join(out, ", ")
		}
		write(t, w, w.Private, "Privée de sens", "Secret.")
		for _, c := range []struct {
			who         id.ID
			typed, want string
		}{
			{w.Olga, "ma", "Manon Leroy, Marc Petit"},
			{w.Olga, "petit", "Marc Petit"},
			{w.Olga, "le ma", "Manon Leroy"},
			{w.Olga, "m", "Manon Leroy, Marc Petit"},
			{w.Olga, "priv", ""},
			{w.Marc, "priv", "Privée, Privée de sens"},
			{w.Olga, "ouv", "Ouverte"},
			{w.Gaspard, "ma", ""}, // guests have no directory
			{0, "ma", ""},
		} {
			if got := names(c.who, c.typed); got != c.want {
				t.Errorf("%q: %s, want %s", c.typed, got, c.want)
			}
		}
	})
}

func TestExtract(t *testing.T) {
	long := strings.Repeat("avant ", 40) + "le télétravail des agents " + strings.Repeat("après ", 60)
	parts := extract(long, Words("teletravail"), 60)
	var shown, matched string
	for _, p := range parts {
		shown += p.Text
		if p.Match {
			matched += p.Text
		}
	}
	if matched != "télétravail" || !strings.HasPrefix(shown, "… ") || !strings.HasSuffix(shown, "…") || len([]rune(shown)) > 80 {
		t.Errorf("extract %q, matched %q", shown, matched)
	}
	if got := extract("rien", Words("absent"), 60); len(got) != 1 || got[0].Match {
		t.Errorf("nothing found shows %+v", got)
	}
}

func TestWords(t *testing.T) {
	for asked, want := range map[string]string{
		"L’été à Paris": "ete paris", "a": "a", "  ": "", "un deux trois quatre cinq six sept huit neuf": "un deux trois quatre cinq six sept huit",
	} {
		if got := strings.Join(Words(asked), " "); got != want {
			t.Errorf("%q gives %q, want %q", asked, got, want)
		}
	}
}

var _ Engine = (*Database)(nil)
