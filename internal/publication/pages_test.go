package publication_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// site is the screens of publications over a World, with real sessions.
type site struct {
	*contenttest.World
	service *publication.Service
	handler http.Handler
	cookies map[id.ID]*http.Cookie
}

// dress surrounds pages with nothing.
type dress struct{}

func (dress) Shell(r *web.Request) (context.Context, error) { return r.Context(), nil }
func (dress) Fault(title, advice string, status int) templ.Component {
	return templ.Raw(title + " " + advice)
}

func newSite(t *testing.T, db *store.DB) *site {
	t.Helper()
	w := contenttest.New(t, db, publication.Kinds()...)
	catalogue, err := i18n.Load(i18n.Messages, web.Messages, ui.Messages, content.Messages, publication.Messages)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{World: w, cookies: map[id.ID]*http.Cookie{}}
	s.service = publication.NewService(publication.Parts{DB: db, IDs: w.IDs, Clock: w.Clock, Log: w.Log, Queue: w.Queue, Content: w.Content})
	rt := web.NewRouter(web.Config{Sessions: w.People, Dress: dress{}, Catalogue: catalogue, Clock: w.Clock, Log: slog.New(slog.DiscardHandler)})
	(&publication.Pages{Service: s.service, Content: w.Content, Markdown: text.NewRenderer(100)}).Routes(rt)
	if s.handler, err = rt.Handler(); err != nil {
		t.Fatal(err)
	}
	return s
}

func eachSite(t *testing.T, body func(t *testing.T, s *site)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { body(t, newSite(t, db)) })
}

