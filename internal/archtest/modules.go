package archtest

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
)

// Modules lists, sorted, the modules whose code is in a program of ours:
// what an operator runs without having chosen it.
func Modules(root, program string) ([]string, error) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", program)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		if exit, is := err.(*exec.ExitError); is {
			return nil, fmt.Errorf("go list: %s", exit.Stderr)
		}
		return nil, fmt.Errorf("go list: %w", err)
	}
	modules := slices.DeleteFunc(strings.Fields(string(out)), func(m string) bool { return m+"/" == module })
	slices.Sort(modules)
	return slices.Compact(modules), nil
}
