package content_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"parvis/internal/blob"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/extract"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestReading follows a file from its arrival to its end: what it says is read
// once, told of each item that bears it, and goes with it.
func TestReading(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := contenttest.New(t, db)
		marc := w.As(t, w.Marc)
		upload := func(name, text string) content.File {
			f, err := w.Content.Upload(t.Context(), marc, name, strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		textOf := func(f content.File) (content.FileText, bool) {
			texts, err := w.Content.FileText(t.Context(), db, f.Hash)
			if err != nil {
				t.Fatal(err)
			}
			found, is := texts[f.Hash]
			return found, is
		}
		note, broken := upload("note.txt", "Une note de service."), upload("contrat.pdf", "%PDF-1.4 coupé")
		if got, is := textOf(note); !is || !got.Waiting() {
			t.Errorf("a new file waits: %v, %+v", is, got)
		}
		it := w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Files = []id.ID{note.ID, broken.ID} })
		if err := w.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, _ := textOf(note); got.Body != "Une note de service." || got.Format != extract.TXT || got.Waiting() {
			t.Errorf("read: %+v", got)
		}
		if got, _ := textOf(broken); got.Reason != extract.Damaged || got.Body != "" {
			t.Errorf("a broken file: %+v", got)
		}
		told := strings.Count(strings.Join(w.Verbs(t, it.ID), " "), string(content.FileRead))
		if told != 2 {
			t.Errorf("two files were read, %d are told of", told)
		}
		// The same content again costs nothing.
		upload("copie.txt", "Une note de service.")
		if n := w.Count(t, store.Q(`SELECT COUNT(*) FROM file_texts`)); n != 2 {
			t.Errorf("%d contents are known", n)
		}
		if _, err := w.Content.Find(t.Context(), w.As(t, w.Garance), note.ID); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("a stranger finds the file: %v", err)
		}
	})
}

// failing is a reader that fails, as a machine without memory.
type failing struct{ extract.Within }

func (failing) Read(context.Context, *os.File, string) (extract.Result, error) {
	return extract.Result{}, errors.New("no process could be started")
}

func TestReadingIsTriedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := contenttest.New(t, db)
		f, err := w.Content.Upload(t.Context(), w.As(t, w.Marc), "note.txt", strings.NewReader("Une note."))
		if err != nil {
			t.Fatal(err)
		}
		good := w.Content.Reader
		w.Content.Reader = failing{}
		if err := w.Queue.Drain(t.Context()); err == nil {
			t.Fatal("the failure is not told")
		}
		w.Content.Reader = good
		if err := w.Content.ReadLeft(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := w.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		texts, err := w.Content.FileText(t.Context(), db, f.Hash)
		if err != nil || texts[f.Hash].Body != "Une note." {
			t.Errorf("read the second time: %+v, %v", texts[f.Hash], err)
		}
	})
}

// elsewhere is a store whose files are not on this machine.
type elsewhere struct{ blob.Store }

type far struct{ io.ReadSeekCloser }

func (e elsewhere) Open(ctx context.Context, hash string) (io.ReadSeekCloser, error) {
	body, err := e.Store.Open(ctx, hash)
	return far{body}, err
}

// TestReadingEnds shows that what a file says goes with it, wherever files are
// kept.
func TestReadingEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := contenttest.New(t, db)
		w.Content.Files = elsewhere{w.Content.Files}
		pdf, err := os.Open("../extract/testdata/samples/testPDF_bookmarks.pdf")
		if err != nil {
			t.Fatal(err)
		}
		defer pdf.Close()
		marc := w.As(t, w.Marc)
		f, err := w.Content.Upload(t.Context(), marc, "plan.pdf", pdf)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		texts, err := w.Content.FileText(t.Context(), db, f.Hash)
		if got := texts[f.Hash]; err != nil || got.Pages != 2 || got.Body != "This is a page about France\fThis is a page about Denmark" {
			t.Errorf("%+v, %v", got, err)
		}
		if _, drawn, err := w.Content.Look(t.Context(), marc, f.ID, 2); err != nil || len(drawn.Data) == 0 {
			t.Errorf("the second page: %v", err)
		}
		_, _, err = w.Content.Look(t.Context(), marc, f.ID, 3)
		contenttest.Wants(t, "a page that is not there", err, fault.KindNotFound)
		_, _, err = w.Content.Look(t.Context(), w.As(t, w.Manon), f.ID, 1)
		contenttest.Wants(t, "somebody else", err, fault.KindNotFound)
		w.Clock.Add(8 * 24 * time.Hour)
		if err := w.Content.SweepFiles(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, store.Q(`SELECT COUNT(*) FROM file_texts`)); n != 0 {
			t.Errorf("%d texts are left", n)
		}
		if _, kept := w.Content.Pages.Get(f.Hash, 2); kept {
			t.Error("the picture of a page is left")
		}
	})
}
