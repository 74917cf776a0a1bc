package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// vague are names that say nothing of what a package is for.
var vague = []string{
	"util", "utils", "common", "commons", "helper", "helpers", "model", "models", "manager", "managers",
	"misc", "shared", "lib", "base", "types", "core", "service", "services", "handlers", "controllers",
}

// Names demands that packages are singular nouns of the field.
func Names(t *Tree) []Problem {
	var problems []Problem
	for _, s := range t.Go {
		if slices.Contains(vague, s.File.Name.Name) || slices.Contains(vague, path.Base(s.Dir)) {
			problems = append(problems, t.at(s.File.Name, "package %s: name it after what it holds, in the words of the field", s.File.Name.Name))
		}
	}
	return problems
}

// longest is how many lines a file may have without a reason.
const longest = 400

// long are the files that pass it, each with its reason.
var long = map[string]string{}

// Lengths demands short files, and that the exceptions still are some.
func Lengths(t *Tree) []Problem {
	count := map[string]int{}
	for _, s := range t.Go {
		if !s.Generated() {
			count[s.Path] = strings.Count(s.Text, "\n")
		}
	}
	for name, text := range t.Texts {
		if slices.Contains([]string{".templ", ".css", ".ts"}, path.Ext(name)) {
			count[name] = strings.Count(text, "\n")
		}
	}
	var problems []Problem
	for _, name := range slices.Sorted(maps.Keys(count)) {
		if n := count[name]; n > longest && long[name] == "" {
			problems = append(problems, Problem{fmt.Sprintf("%s:%d", name, longest),
				fmt.Sprintf("%d lines: split it by noun, or give archtest the reason why not", n)})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(long)) {
		if count[name] <= longest {
			problems = append(problems, Problem{name + ":1", "no longer over the limit: take it off archtest's list"})
		}
	}
	return problems
}

// PackageComments demands that every package says what it is for.
func PackageComments(t *Tree) []Problem {
	described := map[string]bool{}
	first := map[string]*Source{}
	for _, s := range t.Go {
		// The tests of another package in the same folder need no comment of their own.
		if s.Test() && strings.HasSuffix(s.File.Name.Name, "_test") && !strings.HasPrefix(s.Dir, "test/") {
			continue
		}
		if first[s.Dir] == nil {
			first[s.Dir] = s
		}
		if s.File.Doc != nil {
			described[s.Dir] = true
		}
	}
	var problems []Problem
	for _, dir := range slices.Sorted(maps.Keys(first)) {
		if !described[dir] {
			problems = append(problems, t.at(first[dir].File.Name,
				"package %s has no comment: say what it is for and which uses of the mission it serves", first[dir].File.Name.Name))
		}
	}
	return problems
}

// exportedView is the declaration of a view that other packages may use, and
// the line before it.
var exportedView = regexp.MustCompile(`(?m)^(.*)\n(templ (?:\([^)]*\) )?[A-Z]\w*)`)

// Comments demands that every exported name is explained.
func Comments(t *Tree) []Problem {
	var problems []Problem
	for _, s := range t.product() {
		if s.Generated() || s.File.Name.Name == "main" {
			continue
		}
		for _, decl := range s.File.Decls {
			for _, name := range silent(decl) {
				problems = append(problems, t.at(name, "%s is exported without a comment: say its shape, its units, its errors", name.Name))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Texts)) {
		if path.Ext(name) != ".templ" {
			continue
		}
		for _, at := range exportedView.FindAllStringSubmatchIndex(t.Texts[name], -1) {
			text := t.Texts[name]
			if !strings.HasPrefix(text[at[2]:at[3]], "//") {
				line := strings.Count(text[:at[4]], "\n") + 1
				problems = append(problems, Problem{fmt.Sprintf("%s:%d", name, line), text[at[4]:at[5]] + " is exported without a comment"})
			}
		}
	}
	return problems
}

// silent lists the exported names that a declaration leaves unexplained. A
// comment on a group speaks for its constants and variables.
func silent(decl ast.Decl) []*ast.Ident {
	var names []*ast.Ident
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) && !obvious(d) {
			names = append(names, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil && (d.Doc == nil || d.Lparen != token.NoPos) {
					names = append(names, s.Name)
				}
			case *ast.ValueSpec:
				if d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, slices.DeleteFunc(slices.Clone(s.Names), func(n *ast.Ident) bool { return !n.IsExported() })...)
				}
			}
		}
	}
	return names
}

// obvious are methods whose meaning is fixed by an interface of the standard
// library.
func obvious(f *ast.FuncDecl) bool {
	return f.Recv != nil && slices.Contains([]string{
		"Error", "String", "Unwrap", "Scan", "Value", "MarshalText", "UnmarshalText",
		"MarshalJSON", "UnmarshalJSON", "ServeHTTP", "Len", "Less", "Swap",
	}, f.Name.Name)
}

func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	name := rootName(f.Recv.List[0].Type)
	if generic, is := f.Recv.List[0].Type.(*ast.IndexExpr); is {
		name = rootName(generic.X)
	}
	return name == nil || name.IsExported()
}
