package app

import (
	"encoding/json"
	"slices"
	"testing"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// story is what programs do one after the other, on the whole program.
type story struct {
	*programs
	t      *testing.T
	tokens map[string]string
}

// does calls an operation that must succeed. Path parameters are given by
// name; those that are not come from the open place of the scene.
func (s *story) does(who, op string, path map[string]string, body any) reply {
	s.t.Helper()
	r := s.tries(who, op, path, body)
	if r.status >= 300 {
		s.t.Fatalf("%s by the %s: %d %s", op, who, r.status, r.text)
	}
	told := func(st api.Status) bool { return st.Code == r.status }
	if !slices.ContainsFunc(s.docs[op].Statuses, told) {
		s.t.Errorf("%s answered %d, which its description does not tell", op, r.status)
	}
	s.done[op] = true
	return r
}

// refused calls an operation that must be refused with a status.
func (s *story) refused(status int, who, op string, path map[string]string, body any) {
	s.t.Helper()
	before := s.facts(s.t)
	if r := s.tries(who, op, path, body); r.status != status {
		s.t.Errorf("%s by the %s: %d %s; want %d", op, who, r.status, r.text, status)
	}
	if after := s.facts(s.t); after != before {
		s.t.Errorf("%s by the %s was refused and changed something: %s, then %s", op, who, before, after)
	}
}

func (s *story) tries(who, op string, path map[string]string, body any) reply {
	s.t.Helper()
	d, ok := s.docs[op]
	if !ok {
		s.t.Fatalf("there is no operation %s", op)
	}
	query := path["?"]
	media, text := "", ""
	switch body := body.(type) {
	case nil:
	case string: // the content of a file
		media, text = upload(s.t, "note.txt", body)
	default:
		raw, err := json.Marshal(body)
		if err != nil {
			s.t.Fatal(err)
		}
		media, text = "application/json", string(raw)
	}
	address := s.path(d, "open", path)
	if query != "" {
		address += "?" + query
	}
	return s.ask(s.t, s.tokens[who], d.Method, address, media, text)
}

type o = map[string]any
type at = map[string]string

// TestAPIStory does everything that programs may do, once at least.
func TestAPIStory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := &story{programs: newPrograms(t, db.Engine()), t: t, tokens: map[string]string{}}
		for who := range s.people {
			s.tokens[who] = s.token(t, who, scopesOf(who)...)
		}
		s.account()
		s.communities()
		s.publications()
		s.pollsAndQuestions()
		s.questionsServed()
		s.knowledge()
		s.documents()
		s.shelves()
		s.pieces()
		s.homeAndSearch()
		s.keptSearches()
		s.synonyms()
		s.quarantine()
		s.desk()
		s.dispatches()
		s.archive()
		s.directory()
		s.administration()
		for _, op := range s.API.Operations() {
			if !s.done[op.ID] {
				t.Errorf("nobody did %s", op.ID)
			}
		}
	})
}

func (s *story) account() {
	me := s.does("member", "read-me", nil, nil)
	if me.word("handle") != "marc.petit" || len(me.at("scopes").([]any)) != 2 {
		s.t.Error(me.text)
	}
	s.does("member", "edit-me", nil, o{"name": "Marc Petit-Jean", "theme": "dark"})
	s.refused(422, "member", "edit-me", nil, o{"theme": "neon"})
	if r := s.does("member", "read-me", nil, nil); r.word("name") != "Marc Petit-Jean" || r.word("theme") != "dark" || r.word("locale") != "fr" {
		s.t.Error(r.text)
	}
	sessions := s.does("member", "list-sessions", nil, nil)
	s.does("member", "close-session", at{"session": sessions.word("entries.0.id")}, nil)
	other := s.does("manager", "list-sessions", nil, nil)
	s.refused(404, "member", "close-session", at{"session": other.word("entries.0.id")}, nil)

	spare := s.token(s.t, "member", access.Read)
	tokens := s.does("member", "list-tokens", nil, nil)
	s.does("member", "revoke-token", at{"token": tokens.word("entries.0.id")}, nil)
	if r := s.ask(s.t, spare, "GET", "/me", "", ""); r.status != 401 {
		s.t.Errorf("a revoked token opens: %d", r.status)
	}
	s.refused(404, "guest", "revoke-token", nil, nil)
	r := s.does("administrator", "invite-to-site", nil, o{"name": "Nadia Neuve", "email": "nadia.neuve@exemple.fr"})
	if r.word("link") == "" {
		s.t.Error("an administrator of a site without mail gets the link", r.text)
	}
	s.refused(404, "guest", "invite-to-site", nil, o{"name": "Ami", "email": "ami@exemple.fr"})
	s.refused(422, "administrator", "invite-to-site", nil, o{"name": "Ami", "email": "pas une adresse"})
}