func (s *site) cookie(t *testing.T, who id.ID) *http.Cookie {
	t.Helper()
	if c, ok := s.cookies[who]; ok {
		return c
	}
	var value string
	err := s.DB.Write(t.Context(), func(tx *store.Tx) (err error) {
		value, err = s.People.OpenSession(t.Context(), tx, who, "test", "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.cookies[who] = &http.Cookie{Name: "parvis", Value: value}
	return s.cookies[who]
}

// answer is what came back.
type answer struct {
	status int
	body   string
	to     string
	header http.Header
}

func (s *site) send(t *testing.T, who id.ID, r *http.Request) answer {
	t.Helper()
	if who != 0 {
		r.AddCookie(s.cookie(t, who))
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r.WithContext(t.Context()))
	a := answer{status: w.Code, body: w.Body.String(), to: w.Header().Get("Location"), header: w.Header()}
	if strings.Contains(a.body, "⟦") {
		at := strings.Index(a.body, "⟦")
		t.Errorf("%s %s: a message is missing: %.60s", r.Method, r.URL.Path, a.body[at:])
	}
	return a
}

func (s *site) get(t *testing.T, who id.ID, path string) answer {
	t.Helper()
	return s.send(t, who, httptest.NewRequest("GET", path, nil))
}

func (s *site) post(t *testing.T, who id.ID, path string, form url.Values) answer {
	t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.send(t, who, r)
}

func (s *site) fragment(t *testing.T, who id.ID, path string, form url.Values) answer {
	t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("HX-Request", "true")
	return s.send(t, who, r)
}

func (a answer) wants(t *testing.T, status int, words ...string) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d (%s): %.400s", a.status, status, a.to, a.body)
	}
	for _, word := range words {
		if !strings.Contains(a.body, word) {
			t.Errorf("%q is not on the page", word)
		}
	}
	return a
}

func (a answer) lacks(t *testing.T, words ...string) answer {
	t.Helper()
	for _, word := range words {
		if strings.Contains(a.body, word) {
			t.Errorf("%q is on the page", word)
		}
	}
	return a
}

var hiddenID = regexp.MustCompile(`name="id" value="([0-9a-z]+)"`)

func (s *site) formID(t *testing.T, who id.ID, path string) string {
	t.Helper()
	found := hiddenID.FindStringSubmatch(s.get(t, who, path).wants(t, 200).body)
	if found == nil {
		t.Fatal("the form has no id")
	}
	return found[1]
}

func TestComposeAndRead(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		s.get(t, s.Marc, "/new").wants(t, 200, "Ouverte", "Privée")
		path := "/c/" + s.Open.String() + "/new"
		s.get(t, 0, path).wants(t, 303)
		s.get(t, s.Olga, path).wants(t, 403)
		s.get(t, s.Olga, "/c/"+s.Private.String()+"/new").wants(t, 404)
		s.get(t, s.Marc, path).lacks(t, "Annonce importante")
		s.get(t, s.Manon, path).wants(t, 200, "Annonce importante", "Tous les agents")

		form := url.Values{"id": {s.formID(t, s.Marc, path)}, "kind": {"post"}, "source": {"Un **texte** gardé."}, "tags": {"Congés, RTT"}}
		s.post(t, s.Marc, path, form).wants(t, 422, "Un **texte** gardé.", "Donnez un titre", "Congés, RTT")
		form.Set("go", "preview")
		s.post(t, s.Marc, path, form).wants(t, 200, "<strong>texte</strong>")
		form.Del("go")
		form.Set("title", "Les congés")
		done := s.post(t, s.Marc, path, form).wants(t, 303)
		if done.to != "/i/"+form.Get("id") {
			t.Errorf("sent to %s", done.to)
		}
		again := s.post(t, s.Marc, path, form).wants(t, 303)
		if again.to != done.to || s.Count(t, store.Q(`SELECT COUNT(*) FROM bodies`)) != 1 {
			t.Errorf("the same form published again: %s", again.to)
		}
		s.get(t, s.Olga, done.to).wants(t, 200, "Les congés", "<strong>texte</strong>", "Congés", "Votre commentaire").
			lacks(t, "Mettre à la corbeille", "Épingler")
		s.get(t, s.Manon, done.to).wants(t, 200, "Mettre à la corbeille", "Épingler", "Déplacer", "Relayer")
		s.get(t, s.Garance, done.to).wants(t, 404)
		s.get(t, s.Olga, done.to+"/readers").wants(t, 200, "Ouverte", "Dont 1 personne")
		s.get(t, s.Marc, "/c/"+s.Open.String()+"/audience?audience=members").wants(t, 200, "Les membres de Ouverte")
	})
}

