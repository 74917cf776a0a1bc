package archtest

import "testing"

func TestGoroutines(t *testing.T) {
	const starts = "package x\nfunc F() {\n\tgo F()\n}"
	tree := planted{
		"internal/agenda/service.go": starts,
		"internal/agenda/x_test.go":  starts,
		"internal/jobs/jobs.go":      starts,
	}.tree(t)
	expect(t, Goroutines(tree), "internal/agenda/service.go:3: a goroutine")
}

func TestInits(t *testing.T) {
	tree := planted{
		"internal/agenda/agenda.go": "package agenda\nfunc init() {}\ntype T int\nfunc (T) init() {}",
	}.tree(t)
	expect(t, Inits(tree), "agenda.go:2: no init")
}

func TestConfiguration(t *testing.T) {
	const reads = "package x\nimport \"os\"\nvar V = os.Getenv(\"X\")"
	tree := planted{
		"internal/agenda/agenda.go": reads,
		"internal/app/config.go":    reads,
		"internal/mail/mail.go":     `package mail; import _ "flag"`,
	}.tree(t)
	expect(t, Configuration(tree), "agenda.go:3: configuration", "mail.go:1: flags")
}

func TestGlobals(t *testing.T) {
	tree := planted{
		"internal/agenda/agenda.go": `package agenda
import "sync"
var kinds = map[string]int{}
var last, next int
var lock sync.Mutex
var once sync.Once
func local() { last := 1; last = 2; _ = last }
func fields(kinds struct{ n int }) { kinds.n = 1 }
`,
		"internal/agenda/other.go": `package agenda
func add() { kinds["a"] = 1 }
func count() { next++ }
func reset() { last = 0 }
func param(last int) { last = 0 }
`,
	}.tree(t)
	expect(t, Globals(tree),
		"agenda.go:5: no global that changes: this sync.Mutex",
		"other.go:2: no global that changes: kinds",
		"other.go:3: no global that changes: next",
		"other.go:4: no global that changes: last",
	)
}

func TestNames(t *testing.T) {
	tree := planted{
		"internal/agenda/agenda.go":      `package agenda`,
		"internal/agenda/helpers/day.go": `package day`,
		"internal/util/util.go":          `package util`,
	}.tree(t)
	expect(t, Names(tree), "helpers/day.go:1", "package util")
}

func TestLengths(t *testing.T) {
	long := "package x\n"
	for range longest {
		long += "\n"
	}
	tree := planted{
		"internal/agenda/agenda.go":    "package agenda",
		"internal/agenda/long.go":      long,
		"internal/agenda/v_templ.go":   long,
		"internal/agenda/views.templ":  long,
		"internal/agenda/messages.css": "a {}",
	}.tree(t)
	expect(t, Lengths(tree), "long.go:400: 401 lines", "views.templ:400: 401 lines")
}

func TestPackageComments(t *testing.T) {
	tree := planted{
		"internal/agenda/agenda.go":    "// Package agenda keeps dates.\npackage agenda",
		"internal/agenda/more.go":      "package agenda",
		"internal/agenda/more_test.go": "package agenda_test",
		"internal/project/project.go":  "package project",
		"test/browser/b_test.go":       "package browser",
	}.tree(t)
	expect(t, PackageComments(tree), "package project has no comment", "package browser has no comment")
}

func TestComments(t *testing.T) {
	tree := planted{
		"internal/agenda/agenda.go": `package agenda
type Bare struct{}
// Told is told.
type Told struct{}
func (Told) Method() {}
func (Told) String() string { return "" }
func (*Told) Pointer() {}
type hidden struct{}
func (hidden) Method() {}
const Alone = 1
const Aside = 1 // is enough
// The days.
const (
	Monday = 1
	Tuesday = 2
)
type (
	Grouped int
)
`,
		"internal/agenda/views.templ": "package agenda\n\n// Day is one.\ntempl Day() {\n}\n\ntempl Week() {\n}\n\ntempl part() {\n}\n",
	}.tree(t)
	expect(t, Comments(tree),
		"agenda.go:2: Bare", "agenda.go:5: Method", "agenda.go:7: Pointer", "agenda.go:10: Alone", "agenda.go:18: Grouped",
		"views.templ:7: templ Week",
	)
}
