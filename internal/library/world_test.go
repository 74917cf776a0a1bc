package library_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"

	"parvis/internal/activity"
	"parvis/internal/blob"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/library"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// shelves is a World with libraries of a thousand bytes.
type shelves struct {
	*contenttest.World
	lib    *library.Service
	pieces string // the folder of what is on its way
	usual  int64
}

const allowed = fault.Internal

func eachShelf(t *testing.T, body func(t *testing.T, s *shelves)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { body(t, open(t, db)) })
}

func open(t testing.TB, db *store.DB) *shelves {
	t.Helper()
	s := &shelves{usual: 1000, pieces: t.TempDir()}
	usual := func(context.Context) int64 { return s.usual }
	s.World = contenttest.New(t, db, append(library.Kinds(usual), contenttest.Plain)...)
	pieces, err := blob.OpenPieces(s.pieces)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pieces.Close() })
	s.lib = library.NewService(library.Parts{
		DB: db, IDs: s.IDs, Clock: s.Clock, Log: s.Log, Acts: activity.NewActs(db, s.Clock, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))),
		Queue: s.Queue, Content: s.Content, Pieces: pieces, Usual: usual, Largest: 500,
	})
	return s
}

// kept is a file of somebody that nothing has brought yet.
func (s *shelves) kept(t testing.TB, by id.ID, name, text string) content.File {
	t.Helper()
	f, err := s.Content.Receive(t.Context(), s.As(t, by), name, strings.NewReader(text), s.lib.Largest)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (s *shelves) try(t testing.TB, by id.ID, n library.NewFile) (content.Item, error) {
	t.Helper()
	if n.Community == 0 {
		n.Community = s.Open
	}
	return s.lib.Add(t.Context(), s.As(t, by), n)
}

// put adds a file of somebody at a place of the open library.
func (s *shelves) put(t testing.TB, by id.ID, way, name, text string) content.Item {
	t.Helper()
	it, err := s.try(t, by, library.NewFile{Way: way, Kept: s.kept(t, by, name, text)})
	if err != nil {
		t.Fatal(err)
	}
	return it
}

func (s *shelves) view(t testing.TB, who id.ID, f library.Filter) library.View {
	t.Helper()
	v, err := s.lib.Open(t.Context(), s.As(t, who), s.Open, f)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// names are what a view shows, folders first.
func names(v library.View) string {
	var out []string
	for _, f := range v.Folders {
		out = append(out, f.Name+"/")
	}
	for _, e := range v.Files {
		out = append(out, e.Title)
	}
	return strings.Join(out, " ")
}

func (s *shelves) folder(t testing.TB, name string) library.Folder {
	t.Helper()
	tree, err := s.lib.Tree(t.Context(), s.As(t, s.Manon), s.Open)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range tree {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no folder %s among %v", name, tree)
	return library.Folder{}
}

func (s *shelves) used(t testing.TB, community id.ID) int64 {
	t.Helper()
	r, err := s.lib.Room(t.Context(), s.As(t, s.Manon), community)
	if err != nil {
		t.Fatal(err)
	}
	return r.Used
}

func (s *shelves) versions(t testing.TB, item id.ID) []library.Version {
	t.Helper()
	list, err := s.lib.Versions(t.Context(), s.As(t, s.Manon), item)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func picked(items ...id.ID) library.Picked { return library.Picked{Files: items} }

func pickedFolders(folders ...library.Folder) library.Picked {
	p := library.Picked{}
	for _, f := range folders {
		p.Folders = append(p.Folders, f.ID)
	}
	return p
}

func (s *shelves) exec(t testing.TB, q *store.Query) {
	t.Helper()
	err := s.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := store.Exec(t.Context(), tx, q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// archive is what an archive holds, by name.
func (s *shelves) archive(t testing.TB, who id.ID, p library.Picked) []string {
	t.Helper()
	pack, err := s.lib.Pack(t.Context(), s.As(t, who), s.Open, p)
	if err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	if err := s.lib.WritePack(t.Context(), s.As(t, who), pack, &body); err != nil {
		t.Fatal(err)
	}
	read, err := zip.NewReader(bytes.NewReader(body.Bytes()), int64(body.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range read.File {
		out = append(out, f.Name)
	}
	slices.Sort(out)
	return out
}