func TestDiscussing(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it := s.Post(t, s.Marc, s.Open)
		to := content.Href(it.ID)
		s.post(t, s.Olga, to+"/comments", url.Values{"source": {" "}}).wants(t, 422, "Écrivez quelques mots")
		form := url.Values{"once": {s.IDs.New().String()}, "source": {"Premier mot <script>."}}
		first := s.post(t, s.Olga, to+"/comments", form).wants(t, 303)
		if again := s.post(t, s.Olga, to+"/comments", form).wants(t, 303); again.to != first.to {
			t.Errorf("%s, then %s", first.to, again.to)
		}
		page := s.get(t, s.Marc, to).wants(t, 200, "Premier mot", "1 commentaire")
		page.lacks(t, "<script>.")
		comment := strings.TrimPrefix(first.to[strings.Index(first.to, "#"):], "#c-")
		s.get(t, s.Marc, to+"?quote="+comment).wants(t, 200, "En réponse à Olga Roux", `name="parent" value="`+comment)
		s.fragment(t, s.Marc, to+"/comments", url.Values{"source": {"Une suite."}, "parent": {comment}}).
			wants(t, 200, "Une suite.", `id="discussion"`, "#c-"+comment).lacks(t, "<html")
		s.fragment(t, s.Marc, to+"/comments/"+comment+"/reactions", url.Values{"reaction": {"useful"}}).wants(t, 200, `value="no_useful"`, `aria-pressed="true"`)
		s.fragment(t, s.Marc, to+"/comments/"+comment+"/reactions", url.Values{"reaction": {"no_useful"}}).wants(t, 200, `value="useful"`)
		s.post(t, s.Olga, to+"/comments/"+comment+"/reactions", url.Values{"reaction": {"thanks"}}).wants(t, 403)
		s.post(t, s.Marc, to+"/comments/"+comment+"/reactions", url.Values{"reaction": {"hate"}}).wants(t, 422)

		edit := to + "/comments/" + comment + "/edit"
		s.get(t, s.Marc, edit).wants(t, 403)
		s.get(t, s.Olga, edit).wants(t, 200, "Premier mot")
		s.post(t, s.Olga, edit, url.Values{"source": {"Corrigé."}, "revision": {"1"}}).wants(t, 303)
		s.post(t, s.Olga, edit, url.Values{"source": {"Encore."}, "revision": {"1"}}).wants(t, 409, "Encore.", "Corrigé.")
		s.get(t, s.Marc, to+"/comments/"+comment+"/history").wants(t, 200, "<del>", "<ins>")

		s.post(t, s.Manon, to+"/comments/"+comment+"/bin", nil).wants(t, 303)
		s.get(t, s.Marc, to).wants(t, 200).lacks(t, "Corrigé.")
		s.get(t, s.Manon, to).wants(t, 200, to+"/comments/"+comment+"/restore")
		s.post(t, s.Manon, to+"/comments/"+comment+"/restore", nil).wants(t, 303)

		s.post(t, s.Marc, to+"/close", nil).wants(t, 303)
		s.post(t, s.Olga, to+"/comments", url.Values{"source": {"Trop tard, mais gardé."}}).wants(t, 403, "Trop tard, mais gardé.")
		s.get(t, s.Olga, to).wants(t, 200, "Les commentaires sont clos")
	})
}

func TestQuestion(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it := s.Post(t, s.Marc, s.Open, func(n *content.New) { n.Kind = "post" })
		s.post(t, s.Olga, "/i/"+it.ID.String()+"/comments", url.Values{"source": {"Non."}, "kind": {"answer"}}).wants(t, 422)

		q, err := s.service.Publish(t.Context(), s.As(t, s.Marc), publication.New{New: content.New{Kind: publication.Question, Community: s.Open, Title: "Comment ?", Source: "Comment faire ?"}})
		if err != nil {
			t.Fatal(err)
		}
		to := content.Href(q.ID)
		var answers []string
		for _, text := range []string{"Première réponse.", "Deuxième réponse."} {
			a := s.post(t, s.Olga, to+"/comments", url.Values{"source": {text}, "kind": {"answer"}}).wants(t, 303)
			answers = append(answers, a.to[strings.Index(a.to, "#c-")+3:])
		}
		s.post(t, s.Marc, to+"/comments", url.Values{"source": {"Précisez."}, "parent": {answers[0]}}).wants(t, 303)
		order := func(first, second string) {
			t.Helper()
			body := s.get(t, s.Marc, to).wants(t, 200, "2 réponses", "Précisez.").body
			if strings.Index(body, first) > strings.Index(body, second) {
				t.Errorf("%q does not come before %q", first, second)
			}
		}
		order("Première", "Deuxième")
		s.post(t, s.Gaspard, to+"/comments/"+answers[1]+"/reactions", url.Values{"reaction": {"useful"}}).wants(t, 303)
		order("Deuxième", "Première")
		s.post(t, s.Olga, to+"/comments/"+answers[0]+"/accept", nil).wants(t, 403)
		s.post(t, s.Marc, to+"/comments/"+answers[0]+"/accept", nil).wants(t, 303)
		order("Première", "Deuxième")
		s.get(t, s.Olga, to).wants(t, 200, "Réponse retenue")
		rows, err := s.Content.Rows(t.Context(), s.As(t, s.Olga), []id.ID{q.ID})
		if err != nil || !rows[0].Mark.Good || rows[0].Mark.Answers != 2 {
			t.Errorf("%+v, %v", rows, err)
		}
		// An answer that goes to the bin is no longer the accepted one.
		s.post(t, s.Manon, to+"/comments/"+answers[0]+"/bin", nil).wants(t, 303)
		s.get(t, s.Olga, to).wants(t, 200, "1 réponse").lacks(t, "Réponse retenue")
	})
}

