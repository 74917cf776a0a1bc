package app

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// reading is what programs do with the text of a file of an open place.
func (s *story) reading(file string) {
	here := at{"file": file}
	if r := s.does("manager", "read-file-text", here, nil); r.word("state") != "waiting" {
		s.t.Error(r.text)
	}
	if err := s.Jobs.Drain(s.t.Context()); err != nil {
		s.t.Log(err) // other jobs of the story may fail
	}
	r := s.does("manager", "read-file-text", here, nil)
	if r.word("state") != "read" || r.word("text") != "Le contenu." || r.word("format") != "txt" {
		s.t.Error(r.text)
	}
	s.refused(404, "outsider", "read-file-text", at{"file": s.params["private"]["file"]}, nil)
}

// TestFilesAreDrawn sends files that would act in a browser, and asks for them
// by every way in: none comes back as what it is.
func TestFilesAreDrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		h := handlerOf(t, s.App)
		pdf, err := os.ReadFile("../extract/testdata/samples/testPDF_bookmarks.pdf")
		if err != nil {
			t.Fatal(err)
		}
		const acts = `<script>alert("acte")</script>`
		files := map[string]string{}
		var all []id.ID
		for name, data := range map[string]string{
			"page.html":  "<!doctype html><title>t</title><p>Bonjour" + acts + `<img src=x onerror="alert(1)">`,
			"dessin.svg": `<svg xmlns="http://www.w3.org/2000/svg">` + acts + `</svg>`, "note.md": "Bonjour\n\n" + acts + "\n[lien](javascript:alert(1))\n",
			"table.csv": "Bonjour;" + acts + "\n", "message.eml": "From: a@x.fr\nSubject: Bonjour\nContent-Type: text/html\n\n<p>Corps" + acts + "</p>",
			"photo.jpg": withPlace(t), "plan.pdf": string(pdf),
		} {
			f, err := s.Content.Upload(t.Context(), s.as(t, "member"), name, strings.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			files[name], all = f.ID.String(), append(all, f.ID)
		}
		post := publication.New{New: content.New{ID: s.IDs.New(), Kind: publication.Post, Community: s.world.Open, Title: "Pièces", Source: "Voir.", Files: all}}
		if _, err := s.Publications.Publish(t.Context(), s.as(t, "member"), post); err != nil {
			t.Fatal(err)
		}
		ask := func(path string) *http.Response {
			req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
			req.AddCookie(&http.Cookie{Name: "parvis", Value: s.cookies["outsider"]})
			w := httptest.NewRecorder()
			h.ServeHTTP(w, req)
			return w.Result()
		}
		text := func(r *http.Response) string {
			var out bytes.Buffer
			if _, err := out.ReadFrom(r.Body); err != nil {
				t.Fatal(err)
			}
			return out.String()
		}
		// Until a file is read, its screen says so and asks again by itself, or by
		// a link.
		waiting := text(ask("/files/" + files["plan.pdf"] + "/preview"))
		if !strings.Contains(waiting, "Aperçu en préparation") || !strings.Contains(waiting, `hx-trigger="load delay:2s"`) || !strings.Contains(waiting, "Recharger") {
			t.Error("nothing says that the preview is on its way")
		}
		if err := s.Jobs.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		for name, file := range files {
			screen := ask("/files/" + file + "/preview")
			body := text(screen)
			if screen.StatusCode != 200 || strings.Contains(body, "<script>alert") || strings.Contains(body, "onerror") || strings.Contains(body, `href="javascript`) {
				t.Errorf("%s acts on its screen: %d", name, screen.StatusCode)
			}
			if strings.HasSuffix(name, "html") && !strings.Contains(body, "Bonjour") {
				t.Errorf("%s says nothing on its screen", name)
			}
			whole := ask("/files/" + file + "/" + name)
			if way := whole.Header.Get("Content-Disposition"); !strings.HasPrefix(way, "attachment") && name != "photo.jpg" || strings.Contains(whole.Header.Get("Content-Type"), "html") {
				t.Errorf("%s is served in place: %s", name, way)
			}
			drawn := ask("/files/" + file + "/pages/1")
			if name != "photo.jpg" && name != "plan.pdf" {
				if drawn.StatusCode != 404 {
					t.Errorf("%s is drawn: %d", name, drawn.StatusCode)
				}
				continue
			}
			media := drawn.Header.Get("Content-Type")
			if drawn.StatusCode != 200 || media != "image/jpeg" && media != "image/png" || drawn.Header.Get("X-Content-Type-Options") != "nosniff" ||
				!strings.Contains(drawn.Header.Get("Content-Security-Policy"), "sandbox") {
				t.Errorf("%s: %d, %v", name, drawn.StatusCode, drawn.Header)
			}
			if picture := text(drawn); strings.Contains(picture, "Exif") || strings.Contains(picture, "48.8566") {
				t.Errorf("%s still tells where it was taken", name)
			}
		}
		if r := ask("/files/" + files["plan.pdf"] + "/pages/3"); r.StatusCode != 404 {
			t.Errorf("a page that is not there: %d", r.StatusCode)
		}
		if body := text(ask("/files/" + files["plan.pdf"] + "/preview?page=2")); !strings.Contains(body, "Page 2 sur 2") || !strings.Contains(body, "Denmark") {
			t.Error("the second page is not told")
		}
		for _, page := range []string{"0", "-1", "99999999999999999999", "x", "%00"} {
			if r := ask("/files/" + files["plan.pdf"] + "/preview?page=" + page); r.StatusCode != 200 {
				t.Errorf("page %s: %d", page, r.StatusCode)
			}
			if r := ask("/files/" + files["plan.pdf"] + "/pages/" + page); r.StatusCode != 404 {
				t.Errorf("picture of page %s: %d", page, r.StatusCode)
			}
		}
	})
}

// withPlace is a photo that tells where it was taken.
func withPlace(t testing.TB) string {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 30, 20)), nil); err != nil {
		t.Fatal(err)
	}
	note := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00 48.8566"
	return out.String()[:2] + "\xff\xe1\x00" + string(rune(len(note)+2)) + note + out.String()[2:]
}
