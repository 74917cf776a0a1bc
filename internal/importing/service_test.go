package importing_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/importing"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// source gives these records, then an error if there is one.
type source struct {
	list []importing.Record
	err  error
}

func (s source) Records(context.Context) iter.Seq2[importing.Record, error] {
	return func(yield func(importing.Record, error) bool) {
		for _, r := range s.list {
			if !yield(r, nil) {
				return
			}
		}
		if s.err != nil {
			yield(importing.Record{}, s.err)
		}
	}
}

func (s source) Progress() (done, total int64) { return 1, 1 }

// house is a world with an importer; Marc and Manon have addresses.
type house struct {
	*contenttest.World
	*importing.Service
}

func each(t *testing.T, body func(t *testing.T, h *house)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		question := content.Kind{Name: "question", Make: content.Publish, Answers: true}
		w := contenttest.New(t, db, contenttest.Plain, question)
		made := importing.Kind{Make: func(ctx context.Context, tx *store.Tx, actor access.Actor, n importing.Asked) (content.Item, error) {
			return w.Content.Create(ctx, tx, actor, n.New)
		}}
		key, err := activity.LoadKey(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		body(t, &house{w, importing.New(importing.Parts{
			Acts: activity.NewActs(db, w.Clock, key), DB: db, IDs: w.IDs, Clock: w.Clock, Content: w.Content, People: w.People,
			Kinds: map[string]importing.Kind{"post": made, "question": made}, Reader: w.Content.Reader, Explain: func(err error) string { return err.Error() },
		})})
	})
}

// bring imports as Manon, who manages the open community.
func (h *house) bring(t *testing.T, plan importing.Plan, list ...importing.Record) importing.Report {
	t.Helper()
	if plan.Kind == "" {
		plan.Kind = "post"
	}
	plan.Community, plan.Source = h.Open, "src"
	report, err := h.Import(t.Context(), h.As(t, h.Manon), plan, source{list: list}, func(importing.Report) {})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// counts are items, comments, revisions, events and rows of what was imported.
func (h *house) counts(t *testing.T) string {
	t.Helper()
	n, err := store.One[string](t.Context(), h.DB, store.Q(`SELECT
		(SELECT CAST(COUNT(*) AS TEXT) FROM items) || ' items, ' || (SELECT CAST(COUNT(*) AS TEXT) FROM comments) || ' comments, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM revisions) || ' revisions, ' || (SELECT CAST(COUNT(*) AS TEXT) FROM events) || ' events, ' ||
		(SELECT CAST(COUNT(*) AS TEXT) FROM imported) || ' known'`))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// of reads the thread of a title.
func (h *house) of(t *testing.T, title string) content.Thread {
	t.Helper()
	item, err := store.One[id.ID](t.Context(), h.DB, store.Q(`SELECT id FROM items WHERE title = %s`, title))
	if err != nil {
		t.Fatalf("%s: %v", title, err)
	}
	th, err := h.Content.Read(t.Context(), h.As(t, h.Marc), item, content.At{})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func wants(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestWhatComesKeepsItsDateItsAuthorAndItsThread(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		then := clock.At(time.Date(2019, 5, 6, 10, 0, 0, 0, time.UTC))
		r := h.bring(t, importing.Plan{Kind: "question", Answers: true},
			importing.Record{Ref: "1", Title: "Une question", Text: "Le texte.", Author: "MARC.PETIT", Created: then, Tags: []string{"#congés", "paie"}},
			importing.Record{Ref: "2", Parents: []string{"0", "1"}, Text: "Une réponse.", Author: "nobody@example.org", Signed: "Jean *Dupont*", Created: clock.At(then.Add(2 * time.Hour))},
			importing.Record{Ref: "3", Parents: []string{"2"}, Text: "Merci.", Author: "marc.petit", Created: clock.At(then.Add(3 * time.Hour))},
			importing.Record{Ref: "4", Parents: []string{"unknown"}, Title: "Une autre", Text: "Sans réponse."},
		)
		if r.Made != 2 || r.Said != 2 || r.Refused != 0 || r.Read != 4 {
			t.Errorf("%+v", r)
		}
		th := h.of(t, "Une question")
		if th.Author != h.Marc || !th.Published.Equal(then.Time) || th.Activity.Equal(th.Published.Time) || len(th.Tags) != 2 || th.Item.Comments != 2 {
			t.Errorf("%+v", th.Item)
		}
		said := th.Comments.List
		if len(said) != 2 {
			t.Fatalf("%d comments", len(said))
		}
		wants(t, "the answer", said[0].Source, "*Jean Dupont, 06/05/2019*\n\nUne réponse.")
		if said[0].Kind != content.Answer || said[0].Author != h.Manon || said[1].Parent != said[0].ID || said[1].Author != h.Marc || said[1].Source != "Merci." {
			t.Errorf("%+v", said)
		}
	})
}

func TestNothingComesTwice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var list []importing.Record
		for i := range 250 {
			list = append(list, importing.Record{Ref: fmt.Sprint("i", i), Title: fmt.Sprint("Titre ", i), Text: "Texte.", Author: "marc.petit"})
			list = append(list, importing.Record{Ref: fmt.Sprint("c", i), Parents: []string{fmt.Sprint("i", i)}, Under: true, Text: "Commentaire."})
		}
		h.bring(t, importing.Plan{}, list...)
		want := "250 items, 250 comments, 0 revisions, 500 events, 500 known"
		wants(t, "once", h.counts(t), want)
		if r := h.bring(t, importing.Plan{}, list...); r.Same != 500 || r.Made+r.Said+r.Changed != 0 {
			t.Errorf("%+v", r)
		}
		wants(t, "twice", h.counts(t), want)

		list[0].Text, list[1].Text = "Autre texte.", "Autre commentaire."
		if r := h.bring(t, importing.Plan{}, list...); r.Left != 2 || r.Same != 498 {
			t.Errorf("%+v", r)
		}
		wants(t, "left", h.counts(t), want)
		if r := h.bring(t, importing.Plan{Update: true}, list...); r.Changed != 2 || r.Same != 498 {
			t.Errorf("%+v", r)
		}
		wants(t, "updated", h.counts(t), "250 items, 250 comments, 2 revisions, 502 events, 500 known")
		th := h.of(t, "Titre 0")
		wants(t, "the text", th.Source, "Autre texte.")
		acts, err := h.Acts.List(t.Context(), activity.ActFilter{Verb: importing.Begun}, 10)
		if err != nil || len(acts) != 4 || acts[0].Actor != h.Manon || acts[0].Subject != "community "+h.Open.String() {
			t.Errorf("the register says %+v, %v", acts, err)
		}
		if runs, err := h.Imports(t.Context(), 10); err != nil || len(runs) != 4 || runs[0].Report.Changed != 2 || runs[0].Ended.IsZero() {
			t.Errorf("%+v, %v", runs, err)
		}
	})
}

