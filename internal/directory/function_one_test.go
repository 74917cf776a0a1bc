package directory

import (
	"slices"
	"testing"

	"parvis/internal/fault"
	"parvis/internal/identity"
)

// TestFunctionsOneByOne: an administrator gives functions to somebody, puts one
// first and ends another.
func TestFunctionsOneByOne(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		h.load(tree)
		ada, root := h.agent("Ada Martin"), h.root
		d1, d2 := h.unit("D1").ID, h.unit("D2").ID
		titles := func() (out []string) {
			list, err := h.Functions(h.ctx, root, ada)
			h.must(err)
			for i, f := range list {
				if f.Main != (i == 0) {
					t.Errorf("%s: main is %v", f.Title, f.Main)
				}
				out = append(out, f.Title)
			}
			return out
		}
		wants := func(want ...string) {
			t.Helper()
			if got := titles(); !slices.Equal(got, want) {
				t.Errorf("%q, want %q", got, want)
			}
		}
		h.must(h.GiveFunction(h.ctx, root, ada, NewFunction{Unit: d1, Title: "Juriste"}, false))
		h.must(h.GiveFunction(h.ctx, root, ada, NewFunction{Unit: d2, Title: "Formatrice"}, false))
		wants("Juriste", "Formatrice")
		h.must(h.GiveFunction(h.ctx, root, ada, NewFunction{Unit: d2, Title: "Cheffe", Head: true}, true))
		wants("Cheffe", "Juriste", "Formatrice")
		// Given again, it is not had twice.
		h.must(h.GiveFunction(h.ctx, root, ada, NewFunction{Unit: d1, Title: "Juriste"}, false))
		wants("Cheffe", "Formatrice", "Juriste")
		list, err := h.Functions(h.ctx, root, ada)
		h.must(err)
		h.must(h.PutFunctionFirst(h.ctx, root, ada, list[2].ID))
		wants("Juriste", "Cheffe", "Formatrice")
		h.refused(fault.KindNotFound, h.EndFunction(h.ctx, root, ada, list[2].ID))
		list, err = h.Functions(h.ctx, root, ada)
		h.must(err)
		h.must(h.EndFunction(h.ctx, root, ada, list[0].ID))
		wants("Cheffe", "Formatrice")

		h.refused(fault.Invalid, h.GiveFunction(h.ctx, root, ada, NewFunction{Unit: 9, Title: "x"}, false))
		h.refused(fault.Invalid, h.GiveFunction(h.ctx, root, ada, NewFunction{Unit: d1}, false))
		h.refused(fault.KindForbidden, h.GiveFunction(h.ctx, h.as(ada), ada, NewFunction{Unit: d1, Title: "Ministre"}, true))
		h.refused(fault.KindForbidden, h.EndFunction(h.ctx, h.as(ada), ada, list[1].ID))
		eve := h.person("Eve Dehors", identity.Guest, false)
		h.refused(fault.KindForbidden, h.PutFunctionFirst(h.ctx, h.as(eve), ada, list[1].ID))
		wants("Cheffe", "Formatrice")

		for typed, want := range map[string]int{"D1": 1, "bureau": len(must(h.FindUnits(h.ctx, root, "bureau"))), "rien du tout": 0} {
			if found, err := h.UnitNamed(h.ctx, root, typed); err != nil || len(found) != want {
				t.Errorf("%q names %d units, want %d, %v", typed, len(found), want, err)
			}
		}
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
