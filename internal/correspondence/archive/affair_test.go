package archive_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/archive"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

func itemsOf(a archive.Affair) (out []id.ID) {
	for _, n := range a.Nodes {
		out = append(out, n.Item)
	}
	return out
}

// named says how the affair of a dispatch is called, as an import does.
func (h *hall) named(item id.ID, name string) {
	h.Run(h.t, store.Q(`INSERT INTO dispatch_affairs (item_id, name, name_fold) VALUES (%s, %s, %s)`, item, name, text.Fold(name)))
}

// Two dispatches that only a hidden one joins are of two affairs for whoever does
// not read it: nothing tells that something joins them, even when their authors
// let it be known that they refer to something.
func TestHiddenJoinsNothing(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		public := kept(access.Public, access.ForServices)
		secret := h.Released(t, titled("Le secret"), kept(access.Restricted, access.ForNamed))
		h.named(secret.Item, "Nom de code")
		left := h.Released(t, titled("À gauche"), public, after(secret.Item, correspondence.Answers, true))
		right := h.Released(t, titled("À droite"), public, after(secret.Item, correspondence.Answers, false))
		below := h.Released(t, titled("Dessous"), public, after(right.Item, correspondence.Answers, false))

		for _, d := range []correspondence.Dispatch{left, right, below, secret} {
			if a := h.affair(h.Lucie, d.Item); len(a.Nodes) != 4 || a.Name != "Nom de code" {
				t.Errorf("who reads all sees %v, called %q", itemsOf(a), a.Name)
			}
		}
		for _, c := range []struct {
			by   id.ID
			name string
			want []id.ID
		}{
			{left.Item, "À gauche", []id.ID{left.Item}},
			{right.Item, "À droite", []id.ID{right.Item, below.Item}},
			{below.Item, "À droite", []id.ID{right.Item, below.Item}},
		} {
			a := h.affair(h.Olga, c.by)
			if !slices.Equal(itemsOf(a), c.want) || a.Name != c.name {
				t.Errorf("who reads a part sees %v, called %q, want %v, %q", itemsOf(a), a.Name, c.want, c.name)
			}
			n, err := h.archive.Count(t.Context(), h.As(t, h.Olga), c.by)
			if err != nil || n != len(c.want) {
				t.Errorf("it counts %d, %v, want %d", n, err, len(c.want))
			}
		}
	})
}

// A name that two dispatches bear joins them for whoever reads both, who reads it
// as it stands on the one by which they came.
func TestNamesJoin(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		public := kept(access.Public, access.ForServices)
		first := h.Released(t, titled("Une"), public)
		second := h.Released(t, titled("Deux"), public)
		third := h.Released(t, titled("Trois"), public, after(second.Item, correspondence.Refers, false))
		secret := h.Released(t, titled("Le secret"), kept(access.Restricted, access.ForNamed))
		h.named(first.Item, "Chypre : crise")
		h.named(second.Item, "chypre – CRISE")
		h.named(secret.Item, "Chypre crise")
		want := []id.ID{first.Item, second.Item, third.Item}
		for by, name := range map[id.ID]string{first.Item: "Chypre : crise", second.Item: "chypre – CRISE", third.Item: "Chypre : crise"} {
			if a := h.affair(h.Olga, by); !slices.Equal(itemsOf(a), want) || a.Name != name {
				t.Errorf("it holds %v, called %q, want %v, %q", itemsOf(a), a.Name, want, name)
			}
		}
		if a := h.affair(h.Lucie, third.Item); len(a.Nodes) != 4 {
			t.Errorf("who reads all sees %v", itemsOf(a))
		}
		other := h.Released(t, titled("Ailleurs"), public, after(third.Item, correspondence.Refers, false))
		h.named(other.Item, "Une autre affaire")
		if a := h.affair(h.Olga, other.Item); !slices.Equal(itemsOf(a), []id.ID{third.Item, other.Item}) || a.Name != "Une autre affaire" {
			t.Errorf("what bears another name is of %v, called %q", itemsOf(a), a.Name)
		}
		draft := h.Draft(t, titled("Un projet"), after(third.Item, correspondence.Answers, false))
		if a := h.affair(h.Rita, draft.Item); len(a.Nodes) != 4 || slices.Contains(itemsOf(a), draft.Item) {
			t.Errorf("what is being written leads to %v", itemsOf(a))
		}
	})
}

// file brings a released dispatch without any gesture.
func (h *hall) file(t *testing.T, tx *store.Tx, p correspondence.Past) id.ID {
	t.Helper()
	p.ID, p.Author, p.Source = h.IDs.New(), h.Rita, "Texte."
	p.Type, p.Precedence, p.Origin, p.Closed = "TD", correspondence.Routine, "t:"+p.ID.String(), func(id.ID) clock.Time { return p.Released }
	d, err := h.Dispatches.File(t.Context(), tx, p)
	if err != nil {
		t.Fatal(err)
	}
	return d.Item
}

// drawn is a dispatch of a random graph.
type drawn struct {
	item id.ID
	to   []int
	name string
}

