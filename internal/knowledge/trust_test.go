package knowledge_test

import (
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/knowledge"
	"parvis/internal/store"
)

// TestReviewComesBack: a verified sheet is relied on until its date, then it is
// to do for its owner, then for the managers, until it is verified again.
func TestReviewComesBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		must(t, s.sheets.Settle(t.Context(), s.As(t, s.Manon), s.Open, 6))
		it := s.write(t, s.Marc, s.Open)
		if sh := s.sheet(t, it.ID); sh.Status != knowledge.Draft || sh.Owner != s.Marc || sh.Months != 6 {
			t.Errorf("a new sheet is %+v", sh)
		}
		contenttest.Wants(t, "a reader who verifies", s.sheets.Verify(t.Context(), s.As(t, s.Gaspard), it.ID, 0), fault.KindForbidden)
		contenttest.Wants(t, "a review in ten years", s.sheets.Verify(t.Context(), s.As(t, s.Marc), it.ID, 120), fault.Invalid)
		must(t, s.sheets.Verify(t.Context(), s.As(t, s.Marc), it.ID, 0))
		sh := s.sheet(t, it.ID)
		if sh.Status != knowledge.Verified || sh.Verifier != s.Marc || sh.Modified() || !sh.Review.Equal(s.Clock.Now().AddDate(0, 6, 0)) {
			t.Errorf("verified it is %+v", sh)
		}
		if _, err := s.Content.Edit(t.Context(), s.As(t, s.Marc), content.Edit{Item: it.ID, Title: it.Title, Source: "Autre chose."}); err != nil {
			t.Fatal(err)
		}
		if sh := s.sheet(t, it.ID); sh.Status != knowledge.Verified || !sh.Modified() {
			t.Errorf("edited it is %+v", sh)
		}
		must(t, s.sheets.Round(t.Context()))
		s.expect(t, s.Marc, it.ID, "")

		s.Clock.Add(190 * 24 * time.Hour)
		must(t, s.sheets.Round(t.Context()))
		s.expect(t, s.Marc, it.ID, "do sheet_due")
		s.expect(t, s.Manon, it.ID, "")
		s.Clock.Add(15 * 24 * time.Hour)
		must(t, s.sheets.Round(t.Context()))
		must(t, s.sheets.Round(t.Context()))
		s.expect(t, s.Manon, it.ID, "do sheet_overdue")
		if n := s.Count(t, store.Q("SELECT COUNT(*) FROM events WHERE item_id = %s AND verb = 'sheet.overdue'", it.ID)); n != 1 {
			t.Errorf("the managers were told %d times", n)
		}
		must(t, s.sheets.Verify(t.Context(), s.As(t, s.Manon), it.ID, 3))
		s.expect(t, s.Marc, it.ID, "")
		s.expect(t, s.Manon, it.ID, "")
		if sh := s.sheet(t, it.ID); sh.Status != knowledge.Verified || sh.Modified() || sh.Months != 3 {
			t.Errorf("verified again it is %+v", sh)
		}
	})
}

// TestReports: what readers say goes to the owner; enough of them, or one by a
// manager, set the sheet to be reviewed; each is told what became of it.
func TestReports(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		it := s.write(t, s.Marc, s.Open)
		must(t, s.sheets.Verify(t.Context(), s.As(t, s.Marc), it.ID, 12))
		contenttest.Wants(t, "a stranger who reports", s.sheets.Report(t.Context(), s.As(t, s.Garance), it.ID, knowledge.Outdated, ""), fault.KindNotFound)
		must(t, s.sheets.Report(t.Context(), s.As(t, s.Olga), it.ID, knowledge.Outdated, "Le montant a changé."))
		must(t, s.sheets.Report(t.Context(), s.As(t, s.Olga), it.ID, knowledge.Outdated, "Le montant a changé en mars."))
		must(t, s.sheets.Report(t.Context(), s.As(t, s.Gaspard), it.ID, knowledge.Lacking, "Un exemple."))
		s.expect(t, s.Marc, it.ID, "do sheet_reported")
		list, err := s.sheets.Reports(t.Context(), s.As(t, s.Marc), it.ID)
		if err != nil || len(list) != 2 || list[1].Note != "Le montant a changé en mars." {
			t.Fatalf("the owner reads %+v, %v", list, err)
		}
		if mine, err := s.sheets.Reports(t.Context(), s.As(t, s.Gaspard), it.ID); err != nil || len(mine) != 1 || mine[0].Person != s.Gaspard {
			t.Errorf("a reader reads %+v, %v", mine, err)
		}
		if sh := s.sheet(t, it.ID); sh.Status != knowledge.Verified {
			t.Errorf("one report made it %v", sh.Status)
		}
		answer := func(report knowledge.Report, how knowledge.Outcome, reply string) error {
			return s.sheets.Answer(t.Context(), s.As(t, s.Marc), it.ID, report.ID, how, reply)
		}
		contenttest.Wants(t, "set aside without a reason", answer(list[1], knowledge.Dismissed, ""), fault.Invalid)
		must(t, answer(list[1], knowledge.Dismissed, "Le montant est celui de janvier."))
		s.expect(t, s.Olga, it.ID, "me sheet_dismissed")
		s.expect(t, s.Marc, it.ID, "me sheet_lacking")
		must(t, answer(list[0], knowledge.Fixed, ""))
		s.expect(t, s.Gaspard, it.ID, "me sheet_fixed")

		must(t, s.sheets.Report(t.Context(), s.As(t, s.Manon), it.ID, knowledge.Outdated, ""))
		if sh := s.sheet(t, it.ID); sh.Status != knowledge.ToReview {
			t.Errorf("a manager's report left it %v", sh.Status)
		}
		must(t, s.sheets.Verify(t.Context(), s.As(t, s.Marc), it.ID, 0))
		s.expect(t, s.Manon, it.ID, "me sheet_fixed")
		s.expect(t, s.Marc, it.ID, "me sheet_lacking")
	})
}

