package library_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/library"
	"parvis/internal/store"
)

func TestQuota(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		s.usual = 100
		s.put(t, s.Marc, "", "a.txt", strings.Repeat("a", 60))
		_, err := s.try(t, s.Marc, library.NewFile{Kept: s.kept(t, s.Marc, "b.txt", strings.Repeat("b", 41))})
		contenttest.Wants(t, "more than what is left", err, fault.TooLarge)
		_, err = s.lib.Begin(t.Context(), s.As(t, s.Marc), library.NewUpload{Community: s.Open, Name: "b.txt", Length: 41})
		contenttest.Wants(t, "announced", err, fault.TooLarge)
		if _, err := s.lib.Begin(t.Context(), s.As(t, s.Marc), library.NewUpload{Community: s.Open, Name: "b.txt", Length: 30}); err != nil {
			t.Fatal(err)
		}
		_, err = s.lib.Begin(t.Context(), s.As(t, s.Manon), library.NewUpload{Community: s.Open, Name: "c.txt", Length: 20})
		contenttest.Wants(t, "beside what is on its way", err, fault.TooLarge)
		set := func(who id.ID, bytes int64) error { return s.lib.SetQuota(t.Context(), s.As(t, who), s.Open, bytes) }
		contenttest.Wants(t, "by a manager", set(s.Manon, 1), fault.KindForbidden)
		s.exec(t, store.Q("UPDATE persons SET admin = TRUE WHERE id = %s", s.Olga))
		contenttest.Wants(t, "less than nothing", set(s.Olga, -1), fault.Invalid)
		contenttest.Wants(t, "by an administrator", set(s.Olga, 1000), allowed)
		_, err = s.try(t, s.Marc, library.NewFile{Kept: s.kept(t, s.Marc, "b.txt", strings.Repeat("b", 41))})
		contenttest.Wants(t, "with more room", err, allowed)
		contenttest.Wants(t, "the usual room again", set(s.Olga, 0), allowed)
		if r, err := s.lib.Room(t.Context(), s.As(t, s.Olga), s.Open); err != nil || r.Own || r.Quota != 100 || r.Left() != 0 {
			t.Errorf("the room is %+v, %v", r, err)
		}
		// What goes to another place takes its room there.
		s.usual = 200
		it := s.put(t, s.Manon, "", "d.txt", strings.Repeat("d", 50))
		if _, err := s.Content.Move(t.Context(), s.As(t, s.Manon), it.ID, s.OnRequest); err != nil {
			t.Fatal(err)
		}
		if here, there := s.used(t, s.Open), s.used(t, s.OnRequest); here != 101 || there != 50 {
			t.Errorf("%d bytes are used here and %d there", here, there)
		}
		big := s.put(t, s.Manon, "", "e.txt", strings.Repeat("e", 80))
		s.usual = 100
		_, err = s.Content.Move(t.Context(), s.As(t, s.Manon), big.ID, s.OnRequest)
		contenttest.Wants(t, "moved where there is no room", err, fault.TooLarge)
	})
}

// TestQuotaRace sends many files at once where few fit.
func TestQuotaRace(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		s.usual = 100
		var kept []content.File
		for n := range 8 {
			kept = append(kept, s.kept(t, s.Marc, fmt.Sprintf("%d.txt", n), strings.Repeat(fmt.Sprint(n), 30)))
		}
		marc := s.As(t, s.Marc)
		var group errgroup.Group
		full := make([]bool, len(kept))
		for n, f := range kept {
			group.Go(func() error {
				_, err := s.lib.Add(t.Context(), marc, library.NewFile{Community: s.Open, Kept: f})
				if fault.KindOf(err) == fault.TooLarge {
					full[n], err = true, nil
				}
				return err
			})
		}
		if err := group.Wait(); err != nil {
			t.Fatal(err)
		}
		refused := 0
		for _, f := range full {
			if f {
				refused++
			}
		}
		if got := s.used(t, s.Open); got != 90 || refused != 5 {
			t.Errorf("%d bytes are used of 100, %d refused", got, refused)
		}
	})
}
