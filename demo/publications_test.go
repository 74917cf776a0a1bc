package demo

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPublications(t *testing.T) {
	s := load(t)
	if n := len(s.items); n < 1800 || n > 3000 {
		t.Errorf("%d publications", n)
	}
	kinds, keys, tags := map[string]int{}, map[string]bool{}, map[string]bool{}
	older := s.items[0].DaysAgo
	for _, p := range s.items {
		kinds[p.Kind]++
		if keys[p.Key] {
			t.Errorf("key %s twice", p.Key)
		}
		keys[p.Key] = true
		c, ok := s.communities[p.Community]
		author := s.people[p.Author]
		if !ok || !s.readers[p.Community][p.Author] {
			t.Errorf("%s: %q writes in %q", p.Key, p.Author, p.Community)
		}
		if p.DaysAgo <= 0 || p.DaysAgo > older || p.DaysAgo > c.OpenedDaysAgo || p.DaysAgo > author.JoinedDaysAgo {
			t.Errorf("%s: written %v days ago; community opened %v, author joined %v, item before %v", p.Key, p.DaysAgo, c.OpenedDaysAgo, author.JoinedDaysAgo, older)
		}
		older = p.DaysAgo
		if n := utf8.RuneCountInString(p.Title); n < 5 || n > MaxTitle || strings.ContainsAny(p.Title, "\n\t") {
			t.Errorf("%s: title of %d runes", p.Key, n)
		}
		if n := utf8.RuneCountInString(p.Body); n < 10 || n > MaxBody {
			t.Errorf("%s: body of %d runes", p.Key, n)
		}
		if len(p.Tags) > MaxTags {
			t.Errorf("%s: %d tags", p.Key, len(p.Tags))
		}
		for _, tag := range p.Tags {
			tags[tag] = true
		}
		for _, key := range p.Relays {
			if to, ok := s.communities[key]; !ok || key == p.Community || width(to.Openness) > width(c.Openness) {
				t.Errorf("%s is relayed to %q", p.Key, key)
			}
		}
		voters := len(c.Managers) + len(c.Members) + len(c.Guests) - 1
		if p.Useful+p.Useless > voters || p.Thanks > voters || p.Useful < 0 || p.Useless < 0 {
			t.Errorf("%s: %d + %d votes from %d people", p.Key, p.Useful, p.Useless, voters)
		}
		if (p.Poll != nil) != (p.Kind == "poll") {
			t.Errorf("%s is a %s", p.Key, p.Kind)
		}
		if p.Poll != nil {
			checkPoll(t, p, voters+1)
		}
		checkComments(t, s, p, voters)
	}
	if len(kinds) != 4 || kinds["post"] < 500 || kinds["question"] < 500 || kinds["poll"] < 20 || kinds["announcement"] < 30 {
		t.Errorf("kinds: %v", kinds)
	}
	if len(tags) < 100 || len(tags) > 220 {
		t.Errorf("%d tags", len(tags))
	}
}

// width orders how many people may read.
func width(openness string) int {
	return slices.Index([]string{"private", "request", "open"}, openness)
}

func checkPoll(t *testing.T, p Publication, people int) {
	t.Helper()
	sum, most := 0, 0
	for _, v := range p.Poll.Votes {
		sum += v
		most = max(most, v)
	}
	ok := len(p.Poll.Options) >= 2 && len(p.Poll.Options) == len(p.Poll.Votes) && p.Poll.Voters <= people && most <= p.Poll.Voters
	if p.Poll.Multiple {
		ok = ok && sum >= p.Poll.Voters
	} else {
		ok = ok && sum == p.Poll.Voters
	}
	if !ok || p.Poll.ClosesInDays < -p.DaysAgo {
		t.Errorf("%s: %d people for %+v", p.Key, people, *p.Poll)
	}
	seen := map[string]bool{}
	for _, o := range p.Poll.Options {
		if n := utf8.RuneCountInString(o); n < 2 || n > MaxTitle || seen[o] {
			t.Errorf("%s: option %q", p.Key, o)
		}
		seen[o] = true
	}
}

