package signoff_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"parvis/internal/content/contenttest"
	"parvis/internal/document/signoff"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// TestInTurn: one after the other, each is asked once the one before answered; a
// refusal sends the document back, and can be undone.
func TestInTurn(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, s.Open, "Le délai est de deux mois.")
		s.stands(t, item, "draft")
		s.ask(t, item, true, s.Manon, s.Olga)
		s.stands(t, item, "review")
		s.expect(t, s.Manon, item, "do signoff_asked")
		s.expect(t, s.Olga, item, "")
		contenttest.Wants(t, "out of turn", s.signing.Approve(t.Context(), s.As(t, s.Olga), item, s.visa(t, item, s.Olga).ID, 0, ""), fault.Conflict)
		contenttest.Wants(t, "for another", s.signing.Approve(t.Context(), s.As(t, s.Gaspard), item, s.visa(t, item, s.Manon).ID, 0, ""), fault.KindForbidden)

		s.approve(t, item, s.Manon)
		s.expect(t, s.Manon, item, "")
		s.expect(t, s.Olga, item, "do signoff_asked")
		s.expect(t, s.Marc, item, "me signoff_given")
		// Undone: the next one waits again.
		must(t, s.signing.TakeBack(t.Context(), s.As(t, s.Manon), item, s.visa(t, item, s.Manon).ID))
		s.expect(t, s.Olga, item, "")
		s.expect(t, s.Manon, item, "do signoff_asked")
		s.approve(t, item, s.Manon)

		contenttest.Wants(t, "without a reason", s.signing.Refuse(t.Context(), s.As(t, s.Olga), item, s.visa(t, item, s.Olga).ID, " "), fault.Invalid)
		s.refuse(t, item, s.Olga, "Trois mois, pas deux.")
		s.stands(t, item, "draft")
		s.expect(t, s.Olga, item, "")
		s.expect(t, s.Marc, item, "me signoff_refused")
		must(t, s.signing.TakeBack(t.Context(), s.As(t, s.Olga), item, s.visa(t, item, s.Olga).ID))
		s.stands(t, item, "review")
		s.expect(t, s.Olga, item, "do signoff_asked")
		s.refuse(t, item, s.Olga, "Trois mois, pas deux.")

		s.replace(t, item, "Le délai est de trois mois.")
		s.ask(t, item, true, s.Manon, s.Olga)
		s.approve(t, item, s.Manon)
		s.approve(t, item, s.Olga)
		s.stands(t, item, "approved")
		s.expect(t, s.Marc, item, "me signoff_approved")

		v, err := s.signing.Version(t.Context(), s.As(t, s.Olga), item, 1)
		must(t, err)
		sum := sha256.Sum256([]byte(v.Body))
		if v.Hash != hex.EncodeToString(sum[:]) || !v.True() || !strings.Contains(v.Body, "trois mois") || v.Title != "Note" {
			t.Errorf("the version is %+v", v)
		}
		signed, err := v.Signatures()
		if err != nil || len(signed) != 2 || signed[1].Person != s.Olga || signed[1].Function != "Rédaction, DGT" || signed[0].Hash != v.Hash {
			t.Errorf("signed %+v %v", signed, err)
		}
		if got := s.Verbs(t, item); got[len(got)-1] != "signoff.approved" {
			t.Errorf("the log ends with %v", got)
		}
		rounds, err := s.signing.Past(t.Context(), item)
		if err != nil || len(rounds) != 2 || rounds[1].State != signoff.Refused || rounds[1].Reason != "Trois mois, pas deux." {
			t.Errorf("past %+v %v", rounds, err)
		}
	})
}

// TestTextChanges: a visa on an earlier text is asked for again, and counts for
// nothing unless who asked says why it does not matter.
func TestTextChanges(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, s.Open, "Le délai est de deux mois.")
		s.ask(t, item, false, s.Manon, s.Olga)
		s.expect(t, s.Olga, item, "do signoff_asked")
		s.approve(t, item, s.Manon)
		s.replace(t, item, "Le délai est de trois mois.")
		if v := s.visa(t, item, s.Manon); !v.Stale || v.Number != 1 {
			t.Errorf("the visa on an earlier text is %+v", v)
		}
		s.approve(t, item, s.Olga)
		s.stands(t, item, "review")
		s.expect(t, s.Olga, item, "")
		s.expect(t, s.Manon, item, "do signoff_again")
		// What says the same again is not another text, and the title is part of it.
		s.replace(t, item, "Autre chose.")
		s.replace(t, item, "Le délai est de trois mois.")
		if v := s.visa(t, item, s.Olga); v.Stale {
			t.Error("a text that came back made a visa old")
		}
		_, err := s.Content.Retitle(t.Context(), s.As(t, s.Marc), item, "Note sur les délais")
		must(t, err)
		s.approve(t, item, s.Manon)
		s.stands(t, item, "review")
		s.expect(t, s.Olga, item, "do signoff_again")
		s.approve(t, item, s.Olga)
		s.stands(t, item, "approved")

		second := s.document(t, s.Open, "Un.")
		s.ask(t, second, false, s.Manon, s.Olga)
		contenttest.Wants(t, "nobody approved yet", s.signing.Override(t.Context(), s.As(t, s.Marc), second, "Pressé."), fault.Conflict)
		s.approve(t, second, s.Manon)
		s.replace(t, second, "Deux.")
		s.approve(t, second, s.Olga)
		contenttest.Wants(t, "by another", s.signing.Override(t.Context(), s.As(t, s.Olga), second, "Pressé."), fault.KindForbidden)
		contenttest.Wants(t, "without a reason", s.signing.Override(t.Context(), s.As(t, s.Marc), second, ""), fault.Invalid)
		must(t, s.signing.Override(t.Context(), s.As(t, s.Marc), second, "Une coquille seulement."))
		v, err := s.signing.Version(t.Context(), s.As(t, s.Marc), second, 1)
		must(t, err)
		signed, _ := v.Signatures()
		if v.Reason != "Une coquille seulement." || signed[0].Hash == v.Hash || signed[1].Hash != v.Hash {
			t.Errorf("approved in spite of it: %+v %+v", v, signed)
		}
		s.expect(t, s.Manon, second, "me signoff_approved")
	})
}

