package correspondence_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/correspondencetest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

type (
	world   = correspondencetest.World
	writing = correspondence.Writing
	target  = correspondence.Target
)

func each(t *testing.T, body func(t *testing.T, w *world)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { body(t, correspondencetest.New(t, db)) })
}

func readers(t *testing.T, w *world, item id.ID) (out []string) {
	t.Helper()
	people := map[string]id.ID{"rita": w.Rita, "hugo": w.Hugo, "lucie": w.Lucie, "luis": w.Luis, "ines": w.Ines, "olga": w.Olga, "garance": w.Garance}
	for name, p := range people {
		_, err := w.Dispatches.Read(t.Context(), w.As(t, p), item)
		_, other := w.Content.Read(t.Context(), w.As(t, p), item, content.At{})
		if (err == nil) != (other == nil) {
			t.Errorf("%s reads the dispatch: %v; its item: %v", name, err, other)
		}
		if err == nil {
			out = append(out, name)
		} else if fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	slices.Sort(out)
	return out
}

// who is named reads; a wider distribution and a lower protection add readers,
// and nothing takes them beyond their clearance.
func TestWhoReads(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		qualified := func(p access.Protection, a access.Audience) func(*writing) {
			return func(x *writing) {
				x.Qualified.Protection, x.Qualified.Distribution = p, a
				x.To = append(x.To, target{Unit: w.Europe})
			}
		}
		draft := w.Draft(t, qualified(access.Public, access.ForServices))
		if got := readers(t, w, draft.Item); !slices.Equal(got, []string{"hugo", "rita"}) {
			t.Errorf("a draft is read by %v", got)
		}
		for _, c := range []struct {
			protection access.Protection
			audience   access.Audience
			want       []string
		}{
			{access.Public, access.ForServices, []string{"hugo", "ines", "lucie", "luis", "olga", "rita"}},
			{access.Public, access.ForNamed, []string{"hugo", "ines", "lucie", "luis", "rita"}},
			{access.Limited, access.ForServices, []string{"hugo", "lucie", "luis", "rita"}},
			{access.Restricted, access.ForServices, []string{"hugo", "lucie", "luis", "rita"}},
		} {
			d := w.Released(t, qualified(c.protection, c.audience))
			if got := readers(t, w, d.Item); !slices.Equal(got, c.want) {
				t.Errorf("protection %d, audience %d: read by %v, want %v", c.protection, c.audience, got, c.want)
			}
			if c.protection == access.Restricted && d.Audience != access.ForNamed {
				t.Errorf("a restricted dispatch is for %d", d.Audience)
			}
		}
	})
}

func TestDirectorsReadWhatIsForThem(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d := w.Released(t, func(x *writing) {
			x.Qualified.Distribution = access.ForDirectors
			x.To = []target{{Unit: w.Europe, Acts: true}}
		})
		// Luis heads Lima, which is named nowhere; Lucie works there.
		if got := readers(t, w, d.Item); !slices.Equal(got, []string{"hugo", "luis", "rita"}) {
			t.Errorf("read by %v", got)
		}
	})
}

func TestDraftIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, c := range []struct {
			what  string
			by    id.ID
			field string
			edit  func(*writing)
		}{
			{"for a unit that is not theirs", w.Lucie, "unit", func(*writing) {}},
			{"by nobody of a unit", w.Olga, "unit", func(*writing) {}},
			{"above their clearance", w.Ines, "protection", func(x *writing) { x.Unit, x.Signatory = w.Europe, 0 }},
			{"to a unit without a desk", w.Rita, "to", func(x *writing) { x.To = []target{{Unit: w.Records, Acts: true}} }},
			{"to a unit that does not exist", w.Rita, "to", func(x *writing) { x.To = []target{{Unit: 42, Acts: true}} }},
			{"to itself", w.Rita, "to", func(x *writing) { x.To = []target{{Unit: w.Rome, Acts: true}} }},
			{"signed by who heads nothing", w.Rita, "signatory", func(x *writing) { x.Signatory = w.Rita }},
			{"signed by who heads another unit", w.Rita, "signatory", func(x *writing) { x.Signatory = w.Luis }},
			{"of no type", w.Rita, "type", func(x *writing) { x.Qualified.Type = "XX" }},
			{"due yesterday", w.Rita, "due", func(x *writing) { x.Due.Time = w.Clock.Now().AddDate(0, 0, -1) }},
			{"with six tags", w.Rita, "tags", func(x *writing) { x.Tags = []string{"a", "b", "c", "d", "e", "f"} }},
			{"without a subject", w.Rita, "title", func(x *writing) { x.Subject = "" }},
			{"with a reference that is not one", w.Rita, "references", func(x *writing) {
				x.References = []correspondence.Reference{{To: 42, Relation: correspondence.Refers}}
			}},
		} {
			_, err := w.Dispatches.Draft(t.Context(), w.As(t, c.by), w.Writing(c.edit))
			f, ok := fault.As(err)
			if !ok || !slices.ContainsFunc(f.Fields, func(f fault.Field) bool { return f.Name == c.field }) {
				t.Errorf("%s: %v, want a word about %s", c.what, err, c.field)
			}
		}
		_, err := w.Dispatches.Draft(t.Context(), w.As(t, w.Garance), w.Writing())
		contenttest.Wants(t, "a guest drafts", err, fault.KindNotFound)
	})
}

