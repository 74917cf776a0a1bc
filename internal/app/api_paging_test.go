package app

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestAPIPaging walks whole lists: nothing twice, nothing missing.
func TestAPIPaging(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPrograms(t, db.Engine())
		token := p.token(t, "administrator", identity.Scopes()...)
		author := p.token(t, "manager", access.Read, access.Write)
		send := func(path string, body o) string {
			t.Helper()
			raw, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			r := p.ask(t, author, http.MethodPost, path, "application/json", string(raw))
			if r.status != 201 {
				t.Fatal(path, r.text)
			}
			return r.word("id")
		}
		open := p.world.Open.String()
		var item string
		for i := range 17 {
			item = send("/items", o{"kind": "post", "community": open, "title": fmt.Sprint("Numéro ", i), "source": "Longue liste.", "tags": []string{"longue liste"}})
			send("/communities", o{"name": fmt.Sprint("Place ", i), "purpose": "Faire nombre."})
			if r := p.ask(t, author, "PUT", "/follows/item/"+item, "application/json", `{"level":"all"}`); r.status != 204 {
				t.Fatal(r.text)
			}
		}
		for i := range 6 {
			away := send("/items", o{"kind": "post", "community": open, "title": fmt.Sprint("À la corbeille ", i), "source": "Trop tôt."})
			if r := p.ask(t, author, "POST", "/items/"+away+"/bin", "application/json", `{}`); r.status != 200 {
				t.Fatal(r.text)
			}
			send("/items", o{"kind": "post", "community": open, "title": fmt.Sprint("Plus tard ", i), "source": "Bientôt.", "publish": time.Now().Add(time.Hour).Format(time.RFC3339)})
		}
		// Set by hand: members of a community that releases what they write.
		p.exec(t, store.Q(`UPDATE items SET state = %d WHERE id IN (SELECT id FROM items WHERE title LIKE 'Numéro _' ORDER BY id LIMIT 6)`, access.Pending))
		for range 61 {
			send("/items/"+item+"/comments", o{"source": "Un de plus."})
		}
		if err := p.Search.Feed.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]int{
			"/items": 11, "/items?author=" + p.people["manager"].String(): 11, "/communities/" + open + "/items": 11,
			"/communities/" + open + "/bin": 6, "/releases": 6, "/releases?community=" + open: 6, "/me/items": 12,
			"/tags/longue-liste/items": 11, "/communities": 17, "/communities?sort=name": 17, "/communities?sort=size": 17,
			"/people": 5, "/communities/" + open + "/members": 3, "/search?text=longue": 11, "/follows": 17, "/me/notices?stream=info": 0,
			"/items/" + item + "/comments": 61, "/admin/people": 7, "/admin/communities": 20,
		} {
			reader := token
			if strings.HasPrefix(path, "/follows") || strings.HasPrefix(path, "/me") || strings.HasSuffix(path, "/bin") || strings.HasPrefix(path, "/releases") {
				reader = author
			}
			seen := p.walk(t, reader, path)
			for key, times := range seen {
				if times > 1 {
					t.Errorf("%s gives %s %d times", path, key, times)
				}
			}
			if len(seen) < want {
				t.Errorf("%s gives %d entries, want %d at least", path, len(seen), want)
			}
			if whole := p.walk(t, reader, path, "limit=100"); !maps.Equal(seen, whole) && strings.Count(path, "/admin")+strings.Count(path, "/comments") == 0 {
				t.Errorf("%s gives %d entries in small pages, %d in large ones", path, len(seen), len(whole))
			}
		}
	})
}

// walk reads a list to its end and counts how often each entry came.
func (p *programs) walk(t *testing.T, token, path string, more ...string) map[string]int {
	t.Helper()
	seen, cursor := map[string]int{}, ""
	size := "limit=4"
	if len(more) > 0 {
		size = more[0]
	}
	if strings.Contains(path, "/admin") || strings.Contains(path, "/comments") {
		size = ""
	}
	for range 100 {
		join := "?"
		if strings.Contains(path, "?") {
			join = "&"
		}
		address := path + join + size
		if cursor != "" {
			address += "&cursor=" + cursor
		}
		r := p.ask(t, token, "GET", address, "", "")
		if r.status != 200 {
			t.Fatal(address, r.text)
		}
		for _, e := range r.at("entries").([]any) {
			entry := e.(map[string]any)
			key, _ := entry["id"].(string)
			if inner, ok := entry["target"].(map[string]any); ok {
				key = inner["id"].(string)
			}
			if inner, ok := entry["subject"].(map[string]any); ok {
				key = inner["id"].(string)
			}
			seen[key]++
		}
		if cursor = r.word("next"); cursor == "" {
			return seen
		}
	}
	t.Fatalf("%s never ends", path)
	return nil
}
