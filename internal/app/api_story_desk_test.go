package app

import "strings"

// desk is a program that sorts the desk of a unit, and others that may not.
func (s *story) desk() {
	p := s.params["private"]
	if r := s.does("member", "list-my-desks", nil, nil); r.word("entries.0.unit") == "" {
		s.t.Error(r.text)
	}
	here := at{"unit": p["desk"]}
	if r := s.does("member", "measure-desk", here, nil); r.word("unit") != p["desk"] {
		s.t.Error(r.text)
	}
	s.refused(404, "outsider", "measure-desk", here, nil)
	if r := s.does("administrator", "measure-desks", nil, nil); r.word("desks.0.unit") == "" {
		s.t.Error(r.text)
	}
	s.refused(404, "outsider", "list-deliveries", here, nil)
	if r := s.does("member", "list-deliveries", here, nil); r.word("entries.0.item") != p["dispatch"] || r.word("entries.0.state") != "waiting" {
		s.t.Error(r.text)
	}
	one := func(gesture string) at { return at{"unit": p["desk"], "item": p["dispatch"], "gesture": gesture} }
	s.refused(404, "outsider", "handle-delivery", one("take"), o{})
	s.refused(422, "member", "handle-delivery", one("shred"), o{})
	s.refused(422, "member", "handle-delivery", one("raise"), o{})
	for _, gesture := range []string{"acknowledge", "unacknowledge", "take", "assign", "due", "drop", "keep", "raise", "lower", "close", "reopen"} {
		s.does("member", "handle-delivery", one(gesture), o{"line": "Voyez."})
	}
	s.does("member", "handle-delivery", one("pass"), o{"unit": p["above"]})
	s.does("member", "handle-delivery", one("take-back"), o{})
	s.notes(at{"unit": p["desk"], "item": p["dispatch"]})
	s.layout(p["desk"], p["above"])
	s.types()
	s.lists(p["desk"], p["above"])
}

// notes are what a unit says to itself, and what others are asked.
func (s *story) notes(one at) {
	note := func(r reply) at { return at{"unit": one["unit"], "item": one["item"], "note": r.word("id")} }
	s.refused(404, "outsider", "list-delivery-notes", one, nil)
	s.refused(404, "outsider", "write-delivery-note", one, o{"source": "Non."})
	s.refused(422, "member", "write-delivery-note", one, o{"source": " "})
	mine := s.does("member", "write-delivery-note", one, o{"source": "À voir avec le cabinet."})
	if r := s.does("manager", "list-delivery-notes", one, nil); !strings.Contains(r.text, mine.word("id")) || !strings.Contains(r.text, "À voir avec") {
		s.t.Error(r.text)
	}
	s.refused(403, "manager", "take-back-delivery-note", note(mine), nil)
	s.does("member", "take-back-delivery-note", note(mine), nil)
	s.refused(404, "member", "take-back-delivery-note", note(mine), nil)
	s.refused(422, "member", "write-delivery-note", one, o{"source": "Qu’en dites-vous ?", "asked": s.people["outsider"].String()})
	asked := s.does("member", "write-delivery-note", one, o{"source": "Qu’en dites-vous ?", "asked": s.people["manager"].String()})
	if r := s.does("manager", "list-asked-contributions", nil, nil); !strings.Contains(r.text, asked.word("id")) {
		s.t.Error(r.text)
	}
	give := at{"note": asked.word("id")}
	s.refused(404, "outsider", "give-contribution", give, o{"source": "Rien."})
	s.refused(404, "member", "give-contribution", give, o{"source": "Rien."})
	s.does("manager", "give-contribution", give, o{"source": "Que du bien."})
	s.refused(409, "manager", "give-contribution", give, o{"source": "Encore."})
	s.refused(409, "member", "take-back-delivery-note", note(asked), nil)
	if r := s.does("member", "list-delivery-notes", one, nil); !strings.Contains(r.text, "Que du bien.") || !strings.Contains(r.text, `"answered"`) {
		s.t.Error(r.text)
	}
}

