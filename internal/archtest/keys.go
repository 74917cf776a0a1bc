package archtest

import (
	"go/ast"
	"maps"
	"path"
	"slices"
	"strings"
)

// dynamic are the beginnings of keys, too short to be taken from the code, that
// are completed at run time, with what completes them. A beginning of two parts
// ("agenda.kind.") needs no entry: the call that completes it shows it. Every
// key under one counts as used; a completed key without a text shows on screen
// as ⟦key⟧, which the browser tests refuse.
var dynamic = map[string]string{
	"fault.": "fault.Kind.Key, and .advice in the page of a fault",
	"word.":  "the words that any screen may take",
}

// unspoken are calls whose key is only passed on: their callers are judged.
var unspoken = []string{"internal/i18n"}

// Keys demands that every key in the code has a text, with the values that
// the text shows, and that every key of the catalogues is in the code.
func Keys(t *Tree) []Problem {
	words, _ := ReadWords(t)
	known := words.ByLang[languages[0]]
	var problems []Problem
	said := map[string]bool{}
	begun := maps.Clone(dynamic)
	for _, s := range t.product() {
		for _, text := range t.literals(s) {
			said[text.value] = true
			prefix, _, cut := strings.Cut(text.value, hole)
			if cut && strings.HasSuffix(prefix, ".") && strings.Count(prefix, ".") > 1 && anyBegins(known, prefix) {
				begun[prefix] = "the code"
			}
		}
		if slices.Contains(unspoken, s.Dir) {
			continue
		}
		ast.Inspect(s.File, func(node ast.Node) bool {
			key, args := keyOf(node)
			if key == nil {
				return true
			}
			text, holds := t.joined(s, key)
			switch prefix, _, cut := strings.Cut(text, hole); {
			case !holds, strings.HasPrefix(text, hole): // a variable: its key was judged where it was written
			case !cut:
				problems = append(problems, t.judgeKey(s, known, key, args, text)...)
			case strings.HasSuffix(prefix, ".") && strings.Count(prefix, ".") > 1:
				begun[prefix] = "the code"
			case begun[prefix] == "":
				problems = append(problems, t.at(key, "keys beginning with %q are completed at run time: declare it in archtest", prefix))
			}
			return true
		})
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if !said[key] && !completed(key, begun) && !inScripts(t, key) {
			problems = append(problems, Problem{keyLine(t, known[key].File, key), key + " is used nowhere"})
		}
	}
	for _, prefix := range slices.Sorted(maps.Keys(begun)) {
		if !anyBegins(known, prefix) {
			problems = append(problems, Problem{"internal/archtest/keys.go:1", "no key begins with " + prefix + ", which " + begun[prefix] + " completes"})
		}
	}
	return problems
}

// keyOf finds the message key in i18n.T(ctx, key, …), which views may call t,
// printer.T(key, …), fault.New(kind, key, …), check.Field(name, ok, key, …) and Key: key, with
// the name, value pairs that follow it.
func keyOf(node ast.Node) (key ast.Expr, args []ast.Expr) {
	switch n := node.(type) {
	case *ast.KeyValueExpr:
		name, is := n.Key.(*ast.Ident)
		value, text := n.Value.(*ast.BasicLit)
		if is && text && name.Name == "Key" && strings.Contains(value.Value, ".") {
			return value, nil
		}
	case *ast.CallExpr:
		at := -1
		switch f, _ := n.Fun.(*ast.SelectorExpr); {
		case f == nil:
			if name, is := n.Fun.(*ast.Ident); is && name.Name == "t" {
				at = 1
			}
		case dotted(f) == "i18n.T", dotted(f) == "fault.New":
			at = 1
		case f.Sel.Name == "T":
			at = 0
		case f.Sel.Name == "SeeSaying", f.Sel.Name == "Fail" && len(n.Args) >= 2:
			at = 1
		case f.Sel.Name == "Field" && len(n.Args) >= 3:
			at = 2
		}
		if at >= 0 && at < len(n.Args) {
			args = n.Args[at+1:]
			if n.Ellipsis.IsValid() {
				args = nil
			}
			return n.Args[at], args
		}
	}
	return nil, nil
}

// judgeKey demands a text for a key, and the values that the text shows.
func (t *Tree) judgeKey(s *Source, known map[string]Entry, key ast.Expr, args []ast.Expr, text string) []Problem {
	if known[text].Forms == nil {
		return []Problem{t.at(key, "no text for %s", text)}
	}
	if len(args) == 0 {
		return nil // none needed, or given elsewhere: a missing value shows as ⟦name⟧
	}
	var problems []Problem
	for _, value := range values(known[text]) {
		given := false
		for i := 0; i < len(args); i += 2 {
			name, _ := t.joined(s, args[i])
			given = given || "."+name == value
		}
		if !given {
			problems = append(problems, t.at(key, "%s shows {{%s}}, which is not given here", text, value))
		}
	}
	return problems
}

func anyBegins(known map[string]Entry, prefix string) bool {
	for key := range known {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func completed(key string, begun map[string]string) bool {
	for prefix := range begun {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// inScripts tells whether a script names the key.
func inScripts(t *Tree, key string) bool {
	for name, text := range t.Texts {
		if path.Ext(name) == ".ts" && (strings.Contains(text, `"`+key+`"`) || strings.Contains(text, `'`+key+`'`)) {
			return true
		}
	}
	return false
}