func TestADryRunSaysWhatWouldHappen(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var list []importing.Record
		for i := range 120 { // the comments come in another batch than their item
			list = append(list, importing.Record{Ref: fmt.Sprint("c", i), Title: fmt.Sprint("Titre ", i), Text: "Texte."})
		}
		list = append(list, importing.Record{Ref: "x", Parents: []string{"c3"}, Under: true, Text: "Oui."},
			importing.Record{Ref: "y", Parents: []string{"nobody"}, Under: true, Text: "Non."},
			importing.Record{Ref: "z", Parents: []string{"x"}, Under: true, Text: "Si."}, importing.Record{Ref: "w"})
		before := h.counts(t)
		dry := h.bring(t, importing.Plan{DryRun: true}, list...)
		wants(t, "after a dry run", h.counts(t), before)
		if runs, err := h.Imports(t.Context(), 10); err != nil || len(runs) != 0 {
			t.Errorf("%+v, %v", runs, err)
		}
		real := h.bring(t, importing.Plan{}, list...)
		if fmt.Sprint(dry) != fmt.Sprint(real) || real.Made != 120 || real.Said != 2 || real.Refused != 2 {
			t.Errorf("it said %+v, and did %+v", dry, real)
		}
	})
}

// TestPagesLeadToEachOther: to one that comes later, and to one that was there.
func TestPagesLeadToEachOther(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := importing.Record{Ref: "a.md", Title: "A", Text: "Voir [b](sub/b.md).", Leads: []importing.Lead{{Link: "sub/b.md", Ref: "sub/b.md"}}}
		b := importing.Record{Ref: "sub/b.md", Title: "B", Text: "Revenir à [a](../a.md).", Leads: []importing.Lead{{Link: "../a.md", Ref: "a.md"}}}
		h.bring(t, importing.Plan{Format: "folder"}, a, b)
		wants(t, "forward", h.of(t, "A").Source, "Voir [b](/i/"+h.of(t, "B").ID.String()+").")
		wants(t, "back", h.of(t, "B").Source, "Revenir à [a](/i/"+h.of(t, "A").ID.String()+").")
		if r := h.bring(t, importing.Plan{Format: "folder"}, a, b); r.Same != 2 {
			t.Errorf("%+v", r)
		}
	})
}

