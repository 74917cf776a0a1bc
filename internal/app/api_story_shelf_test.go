package app

// shelved is what a program does around a document: it offers it to begin
// others with, and puts pages under it.
func (s *story) shelved(doc string) {
	one, here := at{"item": doc}, at{"community": s.world.Open.String()}
	s.refused(403, "member", "offer-document-template", one, o{"name": "Réunion"})
	s.refused(403, "manager", "offer-document-template", one, o{"name": "Réunion", "site": true})
	if r := s.does("manager", "offer-document-template", one, o{"name": "Réunion", "help": "Chaque lundi"}); r.word("name") != "Réunion" {
		s.t.Error(r.text)
	}
	if r := s.does("outsider", "list-document-templates", here, nil); r.word("entries.0.item") != doc || r.word("entries.0.help") != "Chaque lundi" {
		s.t.Error(r.text)
	}
	like := s.does("member", "begin-document", here, o{"title": "Lundi prochain", "template": doc}).word("id")
	was, now := s.does("member", "read-document", one, nil), s.does("member", "read-document", at{"item": like}, nil)
	if was.word("markdown") == "" || now.word("markdown") != was.word("markdown") {
		s.t.Errorf("it begins with %q", now.word("markdown"))
	}
	s.does("manager", "withdraw-document-template", one, nil)
	s.refused(404, "member", "begin-document", here, o{"title": "Lundi prochain", "template": doc})

	under := s.does("member", "begin-document", here, o{"title": "Annexe", "under": doc}).word("id")
	s.refused(403, "outsider", "begin-document", here, o{"title": "Annexe", "under": doc})
	if r := s.does("outsider", "list-document-pages", at{"item": under}, nil); r.word("entries.1.item") != under || r.word("entries.1.under") != doc {
		s.t.Error(r.text)
	}
	s.refused(422, "member", "place-document", one, o{"under": under})
	s.refused(403, "outsider", "place-document", at{"item": under}, o{})
	s.does("member", "place-document", at{"item": under}, o{})
	if r := s.does("member", "list-document-pages", one, nil); r.word("entries.0.item") != doc || r.at("entries.1") != nil {
		s.t.Error(r.text)
	}
	s.does("member", "place-document", at{"item": like}, o{"under": doc, "at": 1})

	s.does("member", "append-to-document", at{"item": under}, o{"source": "Voir [le compte rendu](/d/" + doc + ")."})
	if err := s.Documents.Settle(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	if r := s.does("outsider", "list-citing-documents", one, nil); r.word("entries.0.item") != under {
		s.t.Error(r.text)
	}
	if r := s.does("outsider", "list-documents", here, nil); r.word("entries.0.item") != under || r.word("entries.0.writer") == "" {
		s.t.Error(r.text)
	}
}
