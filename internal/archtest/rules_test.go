package archtest

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/access"
)

const root = "../.."

var update = flag.Bool("update", false, "write the list of modules as it is now")

// schema is what the rules about tables go by.
func schema(t *Tree) Protected {
	return Protected{
		Tables:   access.ProtectedTables(),
		Children: ChildrenOf([]string{"items", "communities"}, t),
		Readers: map[string][]string{
			"memberships":    {"identity"}, // a person's own roles, on which access stands
			"files":          {"content"},  // loose ones belong to no item yet
			"item_tags":      {"content"},  // administrators merge tags wherever they are
			"community_tags": {"content"},
			"documents":      {"document"},  // those whose text is behind, wherever they are
			"imported":       {"importing"}, // what operators brought, by where it comes from
		},
		// demonstration fills empty sites with a million rows, dated in the past;
		// its tests hold them against the services.
		Fillers: []string{"demonstration"},
		Writers: map[string][]string{
			"items":       {"content"},
			"bodies":      {"content"},
			"comments":    {"content"},
			"persons":     {"identity"},
			"communities": {"community", "content"},
			"events":      {"activity"},
			// Shared on purpose: each package its own names or its own reasons.
			"settings":       {"activity", "administration", "directory", "identity"},
			"tags":           {"content", "community"},
			"community_tags": {"content", "community"},
			"follows":        {"notification", "content"},
		},
	}
}

func TestRules(t *testing.T) {
	tree, err := Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Go) < 10 || len(tree.Texts) < 3 {
		t.Fatalf("only %d Go files and %d others were found: the rules would hold for nothing", len(tree.Go), len(tree.Texts))
	}
	for _, rule := range []struct {
		name  string
		check func(*Tree) []Problem
	}{
		{"Floors", Floors},
		{"Libraries", Libraries},
		{"HTTP", HTTP},
		{"SQL", SQL},
		{"Tables", Tables(schema(tree))},
		{"Goroutines", Goroutines},
		{"Inits", Inits},
		{"Globals", Globals},
		{"Configuration", Configuration},
		{"Names", Names},
		{"Lengths", Lengths},
		{"PackageComments", PackageComments},
		{"Comments", Comments},
		{"Catalogues", Catalogues},
		{"Keys", Keys},
		{"Typography", Typography},
		{"Screens", Screens},
		{"Fields", Fields},
		{"Refreshes", Refreshes},
	} {
		t.Run(rule.name, func(t *testing.T) {
			for _, problem := range rule.check(tree) {
				t.Error(problem)
			}
		})
	}
}

func TestTrackedFiles(t *testing.T) {
	out, err := exec.Command("git", "-C", root, "ls-files", "-z").Output()
	if err != nil {
		t.Skipf("this is not a git checkout: %v", err)
	}
	files := map[string]string{}
	for _, name := range strings.Split(strings.TrimRight(string(out), "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			continue // removed but not committed, or not a text
		}
		files[name] = string(text)
	}
	for _, problem := range Tracked(files) {
		t.Error(problem)
	}
}

// TestDependencies fails when the program gains or loses a dependency, so that
// somebody looks at it. Run go test ./internal/archtest -update to accept.
func TestDependencies(t *testing.T) {
	if _, err := os.Stat(filepath.Join(root, "cmd/parvis")); err != nil {
		t.Skip("there is no program yet")
	}
	got, err := Modules(root, "./cmd/parvis")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/modules.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Fields(string(want)), got); diff != "" {
		t.Errorf("bin/parvis has other dependencies than %s says (-before +now):\n%s", golden, diff)
	}
}
