package app

import (
	"strings"

	"parvis/internal/antivirus"
	"parvis/internal/antivirus/antivirustest"
)

// keptSearches are one's own: kept, followed, taken away and given back.
func (s *story) keptSearches() {
	kept := s.does("outsider", "keep-search", nil, o{"name": "  Lisible  ", "address": "q=lisible&kind=post&tab=items&page=20"}).word("id")
	one := at{"search": kept}
	s.refused(422, "outsider", "keep-search", nil, o{"name": "", "address": "q=lisible"})
	s.refused(422, "outsider", "keep-search", nil, o{"name": "Rien", "address": "tab=items"})
	s.refused(422, "outsider", "keep-search", nil, o{"name": "Illisible", "address": "q=%zz"})
	list := func(who string, want int) reply {
		s.t.Helper()
		r := s.does(who, "list-searches", nil, nil)
		if got := len(r.at("entries").([]any)); got != want {
			s.t.Errorf("the %s keeps %d searches, want %d: %s", who, got, want, r.text)
		}
		return r
	}
	r := list("outsider", 1)
	if r.word("entries.0.id") != kept || r.word("entries.0.name") != "Lisible" || r.word("entries.0.address") != "kind=post&q=lisible" {
		s.t.Error(r.text)
	}
	list("member", 0)
	follow := at{"kind": "search", "target": kept}
	s.refused(404, "member", "follow", follow, o{"level": "all"})
	s.does("outsider", "follow", follow, o{"level": "all"})
	s.does("outsider", "unfollow", follow, nil)

	s.refused(404, "member", "forget-search", one, nil)
	s.does("outsider", "forget-search", one, nil)
	list("outsider", 0)
	s.refused(404, "member", "restore-search", one, nil)
	s.does("outsider", "restore-search", one, nil)
	list("outsider", 1)
	never := at{"search": s.IDs.New().String()}
	s.refused(404, "outsider", "forget-search", never, nil)
	s.refused(404, "outsider", "restore-search", never, nil)
}

// synonyms are for administrators to say.
func (s *story) synonyms() {
	line := at{"line": s.does("administrator", "add-synonyms", nil, o{"words": "perlimpinpin, poudre ; Perlimpinpin"}).word("id")}
	s.refused(403, "member", "add-synonyms", nil, o{"words": "bidule, machin"})
	s.refused(409, "administrator", "add-synonyms", nil, o{"words": "Poudre, perlimpinpin"})
	s.refused(422, "administrator", "add-synonyms", nil, o{"words": "seul"})
	words := func(want string) {
		s.t.Helper()
		r := s.does("administrator", "list-synonyms", at{"?": "words=perlimpinpin"}, nil)
		var got []string
		for _, e := range r.at("entries").([]any) {
			for _, w := range e.(map[string]any)["words"].([]any) {
				got = append(got, w.(string))
			}
		}
		if strings.Join(got, ", ") != want {
			s.t.Errorf("want %q: %s", want, r.text)
		}
	}
	words("perlimpinpin, poudre")
	s.refused(403, "member", "list-synonyms", nil, nil)
	s.does("administrator", "change-synonyms", line, o{"words": "perlimpinpin, poudre magique"})
	s.refused(403, "member", "change-synonyms", line, o{"words": "bidule, machin"})
	s.refused(422, "administrator", "change-synonyms", line, o{"words": "seul"})
	s.refused(404, "administrator", "change-synonyms", at{"line": s.IDs.New().String()}, o{"words": "bidule, machin"})
	words("perlimpinpin, poudre magique")
	s.refused(403, "member", "remove-synonyms", line, nil)
	s.does("administrator", "remove-synonyms", line, nil)
	s.refused(404, "administrator", "remove-synonyms", at{"line": s.IDs.New().String()}, nil)
	words("")
	again := s.does("administrator", "add-synonyms", nil, o{"words": "perlimpinpin, poudre magique"}).word("id")
	if again != line["line"] {
		s.t.Errorf("a line that comes back is %s, was %s", again, line["line"])
	}
	s.does("administrator", "remove-synonyms", line, nil)
}

// quarantine: of two files that the antivirus refused, one was sound.
func (s *story) quarantine() {
	daemon := antivirustest.Start(s.t, "nuisible", "Test.Harm")
	scanner, err := antivirus.Parse(daemon.Address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.Content.Scanner = scanner
	defer func() { s.Content.Scanner = nil }()
	const sound, harmful = "Rien de nuisible.", "Tout est nuisible."
	s.refused(422, "member", "upload-file", nil, sound)
	s.refused(422, "member", "upload-file", nil, harmful)
	held := func(want int) map[int]string {
		s.t.Helper()
		r := s.does("administrator", "list-quarantine", nil, nil)
		bySize := map[int]string{}
		for _, e := range r.at("entries").([]any) {
			e := e.(map[string]any)
			bySize[int(e["size"].(float64))] = e["content"].(string)
			if e["threat"] != "Test.Harm" || e["name"] != "note.txt" || e["by"].(map[string]any)["handle"] != "marc.petit" {
				s.t.Error(r.text)
			}
		}
		if len(bySize) != want {
			s.t.Errorf("%d files are held, want %d: %s", len(bySize), want, r.text)
		}
		return bySize
	}
	both := held(2)
	s.refused(403, "member", "list-quarantine", nil, nil)
	judged := at{"release-file": both[len(sound)], "destroy-file": both[len(harmful)]}
	for op, content := range judged {
		one := at{"content": content}
		s.refused(403, "member", op, one, nil)
		s.refused(404, "administrator", op, at{"content": strings.Repeat("0", 64)}, nil)
		s.does("administrator", op, one, nil)
		s.refused(404, "administrator", op, one, nil)
	}
	held(0)
	file := s.does("member", "upload-file", nil, sound).word("id")
	if r := s.does("member", "download-file", at{"file": file}, nil); r.text != sound {
		s.t.Error(r.text)
	}
	s.does("member", "discard-file", at{"file": file}, nil)
	s.refused(422, "member", "upload-file", nil, harmful)
}