// TestWhoIsAsked: only people who read the document; a function by whoever holds
// it; handed on, replaced, withdrawn and taken up again.
func TestWhoIsAsked(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, s.Private, "Réservé.")
		ask := func(by id.ID, steps ...signoff.Step) error {
			return s.signing.Ask(t.Context(), s.As(t, by), signoff.Request{Item: item, Steps: steps, Days: 5})
		}
		contenttest.Wants(t, "nobody", ask(s.Marc), fault.Invalid)
		contenttest.Wants(t, "who does not read it", ask(s.Marc, signoff.Step{Role: signoff.Somebody, Person: s.Olga}), fault.Invalid)
		contenttest.Wants(t, "by an outsider", ask(s.Olga, signoff.Step{Role: signoff.Managers}), fault.KindNotFound)
		contenttest.Wants(t, "by a guest", ask(s.Gaspard, signoff.Step{Role: signoff.Managers}), fault.KindForbidden)
		unit := s.unit(t, "Bureau du droit")
		contenttest.Wants(t, "a head who does not read it", ask(s.Marc, signoff.Step{Role: signoff.HeadOfUnit, Unit: unit}), fault.Invalid)
		s.heads(t, unit, s.Manon)
		must(t, ask(s.Marc, signoff.Step{Role: signoff.HeadOfUnit, Unit: unit}, signoff.Step{Role: signoff.Somebody, Person: s.Gaspard}))
		contenttest.Wants(t, "twice", ask(s.Marc, signoff.Step{Role: signoff.Managers}), fault.Conflict)
		s.expect(t, s.Manon, item, "do signoff_asked")
		s.expect(t, s.Gaspard, item, "do signoff_asked")

		// Who asked replaces somebody; who is asked hands it on, and takes it back.
		mine := s.visa(t, item, s.Gaspard)
		lucie := s.Person(t, identity.Agent, "lucie", "Lucie Bernard")
		contenttest.Wants(t, "to who does not read it", s.signing.Pass(t.Context(), s.As(t, s.Marc), item, mine.ID, lucie, ""), fault.Invalid)
		s.Join(t, s.Private, lucie, 2)
		contenttest.Wants(t, "by an outsider", s.signing.Pass(t.Context(), s.As(t, s.Olga), item, mine.ID, lucie, ""), fault.KindNotFound)
		must(t, s.signing.Pass(t.Context(), s.As(t, s.Gaspard), item, mine.ID, lucie, "Elle sait mieux."))
		s.expect(t, s.Gaspard, item, "")
		s.expect(t, lucie, item, "do signoff_asked")
		s.expect(t, s.Marc, item, "me signoff_handed")
		must(t, s.signing.TakeBack(t.Context(), s.As(t, s.Gaspard), item, mine.ID))
		s.expect(t, lucie, item, "")
		s.expect(t, s.Gaspard, item, "do signoff_asked")
		must(t, s.signing.Pass(t.Context(), s.As(t, s.Marc), item, mine.ID, lucie, ""))
		contenttest.Wants(t, "not theirs any more", s.signing.Approve(t.Context(), s.As(t, s.Gaspard), item, mine.ID, 0, ""), fault.Conflict)

		contenttest.Wants(t, "by who did not ask", s.signing.Withdraw(t.Context(), s.As(t, s.Gaspard), item), fault.KindForbidden)
		must(t, s.signing.Withdraw(t.Context(), s.As(t, s.Marc), item))
		s.stands(t, item, "draft")
		s.expect(t, lucie, item, "me signoff_withdrawn")
		must(t, s.signing.Resume(t.Context(), s.As(t, s.Marc), item))
		s.expect(t, lucie, item, "do signoff_asked")
		s.approve(t, item, lucie)
		head := s.course(t, item).Visas[0]
		must(t, s.signing.Approve(t.Context(), s.As(t, s.Manon), item, head.ID, 0, ""))
		v, err := s.signing.Version(t.Context(), s.As(t, s.Marc), item, 1)
		must(t, err)
		if signed, _ := v.Signatures(); len(signed) != 2 || signed[0].Unit != "Bureau du droit" {
			t.Errorf("signed %+v", signed)
		}
		_, err = s.signing.Version(t.Context(), s.As(t, s.Olga), item, 1)
		contenttest.Wants(t, "an outsider reads a version", err, fault.KindNotFound)
	})
}

