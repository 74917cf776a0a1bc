package demo

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSheets(t *testing.T) {
	s := load(t)
	sheets, err := Sheets()
	if err != nil || len(sheets) < 60 {
		t.Fatalf("%d sheets, %v", len(sheets), err)
	}
	made := map[string]Publication{}
	for _, p := range s.items {
		made[p.Key] = p
	}
	statuses, places, older := map[string]int{}, map[string]bool{}, 1000.0
	for _, sh := range sheets {
		statuses[sh.Status]++
		places[sh.Community] = true
		c := s.communities[sh.Community]
		for _, who := range []string{sh.Author, sh.Owner} {
			if !s.readers[sh.Community][who] || s.people[who].Guest || s.people[who].JoinedDaysAgo < sh.DaysAgo {
				t.Errorf("%s: %q keeps a sheet of %s", sh.Key, who, sh.Community)
			}
		}
		if sh.DaysAgo <= 0 || sh.DaysAgo > older || sh.DaysAgo > c.OpenedDaysAgo || sh.VerifiedDaysAgo >= sh.DaysAgo || sh.Months < 1 {
			t.Errorf("%s: written %v days ago, verified %v", sh.Key, sh.DaysAgo, sh.VerifiedDaysAgo)
		}
		older = sh.DaysAgo
		if (sh.Status == "draft") != (sh.VerifiedDaysAgo == 0) || sh.Status == "verified" && sh.VerifiedDaysAgo > float64(sh.Months)*30 {
			t.Errorf("%s is %s, verified %v days ago for %d months", sh.Key, sh.Status, sh.VerifiedDaysAgo, sh.Months)
		}
		if n := utf8.RuneCountInString(sh.Body); n < 100 || n > MaxBody || utf8.RuneCountInString(sh.Title) > MaxTitle || len(sh.Tags) > MaxTags || len(sh.Sections) > 2 {
			t.Errorf("%s is out of bounds", sh.Key)
		}
		if p, known := made[sh.Origin]; sh.Origin != "" && (!known || p.Community != sh.Community || p.DaysAgo <= sh.DaysAgo) {
			t.Errorf("%s comes from %q", sh.Key, sh.Origin)
		}
		for _, src := range sh.Sources {
			if !strings.HasPrefix(src.URL, "http") || src.Title == "" {
				t.Errorf("%s: source %+v", sh.Key, src)
			}
		}
		for _, r := range sh.Reports {
			if !s.readers[sh.Community][r.By] || r.Note == "" || r.DaysAgo <= 0 || r.DaysAgo >= sh.VerifiedDaysAgo {
				t.Errorf("%s: report %+v", sh.Key, r)
			}
		}
	}
	if len(places) < 6 || statuses["verified"] < 20 || statuses["draft"] < 5 || statuses["review"] < 5 {
		t.Errorf("%d communities, %v", len(places), statuses)
	}
}
