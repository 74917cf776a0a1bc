package app

import (
	"crypto/sha256"
	"encoding/hex"
)

// signing is a program that has a document reviewed, and others that answer: it
// is refused, handed on, withdrawn, taken up, approved and begun anew; what was
// approved is checked by its hash.
func (s *story) signing() {
	doc := s.does("member", "begin-document", at{"community": s.world.Open.String()}, o{"title": "Circulaire", "source": "Le délai est de deux mois."}).word("id")
	one := at{"item": doc}
	if r := s.does("outsider", "read-signoff", one, nil); r.word("standing") != "draft" {
		s.t.Error(r.text)
	}
	steps := func(names ...string) o {
		var list []o
		for _, n := range names {
			list = append(list, o{"person": n})
		}
		return o{"steps": append(list, o{"managers": true}), "in_turn": true, "days": 3, "expects": "Vérifier les délais."}
	}
	s.refused(422, "member", "ask-signoff", one, steps("personne.du.tout"))
	s.refused(403, "outsider", "ask-signoff", one, steps("olga.roux"))
	r := s.does("member", "ask-signoff", one, steps("olga.roux"))
	first := func(r reply) at { return at{"item": doc, "visa": r.word("round.visas.0.id")} }
	if r.word("standing") != "review" || r.word("round.visas.0.state") != "waiting" || r.word("round.visas.1.state") != "coming" {
		s.t.Error(r.text)
	}
	s.refused(409, "member", "ask-signoff", one, steps("olga.roux"))
	s.refused(403, "member", "approve-document", first(r), o{})
	s.does("outsider", "approve-document", first(r), o{"number": 1, "note": "Vu."})
	s.does("outsider", "take-visa-back", first(r), nil)
	if r := s.does("outsider", "refuse-document", first(r), o{"reason": "Trois mois."}); r.word("standing") != "draft" || r.word("round.reason") != "Trois mois." {
		s.t.Error(r.text)
	}
	s.does("member", "replace-document", one, o{"source": "Le délai est de trois mois."})
	r = s.does("member", "ask-signoff", one, steps("olga.roux"))
	s.refused(403, "guest", "withdraw-signoff", one, nil)
	s.does("member", "withdraw-signoff", one, nil)
	s.does("member", "resume-signoff", one, nil)
	s.does("member", "extend-signoff", one, o{"days": 10})
	s.does("outsider", "approve-document", first(r), o{})
	s.does("member", "replace-document", one, o{"source": "Le délai est de trois mois, au plus."})
	second := at{"item": doc, "visa": r.word("round.visas.1.id")}
	r = s.does("manager", "approve-document", second, o{})
	if r.word("standing") != "review" || r.at("round.visas.0.stale") != true {
		s.t.Error(r.text)
	}
	s.does("member", "override-signoff", one, o{"reason": "Une précision seulement."})
	s.refused(409, "member", "append-to-document", one, o{"source": "De plus."})
	s.refused(409, "member", "restore-document", one, o{"number": 1})

	if r := s.does("outsider", "list-approved-versions", one, nil); r.at("entries.0.version") != 1.0 || r.word("entries.0.reason") != "Une précision seulement." {
		s.t.Error(r.text)
	}
	approved := s.does("outsider", "read-approved-version", at{"item": doc, "number": "1"}, nil)
	sum := sha256.Sum256([]byte(approved.word("text")))
	if approved.word("hash") != hex.EncodeToString(sum[:]) || approved.word("signed.1.name") == "" {
		s.t.Error(approved.text)
	}
	s.refused(404, "outsider", "read-approved-version", at{"item": doc, "number": "2"}, nil)
	s.refused(403, "outsider", "begin-new-version", one, nil)
	s.does("member", "begin-new-version", one, nil)
	s.does("member", "keep-approved-version", one, nil)
	if r := s.does("member", "begin-new-version", one, nil); r.word("standing") != "draft" || r.at("version") != 1.0 {
		s.t.Error(r.text)
	}
	r = s.does("member", "ask-signoff", one, steps("olga.roux"))
	s.does("outsider", "pass-visa", first(r), o{"to": "henri.chef", "note": "Il sait mieux."})
}
