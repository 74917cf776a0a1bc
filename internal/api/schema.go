package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/web"
)

// newRegistry is where the schemas of the description are kept. The kernel
// knows nothing of huma: what it writes in JSON is said here.
func newRegistry() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", schemaName)
	r.RegisterTypeAlias(reflect.TypeFor[id.ID](), reflect.TypeFor[idText]())
	r.RegisterTypeAlias(reflect.TypeFor[clock.Time](), reflect.TypeFor[moment]())
	r.RegisterTypeAlias(reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[web.Problem]())
	return r
}

// schemaName leaves out of the description the JSON that ends our own names.
func schemaName(t reflect.Type, hint string) string {
	return strings.ReplaceAll(huma.DefaultSchemaNamer(t, hint), "JSON", "")
}

const idPattern = "^[1-9a-hjkmnp-tv-z][0-9a-hjkmnp-tv-z]{0,12}$"

// idText is how an id stands in a body.
type idText struct{}

// Schema implements huma.SchemaProvider.
func (idText) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "id", Pattern: idPattern, PatternDescription: "an id as the API gives it", Examples: []any{"1hzq4e9m800"}}
}

// moment is how a clock.Time stands in a body.
type moment struct{}

// Schema implements huma.SchemaProvider.
func (moment) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Examples: []any{"2026-09-01T08:00:00Z"}}
}

// ID is an id in the path or the query of a call. What is not an id is the id
// of nothing: the service says that it is not found.
type ID struct{ id.ID }

// nothing is the id of no row.
const nothing = id.ID(-1)

// UnmarshalText implements encoding.TextUnmarshaler and never fails.
func (i *ID) UnmarshalText(text []byte) error {
	parsed, err := id.Parse(string(text))
	if err != nil {
		parsed = nothing
	}
	i.ID = parsed
	return nil
}

// Schema implements huma.SchemaProvider.
func (ID) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "id", Examples: []any{"1hzq4e9m800"}}
}