func TestGesturesOnScreen(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it := s.Post(t, s.Marc, s.Open)
		to := content.Href(it.ID)
		s.post(t, s.Marc, to+"/pin", nil).wants(t, 403)
		for _, name := range []string{"pin", "unpin", "close", "reopen", "archive", "unarchive"} {
			s.post(t, s.Manon, to+"/"+name, nil).wants(t, 303)
			s.get(t, s.Olga, to).wants(t, 200)
		}
		s.get(t, s.Marc, to+"/edit").wants(t, 200, "Un titre", "Un texte.")
		s.post(t, s.Marc, to+"/edit", url.Values{"title": {"Nouveau"}, "source": {"Un autre texte."}, "revision": {"1"}}).wants(t, 303)
		s.post(t, s.Manon, to+"/edit", url.Values{"title": {"Autre"}, "source": {"Perdu ?"}, "revision": {"1"}}).wants(t, 409, "Perdu ?", "Un autre texte.")
		s.get(t, s.Olga, to+"/history").wants(t, 200, "<ins>", "autre")
		s.get(t, s.Marc, to+"/relay").wants(t, 200, "Sur demande")
		s.post(t, s.Marc, to+"/relay", url.Values{"community": {""}}).wants(t, 422)
		s.post(t, s.Marc, to+"/relay", url.Values{"community": {s.OnRequest.String()}, "note": {"Voyez cela."}}).wants(t, 303)
		s.get(t, s.Marc, to).wants(t, 200, "Voyez cela.", "a relayé dans Sur demande")
		s.post(t, s.Marc, to+"/relays/"+s.OnRequest.String()+"/end", nil).wants(t, 303)
		s.get(t, s.Manon, to+"/move").wants(t, 200, "Privée")
		s.post(t, s.Manon, to+"/move", url.Values{"community": {s.Private.String()}}).wants(t, 303)
		s.get(t, s.Olga, to).wants(t, 404)
		s.post(t, s.Manon, to+"/move?to="+s.Open.String(), nil).wants(t, 403)
		s.post(t, s.Manon, to+"/bin", url.Values{"reason": {"Doublon"}}).wants(t, 303)
		s.get(t, s.Marc, "/c/"+s.Private.String()+"/bin").wants(t, 403)
		s.get(t, s.Manon, "/c/"+s.Private.String()+"/bin").wants(t, 200, "Nouveau", "Doublon")
		s.post(t, s.Manon, to+"/restore", nil).wants(t, 303)

		s.Validate(t, s.Open)
		late := s.Post(t, s.Marc, s.Open, func(n *content.New) { n.Title = "À relire" })
		to = content.Href(late.ID)
		s.get(t, s.Manon, "/c/"+s.Open.String()+"/pending").wants(t, 200, "À relire")
		s.post(t, s.Manon, to+"/return", url.Values{"reason": {""}}).wants(t, 422)
		s.post(t, s.Manon, to+"/return", url.Values{"reason": {"Citez la loi."}}).wants(t, 303)
		s.get(t, s.Marc, to).wants(t, 200, "Citez la loi.", "Proposer de nouveau")
		s.post(t, s.Marc, to+"/submit", nil).wants(t, 303)
		s.post(t, s.Manon, to+"/release", nil).wants(t, 303)
		s.get(t, s.Olga, to).wants(t, 200)
	})
}

