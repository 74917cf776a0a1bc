package app

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"strings"
	"time"

	"parvis/internal/jobs"
	"parvis/internal/store"
)

// waiting is what happens to what is not out at once.
func (s *story) waiting() {
	s.exec(s.t, store.Q("UPDATE communities SET validation = TRUE WHERE id = %s", s.world.Open))
	new := func(publish time.Time) string {
		body := o{"kind": "post", "community": s.world.Open.String(), "title": "À valider", "source": "Attend."}
		if !publish.IsZero() {
			body["publish"] = publish.UTC().Format(time.RFC3339)
		}
		return s.does("member", "publish-item", nil, body).word("id")
	}
	first := at{"item": new(time.Time{})}
	s.refused(404, "outsider", "read-item", first, nil)
	s.refused(403, "member", "release-item", first, nil)
	s.does("manager", "return-item", first, o{"reason": "À préciser."})
	s.does("member", "submit-item", first, nil)
	if r := s.does("manager", "release-item", first, nil); r.word("state") != "published" {
		s.t.Error(r.text)
	}
	if r := s.does("member", "read-item", at{"item": new(time.Now().Add(48 * time.Hour))}, nil); r.word("item.state") != "scheduled" {
		s.t.Error(r.text)
	}
	s.exec(s.t, store.Q("UPDATE communities SET validation = FALSE WHERE id = %s", s.world.Open))
}

func (s *story) pollsAndQuestions() {
	open := s.world.Open.String()
	poll := at{"item": s.does("member", "publish-item", nil, o{
		"kind": "poll", "community": open, "title": "Quand ?", "source": "Choisissons.", "poll": o{"options": []string{"Lundi", "Mardi"}},
	}).word("id")}
	first := s.does("guest", "read-poll", poll, nil).word("options.0.id")
	s.does("guest", "vote", poll, o{"options": []string{first}})
	s.refused(422, "guest", "vote", poll, o{"options": []string{s.IDs.New().String()}})
	if r := s.does("guest", "read-item", poll, nil); r.at("poll.options.0.votes") != 1.0 || r.at("poll.voted") != true {
		s.t.Error(r.text)
	}
	s.does("guest", "withdraw-vote", poll, nil)
	s.does("member", "date-poll", poll, o{"closes": time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339)})
	s.refused(403, "guest", "close-poll", poll, nil)
	s.does("member", "close-poll", poll, nil)
	s.refused(403, "guest", "vote", poll, o{"options": []string{first}})

	question := s.params["open"]["question"]
	answer := s.does("guest", "comment", at{"item": question}, o{"source": "Oui.", "answer": true}).word("id")
	s.refused(403, "guest", "accept-answer", at{"item": question, "comment": answer}, nil)
	s.does("member", "accept-answer", at{"item": question, "comment": answer}, nil)
	if r := s.does("outsider", "read-item", at{"item": question}, nil); r.word("question.accepted") != answer {
		s.t.Error(r.text)
	}
	s.does("member", "unaccept-answer", at{"item": question, "comment": answer}, nil)
}

