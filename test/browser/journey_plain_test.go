package browser

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"parvis/internal/content"
)

// reader is somebody whose browser runs no script: pages and plain forms.
type reader struct {
	t      *testing.T
	site   *site
	client *http.Client
	path   string // where they are
	page   string
}

func plainly(t *testing.T, s *site, as string) *reader {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	jar.SetCookies(at, s.cookies(t, as))
	return &reader{t: t, site: s, client: &http.Client{Jar: jar}}
}

func (r *reader) take(response *http.Response, err error) int {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	r.page, r.path = string(body), response.Request.URL.Path
	return response.StatusCode
}

func (r *reader) visit(path string, status int) *reader {
	r.t.Helper()
	if got := r.take(r.client.Get(r.site.url + path)); got != status {
		r.t.Fatalf("%s answered %d", path, got)
	}
	return r
}

// send fills the form of this address as the page holds it, its hidden fields
// included, and files under their names.
func (r *reader) send(action string, status int, fields url.Values, files map[string]string) *reader {
	r.t.Helper()
	return r.bring(action, status, fields, "files", files)
}

// bring is send for files in a field of another name.
func (r *reader) bring(action string, status int, fields url.Values, field string, files map[string]string) *reader {
	r.t.Helper()
	start := strings.Index(r.page, `action="`+action+`"`)
	if start < 0 {
		r.t.Fatalf("on %s, no form goes to %s", r.path, action)
	}
	form := r.page[start : start+strings.Index(r.page[start:], "</form>")]
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, hidden := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(form, -1) {
		_ = w.WriteField(hidden[1], hidden[2])
	}
	for _, kept := range regexp.MustCompile(`name="file" value="([^"]+)" checked`).FindAllStringSubmatch(form, -1) {
		_ = w.WriteField("file", kept[1])
	}
	for name, values := range fields {
		for _, value := range values {
			_ = w.WriteField(name, value)
		}
	}
	for name, text := range files {
		part, err := w.CreateFormFile(field, name)
		if err != nil {
			r.t.Fatal(err)
		}
		_, _ = io.WriteString(part, text)
	}
	_ = w.Close()
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.site.url+action, &body)
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("Content-Type", w.FormDataContentType())
	request.Header.Set("Referer", r.site.url+r.path)
	if got := r.take(r.client.Do(request)); got != status {
		r.t.Fatalf("%s answered %d: %.300s", action, got, r.page)
	}
	return r
}

func (r *reader) sees(words ...string) *reader {
	r.t.Helper()
	for _, word := range words {
		if !strings.Contains(r.page, word) {
			r.t.Errorf("%q is not on %s", word, r.path)
		}
	}
	return r
}

func (r *reader) seesNot(words ...string) *reader {
	r.t.Helper()
	for _, word := range words {
		if strings.Contains(r.page, word) {
			r.t.Errorf("%q is on %s", word, r.path)
		}
	}
	return r
}

// visitUntil goes to a path again and again until a text is there.
func (r *reader) visitUntil(path, text string) *reader {
	r.t.Helper()
	for deadline := time.Now().Add(patience); !strings.Contains(r.visit(path, http.StatusOK).page, text); time.Sleep(25 * time.Millisecond) {
		if time.Now().After(deadline) {
			r.t.Fatalf("%q is not told on %s", text, path)
		}
	}
	return r
}

