package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parvis/internal/content"
	"parvis/internal/correspondence/archive"
	"parvis/internal/notification"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestCanaryOfPrograms has the tokens of who stands outside ask the search what
// it finds, counts, completes and corrects, and has their kept searches told of
// what comes out. The words of the private community must not appear; a member
// who asks the same must meet them.
func TestCanaryOfPrograms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPrograms(t, db.Engine())
		inside := map[string]bool{"member": true, "manager": true, "guest": true}
		tokens := map[string]string{}
		for who := range p.people {
			tokens[who] = p.token(t, who, scopesOf(who)...)
			p.keepsWatch(t, who)
			if who != "guest" && who != "stranger" {
				p.watches(t, who, archive.Path+"?precedence=1", archive.Path+"?q=titre")
			}
		}
		p.publishes(t)
		for who, token := range tokens {
			heard := map[string]bool{}
			for _, path := range p.questions() {
				for at := path; at != ""; {
					r := p.ask(t, token, http.MethodGet, at, "", "")
					if r.status >= 500 {
						t.Errorf("%s: %s answers %d", who, at, r.status)
					}
					// A question that holds the mark may come back, and no more than it does for a word of nowhere.
					echo := 0
					if strings.Contains(path, mark) {
						echo = strings.Count(p.ask(t, token, http.MethodGet, strings.ReplaceAll(at, mark, "nullepart"), "", "").text, "nullepart")
					}
					if strings.Count(r.text, mark) > echo && met(who, r.text) {
						heard[path] = true
					}
					next := r.word("next")
					if at = ""; next != "" {
						at = path + "&cursor=" + url.QueryEscape(next)
					}
				}
			}
			for _, page := range []string{"/", "/searches", "/search", "/notifications", "/notifications?stream=info"} {
				if _, _, body := call(t, p.handler, http.MethodGet, page, p.cookies[who], nil); met(who, body) {
					heard[page] = true
				}
			}
			switch {
			case inside[who] && (len(heard) < 8 || who != "member" && !heard["/notifications?stream=info"]): // the member wrote it
				t.Errorf("%s met the mark at %v only: the questions prove nothing", who, heard)
			case !inside[who] && len(heard) > 0:
				t.Errorf("%s met the mark: %v", who, heard)
			}
		}
	})
}

// met tells whether an answer holds the mark. Administration names every
// community; what is said in them stays theirs.
func met(who, text string) bool {
	if who != "administrator" {
		return strings.Contains(text, mark)
	}
	for _, private := range []string{"Texte ", "Titre ", "Commentaire ", "Réponse ", "Fichier ", "Version "} {
		if strings.Contains(text, private+mark) {
			return true
		}
	}
	return false
}

// publishes has something come out in the private community, and waits until
// all are told.
func (p *programs) publishes(t *testing.T) {
	t.Helper()
	_, err := p.Publications.Publish(t.Context(), p.as(t, "member"), publication.New{New: content.New{
		ID: p.IDs.New(), Kind: publication.Post, Community: p.world.Private, Title: "Titre " + mark + " nouveau", Source: "Texte " + mark + " de ce jour.",
	}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second follows what the jobs of the first did
		p.finds(t, "member", "titre")
	}
}

// keepsWatch has somebody keep searches that the private community would
// answer, and follow them.
func (p *programs) keepsWatch(t *testing.T, who string) {
	t.Helper()
	p.watches(t, who, "/search?q=titre", "/search?q=texte+nouveau", "/search?kind=post", "/search?in="+p.params["private"]["community"], "/search?from=marc.petit")
}

// watches has somebody keep and follow searches, each by its address.
func (p *programs) watches(t *testing.T, who string, addresses ...string) {
	t.Helper()
	actor := p.as(t, who)
	for _, address := range addresses {
		at, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := p.Search.Keep(t.Context(), actor, "Veille "+at.RawQuery[:1], at.Path, at.Query())
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Notifications.Follow(t.Context(), actor, notification.Target{Kind: notification.Search, ID: kept.ID}, notification.All); err != nil {
			t.Fatal(err)
		}
	}
}

// questions are what a program may ask of the search, and of one's own.
func (p *programs) questions() []string {
	private := p.params["private"]["community"]
	out := []string{"/me/searches", "/me/reading?limit=20", "/me/notices?stream=info", "/me/counts", "/follows?limit=20"}
	for _, text := range []string{
		mark, "titre", "texte", "canarri", "titre -lisible", `"titre ` + mark + `"`, "in:discret", "dans:" + private, "from:marc", "tag:" + mark + "-partage",
		"kind:question", "has:file", "avant:2100", "après:2000 texte", "fichier", "version deux",
	} {
		out = append(out, "/search?limit=5&facets=true&text="+url.QueryEscape(text))
	}
	for _, of := range []string{"item", "comment", "file", "person", "community"} {
		out = append(out, "/search?limit=5&facets=true&of="+of+"&text=titre", "/search?limit=5&facets=true&of="+of+"&text="+mark)
	}
	for _, filter := range []string{"in=" + private, "tag=" + mark + "-partage", "kind=post", "from=marc.petit&sort=date", "after=2000&file=true"} {
		out = append(out, "/search?limit=5&facets=true&"+filter)
	}
	for _, typed := range []string{mark, "can", "canri", "titre can", "discret", "marc"} {
		out = append(out, "/names?text="+url.QueryEscape(typed))
	}
	return out
}