func (s *story) communities() {
	private := s.world.Private.String()
	opened := s.does("outsider", "open-community", nil, o{"name": "Accueil du public", "purpose": "Mieux accueillir.", "template": "interest"}).word("id")
	s.refused(404, "guest", "open-community", nil, o{"name": "Mien", "purpose": "Rien."})
	twice := o{"id": s.IDs.New().String(), "name": "Deux fois", "purpose": "Une seule."}
	s.does("outsider", "open-community", nil, twice)
	s.refused(409, "outsider", "open-community", nil, twice)
	here := at{"community": opened}

	if r := s.does("outsider", "list-communities", at{"?": "text=accueil"}, nil); r.word("entries.0.id") != opened {
		s.t.Error(r.text)
	}
	if r := s.does("outsider", "read-community", here, nil); r.word("role") != "manager" || r.word("purpose") != "Mieux accueillir." {
		s.t.Error(r.text)
	}
	s.refused(404, "outsider", "read-community", at{"community": private}, nil)
	s.does("outsider", "edit-community", here, o{"name": "Accueil", "purpose": "Mieux accueillir.", "charter": "Soyons polis.", "tags": []string{"accueil"}})
	s.refused(403, "member", "edit-community", here, o{"name": "Pris", "purpose": "Pris."})
	s.does("member", "join-community", here, nil)
	s.does("member", "read-welcome", here, nil)
	s.does("member", "dismiss-welcome", here, nil)
	s.refused(404, "guest", "join-community", here, nil)
	member := at{"community": opened, "person": s.people["member"].String()}
	if r := s.does("member", "list-members", here, nil); len(r.at("entries").([]any)) != 2 || r.word("entries.0.role") != "manager" {
		s.t.Error(r.text)
	}
	s.refused(404, "guest", "list-members", here, nil)
	s.does("member", "list-managers", here, nil)
	s.does("outsider", "set-role", member, o{"role": "manager"})
	s.does("outsider", "set-role", member, o{"role": "member"})
	s.refused(403, "member", "set-role", member, o{"role": "manager"})

	s.does("outsider", "set-openness", here, o{"openness": "on_request"})
	s.refused(403, "member", "set-openness", here, o{"openness": "open"})
	s.does("administrator", "ask-to-join", here, o{"message": "Bonjour."})
	s.does("administrator", "withdraw-request", here, nil)
	s.does("administrator", "ask-to-join", here, o{})
	s.does("head", "ask-to-join", here, o{})
	if r := s.does("outsider", "list-requests", here, nil); len(r.at("entries").([]any)) != 2 {
		s.t.Error(r.text)
	}
	s.refused(403, "member", "list-requests", here, nil)
	s.does("outsider", "accept-request", at{"community": opened, "person": s.people["head"].String()}, nil)
	s.does("outsider", "refuse-request", at{"community": opened, "person": s.people["administrator"].String()}, o{"reason": "Complet."})
	if r := s.does("outsider", "invite-people", here, o{"people": []string{s.people["manager"].String()}}); r.at("sent") != 1.0 {
		s.t.Error(r.text)
	}
	s.does("manager", "accept-invitation", here, nil)
	s.does("manager", "leave-community", here, nil)
	s.does("outsider", "invite-people", here, o{"people": []string{s.people["manager"].String()}, "message": "Revenez."})
	s.does("manager", "decline-invitation", here, nil)
	s.does("outsider", "exclude-member", member, o{"reason": "Hors sujet."})
	s.refused(403, "member", "ask-to-join", here, o{})
	s.does("outsider", "archive-community", here, nil)
	s.refused(403, "outsider", "edit-community", here, o{"name": "Accueil", "purpose": "Fermé."})
	s.does("outsider", "reopen-community", here, nil)
}

