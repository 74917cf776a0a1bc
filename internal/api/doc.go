package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Doc is one operation as the page and the tests read it, drawn from the
// OpenAPI description.
type Doc struct {
	Operation
	Description string
	Parameters  []Field
	Body        []Field // of the JSON that is sent
	Takes       string  // media type of what is sent, "" for nothing
	Answer      []Field // of the JSON that comes back
	Gives       string  // media type of what comes back, "" for nothing
	Statuses    []Status
	Example     string // a body that the bounds allow, "" for none
	Curl        string
}

// Status is one answer that an operation may give.
type Status struct {
	Code int
	Text string
}

// Field is one value of a call or of an answer. Name is a path: a field of a
// list's entries is "entries[].title".
type Field struct {
	Name     string
	In       string // path or query, "" for a body
	Type     string // of JSON, or its format: id, date-time
	List     bool
	Required bool
	Enum     []string
	Least    string // smallest number or length, "" without one
	Most     string
	Default  string
	Note     string // in English
}

// Group is the operations of one tag.
type Group struct {
	Tag        string
	Anchor     string
	Operations []Doc
}

// Docs describes every operation, in groups, in the order of registration.
func (a *API) Docs() []Group {
	var out []Group
	for _, op := range a.operations {
		at := slices.IndexFunc(out, func(g Group) bool { return g.Tag == op.Tag })
		if at < 0 {
			out, at = append(out, Group{Tag: op.Tag, Anchor: strings.ReplaceAll(strings.ToLower(op.Tag), " ", "-")}), len(out)
		}
		out[at].Operations = append(out[at].Operations, a.doc(op))
	}
	return out
}

