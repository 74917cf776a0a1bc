package citation_test

import (
	"slices"
	"testing"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/citation"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func TestNamed(t *testing.T) {
	a, b := id.ID(366207138902627268), id.ID(366519914141373381)
	source := "[un](/i/" + a.String() + "), [deux](https://parvis.example/d/" + b.String() + "#x), [encore](/d/" + a.String() + "), /i/" + b.String() + ", [ailleurs](/c/" + b.String() + ")"
	if got := citation.Named(source); !slices.Equal(got, []id.ID{a, b}) {
		t.Errorf("it leads to %v", got)
	}
}

func TestCited(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := documenttest.New(t, db)
		ctx := t.Context()
		begin := func(title, says string, change ...func(*content.New)) id.ID {
			n := document.New{New: content.New{Community: w.Open, Title: title}, Outline: says}
			for _, c := range change {
				c(&n.New)
			}
			it, err := w.Documents.Make(ctx, w.As(t, w.Marc), n)
			if err != nil {
				t.Fatal(err)
			}
			return it.ID
		}
		cites := citation.Service{DB: db, Content: w.Content}
		by := func(person, item id.ID) (titles []string) {
			list, err := cites.Of(ctx, w.As(t, person), item)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range list {
				titles = append(titles, c.Title)
			}
			slices.Sort(titles)
			return titles
		}
		cited := begin("Cité", "")
		to := "[voir](/d/" + cited.String() + ")"
		open := begin("Ouvert", to+" et [rien](/i/"+w.IDs.New().String()+")")
		begin("Entre nous", to, func(n *content.New) { n.Audience = access.MembersOnly })
		if got := by(w.Marc, cited); !slices.Equal(got, []string{"Entre nous", "Ouvert"}) {
			t.Errorf("a member sees it cited by %v", got)
		}
		if got := by(w.Olga, cited); !slices.Equal(got, []string{"Ouvert"}) {
			t.Errorf("an outsider sees it cited by %v", got)
		}
		if _, err := cites.Of(ctx, w.As(t, w.Garance), cited); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("who may not read it is told: %v", err)
		}
		step := document.Step{Person: w.Marc, At: clock.At(w.Clock.Now().Time), Says: prose.Read("Plus rien.", nil)}
		if err := w.Documents.WritePast(ctx, open, []document.Step{step}); err != nil {
			t.Fatal(err)
		}
		if got := by(w.Olga, cited); len(got) != 0 {
			t.Errorf("after the link was taken away it is cited by %v", got)
		}
	})
}
