package template_test

import (
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/prose"
	"parvis/internal/document/template"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// site is a world with documents, some of which are offered to begin others.
type site struct {
	*contenttest.World
	templates *template.Service
	documents *document.Service
}

func each(t *testing.T, body func(t *testing.T, s *site)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := documenttest.New(t, db)
		body(t, &site{w.World, &template.Service{DB: db, Clock: w.Clock, Content: w.Content, Texts: w.Documents}, w.Documents})
	})
}

// document makes one in a community; only its members read it when closed.
func (s *site) document(t *testing.T, community id.ID, title, outline string, change ...func(*document.New)) id.ID {
	t.Helper()
	n := document.New{New: content.New{Community: community, Title: title}, Outline: outline}
	for _, c := range change {
		c(&n)
	}
	it, err := s.documents.Make(t.Context(), s.As(t, s.Manon), n)
	if err != nil {
		t.Fatal(err)
	}
	return it.ID
}

// offered are the names of what somebody may begin with in a community.
func (s *site) offered(t *testing.T, person, community id.ID) string {
	t.Helper()
	list, err := s.templates.Offered(t.Context(), s.As(t, person), community)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, o := range list {
		names = append(names, o.Name)
	}
	return strings.Join(names, ", ")
}

// administrator is Manon, who may administer the site too.
func (s *site) administrator(t *testing.T) access.Actor {
	t.Helper()
	return access.Signed(access.Facts{Person: s.Manon, Admin: true, Roles: map[id.ID]access.Role{
		s.Open: access.ManagerRole, s.OnRequest: access.ManagerRole, s.Private: access.ManagerRole,
	}})
}

func TestOffer(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := t.Context()
		here := s.document(t, s.Open, "Compte rendu du lundi", "# Décisions")
		for name, try := range map[string]struct {
			by   id.ID
			want fault.Kind
		}{
			"a member":       {s.Marc, fault.KindForbidden},
			"an outsider":    {s.Olga, fault.KindForbidden},
			"who reads not":  {s.Garance, fault.KindNotFound},
			"nobody at all":  {0, fault.KindNotFound},
			"a guest of it":  {s.Gaspard, fault.KindForbidden},
			"not a document": {s.Manon, fault.KindNotFound},
		} {
			item := here
			if name == "not a document" {
				item = s.Post(t, s.Manon, s.Open).ID
			}
			_, err := s.templates.Keep(ctx, s.As(t, try.by), template.Offer{Item: item, Name: "Modèle"})
			contenttest.Wants(t, name, err, try.want)
		}
		if _, err := s.templates.Keep(ctx, s.As(t, s.Manon), template.Offer{Item: here, Name: "Modèle", Site: true}); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("a manager offers it on the whole site: %v", err)
		}
		if of, err := s.templates.Keep(ctx, s.As(t, s.Manon), template.Offer{Item: here}); err != nil || of.Name != "Compte rendu du lundi" {
			t.Errorf("without a name it is offered as %+v, %v", of, err)
		}
		if _, err := s.templates.Keep(ctx, s.As(t, s.Manon), template.Offer{Item: here, Name: "Zzz", Help: "Le lundi"}); err != nil {
			t.Fatal(err)
		}
		site := s.document(t, s.Open, "Lettre", "Madame,")
		hidden := s.document(t, s.Private, "Secret", "")
		for _, o := range []template.Offer{{Item: site, Name: "Lettre", Site: true}, {Item: hidden, Name: "Secret", Site: true}} {
			if _, err := s.templates.Keep(ctx, s.administrator(t), o); err != nil {
				t.Fatal(err)
			}
		}
		if got := s.offered(t, s.Marc, s.Open); got != "Zzz, Lettre, Secret" {
			t.Errorf("a member is offered %s", got)
		}
		if got := s.offered(t, s.Olga, s.OnRequest); got != "Lettre" {
			t.Errorf("an outsider is offered %s elsewhere", got)
		}
		if err := s.templates.Remove(ctx, s.As(t, s.Manon), site); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("a manager takes away what the site offers: %v", err)
		}
		if err := s.templates.Remove(ctx, s.As(t, s.Manon), here); err != nil {
			t.Fatal(err)
		}
		if got := s.offered(t, s.Olga, s.Open); got != "Lettre" {
			t.Errorf("once taken away, %s are offered", got)
		}
		if _, err := s.templates.Filled(ctx, s.As(t, s.Marc), s.Open, here, template.Fields{}); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("one begins with what is offered no more: %v", err)
		}
		if err := s.templates.Restore(ctx, s.As(t, s.Manon), here); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Content.Bin(ctx, s.As(t, s.Manon), site, ""); err != nil {
			t.Fatal(err)
		}
		if got := s.offered(t, s.Olga, s.Open); got != "Zzz" {
			t.Errorf("with one in the bin, %s are offered", got)
		}
		if _, err := s.templates.Filled(ctx, s.As(t, s.Marc), s.OnRequest, here, template.Fields{}); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("it is offered in another community: %v", err)
		}
	})
}

func TestFilled(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := t.Context()
		file, err := s.Content.Upload(ctx, s.As(t, s.Manon), "plan.txt", strings.NewReader("le plan"))
		if err != nil {
			t.Fatal(err)
		}
		item := s.document(t, s.Private, "Convocation",
			"**{titre}** du { DATE }, par {Author}\n\n{unité}\n\nLaissez {ceci} et {communaute}\n\n![Plan](/files/"+file.ID.String()+")",
			func(n *document.New) { n.Files = []id.ID{file.ID} })
		if _, err := s.templates.Keep(ctx, s.As(t, s.Manon), template.Offer{Item: item, Name: "Convocation"}); err != nil {
			t.Fatal(err)
		}
		marc := s.As(t, s.Marc)
		says, err := s.templates.Filled(ctx, marc, s.Private, item, template.Fields{Title: "Réunion", Date: "3 mai", Author: "Marc", Place: "Privée"})
		if err != nil {
			t.Fatal(err)
		}
		it, err := s.documents.Make(ctx, marc, document.New{New: content.New{Community: s.Private, Title: "Réunion"}, Like: says, From: item})
		if err != nil {
			t.Fatal(err)
		}
		copies, err := s.Content.FilesOf(ctx, it.ID)
		if err != nil || len(copies) != 1 || copies[0].ID == file.ID || copies[0].Hash != file.Hash {
			t.Fatalf("it begins with the files %+v, %v", copies, err)
		}
		want := "**Réunion** du 3 mai, par Marc\n\n\n\nLaissez {ceci} et Privée\n\n![Plan](/files/" + copies[0].ID.String() + ")"
		if text, err := s.documents.Text(ctx, it.ID); err != nil || text != want {
			t.Errorf("it begins with %q, not %q, %v", text, want, err)
		}
		if kept, err := s.Content.FilesOf(ctx, item); err != nil || len(kept) != 1 {
			t.Errorf("the template has the files %+v, %v", kept, err)
		}
		if _, err := s.templates.Filled(ctx, s.As(t, s.Olga), s.Private, item, template.Fields{}); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("who may not read it begins with it: %v", err)
		}
		if says.Type != prose.Doc {
			t.Errorf("it is a %s", says.Type)
		}
	})
}
