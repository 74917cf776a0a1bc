package app

import (
	"context"
	"strings"
	"sync"
)

// documents is a program that writes beside people: it begins a document, adds
// to it, changes a section, reads it in each form and goes back.
func (s *story) documents() {
	ctx, stop := context.WithCancel(s.t.Context())
	var writing sync.WaitGroup
	writing.Go(func() { _ = s.Documents.Run(ctx) }) // the log of documents
	defer writing.Wait()
	defer stop()
	here := at{"community": s.world.Open.String()}
	twice := o{"id": s.IDs.New().String(), "title": "Compte rendu", "source": "# Décisions\n\nAucune.\n\n# Actions\n\n- [ ] relire", "tags": []string{"réunion"}}
	s.refused(403, "outsider", "begin-document", here, twice)
	doc := s.does("member", "begin-document", here, twice).word("id")
	if again := s.does("member", "begin-document", here, twice).word("id"); again != doc {
		s.t.Errorf("sent twice it is %s, then %s", doc, again)
	}
	one := at{"item": doc}
	s.refused(404, "stranger", "read-document", one, nil)
	s.refused(403, "outsider", "append-to-document", one, o{"source": "Ajouté."})
	s.refused(422, "member", "append-to-document", one, o{"source": ""})
	if r := s.does("manager", "append-to-document", one, o{"source": "Ajouté **à la fin**."}); r.at("number") != 2.0 {
		s.t.Error(r.text)
	}
	s.refused(404, "member", "replace-section", one, o{"heading": "Nulle part", "source": "Rien."})
	s.does("member", "replace-section", one, o{"heading": "décisions", "source": "Le plan est adopté."})
	r := s.does("outsider", "read-document", one, nil)
	if want := "# Décisions\n\nLe plan est adopté.\n\n# Actions\n\n- [ ] relire\n\nAjouté **à la fin**."; r.word("markdown") != want {
		s.t.Errorf("%q", r.word("markdown"))
	}
	if r := s.does("outsider", "read-document", at{"item": doc, "?": "as=html"}, nil); !strings.Contains(r.word("html"), "<strong>à la fin</strong>") {
		s.t.Error(r.text)
	}
	if r := s.does("outsider", "read-document", at{"item": doc, "?": "as=blocks&number=1"}, nil); r.word("blocks.1.content.0.text") != "Aucune." {
		s.t.Error(r.text)
	}
	s.threads(here)
	s.does("member", "replace-document", one, o{"source": "Tout autre chose."})
	s.refused(404, "member", "restore-document", one, o{"number": 99})
	s.does("member", "restore-document", one, o{"number": 1})
	if r := s.does("outsider", "read-document", one, nil); !strings.HasPrefix(r.word("markdown"), "# Décisions\n\nAucune.") {
		s.t.Error(r.text)
	}
	if err := s.Documents.Settle(ctx); err != nil {
		s.t.Fatal(err)
	}
	s.past(doc)
	s.proposals(doc)
	s.letWrite(doc)
	s.shelved(doc)
	s.inAndOut()
	// What is no document has none of this.
	s.refused(404, "member", "read-document", at{"item": s.params["open"]["item"]}, nil)
	s.signing()
}

// past is what a program asks of what a document was.
func (s *story) past(doc string) {
	one := at{"item": doc}
	if r := s.does("outsider", "list-document-history", one, nil); r.word("entries.0.people.0") == "" {
		s.t.Error(r.text)
	}
	if r := s.does("outsider", "compare-document", at{"item": doc, "?": "from=1&to=2"}, nil); r.at("added") != 4.0 || r.word("lines.0.pieces.1.marks.0") != "bold" {
		s.t.Error(r.text)
	}
	s.refused(404, "outsider", "compare-document", at{"item": doc, "?": "from=2&to=1"}, nil)
	first := at{"item": doc, "number": "1"}
	s.refused(403, "outsider", "name-document-version", first, o{"name": "Première"})
	s.does("member", "name-document-version", first, o{"name": "Première", "note": "Avant la réunion"})
	if r := s.does("outsider", "list-document-versions", one, nil); r.word("entries.0.name") != "Première" {
		s.t.Error(r.text)
	}
	s.refused(404, "member", "unname-document-version", at{"item": doc, "number": "2"}, nil)
	s.does("member", "unname-document-version", first, nil)
	if r := s.does("outsider", "read-document-authors", at{"item": doc, "?": "number=2"}, nil); r.word("lines.0.passages.0.text") != "Décisions" || r.word("lines.0.passages.0.by") != s.world.Marc.String() {
		s.t.Error(r.text)
	}
	// Who never opened it is told of nothing new; who says that they read the first
	// update, of all that others wrote since.
	if r := s.does("outsider", "read-document-news", one, nil); r.at("people.0") != nil {
		s.t.Error(r.text)
	}
	s.does("outsider", "see-document", one, o{"number": 1})
	if r := s.does("outsider", "read-document-news", one, nil); r.at("from") != 1.0 || r.at("people.0") == nil {
		s.t.Error(r.text)
	}
}

