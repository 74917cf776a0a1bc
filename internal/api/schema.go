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
func newRegistry(n *naming) huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", n.name)
	r.RegisterTypeAlias(reflect.TypeFor[id.ID](), reflect.TypeFor[idText]())
	r.RegisterTypeAlias(reflect.TypeFor[clock.Time](), reflect.TypeFor[moment]())
	r.RegisterTypeAlias(reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[web.Problem]())
	return r
}

// naming gives each type of the description a name of its own: its Go name
// without the JSON that ends it, and for the bodies that have none, the
// operation that is being registered.
type naming struct {
	operation string
	names     map[reflect.Type]string
	taken     map[string]bool
}

func (n *naming) name(t reflect.Type, hint string) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if name, ok := n.names[t]; ok {
		return name
	}
	name := strings.ReplaceAll(huma.DefaultSchemaNamer(t, hint), "JSON", "")
	if t.Name() == "" && t.Kind() == reflect.Struct {
		name = camel(n.operation)
		if strings.HasSuffix(hint, "InputBody") {
			name += "Request"
		} else {
			name += "Answer"
		}
	}
	if n.taken[name] {
		name = camel(t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:]) + name
	}
	n.names[t], n.taken[name] = name, true
	return name
}

// camel writes an id of operation as a name of type.
func camel(words string) string {
	var out strings.Builder
	for _, w := range strings.Split(words, "-") {
		if w != "" {
			out.WriteString(strings.ToUpper(w[:1]) + w[1:])
		}
	}
	return out.String()
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