func TestDraftsOnScreen(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		path := "/c/" + s.Open.String() + "/new"
		form := s.formID(t, s.Marc, path)
		put := httptest.NewRequest("PUT", "/drafts/new-"+form, strings.NewReader(`{"community":"`+s.Open.String()+`","kind":"question","title":"À finir","source":"Reste à dire"}`))
		s.send(t, s.Marc, put).wants(t, 204)
		s.get(t, s.Marc, "/drafts").wants(t, 200, "À finir", "draft="+form)
		s.get(t, s.Marc, path).wants(t, 200, "Reste à dire", `value="`+form+`"`, "repris votre brouillon")
		s.get(t, s.Marc, path+"?fresh=1").wants(t, 200).lacks(t, "Reste à dire")
		s.send(t, s.Marc, httptest.NewRequest("PUT", "/drafts/new-"+form, strings.NewReader(`[1]`))).wants(t, 400)
		s.send(t, s.Marc, httptest.NewRequest("PUT", "/drafts/new-"+form, strings.NewReader(`{"a":"`+strings.Repeat("a", content.MaxDraft)+`"}`))).wants(t, 413)
		s.post(t, s.Marc, "/drafts/new-"+form+"/remove", nil).wants(t, 303)
		s.post(t, s.Marc, path, url.Values{"id": {form}, "go": {"draft"}, "title": {"Sans script"}}).wants(t, 303)
		s.get(t, s.Marc, "/drafts").wants(t, 200, "Sans script").lacks(t, "À finir")
		s.post(t, s.Marc, "/preview", url.Values{"source": {"*ici* <img src=x onerror=alert(1)>"}}).wants(t, 200, "<em>ici</em>").lacks(t, "<img")
	})
}

// upload sends a file as scripts do.
func (s *site) upload(t *testing.T, who id.ID, name, data string) answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("files", name)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(part, data)
	form.Close()
	r := httptest.NewRequest("POST", "/files", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return s.send(t, who, r)
}

func TestFilesAreNeverActive(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		send := func(name, data string) answer { return s.upload(t, s.Marc, name, data) }
		href := func(a answer) string { return regexp.MustCompile(`/files/[^"]+`).FindString(a.wants(t, 201).body) }
		for name, data := range map[string]string{
			"page.html": "<html><script>alert(1)</script></html>", "image.svg": `<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`,
			"faux.png": "<html><script>alert(1)</script></html>", "note.txt": "Bonjour",
		} {
			a := s.get(t, s.Marc, href(send(name, data))).wants(t, 200)
			h := a.header
			if !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || h.Get("X-Content-Type-Options") != "nosniff" ||
				!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || strings.Contains(h.Get("Content-Type"), "html") || strings.Contains(h.Get("Content-Type"), "svg") {
				t.Errorf("%s: %v", name, h)
			}
		}
		png := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
		one := href(send("point.png", png))
		if h := s.get(t, s.Marc, one).wants(t, 200).header; !strings.HasPrefix(h.Get("Content-Disposition"), "inline") || h.Get("Content-Type") != "image/png" {
			t.Errorf("a picture: %v", h)
		}
		s.get(t, s.Marc, one+"?small=1").wants(t, 200)
		s.get(t, s.Olga, one).wants(t, 404)
		send("vide.txt", "").wants(t, 422)
	})
}

func TestAnItemTakesFewQueries(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it := s.Post(t, s.Marc, s.Open)
		for i := range 50 {
			s.Say(t, []id.ID{s.Marc, s.Olga, s.Manon, s.Gaspard}[i%4], it.ID, "Encore, @marc.petit.")
		}
		s.Clock.Add(time.Minute)
		path := content.Href(it.ID)
		s.get(t, s.Olga, path).wants(t, 200, "50 commentaires")
		ctx, n := store.Counted(t.Context())
		r := httptest.NewRequest("GET", path, nil).WithContext(ctx)
		r.AddCookie(s.cookie(t, s.Olga))
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		if w.Code != 200 || *n > 16 {
			t.Errorf("status %d in %d queries", w.Code, *n)
		}
	})
}
