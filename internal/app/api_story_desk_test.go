package app

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
	for _, gesture := range []string{"acknowledge", "unacknowledge", "take", "assign", "drop", "keep", "raise", "lower", "close", "reopen"} {
		s.does("member", "handle-delivery", one(gesture), o{"line": "Voyez."})
	}
	s.does("member", "handle-delivery", one("pass"), o{"unit": p["above"]})
	s.does("member", "handle-delivery", one("take-back"), o{})
}
