package archtest

import (
	"slices"
	"strings"
)

// The floors of the house, by first folder under internal. Whatever is not
// named here is a feature.
var (
	kernel   = []string{"fault", "id", "i18n", "text", "clock", "ydoc"}
	platform = []string{"store", "jobs", "realtime", "mail", "blob", "antivirus", "assets", "extract", "preview"}
	// commons stand in order: the left never imports the right.
	commons = []string{"access", "identity", "activity", "content", "notification", "search", "web", "ui", "api"}
)

// The floors from below; each of the commons is a step of its own between
// platform and features.
const (
	onKernel = iota
	onPlatform
	onCommons
	onFeatures = onCommons + 100
	onApp      = onFeatures + iota
	onCommand
	outside // not ours to judge: tests and their harnesses
)

// place is where a package of ours stands: its floor and the name that its
// subpackages share.
func place(dir string) (floor int, name string) {
	first, rest, _ := strings.Cut(dir, "/")
	switch first {
	case "cmd":
		return onCommand, "cmd"
	case "demo":
		return onPlatform, "demo" // data: it knows nothing of the product
	case "internal":
	default:
		return outside, first
	}
	name, _, _ = strings.Cut(rest, "/")
	switch {
	case name == "archtest":
		return outside, name
	case name == "app":
		return onApp, name
	case slices.Contains(kernel, name):
		return onKernel, name
	case slices.Contains(platform, name):
		return onPlatform, name
	case slices.Contains(commons, name):
		return onCommons + slices.Index(commons, name), name
	}
	return onFeatures, name
}

// Floors demands that imports go down: cmd → app → features → commons, in
// their order → platform → kernel, and never sideways between features. The
// tests of a package may also start the whole program.
func Floors(t *Tree) []Problem {
	var problems []Problem
	for _, s := range t.Go {
		floor, name := place(s.Dir)
		for i, imported := range s.Imports() {
			target, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			below, other := place(target)
			switch {
			case name == other, floor == outside:
			case s.Test() && below == onApp:
			case below == outside:
				problems = append(problems, t.at(s.File.Imports[i], "%s serves tests and is imported by none of the program", target))
			case floor == onFeatures && below == onFeatures:
				problems = append(problems, t.at(s.File.Imports[i],
					"features never import each other: declare in %s the small interface it needs from %s and let app hand it over", name, other))
			case below > floor, below == floor && floor >= onCommons && floor != onApp:
				problems = append(problems, t.at(s.File.Imports[i], "%s stands above %s: imports go down the floors", other, name))
			}
		}
	}
	return problems
}
