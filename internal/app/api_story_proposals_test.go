package app

// proposals is a program that proposes changes to a document which it may not
// write, and one of who writes it that decides.
func (s *story) proposals(doc string) {
	one := at{"item": doc}
	s.does("member", "replace-document", one, o{"source": "Le guichet ouvre à neuf heures."})
	s.refused(404, "stranger", "list-document-proposals", one, nil)
	s.refused(404, "outsider", "propose-document-change", one, o{"quote": "dix heures"})
	s.refused(409, "outsider", "propose-document-change", one, o{"quote": "e"})
	first := s.does("outsider", "propose-document-change", one, o{"quote": "neuf", "replace": "dix"}).word("id")
	second := s.does("outsider", "propose-document-change", one, o{"quote": "Le guichet"}).word("id")
	third := s.does("outsider", "propose-document-change", one, o{"quote": "heures", "replace": "heures précises"}).word("id")
	s.does("outsider", "propose-document-change", one, o{"quote": "ouvre", "replace": "ferme"})
	r := s.does("guest", "list-document-proposals", one, nil)
	if r.word("proposals.0.id") != second || r.word("proposals.0.kind") != "deletion" || r.word("proposals.2.adds") != "dix" || r.word("proposals.2.around") != "Le guichet ouvre à neuf heures." {
		s.t.Errorf("the proposals are %v", r)
	}
	if r := s.does("guest", "read-document", one, nil); r.at("proposed") != 4.0 || r.word("markdown") != "Le guichet ouvre à neuf heures." {
		s.t.Errorf("with proposals the document is %v", r)
	}
	s.refused(403, "outsider", "accept-document-proposal", at{"item": doc, "proposal": first}, nil)
	s.refused(403, "outsider", "accept-document-proposals", one, nil)
	s.refused(404, "member", "withdraw-document-proposal", at{"item": doc, "proposal": third}, nil)
	s.does("member", "accept-document-proposal", at{"item": doc, "proposal": first}, nil)
	s.refused(404, "member", "accept-document-proposal", at{"item": doc, "proposal": first}, nil)
	s.does("member", "refuse-document-proposal", at{"item": doc, "proposal": second}, nil)
	s.does("outsider", "withdraw-document-proposal", at{"item": doc, "proposal": third}, nil)
	if r := s.does("member", "refuse-document-proposals", one, nil); r.at("count") != 1.0 {
		s.t.Errorf("refusing what is left is %v", r)
	}
	s.does("outsider", "propose-document-change", one, o{"quote": "dix", "replace": "onze"})
	s.does("member", "accept-document-proposals", one, nil)
	if r := s.does("guest", "read-document", one, nil); r.at("proposed") != 0.0 || r.word("markdown") != "Le guichet ouvre à onze heures." {
		s.t.Errorf("at the end the document is %v", r)
	}
}