func TestAddresseesByRuleAndList(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		list := w.IDs.New()
		w.Run(t, store.Q(`INSERT INTO dispatch_lists (id, unit_id, name) VALUES (%s, %s, 'Amis')`, list, w.Rome))
		w.Run(t, store.Q(`INSERT INTO dispatch_list_units (list_id, unit_id) VALUES (%s, %s), (%s, %s)`, list, w.Lima, list, w.Records))
		d := w.Draft(t, func(x *writing) { x.To = []target{{Under: w.Ministry}, {List: list, Acts: true}} })
		got, err := w.Dispatches.Read(t.Context(), w.As(t, w.Rita), d.Item)
		if err != nil {
			t.Fatal(err)
		}
		acts := map[id.ID]bool{}
		for _, a := range got.Addressees {
			acts[a.Unit] = a.Acts
		}
		// Not Rome, which writes, nor the archives, which have no desk.
		if want := map[id.ID]bool{w.Ministry: false, w.Europe: false, w.Lima: true}; fmt.Sprint(acts) != fmt.Sprint(want) {
			t.Errorf("goes to %v, want %v", acts, want)
		}
	})
}

func TestRelease(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s, due := w.Dispatches, w.Clock.Now().AddDate(0, 0, 7).Truncate(time.Millisecond)
		d := w.Draft(t, func(x *writing) {
			x.To, x.Due.Time = append(x.To, target{Unit: w.Europe}), due
		})
		_, err := s.Release(t.Context(), w.As(t, w.Hugo), d.Item, d.Released)
		contenttest.Wants(t, "signed before it is sent", err, fault.Conflict)
		contenttest.Wants(t, "sent by another", s.Send(t.Context(), w.As(t, w.Lucie), d.Item), fault.KindNotFound)
		if err := s.Send(t.Context(), w.As(t, w.Rita), d.Item); err != nil {
			t.Fatal(err)
		}
		_, err = s.Release(t.Context(), w.As(t, w.Rita), d.Item, d.Released)
		contenttest.Wants(t, "signed by who drafted it", err, fault.KindForbidden)
		d, err = s.Release(t.Context(), w.As(t, w.Hugo), d.Item, d.Released)
		if err != nil {
			t.Fatal(err)
		}
		if d.Number != 1 || d.Step != correspondence.Released || d.Signer != w.Hugo || len(d.Holders()) != 0 {
			t.Errorf("released as %+v", d)
		}
		if got := w.Verbs(t, d.Item); !slices.Equal(got, []string{"item.pending", "dispatch.handed", "item.published", "dispatch.signed"}) {
			t.Errorf("told %v", got)
		}
		if n := w.Count(t, store.Q(`SELECT COUNT(*) FROM deliveries WHERE item_id = %s AND state = 1 AND acts AND due = %s`, d.Item, due.UnixMilli())); n != 1 {
			t.Errorf("%d deliveries to handle", n)
		}
		if n := w.Count(t, store.Q(`SELECT COUNT(*) FROM deliveries WHERE item_id = %s AND NOT acts AND due IS NULL`, d.Item)); n != 1 {
			t.Errorf("%d deliveries to read", n)
		}
		_, err = s.Release(t.Context(), w.As(t, w.Hugo), d.Item, d.Released)
		contenttest.Wants(t, "released twice", err, fault.Conflict)
	})
}

func TestReleasedDoesNotChange(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d, rita := w.Released(t, func(x *writing) { x.Tags = []string{"visite"} }), w.As(t, w.Rita)
		_, err := w.Dispatches.Edit(t.Context(), rita, w.Writing(func(x *writing) { x.Item = d.Item }))
		contenttest.Wants(t, "edited", err, fault.Conflict)
		narrow := access.ForNamed
		_, err = w.Content.Edit(t.Context(), rita, content.Edit{Item: d.Item, Title: d.Title, Source: "Le programme est arrêté.", Tags: []string{"autre"}, Audience: &narrow})
		contenttest.Wants(t, "tagged through the form of items", err, fault.Conflict)
		contenttest.Wants(t, "dropped", w.Dispatches.Drop(t.Context(), rita, d.Item), fault.Conflict)
		_, err = w.Content.Bin(t.Context(), rita, d.Item, "")
		contenttest.Wants(t, "binned", err, fault.KindForbidden)
		fix, err := w.Dispatches.Correct(t.Context(), rita, w.IDs.New(), d.Item)
		if err != nil {
			t.Fatal(err)
		}
		got, err := w.Dispatches.Read(t.Context(), rita, fix.Item)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.References) != 1 || got.References[0].Relation != correspondence.Corrects || got.References[0].Dispatch.Item != d.Item {
			t.Errorf("a correction points to %+v", got)
		}
		rows, err := w.Content.Rows(t.Context(), rita, []id.ID{fix.Item})
		if err != nil || len(rows) != 1 || len(rows[0].Tags) != 1 {
			t.Errorf("a correction has the tags of %+v, %v", rows, err)
		}
		_, err = w.Dispatches.Correct(t.Context(), w.As(t, w.Lucie), w.IDs.New(), d.Item)
		contenttest.Wants(t, "corrected by its addressee", err, fault.Invalid)
	})
}

