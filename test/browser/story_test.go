package browser

import (
	"strconv"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/publication"
	"parvis/internal/store"
)

// person is the id of somebody, by handle.
func (l *live) person(t *testing.T, handle string) id.ID {
	t.Helper()
	found, err := id.Parse(l.find(t, store.Q(`SELECT id FROM persons WHERE handle = %s`, handle)))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// actor gives the rights that somebody has now, for what a journey does not
// tell but needs.
func (l *live) actor(t *testing.T, handle string) access.Actor {
	t.Helper()
	a, err := l.app.Identity.ActorOf(t.Context(), l.person(t, handle))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// publishes makes somebody publish in the community at a path, and returns the
// path of what they published.
func (l *live) publishes(t *testing.T, handle, place, title string, change ...func(*content.New)) string {
	t.Helper()
	community, err := id.Parse(place[len("/c/"):])
	if err != nil {
		t.Fatal(err)
	}
	n := content.New{ID: l.app.IDs.New(), Kind: publication.Post, Community: community, Title: title, Source: "Quelques mots."}
	for _, c := range change {
		c(&n)
	}
	if _, err := l.app.Publications.Publish(t.Context(), l.actor(t, handle), publication.New{New: n}); err != nil {
		t.Fatal(err)
	}
	return "/i/" + n.ID.String()
}

// says makes somebody comment the publication at a path.
func (l *live) says(t *testing.T, handle, item, text string) {
	t.Helper()
	of, err := id.Parse(item[len("/i/"):])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.app.Content.Comment(t.Context(), l.actor(t, handle), content.NewComment{Form: l.app.IDs.New(), Item: of, Source: text}); err != nil {
		t.Fatal(err)
	}
}

// here is the path of the page.
func (p *page) here() string {
	p.t.Helper()
	return ask[string](p, "location.pathname")
}

// refused opens an address that this person must not know of.
func (p *page) refused(path string) {
	p.t.Helper()
	p.expect(404)
	p.visit(path)
	p.see("404")
}

func quoteInt(n int) string { return strconv.Itoa(n) }
