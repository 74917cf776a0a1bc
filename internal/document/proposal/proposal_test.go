package proposal_test

import (
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/proposal"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// site is a world with a document that Marc wrote in an open community. Olga is
// no member of it: she reads, comments and proposes.
type site struct {
	*contenttest.World
	documents *document.Service
	proposals *proposal.Service
	notices   *notification.Service
	item      id.ID
}

const text = "Le guichet ouvre à neuf heures.\n\nDeux agents 😀 accueillent le public."

func each(t *testing.T, body func(t *testing.T, s *site)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := documenttest.New(t, db)
		document.Tell(w.Notices)
		proposal.Tell(w.Notices)
		s := &site{World: w.World, documents: w.Documents, notices: w.Notices, proposals: &proposal.Service{Documents: w.Documents, Clock: w.Clock}}
		it, err := s.documents.Make(t.Context(), s.As(t, s.Marc), document.New{New: content.New{Community: s.Open, Title: "Le guichet"}, Outline: text})
		if err != nil {
			t.Fatal(err)
		}
		s.item = it.ID
		body(t, s)
	})
}

// olga may comment and not write.
func (s *site) olga(t *testing.T) access.Actor {
	t.Helper()
	return s.As(t, s.Olga)
}

func (s *site) propose(t *testing.T, quote, replace string) string {
	t.Helper()
	made, err := s.proposals.Propose(t.Context(), s.olga(t), s.item, proposal.Passage{Quote: quote, Replace: replace})
	if err != nil {
		t.Fatalf("proposing %q for %q: %v", replace, quote, err)
	}
	return made.ID
}

func (s *site) says(t *testing.T, want string) {
	t.Helper()
	if got, err := s.documents.Text(t.Context(), s.item); err != nil || got != want {
		t.Errorf("the document says %q (%v), not %q", got, err, want)
	}
}

func (s *site) settle(t *testing.T) {
	t.Helper()
	if err := s.documents.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestProposeAndDecide(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		marc := s.As(t, s.Marc)
		if err := s.documents.Append(t.Context(), s.olga(t), s.item, "Non."); fault.KindOf(err) != fault.KindForbidden {
			t.Fatalf("Olga writes: %v", err)
		}
		hours := s.propose(t, "neuf heures", "dix heures")
		agents := s.propose(t, "😀 accueillent", "reçoivent")
		gone := s.propose(t, "Deux ", "")
		s.says(t, text)

		list, err := s.proposals.List(t.Context(), marc, s.item)
		if err != nil || len(list) != 3 {
			t.Fatalf("%d are listed: %v", len(list), err)
		}
		if first := list[0]; first.ID != hours || first.Adds != "dix heures" || first.Removes != "neuf heures" || first.Around != "Le guichet ouvre à neuf heures." || first.By != s.Olga.String() {
			t.Errorf("the first is %+v", first)
		}

		for _, refused := range []struct {
			quote string
			kind  fault.Kind
		}{{"onze heures", fault.KindNotFound}, {"dix heures", fault.KindNotFound}, {"e", fault.Conflict}} {
			if _, err := s.proposals.Propose(t.Context(), s.olga(t), s.item, proposal.Passage{Quote: refused.quote}); fault.KindOf(err) != refused.kind {
				t.Errorf("proposing about %q: %v", refused.quote, err)
			}
		}
		if _, err := s.proposals.Decide(t.Context(), s.olga(t), s.item, true, hours); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("Olga accepts: %v", err)
		}
		if _, err := s.proposals.Decide(t.Context(), marc, s.item, true, "unknown00"); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("accepting what is not there: %v", err)
		}
		if err := s.proposals.Withdraw(t.Context(), marc, s.item, gone); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("Marc withdraws what Olga proposed: %v", err)
		}

		if _, err := s.proposals.Decide(t.Context(), marc, s.item, true, hours); err != nil {
			t.Fatal(err)
		}
		s.says(t, strings.Replace(text, "neuf", "dix", 1))
		if err := s.proposals.Withdraw(t.Context(), s.olga(t), s.item, gone); err != nil {
			t.Fatal(err)
		}
		if count, err := s.proposals.Decide(t.Context(), marc, s.item, false); err != nil || count != 1 {
			t.Fatalf("%d refused, not %s alone: %v", count, agents, err)
		}
		s.says(t, strings.Replace(text, "neuf", "dix", 1))
		if list, err := s.proposals.List(t.Context(), marc, s.item); err != nil || len(list) != 0 {
			t.Errorf("still %v are open: %v", list, err)
		}
	})
}

func TestPeopleAreTold(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		marc := s.As(t, s.Marc)
		first, second := s.propose(t, "neuf heures", "dix heures"), s.propose(t, "Deux", "Trois")
		s.propose(t, "le public", "le monde")
		s.settle(t)
		if got := s.reasons(t, marc, notification.ForInfo); got != "document_proposed 1" {
			t.Errorf("Marc is told %q", got)
		}
		for _, p := range []string{first, second} {
			if _, err := s.proposals.Decide(t.Context(), marc, s.item, true, p); err != nil {
				t.Fatal(err)
			}
		}
		s.settle(t)
		s.settle(t) // a second pause tells nothing again
		if got := s.reasons(t, s.olga(t), notification.ForMe); got != "proposal_accepted 2" {
			t.Errorf("Olga is told %q", got)
		}
		known, err := (&proposal.Ledger{DB: s.DB, Activity: s.World.Log}).Known(t.Context(), s.item)
		if err != nil || len(known) != 3 || known[first] != s.Olga {
			t.Errorf("the ledger knows %v: %v", known, err)
		}
	})
}

// reasons are why somebody is told of the document in a stream, and how often.
func (s *site) reasons(t *testing.T, actor access.Actor, stream notification.Stream) string {
	t.Helper()
	if err := s.World.Log.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, err := s.notices.List(t.Context(), actor, notification.Wanted{Streams: []notification.Stream{stream}, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, n := range page.Notices {
		out = append(out, string(n.Reason)+" "+string(rune('0'+n.Count)))
	}
	return strings.Join(out, ", ")
}
