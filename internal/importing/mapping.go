package importing

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"parvis/internal/clock"
)

// Mapping says which fields of a source fill a record.
type Mapping map[string][]string

// targets are what may be filled.
var targets = []string{"id", "title", "text", "author", "signed", "created", "tags", "parent", "folder"}

// ParseMapping reads title=question+agreement,text=body,id=ref,…: a field is
// named as in the source, a field within another one section.title; several
// fields are joined, in a title by a dash, in a text by a blank line.
func ParseMapping(pairs map[string]string) (Mapping, error) {
	m := Mapping{}
	for _, to := range slices.Sorted(maps.Keys(pairs)) {
		if !slices.Contains(targets, to) {
			return nil, fmt.Errorf("map: nothing is called %q: expected %s", to, strings.Join(targets, ", "))
		}
		for field := range strings.SplitSeq(pairs[to], "+") {
			if field = strings.TrimSpace(field); field == "" {
				return nil, fmt.Errorf("map: %s=%s names an empty field", to, pairs[to])
			}
			m[to] = append(m[to], field)
		}
	}
	if len(m["text"]) == 0 && len(m["title"]) == 0 {
		return nil, fmt.Errorf("map: expected at least text=FIELD or title=FIELD, as in --map title=subject,text=body,id=ref")
	}
	return m, nil
}

// record fills a record from an object.
func (m Mapping) record(line int, object map[string]any) (Record, error) {
	joined := func(to, by string) string {
		var parts []string
		for _, field := range m[to] {
			if part := strings.TrimSpace(words(find(object, field))); part != "" {
				parts = append(parts, part)
			}
		}
		return strings.Join(parts, by)
	}
	r := Record{
		Line: line, Ref: joined("id", ":"), Title: joined("title", " – "), Text: joined("text", "\n\n"), Author: joined("author", " "),
		Signed: joined("signed", " "), Folder: joined("folder", "/"),
	}
	if parent := joined("parent", ":"); parent != "" {
		r.Parents, r.Under = []string{parent}, true
	}
	for _, field := range m["tags"] {
		r.Tags = append(r.Tags, list(find(object, field))...)
	}
	if at := joined("created", " "); at != "" {
		moment, err := Moment(at)
		if err != nil {
			return r, Refusal{Line: line, Ref: r.Ref, Why: err.Error()}
		}
		r.Created = moment
	}
	return r, nil
}

// find reads section.title in an object; a field whose name has a point in it
// wins.
func find(object map[string]any, field string) any {
	if v, ok := object[field]; ok {
		return v
	}
	first, rest, ok := strings.Cut(field, ".")
	if inner, is := object[first].(map[string]any); ok && is {
		return find(inner, rest)
	}
	return nil
}

// words writes a value as a text: a list is one of Markdown.
func words(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		var lines []string
		for _, one := range v {
			if line := words(one); line != "" {
				lines = append(lines, "- "+line)
			}
		}
		return strings.Join(lines, "\n")
	case map[string]any:
		var lines []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if line := words(v[name]); line != "" {
				lines = append(lines, line)
			}
		}
		return strings.Join(lines, ", ")
	}
	return ""
}

// list reads tags: a list, or a text with commas, semicolons or bars.
func list(v any) []string {
	if several, ok := v.([]any); ok {
		var out []string
		for _, one := range several {
			out = append(out, words(one))
		}
		return out
	}
	return strings.FieldsFunc(words(v), func(r rune) bool { return strings.ContainsRune(",;|", r) })
}

// Moment reads a date as sources write it. Without a zone it is that of Paris.
func Moment(s string) (clock.Time, error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 9 && len(s) <= 13 {
		if len(s) == 13 {
			return clock.At(time.UnixMilli(n)), nil
		}
		return clock.At(time.Unix(n, 0)), nil
	}
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04Z07:00", "2006-01-02 15:04",
		"2006-01-02", "02/01/2006 15:04:05", "02/01/2006 15:04", "02/01/2006", "02/01/06", "2006-01", "2006", time.RFC1123Z, time.RFC1123,
	} {
		if t, err := time.ParseInLocation(layout, s, clock.Paris); err == nil && t.Year() > 0 {
			return clock.At(t.UTC()), nil
		}
	}
	return clock.Time{}, fmt.Errorf("its date %.40q is not one: expected 2026-07-14, 14/07/2026, 2026-07-14T09:30:00+02:00 or seconds since 1970", s)
}
