package search

import (
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// site is a world with a search over it.
type site struct {
	*contenttest.World
	*Service
}

func newSite(t *testing.T, db *store.DB) *site {
	t.Helper()
	w := contenttest.New(t, db, contenttest.Plain, content.Kind{Name: "question", Make: content.Publish, Answers: true})
	quiet := slog.New(slog.DiscardHandler)
	key, err := activity.LoadKey(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := New(Parts{
		DB: db, IDs: w.IDs, Clock: w.Clock, Log: w.Log, Acts: activity.NewActs(db, w.Clock, key), Queue: w.Queue, People: w.People, Tags: w.Content,
		Notices: notification.New(db, w.Clock, realtime.NewHub(db, quiet), quiet), Out: quiet, Data: t.TempDir(),
	})
	t.Cleanup(func() { s.Feed.Close() })
	return &site{w, s}
}

func each(t *testing.T, body func(t *testing.T, s *site)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { body(t, newSite(t, db)) })
}

// write publishes a text, each a second after the one before.
func (s *site) write(t *testing.T, community id.ID, title, source string, change ...func(*content.New)) id.ID {
	t.Helper()
	s.World.Clock.Add(time.Second)
	change = append(change, func(n *content.New) { n.Title, n.Source = title, source })
	return s.Post(t, s.Manon, community, change...).ID
}

func (s *site) catchUp(t *testing.T) {
	t.Helper()
	if err := s.Feed.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// ask searches for somebody, as one types in the box.
func (s *site) ask(t *testing.T, who id.ID, typed string, change ...func(*Query)) Results {
	t.Helper()
	actor := s.As(t, who)
	a, err := s.Read(t.Context(), actor, url.Values{"q": {typed}})
	if err != nil {
		t.Fatal(err)
	}
	q := a.Query
	q.Limit = 10
	for _, c := range change {
		c(&q)
	}
	found, err := s.Search(t.Context(), actor, q)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// titles are what was found, in alphabetical order; of comments and files, the
// kind before.
func (r Results) titles() string {
	out := []string{}
	for _, h := range r.Hits {
		switch h.Sort {
		case Comment, File:
			out = append(out, h.Kind+": "+h.Title)
		default:
			out = append(out, h.Title)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " | ")
}

func items(q *Query) { q.Sorts = []Sort{Item, Comment, File} }

func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		day := s.World.Clock.Now()
		s.write(t, s.Open, "Télétravail : l’essentiel", "Deux jours par semaine, et du **bon sens**.", func(n *content.New) { n.Tags = []string{"Temps de travail"} })
		s.write(t, s.Open, "Congés d’été", "Le télétravail ne compte pas. L1237-19 s’applique.")
		s.write(t, s.Open, "Œuvres choisies", "Rien d’autre.")
		s.write(t, s.OnRequest, "Travail à distance", "Voir l’accord.")
		secret := s.write(t, s.Private, "Télétravail des directeurs", "Chut.", func(n *content.New) { n.Tags = []string{"Secrets"} })
		s.Say(t, s.Marc, secret, "Un commentaire discret sur les directeurs.")
		s.catchUp(t)
		private, open := "dans:"+s.Private.String(), "in:"+s.Open.String()
		for _, c := range []struct {
			who         id.ID
			asked, want string
		}{
			{s.Olga, "teletravail", "Congés d’été | Télétravail : l’essentiel"},
			{s.Olga, "TÉLÉTRAVAIL", "Congés d’été | Télétravail : l’essentiel"},
			{s.Olga, "bon sens", "Télétravail : l’essentiel"},
			{s.Olga, `"bon sens"`, "Télétravail : l’essentiel"},
			{s.Olga, `"sens bon"`, ""},
			{s.Olga, "télétravail -congés", "Télétravail : l’essentiel"},
			{s.Olga, "L1237-19", "Congés d’été"},
			{s.Olga, "oeuvres", "Œuvres choisies"},
			{s.Olga, "100%", ""},
			{s.Olga, "discret", ""},
			{s.Marc, "discret", "comment: Télétravail des directeurs"},
			{s.Gaspard, "discret", "comment: Télétravail des directeurs"},
			{s.Manon, "télétravail", "Congés d’été | Télétravail : l’essentiel | Télétravail des directeurs"},
			{s.Manon, "télétravail " + private, "Télétravail des directeurs"},
			{s.Manon, `télétravail dans:"privée"`, "Télétravail des directeurs"},
			{s.Olga, "télétravail " + open, "Congés d’été | Télétravail : l’essentiel"},
			{s.Manon, "télétravail kind:sondage", ""},
			{s.Manon, "kind:commentaire", "comment: Télétravail des directeurs"},
			{s.Marc, "from:me", "comment: Télétravail des directeurs"},
			{s.Marc, "de:manon.leroy télétravail", "Congés d’été | Télétravail : l’essentiel | Télétravail des directeurs"},
			{s.Marc, `de:"manon leroy" étiquette:"temps de travail"`, "Télétravail : l’essentiel"},
			{s.Olga, "télétravail avant:2020", ""},
			{s.Olga, "télétravail après:" + day.Format("2006-01-02"), "Congés d’été | Télétravail : l’essentiel"},
			{s.Gaspard, "télétravail", "Congés d’été | Télétravail : l’essentiel | Télétravail des directeurs"},
			{s.Garance, "télétravail", ""}, // a guest of nothing
			{0, "télétravail", ""},
		} {
			if got := s.ask(t, c.who, c.asked, items).titles(); got != c.want {
				t.Errorf("%q by %v: %q, want %q", c.asked, c.who, got, c.want)
			}
		}
		for asked, want := range map[string]string{"petit": "Marc Petit", "ouverte": "Ouverte", "privée": ""} {
			if got := s.ask(t, s.Olga, asked, func(q *Query) { q.Sorts = []Sort{Person, Community} }).titles(); got != want {
				t.Errorf("%q: %q, want %q", asked, got, want)
			}
		}
	})
}

// TestNothingLeaks: neither counts, nor filters, nor corrections, nor
// suggestions tell an outsider of what they may not read.
func TestNothingLeaks(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.write(t, s.Open, "Calendrier", "Les réunions du mois.")
		s.write(t, s.Private, "Xylophone confidentiel", "Le xylophone du directeur.", func(n *content.New) { n.Tags = []string{"xylophone"} })
		s.catchUp(t)
		found := s.ask(t, s.Olga, "xylofone", func(q *Query) { q.Facets = true })
		if found.Total != 0 || found.Corrected != "" || len(found.Facets.Communities)+len(found.Facets.Tags)+len(found.Facets.Sorts) != 0 {
			t.Errorf("an outsider learns %+v", found)
		}
		for _, typed := range []string{"xylo", "xylofo", "priv"} {
			n, err := s.Names(t.Context(), s.As(t, s.Olga), typed, 5)
			if err != nil || len(n.Items)+len(n.Communities)+len(n.Tags)+len(n.Texts) != 0 {
				t.Errorf("%q suggests %+v, %v", typed, n, err)
			}
		}
		if a, err := s.Read(t.Context(), s.As(t, s.Olga), url.Values{"q": {`tag:xylophone in:privée`}}); err != nil || len(a.Unknown) != 2 || len(a.Query.Tags)+len(a.Query.Communities) != 0 {
			t.Errorf("names resolve to %+v, %v", a, err)
		}
		found = s.ask(t, s.Marc, "xylofone", func(q *Query) { q.Facets = true })
		if found.Total != 1 || found.Corrected != "xylophone" || len(found.Facets.Communities) != 1 || len(found.Facets.Tags) != 1 {
			t.Errorf("a member finds %+v", found)
		}
		// The index still says so; the database does not any more.
		s.Leave(t, s.Private, s.Marc)
		if found = s.ask(t, s.Marc, "xylophone"); found.Total != 0 || len(found.Hits) != 0 {
			t.Errorf("who left still finds %+v", found)
		}
	})
}

