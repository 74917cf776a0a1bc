package history_test

import (
	"strings"
	"testing"
	"time"

	"parvis/internal/document/documenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

func TestSigned(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, "# Paie\n\nUn **début** de Marc.")
		s.writes(t, s.Manon, item, "Ajouté par Manon 🙂.")
		s.writes(t, s.Marc, item, "Puis par Marc.")
		lines, authors, err := s.Signed(t.Context(), s.As(t, s.Olga), item, 3)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range lines {
			for _, p := range l.Passages {
				var words strings.Builder
				for _, r := range p.Runs {
					words.WriteString(r.Text)
				}
				name := map[id.ID]string{s.Marc: "Marc", s.Manon: "Manon"}[p.By.Person]
				got = append(got, name+": "+words.String())
			}
		}
		want := "Marc: Paie|Marc: Un début de Marc.|Manon: Ajouté par Manon 🙂.|Marc: Puis par Marc."
		if strings.Join(got, "|") != want {
			t.Errorf("%q, want %q", got, want)
		}
		if len(authors) != 2 || authors[0].ID != s.Marc || authors[0].Words != 8 || authors[1].Name != "Manon Leroy" {
			t.Errorf("%+v", authors)
		}
		if lines, _, err := s.Signed(t.Context(), s.As(t, s.Olga), item, 1); err != nil || len(lines) != 2 {
			t.Errorf("after the first update: %+v %v", lines, err)
		}
		if _, _, err := s.Signed(t.Context(), s.As(t, s.Garance), item, 1); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("who does not read it: %v", err)
		}
	})
}

// TestSignedLong reads who wrote a document of thousands of updates, and says how
// long it took.
func TestSignedLong(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const updates = 20000
		item := s.document(t, "")
		typist := documenttest.Typist{Client: 7}
		bodies := [][]byte{typist.Begin()}
		for len(bodies) < updates {
			bodies = append(bodies, typist.Type("x"))
		}
		err := s.DB.Write(t.Context(), func(tx *store.Tx) error {
			n := 0
			err := store.Fill(t.Context(), tx, `INSERT INTO document_updates (item_id, number, person_id, created, body)`, bodies, func(body []byte) []any {
				n++
				return []any{item, n, []id.ID{s.Marc, s.Manon}[n/50%2], s.Clock.Now(), body}
			})
			if err == nil {
				_, err = store.Exec(t.Context(), tx, store.Q(`UPDATE documents SET updates = %s WHERE item_id = %s`, updates, item))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		lines, authors, err := s.Signed(t.Context(), s.As(t, s.Olga), item, updates)
		if err != nil || len(authors) != 2 {
			t.Fatalf("%+v %v", authors, err)
		}
		t.Logf("%d updates, %d passages: who wrote what in %v", updates, len(lines[0].Passages), time.Since(began).Round(time.Millisecond))
	})
}
