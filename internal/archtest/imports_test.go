package archtest

import "testing"

func TestFloors(t *testing.T) {
	tree := planted{
		"cmd/parvis/main.go":                `package main; import _ "parvis/internal/app"`,
		"internal/app/app.go":               `package app; import (_ "parvis/internal/agenda"; _ "parvis/demo")`,
		"internal/agenda/agenda.go":         `package agenda; import (_ "parvis/internal/project"; _ "parvis/internal/web"; _ "parvis/internal/agenda/recurrence")`,
		"internal/agenda/recurrence/r.go":   `package recurrence; import _ "parvis/internal/app"`,
		"internal/agenda/agenda_test.go":    `package agenda_test; import (_ "parvis/internal/app"; _ "parvis/internal/store/storetest")`,
		"internal/agenda/sideways_test.go":  `package agenda_test; import _ "parvis/internal/knowledge"`,
		"internal/access/access.go":         `package access; import (_ "parvis/internal/store"; _ "parvis/internal/identity")`,
		"internal/identity/identity.go":     `package identity; import _ "parvis/internal/access"`,
		"internal/store/store.go":           `package store; import (_ "parvis/internal/jobs"; _ "parvis/internal/id")`,
		"internal/text/text.go":             `package text; import (_ "parvis/internal/fault"; _ "parvis/internal/mail")`,
		"internal/web/web.go":               `package web; import (_ "parvis/internal/archtest"; _ "net/http")`,
		"test/browser/browser_test.go":      `package browser; import _ "parvis/internal/app"`,
		"internal/store/storetest/store.go": `package storetest; import _ "parvis/internal/store"`,
	}.tree(t)
	expect(t, Floors(tree),
		"agenda.go:1: features never import each other: declare in agenda the small interface it needs from project",
		"r.go:1: app stands above agenda",
		"sideways_test.go:1: features never import each other",
		"access.go:1: identity stands above access",
		"text.go:1: mail stands above text",
		"web.go:1: internal/archtest serves tests",
	)
}

func TestLibraries(t *testing.T) {
	tree := planted{
		"internal/text/text.go":      `package text; import (_ "github.com/yuin/goldmark/ast"; _ "golang.org/x/text/width"; _ "github.com/jackc/pgx/v5")`,
		"internal/text/text_test.go": `package text; import _ "github.com/google/go-cmp/cmp"`,
		"internal/clock/clock.go":    `package clock; import _ "database/sql/driver"`,
		"internal/agenda/store.go":   `package agenda; import (_ "database/sql"; _ "github.com/google/go-cmp/cmp")`,
		"internal/store/open.go":     `package store; import (_ "database/sql"; _ "modernc.org/sqlite/lib")`,
	}.tree(t)
	expect(t, Libraries(tree),
		"the kernel stands on the standard library: github.com/jackc/pgx/v5 is not on text's list",
		"github.com/jackc/pgx/v5 is imported by store, jobs, realtime only",
		"agenda/store.go:1: database/sql is imported by",
		"agenda/store.go:1: github.com/google/go-cmp is imported by tests only",
	)
}

func TestHTTP(t *testing.T) {
	const speaks = `import _ "net/http"`
	tree := planted{
		"internal/agenda/pages.go":      "package agenda; " + speaks,
		"internal/agenda/pages_week.go": "package agenda; " + speaks,
		"internal/agenda/api.go":        "package agenda; " + speaks,
		"internal/agenda/service.go":    "package agenda; " + speaks,
		"internal/agenda/test_test.go":  "package agenda; " + speaks,
		"internal/access/access.go":     `package access; import _ "net/http/cookiejar"`,
		"internal/blob/blob.go":         "package blob; " + speaks,
		"internal/web/web.go":           "package web; " + speaks,
	}.tree(t)
	expect(t, HTTP(tree), "agenda/service.go:1", "access/access.go:1")
}
