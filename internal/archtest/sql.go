package archtest

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// writers are the packages whose every file may hold SQL: the store itself,
// and access, where each rule's SQL form stands beside its Go form.
var writers = []string{"store", "access"}

// statement recognises a text that a database would run. Keywords are in
// capitals in this house, which tells them from English.
var statement = regexp.MustCompile(`(?s)^\s*\(?\s*(` +
	`SELECT\b.*\bFROM\b|SELECT\s+(1|EXISTS|count)\b|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\s+\S+\s+SET\b|DELETE\s+FROM\b|` +
	`WITH\s+(RECURSIVE\s+)?\w+.*\bAS\b|(CREATE|DROP|ALTER)\s+(\w+\s+)?(TABLE|INDEX|VIEW|TRIGGER|DATABASE)\b|PRAGMA\s|TRUNCATE\s|VACUUM\b)`)

// SQL demands that statements stand in store*.go files only, and so do the
// calls by which they are composed. Tests may say what they like.
func SQL(t *Tree) []Problem {
	var problems []Problem
	for _, s := range t.product() {
		if _, name := place(s.Dir); slices.Contains(writers, name) || storeFile(s) {
			continue
		}
		ast.Inspect(s.File, func(node ast.Node) bool {
			if call, is := node.(*ast.CallExpr); is {
				if f, is := call.Fun.(*ast.SelectorExpr); is && slices.Contains([]string{"store.Q", "sqlf.Sprintf"}, dotted(f)) {
					problems = append(problems, t.at(call, "queries are composed in store*.go files"))
				}
			}
			return true
		})
		for _, text := range t.literals(s) {
			if statement.MatchString(text.value) {
				problems = append(problems, t.at(text.node, "SQL belongs in store*.go files"))
			}
		}
	}
	return problems
}

func storeFile(s *Source) bool { return strings.HasPrefix(path.Base(s.Path), "store") }

// literal is a constant text of a file, parts joined by + made one.
type literal struct {
	node  ast.Expr
	value string // what is not constant reads as hole
}

// hole stands for a part of a text that is known at run time only.
const hole = "\x00"

// literals lists the texts of a file, each sum once.
func (t *Tree) literals(s *Source) []literal {
	var texts []literal
	ast.Inspect(s.File, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BinaryExpr:
			if value, holds := t.joined(s, n); holds {
				texts = append(texts, literal{n, value})
				return false
			}
		case *ast.BasicLit:
			if value, holds := t.joined(s, n); holds {
				texts = append(texts, literal{n, value})
			}
		}
		return true
	})
	return texts
}

// joined is the text of a literal, of a constant or of a sum that holds one.
func (t *Tree) joined(s *Source, e ast.Expr) (value string, holds bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		if x.Kind != token.STRING {
			return hole, false
		}
		value, err := strconv.Unquote(x.Value)
		return value, err == nil
	case *ast.BinaryExpr:
		if x.Op != token.ADD {
			return hole, false
		}
		left, inLeft := t.joined(s, x.X)
		right, inRight := t.joined(s, x.Y)
		return left + right, inLeft || inRight
	case *ast.ParenExpr:
		return t.joined(s, x.X)
	case *ast.CallExpr:
		// A number cannot change what a text says.
		if f, is := x.Fun.(*ast.SelectorExpr); is && (dotted(f) == "strconv.Itoa" || dotted(f) == "strconv.FormatInt") {
			return "0", true
		}
	case *ast.Ident:
		if value := t.constant(s, x); value != nil {
			return t.joined(s, value)
		}
	}
	return hole, false
}

// constant is what a name of a constant stands for: one of the function, of
// the file or of the package; nil for any other name.
func (t *Tree) constant(s *Source, name *ast.Ident) ast.Expr {
	if name.Obj != nil {
		if name.Obj.Kind != ast.Con {
			return nil
		}
		return valueOf(name.Obj.Decl, name.Name)
	}
	for _, other := range t.Go {
		if other.Dir != s.Dir || other.File.Scope == nil {
			continue
		}
		if o := other.File.Scope.Lookup(name.Name); o != nil && o.Kind == ast.Con {
			return valueOf(o.Decl, name.Name)
		}
	}
	return nil
}

func valueOf(decl any, name string) ast.Expr {
	spec, is := decl.(*ast.ValueSpec)
	if !is {
		return nil
	}
	i := slices.IndexFunc(spec.Names, func(n *ast.Ident) bool { return n.Name == name })
	if i < 0 || i >= len(spec.Values) {
		return nil
	}
	return spec.Values[i]
}