func (s *story) homeAndSearch() {
	if err := s.Activity.CatchUp(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	for _, op := range []string{"read-counts", "list-duties", "list-todo", "list-reading", "list-notices"} {
		s.does("member", op, nil, nil)
		s.does("guest", op, nil, nil)
	}
	target := at{"kind": "community", "target": s.world.Open.String()}
	s.does("outsider", "follow", target, o{"level": "important"})
	s.refused(404, "outsider", "follow", at{"kind": "community", "target": s.world.Private.String()}, o{"level": "all"})
	s.refused(422, "outsider", "follow", at{"kind": "planet", "target": s.world.Open.String()}, o{"level": "all"})
	if r := s.does("outsider", "list-follows", nil, nil); !strings.Contains(r.text, `"name":"Ouverte"`) {
		s.t.Error(r.text)
	}
	s.does("outsider", "unfollow", target, nil)
	s.does("member", "read-notices", nil, o{"stream": "me"})
	if r := s.does("outsider", "search", at{"?": "text=lisible&limit=1"}, nil); r.word("entries.0.id") == "" {
		s.t.Error(r.text)
	}
	if r := s.does("outsider", "search", at{"?": "text=" + mark}, nil); len(r.at("entries").([]any)) != 0 {
		s.t.Error(r.text)
	}
	s.does("guest", "find-names", at{"?": "text=ou"}, nil)
	for _, wrong := range []string{"", "text=", "text=%3F%21", "of=person", "kind=planet", "text=lisible&kind=planet", "text=lisible&after=demain", "of=planet&text=a", "text=" + strings.Repeat("a", 401)} {
		s.refused(422, "guest", "search", at{"?": wrong}, nil)
	}
	// Filters alone are a question.
	r := s.does("outsider", "search", at{"?": "kind=question&before=2100"}, nil)
	for _, hit := range r.at("entries").([]any) {
		if hit.(map[string]any)["kind"] != "question" {
			s.t.Error(r.text)
		}
	}
	if r.word("entries.0.id") == "" {
		s.t.Error(r.text)
	}
}

func (s *story) directory() {
	if r := s.does("member", "list-people", at{"?": "text=manon"}, nil); r.word("entries.0.handle") != "manon.leroy" {
		s.t.Error(r.text)
	}
	s.refused(404, "guest", "list-people", nil, nil)
	s.does("member", "read-person", at{"handle": "manon.leroy"}, nil)
	s.does("guest", "read-person", at{"handle": "gaspard.blanc"}, nil)
	s.refused(404, "guest", "read-person", at{"handle": "manon.leroy"}, nil)
	s.does("member", "describe-me", nil, o{"about": "Les congés."})
	var picture strings.Builder
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		s.t.Fatal(err)
	}
	s.does("member", "set-photo", nil, picture.String())
	s.refused(422, "member", "set-photo", nil, "pas une image")
	s.does("outsider", "read-photo", at{"handle": "marc.petit"}, nil)
	s.does("member", "remove-photo", nil, nil)
	s.does("administrator", "import-units", at{"?": "dry_run=true"}, "code;parent;name;acronym\nA;;Direction A;DA\nB;A;Bureau B;BB\n")
	s.does("administrator", "import-units", nil, "code;parent;name;acronym\nA;;Direction A;DA\nB;A;Bureau B;BB\n")
	s.refused(422, "administrator", "import-units", nil, "code;parent;name;acronym\nA;Z;Direction A;DA\n")
	s.refused(403, "member", "import-units", nil, "code\nA\n")
	s.does("administrator", "import-functions", at{"?": "dry_run=true"}, "email;unit;title;head\nnadia.neuve@exemple.fr;B;Rédactrice;no\n")
	unit := s.does("member", "list-units", at{"?": "text=bureau"}, nil).word("entries.0.id")
	s.does("member", "list-units", at{"?": "open=" + unit}, nil)
	if r := s.does("member", "read-unit", at{"unit": unit}, nil); r.word("unit.code") != "B" || r.word("above.0.code") != "A" {
		s.t.Error(r.text)
	}
	s.refused(404, "guest", "list-units", nil, nil)
	s.does("administrator", "set-functions", at{"handle": "manon.leroy"}, o{"functions": []o{{"unit": unit, "title": "Cheffe", "head": true}}})
	s.refused(403, "member", "set-functions", at{"handle": "manon.leroy"}, o{"functions": []o{}})
}

