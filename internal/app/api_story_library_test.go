package app

// shelves is what programs do in a library.
func (s *story) shelves() {
	open := s.world.Open.String()
	here := at{"community": open}
	folder := s.does("member", "make-folder", here, o{"name": "Modèles"}).word("id")
	s.refused(403, "guest", "make-folder", here, o{"name": "Les miens"})
	s.refused(422, "member", "make-folder", here, o{"name": "modeles"})
	s.does("member", "change-folder", at{"community": open, "folder": folder}, o{"name": "Modèles de lettres"})
	s.refused(403, "guest", "change-folder", at{"community": open, "folder": folder}, o{"name": "À moi"})
	if r := s.does("outsider", "list-folders", here, nil); r.word("entries.1.name") != "Modèles de lettres" {
		s.t.Error(r.text)
	}
	item := s.does("member", "add-file", here, "Une lettre type.").word("id")
	s.refused(403, "outsider", "add-file", here, "Une autre.")
	file := at{"item": item}
	s.does("manager", "add-version", file, "Une lettre type, revue.")
	s.refused(403, "guest", "add-version", file, "À ma façon.")
	r := s.does("outsider", "list-versions", file, nil)
	if r.at("entries.0.number") != 2.0 || r.at("entries.0.current") != true || r.word("entries.1.name") != "note.txt" {
		s.t.Error(r.text)
	}
	s.does("member", "return-to-version", at{"item": item, "file": r.word("entries.1.file")}, nil)
	s.refused(403, "outsider", "return-to-version", at{"item": item, "file": r.word("entries.0.file")}, nil)
	s.does("member", "rename-file", file, o{"name": "Lettre type"})
	s.refused(422, "member", "rename-file", file, o{"name": "lettre.exe"})
	s.does("member", "move-in-library", here, o{"files": []string{item}, "into": folder})
	s.refused(403, "guest", "move-in-library", here, o{"files": []string{item}})
	if r := s.does("outsider", "list-library", here, nil); r.status != 200 {
		s.t.Error(r.text)
	}
	s.does("member", "bin-in-library", here, o{"folders": []string{folder}})
	s.does("member", "restore-in-library", here, o{"folders": []string{folder}})
	s.refused(422, "member", "bin-in-library", here, o{})
	if r := s.does("guest", "read-room", here, nil); r.at("own") != false || r.at("quota") != 10e9 {
		s.t.Error(r.text)
	}
	s.refused(403, "manager", "set-quota", here, o{"quota": 1})
	s.does("administrator", "set-quota", here, o{"quota": 5_000_000_000})
}