// layout is who raises to whom: everybody may know, administrators say.
func (s *story) layout(desk, above string) {
	if r := s.does("outsider", "read-desk-layout", nil, nil); r.word("levels.0.name_en") != "Desk" || !strings.Contains(r.text, desk) {
		s.t.Error(r.text)
	}
	s.refused(404, "guest", "read-desk-layout", nil, nil)
	level := o{"name_fr": "Sommet", "name_en": "Top", "keeps": 5}
	s.refused(403, "manager", "set-desk-level", at{"level": "3"}, level)
	s.refused(422, "administrator", "set-desk-level", at{"level": "12"}, level)
	s.does("administrator", "set-desk-level", at{"level": "3"}, level)
	s.refused(409, "administrator", "remove-desk-level", at{"level": "1"}, nil)
	s.refused(403, "manager", "set-desk", at{"unit": above}, o{"level": 3})
	s.refused(422, "administrator", "set-desk", at{"unit": above}, o{"level": 1})
	s.does("administrator", "set-desk", at{"unit": above}, o{"level": 3})
	if r := s.does("member", "read-desk-layout", nil, nil); r.word("desks.0.unit") != above {
		s.t.Error(r.text)
	}
	s.does("administrator", "set-desk", at{"unit": above}, o{"level": 2})
	s.does("administrator", "remove-desk-level", at{"level": "3"}, nil)
	s.refused(409, "administrator", "remove-desk", at{"unit": above}, nil)
	s.does("administrator", "set-desk", at{"unit": s.params["private"]["desk"]}, o{"level": 1})
	s.does("administrator", "remove-desk", at{"unit": s.params["private"]["above"]}, nil)
	s.refused(404, "administrator", "remove-desk", at{"unit": s.params["private"]["above"]}, nil)
	s.does("administrator", "set-desk", at{"unit": s.params["private"]["above"]}, o{"level": 2})
	s.does("administrator", "set-desk", at{"unit": s.params["private"]["desk"]}, o{"level": 1, "above": s.params["private"]["above"]})
}

// types are what a dispatch may be about.
func (s *story) types() {
	note := o{"name_fr": "Note verbale", "name_en": "Verbal note", "place": 4}
	s.refused(403, "manager", "set-dispatch-type", at{"code": "NV"}, note)
	s.refused(422, "administrator", "set-dispatch-type", at{"code": "n-v"}, note)
	s.does("administrator", "set-dispatch-type", at{"code": "NV"}, note)
	if r := s.does("member", "list-dispatch-types", nil, nil); !strings.Contains(r.text, "Verbal note") {
		s.t.Error(r.text)
	}
	s.does("administrator", "retire-dispatch-type", at{"code": "NV"}, nil)
	s.refused(404, "administrator", "retire-dispatch-type", at{"code": "XX"}, nil)
	s.does("administrator", "restore-dispatch-type", at{"code": "NV"}, nil)
	s.refused(404, "guest", "list-dispatch-types", nil, nil)
}

// lists are to whom one writes often: those of a unit are its own.
func (s *story) lists(desk, above string) {
	mine := o{"name": "Le cabinet", "unit": desk, "units": []string{above}}
	s.refused(404, "outsider", "add-dispatch-list", nil, mine)
	s.refused(403, "member", "add-dispatch-list", nil, o{"name": "Tous", "under": above})
	s.refused(422, "member", "add-dispatch-list", nil, o{"name": "Personne", "unit": desk})
	s.refused(422, "member", "add-dispatch-list", nil, o{"name": "Ailleurs", "unit": desk, "units": []string{"Nulle part"}})
	one := at{"list": s.does("member", "add-dispatch-list", nil, mine).word("id")}
	s.does("member", "change-dispatch-list", one, o{"name": "Le cabinet et nous", "unit": desk, "units": []string{above, desk}})
	if r := s.does("member", "read-dispatch-list", one, nil); r.word("name") != "Le cabinet et nous" || r.word("units.1.id") == "" || r.at("size") != 2.0 {
		s.t.Error(r.text)
	}
	for _, op := range []string{"read-dispatch-list", "remove-dispatch-list", "restore-dispatch-list"} {
		s.refused(404, "outsider", op, one, nil)
	}
	s.refused(404, "outsider", "change-dispatch-list", one, o{"name": "À moi", "under": above, "unit": desk})
	s.does("member", "remove-dispatch-list", one, nil)
	if r := s.does("member", "list-dispatch-lists", nil, nil); strings.Contains(r.text, one["list"]) || r.word("entries.0.name") == "" {
		s.t.Error(r.text)
	}
	s.does("member", "restore-dispatch-list", one, nil)
	all := at{"list": s.does("administrator", "add-dispatch-list", nil, o{"name": "Tous", "under": above}).word("id")}
	if r := s.does("outsider", "read-dispatch-list", all, nil); r.word("under") != above {
		s.t.Error(r.text)
	}
	s.refused(403, "member", "remove-dispatch-list", all, nil)
}