func (s *story) administration() {
	s.does("member", "read-site", nil, nil)
	s.does("administrator", "edit-site", nil, o{"name": "Le parvis", "light": "#005a4e"})
	s.refused(422, "administrator", "edit-site", nil, o{"name": "Le parvis", "light": "#ffffff"})
	s.refused(403, "member", "edit-site", nil, o{"name": "Le mien"})
	s.does("member", "read-charter", nil, nil)
	s.does("administrator", "list-charters", nil, nil)
	s.does("administrator", "list-accounts", at{"?": "kind=guest"}, nil)
	s.refused(403, "member", "list-accounts", nil, nil)
	outsider := at{"person": s.people["outsider"].String()}
	s.does("administrator", "read-account", outsider, nil)
	for _, op := range []string{"give-admin", "take-admin", "suspend-person", "reactivate-person", "sign-out-person", "make-link"} {
		s.refused(403, "member", op, outsider, nil)
		s.does("administrator", op, outsider, nil)
	}
	if list := s.does("administrator", "list-accounts", at{"?": "clearance=limited"}, nil); list.word("entries.0.clearance") == "public" {
		s.t.Error(list.text)
	}
	s.refused(409, "administrator", "take-admin", at{"person": s.people["administrator"].String()}, nil)
	s.does("administrator", "extend-stay", at{"person": s.people["guest"].String()}, o{"until": time.Now().AddDate(0, 6, 0).UTC().Format(time.RFC3339)})
	var invited string
	for _, e := range s.does("administrator", "list-accounts", at{"?": "state=invited"}, nil).at("entries").([]any) {
		invited = e.(map[string]any)["id"].(string)
	}
	if r := s.tries("administrator", "remind-person", at{"person": invited}, nil); r.status != 503 && r.status != 204 {
		s.t.Error("a reminder without mail:", r.status, r.text)
	}
	s.done["remind-person"] = true
	tags := s.does("administrator", "list-tags", nil, nil)
	tag := at{"tag": tags.word("entries.0.id")}
	s.does("administrator", "rename-tag", tag, o{"name": "Repris"})
	s.does("administrator", "merge-tags", tag, o{"into": tags.word("entries.1.name")})
	s.refused(404, "administrator", "rename-tag", at{"tag": s.IDs.New().String()}, o{"name": "Rien"})
	s.does("administrator", "drop-unused-tags", nil, nil)
	s.does("administrator", "list-all-communities", nil, nil)
	private := at{"community": s.world.Private.String()}
	s.does("administrator", "read-any-community", private, nil)
	s.does("administrator", "appoint-manager", private, o{"person": "marc.petit"})
	s.refused(422, "administrator", "appoint-manager", private, o{"person": "personne"})
	if r := s.does("administrator", "list-acts", nil, nil); r.word("entries.0.verb") == "" {
		s.t.Error(r.text)
	}
	s.does("administrator", "verify-acts", nil, nil)
	s.failedJobs()
	s.does("administrator", "publish-charter", nil, o{"based": 0, "source": "Soyons utiles."})
	if r := s.ask(s.t, s.tokens["member"], "GET", "/me", "", ""); r.status != 403 || !strings.Contains(r.text, "charte") {
		s.t.Error("a token works before the new charter is accepted:", r.text)
	}
}

// hopeless is a job that fails.
type hopeless struct{ Reason string }

func (hopeless) Kind() string { return "test.hopeless" }

func (s *story) failedJobs() {
	jobs.Handle(s.Jobs, func(_ context.Context, job hopeless) error { return errors.New(job.Reason) })
	err := s.DB.Write(s.t.Context(), func(tx *store.Tx) error {
		return errors.Join(s.Jobs.Enqueue(s.t.Context(), tx, hopeless{"no server"}), s.Jobs.Enqueue(s.t.Context(), tx, hopeless{"no address"}))
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.Jobs.Drain(s.t.Context()); err == nil {
		s.t.Fatal("no job failed")
	}
	failed := s.does("administrator", "list-failed-jobs", nil, nil)
	first, second := fmt.Sprint(failed.at("entries.0.id")), fmt.Sprint(failed.at("entries.1.id"))
	if failed.word("entries.0.error") != "no address" {
		s.t.Error(failed.text)
	}
	s.refused(403, "member", "retry-job", at{"job": first}, nil)
	s.does("administrator", "retry-job", at{"job": first}, nil)
	s.refused(404, "administrator", "retry-job", at{"job": first}, nil)
	s.does("administrator", "discard-job", at{"job": second}, nil)
	s.refused(404, "administrator", "discard-job", at{"job": second}, nil)
}

// clears is an administrator's program that says how far somebody reads; it
// overwrites nothing that it did not read.
func (s *story) clears(who, level string) {
	person := at{"person": s.people[who].String()}
	was := s.does("administrator", "read-account", person, nil).word("clearance")
	s.refused(403, "member", "set-clearance", person, o{"was": was, "clearance": level})
	s.refused(422, "administrator", "set-clearance", person, o{"was": was, "clearance": "secret"})
	for range 2 { // the second finds it done
		s.does("administrator", "set-clearance", person, o{"was": was, "clearance": level})
	}
	s.refused(409, "administrator", "set-clearance", person, o{"was": "restricted", "clearance": was})
}
