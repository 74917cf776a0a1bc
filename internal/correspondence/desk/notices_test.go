package desk_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/correspondence/desk"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// tells is what somebody is told and did not see or do, as “do assigned”.
func (w *world) tells(t *testing.T, person id.ID, want string) {
	t.Helper()
	must(t, w.Log.CatchUp(t.Context()))
	page, err := w.notices.List(t.Context(), w.As(t, person), notification.Wanted{
		Streams: []notification.Stream{notification.Do, notification.ForMe, notification.ForInfo}, Waiting: true, Limit: 20,
	})
	must(t, err)
	var got []string
	for _, n := range page.Notices {
		got = append(got, strings.Trim("for "+strings.TrimPrefix(string(n.Reason), "desk_"), " "))
		if n.Stream == notification.Do {
			got[len(got)-1] = "do" + got[len(got)-1][3:]
		}
	}
	slices.Sort(got)
	if list := strings.Join(got, ", "); list != want {
		t.Errorf("told %q, want %q", list, want)
	}
}

// releases says in the log that a dispatch came out.
func (w *world) releases(t *testing.T, item id.ID, tags ...id.ID) {
	t.Helper()
	data, err := json.Marshal(content.Fact{Kind: desk.Kind, Author: w.Lea, Tags: tags})
	must(t, err)
	must(t, w.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := w.Log.Append(t.Context(), tx, w.As(t, w.Lea), activity.Event{Verb: content.ItemPublished, Item: item, Community: w.place, Data: data})
		return err
	}))
}

func TestToldOfWhatIsGiven(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, ana, abel := t.Context(), w.As(t, w.Ana), w.As(t, w.Abel)
		item := w.send(t, sent{title: "one", acts: []id.ID{w.Andes}})
		_, err := w.desks.Assign(ctx, ana, w.Andes, item, w.Abel)
		must(t, err)
		w.tells(t, w.Abel, "do assigned")
		w.tells(t, w.Ana, "")
		_, err = w.desks.Take(ctx, ana, w.Andes, item)
		must(t, err)
		w.tells(t, w.Abel, "")
		w.tells(t, w.Ana, "")

		// What somebody was asked stays when another duty about it ends.
		_, err = w.desks.Assign(ctx, ana, w.Andes, item, w.Abel)
		must(t, err)
		note, err := w.desks.Ask(ctx, ana, w.Andes, item, w.Abel, "Qu’en pensez-vous ?")
		must(t, err)
		w.tells(t, w.Abel, "do asked")
		must(t, w.desks.Give(ctx, abel, note, "Du bien."))
		w.tells(t, w.Abel, "do assigned")
		w.tells(t, w.Ana, "for answered")
		must(t, w.desks.Close(ctx, ana, w.Andes, item, ""))
		w.tells(t, w.Abel, "")
		must(t, w.desks.Reopen(ctx, ana, w.Andes, item))
		w.tells(t, w.Abel, "do assigned")

		other, err := w.desks.Ask(ctx, ana, w.Andes, item, w.Abel, "Encore ?")
		must(t, err)
		must(t, w.desks.Unsay(ctx, ana, w.Andes, item, other))
		w.tells(t, w.Abel, "do assigned")
	})
}

func TestToldOfWhatPresses(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, abel := t.Context(), w.As(t, w.Abel)
		w.clear(t, w.Tom, access.Public)
		item := w.send(t, sent{title: "one", precedence: desk.Immediate, protection: access.Restricted, acts: []id.ID{w.Andes, w.Trade}, read: []id.ID{w.Americas}})
		w.releases(t, item)
		w.tells(t, w.Ana, "do immediate")
		w.tells(t, w.Abel, "") // heads nothing
		w.tells(t, w.Dora, "") // has nothing to handle
		w.tells(t, w.Tom, "")  // reads nothing so protected
		_, err := w.desks.Take(ctx, abel, w.Andes, item)
		must(t, err)
		w.tells(t, w.Ana, "")
		_, err = w.desks.Assign(ctx, abel, w.Andes, item, 0)
		must(t, err)
		w.tells(t, w.Ana, "do immediate")
		must(t, w.desks.Pass(ctx, abel, w.Andes, item, w.Cabinet, "Pour vous."))
		w.tells(t, w.Ana, "")
		w.tells(t, w.Carl, "do immediate")
		must(t, w.desks.TakeBack(ctx, abel, w.Andes, item))
		w.tells(t, w.Carl, "")
		w.tells(t, w.Ana, "do immediate")
		routine := w.send(t, sent{title: "two", acts: []id.ID{w.Trade}})
		w.releases(t, routine)
		w.tells(t, w.Tom, "")
	})
}

