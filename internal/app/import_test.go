package app

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parvis/internal/content/contenttest"
	"parvis/internal/importing"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestAKilledImportGoesOn kills an import with signal 9 in the middle, and runs
// it again: everything is there, once, as if nothing had happened.
func TestAKilledImportGoesOn(t *testing.T) {
	const records = 1500
	var lines strings.Builder
	for i := range records {
		fmt.Fprintf(&lines, `{"ref":%d,"titre":"Titre %d","corps":"Le texte numéro %d.","qui":"marc.petit","le":"2020-01-%02d"}`+"\n", i, i, i, 1+i%28)
	}
	file := filepath.Join(t.TempDir(), "lignes.jsonl")
	if err := os.WriteFile(file, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			database, data := storetest.Address(t, engine), t.TempDir()
			a := startOn(t, database, data)
			w := contenttest.New(t, a.DB)
			args := []string{"import", "jsonl", file, "--data", data, "--database", database, "--community", "ouverte", "--as", "manon.leroy",
				"--map", "title=titre,text=corps,id=ref,author=qui,created=le", "--report", filepath.Join(data, "report")}
			killMidway(t, a, args, 300)
			before := imported(t, a)
			if before < 300 || before >= records {
				t.Fatalf("it was killed after %d", before)
			}
			var out, errs strings.Builder
			if code := Run(t.Context(), "test", args, &out, &errs); code != 0 {
				t.Fatalf("%d: %s", code, errs.String())
			}
			for _, want := range []string{fmt.Sprintf("%d  new of the kind post", records-before), fmt.Sprintf("%d  there already, the same", before)} {
				if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), strings.Join(strings.Fields(want), " ")) {
					t.Errorf("it does not say %q:\n%s", want, out.String())
				}
			}
			wrong, err := store.One[string](t.Context(), a.DB, store.Q(`SELECT
				(SELECT CAST(COUNT(*) AS TEXT) FROM items WHERE author_id = %s AND published < 1600000000000) || ' items, ' ||
				(SELECT CAST(COUNT(*) AS TEXT) FROM imported) || ' known, ' ||
				(SELECT CAST(COUNT(DISTINCT item_id) AS TEXT) FROM events WHERE verb = 'item.published') || ' events, ' ||
				(SELECT CAST(items AS TEXT) FROM communities WHERE id = %s) || ' counted'`, w.Marc, w.Open))
			if want := fmt.Sprintf("%d items, %d known, %d events, %d counted", records, records, records, records); err != nil || wrong != want {
				t.Errorf("got %s, want %s (%v)", wrong, want, err)
			}
			if err := a.Activity.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			if told, err := store.One[int](t.Context(), a.DB, store.Q(`SELECT COUNT(*) FROM notices`)); err != nil || told != 0 {
				t.Errorf("%d people were told of what is old (%v)", told, err)
			}
			importReport(t, filepath.Join(data, "report"), records)
			out.Reset()
			if code := Run(t.Context(), "test", []string{"import", "list", "--data", data, "--database", database}, &out, &errs); code != 0 || !strings.Contains(out.String(), "no: run it again") {
				t.Errorf("%d: %s %s", code, out.String(), errs.String())
			}
		})
	}
}

