package publication_test

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"parvis/internal/content"
	"parvis/internal/id"
)

// typed keeps what somebody types in a form, as scripts do.
func (s *site) typed(t *testing.T, who id.ID, place string, fields map[string]string) {
	t.Helper()
	data, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	s.send(t, who, httptest.NewRequest("PUT", "/drafts/"+place, strings.NewReader(string(data)))).wants(t, 204)
}

// sent gives the id of a file that was just sent.
func (s *site) sent(t *testing.T, who id.ID, name string) string {
	t.Helper()
	found := regexp.MustCompile(`"id":"([0-9a-z]+)"`).FindStringSubmatch(s.upload(t, who, name, "Bonjour").wants(t, 201).body)
	if found == nil {
		t.Fatal("the answer has no id")
	}
	return found[1]
}

// TestEveryFieldComesBack: a form left and opened again is as it was.
func TestEveryFieldComesBack(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		path := "/c/" + s.Open.String() + "/new"
		form, file := s.formID(t, s.Manon, path), s.sent(t, s.Manon, "ordre-du-jour.txt")
		s.typed(t, s.Manon, "new-"+form, map[string]string{
			"id": form, "community": s.Open.String(), "kind": "poll", "title": "Quelle date ?", "source": "Choisissons.", "options": "Lundi\nMardi",
			"multiple": "1", "hidden": "1", "closes": "2031-03-04T10:00", "tags": "réunion, ", "audience": "managers", "publish": "2031-03-01T08:00",
			"important": "1", "file": file,
		})
		page := s.get(t, s.Manon, path).wants(t, 200, "Quelle date ?", "Choisissons.", "Lundi\nMardi", "2031-03-04T10:00", "2031-03-01T08:00",
			"réunion, ", "ordre-du-jour.txt", `value="managers" selected`)
		for _, name := range []string{"multiple", "hidden", "important"} {
			if !regexp.MustCompile(`checked[^>]*name="` + name + `"|name="` + name + `"[^>]*checked`).MatchString(page.body) {
				t.Errorf("the box %q is not ticked any more", name)
			}
		}
		if !regexp.MustCompile(`value="poll"[^>]*checked`).MatchString(page.body) {
			t.Error("it is no poll any more")
		}
	})
}

func TestAnEditComesBack(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it := s.Post(t, s.Marc, s.Open)
		to := content.Href(it.ID) + "/edit"
		file := s.sent(t, s.Marc, "annexe.txt")
		draft := map[string]string{"revision": "1", "title": "Un titre repris", "source": "Un texte repris.", "tags": "neuf", "audience": "members", "file": file}
		s.typed(t, s.Marc, "edit-"+it.ID.String(), draft)
		s.get(t, s.Marc, "/drafts").wants(t, 200, "Un titre repris", to)
		s.get(t, s.Marc, to).wants(t, 200, "Un titre repris", "Un texte repris.", "neuf", `value="members" selected`, "annexe.txt", "Revenir au texte publié")
		s.get(t, s.Marc, to+"?fresh=1").wants(t, 200, "Un texte.").lacks(t, "Un texte repris.")
		// Somebody else saves meanwhile: both texts are there, none is lost.
		if _, err := s.Content.Edit(t.Context(), s.As(t, s.Manon), content.Edit{Item: it.ID, Revision: 1, Title: "Un titre", Source: "Le texte de Manon."}); err != nil {
			t.Fatal(err)
		}
		s.get(t, s.Marc, to).wants(t, 200, "Un texte repris.", "Le texte de Manon.", `name="revision" value="2"`)
	})
}