func TestChangedBeforeItIsSigned(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d, rita, hugo := w.Draft(t), w.As(t, w.Rita), w.As(t, w.Hugo)
		send := func() correspondence.Whole {
			w.Clock.Add(time.Minute)
			if err := w.Dispatches.Send(t.Context(), rita, d.Item); err != nil {
				t.Fatal(err)
			}
			got, err := w.Dispatches.Read(t.Context(), hugo, d.Item)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		seen := send()
		if !slices.Equal(seen.Holders(), []id.ID{w.Hugo}) {
			t.Errorf("held by %v", seen.Holders())
		}
		if _, err := w.Dispatches.Edit(t.Context(), rita, w.Writing(func(x *writing) { x.Item, x.To = d.Item, []target{{Unit: w.Europe, Acts: true}} })); err != nil {
			t.Fatal(err)
		}
		_, err := w.Dispatches.Release(t.Context(), hugo, d.Item, seen.HolderSince)
		contenttest.Wants(t, "signed while it is written again", err, fault.Conflict)
		again := send()
		_, err = w.Dispatches.Release(t.Context(), hugo, d.Item, seen.HolderSince)
		contenttest.Wants(t, "signed as it was before", err, fault.Conflict)
		if _, err = w.Dispatches.Release(t.Context(), hugo, d.Item, again.HolderSince); err != nil {
			t.Error(err)
		}
	})
}

func TestNotWithout(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for field, edit := range map[string]func(*writing){
			"qualification": func(x *writing) { x.Qualified = nil },
			"to":            func(x *writing) { x.To = []target{{Unit: w.Lima}} },
			"signatory":     func(x *writing) { x.Signatory = 0 },
		} {
			d := w.Draft(t, edit)
			err := w.Dispatches.Send(t.Context(), w.As(t, w.Rita), d.Item)
			f, ok := fault.As(err)
			if !ok || len(f.Fields) != 1 || f.Fields[0].Name != field {
				t.Errorf("without %s: %v", field, err)
			}
			if err := w.Dispatches.Drop(t.Context(), w.As(t, w.Rita), d.Item); err != nil {
				t.Error(err)
			}
			if got := readers(t, w, d.Item); len(got) > 0 {
				t.Errorf("what was dropped is read by %v", got)
			}
		}
	})
}

func TestReferencesTellNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret := w.Released(t, func(x *writing) { x.Qualified.Protection = access.Restricted })
		for _, shown := range []bool{true, false} {
			d := w.Released(t, func(x *writing) {
				x.Qualified.Protection, x.To = access.Public, []target{{Unit: w.Europe, Acts: true}}
				x.References = []correspondence.Reference{{To: secret.Item, Relation: correspondence.Refers, Shown: shown}}
			})
			got, err := w.Dispatches.Read(t.Context(), w.As(t, w.Ines), d.Item)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Dispatches.Face(t.Context(), w.As(t, w.Ines), d.Item); err != nil {
				t.Error(err)
			}
			if shown != (len(got.References) == 1) || shown && got.References[0].Dispatch != nil {
				t.Errorf("shown %v: Ines sees %+v", shown, got.References)
			}
		}
	})
}

// Numbers follow each other, whoever signs at the same moment; a release that
// fails takes none.
func TestNumbersHaveNoGaps(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const all = 12
		hugo := w.As(t, w.Hugo)
		items := make([]id.ID, all)
		for i := range items {
			d := w.Draft(t)
			if err := w.Dispatches.Send(t.Context(), w.As(t, w.Rita), d.Item); err != nil {
				t.Fatal(err)
			}
			items[i] = d.Item
		}
		failing := *w.Dispatches
		failing.Delivered = func(ctx context.Context, tx *store.Tx, d correspondence.Dispatch, to []correspondence.Addressee) error {
			return fault.New(fault.Conflict, "correspondence.moved")
		}
		var running sync.WaitGroup
		for _, item := range items {
			running.Go(func() {
				if _, err := failing.Release(t.Context(), hugo, item, correspondence.Dispatch{}.Released); err == nil {
					t.Error("a release without its deliveries")
				}
				if _, err := w.Dispatches.Release(t.Context(), hugo, item, correspondence.Dispatch{}.Released); err != nil {
					t.Error(err)
				}
			})
		}
		running.Wait()
		got := contenttest.Ask[int](t, w.World, store.Q(`SELECT number FROM dispatches WHERE unit_id = %s ORDER BY number`, w.Rome))
		for i, n := range got {
			if n != i+1 {
				t.Fatalf("numbers %v", got)
			}
		}
		if len(got) != all {
			t.Errorf("%d numbers", len(got))
		}
	})
}
