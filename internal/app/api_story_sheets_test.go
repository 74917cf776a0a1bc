package app

// knowledge is the life of a sheet, from a thread to its place in the tree.
func (s *story) knowledge() {
	open := s.world.Open.String()
	here := at{"community": open}
	asked := s.params["open"]["question"]

	s.refused(403, "member", "add-section", here, o{"name": "Procédures"})
	section := s.does("manager", "add-section", here, o{"name": "Procédures"}).word("id")
	below := s.does("manager", "add-section", here, o{"name": "Titres", "parent": section}).word("id")
	s.refused(422, "manager", "add-section", here, o{"name": "Titres", "parent": asked})

	twice := o{
		"id": s.IDs.New().String(), "title": "Qui signe", "source": "Le directeur.", "tags": []string{"signature"}, "section": below,
		"origin": asked, "sources": []o{{"item": asked}, {"title": "Le code", "link": "https://exemple.fr/code"}},
	}
	s.refused(403, "outsider", "write-sheet", here, twice)
	sheet := s.does("member", "write-sheet", here, twice).word("id")
	if again := s.does("member", "write-sheet", here, twice).word("id"); again != sheet {
		s.t.Errorf("sent twice it is %s, then %s", sheet, again)
	}
	s.refused(422, "member", "write-sheet", here, o{"title": "Sans adresse", "source": "Texte.", "sources": []o{{"link": "javascript:alert(1)"}}})
	s.refused(403, "manager", "write-sheet", here, o{"title": "Privé", "source": "Texte.", "origin": s.params["private"]["question"]})
	one := at{"item": sheet}
	r := s.does("guest", "read-sheet", one, nil)
	if r.word("status") != "draft" || r.word("owner.handle") != "marc.petit" || r.word("path.1.id") != below || r.word("origin.id") != asked ||
		r.word("sources.0.item") != asked || len(r.at("contributors").([]any)) < 2 {
		s.t.Error(r.text)
	}

	s.refused(403, "guest", "verify-sheet", one, o{})
	s.does("member", "verify-sheet", one, o{"months": 6})
	if r := s.does("guest", "read-sheet", one, nil); r.word("status") != "verified" || r.at("months") != 6.0 || r.word("verifier.handle") != "marc.petit" {
		s.t.Error(r.text)
	}
	s.does("outsider", "report-sheet", one, o{"kind": "outdated", "note": "Le directeur adjoint aussi."})
	s.refused(422, "outsider", "report-sheet", one, o{"kind": "lacking"})
	s.refused(404, "stranger", "report-sheet", one, o{"kind": "outdated"})
	reports := s.does("member", "list-sheet-reports", one, nil)
	if reports.word("entries.0.note") != "Le directeur adjoint aussi." {
		s.t.Error(reports.text)
	}
	report := at{"item": sheet, "report": reports.word("entries.0.id")}
	s.refused(422, "member", "answer-report", report, o{"outcome": "dismissed"})
	s.refused(403, "outsider", "answer-report", report, o{"outcome": "fixed"})
	s.does("member", "answer-report", report, o{"outcome": "dismissed", "reply": "Par délégation seulement."})

	s.refused(403, "outsider", "describe-sheet", one, o{"sources": []o{}})
	s.does("member", "describe-sheet", one, o{"section": section, "sources": []o{{"link": "/i/" + asked}}})
	s.refused(422, "member", "hand-over-sheet", one, o{"person": s.people["outsider"].String()})
	s.does("member", "hand-over-sheet", one, o{"person": s.people["manager"].String()})
	s.refused(403, "guest", "move-sheet", one, o{"step": "up"})
	s.does("manager", "move-sheet", one, o{"to": section, "at": 1})
	s.does("manager", "move-section", at{"community": open, "section": below}, o{"step": "up"})
	s.refused(422, "manager", "move-section", at{"community": open, "section": section}, o{"to": below})
	s.does("manager", "rename-section", at{"community": open, "section": below}, o{"name": "Titres et cartes"})
	s.does("manager", "remove-section", at{"community": open, "section": section}, nil)
	s.does("manager", "restore-section", at{"community": open, "section": section}, nil)
	s.does("manager", "set-review-delay", here, o{"months": 18})
	s.refused(403, "member", "set-review-delay", here, o{"months": 18})
	tree := s.does("outsider", "list-sheets", at{"community": open, "?": "status=verified"}, nil)
	if tree.word("sections.0.id") != section || tree.word("sheets.0.id") != sheet || tree.word("sheets.0.owner.handle") != "manon.leroy" {
		s.t.Error(tree.text)
	}
	s.refused(404, "outsider", "list-sheets", at{"community": s.world.Private.String()}, nil)
}
