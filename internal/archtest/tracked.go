package archtest

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// private recognises what belongs to one machine and must not be published.
var private = []struct {
	pattern *regexp.Regexp
	what    string
}{
	{regexp.MustCompile(`(?:^|[\s"'` + "`" + `=(:])/(?:work|root|home|Users)/\w`), "a path of one machine"},
	{regexp.MustCompile(`(?i)\b(?:GOPROXY|GOFLAGS|NPM_CONFIG_REGISTRY|PIP_INDEX_URL)\s*[:=]\s*["']?https?:`), "the address of a package mirror"},
	{regexp.MustCompile(`(?i)_authToken|BEGIN [A-Z ]*PRIVATE KEY`), "a secret"},
	{regexp.MustCompile(`(?i)(?:^|\s)registry\s*=\s*https?:`), "the address of a package mirror"},
}

// resolved finds where a lock file takes packages from: nowhere, which lets
// each machine use its own registry, or the public one.
var resolved = regexp.MustCompile(`"resolved": "https?://([^/"]+)`)

// Tracked demands that files kept in git say nothing of the machine on which
// they were written. files holds their texts by path.
func Tracked(files map[string]string) []Problem {
	var problems []Problem
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasPrefix(name, "internal/archtest/") {
			continue // the patterns themselves, and the texts that prove them
		}
		for number, line := range lines(files[name]) {
			for _, p := range private {
				if p.pattern.MatchString(line) {
					problems = append(problems, Problem{fmt.Sprintf("%s:%d", name, number), "this file holds " + p.what})
				}
			}
			if host := resolved.FindStringSubmatch(line); host != nil && host[1] != "registry.npmjs.org" && strings.HasSuffix(path.Base(name), ".json") {
				problems = append(problems, Problem{fmt.Sprintf("%s:%d", name, number), "this lock file names a package mirror"})
			}
		}
	}
	return problems
}
