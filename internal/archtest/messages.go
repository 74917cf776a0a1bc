package archtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Words are the catalogues of all packages, merged by language.
type Words struct {
	ByLang map[string]map[string]Entry // "fr" → key → entry
}

// Entry is one text of a catalogue, with its plural forms when it has some.
type Entry struct {
	File  string
	Forms map[string]string // "other" alone when the text has no plural
}

// languages are those in which every text exists; the first leads.
var languages = []string{"fr", "en"}

// ReadWords merges the catalogues of a tree. What is not a flat object of
// texts or plural forms is a problem, and so is a key said twice.
func ReadWords(t *Tree) (Words, []Problem) {
	words := Words{ByLang: map[string]map[string]Entry{}}
	var problems []Problem
	for _, lang := range languages {
		words.ByLang[lang] = map[string]Entry{}
		for _, file := range slices.Sorted(maps.Keys(t.Texts)) {
			if path.Base(file) != "messages."+lang+".json" {
				continue
			}
			var raw map[string]json.RawMessage
			if err := json.Unmarshal([]byte(t.Texts[file]), &raw); err != nil {
				problems = append(problems, Problem{file + ":1", "not a catalogue: " + err.Error()})
				continue
			}
			for key, value := range raw {
				entry := Entry{File: file}
				var text string
				if json.Unmarshal(value, &text) == nil {
					entry.Forms = map[string]string{"other": text}
				} else if json.Unmarshal(value, &entry.Forms) != nil {
					problems = append(problems, Problem{keyLine(t, file, key), key + " is neither a text nor plural forms"})
					continue
				}
				if before, twice := words.ByLang[lang][key]; twice {
					problems = append(problems, Problem{keyLine(t, file, key), key + " is already in " + before.File})
				}
				words.ByLang[lang][key] = entry
			}
		}
	}
	return words, problems
}

// place2 finds the line of a key in its catalogue.
func keyLine(t *Tree, file, key string) string {
	before, _, _ := strings.Cut(t.Texts[file], `"`+key+`"`)
	return fmt.Sprintf("%s:%d", file, strings.Count(before, "\n")+1)
}

// each yields every text of every catalogue in a fixed order.
func (w Words) each(visit func(lang, key, form, text string, e Entry)) {
	for _, lang := range languages {
		for _, key := range slices.Sorted(maps.Keys(w.ByLang[lang])) {
			e := w.ByLang[lang][key]
			for _, form := range slices.Sorted(maps.Keys(e.Forms)) {
				visit(lang, key, form, e.Forms[form], e)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

// Catalogues demands that every text exists in every language, beside its
// twin, with the same values in it, and is not empty.
func Catalogues(t *Tree) []Problem {
	words, problems := ReadWords(t)
	lead := languages[0]
	for _, lang := range languages[1:] {
		for _, key := range slices.Sorted(maps.Keys(words.ByLang[lead])) {
			e, other := words.ByLang[lead][key], words.ByLang[lang][key]
			switch {
			case other.Forms == nil:
				problems = append(problems, Problem{keyLine(t, e.File, key), fmt.Sprintf("%s is missing in %s", key, lang)})
			case path.Dir(e.File) != path.Dir(other.File):
				problems = append(problems, Problem{keyLine(t, other.File, key), key + " is in two folders"})
			case (len(e.Forms) > 1) != (len(other.Forms) > 1):
				problems = append(problems, Problem{keyLine(t, other.File, key), key + " has plural forms in one language only"})
			case !slices.Equal(values(e), values(other)):
				problems = append(problems, Problem{keyLine(t, other.File, key),
					fmt.Sprintf("%s says %v in %s and %v in %s", key, values(e), lead, values(other), lang)})
			}
		}
		for _, key := range slices.Sorted(maps.Keys(words.ByLang[lang])) {
			if e := words.ByLang[lang][key]; words.ByLang[lead][key].Forms == nil {
				problems = append(problems, Problem{keyLine(t, e.File, key), fmt.Sprintf("%s is missing in %s", key, lead)})
			}
		}
	}
	words.each(func(_, key, form, text string, e Entry) {
		switch {
		case strings.TrimSpace(text) == "":
			problems = append(problems, Problem{keyLine(t, e.File, key), key + " is empty"})
		case len(e.Forms) > 1 && form == "other" && e.Forms["one"] == "":
			problems = append(problems, Problem{keyLine(t, e.File, key), key + " has no form for one"})
		}
	})
	return problems
}

// values are the names of the values that a text shows, in all its forms.
func values(e Entry) []string {
	seen := map[string]bool{}
	for _, text := range e.Forms {
		for _, v := range placeholder.FindAllString(text, -1) {
			seen[strings.TrimSpace(strings.Trim(v, "{}"))] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
