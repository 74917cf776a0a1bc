package question_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"log/slog"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/notification"
	"parvis/internal/question"
	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// allowed is what Wants calls no fault.
const allowed = fault.Internal

// world is a place with questions: Hana, Ines and Jean answered under "congés"
// before; Kim wrote about nothing.
type world struct {
	*contenttest.World
	service               *question.Service
	notices               *notification.Service
	finder                *finder
	Hana, Ines, Jean, Kim id.ID
}

// finder finds what the test says, as far as its actor reads it.
type finder struct {
	w      *contenttest.World
	items  []id.ID
	people []id.ID
}

// Similar implements question.Finder.
func (f *finder) Similar(ctx context.Context, actor access.Actor, _ string, _ []string, limit int) ([]id.ID, error) {
	rows, err := f.w.Content.Rows(ctx, actor, f.items)
	var out []id.ID
	for _, r := range rows[:min(len(rows), limit)] {
		out = append(out, r.ID)
	}
	return out, err
}

// Contributors implements question.Finder.
func (f *finder) Contributors(context.Context, access.Actor, string, int) ([]id.ID, error) {
	return f.people, nil
}

func each(t *testing.T, body func(t *testing.T, w *world)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		kind := content.Kind{Name: question.Kind, Make: content.Publish, Answers: true,
			Said: func(ctx context.Context, tx *store.Tx, c content.Comment, added int) error {
				if c.Kind != content.Answer {
					return nil
				}
				_, err := store.Exec(ctx, tx, store.Q(`UPDATE questions SET answers = answers + %s WHERE item_id = %s`, added, c.Item))
				return err
			}}
		w := &world{World: contenttest.New(t, db, contenttest.Plain, kind)}
		// A Tuesday at ten, so that working days are days.
		for w.Clock.Now().Weekday() != time.Tuesday {
			w.Clock.Add(24 * time.Hour)
		}
		quiet := slog.New(slog.DiscardHandler)
		w.notices = notification.New(db, w.Clock, realtime.NewHub(db, quiet), quiet)
		question.Tell(w.notices)
		w.Log.Follow("notices", w.notices.Handle)
		w.finder = &finder{w: w.World}
		w.service = question.NewService(question.Parts{
			DB: db, Clock: w.Clock, Log: w.Log, Queue: w.Queue, People: w.People, Content: w.Content, Finder: w.finder,
		})
		w.Hana = w.Person(t, identity.Agent, "hana.sato", "Hana Sato")
		w.Ines = w.Person(t, identity.Agent, "ines.diaz", "Ines Diaz")
		w.Jean = w.Person(t, identity.Agent, "jean.noel", "Jean Noël")
		w.Kim = w.Person(t, identity.Agent, "kim.lee", "Kim Lee")
		for i, who := range []id.ID{w.Hana, w.Hana, w.Hana, w.Ines, w.Ines, w.Jean} {
			old := w.ask(t, w.Marc, w.Open, func(n *content.New) {
				n.Tags, n.Created = []string{"congés"}, clock.At(w.Clock.Now().AddDate(0, -1, i))
			})
			w.answer(t, who, old.ID)
			if err := w.Content.Close(t.Context(), w.As(t, w.Manon), old.ID); err != nil {
				t.Fatal(err)
			}
		}
		w.settle(t)
		body(t, w)
	})
}

// ask publishes a question.
func (w *world) ask(t *testing.T, by, community id.ID, change ...func(*content.New)) content.Item {
	t.Helper()
	return w.askPlanned(t, by, community, nil, change...)
}

// askPlanned publishes one with whom its author chose.
func (w *world) askPlanned(t *testing.T, by, community id.ID, plan *question.Plan, change ...func(*content.New)) content.Item {
	t.Helper()
	n := content.New{ID: w.IDs.New(), Kind: question.Kind, Community: community, Title: "Combien de jours de congés ?", Source: "Je cherche.", Tags: []string{"congés"}}
	for _, c := range change {
		c(&n)
	}
	actor := w.As(t, by)
	if !n.Created.IsZero() {
		n.Author, actor = by, access.SystemActor("the past")
	}
	var it content.Item
	err := w.DB.Write(t.Context(), func(tx *store.Tx) (err error) {
		if it, err = w.Content.Create(t.Context(), tx, actor, n); err != nil {
			return err
		}
		if _, err = store.Exec(t.Context(), tx, store.Q(`INSERT INTO questions (item_id) VALUES (%s)`, it.ID)); err != nil || plan == nil {
			return err
		}
		return w.service.Plan(t.Context(), tx, actor, it, *plan)
	})
	if err != nil {
		t.Fatal(err)
	}
	return it
}

func (w *world) answer(t *testing.T, by, item id.ID) content.Comment {
	t.Helper()
	c, err := w.Content.Comment(t.Context(), w.As(t, by), content.NewComment{Form: w.IDs.New(), Item: item, Kind: content.Answer, Source: "Vingt-cinq."})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// settle does all that follows from what happened.
func (w *world) settle(t *testing.T) {
	t.Helper()
	for range 2 {
		if err := w.Log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := w.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// pass lets time go by, and looks at what waits.
func (w *world) pass(t *testing.T, days int) {
	t.Helper()
	w.Clock.Add(time.Duration(days) * 24 * time.Hour)
	if err := w.service.Watch(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.settle(t)
}

// todo tells why an item is among what somebody has to do, "" when it is not.
func (w *world) todo(t *testing.T, who, item id.ID) notification.Reason {
	t.Helper()
	page, err := w.notices.List(t.Context(), w.As(t, who), notification.Wanted{Streams: []notification.Stream{notification.Do}, Waiting: true, Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range page.Notices {
		if n.Subject.ID == item {
			return n.Reason
		}
	}
	return ""
}

// waits demands who is waited for about a question.
func (w *world) waits(t *testing.T, when string, item id.ID, want ...id.ID) {
	t.Helper()
	asks, _, err := w.service.Asks(t.Context(), access.SystemActor("test"), item)
	if err != nil {
		t.Fatal(err)
	}
	var got []id.ID
	for _, a := range asks {
		if a.Standing == question.Waiting {
			got = append(got, a.Person)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v are waited for; want %v", when, got, want)
	}
	for _, who := range want {
		if w.todo(t, who, item) == "" {
			t.Errorf("%s: %v has nothing to do", when, who)
		}
	}
}

func (w *world) adjust(t *testing.T, set question.Settings) {
	t.Helper()
	if err := w.service.Adjust(t.Context(), w.As(t, w.Manon), w.Open, set); err != nil {
		t.Fatal(err)
	}
}
