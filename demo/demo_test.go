package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// site is everything, read once for a test.
type site struct {
	people      map[string]Person
	communities map[string]Community
	units       map[string]string // code → parent
	items       []Publication
	readers     map[string]map[string]bool // community → handles that write there
}

// load reads the site once for all tests.
func load(t *testing.T) site {
	t.Helper()
	s, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var loaded = sync.OnceValues(read)

func read() (site, error) {
	s := site{people: map[string]Person{}, communities: map[string]Community{}, units: map[string]string{}, readers: map[string]map[string]bool{}}
	rows, err := csv.NewReader(Units()).ReadAll()
	if err != nil {
		return s, err
	}
	if got := strings.Join(rows[0], ","); got != "code,parent,name,acronym" {
		return s, fmt.Errorf("header of units.csv is %q", got)
	}
	for _, r := range rows[1:] {
		s.units[r[0]] = r[1]
	}
	people, err := People()
	if err != nil {
		return s, err
	}
	for _, p := range people {
		s.people[p.Handle] = p
	}
	communities, err := Communities()
	if err != nil {
		return s, err
	}
	for _, c := range communities {
		s.communities[c.Key] = c
		s.readers[c.Key] = map[string]bool{}
		for _, h := range slices.Concat(c.Managers, c.Members, c.Guests) {
			if s.readers[c.Key][h] {
				return s, fmt.Errorf("%s seats %s twice", c.Key, h)
			}
			s.readers[c.Key][h] = true
		}
	}
	for p, err := range Publications() {
		if err != nil {
			return s, err
		}
		s.items = append(s.items, p)
	}
	return s, nil
}

func TestUnitsAreATree(t *testing.T) {
	rows, err := csv.NewReader(Units()).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	roots := 0
	for _, r := range rows[1:] {
		if r[1] == "" {
			roots++
		} else if !seen[r[1]] {
			t.Errorf("%s comes before its parent %s", r[0], r[1])
		}
		if seen[r[0]] {
			t.Errorf("code %s twice", r[0])
		}
		seen[r[0]] = true
		if n := utf8.RuneCountInString(r[2]); n < 3 || n > 160 || r[2] != strings.TrimSpace(r[2]) {
			t.Errorf("name of %s: %q", r[0], r[2])
		}
	}
	if roots != 1 || len(seen) < 1200 {
		t.Errorf("%d roots, %d units", roots, len(seen))
	}
}

func TestPeople(t *testing.T) {
	s := load(t)
	if len(s.people) != 300 {
		t.Errorf("%d people, 300 wanted", len(s.people))
	}
	handle := regexp.MustCompile(`^[a-z]+\.[a-z]+$`)
	names, heads := map[string]bool{}, map[string]bool{}
	for _, p := range s.people {
		if !handle.MatchString(p.Handle) || p.Email != p.Handle+"@parvis.example" {
			t.Errorf("handle %q, address %q", p.Handle, p.Email)
		}
		if names[p.Name] {
			t.Errorf("two people are called %s", p.Name)
		}
		names[p.Name] = true
		if p.Title == "" || p.Locale != "fr" && p.Locale != "en" {
			t.Errorf("%s: title %q, locale %q", p.Handle, p.Title, p.Locale)
		}
		if p.Guest {
			sponsor, ok := s.people[p.Sponsor]
			if p.Unit != "" || p.Organisation == "" || p.ExpiresInDays <= 0 || !ok || sponsor.Guest {
				t.Errorf("guest %s: %+v", p.Handle, p)
			}
			continue
		}
		if _, ok := s.units[p.Unit]; !ok {
			t.Errorf("%s sits in no unit: %q", p.Handle, p.Unit)
		}
		if p.Head && heads[p.Unit] {
			t.Errorf("unit %s has two heads", p.Unit)
		}
		heads[p.Unit] = heads[p.Unit] || p.Head
	}
}

func TestCast(t *testing.T) {
	s := load(t)
	cast, err := Cast()
	if err != nil {
		t.Fatal(err)
	}
	roles := []string{"counter", "field", "expert", "manager", "head", "director", "guest", "administrator", "diplomat", "newcomer", "communication", "trainer", "english"}
	if len(cast) != len(roles) {
		t.Fatalf("%d in the cast, %d wanted", len(cast), len(roles))
	}
	for i, m := range cast {
		p, ok := s.people[m.Handle]
		if !ok || m.Role != roles[i] || m.Story["fr"] == "" || m.Story["en"] == "" {
			t.Errorf("%+v", m)
		}
		if p.Guest != (m.Role == "guest") || p.Admin != (m.Role == "administrator") || (m.Role == "head" || m.Role == "director") != p.Head {
			t.Errorf("%s does not fit the part %s: %+v", m.Handle, m.Role, p)
		}
		in := 0
		for key, readers := range s.readers {
			if readers[m.Handle] {
				in++
			} else if slices.Contains(m.Communities, key) {
				t.Errorf("%s should belong to %s", m.Handle, key)
			}
		}
		if (in == 0) != (m.Role == "newcomer") {
			t.Errorf("%s (%s) belongs to %d communities", m.Handle, m.Role, in)
		}
	}
	guest := s.people["jerome.bousquet"]
	for key, readers := range s.readers {
		if readers[guest.Handle] && !slices.Contains([]string{"territoires", "france-services"}, key) {
			t.Errorf("the guest of the cast sits in %s", key)
		}
	}
}

func TestCommunities(t *testing.T) {
	s := load(t)
	if len(s.communities) < 26 {
		t.Errorf("%d communities", len(s.communities))
	}
	nudged, private := 0, 0
	seen := map[string]bool{}
	list, err := Communities()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if c.Name == "" || c.Purpose == "" || c.Charter == "" || len(c.Tags) == 0 || c.OpenedDaysAgo <= 0 {
			t.Errorf("%s is incomplete", c.Key)
		}
		if !slices.Contains([]string{"open", "request", "private"}, c.Openness) || !slices.Contains([]string{"interest", "project", "unit", "training"}, c.Template) {
			t.Errorf("%s: openness %q, template %q", c.Key, c.Openness, c.Template)
		}
		if _, ok := s.units[c.Unit]; (c.Kind == "hierarchical") != ok || c.Kind != "hierarchical" && c.Kind != "transverse" {
			t.Errorf("%s: kind %q, unit %q", c.Key, c.Kind, c.Unit)
		}
		if c.Parent != "" && !seen[c.Parent] {
			t.Errorf("%s comes before its parent %q", c.Key, c.Parent)
		}
		seen[c.Key] = true
		if len(c.Managers) < 2 {
			nudged++
		}
		if c.Openness == "private" {
			private++
		}
		if n := len(c.Managers) + len(c.Members); n < 5 || n > 190 {
			t.Errorf("%s has %d members", c.Key, n)
		}
		for _, h := range slices.Concat(c.Managers, c.Members) {
			if p, ok := s.people[h]; !ok || p.Guest {
				t.Errorf("%s seats %q", c.Key, h)
			}
		}
		for _, h := range c.Guests {
			if !s.people[h].Guest {
				t.Errorf("%s has %q for a guest", c.Key, h)
			}
		}
	}
	if nudged != 1 || private < 2 {
		t.Errorf("%d communities with one manager, %d private", nudged, private)
	}
}

func TestFolderStaysSmall(t *testing.T) {
	total := 0
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := files.ReadFile(path)
		total += len(raw)
		return err
	})
	if err != nil || total > 8<<20 {
		t.Errorf("%d bytes embedded, %v", total, err)
	}
}

func TestReadmeNamesEverySource(t *testing.T) {
	readme, err := readmeFile.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"service-public.fr", "ministère du Travail", "Code du travail numérique", "République numérique", "Chambre des représentants", "Polis", "INSEE", "France Travail", "Etalab", "Ville de Paris", "Foreign Relations", "DILA", "Licence Ouverte", "Apache-2.0", "CC0", "CC BY 4.0", "ODbL"} {
		if !bytes.Contains(readme, []byte(word)) {
			t.Errorf("README.md does not name %q", word)
		}
	}
}