// A unit that nobody heads has people all the same.
func TestToldWhereNobodyHeads(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.exec(t, store.Q(`UPDATE functions SET head = FALSE WHERE unit_id = %s`, w.Andes))
		item := w.send(t, sent{title: "one", precedence: desk.Immediate, acts: []id.ID{w.Andes}})
		w.releases(t, item)
		w.tells(t, w.Ana, "do immediate")
		w.tells(t, w.Abel, "do immediate")
		_, err := w.desks.Take(t.Context(), w.As(t, w.Abel), w.Andes, item)
		must(t, err)
		w.tells(t, w.Ana, "")
	})
}

func TestToldOfDates(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, ana := t.Context(), w.As(t, w.Ana)
		due := clock.At(w.Clock.Now().AddDate(0, 0, 4))
		held := w.send(t, sent{title: "one", due: due, acts: []id.ID{w.Andes}})
		w.send(t, sent{title: "two", due: due, acts: []id.ID{w.Trade}})
		ancient := w.send(t, sent{title: "three", due: clock.At(w.Clock.Now().AddDate(0, 0, -30)), acts: []id.ID{w.Andes}})
		_, err := w.desks.Assign(ctx, ana, w.Andes, held, w.Abel)
		must(t, err)
		must(t, w.desks.Watch(ctx))
		w.tells(t, w.Abel, "do assigned")
		_ = ancient
		w.tells(t, w.Ana, "") // an import is no news

		w.Clock.Add(3 * 24 * time.Hour)
		must(t, w.desks.Watch(ctx))
		w.tells(t, w.Abel, "do soon")
		w.tells(t, w.Tom, "")
		w.Clock.Add(36 * time.Hour)
		must(t, w.desks.Watch(ctx))
		must(t, w.desks.Watch(ctx))
		w.tells(t, w.Abel, "do late")
		w.tells(t, w.Tom, "do alone")

		// A new date is a new day.
		_, err = w.desks.SetDue(ctx, ana, w.Andes, held, clock.At(w.Clock.Now().AddDate(0, 0, 9)))
		must(t, err)
		w.tells(t, w.Abel, "do assigned")
		w.Clock.Add(10 * 24 * time.Hour)
		must(t, w.desks.Watch(ctx))
		w.tells(t, w.Abel, "do late")
		if n := w.Count(t, store.Q(`SELECT COUNT(*) FROM events WHERE verb = 'desk.overran'`)); n != 3 {
			t.Errorf("%d facts of what is late", n)
		}
	})
}

func TestToldOfWhatIsRaised(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		item := w.send(t, sent{title: "one", acts: []id.ID{w.Andes}})
		must(t, w.desks.Raise(ctx, w.As(t, w.Abel), w.Andes, item, "Voyez."))
		w.tells(t, w.Dora, "for raised")
		must(t, w.desks.Raise(ctx, w.As(t, w.Dora), w.Americas, item, "Voyez donc."))
		w.tells(t, w.Carl, "for raised")
		must(t, w.desks.Keep(ctx, w.As(t, w.Carl), w.Cabinet, item))
		w.tells(t, w.Dora, "for kept")
		w.tells(t, w.Abel, "")

		// The instruction reaches those who raised, as far as they read it.
		answer := w.send(t, sent{title: "two", acts: []id.ID{w.Andes}})
		w.exec(t, store.Q(`INSERT INTO dispatch_references (item_id, to_id, kind) VALUES (%s, %s, 3)`, answer, item))
		w.releases(t, answer)
		w.tells(t, w.Abel, "for instructed")
		w.tells(t, w.Dora, "for kept")
	})
}

func TestToldOfWhatIsFollowed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		lima := notification.Target{Kind: notification.Unit, ID: w.Lima}
		must(t, w.notices.Follow(t.Context(), w.As(t, w.Tom), lima, notification.All))
		must(t, w.notices.Follow(t.Context(), w.As(t, w.Carl), lima, notification.All))
		w.releases(t, w.send(t, sent{title: "one", acts: []id.ID{w.Trade}}))
		w.tells(t, w.Tom, "for unit")
		w.tells(t, w.Carl, "") // does not read it
		for kind, want := range map[string]int{"": 1, desk.Kind: 1, "question": 0} {
			page, err := w.notices.List(t.Context(), w.As(t, w.Tom), notification.Wanted{Streams: []notification.Stream{notification.ForInfo}, Kind: kind, Limit: 10})
			must(t, err)
			if len(page.Notices) != want {
				t.Errorf("%q: %d lines, want %d", kind, len(page.Notices), want)
			}
		}
	})
}
