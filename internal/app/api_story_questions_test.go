package app

// questionsServed: asked, passed on, declined, joined and parted by programs.
func (s *story) questionsServed() {
	publish := func(title string) string {
		return s.does("manager", "publish-item", nil, o{"kind": "question", "community": s.params["open"]["community"], "title": title, "source": "Je cherche."}).word("id")
	}
	first, second := publish("Quel délai pour un remboursement ?"), publish("Délai de remboursement ?")
	member, outsider := s.people["member"].String(), s.people["outsider"].String()
	s.does("manager", "ask-people", at{"item": first}, o{"people": []string{member}})
	s.refused(403, "outsider", "ask-people", at{"item": first}, o{"people": []string{member}})
	s.refused(422, "manager", "ask-people", at{"item": first}, o{"people": []string{s.people["stranger"].String()}})
	if r := s.does("member", "list-my-questions", nil, nil); r.word("entries.0.id") != first {
		s.t.Error(r.text)
	}
	s.does("member", "pass-question", at{"item": first}, o{"person": outsider, "note": "À vous ?"})
	s.refused(403, "manager", "pass-question", at{"item": first}, o{"person": outsider})
	s.does("outsider", "decline-question", at{"item": first}, nil)
	s.does("outsider", "take-question-back", at{"item": first}, nil)
	s.refused(403, "head", "decline-question", at{"item": first}, nil)
	if r := s.does("outsider", "list-waiting-questions", at{"?": "limit=1"}, nil); r.word("next") == "" {
		s.t.Error(r.text)
	}
	s.refused(404, "stranger", "list-waiting-questions", nil, nil)
	s.does("outsider", "list-similar-questions", at{"?": "text=remboursement"}, nil)

	s.refused(403, "outsider", "join-question", at{"item": second}, o{"into": first})
	s.does("manager", "join-question", at{"item": second}, o{"into": first})
	s.refused(422, "manager", "join-question", at{"item": second}, o{"into": first})
	s.does("manager", "part-question", at{"item": second}, nil)

	s.does("outsider", "read-question-settings", nil, nil)
	s.does("manager", "edit-question-settings", nil, o{"people": 3, "remind": 1, "escalate": 4})
	s.refused(403, "member", "edit-question-settings", nil, o{"people": 3, "remind": 1, "escalate": 4})
	s.does("member", "edit-question-preferences", nil, o{"silent": true})
	if r := s.does("member", "read-question-preferences", nil, nil); r.at("silent") != true {
		s.t.Error(r.text)
	}
}