// draw makes a random graph of dispatches, of which each reader reads another
// part.
func (h *hall) draw(t *testing.T, r *rand.Rand, many int) []drawn {
	t.Helper()
	out := make([]drawn, many)
	units := []id.ID{h.Rome, h.Lima, h.Europe, h.Records}
	names := []string{"", "", "", "", "", "Chypre", "Budget", "Visite"}
	var released []clock.Time
	for i := range many {
		released = append(released, clock.At(h.Clock.Now().Add(time.Duration(i-many)*time.Hour)))
	}
	if err := h.DB.Write(t.Context(), func(tx *store.Tx) error {
		for i := range out {
			d := drawn{name: names[r.IntN(len(names))]}
			p := correspondence.Past{
				Unit: units[r.IntN(len(units))], Subject: fmt.Sprintf("Dépêche %d", i), Released: released[i],
				To: []correspondence.Addressee{{Unit: units[r.IntN(len(units))], Acts: true}},
			}
			p.Protection, p.Distribution = access.Protection(r.IntN(3)), access.ForServices+access.Audience(r.IntN(3))
			for range min(i, r.IntN(3)) {
				if to := r.IntN(i); !slices.Contains(d.to, to) {
					d.to = append(d.to, to)
					p.References = append(p.References, correspondence.Reference{To: out[to].item, Relation: correspondence.Refers, Shown: r.IntN(2) == 0})
				}
			}
			d.item = h.file(t, tx, p)
			out[i] = d
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, d := range out {
		if d.name != "" {
			h.named(d.item, d.name)
		}
	}
	return out
}

// joined walks naively through what is read, from a dispatch on: first to learn
// of which name it is, then through what bears that name or none.
func joined(graph []drawn, reads []bool, from int) []id.ID {
	tied := func(i, j int) bool { return slices.Contains(graph[i].to, j) || slices.Contains(graph[j].to, i) }
	walk := func(in map[int]bool, allowed func(i, j int) bool) map[int]bool {
		for grown := true; grown; {
			grown = false
			for i := range graph {
				for j := range graph {
					if in[i] && !in[j] && reads[j] && allowed(i, j) {
						in[j], grown = true, true
					}
				}
			}
		}
		return in
	}
	name := graph[from].name
	if name == "" {
		around := walk(map[int]bool{from: true}, func(i, j int) bool { return graph[i].name == "" && tied(i, j) })
		for i, d := range graph {
			if around[i] && name == "" {
				name = d.name
			}
		}
	}
	in := walk(map[int]bool{from: true}, func(i, j int) bool {
		same := graph[j].name == name
		return same && name != "" || (same || graph[j].name == "") && tied(i, j)
	})
	var out []id.ID
	for i, d := range graph {
		if in[i] {
			out = append(out, d.item)
		}
	}
	return out
}

// What somebody sees as an affair is what a naive walk through what they read
// gives, whatever joins it elsewhere.
func TestAffairsOfRandomGraphs(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		r := rand.New(rand.NewPCG(1964, 11)) //nolint:gosec // the same each time
		for range 3 {
			graph := h.draw(t, r, 24)
			narrowed := 0
			for _, who := range []id.ID{h.Lucie, h.Hugo, h.Ines, h.Olga, h.Garance} {
				actor := h.As(t, who)
				reads := make([]bool, len(graph))
				for i, d := range graph {
					_, err := access.Load(t.Context(), h.DB, actor, access.ReadItem, d.item)
					reads[i] = err == nil
				}
				for i, d := range graph {
					if !reads[i] {
						if _, err := h.archive.Affair(t.Context(), actor, d.item); fault.KindOf(err) != fault.KindNotFound {
							t.Fatalf("what is not read leads to an affair: %v", err)
						}
						continue
					}
					want := joined(graph, reads, i)
					if got := itemsOf(h.affair(who, d.item)); !slices.Equal(got, want) {
						t.Fatalf("from %s it holds %v, want %v", d.item, got, want)
					}
					if n, err := h.archive.Count(t.Context(), actor, d.item); err != nil || n != len(want) {
						t.Fatalf("it counts %d, %v, want %d", n, err, len(want))
					}
					all := slices.Repeat([]bool{true}, len(graph))
					if len(joined(graph, all, i)) > len(want) {
						narrowed++
					}
				}
			}
			if narrowed == 0 {
				t.Error("no reader sees less than all: the graph proves nothing")
			}
			h.Run(t, store.Q(`DELETE FROM dispatch_affairs`)) // those of the next graph are its own
		}
	})
}

// A large affair shows those nearest to the one by which it was reached, and
// counts no further than it says.
func TestLargeAffair(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		const many = 2000
		var items []id.ID
		begin := h.Clock.Now()
		if err := h.DB.Write(t.Context(), func(tx *store.Tx) error {
			for i := range many {
				p := correspondence.Past{
					Unit: h.Rome, Subject: fmt.Sprintf("Dépêche %d", i), Released: clock.At(begin.Add(time.Duration(i-many) * time.Minute)),
					To: []correspondence.Addressee{{Unit: h.Lima}},
				}
				p.Distribution = access.ForServices
				if i > 0 {
					p.References = []correspondence.Reference{{To: items[i*2/3], Relation: correspondence.Answers}}
				}
				items = append(items, h.file(t, tx, p))
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for _, from := range []int{0, many / 2, many - 1} {
			start := time.Now()
			a := h.affair(h.Olga, items[from])
			t.Logf("%d of %d read in %v", len(a.Nodes), many, time.Since(start))
			if len(a.Nodes) != archive.MaxAffair || !a.More || !slices.Contains(itemsOf(a), items[from]) || !slices.IsSorted(itemsOf(a)) {
				t.Errorf("%d are shown, more %v", len(a.Nodes), a.More)
			}
			start = time.Now()
			n, err := h.archive.Count(t.Context(), h.As(t, h.Olga), items[from])
			t.Logf("counted in %v", time.Since(start))
			if err != nil || n != 51 {
				t.Errorf("it counts %d, %v", n, err)
			}
		}
		h.Run(t, store.Q(`INSERT INTO dispatch_affairs (item_id, name, name_fold) SELECT item_id, 'Une affaire', 'une affaire' FROM dispatches`))
		if a := h.affair(h.Olga, items[many-1]); !slices.Contains(itemsOf(a), items[many-1]) || a.Name != "Une affaire" || !a.More {
			t.Errorf("called %q, it shows %d", a.Name, len(a.Nodes))
		}
	})
}
