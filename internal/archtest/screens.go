package archtest

import (
	"fmt"
	"go/ast"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// universal are the words that a view may hold itself: names and keys that are
// the same in every language.
var universal = []string{"Parvis", "Français", "English", "Ctrl", "K", "Esc", "Maj", "RSS", "JSON", "API", "Markdown"}

// shown are the attributes that people read or hear.
var shown = []string{"alt", "aria-label", "aria-description", "placeholder", "title", "label"}

var letters = regexp.MustCompile(`\pL+`)

// covering are names of fields that would hide a property of their form from
// scripts: with a field named "form", form.form is that field.
var covering = []string{"form", "action", "method", "target", "submit", "elements", "dataset", "matches", "closest"}

// Fields demands that no field hides from scripts what they ask of its form.
func Fields(t *Tree) []Problem {
	var problems []Problem
	for _, s := range t.Go {
		if !s.Generated() {
			continue
		}
		wrong := func(name string) {
			problems = append(problems, Problem{
				strings.TrimSuffix(s.Path, "_templ.go") + ".templ:1",
				"a field named " + name + " hides form." + name + " from scripts: give it another name",
			})
		}
		for _, decl := range s.File.Decls {
			for _, found := range fieldName.FindAllStringSubmatch(t.markup(s, decl), -1) {
				if slices.Contains(covering, found[1]) {
					wrong(found[1])
				}
			}
			ast.Inspect(decl, func(node ast.Node) bool {
				pair, is := node.(*ast.KeyValueExpr)
				if !is {
					return true
				}
				key, is := pair.Key.(*ast.Ident)
				if name, holds := t.joined(s, pair.Value); is && holds && key.Name == "Name" && slices.Contains(covering, name) {
					wrong(name)
				}
				return true
			})
		}
	}
	return problems
}

var fieldName = regexp.MustCompile(`<(?:input|button|select|textarea)\b[^>]* name="([^"]*)"`)

var following = regexp.MustCompile(`hx-trigger[^\n]*\b(?:change|changed|input)\b`)

// Refreshes demands that what follows a form is a ui.Refresh: by itself htmx
// forgets changes that come while it waits for an answer, and the page goes on
// telling what the form no longer says.
func Refreshes(t *Tree) []Problem {
	var problems []Problem
	look := func(path, text string) {
		if path == "internal/ui/refresh.go" {
			return
		}
		for i, line := range strings.Split(text, "\n") {
			if following.MatchString(line) {
				problems = append(problems, Problem{fmt.Sprintf("%s:%d", path, i+1), "asked again as a form changes: make it a ui.Refresh, which keeps to what the form says last"})
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(t.Texts)) {
		if strings.HasSuffix(path, ".templ") {
			look(path, t.Texts[path])
		}
	}
	for _, s := range t.Go {
		if !s.Generated() && !s.Test() && s.Dir != "internal/archtest" {
			look(s.Path, s.Text)
		}
	}
	return problems
}

// Screens demands that views hold no words: every text on screen comes from
// the catalogue. It reads what the views compile to.
func Screens(t *Tree) []Problem {
	var problems []Problem
	for _, s := range t.Go {
		if !s.Generated() {
			continue
		}
		for _, decl := range s.File.Decls {
			for _, word := range wordsOf(t.markup(s, decl)) {
				problems = append(problems, Problem{
					strings.TrimSuffix(s.Path, "_templ.go") + ".templ:1",
					"the screen says “" + word + "” whatever the language: take it from the catalogue",
				})
			}
		}
	}
	return problems
}

// markup is the constant part of what a view writes, in the order of its
// source; what is computed leaves nothing.
func (t *Tree) markup(s *Source, decl ast.Decl) string {
	var text strings.Builder
	ast.Inspect(decl, func(node ast.Node) bool {
		call, is := node.(*ast.CallExpr)
		if !is {
			return true
		}
		if f, is := call.Fun.(*ast.SelectorExpr); is && f.Sel.Name == "WriteString" && len(call.Args) > 0 {
			if part, holds := t.joined(s, call.Args[len(call.Args)-1]); holds {
				text.WriteString(part)
			}
		}
		return true
	})
	return text.String()
}

// wordsOf lists the texts that people would read in a piece of HTML.
func wordsOf(markup string) []string {
	var found []string
	note := func(text string) {
		for _, word := range letters.FindAllString(text, -1) {
			if !slices.Contains(universal, word) {
				found = append(found, strings.TrimSpace(text))
				return
			}
		}
	}
	tokens := html.NewTokenizer(strings.NewReader(markup))
	silent := false
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return found
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := tokens.Token()
			silent = tag.Data == "script" || tag.Data == "style" || tag.Data == "code" || tag.Data == "kbd"
			for _, a := range tag.Attr {
				if slices.Contains(shown, a.Key) {
					note(a.Val)
				}
			}
		case html.EndTagToken:
			silent = false
		case html.TextToken:
			if !silent {
				note(string(tokens.Text()))
			}
		}
	}
}
