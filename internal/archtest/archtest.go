// Package archtest holds the rules of the house: what a test can check is not
// left to review. Its tests read the sources of Parvis, never a built program,
// and fail with the file, the line and what to do instead.
//
// Each rule is a function from a Tree to the problems it finds, beside the
// table of names it goes by; each is proven able to fail on a small tree made
// for it. Exceptions are entries of these tables with their reason, so that
// adding one is a change that a reviewer sees.
//
// What would surprise: no rule runs the go command or type-checks, so that the
// whole takes about a second and the cache of go test knows every file that
// was read. The list of modules is the one exception.
package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// module begins the import paths of our own packages.
const module = "parvis/"

// Problem is a broken rule, and where.
type Problem struct {
	Where string // path:line, from the root
	What  string // what is wrong and what to do instead
}

func (p Problem) String() string { return p.Where + ": " + p.What }

// Tree is the sources that the rules read.
type Tree struct {
	Go    []*Source         // every Go file, generated ones included, by path
	Texts map[string]string // other sources by path: views, styles, scripts, catalogues, migrations
	fset  *token.FileSet
}

// Source is one Go file.
type Source struct {
	Path string // from the root, slashes
	Dir  string // its folder: "internal/text"
	Text string
	File *ast.File
}

// Test tells whether the file is compiled for tests only.
func (s *Source) Test() bool { return strings.HasSuffix(s.Path, "_test.go") }

// Generated tells whether the file comes from a view.
func (s *Source) Generated() bool { return strings.HasSuffix(s.Path, "_templ.go") }

// Support tells whether the file serves tests without being one: packages
// named after what they test, the harnesses under test/ and this package.
func (s *Source) Support() bool {
	return strings.HasSuffix(s.Dir, "test") || strings.HasPrefix(s.Dir+"/", "test/")
}

// Imports lists the paths that the file imports.
func (s *Source) Imports() []string {
	var paths []string
	for _, spec := range s.File.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err == nil {
			paths = append(paths, imported)
		}
	}
	return paths
}

// kept are the endings of the other sources.
var kept = []string{".templ", ".css", ".ts", ".json", ".sql"}

// skipped are folders whose content is not source: what is installed, built,
// stored or made for tests. tools is another module with its own rules.
var skipped = []string{"node_modules", "bin", "data", "dist", "testdata", "shots", "tools", "demo/data"}

// Load reads the sources under the root of the repository.
func Load(root fs.FS) (*Tree, error) {
	t := &Tree{Texts: map[string]string{}, fset: token.NewFileSet()}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(entry.Name(), ".") || slices.Contains(skipped, entry.Name()) || slices.Contains(skipped, name)) {
				return fs.SkipDir
			}
			return nil
		}
		ending := path.Ext(name)
		if ending != ".go" && !slices.Contains(kept, ending) {
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if ending != ".go" {
			t.Texts[name] = string(text)
			return nil
		}
		file, err := parser.ParseFile(t.fset, name, text, parser.ParseComments)
		if err != nil {
			return err
		}
		t.Go = append(t.Go, &Source{Path: name, Dir: path.Dir(name), Text: string(text), File: file})
		return nil
	})
	return t, err
}

// at makes a problem at a node of a file.
func (t *Tree) at(node ast.Node, format string, args ...any) Problem {
	position := t.fset.Position(node.Pos())
	return Problem{Where: fmt.Sprintf("%s:%d", position.Filename, position.Line), What: fmt.Sprintf(format, args...)}
}

// product yields the files that make the program: neither tests nor what
// serves them.
func (t *Tree) product() []*Source {
	return slices.DeleteFunc(slices.Clone(t.Go), func(s *Source) bool { return s.Test() || s.Support() })
}

// lines yields a text's lines with their numbers, from 1.
func lines(text string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for i, line := range strings.Split(text, "\n") {
			if !yield(i+1, line) {
				return
			}
		}
	}
}
