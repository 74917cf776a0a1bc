package prose

import "testing"

// TestPropose: a proposal stands in the document and changes nothing of what it
// says until it is accepted.
func TestPropose(t *testing.T) {
	p := Proposal{ID: "demo000000", By: "abc", At: 1}
	for _, test := range []struct{ name, source, quote, replace, want string }{
		{"replaced", "Un **guichet** sur quatre.\n\n- de 9 h à 11 h", "9 h", "8 h", "Un **guichet** sur quatre.\n\n- de 8 h à 11 h"},
		{"taken away", "Un guichet, un seul.", ", un seul", "", "Un guichet."},
		{"in bold", "Un **grand guichet**.", "grand", "petit", "Un **petit guichet**."},
	} {
		doc := Read(test.source, nil)
		with, there := Propose(doc, test.quote, test.replace, p)
		if !there || len(Opens(with)) != 1 {
			t.Fatalf("%s: %v, %d proposals", test.name, there, len(Opens(with)))
		}
		if got, want := Markdown(Refused(with)), Markdown(doc); got != want {
			t.Errorf("%s, refused: %q, want %q", test.name, got, want)
		}
		if got := Markdown(Accepted(with)); got != test.want {
			t.Errorf("%s, accepted: %q, want %q", test.name, got, test.want)
		}
	}
	if _, there := Propose(Read("Un guichet.", nil), "deux", "trois", p); there {
		t.Error("what does not stand there was proposed to change")
	}
}
