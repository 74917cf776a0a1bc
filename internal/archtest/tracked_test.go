package archtest

import "testing"

func TestTracked(t *testing.T) {
	expect(t, Tracked(map[string]string{
		"docs/a.md":         "cd /work/somewhere\nsee https://example.org/home/x and /tmp/x",
		"docs/b.md":         "in `/root/go`",
		"Makefile":          "export GOPROXY=https://mirror.example",
		".npmrc":            "registry=https://mirror.example\n//x/:_authToken=abc",
		"package-lock.json": "\"resolved\": \"https://registry.npmjs.org/a\"\n\"resolved\": \"http://mirror.example:80/a\"",
	}),
		"docs/a.md:1: this file holds a path",
		"docs/b.md:1: this file holds a path",
		"Makefile:1: this file holds the address",
		".npmrc:1: this file holds the address",
		".npmrc:2: this file holds a secret",
		"package-lock.json:2: this lock file",
	)
}

func TestModules(t *testing.T) {
	got, err := Modules(root, "./internal/id")
	if err != nil || len(got) == 0 {
		t.Errorf("the modules of internal/id: %v, %v", got, err)
	}
	if _, err := Modules(root, "./internal/nowhere"); err == nil {
		t.Error("a package that does not exist has modules")
	}
}
