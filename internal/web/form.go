package web

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
)

// Form is what a person typed, read field by field with bounds. What is wrong
// is collected, so that all of it is said at once and the form can be shown
// again with every word that was typed.
type Form struct {
	values url.Values
	check  fault.Check
	multi  *http.Request // when files came along
}

// Form reads the body of a POST, urlencoded or multipart, of at most max bytes
// (files included).
func (r *Request) Form(max int64) (*Form, error) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, fault.New(fault.Malformed, "web.not_a_form").Because(err)
	}
	r.Body = http.MaxBytesReader(nil, r.Body, max)
	f := &Form{}
	switch media {
	case "application/x-www-form-urlencoded":
		err = r.ParseForm()
	case "multipart/form-data":
		err = r.ParseMultipartForm(1 << 20)
		f.multi = r.Request
	default:
		return nil, fault.New(fault.Unsupported, "web.not_a_form")
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, fault.New(fault.TooLarge, fault.TooLarge.Key()).Because(err)
	case err != nil:
		return nil, fault.New(fault.Malformed, "web.not_a_form").Because(err)
	}
	f.values = r.PostForm
	if len(f.values) > 200 {
		return nil, fault.New(fault.Malformed, "web.not_a_form")
	}
	for name, list := range f.values {
		for _, v := range list {
			if !plain(name) || !plain(v) {
				return nil, fault.New(fault.Malformed, "web.not_text")
			}
		}
	}
	return f, nil
}

// plain tells whether a value is text: valid UTF-8, no control characters but
// line breaks and tabs.
func plain(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(c rune) bool {
		return c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f
	})
}

// NewForm makes a form from known values, to show it the first time.
func NewForm(values url.Values) *Form { return &Form{values: values} }

// Line reads one line of at most max characters, spaces trimmed.
func (f *Form) Line(name string, max int) string {
	raw := f.values.Get(name)
	line, ok := text.Line(raw, max)
	f.bound(name, raw, ok, max)
	return line
}

// Text reads many lines of at most max characters.
func (f *Form) Text(name string, max int) string {
	raw := f.values.Get(name)
	block, ok := text.Block(raw, max)
	f.bound(name, raw, ok, max)
	return block
}

func (f *Form) bound(name, raw string, ok bool, max int) {
	f.check.Field(name, ok || utf8.RuneCountInString(raw) <= max, "fault.field.too_long", "count", max)
	f.check.Field(name, ok, "fault.field.text")
}

// Secret reads a value as typed, bounded, for passwords.
func (f *Form) Secret(name string, max int) string {
	v := f.values.Get(name)
	f.check.Field(name, utf8.RuneCountInString(v) <= max, "fault.field.too_long", "count", max)
	return v
}

// ID reads an id; an absent one is zero, a malformed one is refused.
func (f *Form) ID(name string) id.ID {
	raw := f.values.Get(name)
	if raw == "" {
		return 0
	}
	v, err := id.Parse(raw)
	f.check.Field(name, err == nil, "fault.field.choice")
	return v
}

// IDs reads a repeated id, at most max of them, doubles removed.
func (f *Form) IDs(name string, max int) []id.ID {
	list := f.values[name]
	f.check.Field(name, len(list) <= max, "fault.field.too_many", "count", max)
	var out []id.ID
	for _, raw := range list[:min(len(list), max)] {
		v, err := id.Parse(raw)
		f.check.Field(name, err == nil, "fault.field.choice")
		if err == nil && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// Lines reads a repeated line, empty ones left out.
func (f *Form) Lines(name string, maxEach, maxCount int) []string {
	var out []string
	for _, raw := range f.values[name] {
		line, ok := text.Line(raw, maxEach)
		f.bound(name, raw, ok, maxEach)
		if line != "" {
			out = append(out, line)
		}
	}
	f.check.Field(name, len(out) <= maxCount, "fault.field.too_many", "count", maxCount)
	return out[:min(len(out), maxCount)]
}

// Choice reads one of the allowed values; absent, the first of them.
func (f *Form) Choice(name string, allowed ...string) string {
	v := f.values.Get(name)
	if v == "" {
		return allowed[0]
	}
	if !slices.Contains(allowed, v) {
		f.check.Field(name, false, "fault.field.choice")
		return allowed[0]
	}
	return v
}

// Flag reads a box that is ticked or not.
func (f *Form) Flag(name string) bool {
	switch f.values.Get(name) {
	case "on", "1", "true", "yes":
		return true
	}
	return false
}

// Time reads a date and time as browsers send them (2006-01-02T15:04, Paris
// time); absent, the zero Time.
func (f *Form) Time(name string) clock.Time {
	raw := f.values.Get(name)
	if raw == "" {
		return clock.Time{}
	}
	t, err := time.ParseInLocation("2006-01-02T15:04", raw, clock.Paris)
	if err != nil {
		t, err = time.ParseInLocation("2006-01-02", raw, clock.Paris)
	}
	f.check.Field(name, err == nil, "fault.field.date")
	return clock.At(t)
}

// DayEnd reads a date as the last moment of its day; absent, the zero Time.
func (f *Form) DayEnd(name string) clock.Time {
	t := f.Time(name)
	if t.IsZero() {
		return t
	}
	return clock.At(clock.Midnight(t, 1).Add(-time.Millisecond))
}

// InputDay writes a time as a form field of type date expects it.
func InputDay(t clock.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(clock.Paris).Format(time.DateOnly)
}

// InputTime writes a time as a form field of type datetime-local expects it.
func InputTime(t clock.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(clock.Paris).Format("2006-01-02T15:04")
}

// Required refuses the form when one of the fields is empty.
func (f *Form) Required(names ...string) {
	for _, name := range names {
		f.check.Field(name, strings.TrimSpace(f.values.Get(name)) != "", "fault.field.required")
	}
}

// Fail refuses one field with a sentence of the catalogue.
func (f *Form) Fail(name, key string, args ...any) { f.check.Field(name, false, key, args...) }

// Has tells whether a field came with the form, even empty.
func (f *Form) Has(name string) bool { return f.values.Has(name) }

// Err is the refusal of the form, nil when all is well.
func (f *Form) Err() error { return f.check.Err() }

// Values is what was typed, to show the form again.
func (f *Form) Values() url.Values { return f.values }
