package notification_test

import (
	"fmt"
	"testing"
	"time"

	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// crowd makes n agents who follow a community, and returns their ids, which
// follow one another.
func (w world) crowd(t *testing.T, n int, community id.ID) (first id.ID) {
	t.Helper()
	first = w.IDs.New()
	err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, q := range []*store.Query{
			store.Q(`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d - 1)
				INSERT INTO persons (id, kind, state, handle, name, name_fold, created, updated)
				SELECT CAST(%s AS BIGINT) + i, 1, 2, 'foule.' || i, 'Foule', 'foule', 0, 0 FROM n`, n, first),
			store.Q(`INSERT INTO follows (person_id, target_kind, target_id, level, created)
				SELECT id, 'community', CAST(%s AS BIGINT), 1, 0 FROM persons WHERE id >= %s AND id < %s`, community, first, first+id.ID(n)),
		} {
			if _, err := store.Exec(t.Context(), tx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return first
}

func (w world) number(t *testing.T, q *store.Query) int {
	t.Helper()
	n, err := store.One[int](t.Context(), w.DB, q)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (w world) run(t *testing.T, statements ...string) {
	t.Helper()
	err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, s := range statements {
			if _, err := tx.SQL().ExecContext(t.Context(), s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestManyFollowersAreToldInSteps: what a crowd follows is told in bounded
// transactions, everybody once, also when one of them fails on the way.
func TestManyFollowersAreToldInSteps(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		const many = 2300
		first := w.crowd(t, many, w.Open)
		named, reader, last := first+1500, first+1600, first+many-1
		w.run(t, fmt.Sprintf("UPDATE persons SET handle = 'nadia.perdue' WHERE id = %d", int64(named)))
		item := w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Important, n.Source = true, "Voyez @nadia.perdue." })
		told := store.Q(`SELECT COUNT(*) FROM notices WHERE subject_id = %s AND count = 1 AND stream = 3`, item.ID)
		left := store.Q(`SELECT COUNT(*) FROM spreads`)

		if err := w.Log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := w.number(t, told); n != 100 || w.number(t, left) != 1 {
			t.Fatalf("the first transaction told %d", n)
		}
		// One of them comes by before being told.
		if err := w.Content.MarkRead(t.Context(), w.As(t, reader), []id.ID{item.ID}); err != nil {
			t.Fatal(err)
		}
		w.breaks(t, last)
		if err := w.n.CatchUp(t.Context()); err == nil {
			t.Fatal("the fault was not met")
		}
		if n := w.number(t, told); n != 2200 || w.number(t, left) != 1 {
			t.Fatalf("after a fault in the last transaction, %d are told", n)
		}
		w.mend(t)
		if err := w.n.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := w.number(t, told); n != many-2 || w.number(t, left) != 0 {
			t.Errorf("%d are told in the end, want all but who was named and who read it", n)
		}
		if err := w.n.CatchUp(t.Context()); err != nil { // once more
			t.Error(err)
		}
		if n := w.number(t, told); n != many-2 {
			t.Errorf("%d are told after a second time", n)
		}
		w.expect(t, named, item.ID, notification.ForMe, notification.Mentioned, 1)
		w.expect(t, last, item.ID, notification.ForInfo, notification.FollowsPlace, 1)
		w.expect(t, reader, item.ID, 0, "", 0)
	})
}

// TestLateFactKeepsTheLine: what is told late does not speak over what came
// since.
func TestLateFactKeepsTheLine(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		first := w.crowd(t, 1100, w.Open)
		last := first + 1099
		item := w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Important = true })
		w.told(t, last)
		w.follow(t, last, notification.Item, item.ID, notification.All)
		w.Clock.Add(time.Second)
		said := w.Say(t, w.Olga, item.ID, "Merci.")
		w.expect(t, last, item.ID, notification.ForInfo, notification.FollowsItem, 1)
		if err := w.n.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		n := w.told(t, last)[item.ID]
		if n.Actor != w.Olga || n.Reason != notification.FollowsItem || !n.Updated.Equal(said.Created.Time) {
			t.Errorf("the line says %s of %v at %v", n.Reason, n.Actor, n.Updated)
		}
	})
}

// breaks makes the database refuse to tell one person.
func (w world) breaks(t *testing.T, person id.ID) {
	t.Helper()
	if w.DB.Engine() == store.Postgres {
		w.run(t, fmt.Sprintf(`CREATE FUNCTION stop() RETURNS trigger AS 'BEGIN IF NEW.person_id = %d THEN RAISE EXCEPTION ''stop''; END IF; RETURN NEW; END' LANGUAGE plpgsql`, int64(person)),
			`CREATE TRIGGER stop BEFORE INSERT ON notices FOR EACH ROW EXECUTE FUNCTION stop()`)
		return
	}
	w.run(t, fmt.Sprintf(`CREATE TRIGGER stop BEFORE INSERT ON notices WHEN NEW.person_id = %d BEGIN SELECT RAISE(ABORT, 'stop'); END`, int64(person)))
}

func (w world) mend(t *testing.T) {
	t.Helper()
	if w.DB.Engine() == store.Postgres {
		w.run(t, "DROP TRIGGER stop ON notices")
		return
	}
	w.run(t, "DROP TRIGGER stop")
}