// TestDates: a reminder the day before, then on the day, when who asked is told;
// more time ends it.
func TestDates(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, s.Open, "Texte.")
		s.ask(t, item, true, s.Olga)
		watch := func() {
			t.Helper()
			must(t, s.signing.Watch(t.Context()))
			must(t, s.signing.Watch(t.Context()))
		}
		watch()
		s.expect(t, s.Olga, item, "do signoff_asked")
		s.Clock.Add(4*24*time.Hour + time.Hour)
		watch()
		s.expect(t, s.Olga, item, "do signoff_soon")
		s.expect(t, s.Marc, item, "")
		s.Clock.Add(24 * time.Hour)
		watch()
		s.expect(t, s.Olga, item, "do signoff_overdue")
		s.expect(t, s.Marc, item, "do signoff_late")
		if n := s.Count(t, store.Q("SELECT COUNT(*) FROM events WHERE item_id = %s AND verb = 'signoff.late'", item)); n != 1 {
			t.Errorf("told %d times", n)
		}
		contenttest.Wants(t, "no time", s.signing.Extend(t.Context(), s.As(t, s.Marc), item, 0), fault.Invalid)
		must(t, s.signing.Extend(t.Context(), s.As(t, s.Marc), item, 3))
		s.expect(t, s.Marc, item, "")
		if v := s.visa(t, item, s.Olga); v.Overdue(s.Clock.Now()) {
			t.Errorf("more time was given: %+v", v)
		}
		s.Clock.Add(4 * 24 * time.Hour)
		watch()
		s.expect(t, s.Marc, item, "do signoff_late")
		s.approve(t, item, s.Olga)
		s.expect(t, s.Marc, item, "me signoff_approved")
		s.stands(t, item, "approved")
	})
}

// TestBegunAnew: a new version goes on in the same document, and the one in force
// stays; it can be undone as long as nothing was written.
func TestBegunAnew(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		item := s.document(t, s.Open, "Un.")
		s.ask(t, item, true, s.Manon)
		s.approve(t, item, s.Manon)
		contenttest.Wants(t, "by a reader", s.signing.Renew(t.Context(), s.As(t, s.Olga), item), fault.KindForbidden)
		must(t, s.signing.Renew(t.Context(), s.As(t, s.Marc), item))
		if c := s.course(t, item); c.Name() != "draft" || c.Version != 1 {
			t.Errorf("begun anew it is %+v", c.Standing)
		}
		must(t, s.signing.Keep(t.Context(), s.As(t, s.Marc), item))
		s.stands(t, item, "approved")
		must(t, s.signing.Renew(t.Context(), s.As(t, s.Marc), item))
		s.replace(t, item, "Deux.")
		contenttest.Wants(t, "undone too late", s.signing.Keep(t.Context(), s.As(t, s.Marc), item), fault.Conflict)
		s.ask(t, item, true, s.Manon)
		s.approve(t, item, s.Manon)
		list, err := s.signing.Versions(t.Context(), s.As(t, s.Olga), item)
		if err != nil || len(list) != 2 || list[0].Version != 2 || list[0].Hash == list[1].Hash {
			t.Errorf("versions %+v %v", list, err)
		}
		first, err := s.signing.Version(t.Context(), s.As(t, s.Olga), item, 1)
		if err != nil || !first.True() || !strings.Contains(first.Body, "Un.") {
			t.Errorf("the first one says %q %v", first.Body, err)
		}
		// Nothing is left behind when the document goes for good.
		_, err = s.Content.Bin(t.Context(), s.As(t, s.Manon), item, "")
		must(t, err)
		s.Clock.Add(400 * 24 * time.Hour)
		must(t, s.Content.EmptyBin(t.Context()))
		if n := s.Count(t, store.Q("SELECT COUNT(*) FROM signoff_versions WHERE item_id = %s", item)); n != 0 {
			t.Errorf("%d versions are left", n)
		}
	})
}

func (s *site) unit(t *testing.T, name string) id.ID {
	t.Helper()
	unit := s.IDs.New()
	s.exec(t, store.Q("INSERT INTO units (id, code, name, name_fold, path, depth) VALUES (%s, %s, %s, %s, '/', 0)", unit, unit.String(), name, name))
	return unit
}

func (s *site) heads(t *testing.T, unit, person id.ID) {
	t.Helper()
	s.exec(t, store.Q("INSERT INTO functions (id, person_id, unit_id, title, head) VALUES (%s, %s, %s, 'Cheffe', TRUE)", s.IDs.New(), person, unit))
}

func (s *site) exec(t *testing.T, q *store.Query) {
	t.Helper()
	must(t, s.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := store.Exec(t.Context(), tx, q)
		return err
	}))
}