// threads is a program that comments on a passage which it may not change; it is
// answered, and the thread resolved and opened again.
func (s *story) threads(place at) {
	doc := s.does("member", "begin-document", place, o{"title": "Plan", "source": "# Décisions\n\nLe plan est adopté."}).word("id")
	one := at{"item": doc}
	s.refused(404, "stranger", "begin-document-thread", one, o{"quote": "plan", "source": "Lequel ?"})
	s.refused(422, "outsider", "begin-document-thread", one, o{"quote": "nulle part", "source": "Où ?"})
	s.refused(422, "outsider", "begin-document-thread", one, o{"quote": "t", "source": "Lequel ?"})
	form := o{"form": s.IDs.New().String(), "quote": "plan est adopté", "source": "Par qui ?"}
	thread := s.does("outsider", "begin-document-thread", one, form).word("id")
	if again := s.does("outsider", "begin-document-thread", one, form).word("id"); again != thread {
		s.t.Errorf("sent twice it is %s, then %s", thread, again)
	}
	s.does("member", "comment", one, o{"parent": thread, "source": "Par tous."})
	s.does("member", "replace-section", one, o{"heading": "décisions", "source": "Neuf.\n\nDonc le plan est adopté."})
	r := s.does("outsider", "list-document-threads", one, nil)
	if r.word("entries.0.text") != "plan est adopté" || r.word("entries.0.section") != "Décisions" || r.at("entries.0.answers") != 1.0 || r.at("entries.0.block") != 2.0 {
		s.t.Error(r.text)
	}
	here := at{"item": doc, "comment": thread}
	s.refused(403, "guest", "resolve-document-thread", here, nil)
	s.does("member", "resolve-document-thread", here, nil)
	if r := s.does("outsider", "list-document-threads", at{"item": doc, "?": "show=resolved"}, nil); r.word("entries.0.resolver.handle") != "marc.petit" {
		s.t.Error(r.text)
	}
	s.does("outsider", "reopen-document-thread", here, nil)
	s.refused(404, "member", "resolve-document-thread", at{"item": doc, "comment": s.params["open"]["comment"]}, nil)
}

// inAndOut is a file that becomes a document, and documents that become files.
func (s *story) inAndOut() {
	here := at{"community": s.world.Open.String()}
	s.refused(403, "outsider", "import-document", here, "Une note.")
	doc := s.does("member", "import-document", here, "# Le plan\n\n- un\n- deux\n").word("id")
	for as, has := range map[string]string{"md": "# Le plan\n\n- un\n- deux", "html": "<h1>Le plan</h1>", "pdf": "%PDF-1.7", "docx": "word/document.xml", "odt": "opendocument.text"} {
		if r := s.does("outsider", "export-document", at{"item": doc, "?": "as=" + as}, nil); !strings.Contains(r.text, has) {
			s.t.Errorf("%s: %.200q", as, r.text)
		}
	}
	s.refused(404, "stranger", "export-document", at{"item": doc}, nil)
	s.refused(404, "outsider", "export-document", at{"item": doc, "?": "number=99"}, nil)
}

// letWrite is a program that asks to write in one document, and one that
// answers.
func (s *story) letWrite(doc string) {
	one := at{"item": doc}
	outsider := at{"item": doc, "person": s.world.Olga.String()}
	s.refused(404, "stranger", "ask-to-write", one, o{})
	s.refused(409, "member", "ask-to-write", one, o{})
	s.does("outsider", "ask-to-write", one, o{"message": "Pour la partie paie"})
	s.refused(403, "outsider", "list-write-requests", one, nil)
	if r := s.does("manager", "list-write-requests", one, nil); r.word("entries.0.message") != "Pour la partie paie" {
		s.t.Error(r.text)
	}
	s.does("manager", "refuse-write-request", outsider, o{"word": "Pas encore"})
	s.refused(409, "outsider", "ask-to-write", one, o{})
	s.does("guest", "ask-to-write", one, o{})
	s.does("guest", "withdraw-write-request", one, nil)
	s.refused(404, "guest", "withdraw-write-request", one, nil)
	s.refused(403, "outsider", "let-write", outsider, nil)
	s.does("member", "let-write", outsider, nil)
	s.does("outsider", "append-to-document", one, o{"source": "Ajouté par qui n’est pas membre."})
	if r := s.does("member", "list-document-writers", one, nil); r.word("entries.0.person.id") != outsider["person"] {
		s.t.Error(r.text)
	}
	s.does("member", "take-writing-back", outsider, nil)
	s.refused(403, "outsider", "append-to-document", one, o{"source": "Encore."})
}