func checkComments(t *testing.T, s site, p Publication, voters int) {
	t.Helper()
	accepted := 0
	for i, c := range p.Comments {
		author := s.people[c.Author]
		if !s.readers[p.Community][c.Author] {
			t.Errorf("%s: comment %d by %q, not of %s", p.Key, i+1, c.Author, p.Community)
		}
		if c.HoursAfter <= 0 || c.HoursAfter >= p.DaysAgo*HoursPerDay {
			t.Errorf("%s: comment %d after %v hours of %v", p.Key, i+1, c.HoursAfter, p.DaysAgo*HoursPerDay)
		}
		if p.DaysAgo-c.HoursAfter/HoursPerDay > author.JoinedDaysAgo+0.01 {
			t.Errorf("%s: comment %d by %s before joining", p.Key, i+1, c.Author)
		}
		if n := utf8.RuneCountInString(c.Text); n < 2 || n > MaxComment {
			t.Errorf("%s: comment %d of %d runes", p.Key, i+1, n)
		}
		if c.Kind != "comment" && c.Kind != "answer" || c.Kind == "answer" && p.Kind != "question" || c.Accepted && c.Kind != "answer" {
			t.Errorf("%s: comment %d is a %s", p.Key, i+1, c.Kind)
		}
		if c.Accepted {
			accepted++
		}
		if c.Parent < 0 || c.Parent > i || c.Parent > 0 && (p.Comments[c.Parent-1].HoursAfter > c.HoursAfter || p.Comments[c.Parent-1].Parent != 0) {
			t.Errorf("%s: comment %d answers %d", p.Key, i+1, c.Parent)
		}
		if c.Useful+c.Useless > voters || c.Thanks > voters {
			t.Errorf("%s: comment %d has too many votes", p.Key, i+1)
		}
	}
	if accepted > 1 {
		t.Errorf("%s: %d accepted answers", p.Key, accepted)
	}
}

func TestMentionsAreMembers(t *testing.T) {
	s := load(t)
	mention := regexp.MustCompile(`@([a-z]+\.[a-z]+)`)
	found := 0
	for _, p := range s.items {
		texts := []string{p.Body}
		for _, c := range p.Comments {
			texts = append(texts, c.Text)
		}
		for _, text := range texts {
			for _, m := range mention.FindAllStringSubmatch(text, -1) {
				found++
				if !s.readers[p.Community][m[1]] {
					t.Errorf("%s mentions %s, who can't be told", p.Key, m[1])
				}
			}
		}
	}
	if found < 30 {
		t.Errorf("%d mentions", found)
	}
}

// screens gathers the texts that we wrote: names, purposes, profiles, stories.
func screens(t *testing.T, s site) []string {
	t.Helper()
	var all []string
	for _, p := range s.people {
		all = append(all, p.Name, p.Title, p.About)
	}
	for _, c := range s.communities {
		all = append(all, c.Name, c.Purpose, c.Charter)
		all = append(all, c.Tags...)
	}
	cast, err := Cast()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range cast {
		all = append(all, m.Story["fr"], m.Story["en"])
	}
	for _, p := range s.items {
		all = append(all, p.Tags...)
		if p.Kind == "announcement" {
			all = append(all, p.Title, p.Body)
		}
	}
	return all
}

func TestWords(t *testing.T) {
	s := load(t)
	banned := regexp.MustCompile(`(?i)réseaux? socia|social network|social media|réseau social`)
	for _, text := range screens(t, s) {
		if banned.MatchString(text) {
			t.Errorf("a word we ban: %q", text)
		}
	}
	straight := regexp.MustCompile(`\pL'\pL`)
	for _, c := range s.communities {
		if text := c.Name + c.Purpose + c.Charter; straight.MatchString(text) {
			t.Errorf("straight apostrophe: %q", text)
		}
	}
}

func TestTextsAreClean(t *testing.T) {
	s := load(t)
	address := regexp.MustCompile(`[\w.+-]+@[\w-]+\.(fr|com|org|net|eu|be)\b`)
	phone := regexp.MustCompile(`\b0[1-9](?:[ .]\d{2}){4}\b`)
	check := func(where, text string) {
		if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool {
			return unicode.IsControl(r) && r != '\n' && r != '\t' || r == utf8.RuneError || unicode.Is(unicode.Co, r) || r == '\u200b' || r == '\u00ad'
		}) {
			t.Errorf("%s holds a character that nobody should meet", where)
		}
		if m := address.FindString(text) + phone.FindString(text); m != "" {
			t.Errorf("%s holds an address or a number: %s", where, m)
		}
	}
	for _, p := range s.people {
		check(p.Handle, p.Name+p.Title+p.About+p.Organisation)
	}
	for _, p := range s.items {
		check(p.Key, p.Title+"\n"+p.Body+strings.Join(p.Tags, " "))
		for _, c := range p.Comments {
			check(p.Key+" comments", c.Text)
		}
	}
}

func TestConversationsVary(t *testing.T) {
	s := load(t)
	openings := map[string]int{}
	for _, p := range s.items {
		first, _, _ := strings.Cut(p.Body, ".")
		openings[first]++
	}
	for text, n := range openings {
		if n > 25 {
			t.Errorf("%d publications begin with %q", n, text)
		}
	}
}