func imported(t *testing.T, a *App) int {
	t.Helper()
	n, err := store.One[int](t.Context(), a.DB, store.Q(`SELECT COUNT(*) FROM imported`))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// killMidway runs the program and kills it once it has imported enough.
func killMidway(t *testing.T, a *App, args []string, enough int) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), runArguments+"="+strings.Join(args, "\n"))
	var errs strings.Builder
	child.Stderr = &errs
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }()
	for imported(t, a) < enough {
		select {
		case err := <-ended:
			t.Fatalf("it ended by itself: %v %s", err, errs.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-ended
}

func importReport(t *testing.T, path string, records int) {
	t.Helper()
	text, err := os.ReadFile(path + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var r importing.Report
	if err := json.Unmarshal(text, &r); err != nil || r.Read != records {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestAnImportIsRefusedInWords(t *testing.T) {
	data := t.TempDir()
	a := startOn(t, "sqlite:"+filepath.Join(data, "parvis.db"), data)
	contenttest.New(t, a.DB)
	file := filepath.Join(data, "lignes.csv")
	if err := os.WriteFile(file, []byte("titre,corps\nUn,Texte\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		`map: text=nothing: the table has no such column; it has titre, corps`: {"--community", "Ouverte", "--as", "manon.leroy", "--map", "text=nothing"},
		`community: none is called "Fermée"`:                                   {"--community", "Fermée", "--as", "manon.leroy", "--map", "text=corps"},
		`as: nobody has this e-mail address or handle`:                         {"--community", "Ouverte", "--as", "nobody", "--map", "text=corps"},
		`as: only a manager of the community`:                                  {"--community", "Privée", "--as", "marc.petit", "--map", "text=corps"},
		`nothing of the kind "poll" can be imported`:                           {"--community", "Ouverte", "--as", "manon.leroy", "--map", "text=corps", "--kind", "poll"},
	} {
		code, out, errs := run(t, data, append([]string{"import", "csv", file}, args...)...)
		if code != 1 || !strings.Contains(errs, want) {
			t.Errorf("%d %q %q, want %q", code, out, errs, want)
		}
	}
	code, out, errs := run(t, data, "import", "csv", file, "--community", "Ouverte", "--as", "manon.leroy", "--map", "title=titre,text=corps", "--dry-run")
	if code != 0 || !strings.Contains(out, "would be done; nothing was kept") {
		t.Errorf("%d %q %q", code, out, errs)
	}
}

// TestAFolderBecomesALibrary: folders are kept, a file that changed is a new
// version, and pages and office files become sheets with their text.
func TestAFolderBecomesALibrary(t *testing.T) {
	data, folder := t.TempDir(), t.TempDir()
	a := startOn(t, "sqlite:"+filepath.Join(data, "parvis.db"), data)
	w := contenttest.New(t, a.DB)
	put := func(name, text string) {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bring := func(want string, args ...string) {
		t.Helper()
		code, out, errs := run(t, data, append([]string{"import", "folder", folder, "--community", "ouverte", "--as", "manon.leroy", "--source", "s" + args[1], "--update"}, args...)...)
		if told := strings.Join(strings.Fields(out), " "); code != 0 || !strings.Contains(told, want) {
			t.Errorf("%d %q %q, want %q", code, told, errs, want)
		}
	}
	put("Congés/2024/note.txt", "Une note.")
	put("Congés/guide.md", "# Le guide\n\nTexte.")
	bring("2 new of the kind file", "--kind", "file")
	put("Congés/2024/note.txt", "Une autre note.")
	bring("1 changed", "--kind", "file")
	got, err := store.One[string](t.Context(), a.DB, store.Q(`SELECT
		(SELECT CAST(COUNT(*) AS TEXT) FROM folders WHERE author_id = %s) || ' folders, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM library_versions) || ' versions, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM items WHERE kind = 'file') || ' files'`, w.Manon))
	if err != nil || got != "2 folders, 3 versions, 2 files" {
		t.Errorf("got %s (%v)", got, err)
	}
	put("plan.csv", "mois,jours\njuin,3\n")
	bring("3 new of the kind knowledge", "--kind", "knowledge")
	sheet, err := store.One[string](t.Context(), a.DB, store.Q(`SELECT b.source FROM bodies b JOIN items i ON i.id = b.item_id
		WHERE i.kind = 'knowledge' AND i.title = 'plan'`))
	if err != nil || !strings.Contains(sheet, "juin") {
		t.Errorf("the sheet says %q (%v)", sheet, err)
	}
}

// TestAMailingListBecomesQuestions: what answers the first message is an
// answer, what answers an answer stands under it.
func TestAMailingListBecomesQuestions(t *testing.T) {
	data := t.TempDir()
	a := startOn(t, "sqlite:"+filepath.Join(data, "parvis.db"), data)
	contenttest.New(t, a.DB)
	archive := filepath.Join(data, "liste.mbox")
	text := `From x
From: Marc <marc.petit@exemple.fr>
Message-ID: <1>
Date: Mon, 12 May 2025 10:00:00 +0000
Subject: [liste] Qui signe ?

Qui signe les ordres de mission ?

From x
From: Jeanne <jeanne@example.org>
Message-ID: <2>
In-Reply-To: <1>
Date: Mon, 12 May 2025 11:00:00 +0000
Subject: Re: [liste] Qui signe ?

La direction.

From x
From: Marc <marc.petit@exemple.fr>
Message-ID: <3>
In-Reply-To: <2>
Date: Mon, 12 May 2025 12:00:00 +0000
Subject: Re: [liste] Qui signe ?

Merci.
`
	if err := os.WriteFile(archive, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := run(t, data, "import", "mbox", archive, "--community", "ouverte", "--as", "manon.leroy", "--kind", "question")
	if code != 0 {
		t.Fatalf("%d %q %q", code, out, errs)
	}
	got, err := store.One[string](t.Context(), a.DB, store.Q(`SELECT i.title || ', ' || CAST(q.answers AS TEXT) || ' answers, ' || CAST(i.comments AS TEXT) || ' comments, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM comments c WHERE c.item_id = i.id AND c.parent_id IS NOT NULL) || ' under them'
		FROM items i JOIN questions q ON q.item_id = i.id`))
	if err != nil || got != "Qui signe ?, 1 answers, 2 comments, 1 under them" {
		t.Errorf("got %s (%v)", got, err)
	}
}