func TestNames(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.write(t, s.Private, "Privée de sens", "Secret.")
		s.write(t, s.Open, "Permis de conduire", "Tout.", func(n *content.New) { n.Tags = []string{"Transports en commun"} })
		s.catchUp(t)
		for _, c := range []struct {
			who         id.ID
			typed, want string
		}{
			{s.Olga, "ma", "Manon Leroy, Marc Petit"},
			{s.Olga, "petit", "Marc Petit"},
			{s.Olga, "ler ma", "Manon Leroy"},
			{s.Olga, "m", "Manon Leroy, Marc Petit"},
			{s.Olga, "manom", "Manon Leroy"},
			{s.Olga, "priv", ""},
			{s.Marc, "priv", "Privée, Privée de sens"},
			{s.Olga, "ouv", "Ouverte"},
			{s.Olga, "permi", "Permis de conduire"},
			{s.Olga, "permsi", "Permis de conduire"},
			{s.Olga, "commun", "#Transports en commun"},
			{s.Gaspard, "manon", ""}, // guests have no directory
			{0, "ma", ""},
		} {
			n, err := s.Names(t.Context(), s.As(t, c.who), c.typed, 3)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, list := range [][]Name{n.Communities, n.People, n.Items} {
				for _, one := range list {
					got = append(got, one.Title)
				}
			}
			for _, tag := range n.Tags {
				got = append(got, "#"+tag.Name)
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("%q: %v, want %s", c.typed, got, c.want)
			}
		}
	})
}