func (a *API) doc(op Operation) Doc {
	described := a.described(op)
	d := Doc{Operation: op, Description: described.Description}
	for _, p := range described.Parameters {
		f := a.field(p.Name, p.Schema, p.Required)
		f.In = p.In
		d.Parameters = append(d.Parameters, f)
	}
	if described.RequestBody != nil {
		for media, m := range described.RequestBody.Content {
			d.Takes, d.Body = media, a.flatten("", m.Schema, 0)
			if media == "application/json" {
				text, err := json.MarshalIndent(a.example(m.Schema, 0), "", "  ")
				if err == nil {
					d.Example = string(text)
				}
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(described.Responses)) {
		n, err := strconv.Atoi(code)
		if err != nil {
			continue
		}
		d.Statuses = append(d.Statuses, Status{n, http.StatusText(n)})
		if n < http.StatusMultipleChoices {
			for media, m := range described.Responses[code].Content {
				d.Gives, d.Answer = media, a.flatten("", m.Schema, 0)
			}
		}
	}
	d.Curl = d.curl()
	return d
}

func (a *API) described(op Operation) *huma.Operation {
	item := a.huma.OpenAPI().Paths[Prefix+op.Path]
	switch op.Method {
	case http.MethodGet:
		return item.Get
	case http.MethodPost:
		return item.Post
	case http.MethodPut:
		return item.Put
	}
	return item.Delete
}

// resolve follows a reference.
func (a *API) resolve(s *huma.Schema) *huma.Schema {
	if s != nil && s.Ref != "" {
		return a.huma.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
	}
	return s
}

// deepest bounds how far nested fields are shown.
const deepest = 4

// flatten lists the fields of a schema, those inside others after them.
func (a *API) flatten(path string, s *huma.Schema, depth int) []Field {
	s = a.resolve(s)
	if s == nil || depth > deepest {
		return nil
	}
	if s.Type == huma.TypeArray {
		return a.flatten(path+"[]", s.Items, depth)
	}
	var out []Field
	for _, name := range names(s) {
		inner := a.resolve(s.Properties[name])
		full := strings.TrimPrefix(path+"."+name, ".")
		f := a.field(full, s.Properties[name], slices.Contains(s.Required, name))
		out = append(out, f)
		if inner.Type == huma.TypeObject || inner.Type == huma.TypeArray {
			out = append(out, a.flatten(full, inner, depth+1)...)
		}
	}
	return out
}

// names lists the properties of an object, the required ones first.
func names(s *huma.Schema) []string {
	list := slices.Sorted(maps.Keys(s.Properties))
	slices.SortStableFunc(list, func(x, y string) int {
		first := func(n string) int {
			if slices.Contains(s.Required, n) {
				return 0
			}
			return 1
		}
		return first(x) - first(y)
	})
	return list
}

func (a *API) field(name string, s *huma.Schema, required bool) Field {
	described := s.Description
	s = a.resolve(s)
	f := Field{Name: name, Required: required, Note: described, Type: kind(s)}
	if f.Note == "" {
		f.Note = s.Description
	}
	if s.Default != nil {
		f.Default = fmt.Sprint(s.Default)
	}
	bounded := s
	if s.Type == huma.TypeArray {
		items := a.resolve(s.Items)
		f.List, f.Type = true, kind(items)
		f.Least, f.Most = bound(s.MinItems), bound(s.MaxItems)
		bounded = items
	} else {
		f.Least, f.Most = bound(s.MinLength), bound(s.MaxLength)
	}
	if s.Minimum != nil {
		f.Least = strconv.FormatFloat(*s.Minimum, 'f', -1, 64)
	}
	if s.Maximum != nil {
		f.Most = strconv.FormatFloat(*s.Maximum, 'f', -1, 64)
	}
	for _, v := range bounded.Enum {
		f.Enum = append(f.Enum, fmt.Sprint(v))
	}
	return f
}

func kind(s *huma.Schema) string {
	if s.Format == "id" || s.Format == "date-time" || s.Format == "binary" {
		return s.Format
	}
	if s.Type == "" {
		return "any"
	}
	return s.Type
}

func bound(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// example is a value that the bounds of a schema allow: the required fields,
// and the few that make a call worth reading.
func (a *API) example(s *huma.Schema, depth int) any {
	s = a.resolve(s)
	switch {
	case s == nil || depth > deepest:
		return nil
	case len(s.Examples) > 0:
		return s.Examples[0]
	case len(s.Enum) > 0:
		return s.Enum[0]
	}
	switch s.Type {
	case huma.TypeObject:
		out := map[string]any{}
		for _, name := range names(s) {
			if slices.Contains(s.Required, name) || len(s.Properties) == 1 {
				out[name] = a.example(s.Properties[name], depth+1)
			}
		}
		return out
	case huma.TypeArray:
		n := 1
		if s.MinItems != nil {
			n = max(n, *s.MinItems)
		}
		out := make([]any, n)
		for i := range out {
			out[i] = a.example(s.Items, depth+1)
			if text, ok := out[i].(string); ok && i > 0 && len(a.resolve(s.Items).Enum) == 0 && kind(a.resolve(s.Items)) == huma.TypeString {
				out[i] = text + " " + strconv.Itoa(i+1)
			}
		}
		return out
	case huma.TypeInteger, huma.TypeNumber:
		if s.Minimum != nil {
			return *s.Minimum
		}
		return 1
	case huma.TypeBoolean:
		return true
	}
	return "Bonjour"
}

// curl is the call as one types it.
func (d Doc) curl() string {
	var out strings.Builder
	out.WriteString("curl")
	if d.Method != http.MethodGet {
		out.WriteString(" -X " + d.Method)
	}
	out.WriteString(` -H "Authorization: Bearer $PARVIS_TOKEN"`)
	path := Prefix + d.Path
	for _, f := range d.Parameters {
		if f.In == "path" {
			path = strings.ReplaceAll(path, "{"+f.Name+"}", sample(f))
		}
	}
	switch {
	case d.Example != "":
		out.WriteString(" \\\n  -H 'Content-Type: application/json' \\\n  -d '" + strings.ReplaceAll(d.Example, "'", `'\''`) + "'")
	case d.Takes == "multipart/form-data":
		out.WriteString(" \\\n  -F file=@rapport.pdf")
	}
	if d.Gives == "application/octet-stream" {
		out.WriteString(" -OJ")
	}
	out.WriteString(" \\\n  \"$PARVIS_URL" + path + `"`)
	return out.String()
}

// sample is a value for a parameter of a path.
func sample(f Field) string {
	switch {
	case len(f.Enum) > 0:
		return f.Enum[0]
	case f.Type == "id":
		return "1hzq4e9m800"
	case f.Name == "handle":
		return "camille.martin"
	}
	return f.Name
}