// TestSetAside: what a sheet asks goes with it into the bin and out of it.
func TestSetAside(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		it := s.write(t, s.Marc, s.Open)
		must(t, s.sheets.Report(t.Context(), s.As(t, s.Olga), it.ID, knowledge.Outdated, "Faux."))
		s.expect(t, s.Marc, it.ID, "do sheet_reported")
		if _, err := s.Content.Bin(t.Context(), s.As(t, s.Marc), it.ID, ""); err != nil {
			t.Fatal(err)
		}
		s.expect(t, s.Marc, it.ID, "")
		if _, err := s.Content.Restore(t.Context(), s.As(t, s.Marc), it.ID); err != nil {
			t.Fatal(err)
		}
		s.expect(t, s.Marc, it.ID, "do sheet_reported")
		must(t, s.Content.Archive(t.Context(), s.As(t, s.Marc), it.ID))
		s.expect(t, s.Marc, it.ID, "")
	})
}

// TestEnoughReports: three readers who say that it is outdated set a sheet to be
// reviewed, one who says it three times does not.
func TestEnoughReports(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		it := s.write(t, s.Manon, s.Open)
		must(t, s.sheets.Verify(t.Context(), s.As(t, s.Manon), it.ID, 12))
		status := func(want knowledge.Status) {
			t.Helper()
			if sh := s.sheet(t, it.ID); sh.Status != want {
				t.Errorf("it is %v, want %v", sh.Status, want)
			}
		}
		for range 3 {
			must(t, s.sheets.Report(t.Context(), s.As(t, s.Olga), it.ID, knowledge.Outdated, "Faux."))
		}
		must(t, s.sheets.Report(t.Context(), s.As(t, s.Marc), it.ID, knowledge.Outdated, ""))
		status(knowledge.Verified)
		must(t, s.sheets.Report(t.Context(), s.As(t, s.Gaspard), it.ID, knowledge.Outdated, ""))
		status(knowledge.ToReview)
		post := s.Post(t, s.Marc, s.Open)
		contenttest.Wants(t, "a post that is verified", s.sheets.Verify(t.Context(), s.As(t, s.Manon), post.ID, 0), fault.KindNotFound)
		must(t, s.sheets.Verify(t.Context(), s.As(t, s.Manon), it.ID, 0))
		trusted, err := knowledge.Trusted(t.Context(), s.DB, []id.ID{it.ID, post.ID})
		if err != nil || len(trusted) != 1 || trusted[0] != it.ID {
			t.Errorf("trusted: %v, %v", trusted, err)
		}
	})
}

// TestOwnersChange: whoever is handed a sheet finds what it still asks, and the
// managers are told when nobody answers for it any more.
func TestOwnersChange(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		it := s.write(t, s.Marc, s.Private)
		contenttest.Wants(t, "an owner from outside", s.sheets.HandOver(t.Context(), s.As(t, s.Marc), it.ID, s.Olga), fault.Invalid)
		contenttest.Wants(t, "a guest as owner", s.sheets.HandOver(t.Context(), s.As(t, s.Marc), it.ID, s.Gaspard), fault.Invalid)
		contenttest.Wants(t, "a reader who hands over", s.sheets.HandOver(t.Context(), s.As(t, s.Gaspard), it.ID, s.Manon), fault.KindForbidden)
		s.Join(t, s.Private, s.Olga, access.MemberRole)
		must(t, s.sheets.Report(t.Context(), s.As(t, s.Gaspard), it.ID, knowledge.Outdated, "Faux."))
		s.expect(t, s.Marc, it.ID, "do sheet_reported")
		must(t, s.sheets.HandOver(t.Context(), s.As(t, s.Marc), it.ID, s.Olga))
		s.expect(t, s.Marc, it.ID, "")
		s.expect(t, s.Olga, it.ID, "do sheet_reported")
		must(t, s.sheets.Verify(t.Context(), s.As(t, s.Olga), it.ID, 1))

		s.Leave(t, s.Private, s.Olga)
		must(t, s.sheets.Round(t.Context()))
		must(t, s.sheets.Round(t.Context()))
		s.expect(t, s.Manon, it.ID, "do sheet_orphaned")
		must(t, s.sheets.HandOver(t.Context(), s.As(t, s.Manon), it.ID, s.Marc))
		s.expect(t, s.Manon, it.ID, "")
		s.expect(t, s.Marc, it.ID, "me sheet_entrusted")
		if sh := s.sheet(t, it.ID); sh.Owner != s.Marc || !sh.Orphaned.IsZero() {
			t.Errorf("handed over it is %+v", sh)
		}
		state := func(n int) {
			t.Helper()
			must(t, s.DB.Write(t.Context(), func(tx *store.Tx) error {
				_, err := store.Exec(t.Context(), tx, store.Q("UPDATE persons SET state = %s WHERE id = %s", n, s.Marc))
				return err
			}))
			must(t, s.sheets.Round(t.Context()))
		}
		state(3) // suspended
		s.expect(t, s.Manon, it.ID, "do sheet_orphaned")
		state(2)
		if sh := s.sheet(t, it.ID); !sh.Orphaned.IsZero() {
			t.Error("an owner who came back is still said to be gone")
		}
		s.expect(t, s.Manon, it.ID, "")
	})
}