// TestFeed: everything that changes what is found, or by whom, reaches the
// index.
func TestFeed(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		manon, marc := s.As(t, s.Manon), s.As(t, s.Marc)
		finds := func(what string, who id.ID, asked, want string) {
			t.Helper()
			s.catchUp(t)
			if got := s.ask(t, who, asked, items).titles(); got != want {
				t.Errorf("%s: %q finds %q, want %q", what, asked, got, want)
			}
		}
		item := s.write(t, s.Open, "Zèbre", "Des rayures.")
		finds("published", s.Olga, "rayures", "Zèbre")
		must(t, second(s.Content.Edit(t.Context(), manon, content.Edit{Item: item, Title: "Girafe", Source: "Un cou."})))
		finds("edited", s.Olga, "rayures", "")
		finds("edited", s.Olga, "girafe", "Girafe")
		c := s.Say(t, s.Marc, item, "Elle mange des acacias.")
		finds("commented", s.Olga, "acacias", "comment: Girafe")
		must(t, second(s.Content.EditComment(t.Context(), marc, content.EditComment{Comment: c.ID, Source: "Elle mange des mimosas."})))
		finds("comment edited", s.Olga, "acacias", "")
		must(t, second(s.Content.BinComment(t.Context(), marc, c.ID)))
		finds("comment binned", s.Olga, "mimosas", "")
		must(t, second(s.Content.RestoreComment(t.Context(), marc, c.ID)))
		finds("comment restored", s.Olga, "mimosas", "comment: Girafe")
		must(t, second(s.Content.Move(t.Context(), manon, item, s.OnRequest)))
		finds("moved away", s.Olga, "girafe", "")
		finds("moved away", s.Olga, "mimosas", "")
		finds("moved away", s.Marc, "mimosas", "comment: Girafe")
		other := s.Community(t, "Ailleurs", access.Open)
		s.Join(t, other, s.Olga, access.MemberRole)
		s.Join(t, other, s.Manon, access.MemberRole)
		must(t, s.Content.Relay(t.Context(), s.As(t, s.Manon), item, other, ""))
		finds("relayed", s.Olga, "mimosas", "comment: Girafe")
		must(t, s.Content.Unrelay(t.Context(), s.As(t, s.Manon), item, other))
		finds("relay ended", s.Olga, "girafe", "")
		must(t, second(s.Content.Bin(t.Context(), manon, item, "")))
		finds("binned", s.Marc, "girafe mimosas", "")
		finds("binned", s.Marc, "mimosas", "")
		must(t, second(s.Content.Restore(t.Context(), manon, item)))
		finds("restored", s.Marc, "mimosas", "comment: Girafe")
		must(t, second(s.Content.Bin(t.Context(), manon, item, "")))
		s.World.Clock.Add(content.BinKept + time.Hour)
		must(t, s.Content.EmptyBin(t.Context()))
		finds("erased", s.Marc, "mimosas", "")
		tagged := s.write(t, s.Open, "Panda", "Du bambou.", func(n *content.New) { n.Tags = []string{"Ours"} })
		finds("tagged", s.Olga, "ours", "Panda")
		tag := contenttest.Ask[id.ID](t, s.World, store.Q("SELECT id FROM tags WHERE slug = 'ours'"))[0]
		admin := access.Signed(access.Facts{Person: s.Olga, Admin: true})
		must(t, s.Content.RenameTag(t.Context(), admin, tag, "Plantigrades", func(*store.Tx, string) error { return nil }))
		finds("tag renamed", s.Olga, "plantigrades", "Panda")
		s.happens(t, store.Q("UPDATE communities SET openness = 2 WHERE id = %s", s.Open), activity.Event{Verb: opennessChanged, Community: s.Open})
		finds("closed", s.Olga, "panda", "")
		finds("closed", s.Marc, "panda", "Panda")
		s.happens(t, store.Q("UPDATE persons SET name = 'Manon Duval', name_fold = 'manon duval' WHERE id = %s", s.Manon), activity.Event{Verb: renamed, Person: s.Manon})
		finds("author renamed", s.Marc, "bambou duval", "Panda")
		s.happens(t, store.Q("UPDATE persons SET state = 3 WHERE id = %s", s.Gaspard), activity.Event{Verb: "person.suspended", Person: s.Gaspard})
		s.catchUp(t)
		if got := s.ask(t, s.Marc, "gaspard", func(q *Query) { q.Sorts = []Sort{Person} }).titles(); got != "" {
			t.Errorf("a suspended person is found: %s", got)
		}
		_ = tagged
	})
}

// happens changes a row and tells it.
func (s *site) happens(t *testing.T, q *store.Query, e activity.Event) {
	t.Helper()
	must(t, s.World.DB.Write(t.Context(), func(tx *store.Tx) error {
		if _, err := store.Exec(t.Context(), tx, q); err != nil {
			return err
		}
		_, err := s.World.Log.Append(t.Context(), tx, access.SystemActor("test"), e)
		return err
	}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func second[T any](_ T, err error) error { return err }

var _ = clock.Time{}