// TestJourneyWithoutScripts: the whole life of a publication by plain forms.
func TestJourneyWithoutScripts(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk := l.place(t, "Accueil et guichet")
	const title = "Sans aucun script"
	samira := plainly(t, &l.site, "samira.lefort")
	text := url.Values{"kind": {"post"}, "source": {"Un **texte** complet."}, "tags": {"essai"}}

	// Refused, nothing typed nor sent is lost; a preview; a draft; at last, out.
	samira.visit(desk+"/new?fresh=1", 200).send(desk+"/new", 422, text, map[string]string{"annexe.txt": "Bonjour"}).
		sees("Donnez un titre", "Un **texte** complet.", "annexe.txt", "essai")
	text.Set("title", title)
	text.Set("go", "preview")
	samira.send(desk+"/new", 200, text, nil).sees("<strong>texte</strong>", title, "annexe.txt")
	text.Set("go", "draft")
	samira.send(desk+"/new", 200, text, nil).sees("Brouillon gardé.", title)
	draft := regexp.MustCompile(`href="(` + desk + `/new\?draft=[^"]+)"`).FindStringSubmatch(samira.page)
	if draft == nil {
		t.Fatal("the draft leads nowhere")
	}
	samira.visit(draft[1], 200).sees("Un **texte** complet.", "annexe.txt", "essai")
	text.Del("go")
	samira.send(desk+"/new", 200, text, nil).sees("C’est publié.", title, "annexe.txt")
	path := samira.path

	florence := plainly(t, &l.site, "florence.delmas")
	florence.visit(path, 200).send(path+"/reactions", 200, url.Values{"reaction": {"useful"}}, nil)
	florence.send(path+"/comments", 422, url.Values{"source": {" "}}, nil).sees("Écrivez quelques mots")
	florence.send(path+"/comments", 200, url.Values{"source": {"Merci du *partage*."}}, nil).sees("1 commentaire", "<em>partage</em>")
	quote := regexp.MustCompile(`href="(` + path + `\?quote=[^#"]+)`).FindStringSubmatch(samira.visit(path, 200).page)
	if quote == nil {
		t.Fatal("nobody can reply")
	}
	samira.visit(quote[1], 200).sees("En réponse à Florence Delmas").send(path+"/comments", 200, url.Values{"source": {"Avec plaisir."}}, nil).sees("2 commentaires")

	edited := url.Values{"title": {title}, "source": {"Un texte repris."}, "tags": {"essai"}, "audience": {"everyone"}}
	samira.visit(path+"/edit", 200).send(path+"/edit", 200, edited, nil).sees("Modification enregistrée.", "Un texte repris.")
	samira.visit(path+"/history", 200).sees("<ins", "<del")

	// What its managers pin, everybody finds at the top.
	loic := plainly(t, &l.site, "loic.guillou")
	onTop := func() bool {
		_, top, _ := strings.Cut(loic.visit(desk, 200).page, `id="pinned"`)
		top, _, _ = strings.Cut(top, "</section>")
		return strings.Contains(top, path)
	}
	for _, gesture := range []string{"pin", "unpin"} {
		florence.visit(path, 200).send(path+"/"+gesture, 200, nil, nil)
		if onTop() != (gesture == "pin") {
			t.Errorf("after %s, on top for another reader: %v", gesture, onTop())
		}
	}

	florence.visit(path, 200)
	for gesture, said := range map[string]string{
		"pin": "Épinglé en tête", "unpin": "Désépinglé.", "close": "commentaires sont clos", "reopen": "commentaires sont rouverts",
		"archive": "Archivé.", "unarchive": "Désarchivé.",
	} {
		if strings.Contains(florence.page, `action="`+path+"/"+gesture+`"`) {
			florence.send(path+"/"+gesture, 200, nil, nil).sees(said)
		}
	}
	florence.visit(path, 200).send(path+"/bin", 200, url.Values{"reason": {"Doublon"}}, nil).sees("Mis à la corbeille.").seesNot(`href="` + path + `"`)
	plainly(t, &l.site, "loic.guillou").visit(path, 404)
	florence.visit(desk+"/bin", 200).sees(title, "Doublon").send(path+"/restore", 200, nil, nil).sees("Rétabli.", title)
	plainly(t, &l.site, "loic.guillou").visit(path, 200).sees("Un texte repris.", "annexe.txt")

	// Planned, nobody else reads it before its moment, or before she wishes.
	later := url.Values{"kind": {"post"}, "title": {"Pour plus tard"}, "source": {"Un texte."}, "publish": {time.Now().AddDate(0, 1, 0).Format("2006-01-02T15:04")}}
	samira.visit(desk+"/new?fresh=1", 200).send(desk+"/new", 200, later, nil).sees("C’est programmé.", "Cette publication sortira le")
	path = samira.path
	plainly(t, &l.site, "loic.guillou").visit(path, 404)
	samira.send(path+"/submit", 200, nil, nil).sees("C’est envoyé.", "Pour plus tard")
	plainly(t, &l.site, "loic.guillou").visit(path, 200).sees("Pour plus tard")
}

// TestJourneyTakenAway: a comment that a manager takes away is nowhere for
// those who read the thread, whoever was named in it or replied to it.
func TestJourneyTakenAway(t *testing.T) {
	l := demonstration(t)
	const word = "zorglubique"
	labour := l.place(t, "Droit du travail")
	for _, kind := range []string{"post", "question"} {
		item := l.publishes(t, "gael.ferre", labour, "Un fil à tenir, "+kind, func(n *content.New) { n.Kind = kind })
		l.says(t, "gael.ferre", item, "Un avis "+word+", @loic.guillou.")
		loic, helene := plainly(t, &l.site, "loic.guillou"), plainly(t, &l.site, "helene.vasseur")
		comment := loic.visit(item, 200).sees(word).found(`id="c-([0-9a-z]+)"`)
		loic.visit(item+"?quote="+comment, 200).send(item+"/comments", 200, url.Values{"source": {"Pas d’accord."}}, nil)
		loic.visitUntil("/notifications", "Un fil à tenir, "+kind)

		helene.visit(item, 200).send(item+"/comments/"+comment+"/bin", 200, nil, nil)
		for path, status := range map[string]int{
			item: 200, item + "?quote=" + comment: 200, item + "?at=" + comment: 200, item + "/comments/" + comment + "/history": 404,
			item + "/comments/" + comment + "/edit": 403, "/": 200, "/notifications": 200, "/search?q=" + word: 200, labour: 200,
		} {
			if loic.visit(path, status); strings.Contains(strings.ReplaceAll(loic.page, "/search?q="+word, ""), "avis "+word) {
				t.Errorf("%s, %s: what was taken away is read", kind, path)
			}
		}
		helene.visit(item, 200).send(item+"/comments/"+comment+"/restore", 200, nil, nil)
		loic.visit(item, 200).sees(word)
	}
}
