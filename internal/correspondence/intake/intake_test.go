package intake_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/correspondencetest"
	"parvis/internal/correspondence/intake"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// hall is a ministry that gets an archive.
type hall struct {
	*correspondencetest.World
	t       *testing.T
	service *intake.Service
	warned  []string
}

func each(t *testing.T, body func(t *testing.T, h *hall)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := &hall{World: correspondencetest.New(t, db), t: t}
		h.service = intake.NewService(intake.Parts{Dispatches: h.Dispatches, Add: func(ctx context.Context, tx *store.Tx, code, name string, above id.ID) (id.ID, error) {
			unit := h.IDs.New()
			_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO units (id, code, parent_id, name, name_fold, path, depth) VALUES (%s, %s, %s, %s, %s, '/x/', 1)`,
				unit, code, above.Nullable(), name, strings.ToLower(name)))
			return unit, err
		}})
		body(t, h)
	})
}

var sent = clock.At(time.Date(1964, 8, 9, 23, 0, 0, 0, time.UTC))

func (h *hall) try(plan intake.Plan, line string) (id.ID, error) {
	h.t.Helper()
	r, err := intake.Read([]byte(line))
	if err != nil {
		h.t.Fatal(err)
	}
	var item id.ID
	return item, h.DB.Write(h.t.Context(), func(tx *store.Tx) (err error) {
		item, err = h.service.Bring(h.t.Context(), tx, plan, intake.Arrived{
			Record: r, ID: h.IDs.New(), Author: h.Olga, Released: sent, Origin: "s:" + r.Key, Named: func(key string) string { return "s:" + key },
			Warn: func(why string) { h.warned = append(h.warned, why) },
		})
		return err
	})
}

func (h *hall) bring(plan intake.Plan, line string) id.ID {
	h.t.Helper()
	item, err := h.try(plan, line)
	if err != nil {
		h.t.Fatal(err)
	}
	return item
}

func (h *hall) read(who, item id.ID) correspondence.Whole {
	h.t.Helper()
	d, err := h.Dispatches.Read(h.t.Context(), h.As(h.t, who), item)
	if err != nil {
		h.t.Fatal(err)
	}
	return d
}

// What comes keeps its date and its number, and takes none of those of its unit.
func TestBring(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		item := h.bring(intake.Plan{}, `{"key":"a","type":"TD","protection":"restricted","from":"Rome","to":["Lima"],"subject":"Un sujet","text":"Un texte.","date":"1964-08-09","number":"348","marking":"Secret; Exdis"}`)
		d := h.read(h.Lucie, item)
		if d.Step != correspondence.Released || !d.Released.Equal(sent.Time) || d.Number != 0 || d.Origin.Number != "348" || d.Origin.Marking != "Secret; Exdis" || d.Audience != access.ForNamed {
			t.Errorf("it came as %+v", d)
		}
		if _, err := h.Dispatches.Read(t.Context(), h.As(t, h.Olga), item); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("who brought it reads it: %v", err)
		}
		if out := h.Released(t); out.Number != 1 {
			t.Errorf("the first one released here has the number %d", out.Number)
		}
		open := h.bring(intake.Plan{Deliver: true}, `{"key":"b","type":"TD","from":"Rome","to":"Lima","subject":"Un autre","text":"Un texte.","date":"1964-08-09"}`)
		for one, waits := range map[id.ID]int{item: 0, open: 1} {
			n, err := store.One[int](t.Context(), h.DB, store.Q(`SELECT COUNT(*) FROM deliveries WHERE item_id = %s AND closed IS NULL AND arrived = %s`, one, sent))
			if err != nil || n != waits {
				t.Errorf("%d wait on desks, %v", n, err)
			}
		}
	})
}

// A reference to what comes later is made then; an affair that has a name is
// called by each of its dispatches as it writes it.
func TestReferencesInAnyOrder(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		line := func(key, more string) string {
			return `{"key":"` + key + `","type":"TD","from":"Rome","to":["Lima"],"subject":"Sujet ` + key + `","text":"Texte.","date":"1964-08-09"` + more + `}`
		}
		third := h.bring(intake.Plan{}, line("c", `,"answers":["b"],"references":["b"]`))
		second := h.bring(intake.Plan{}, line("b", `,"references":["a"]`))
		first := h.bring(intake.Plan{}, line("a", ``))
		d := h.read(h.Lucie, third)
		if len(d.References) != 1 || d.References[0].Dispatch.Item != second || d.References[0].Relation != correspondence.Answers {
			t.Errorf("it refers to %+v", d.References)
		}
		if d := h.read(h.Lucie, second); len(d.References) != 1 || d.References[0].Dispatch.Item != first {
			t.Errorf("what came before it refers to %+v", d.References)
		}
		h.bring(intake.Plan{}, line("d", `,"affair":"Chypre : crise"`))
		h.bring(intake.Plan{}, line("e", `,"affair":"chypre  : CRISE"`))
		names, err := store.All[string](t.Context(), h.DB, store.Q(`SELECT name FROM dispatch_affairs WHERE name_fold = 'chypre crise' ORDER BY item_id`))
		if err != nil || !slices.Equal(names, []string{"Chypre : crise", "chypre : CRISE"}) {
			t.Errorf("two of an affair call it %q, %v", names, err)
		}
		if _, err := h.try(intake.Plan{}, line("f", `,"affair":"`+strings.Repeat("long ", 50)+`"`)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a name that is too long: %v", err)
		}
		left, err := store.One[int](t.Context(), h.DB, store.Q(`SELECT COUNT(*) FROM dispatch_awaited`))
		if err != nil || left != 0 {
			t.Errorf("%d references wait, %v", left, err)
		}
	})
}

// Units are named by a mapping, added when they wrote or had to act, and left
// out when they were informed.
func TestUnits(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		plan := intake.Plan{Units: map[string]string{"Embassy in Italy": "Rome"}, Under: h.Ministry}
		item := h.bring(plan, `{"key":"a","type":"TD","from":"Embassy in Italy","to":["Department of State","Lima"],"copied_to":["and elsewhere"],"subject":"Un sujet","text":"Un texte.","date":"1964-08-09"}`)
		d := h.read(h.Lucie, item)
		if d.Unit != h.Rome || len(d.Addressees) != 2 || len(h.warned) != 2 {
			t.Errorf("it came from %s to %v, with %q", d.Unit, d.Addressees, h.warned)
		}
		_, err := h.try(plan, `{"key":"b","type":"XX","from":"Rome","to":["Lima"],"subject":"Un sujet","text":"Un texte.","date":"1964-08-09"}`)
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("a type that is not of the site gives %v", err)
		}
	})
}

// What is taken back leaves the rest as if it had never come, and comes again.
func TestTakenBack(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		line := func(key, more string) string {
			return `{"key":"` + key + `","type":"TD","from":"Rome","to":["Lima"],"subject":"Sujet ` + key + `","text":"Texte.","date":"1964-08-09","affair":"Une affaire"` + more + `}`
		}
		first := h.bring(intake.Plan{}, line("a", ``))
		second := h.bring(intake.Plan{}, line("b", `,"references":["a"]`))
		back := func(item id.ID) error {
			return h.DB.Write(t.Context(), func(tx *store.Tx) error { return h.Dispatches.Unfile(t.Context(), tx, item) })
		}
		if err := back(first); err != nil {
			t.Fatal(err)
		}
		d := h.read(h.Lucie, second)
		if len(d.References) != 0 {
			t.Errorf("what stays refers to %v", d.References)
		}
		if named, err := store.All[id.ID](t.Context(), h.DB, store.Q(`SELECT item_id FROM dispatch_affairs`)); err != nil || !slices.Equal(named, []id.ID{second}) {
			t.Errorf("of the affair are %v, %v", named, err)
		}
		if _, err := h.Dispatches.Read(t.Context(), h.As(t, h.Lucie), first); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("what was taken back is read: %v", err)
		}
		again := h.bring(intake.Plan{}, line("a", ``))
		if d := h.read(h.Lucie, second); len(d.References) != 1 || d.References[0].Dispatch.Item != again {
			t.Errorf("it refers to %v", d.References)
		}
		h.Released(t, func(w *correspondence.Writing) {
			w.References = []correspondence.Reference{{To: again, Relation: correspondence.Refers}}
		})
		if err := back(again); fault.KindOf(err) != fault.Conflict {
			t.Errorf("what was built on is taken back: %v", err)
		}
	})
}
