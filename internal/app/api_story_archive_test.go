package app

import "strings"

// archive is a program that goes through the dispatches of the past, and others
// that read less of them.
func (s *story) archive() {
	open, private := s.params["open"]["dispatch"], s.params["private"]["dispatch"]
	if r := s.does("member", "search-dispatches", at{"?": "received=action&from=2020-01-01&unit=" + s.params["private"]["desk"]}, nil); r.word("entries.0.item") != private {
		s.t.Error(r.text)
	}
	s.refused(422, "member", "search-dispatches", at{"?": "unit=nulle+part"}, nil)
	if r := s.does("outsider", "search-dispatches", at{"?": "text=titre"}, nil); strings.Contains(r.text, private) || !strings.Contains(r.text, open) {
		s.t.Error(r.text)
	}
	if r := s.does("member", "read-affair", at{"item": open}, nil); !strings.Contains(r.text, private) {
		s.t.Error(r.text)
	}
	if r := s.does("outsider", "read-affair", at{"item": open}, nil); strings.Contains(r.text, private) || strings.Contains(r.text, mark) {
		s.t.Error(r.text)
	}
	s.refused(404, "outsider", "read-affair", at{"item": private}, nil)
}
