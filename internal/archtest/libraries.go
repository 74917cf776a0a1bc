package archtest

import (
	"maps"
	"slices"
	"strings"
)

// kernelLibraries are what the kernel may import besides the standard library
// and golang.org/x, by package.
var kernelLibraries = map[string][]string{
	"id":   {"github.com/bwmarrin/snowflake"},
	"i18n": {"github.com/nicksnyder/go-i18n/v2"},
	"text": {
		"github.com/yuin/goldmark", "github.com/microcosm-cc/bluemonday",
		"github.com/hashicorp/golang-lru/v2", "github.com/sergi/go-diff",
	},
}

// doors are libraries that stay behind one package, so that replacing one
// touches one folder.
var doors = map[string][]string{
	"database/sql":                    {"store", "jobs", "id"}, // id for the null of a column
	"github.com/jackc/pgx/v5":         {"store", "jobs", "realtime"},
	"modernc.org/sqlite":              {"store", "search"},
	"github.com/keegancsmith/sqlf":    {"store"},
	"github.com/georgysavva/scany":    {"store"},
	"github.com/pressly/goose":        {"store"},
	"github.com/riverqueue/river":     {"jobs"},
	"github.com/wneessen/go-mail":     {"mail"},
	"github.com/minio/minio-go":       {"blob"},
	"github.com/jhillyerd/enmime":     {"extract", "importing"},
	"go.yaml.in/yaml/v3":              {"importing"},
	"github.com/yuin/goldmark":        {"text", "document"}, // document reads the tree that text makes
	"github.com/nicksnyder/go-i18n":   {"i18n"},
	"github.com/alexflint/go-arg":     {"app"},
	"github.com/chromedp":             {},
	"github.com/google/go-cmp":        {},
	"github.com/rogpeppe/go-internal": {},
	"modernc.org/quickjs":             {},
	"pgregory.net/rapid":              {},
}

// exactly are the doors that stand for a package alone, not for those under
// it: database/sql/driver only declares how a value is stored.
var exactly = []string{"database/sql"}

// Libraries demands that the kernel stays on the standard library and a short
// list, and that a library with one door is imported behind that door only.
// Tests may import anything.
func Libraries(t *Tree) []Problem {
	var problems []Problem
	for _, s := range t.product() {
		floor, name := place(s.Dir)
		for i, imported := range s.Imports() {
			if floor == onKernel && foreign(imported) && !slices.ContainsFunc(kernelLibraries[name], func(l string) bool { return under(imported, l) }) {
				problems = append(problems, t.at(s.File.Imports[i], "the kernel stands on the standard library: %s is not on %s's list", imported, name))
			}
			for _, library := range slices.Sorted(maps.Keys(doors)) {
				if under(imported, library) && !slices.Contains(doors[library], name) {
					problems = append(problems, t.at(s.File.Imports[i], "%s is imported by %s only", library, orTests(doors[library])))
				}
			}
		}
	}
	return problems
}

func orTests(names []string) string {
	if len(names) == 0 {
		return "tests"
	}
	return strings.Join(names, ", ")
}

// under tells whether an import path is a library's or one of its packages'.
func under(imported, library string) bool {
	if imported == library {
		return true
	}
	return strings.HasPrefix(imported, library+"/") && !slices.Contains(exactly, library)
}

// foreign tells whether an import is neither ours, nor the standard library's,
// nor golang.org/x.
func foreign(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return strings.Contains(first, ".") && !strings.HasPrefix(imported, "golang.org/x/")
}
