package administration_test

import (
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/store"
)

func TestPlacesAndTags(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.must(h.ada, 200, "Cabinet", "/admin/communities?q=cabinet")
		h.must(h.ada, 200, "Personne n’anime", "/admin/communities/27")
		h.must(h.ada, 303, "", "/admin/communities/27/archive", do()...)
		if h.archived != "27" {
			t.Error("not archived")
		}
		h.must(h.ada, 303, "", "/admin/communities/27/appoint", "person", "@elise.moreau")
		h.must(h.ada, 422, "Personne n’anime", "/admin/communities/27/appoint", "person", "ana@mairie.fr")
		h.must(h.ada, 422, "Aucun compte", "/admin/communities/27/appoint", "person", "nobody")
		h.must(h.ada, 404, "", "/admin/communities/28")

		h.must(h.ada, 200, "congés", "/admin/tags")
		h.must(h.ada, 303, "", "/admin/tags/2v/rename", "name", "congé")
		h.must(h.ada, 422, "nécessaire", "/admin/tags/2v/rename", "name", "")
		h.must(h.ada, 422, "nécessaire", "/admin/tags/2v/merge", "into", "")
		h.must(h.ada, 422, "Aucune étiquette", "/admin/tags/2v/merge", "into", "ailleurs")
		h.must(h.ada, 303, "", "/admin/tags/2v/merge", "into", "Absences")
		h.must(h.ada, 303, "", "/admin/tags/drop-unused", do()...)
		if n, err := h.Acts.Verify(t.Context()); n != 3 || err != nil {
			t.Errorf("%d acts, %v", n, err)
		}
		h.must(h.ada, 200, "Étiquettes fusionnées", "/admin/acts?verify=1")
		h.must(h.ada, 200, "Auparavant « congés »", "/admin/acts")
	})
}

// TestTheRegisterSpeaks: what was done, to whom and by whom, in words, narrowed
// by each of these.
func TestTheRegisterSpeaks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one := "/admin/people/" + h.elise.ID.String()
		h.must(h.ada, 303, "", "/admin/site", "name", "Le Lot", "light", "#1b5e4a")
		h.must(h.ada, 303, "", one+"/suspend", do()...)
		h.must(h.ada, 303, "", one+"/reactivate", do()...)
		h.must(h.ada, 303, "", "/admin/charter", "based", "0", "source", "Soyons utiles.")
		err := h.db.Write(t.Context(), func(tx *store.Tx) error {
			told := map[string]any{"person": h.elise.ID, "detail": map[string]string{"message": "départ"}}
			return h.Acts.Record(t.Context(), tx, access.SystemActor("test"), "member.excluded", "community 27", told)
		})
		if err != nil {
			t.Fatal(err)
		}

		all := h.must(h.ada, 200, "Registre", "/admin/acts")
		for _, want := range []string{
			`href="` + one + `"`, "Version 1", `href="/admin/charter/1"`, "Nom du site", "Le Lot", "Cabinet", "« départ »", "Exploitant", "5 actes vérifiés",
		} {
			if !strings.Contains(all, want) {
				t.Errorf("the register does not say %q", want)
			}
		}
		for path, want := range map[string][2]string{
			"/admin/acts?verb=person.suspended":                   {"Compte suspendu</th>", "Version 1"},
			"/admin/acts?who=machine":                             {"Cabinet", "Compte suspendu</th>"},
			"/admin/acts?who=" + h.ada.ID.String():                {"Compte suspendu</th>", "Cabinet"},
			"/admin/acts?about=person+" + h.elise.ID.String():     {"Compte rétabli</th>", "Cabinet"},
			"/admin/acts?before=2":                                {"Les plus récents", "Compte suspendu</th>"},
			"/admin/acts?verb=nothing&who=zz&about=%25&before=-4": {"Aucun acte", "Cabinet"},
		} {
			if body := h.must(h.ada, 200, want[0], path); strings.Contains(body, want[1]) {
				t.Errorf("%s shows %q", path, want[1])
			}
		}
	})
}

// TestFailedJobsAreTended: an administrator has one tried again and gives
// another up, and the register says so.
func TestFailedJobsAreTended(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.must(h.ada, 200, "Envoi d’un courriel", "/admin/jobs")
		h.must(h.ada, 303, "", "/admin/jobs/4/retry", do()...)
		h.must(h.ada, 303, "", "/admin/jobs/5/discard", do()...)
		h.must(h.ada, 404, "", "/admin/jobs/6/retry", do()...)
		h.must(h.ada, 404, "", "/admin/jobs/zz/discard", do()...)
		h.must(h.elise, 403, "", "/admin/jobs")
		h.must(h.elise, 403, "", "/admin/jobs/4/retry", do()...)
		if h.tended != "4 tried again, 5 given up, " {
			t.Error(h.tended)
		}
		h.must(h.ada, 200, "Tâche abandonnée", "/admin/acts")
		h.must(h.ada, 200, "2 actes vérifiés", "/admin/acts")
	})
}

func TestABrokenChainIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.must(h.ada, 303, "", "/admin/site", "name", "Le Lot")
		err := h.db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := store.Exec(t.Context(), tx, store.Q(`UPDATE acts SET data = '{}'`))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		h.must(h.ada, 200, "La chaîne est rompue", "/admin/acts")
	})
}