// What people joined to an item since it was brought stays when the source
// brings it anew; the file of the import itself is replaced.
func TestUpdateKeepsTheFilesOfPeople(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		record := func(text, file string) importing.Record {
			return importing.Record{Ref: "1", Title: "Un", Text: text, Files: []importing.Joined{
				{Name: "plan.txt", Size: int64(len(file)), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(file)), nil }},
			}}
		}
		h.bring(t, importing.Plan{}, record("Texte.", "avant"))
		it := h.of(t, "Un")
		f, err := h.Content.Upload(t.Context(), h.As(t, h.Manon), "note.txt", strings.NewReader("de quelqu’un"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Content.Edit(t.Context(), h.As(t, h.Manon), content.Edit{Item: it.ID, Title: it.Title, Source: it.Source, Files: []id.ID{f.ID}}); err != nil {
			t.Fatal(err)
		}
		if r := h.bring(t, importing.Plan{Update: true}, record("Autre texte.", "après")); r.Changed != 1 {
			t.Fatalf("%+v", r)
		}
		var names []string
		for _, f := range h.of(t, "Un").Files {
			names = append(names, f.Name)
		}
		slices.Sort(names)
		wants(t, "files", strings.Join(names, " "), "note.txt plan.txt")
	})
}

func TestWhatIsRefusedIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r := h.bring(t, importing.Plan{},
			importing.Record{Line: 1, Ref: "1", Title: "Un"},
			importing.Record{Line: 2, Ref: "2", Title: strings.Repeat("é", 300), Text: strings.Repeat("Mot ", 30_000), Tags: []string{"a", "b", "c", "d", "e", "f", strings.Repeat("g", 50)}},
			importing.Record{Line: 3, Ref: "3", Title: "Demain", Text: "Texte.", Created: clock.At(h.Clock.Now().Add(48 * time.Hour))},
			importing.Record{Line: 4, Ref: "4", Title: "Avec", Text: "Texte ![x](img/a.txt) là.", Files: []importing.Joined{
				{Name: "a.txt", Link: "img/a.txt", Size: 3, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("abc")), nil }},
				{Name: "setup.exe", Size: 3, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("MZ..")), nil }},
				{Name: "gone", Open: func() (io.ReadCloser, error) { return nil, errors.New("it is gone") }},
			}},
			importing.Record{Line: 5, Ref: "5", Title: "Contrôle", Text: "a\x00b\xffc"},
		)
		if r.Made != 4 || r.Refused != 1 || r.Warned != 7 || r.Files != 2 {
			t.Errorf("%+v", r)
		}
		if p := r.Problems[len(r.Problems)-1]; p.Line != 1 || p.Ref != "1" || p.Warning {
			t.Errorf("%+v", r.Problems)
		}
		th := h.of(t, "Avec")
		if len(th.Files) != 1 || !strings.Contains(th.Source, "![x]("+th.Files[0].Href()+")") {
			t.Errorf("%q %+v", th.Source, th.Files)
		}
		wants(t, "a text that is none", h.of(t, "Contrôle").Source, "ab\uFFFDc")
		if h.of(t, "Demain").Published.After(h.Clock.Now().Time) {
			t.Error("it is dated in the future")
		}
	})
}

func TestWhoMayImport(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one := source{list: []importing.Record{{Ref: "1", Title: "Un", Text: "Texte."}}}
		plan := importing.Plan{Community: h.Private, Kind: "post", Source: "src"}
		for who, want := range map[id.ID]fault.Kind{h.Marc: fault.KindForbidden, h.Olga: fault.KindNotFound, h.Gaspard: fault.KindForbidden, h.Garance: fault.KindNotFound} {
			_, err := h.Import(t.Context(), h.As(t, who), plan, one, func(importing.Report) {})
			contenttest.Wants(t, who.String(), err, want)
		}
		one.list[0].Author = "olga.roux" // who is not of the place, and gains nothing by an import
		if _, err := h.Import(t.Context(), h.As(t, h.Manon), plan, one, func(importing.Report) {}); err != nil {
			t.Fatal(err)
		}
		th := h.of(t, "Un")
		wants(t, "the text", th.Source, "*olga.roux, "+h.Clock.Now().UTC().Format("02/01/2006")+"*\n\nTexte.")
		if th.Author != h.Manon {
			t.Error("somebody speaks where they may not")
		}
		if _, err := h.Import(t.Context(), h.As(t, h.Manon), importing.Plan{Community: h.Open, Kind: "poll"}, one, nil); err == nil {
			t.Error("a poll was imported")
		}
	})
}

func TestABrokenSourceKeepsWhatCame(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		broken := errors.New("the disk is gone")
		list := []importing.Record{{Ref: "1", Title: "Un", Text: "Texte."}, {Ref: "2", Title: "Deux", Text: "Texte."}}
		plan := importing.Plan{Community: h.Open, Kind: "post", Source: "src"}
		r, err := h.Import(t.Context(), h.As(t, h.Manon), plan, source{list, broken}, func(importing.Report) {})
		if !errors.Is(err, broken) || r.Made != 2 {
			t.Errorf("%+v, %v", r, err)
		}
		if runs, err := h.Imports(t.Context(), 10); err != nil || len(runs) != 1 || !runs[0].Ended.IsZero() || runs[0].Report.Made != 2 {
			t.Errorf("%+v, %v", runs, err)
		}
	})
}
