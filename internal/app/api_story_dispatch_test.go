package app

import (
	"strings"
	"time"
)

// dispatches is a program that writes one, sends it through a visa and has it
// signed by who stands in for its signatory; others may not.
func (s *story) dispatches() {
	p := s.params["open"]
	until := s.Clock.Now().Add(48 * time.Hour).Format(time.RFC3339)
	member, manager, outsider := s.people["member"].String(), s.people["manager"].String(), s.people["outsider"].String()
	s.clears("outsider", "limited")
	written := func(source string) o {
		return o{
			"unit": p["desk"], "title": "Visite", "source": source, "to": []o{{"unit": p["above"], "acts": true}}, "signatory": manager,
			"qualified": o{"type": "TD", "precedence": "urgent", "protection": "limited", "distribution": "named"},
			"visas":     []o{{"person": outsider, "days": 2}},
		}
	}
	s.refused(404, "guest", "draft-dispatch", nil, written("Non."))
	s.refused(422, "outsider", "draft-dispatch", nil, written("Non."))
	r := s.does("member", "draft-dispatch", nil, written("Le programme suit."))
	one := at{"item": r.word("item")}
	if r.word("step") != "drafted" || r.word("holders.0") != member || r.word("visas.0.state") != "coming" {
		s.t.Error(r.text)
	}
	gesture := func(name string) at { return at{"item": one["item"], "gesture": name} }
	s.refused(404, "head", "read-dispatch", one, nil)
	s.refused(403, "manager", "edit-dispatch", one, written("Autre chose."))
	r = s.does("member", "edit-dispatch", one, written("Le programme est arrêté."))
	stale := written("Trop tard.")
	stale["version"] = 1
	s.refused(409, "member", "edit-dispatch", one, stale)
	s.refused(403, "manager", "handle-dispatch", gesture("send"), o{})
	s.does("member", "handle-dispatch", gesture("send"), o{})
	if r = s.does("outsider", "list-my-dispatches", nil, nil); r.word("entries.0.item") != one["item"] || r.word("entries.0.visa") == "" {
		s.t.Error(r.text)
	}
	visa := func(name string) at {
		return at{"item": one["item"], "visa": r.word("entries.0.visa"), "gesture": name}
	}
	s.refused(403, "member", "answer-visa", visa("give"), o{})
	s.refused(422, "outsider", "answer-visa", visa("refuse"), o{})
	moved := at{"item": one["item"], "visa": r.word("entries.0.visa")}
	s.refused(409, "member", "move-visa", moved, o{"person": s.people["head"].String()})
	for _, turn := range [][2]string{{"outsider", "head"}, {"head", "outsider"}} {
		s.clears(turn[0], "public")
		s.clears(turn[1], "limited")
		if r := s.does("member", "read-dispatch", one, nil); !strings.Contains(r.text, `"stuck":true`) {
			s.t.Error(r.text)
		}
		if r := s.does("member", "move-visa", moved, o{"person": s.people[turn[1]].String()}); r.word("holders.0") != s.people[turn[1]].String() {
			s.t.Error(r.text)
		}
	}
	for _, name := range []string{"refuse", "take-back", "give", "take-back", "give"} {
		s.does("outsider", "answer-visa", visa(name), o{"note": "Vu."})
	}
	s.substituting(one, gesture, until)
	for view, who := range map[string]string{"begun": "manager", "sent": "member"} {
		s.does(who, "list-my-dispatches", at{"?": "view=" + view}, nil)
	}
	fix := s.does("member", "handle-dispatch", gesture("correct"), o{"id": s.IDs.New().String()})
	if fix.word("references.0.relation") != "corrects" {
		s.t.Error(fix.text)
	}
	if r := s.does("member", "handle-dispatch", at{"item": fix.word("item"), "gesture": "drop"}, o{}); r.word("step") != "dropped" {
		s.t.Error(r.text)
	}
}

// substituting has somebody sign for the signatory.
func (s *story) substituting(one at, gesture func(string) at, until string) {
	s.refused(422, "manager", "appoint-substitute", nil, o{"substitute": s.people["guest"].String(), "until": until})
	s.refused(404, "guest", "list-substitutes", nil, nil)
	made := s.does("manager", "appoint-substitute", nil, o{"substitute": s.people["outsider"].String(), "until": until})
	which := at{"substitute": made.word("id")}
	s.refused(404, "member", "dismiss-substitute", which, nil)
	s.does("manager", "dismiss-substitute", which, nil)
	s.refused(403, "outsider", "handle-dispatch", gesture("return"), o{"reason": "Non."})
	s.does("manager", "restore-substitute", which, nil)
	if r := s.does("outsider", "list-substitutes", nil, nil); r.word("entries.0.person") != s.people["manager"].String() {
		s.t.Error(r.text)
	}
	s.does("outsider", "handle-dispatch", gesture("return"), o{"reason": "Plus court."})
	s.does("outsider", "handle-dispatch", gesture("take-up"), o{})
	s.does("member", "handle-dispatch", gesture("recall"), o{})
	s.does("member", "handle-dispatch", gesture("send"), o{})
	r := s.does("outsider", "handle-dispatch", gesture("release"), o{})
	if r.word("step") != "released" || r.word("signer") != s.people["outsider"].String() || r.word("for") != s.people["manager"].String() {
		s.t.Error(r.text)
	}
	if r := s.does("manager", "read-dispatch", one, nil); r.word("visas.0.state") != "given" || r.word("source") != "Le programme est arrêté." {
		s.t.Error(r.text)
	}
}
