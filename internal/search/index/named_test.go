package index

import (
	"fmt"
	"strings"
	"testing"

	"parvis/internal/id"
)

func TestNamed(t *testing.T) {
	somebody := func(key id.ID, name string) Doc {
		return note(key, name, "", func(d *Doc) { d.Sort, d.Kind = Person, "" })
	}
	x := open(t, somebody(1, "Manon Leroy"), somebody(2, "Marc Petit"), somebody(3, "Œdipe Étienne"), note(4, "Manon des sources", "Un film."),
		note(5, "Marché", "", func(d *Doc) { d.Sort = Community }), note(6, "Marcel Caché", "", func(d *Doc) { d.Sort, d.Readers = Person, []Token{"c9"} }))
	for typed, want := range map[string]string{
		"ma": "2 1", "m": "2 1", "le ma": "1", "petit": "2", "oe": "3", "étien": "3", "manon l": "1", "mazon": "1", "petti": "2", "zzz": "", "": "", "arc": "",
	} {
		got, err := x.Named(t.Context(), typed, Filter{Sorts: []Sort{Person}}, []Token{"all"}, 10)
		if err != nil {
			t.Fatal(err)
		}
		if said := strings.Trim(fmt.Sprint(int64s(got)), "[]"); said != want {
			t.Errorf("%q: %s, want %s", typed, said, want)
		}
	}
}

func int64s(list []id.ID) (out []int64) {
	for _, i := range list {
		out = append(out, int64(i))
	}
	return out
}

func TestBelonging(t *testing.T) {
	under := func(key, item id.ID) Doc {
		return note(key, "", "Une réponse.", func(d *Doc) { d.Sort, d.Item = Comment, item })
	}
	x := open(t, note(1, "Question", "Comment faire ?"), under(2, 1), under(3, 1), under(5, 4))
	got, err := x.Belonging(t.Context(), []id.ID{1})
	if err != nil || fmt.Sprint(int64s(got)) != "[3 2]" {
		t.Errorf("%v, %v", int64s(got), err)
	}
	if got, err = x.Belonging(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}
