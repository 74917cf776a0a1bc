package demo

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDocuments(t *testing.T) {
	s := load(t)
	list, err := Documents()
	if err != nil || len(list) < 10 {
		t.Fatalf("%d documents, %v", len(list), err)
	}
	keys, places, under := map[string]Document{}, map[string]bool{}, 0
	for _, p := range s.items {
		keys[p.Key] = Document{}
	}
	for _, d := range list {
		if _, known := keys[d.Parent]; d.Parent != "" && (!known || keys[d.Parent].Community != d.Community) {
			t.Errorf("%s stands under %q", d.Key, d.Parent)
		}
		if d.Parent != "" {
			under++
		}
		keys[d.Key], places[d.Community] = d, true
		if utf8.RuneCountInString(d.Title) > MaxTitle || len(d.Tags) > MaxTags || len(d.Tags) == 0 {
			t.Errorf("%s is out of bounds", d.Key)
		}
		older := s.communities[d.Community].OpenedDaysAgo
		for i, step := range d.Steps {
			if !s.readers[d.Community][step.Author] || s.people[step.Author].Guest || s.people[step.Author].JoinedDaysAgo < step.DaysAgo {
				t.Errorf("%s: %q writes in %s", d.Key, step.Author, d.Community)
			}
			if step.DaysAgo <= 0 || step.DaysAgo >= older {
				t.Errorf("%s: step %d is %v days old", d.Key, i, step.DaysAgo)
			}
			older = step.DaysAgo
			if n := utf8.RuneCountInString(step.Body); n < 50 || n > MaxBody {
				t.Errorf("%s: step %d says %d letters", d.Key, i, n)
			}
		}
	}
	remarks := 0
	for _, d := range list {
		last := d.Steps[len(d.Steps)-1]
		for _, r := range d.Remarks {
			remarks++
			if n := strings.Count(last.Body, r.Quote); n != 1 {
				t.Errorf("%s: “%s” stands there %d times", d.Key, r.Quote, n)
			}
			for _, said := range append([]Step{r.Step}, r.Answers...) {
				if !s.readers[d.Community][said.Author] || said.Body == "" || said.DaysAgo <= 0 {
					t.Errorf("%s: %q says %q", d.Key, said.Author, said.Body)
				}
			}
			if r.Resolver != "" && !s.readers[d.Community][r.Resolver] {
				t.Errorf("%s: %q resolves", d.Key, r.Resolver)
			}
		}
	}
	proposals := 0
	for _, d := range list {
		last := d.Steps[len(d.Steps)-1]
		for _, p := range d.Proposals {
			proposals++
			if n := strings.Count(last.Body, p.Quote); n != 1 || !s.readers[d.Community][p.Author] || p.DaysAgo >= last.DaysAgo || p.DaysAgo <= 0 {
				t.Errorf("%s: %q proposes in the place of “%s”, which stands there %d times", d.Key, p.Author, p.Quote, n)
			}
		}
	}
	if proposals < 3 {
		t.Errorf("%d proposals", proposals)
	}
	if remarks < 3 {
		t.Errorf("%d remarks", remarks)
	}
	if len(places) < 6 || under < 5 {
		t.Errorf("%d communities, %d documents under others", len(places), under)
	}
	link := regexp.MustCompile(`\(demo:([^)]*)\)`)
	for _, d := range list {
		for _, step := range d.Steps {
			for _, found := range link.FindAllStringSubmatch(step.Body, -1) {
				if _, known := keys[found[1]]; !known {
					t.Errorf("%s leads to %q", d.Key, found[1])
				}
			}
		}
	}
}
