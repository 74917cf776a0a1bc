package signoff_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/signoff"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// site is a world where documents are written and reviewed.
type site struct {
	*contenttest.World
	docs    *document.Service
	signing *signoff.Service
	notices *notification.Service
	server  *httptest.Server
}

func each(t *testing.T, body func(t *testing.T, s *site)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := documenttest.New(t, db, append(signoff.Kinds(document.Kinds()), contenttest.Plain)...)
		s := &site{World: w.World, docs: w.Documents, notices: w.Notices}
		signoff.Tell(s.notices)
		s.signing = signoff.NewService(signoff.Parts{
			DB: db, IDs: w.IDs, Clock: w.Clock, Log: w.Log, Queue: w.Queue, People: w.People, Content: w.Content, Documents: s.docs,
			Lines: func(_ context.Context, people []id.ID) (map[id.ID]string, error) {
				return map[id.ID]string{people[0]: "Rédaction, DGT"}, nil
			},
		})
		s.serve(t)
		body(t, s)
	})
}

// serve lets editors write, with the rights that they have.
func (s *site) serve(t *testing.T) {
	t.Helper()
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		item, _ := id.Parse(r.URL.Path[1:])
		person, _ := id.Parse(r.Header.Get("Person"))
		ask := func(ctx context.Context) (document.May, error) {
			actor, err := s.People.ActorOf(ctx, person)
			if err != nil {
				return document.MayRead, err
			}
			_, label, err := s.Content.Glance(ctx, actor, access.ReadItem, item)
			if actor.May(document.Write, label) {
				return document.MayWrite, err
			}
			return document.MayRead, err
		}
		may, err := ask(r.Context())
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		conn, err := document.Accept(w, r)
		if err != nil {
			return
		}
		s.docs.Serve(context.WithoutCancel(r.Context()), item, conn, document.Visitor{Person: person, Name: "x", May: may, Again: ask})
	}))
	t.Cleanup(s.server.Close)
}

func (s *site) document(t *testing.T, place id.ID, source string) id.ID {
	t.Helper()
	it, err := s.docs.Make(t.Context(), s.As(t, s.Marc), document.New{New: content.New{Community: place, Title: "Note"}, Outline: source})
	must(t, err)
	return it.ID
}

// ask has Marc send a document to people.
func (s *site) ask(t *testing.T, item id.ID, inTurn bool, people ...id.ID) {
	t.Helper()
	q := signoff.Request{Item: item, InTurn: inTurn, Days: 5, Expects: "Vérifier les délais."}
	for _, p := range people {
		q.Steps = append(q.Steps, signoff.Step{Role: signoff.Somebody, Person: p})
	}
	must(t, s.signing.Ask(t.Context(), s.As(t, s.Marc), q))
}

func (s *site) course(t *testing.T, item id.ID) signoff.Course {
	t.Helper()
	c, err := s.signing.Course(t.Context(), s.As(t, s.Manon), item)
	must(t, err)
	return c
}

// visa is the visa of somebody in the present review.
func (s *site) visa(t *testing.T, item, person id.ID) signoff.Seen {
	t.Helper()
	for _, v := range s.course(t, item).Visas {
		if v.Person == person {
			return v
		}
	}
	t.Fatalf("nobody asked %v", person)
	return signoff.Seen{}
}

func (s *site) approve(t *testing.T, item, person id.ID) {
	t.Helper()
	must(t, s.signing.Approve(t.Context(), s.As(t, person), item, s.visa(t, item, person).ID, 0, ""))
}

func (s *site) refuse(t *testing.T, item, person id.ID, why string) {
	t.Helper()
	must(t, s.signing.Refuse(t.Context(), s.As(t, person), item, s.visa(t, item, person).ID, why))
}

func (s *site) replace(t *testing.T, item id.ID, source string) {
	t.Helper()
	must(t, s.docs.Replace(t.Context(), s.As(t, s.Marc), item, source))
}

// stands says where a document stands, in a word.
func (s *site) stands(t *testing.T, item id.ID, want string) {
	t.Helper()
	if got := s.course(t, item).Name(); got != want {
		t.Errorf("it stands at %q, not %q", got, want)
	}
}

// line opens an editor of somebody on a document.
func (s *site) line(t *testing.T, item, person id.ID) *documenttest.Line {
	t.Helper()
	l, err := documenttest.Dial(t.Context(), s.server.URL+"/"+item.String(), http.Header{"Person": {person.String()}})
	must(t, err)
	t.Cleanup(func() { l.Cut() })
	must(t, l.Ask(t.Context(), []byte{0}))
	s.wait(t, l, func(told documenttest.Told) bool { return len(told.Answer) == 1 })
	return l
}

func (s *site) wait(t *testing.T, l *documenttest.Line, holds func(documenttest.Told) bool) documenttest.Told {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	told, err := l.Wait(ctx, holds)
	must(t, err)
	return told
}

// expect is what a document says to somebody: "do" or "me" and the reason, ""
// for nothing.
func (s *site) expect(t *testing.T, person, item id.ID, want string) {
	t.Helper()
	must(t, s.Log.CatchUp(t.Context()))
	var got []string
	for stream, name := range map[notification.Stream]string{notification.Do: "do ", notification.ForMe: "me "} {
		page, err := s.notices.List(t.Context(), s.As(t, person), notification.Wanted{Streams: []notification.Stream{stream}, Waiting: true, Limit: 50})
		must(t, err)
		for _, n := range page.Notices {
			if n.Subject.ID == item {
				got = append(got, name+string(n.Reason))
			}
		}
	}
	slices.Sort(got)
	if len(got) == 0 {
		got = []string{""}
	}
	if !slices.Contains(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
