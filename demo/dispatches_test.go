package demo

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDispatches(t *testing.T) {
	list, err := Dispatches()
	if err != nil || len(list) < 240 {
		t.Fatalf("%d dispatches, %v", len(list), err)
	}
	posts, err := Posts()
	if err != nil {
		t.Fatal(err)
	}
	units := map[string]Post{}
	for _, p := range posts {
		units[p.Code] = p
	}
	older, before, used := 1000.0, map[string]bool{}, map[string]int{}
	for _, d := range list {
		if before[d.Key] || d.Key == "" {
			t.Errorf("key %q twice", d.Key)
		}
		if d.DaysAgo <= 0 || d.DaysAgo >= older {
			t.Errorf("%s: %v days ago, after %v", d.Key, d.DaysAgo, older)
		}
		older = d.DaysAgo
		for _, r := range d.References {
			if !before[r] {
				t.Errorf("%s refers to %q, which is not older", d.Key, r)
			}
		}
		before[d.Key] = true
		sendsWell(t, d, units)
		readsWell(t, d)
		used[d.Type]++
		used[d.Precedence]++
		used[d.Protection]++
		used[d.Distribution]++
		if len(d.References) > 0 {
			used["refers"]++
		}
	}
	if older > 0.2 || list[0].DaysAgo != 45 {
		t.Errorf("dispatches are from %v to %v days old", list[0].DaysAgo, older)
	}
	for word, least := range map[string]int{
		"TD": 200, "TS": 8, "routine": 80, "urgent": 30, "immediate": 50, "public": 5, "limited": 100, "restricted": 80,
		"services": 100, "directors": 20, "named": 80, "refers": 60,
	} {
		if used[word] < least {
			t.Errorf("%s: %d dispatches", word, used[word])
		}
	}
}

// sendsWell checks how a dispatch is addressed and held.
func sendsWell(t *testing.T, d Dispatch, units map[string]Post) {
	t.Helper()
	for field, words := range map[string][]string{
		d.Type: {"TD", "TS"}, d.Precedence: {"routine", "urgent", "immediate"},
		d.Protection: {"public", "limited", "restricted"}, d.Distribution: {"services", "directors", "named"},
	} {
		if !slices.Contains(words, field) {
			t.Errorf("%s: %q is none of %v", d.Key, field, words)
		}
	}
	if d.Protection == "restricted" && d.Distribution != "named" {
		t.Errorf("%s is restricted and for %s", d.Key, d.Distribution)
	}
	if len(d.To) == 0 {
		t.Errorf("%s is for nobody", d.Key)
	}
	named := map[string]bool{}
	for _, code := range slices.Concat([]string{d.From}, d.To, d.CopiedTo) {
		u, known := units[code]
		if !known || u.Level == LevelGroup {
			t.Errorf("%s: unit %q", d.Key, code)
		}
		if named[code] {
			t.Errorf("%s names %s twice", d.Key, code)
		}
		named[code] = true
	}
}

// unescaped is what Markdown would read in a paragraph that was not written as
// such.
var unescaped = regexp.MustCompile("(?m)^(?:\\d+[.)]|[-+>=:#])|(?:^|[^\\\\])[*_`<\\[~|#@&]")

// readsWell checks the words of a dispatch.
func readsWell(t *testing.T, d Dispatch) {
	t.Helper()
	if n := utf8.RuneCountInString(d.Subject); n < 7 || n > MaxSubject || strings.ContainsAny(d.Subject, "\n\\") {
		t.Errorf("%s: subject %q", d.Key, d.Subject)
	}
	if len(d.Tags) == 0 || len(d.Tags) > MaxTags || d.Affair == "" || d.Source == "" || d.Date == "" || d.Heading == "" || d.Marking == "" {
		t.Errorf("%s is incomplete: %+v", d.Key, d)
	}
	for i, tag := range d.Tags {
		if tag == "" || tag != strings.TrimSpace(tag) || slices.Contains(d.Tags[:i], tag) {
			t.Errorf("%s: tags %q", d.Key, d.Tags)
		}
	}
	for _, s := range []string{d.Text, d.Subject, d.Heading, d.DraftedBy, d.ApprovedBy} {
		if !utf8.ValidString(s) {
			t.Errorf("%s: %q is no UTF-8", d.Key, s)
		}
	}
	body, source, sourced := strings.Cut(d.Text, "\n\n*Source: ")
	if n := utf8.RuneCountInString(d.Text); !sourced || n < 300 || n > MaxBody || !strings.HasSuffix(source, "public domain.*") {
		t.Errorf("%s: %d letters, source %q", d.Key, n, source)
	}
	if found := unescaped.FindString(body); found != "" {
		t.Errorf("%s: %q is read as markup", d.Key, found)
	}
}

func TestPosts(t *testing.T) {
	s := load(t)
	posts, err := Posts()
	if err != nil || len(posts) < 90 {
		t.Fatalf("%d posts, %v", len(posts), err)
	}
	seen, names, levels := map[string]Level{}, map[string]bool{}, map[Level]int{}
	for i, p := range posts {
		if _, taken := s.units[p.Code]; taken || !strings.HasPrefix(p.Code, "dip") {
			t.Errorf("code %q is of another tree", p.Code)
		}
		if _, twice := seen[p.Code]; twice || names[p.Name] || p.Name == "" {
			t.Errorf("%s (%s) twice", p.Code, p.Name)
		}
		above, known := seen[p.Parent]
		if (i > 0) != known {
			t.Errorf("%s comes before its parent %q", p.Code, p.Parent)
		}
		chain := map[Level]Level{LevelDesk: LevelBureau, LevelBureau: LevelSecretariat, LevelSecretariat: LevelHead, LevelPartner: LevelGroup}
		if want := chain[p.Level]; want != "" && above != want {
			t.Errorf("%s, a %s, stands under a %s", p.Code, p.Level, above)
		}
		if (p.Acronym == "") != (p.Level == LevelGroup) && p.Code != "dip-dep" {
			t.Errorf("%s, a %s, is called %q", p.Code, p.Level, p.Acronym)
		}
		seen[p.Code], names[p.Name] = p.Level, true
		levels[p.Level]++
	}
	for level, least := range map[Level]int{LevelHead: 1, LevelSecretariat: 1, LevelBureau: 4, LevelDesk: 10, LevelPost: 60, LevelPartner: 3} {
		if levels[level] < least {
			t.Errorf("%d units of level %s", levels[level], level)
		}
	}
}