func (s *story) publications() {
	open, request := s.world.Open.String(), s.world.OnRequest.String()
	wrong := s.does("member", "upload-file", nil, "Le mauvais.")
	s.refused(404, "manager", "discard-file", at{"file": wrong.word("id")}, nil)
	s.does("member", "discard-file", at{"file": wrong.word("id")}, nil)
	s.refused(404, "member", "download-file", at{"file": wrong.word("id")}, nil)
	file := s.does("member", "upload-file", nil, "Le contenu.")
	if file.word("name") != "note.txt" || file.word("media") != "text/plain" {
		s.t.Error(file.text)
	}
	s.refused(404, "manager", "download-file", at{"file": file.word("id")}, nil)
	new := o{
		"id": s.IDs.New().String(), "kind": "post", "community": request, "title": "Un guide", "source": "Le *texte*.", "tags": []string{"guides"},
		"files": []string{file.word("id")},
	}
	item := s.does("member", "publish-item", nil, new).word("id")
	if again := s.does("member", "publish-item", nil, new).word("id"); again != item {
		s.t.Errorf("sent twice: %s, then %s", item, again)
	}
	if r := s.does("manager", "download-file", at{"file": file.word("id")}, nil); r.text != "Le contenu." {
		s.t.Error(r.text)
	}
	s.reading(file.word("id"))
	s.refused(404, "outsider", "publish-item", nil, o{"kind": "post", "community": s.world.Private.String(), "title": "a", "source": "b"})
	s.refused(403, "member", "publish-item", nil, o{"kind": "announcement", "community": open, "title": "a", "source": "b"})
	s.refused(422, "member", "publish-item", nil, o{"kind": "post", "community": open, "title": "a\tb\nc", "source": "b", "tags": []string{"1", "2", "3", "4", "5", "6"}})
	s.refused(422, "member", "publish-item", nil, o{"kind": "poll", "community": open, "title": "a", "source": "b"})
	here := at{"item": item}

	r := s.does("manager", "read-item", here, nil)
	if r.word("source") != "Le *texte*." || r.word("item.author.handle") != "marc.petit" || r.word("files.0.name") != "note.txt" || r.word("item.tags.0.slug") != "guides" {
		s.t.Error(r.text)
	}
	s.refused(404, "outsider", "read-item", here, nil)
	s.does("member", "edit-item", here, o{"revision": 1, "title": "Un guide", "source": "Le texte repris.", "tags": []string{"guides"}})
	s.refused(409, "member", "edit-item", here, o{"revision": 1, "title": "Un guide", "source": "Trop tard."})
	s.refused(403, "guest", "edit-item", here, o{"revision": 2, "title": "Un guide", "source": "Pas le mien."})
	if r := s.does("guest", "read-history", here, nil); r.word("entries.0.source") != "Le *texte*." || r.at("entries.1.current") != true {
		s.t.Error(r.text)
	}
	s.refused(403, "guest", "revert-item", here, o{"number": 1})
	if r := s.does("member", "revert-item", here, o{"number": 1}); r.at("revision") != 3.0 {
		s.t.Error(r.text)
	}
	s.does("member", "read-readers", here, nil)
	s.does("member", "foresee-readers", at{"community": request, "?": "audience=members"}, nil)
	s.does("manager", "visit-item", here, nil)

	said := s.does("guest", "comment", here, o{"form": s.IDs.New().String(), "source": "Merci."}).word("id")
	s.does("manager", "comment", here, o{"source": "Avec plaisir.", "parent": said})
	s.refused(404, "outsider", "comment", here, o{"source": "Ici ?"})
	if r := s.does("member", "list-comments", here, nil); r.word("entries.0.source") != "Merci." || r.word("entries.1.parent") != said {
		s.t.Error(r.text)
	}
	comment := at{"comment": said}
	s.does("member", "read-comment", comment, nil)
	s.does("guest", "edit-comment", comment, o{"revision": 1, "source": "Merci beaucoup."})
	s.refused(403, "member", "edit-comment", comment, o{"revision": 2, "source": "Non."})
	s.does("member", "read-comment-history", comment, nil)
	s.does("member", "react-comment", at{"comment": said, "reaction": "useful"}, nil)
	s.does("member", "unreact-comment", at{"comment": said, "reaction": "useful"}, nil)
	s.refused(403, "guest", "react-comment", at{"comment": said, "reaction": "useful"}, nil)
	s.does("manager", "bin-comment", comment, nil)
	s.does("manager", "restore-comment", comment, nil)

	thanks := at{"item": item, "reaction": "thanks"}
	if r := s.does("guest", "react", thanks, nil); r.at("thanks") != 1.0 || r.at("mine.thanks") != true {
		s.t.Error(r.text)
	}
	s.does("guest", "unreact", thanks, nil)
	s.refused(403, "member", "react", thanks, nil)
	for _, op := range []string{"pin-item", "unpin-item", "close-item", "reopen-item", "archive-item", "unarchive-item"} {
		s.refused(403, "guest", op, here, nil)
		s.does("manager", op, here, nil)
	}
	for _, op := range []string{"list-items", "list-community-items", "list-pinned", "list-releases", "list-my-waiting"} {
		s.does("member", op, at{"community": request}, nil)
	}
	s.refused(404, "outsider", "list-community-items", at{"community": s.world.Private.String()}, nil)
	if r := s.does("guest", "list-items", at{"?": "author=" + s.people["member"].String() + "&kind=post"}, nil); r.word("entries.0.id") != item {
		s.t.Error(r.text)
	}
	s.does("member", "suggest-tags", at{"?": "text=gui"}, nil)
	if r := s.does("member", "list-tag-items", at{"tag": "guides"}, nil); r.word("entries.0.id") != item {
		s.t.Error(r.text)
	}

	s.does("member", "relay-item", at{"item": s.params["open"]["item"], "community": request}, o{"note": "À lire."})
	s.refused(403, "member", "relay-item", at{"item": item, "community": open}, o{})
	s.does("member", "unrelay-item", at{"item": s.params["open"]["item"], "community": request}, nil)
	moving := s.does("manager", "publish-item", nil, o{"kind": "post", "community": open, "title": "À déplacer", "source": "Ailleurs."}).word("id")
	s.does("manager", "move-item", at{"item": moving}, o{"community": request})
	s.refused(403, "member", "move-item", at{"item": moving}, o{"community": open})
	s.does("member", "bin-item", here, o{"reason": "Doublon"})
	s.refused(404, "guest", "read-item", here, nil)
	s.does("manager", "list-bin", at{"community": request}, nil)
	s.refused(403, "member", "list-bin", at{"community": request}, nil)
	s.does("member", "restore-item", here, nil)

	s.does("member", "keep-draft", at{"place": "new-1"}, o{"fields": at{"title": "Un essai"}})
	s.refused(422, "member", "keep-draft", at{"place": "n'importe où"}, o{"fields": at{"title": "Un essai"}})
	if r := s.does("member", "read-draft", at{"place": "new-1"}, nil); r.word("fields.title") != "Un essai" {
		s.t.Error(r.text)
	}
	s.refused(404, "manager", "read-draft", at{"place": "new-1"}, nil)
	s.does("member", "list-drafts", nil, nil)
	s.does("member", "drop-draft", at{"place": "new-1"}, nil)
	s.waiting()
}
