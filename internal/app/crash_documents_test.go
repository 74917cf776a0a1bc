package app

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/ydoc"
)

// sheaf is one document and those who write it at once.
type sheaf struct {
	item    id.ID
	authors []*documenttest.Author
}

// TestNothingWrittenTogetherIsLost kills the program with signal 9 while fifty
// people write five documents, four times, at moments drawn at random: all that
// was acknowledged, and all that others were shown, is in the log; who was cut
// comes back, sends again what was not acknowledged, and all end with the same
// text.
func TestNothingWrittenTogetherIsLost(t *testing.T) {
	const desks, writers, kills, letters = 5, 50, 4, 20
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			seed := rand.Uint64()
			dice := rand.New(rand.NewPCG(seed, 0))
			database, folder := strings.TrimSuffix(storetest.Address(t, engine), store.MayLose), t.TempDir()
			a := startOn(t, database, folder)
			w := contenttest.New(t, a.DB)
			s := &scene{App: a, world: w}
			var headers []http.Header
			for _, person := range []id.ID{w.Marc, w.Manon} {
				headers = append(headers, http.Header{"Cookie": {"parvis=" + s.session(t, person)}})
			}
			all := make([]sheaf, desks)
			for i := range all {
				it, err := a.Documents.Make(t.Context(), w.As(t, w.Marc), document.New{New: content.New{Community: w.Open, Title: "Écrit sous les coups"}})
				if err != nil {
					t.Fatal(err)
				}
				all[i].item = it.ID
				for n := range writers / desks {
					all[i].authors = append(all[i].authors, documenttest.NewAuthor(uint64(100*i+n+1)))
				}
			}
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()

			// each has every author do something on a line of its own, at once.
			each := func(base string, do func(d sheaf, author *documenttest.Author)) {
				var together sync.WaitGroup
				for _, d := range all {
					for n, author := range d.authors {
						together.Go(func() {
							if author.Open(ctx, base+"/d/"+d.item.String()+"/live", headers[n%len(headers)]) == nil {
								do(d, author)
							}
							if err := author.Cut(ctx); err != nil {
								t.Error(err)
							}
						})
					}
				}
				together.Wait()
			}
			for range kills {
				base, kill := serveApart(t, database, folder)
				var left atomic.Int64
				left.Store(100 + dice.Int64N(600))
				each(base, func(_ sheaf, author *documenttest.Author) {
					for author.Write(ctx, "x") == nil && author.Settle(ctx, 3) == nil {
						if left.Add(-1) == 0 {
							kill()
						}
					}
				})
				if left.Load() > 0 {
					kill()
					t.Errorf("all lines ended %d letters before the kill", left.Load())
				}
			}

			base, kill := serveApart(t, database, folder)
			var arrived sync.WaitGroup // all is sent and kept, whoever wrote it
			arrived.Add(writers)
			each(base, func(d sheaf, author *documenttest.Author) {
				done := sync.OnceFunc(arrived.Done)
				defer done()
				for range letters {
					if err := author.Write(ctx, "y"); err != nil {
						t.Error(err)
					}
				}
				if err := author.Settle(ctx, 0); err != nil {
					t.Error(err)
				}
				done()
				arrived.Wait()
				if err := author.Reach(ctx, d.wrote()); err != nil {
					t.Error(err)
				}
			})
			kill()
			if ctx.Err() != nil {
				t.Fatalf("seed %d: it takes too long", seed)
			}
			a = startOn(t, database, folder)
			for _, d := range all {
				d.verify(t, a, writers/desks*letters)
			}
			if t.Failed() {
				t.Logf("the seed was %d", seed)
			}
		})
	}
}

// wrote is the state vector of all that its authors wrote.
func (d sheaf) wrote() ydoc.StateVector {
	all := ydoc.StateVector{}
	for _, author := range d.authors {
		for client, clock := range author.Wrote() {
			all[client] = clock
		}
	}
	return all
}

// verify demands that the log holds all that was said to be kept and all that
// was shown to others, and that everybody ends with the same text.
func (d sheaf) verify(t *testing.T, a *App, letters int) {
	t.Helper()
	bodies, err := store.All[[]byte](t.Context(), a.DB, store.Q(`SELECT body FROM document_updates WHERE item_id = %s`, d.item))
	if err != nil {
		t.Fatal(err)
	}
	logged := map[string]bool{}
	for _, body := range bodies {
		logged[string(body)] = true
	}
	for n, author := range d.authors {
		for i, update := range author.Kept() {
			if !logged[string(update)] {
				t.Errorf("update %d of author %d was acknowledged and is lost", i, n)
			}
		}
		for _, update := range author.Heard() {
			if !logged[string(update)] {
				t.Errorf("author %d was shown what is lost", n)
			}
		}
		if author.Says() != d.authors[0].Says() {
			t.Errorf("authors 0 and %d end with different texts", n)
		}
	}
	says, err := a.Documents.Says(t.Context(), d.item)
	if err != nil {
		t.Fatal(err)
	}
	if y := strings.Count(d.authors[0].Says(), "y"); y != letters {
		t.Errorf("%d letters of the last %d are there", y, letters)
	}
	if len(says.Content) != len(d.authors) {
		t.Errorf("the document has %d paragraphs of %d", len(says.Content), len(d.authors))
	}
	for i, paragraph := range says.Content {
		if !strings.Contains(d.authors[0].Says(), "<paragraph>"+paragraph.Content[0].Text+"</paragraph>") {
			t.Errorf("paragraph %d of the server is not what the authors have", i)
		}
	}
	gaps, err := store.One[int](t.Context(), a.DB, store.Q(`SELECT COUNT(*) FROM documents d WHERE d.item_id = %s AND d.updates <>
		(SELECT COUNT(*) FROM document_updates u WHERE u.item_id = d.item_id AND u.number BETWEEN 1 AND d.updates)`, d.item))
	if err != nil || gaps != 0 {
		t.Errorf("the log has gaps (%v)", err)
	}
}
