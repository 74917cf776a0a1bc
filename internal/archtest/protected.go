package archtest

import (
	"fmt"
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

// Protected is what the rules about tables know of the schema.
type Protected struct {
	// Tables are never read by name outside access: readers take
	// access.From in their FROM.
	Tables []string
	// Children are tables whose rows belong to a protected one, by the column
	// that says to which: they are read with their parent in the WHERE or in
	// the join.
	Children map[string][]string
	// Readers are packages that may read a child on its own.
	Readers map[string][]string
	// Writers are the packages that may write to a table, where they are
	// several or must be these. Any other table has one writer, whichever.
	Writers map[string][]string
	// Fillers may write to every table.
	Fillers []string
}

// createTable and reference recognise, in a migration, a column that refers to
// another table.
var (
	createTable = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)(?:\{\{\w+\}\})?;`)
	reference   = regexp.MustCompile(`(?m)^\s*(\w+)\s.*REFERENCES (\w+)`)
)

// ChildrenOf reads from the migrations which tables belong to one of these.
func ChildrenOf(tables []string, t *Tree) map[string][]string {
	children := map[string][]string{}
	for name, text := range t.Texts {
		if !strings.HasSuffix(name, ".sql") {
			continue
		}
		for _, table := range createTable.FindAllStringSubmatch(text, -1) {
			for _, column := range reference.FindAllStringSubmatch(table[2], -1) {
				if slices.Contains(tables, column[2]) && !slices.Contains(tables, table[1]) {
					children[table[1]] = append(children[table[1]], column[1])
				}
			}
		}
	}
	return children
}

// Tables demands that protected rows are reached only through the person who
// asks: a table is named after FROM or JOIN in access alone, and written by
// its owners alone; a child is read with its parent.
func Tables(p Protected) func(t *Tree) []Problem {
	return func(t *Tree) []Problem {
		var problems []Problem
		writer := map[string]string{}
		for _, s := range t.product() {
			_, name := place(s.Dir)
			if name == "access" || s.Dir == "internal/store" {
				continue
			}
			for _, text := range t.literals(s) {
				for _, what := range p.judge(name, text.value) {
					problems = append(problems, t.at(text.node, "%s", what))
				}
				for _, table := range written(text.value) {
					if slices.Contains(p.Fillers, name) {
						continue
					}
					if other := writer[table]; other != "" && other != name && p.Writers[table] == nil {
						problems = append(problems, t.at(text.node, "%s is written by %s already: a table has one writer", table, other))
					}
					writer[table] = name
				}
			}
			problems = append(problems, p.smuggled(t, s)...)
		}
		return problems
	}
}

// judge says what is wrong with one text of a package.
func (p Protected) judge(name, text string) []string {
	words := sqlWords(text)
	var wrong []string
	for i, word := range words {
		use := useOf(words, i)
		if use == notTable {
			continue
		}
		protected := slices.Contains(p.Tables, word)
		owners, owned := p.Writers[word]
		switch {
		case use == read && protected:
			wrong = append(wrong, fmt.Sprintf("%s is read through access.From(actor, action), never by its name", word))
		case slices.Contains(p.Readers[word], name):
		case use == read && len(p.Children[word]) > 0 && !withParent(words, p.Children[word]):
			wrong = append(wrong, fmt.Sprintf("%s is read with its parent: compare %s in the WHERE or the join",
				word, strings.Join(p.Children[word], " or ")))
		case use == change && owned && !slices.Contains(owners, name) && !slices.Contains(p.Fillers, name):
			wrong = append(wrong, fmt.Sprintf("%s is written by %s only", word, strings.Join(owners, ", ")))
		}
	}
	return wrong
}

// smuggled finds the name of a protected table given to a query as a piece of
// text, where judge would not see it.
func (p Protected) smuggled(t *Tree, s *Source) []Problem {
	var problems []Problem
	ast.Inspect(s.File, func(node ast.Node) bool {
		call, is := node.(*ast.CallExpr)
		if !is || len(call.Args) == 0 {
			return true
		}
		if f, is := call.Fun.(*ast.SelectorExpr); !is || dotted(f) != "store.Q" {
			return true
		}
		text, _ := t.joined(s, call.Args[0])
		if words := sqlWords(text); len(words) > 0 && slices.Contains(p.Tables, words[0]) && (len(words) == 1 || words[1] != ".") {
			problems = append(problems, t.at(call, "%s is read through access.From(actor, action), never by its name", words[0]))
		}
		if strings.Contains(text, hole) && !chosen(call.Args[0]) {
			problems = append(problems, t.at(call, "the text of a query is constant: compose it from store.Q fragments"))
		}
		return true
	})
	return problems
}

// chosen tells whether a text is a variable that was declared as a constant
// text: one statement among several.
func chosen(e ast.Expr) bool {
	name, is := e.(*ast.Ident)
	if !is || name.Obj == nil {
		return false
	}
	declared, is := name.Obj.Decl.(*ast.AssignStmt)
	if !is || len(declared.Rhs) != 1 {
		return false
	}
	_, constant := declared.Rhs[0].(*ast.BasicLit)
	return constant
}

type use uint8

const (
	notTable use = iota
	read
	change
)

// useOf tells how a word of a statement is used, from what stands around it.
func useOf(words []string, i int) use {
	if i == 0 || (i+1 < len(words) && words[i+1] == ".") {
		return notTable
	}
	switch strings.ToUpper(words[i-1]) {
	case "FROM":
		if i > 1 && strings.ToUpper(words[i-2]) == "DELETE" {
			return change
		}
		return read
	case "JOIN":
		return read
	case "INTO", "UPDATE":
		return change
	case ",":
		if inFrom(words[:i]) {
			return read
		}
	}
	return notTable
}

// written lists the tables that a statement changes.
func written(text string) []string {
	if !statement.MatchString(text) {
		return nil
	}
	words := sqlWords(text)
	var tables []string
	for i, word := range words {
		if useOf(words, i) == change && !strings.EqualFold(word, "SET") {
			tables = append(tables, word)
		}
	}
	return tables
}

// inFrom tells whether what follows these words is one more table of a FROM.
func inFrom(words []string) bool {
	depth := 0
	for i := len(words) - 1; i >= 0; i-- {
		switch strings.ToUpper(words[i]) {
		case ")":
			depth++
		case "(":
			if depth--; depth < 0 {
				return false
			}
		case "FROM":
			if depth == 0 {
				return true
			}
		case "SELECT", "WHERE", "GROUP", "ORDER", "SET", "VALUES", "RETURNING", "BY":
			if depth == 0 {
				return false
			}
		}
	}
	return false
}

// withParent tells whether a statement compares one of the columns with
// something.
func withParent(words, columns []string) bool {
	for i, word := range words {
		if !slices.Contains(columns, word) {
			continue
		}
		if i+1 < len(words) && (words[i+1] == "=" || strings.EqualFold(words[i+1], "IN")) {
			return true
		}
		// x.id = c.item_id
		if i > 2 && words[i-1] == "." && words[i-3] == "=" || i > 0 && words[i-1] == "=" {
			return true
		}
	}
	return false
}

var sqlWord = regexp.MustCompile(`'(?:[^']|'')*'|--[^\n]*|\w+|%s|[^\s\w]`)

// sqlWords splits a statement; comments and texts between quotes say nothing.
func sqlWords(text string) []string {
	return slices.DeleteFunc(sqlWord.FindAllString(text, -1), func(w string) bool {
		return strings.HasPrefix(w, "'") || strings.HasPrefix(w, "--")
	})
}
