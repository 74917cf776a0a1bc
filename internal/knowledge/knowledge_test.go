package knowledge_test

import (
	"context"
	"log/slog"
	"testing"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/id"
	"parvis/internal/knowledge"
	"parvis/internal/notification"
	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// site is a world with sheets, and questions whose accepted answer the test says.
type site struct {
	*contenttest.World
	sheets   *knowledge.Service
	notices  *notification.Service
	accepted *id.ID
}

func each(t *testing.T, body func(t *testing.T, s *site)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		accepted := new(id.ID)
		question := content.Kind{Name: "question", Make: content.Publish, Answers: true,
			First: func(context.Context, store.Querier, id.ID) (id.ID, error) { return *accepted, nil }}
		w := contenttest.New(t, db, append(knowledge.Kinds(), contenttest.Plain, question)...)
		quiet := slog.New(slog.DiscardHandler)
		n := notification.New(db, w.Clock, realtime.NewHub(db, quiet), quiet)
		knowledge.Tell(n)
		w.Log.Follow("notices", n.Handle)
		body(t, &site{w, knowledge.NewService(knowledge.Parts{
			DB: db, IDs: w.IDs, Clock: w.Clock, Log: w.Log, Queue: w.Queue, People: w.People, Content: w.Content,
		}), n, accepted})
	})
}

// write makes a sheet, changed as the test wants it.
func (s *site) write(t *testing.T, by, community id.ID, change ...func(*knowledge.New)) content.Item {
	t.Helper()
	n := knowledge.New{New: content.New{Community: community, Title: "Une fiche", Source: "Ce qu’il faut savoir."}}
	for _, c := range change {
		c(&n)
	}
	it, err := s.sheets.Write(t.Context(), s.As(t, by), n)
	if err != nil {
		t.Fatal(err)
	}
	return it
}

func (s *site) sheet(t *testing.T, item id.ID) knowledge.Sheet {
	t.Helper()
	sh, _, err := s.sheets.Sheet(t.Context(), s.As(t, s.Manon), item)
	if err != nil {
		t.Fatal(err)
	}
	return sh
}

// told is what a sheet says to somebody: in the stream of what is to do when
// something is, with the reason; "" when nothing waits.
func (s *site) told(t *testing.T, person, item id.ID) string {
	t.Helper()
	if err := s.Log.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, stream := range []notification.Stream{notification.Do, notification.ForMe} {
		page, err := s.notices.List(t.Context(), s.As(t, person), notification.Wanted{Streams: []notification.Stream{stream}, Waiting: true, Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range page.Notices {
			if n.Subject.ID == item {
				return map[notification.Stream]string{notification.Do: "do ", notification.ForMe: "me "}[stream] + string(n.Reason)
			}
		}
	}
	return ""
}

func (s *site) expect(t *testing.T, person, item id.ID, want string) {
	t.Helper()
	if got := s.told(t, person, item); got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
