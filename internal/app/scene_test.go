package app

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/margin"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// who asks, from the one who may least to the one who may most.
var callers = []string{"anonymous", "stranger", "guest", "outsider", "head", "administrator", "member", "manager"}

// scene is a site with one open and one private community, everything in them,
// and one person of each sort, signed in.
type scene struct {
	*App
	world   *contenttest.World
	people  map[string]id.ID
	cookies map[string]string
	params  map[string]map[string]string // place → path parameter → value
}

// start builds the program on a fresh database.
func start(t testing.TB, engine store.Engine) *App {
	t.Helper()
	return startOn(t, storetest.Address(t, engine), t.TempDir())
}

func startOn(t testing.TB, database, data string) *App {
	t.Helper()
	c := Config{Data: data, Database: database, Listen: "127.0.0.1:0", LogFormat: "text", LogLevel: "error"}
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	a, err := New(t.Context(), "test", c, slog.New(slog.NewTextHandler(testWriter{t}, &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

type testWriter struct{ t testing.TB }

func (w testWriter) Write(p []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

// mark is in every word of the private community: whoever may not read it must
// never meet it.
const mark = "canari"

func newScene(t testing.TB, a *App) *scene {
	t.Helper()
	w := contenttest.New(t, a.DB)
	s := &scene{App: a, world: w, cookies: map[string]string{}, params: map[string]map[string]string{}}
	s.people = map[string]id.ID{
		"stranger": w.Garance, "guest": w.Gaspard, "outsider": w.Olga, "member": w.Marc, "manager": w.Manon,
		"head":          w.Person(t, identity.Agent, "henri.chef", "Henri Chef"),
		"administrator": w.Person(t, identity.Agent, "ada.admin", "Ada Admin"),
	}
	unit := a.IDs.New()
	s.exec(t,
		store.Q(`UPDATE persons SET admin = TRUE WHERE id = %s`, s.people["administrator"]),
		store.Q(`UPDATE persons SET expires = %s WHERE kind = 2`, w.Clock.Add(0).AddDate(1, 0, 0).UnixMilli()),
		store.Q(`INSERT INTO units (id, code, name, name_fold, path, depth) VALUES (%s, 'U', 'Unité', 'unite', %s, 0)`, unit, "/"+unit.String()+"/"),
		store.Q(`INSERT INTO functions (id, person_id, unit_id, title, head, main) VALUES (%s, %s, %s, 'Chef', TRUE, TRUE)`, a.IDs.New(), s.people["head"], unit),
		store.Q(`UPDATE communities SET unit_id = %s, kind = 2 WHERE id IN (%s, %s)`, unit, w.Private, w.Open),
		store.Q(`UPDATE communities SET name = %s, name_fold = %s, purpose = %s, charter = %s, welcome = %s WHERE id = %s`,
			"Le "+mark+" discret", "le "+mark+" discret", "Un "+mark+" pour but.", "La charte du "+mark+".", "Bienvenue, "+mark+".", w.Private),
	)
	s.fill(t)
	if err := a.Measures.Reckon(t.Context()); err != nil {
		t.Fatal(err)
	}
	for who, person := range s.people {
		s.cookies[who] = s.session(t, person)
	}
	return s
}

func (s *scene) exec(t testing.TB, queries ...*store.Query) {
	t.Helper()
	err := s.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, q := range queries {
			if _, err := store.Exec(t.Context(), tx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (s *scene) session(t testing.TB, person id.ID) (cookie string) {
	t.Helper()
	err := s.DB.Write(t.Context(), func(tx *store.Tx) (err error) {
		cookie, err = s.Identity.OpenSession(t.Context(), tx, person, "test", "127.0.0.1")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return cookie
}

// as gives the rights of one of the callers.
func (s *scene) as(t testing.TB, who string) access.Actor {
	t.Helper()
	return s.world.As(t, s.people[who])
}

// call sends one request and returns its status, where it leads and its body.
func call(t testing.TB, h http.Handler, method, path, cookie string, form url.Values) (int, string, string) {
	t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	req := httptest.NewRequestWithContext(ctx, method, path, body)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if cookie != "" {
		req.AddCookie(&http.Cookie{Name: "parvis", Value: cookie})
	}
	res := hurried{httptest.NewRecorder(), leave}
	h.ServeHTTP(res, req)
	return res.Code, res.Header().Get("Location"), res.Body.String()
}

// hurried leaves a stream, which does not end by itself, once it said something.
type hurried struct {
	*httptest.ResponseRecorder
	leave func()
}

func (h hurried) Flush() {
	h.ResponseRecorder.Flush()
	h.leave()
}

// fill puts one of everything in the open and in the private community. Every
// text of the private one bears the mark.
func (s *scene) fill(t testing.TB) {
	t.Helper()
	for place, community := range map[string]id.ID{"open": s.world.Open, "private": s.world.Private} {
		word := "lisible"
		if place == "private" {
			word = mark
		}
		publish := func(n publication.New) content.Item {
			n.ID, n.Community = s.IDs.New(), community
			n.Title, n.Source = "Titre "+word+" "+n.Kind, "Texte "+word+" de "+n.Kind+"."
			n.Tags = []string{word + " partagé"}
			it, err := s.Publications.Publish(t.Context(), s.as(t, "member"), n)
			if err != nil {
				t.Fatal(err)
			}
			return it
		}
		file, err := s.Content.Upload(t.Context(), s.as(t, "member"), word+".txt", strings.NewReader("Fichier "+word))
		if err != nil {
			t.Fatal(err)
		}
		picture, err := s.Content.Upload(t.Context(), s.as(t, "member"), word+".png", bytes.NewReader(dot(t)))
		if err != nil {
			t.Fatal(err)
		}
		post := publish(publication.New{New: content.New{Kind: publication.Post, Files: []id.ID{file.ID, picture.ID}}})
		question := publish(publication.New{New: content.New{Kind: publication.Question}})
		poll := publish(publication.New{New: content.New{Kind: publication.Poll}, Ballot: publication.Ballot{Options: []string{word + " un", word + " deux"}}})
		if err := s.Questions.Ask(t.Context(), s.as(t, "manager"), question.ID, []id.ID{s.people["guest"]}); err != nil {
			t.Fatal(err)
		}
		answer, err := s.Content.Comment(t.Context(), s.as(t, "manager"), content.NewComment{Form: s.IDs.New(), Item: question.ID, Kind: content.Answer, Source: "Réponse " + word})
		if err != nil {
			t.Fatal(err)
		}
		comment, err := s.Content.Comment(t.Context(), s.as(t, "manager"), content.NewComment{Form: s.IDs.New(), Item: post.ID, Source: "Commentaire " + word + " pour @marc.petit"})
		if err != nil {
			t.Fatal(err)
		}
		edited, err := s.Content.Edit(t.Context(), s.as(t, "member"), content.Edit{Item: post.ID, Revision: 1, Title: "Titre " + word + " repris", Source: "Texte " + word + " repris."})
		if err != nil {
			t.Fatal(err)
		}
		_ = edited
		shelf, upload := s.shelve(t, community, word)
		section, sheet, report := s.sheets(t, community, word, question.ID)
		written, err := s.Documents.Make(t.Context(), s.as(t, "member"), document.New{
			New:     content.New{ID: s.IDs.New(), Community: community, Title: "Document " + word, Tags: []string{word + " partagé"}},
			Outline: "Texte " + word + " écrit à plusieurs.",
		})
		if err != nil {
			t.Fatal(err)
		}
		thread, err := s.Margin.Begin(t.Context(), s.as(t, "manager"), margin.New{
			NewComment: content.NewComment{Form: s.IDs.New(), Item: written.ID, Source: "Remarque " + word}, Quote: "Texte " + word,
		})
		if err != nil {
			t.Fatal(err)
		}
		s.params[place] = map[string]string{
			"document": written.ID.String(), "number": "1", "thread": thread.ID.String(),
			"community": community.String(), "item": post.ID.String(), "question": question.ID.String(), "answer": answer.ID.String(),
			"poll": poll.ID.String(), "comment": comment.ID.String(), "file": file.ID.String(), "picture": picture.ID.String(), "name": word + ".txt", "tag": word + "-partage",
			"section": section.String(), "sheet": sheet.String(), "report": report.String(),
			"person": s.people["member"].String(), "handle": "marc.petit", "unit": "none", "id": post.ID.String(), "kind": "item",
			"shelf": shelf.ID.String(), "folder": s.folder(t, community), "version": s.current(t, shelf.ID), "upload": upload,
		}
		maps.Copy(s.params[place], s.reviews(t, community, word))
		maps.Copy(s.params[place], s.desks(t, word))
	}
	s.affair(t)
	// What files say is read, so that their texts may be met.
	if err := s.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Activity.CatchUp(t.Context()), s.Search.Feed.CatchUp(t.Context())); err != nil {
		t.Fatal(err)
	}
}

// dot is a small picture.
func dot(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