func TestACommentComesBack(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it := s.Post(t, s.Marc, s.Open)
		to := content.Href(it.ID)
		said := s.Say(t, s.Olga, it.ID, "Qui s’en charge ?")
		file := s.sent(t, s.Marc, "planning.txt")
		s.typed(t, s.Marc, "comment-"+it.ID.String(), map[string]string{"source": "Moi, lundi.", "parent": said.ID.String(), "file": file})
		reply := `name="parent" value="` + said.ID.String() + `"`
		s.get(t, s.Marc, to).wants(t, 200, "Moi, lundi.", reply, "planning.txt")
		s.get(t, s.Marc, to+"?quote=none").wants(t, 200, "Moi, lundi.").lacks(t, reply)

		own := s.Say(t, s.Marc, it.ID, "Une faotue.")
		edit := to + "/comments/" + own.ID.String() + "/edit"
		s.typed(t, s.Marc, "edit-"+own.ID.String(), map[string]string{"revision": "1", "item": it.ID.String(), "source": "Une faute."})
		s.get(t, s.Marc, edit).wants(t, 200, "Une faute.")
		s.get(t, s.Marc, "/drafts").wants(t, 200, edit)
		s.post(t, s.Marc, edit, url.Values{"revision": {"1"}, "source": {"Une faute."}}).wants(t, 303)
		s.get(t, s.Marc, "/drafts").wants(t, 200).lacks(t, edit)
	})
}

func TestAFileIsTakenBack(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		file := s.sent(t, s.Marc, "secret.txt")
		path := "/c/" + s.Open.String() + "/new"
		s.post(t, s.Olga, "/files/"+file+"/remove", nil).wants(t, 404)
		s.get(t, s.Marc, "/files/"+file+"/secret.txt").wants(t, 200) // it is not Olga's
		s.post(t, s.Marc, "/files/"+file+"/remove", nil).wants(t, 204)
		s.get(t, s.Marc, "/files/"+file+"/secret.txt").wants(t, 404)
		form := url.Values{"id": {s.formID(t, s.Marc, path)}, "kind": {"post"}, "title": {"Avec"}, "source": {"Un fichier."}, "file": {file}}
		s.post(t, s.Marc, path, form).wants(t, 422, "n’est plus là").lacks(t, "secret.txt")
		form.Del("file")
		s.post(t, s.Marc, path, form).wants(t, 303)

		// What was brought is not taken back behind its readers.
		brought := s.sent(t, s.Marc, "note.txt")
		form.Set("id", s.formID(t, s.Marc, path+"?fresh=1"))
		form.Set("file", brought)
		s.post(t, s.Marc, path, form).wants(t, 303)
		s.post(t, s.Marc, "/files/"+brought+"/remove", nil).wants(t, 404)
		s.get(t, s.Olga, "/files/"+brought+"/note.txt").wants(t, 200)
		s.upload(t, s.Marc, "jeu.exe", "MZ").wants(t, 415, "programme")
		s.upload(t, s.Marc, "facture.pdf", "MZ\x90\x00rest").wants(t, 415)
		s.upload(t, s.Marc, "mz.txt", "MZ est une abréviation").wants(t, 201)
	})
}

// TestAFormThatMadeSomethingElse: a draft that comes after its publication is
// none, and what is typed in a form that is spent goes on in another.
func TestAFormThatMadeSomethingElse(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		path := "/c/" + s.Open.String() + "/new"
		form := s.formID(t, s.Marc, path)
		send := func(title, gesture string) answer {
			return s.post(t, s.Marc, path, url.Values{"id": {form}, "kind": {"post"}, "title": {title}, "source": {"Le texte de " + title}, "audience": {"everyone"}, "go": {gesture}})
		}
		send("Premier", "").wants(t, 303)
		put := httptest.NewRequest("PUT", "/drafts/new-"+form, strings.NewReader(`{"community":"`+s.Open.String()+`","kind":"post","title":"Premier"}`))
		s.send(t, s.Marc, put).wants(t, 204)
		s.get(t, s.Marc, path).wants(t, 200).lacks(t, form, "repris votre brouillon")
		send("Premier", "").wants(t, 303)
		send("Second", "").wants(t, 409, "Le vôtre n’est pas perdu", "Le texte de Second").lacks(t, form)
		send("Second", "draft").wants(t, 409, "Le texte de Second").lacks(t, form)
	})
}
