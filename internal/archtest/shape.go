package archtest

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
)

// speakers are the packages that may speak HTTP in any file; the others do in
// pages*.go and api*.go only.
var speakers = []string{"web", "ui", "api", "app"}

// HTTP demands that net/http stays where screens and the JSON API are.
func HTTP(t *Tree) []Problem {
	var problems []Problem
	for _, s := range t.product() {
		floor, name := place(s.Dir)
		file := path.Base(s.Path)
		if floor == onPlatform || slices.Contains(speakers, name) || strings.HasPrefix(file, "pages") || strings.HasPrefix(file, "api") {
			continue
		}
		for i, imported := range s.Imports() {
			if under(imported, "net/http") {
				problems = append(problems, t.at(s.File.Imports[i], "net/http belongs in pages*.go and api*.go: services know nothing of requests"))
			}
		}
	}
	return problems
}

// starters are the packages that may start a goroutine: each owns its end.
var starters = []string{
	"jobs",     // workers, ended by Stop
	"realtime", // listeners, ended with their connection
	"app",      // servers, ended by the graceful stop
}

// Goroutines demands that no go statement stands where nobody would wait for
// its end or hear its panic.
func Goroutines(t *Tree) []Problem {
	return t.inProduct(starters, func(node ast.Node) string {
		if _, is := node.(*ast.GoStmt); is {
			return "a goroutine here would outlive its request unseen: give the work to jobs, or use errgroup and wait"
		}
		return ""
	})
}

// Inits demands that nothing happens because a package was imported.
func Inits(t *Tree) []Problem {
	return t.inProduct(nil, func(node ast.Node) string {
		if f, is := node.(*ast.FuncDecl); is && f.Recv == nil && f.Name.Name == "init" {
			return "no init: give a constructor what it needs and let app call it"
		}
		return ""
	})
}

// readers are the packages that may read configuration.
var readers = []string{"app", "cmd"}

// Configuration demands that environment and flags are read in one place.
func Configuration(t *Tree) []Problem {
	banned := []string{"os.Getenv", "os.LookupEnv", "os.Environ", "os.ExpandEnv"}
	problems := t.inProduct(readers, func(node ast.Node) string {
		if call, is := node.(*ast.SelectorExpr); is && slices.Contains(banned, dotted(call)) {
			return "configuration is read in app and handed over as values: " + dotted(call)
		}
		return ""
	})
	for _, s := range t.product() {
		if _, name := place(s.Dir); slices.Contains(readers, name) {
			continue
		}
		if i := slices.Index(s.Imports(), "flag"); i >= 0 {
			problems = append(problems, t.at(s.File.Imports[i], "flags are read in app and handed over as values"))
		}
	}
	return problems
}

// inProduct judges every node of the product's own files, outside some
// packages; a word is a problem.
func (t *Tree) inProduct(except []string, judge func(ast.Node) string) []Problem {
	var problems []Problem
	for _, s := range t.product() {
		if _, name := place(s.Dir); slices.Contains(except, name) {
			continue
		}
		ast.Inspect(s.File, func(node ast.Node) bool {
			if node == nil {
				return false
			}
			if what := judge(node); what != "" {
				problems = append(problems, t.at(node, "%s", what))
			}
			return true
		})
	}
	return problems
}

// dotted is the text of a selector on a plain name: "os.Getenv".
func dotted(s *ast.SelectorExpr) string {
	if x, is := s.X.(*ast.Ident); is {
		return x.Name + "." + s.Sel.Name
	}
	return ""
}

// Globals demands that no package-level variable changes: none is assigned
// after its declaration, and none is of a type that exists to be changed.
func Globals(t *Tree) []Problem {
	var problems []Problem
	declared := map[string]map[string]ast.Node{} // folder → variable → its declaration
	for _, s := range t.product() {
		if declared[s.Dir] == nil {
			declared[s.Dir] = map[string]ast.Node{}
		}
		for _, spec := range variables(s.File) {
			for _, name := range spec.Names {
				declared[s.Dir][name.Name] = spec
			}
			if kind, is := spec.Type.(*ast.SelectorExpr); is && changeable(dotted(kind)) {
				problems = append(problems, t.at(spec, "no global that changes: this %s belongs to a value that app builds", dotted(kind)))
			}
		}
	}
	for _, s := range t.product() {
		ast.Inspect(s.File, func(node ast.Node) bool {
			for _, target := range assigned(node) {
				name := rootName(target)
				if name == nil || name.Name == "_" {
					continue
				}
				spec, global := declared[s.Dir][name.Name]
				if global && (name.Obj == nil || name.Obj.Decl == spec) {
					problems = append(problems, t.at(node, "no global that changes: %s is assigned after its declaration", name.Name))
				}
			}
			return true
		})
	}
	return problems
}

// changeable types say by themselves that a variable is shared state. A
// sync.Once or a sync.Pool is not: nobody can tell that it ran.
func changeable(kind string) bool {
	return strings.HasPrefix(kind, "atomic.") || slices.Contains([]string{"sync.Mutex", "sync.RWMutex", "sync.Map", "sync.WaitGroup"}, kind)
}

func variables(file *ast.File) []*ast.ValueSpec {
	var specs []*ast.ValueSpec
	for _, decl := range file.Decls {
		if d, is := decl.(*ast.GenDecl); is && d.Tok == token.VAR {
			for _, spec := range d.Specs {
				specs = append(specs, spec.(*ast.ValueSpec))
			}
		}
	}
	return specs
}

// assigned lists what a statement changes.
func assigned(node ast.Node) []ast.Expr {
	switch s := node.(type) {
	case *ast.AssignStmt:
		if s.Tok != token.DEFINE {
			return s.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{s.X}
	}
	return nil
}

// rootName is the variable at the root of what is assigned: m of m[k].f.
func rootName(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}
