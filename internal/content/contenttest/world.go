package contenttest

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/blob"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/extract"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/preview"
	"parvis/internal/store"
)

// World is who and what a test finds: in each community Manon manages, Marc is
// a member and Gaspard a guest; Olga is an agent who is a member of none of
// them, Garance a guest of nothing.
type World struct {
	DB      *store.DB
	IDs     *id.Maker
	Clock   *clock.Fake
	Queue   *jobs.Queue
	People  *identity.Service
	Content *content.Service
	Log     *activity.Log
	Files   *blob.Disk

	Manon, Marc, Gaspard, Olga, Garance id.ID
	Open, OnRequest, Private            id.ID
}

// Plain is a kind with nothing of its own.
var Plain = content.Kind{Name: "post", Make: content.Publish}

// New makes a World with these kinds, Plain when none is given.
func New(t testing.TB, db *store.DB, kinds ...content.Kind) *World {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	ids, err := id.NewMaker(1)
	if err != nil {
		t.Fatal(err)
	}
	if err := jobs.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	queue, err := jobs.New(db, quiet)
	if err != nil {
		t.Fatal(err)
	}
	files, err := blob.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	pages, err := preview.Open(t.TempDir(), 10<<20)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pages.Close() })
	// Ids are made from the machine's clock: the days of the test are near it.
	w := &World{DB: db, IDs: ids, Clock: clock.NewFake(time.Now()), Queue: queue, Files: files}
	w.Log = activity.NewLog(db, ids, w.Clock, quiet)
	w.People = identity.New(identity.Config{DB: db, IDs: ids, Clock: w.Clock})
	if len(kinds) == 0 {
		kinds = []content.Kind{Plain}
	}
	w.Content = content.NewService(content.Parts{
		Reader: extract.Within{Cache: filepath.Join(os.TempDir(), "parvis-pdfium")}, Pages: pages,
		DB: db, IDs: ids, Clock: w.Clock, Log: w.Log, Queue: queue, People: w.People, Files: w.Files, Kinds: kinds,
	})
	w.Manon = w.Person(t, identity.Agent, "manon.leroy", "Manon Leroy")
	w.Marc = w.Person(t, identity.Agent, "marc.petit", "Marc Petit")
	w.Olga = w.Person(t, identity.Agent, "olga.roux", "Olga Roux")
	w.Gaspard = w.Person(t, identity.Guest, "gaspard.blanc", "Gaspard Blanc")
	w.Garance = w.Person(t, identity.Guest, "garance.noir", "Garance Noir")
	w.Open = w.Community(t, "Ouverte", access.Open)
	w.OnRequest = w.Community(t, "Sur demande", access.OnRequest)
	w.Private = w.Community(t, "Privée", access.Private)
	for _, c := range []id.ID{w.Open, w.OnRequest, w.Private} {
		w.Join(t, c, w.Manon, access.ManagerRole)
		w.Join(t, c, w.Marc, access.MemberRole)
		w.Join(t, c, w.Gaspard, access.GuestRole)
	}
	return w
}

// As gives the rights that somebody has now; nobody's for zero.
func (w *World) As(t testing.TB, person id.ID) access.Actor {
	t.Helper()
	if person == 0 {
		return access.Actor{}
	}
	a, err := w.People.ActorOf(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Post publishes something plain.
func (w *World) Post(t testing.TB, by, community id.ID, change ...func(*content.New)) content.Item {
	t.Helper()
	it, err := w.Try(t, by, community, change...)
	if err != nil {
		t.Fatal(err)
	}
	return it
}

// Try publishes something plain, or says why not.
func (w *World) Try(t testing.TB, by, community id.ID, change ...func(*content.New)) (content.Item, error) {
	t.Helper()
	n := content.New{ID: w.IDs.New(), Kind: "post", Community: community, Title: "Un titre", Source: "Un texte."}
	for _, c := range change {
		c(&n)
	}
	var it content.Item
	actor := w.As(t, by)
	err := w.DB.Write(t.Context(), func(tx *store.Tx) (err error) {
		it, err = w.Content.Create(t.Context(), tx, actor, n)
		return err
	})
	return it, err
}

// Say comments something.
func (w *World) Say(t testing.TB, by, item id.ID, source string) content.Comment {
	t.Helper()
	c, err := w.Content.Comment(t.Context(), w.As(t, by), content.NewComment{Form: w.IDs.New(), Item: item, Source: source})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Wants checks the kind of an error; Internal stands for no error at all.
func Wants(t testing.TB, what string, err error, want fault.Kind) {
	t.Helper()
	switch {
	case err == nil && want == fault.Internal:
	case err == nil:
		t.Errorf("%s: allowed, want %s", what, want)
	case fault.KindOf(err) != want || want == fault.Internal:
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

// Keeps tells whether the bytes of a file are kept.
func (w *World) Keeps(t testing.TB, hash string) bool {
	t.Helper()
	body, err := w.Files.Open(t.Context(), hash)
	if err == nil {
		body.Close()
	}
	return err == nil
}
