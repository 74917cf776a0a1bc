package administration_test

import (
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/administration"
	"parvis/internal/fault"
	"parvis/internal/identity"
)

// clearing is the form that says how far somebody reads.
func clearing(was, to string) []string { return []string{"was", was, "clearance", to} }

// TestClearances: an administrator says how far somebody reads, takes it back,
// and overwrites nothing that they did not see.
func TestClearances(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one := "/admin/people/" + h.elise.ID.String()
		is := func(p identity.Person, want access.Protection) {
			t.Helper()
			if got := h.find(p).Clearance; got != want {
				t.Errorf("%s reads up to %d, want %d", p.Name, got, want)
			}
		}
		h.must(h.ada, 200, "Lit les dépêches publiques, et aucune qui soit protégée.", one)
		h.must(h.ada, 303, "", one+"/clearance", clearing("public", "restricted")...)
		is(h.elise, access.Restricted)
		if v, err := h.People.BySession(t.Context(), h.cookies[h.elise.ID]); err != nil || v.Actor.Clearance() != access.Restricted {
			t.Errorf("at their next page they read up to %d, %v", v.Actor.Clearance(), err)
		}
		h.must(h.ada, 200, "Habilitation : Restreinte", one)
		h.must(h.ada, 200, "Habilitation : Restreinte", "/admin/people")

		// The way back, twice: the second finds it done.
		back := one + "/clearance?was=restricted&clearance=public"
		h.must(h.ada, 303, "", back, do()...)
		is(h.elise, access.Public)
		h.must(h.ada, 303, "", back, do()...)
		if len(h.moved) != 2 {
			t.Errorf("rights moved %d times", len(h.moved))
		}
		if n, err := h.Acts.Verify(t.Context()); n != 2 || err != nil {
			t.Errorf("%d acts, %v", n, err)
		}

		// Another administrator was quicker; what was chosen stays in the form.
		h.must(h.ada, 303, "", one+"/clearance", clearing("public", "limited")...)
		stale := h.must(h.ada, 422, "a changé cette habilitation entre-temps", one+"/clearance", clearing("public", "restricted")...)
		if !strings.Contains(stale, `name="was" value="limited"`) || !strings.Contains(stale, `value="restricted" checked`) {
			t.Errorf("the form forgot:\n%s", stale)
		}
		is(h.elise, access.Limited)
		for _, wrong := range [][]string{clearing("limited", "secret"), clearing("", "public"), clearing("limited", "")} {
			h.must(h.ada, 422, "Choisissez l’une des réponses proposées", one+"/clearance", wrong...)
		}
		h.must(h.ada, 422, "", one+"/clearance", do()...)
		h.must(h.ada, 404, "", "/admin/people/zz/clearance", clearing("public", "limited")...)
		is(h.elise, access.Limited)
	})
}

// TestClearancesOfOthers: a guest reads what names them up to theirs; who
// administers may set their own, and the register says so; nobody else may.
func TestClearancesOfOthers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		guest, ada := "/admin/people/"+h.guest.ID.String(), "/admin/people/"+h.ada.ID.String()
		h.must(h.ada, 200, "Elle ne lit que celles qui portent son nom", guest)
		h.must(h.ada, 303, "", guest+"/clearance", clearing("public", "limited")...)
		h.must(h.ada, 200, "C’est la vôtre", ada)
		h.must(h.ada, 303, "", ada+"/clearance", clearing("public", "restricted")...)

		acts := h.must(h.ada, 200, "Habilitation changée", "/admin/acts")
		for _, want := range []string{"Restreinte (auparavant Publique)", "Diffusion limitée (auparavant Publique)", "Sa propre habilitation", "2 actes vérifiés"} {
			if strings.Count(acts, want) != 1 {
				t.Errorf("the register says %q %d times", want, strings.Count(acts, want))
			}
		}
		for who, want := range map[identity.Person]int{h.elise: 403, h.guest: 404, {}: 401} {
			if got := h.ask(who, guest+"/clearance", clearing("limited", "restricted")...); got.Code != want {
				t.Errorf("%q: %d, want %d", who.Name, got.Code, want)
			}
		}
		token := access.Bearer(access.Facts{Person: h.ada.ID, Admin: true}, []access.Scope{access.Read, access.Write})
		if _, err := h.SetClearance(t.Context(), token, h.elise.ID, administration.Clearing{To: access.Limited}); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("a token cleared somebody: %v", err)
		}

		h.must(h.ada, 200, "Ana Dehors", "/admin/people?clearance=limited")
		for path, absent := range map[string]string{"/admin/people?clearance=limited": "Moreau", "/admin/people?clearance=restricted": "Ana Dehors"} {
			if body := h.must(h.ada, 200, "Ada Lune", path); strings.Contains(body, absent) {
				t.Errorf("%s lists %s", path, absent)
			}
		}
		was, err := h.ClearByOperator(t.Context(), "@elise.moreau", access.Limited)
		if p := h.find(h.elise); err != nil || was != "public" || p.Clearance != access.Limited {
			t.Errorf("from the machine: was %s, is %d, %v", was, p.Clearance, err)
		}
		h.must(h.ada, 200, "Exploitant", "/admin/acts")
	})
}
