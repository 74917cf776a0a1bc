package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parvis/internal/id"
	"parvis/internal/store"
)

// TestDispatchesOfAnArchive: an administrator brings them, twice without doubles,
// and reads none of them.
func TestDispatchesOfAnArchive(t *testing.T) {
	data := t.TempDir()
	a := startOn(t, "sqlite:"+filepath.Join(data, "parvis.db"), data)
	s := newScene(t, a)
	lines := `{"key":"b","type":"TD","from":"U","to":["Embassy in Peru"],"subject":"La réponse","text":"Vu.","date":"1964-08-10","answers":["a"]}
{"id":"a","kind":"telegram","from":"Embassy in Peru","to":"U","title":"Une question","text":"Que faire ?","date":"1964-08-09","time":"23:00Z","classification":"Secret","handling":["Exdis"],"number":"348"}
{"id":"c","kind":"memorandum","from":"U","to":"U","text":"Rien.","date":"1964-08-09"}
`
	file := filepath.Join(data, "archive.jsonl")
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	bring := func(as, want string, more ...string) {
		t.Helper()
		code, out, errs := run(t, data, append([]string{"import", "dispatches", file, "--as", as}, more...)...)
		if told := strings.Join(strings.Fields(out+errs), " "); !strings.Contains(told, want) {
			t.Errorf("%d %q, want %q", code, told, want)
		}
	}
	bring("marc.petit", "only a manager of the community, or an administrator")
	bring("ada.admin", "2 new of the kind dispatch", "--dry-run")
	bring("ada.admin", "2 new of the kind dispatch")
	bring("ada.admin", "2 there already, the same")
	got, err := store.One[string](t.Context(), a.DB, store.Q(`SELECT o.number || ', ' || o.marking || ', ' || CAST(x.protection AS TEXT) || ', ' || CAST(r.kind AS TEXT)
		FROM dispatch_origins o JOIN items x ON x.id = o.item_id JOIN dispatch_references r ON r.to_id = o.item_id`))
	if err != nil || got != "348, Secret; Exdis, 2, 2" {
		t.Errorf("got %s (%v)", got, err)
	}
	read, err := store.One[int](t.Context(), a.DB, store.Q(`SELECT COUNT(*) FROM items x WHERE x.origin = 'archive:a'`))
	if err != nil || read != 1 {
		t.Errorf("%d came, %v", read, err)
	}
	undone(t, a, data, bring)
	_, _, body := call(t, handlerOf(t, a), "GET", "/search?q=question", s.cookies["administrator"], nil)
	if strings.Contains(body, "Une question") {
		t.Error("who brought a restricted dispatch finds it")
	}
}

// undone takes an import back, but for the dispatch on which somebody built, and
// brings the rest again.
func undone(t *testing.T, a *App, data string, bring func(as, want string, more ...string)) {
	t.Helper()
	run1, err := store.One[id.ID](t.Context(), a.DB, store.Q(`SELECT MIN(id) FROM imports`))
	if err == nil {
		err = a.DB.Write(t.Context(), func(tx *store.Tx) error {
			_, err := store.Exec(t.Context(), tx, store.Q(`UPDATE deliveries SET outcome = 'Répondu' WHERE item_id = (SELECT id FROM items WHERE origin = 'archive:b')
				AND unit_id = (SELECT unit_id FROM deliveries WHERE item_id = (SELECT id FROM items WHERE origin = 'archive:b') LIMIT 1)`))
			return err
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	code, out, errs := run(t, data, "import", "undo", run1.String(), "--as", "ada.admin")
	if code != 0 || !strings.Contains(out, "1 taken back, 1 left because somebody built on them since") {
		t.Errorf("%d %q %q", code, out, errs)
	}
	if code, _, errs := run(t, data, "import", "undo", run1.String(), "--as", "marc.petit"); code == 0 {
		t.Errorf("a member took an import back: %q", errs)
	}
	left, err := store.One[string](t.Context(), a.DB, store.Q(`SELECT (SELECT CAST(COUNT(*) AS TEXT) FROM dispatch_origins) || ' there, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM dispatch_references r JOIN dispatch_origins o ON o.item_id = r.item_id) || ' references, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM imported) || ' known'`))
	if err != nil || left != "1 there, 0 references, 1 known" {
		t.Errorf("it left %s, %v", left, err)
	}
	bring("ada.admin", "1 new of the kind dispatch")
	again, err := store.One[int](t.Context(), a.DB, store.Q(`SELECT COUNT(*) FROM dispatch_references r JOIN dispatch_origins o ON o.item_id = r.item_id`))
	if err != nil || again != 1 {
		t.Errorf("%d references came back, %v", again, err)
	}
}
