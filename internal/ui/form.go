package ui

import (
	"context"
	"parvis/internal/i18n"
	"strconv"

	"github.com/a-h/templ"

	"parvis/internal/fault"
)

// Field is one question of a form. The same struct makes an Input, a Textarea, a
// Select, a Checkbox, Radios, Checkboxes or a FileInput: @ui.Input{Name: "title", …}.
type Field struct {
	Name     string
	ID       string // Name when empty; give one when two forms of a page share a name
	Label    string
	Help     string // one line under the label
	Error    string // what is wrong and how to mend it
	Value    string
	Type     string // of an Input: "text" when empty, "email", "password", "search", "url", "number", "date", "datetime-local"
	Required bool
	Optional bool // says "facultatif" beside the label
	Disabled bool
	ReadOnly bool
	Checked  bool // of a Checkbox; its Value is "1" when empty
	Multiple bool // of a FileInput or a Select
	Min, Max int  // characters; Max shows how many are left near the end. 0: no bound
	Rows     int  // of a Textarea; 5 when 0
	Options  []Option
	Accept   string // of a FileInput: "image/*,.pdf"
	Complete string // the autocomplete token: "email", "current-password", "new-password", "one-time-code"…
	Mode     string // the inputmode: "numeric", "decimal"…
	Hidden   bool   // the label is only read aloud (a search box)
	Focus    bool   // takes the focus when the page opens
	Width    Width  // of what is expected: a year is not as wide as a title
	Attrs    templ.Attributes
}

// Width is how wide an answer is expected to be.
type Width string

// Widths. The zero value takes the line.
const (
	FullWidth  Width = ""
	NarrowLine Width = "narrow"
	MiddleLine Width = "middle"
)

// Option is one possible answer of a Select, of Radios or of Checkboxes.
type Option struct {
	Value    string
	Label    string
	Help     string // Radios and Checkboxes only
	Icon     string // Radios only
	Is       string // Select only: what styles tell it by, as data-is
	Chosen   bool
	Disabled bool
}

func (f Field) id() string    { return or(f.ID, f.Name) }
func (f Field) input() string { return or(f.Type, "text") }
func (f Field) rows() string {
	if f.Rows == 0 {
		return "5"
	}
	return strconv.Itoa(f.Rows)
}

// describedBy lists the ids of what explains the field: its help, its error, its count.
func (f Field) describedBy() string {
	ids := ""
	if f.Help != "" {
		ids += " " + f.id() + "-help"
	}
	if f.Error != "" {
		ids += " " + f.id() + "-error"
	}
	if f.counts() {
		ids += " " + f.id() + "-count"
	}
	if ids == "" {
		return ""
	}
	return ids[1:]
}

// counts says whether the characters left are worth showing: not for a code of
// six digits or a password.
func (f Field) counts() bool { return f.Max >= 60 && f.Type != "password" && f.Type != "email" }

// quietCount keeps the bound of a short answer out of sight until it is near.
func (f Field) quietCount() bool { return f.Max <= 300 && f.Rows == 0 }

// attributes are those that every control of a field has.
func (f Field) attributes() templ.Attributes {
	set := templ.Attributes{"id": f.id(), "name": f.Name}
	if by := f.describedBy(); by != "" {
		set["aria-describedby"] = by
	}
	if f.Error != "" {
		set["aria-invalid"] = "true"
	}
	if f.Required {
		set["required"] = true
	}
	if f.Disabled {
		set["disabled"] = true
	}
	if f.ReadOnly {
		set["readonly"] = true
	}
	if f.Focus {
		set["autofocus"] = true
	}
	if f.Max > 0 {
		set["maxlength"] = strconv.Itoa(f.Max)
	}
	if f.Min > 0 {
		set["minlength"] = strconv.Itoa(f.Min)
	}
	if f.counts() {
		set["data-count"] = f.id() + "-count"
	}
	if f.Complete != "" {
		set["autocomplete"] = f.Complete
	}
	if f.Mode != "" {
		set["inputmode"] = f.Mode
	}
	for name, value := range f.Attrs {
		set[name] = value
	}
	return set
}

// Errors is what is wrong with a form that was sent: a sentence for the whole,
// and one for each bad field, in the order found.
type Errors struct {
	Message string
	Fields  []FieldError
	still   bool // does not take the focus: on the page of components
}

// FieldError is what is wrong with one field; Name is also the id that the
// summary links to.
type FieldError struct{ Name, Message string }

// ErrorsFrom writes an error as a form shows it. The zero Errors for nil; an
// error that is not a fault becomes a general sentence.
func ErrorsFrom(ctx context.Context, err error) Errors {
	if err == nil {
		return Errors{}
	}
	known, ok := fault.As(err)
	if !ok {
		return Errors{Message: i18n.T(ctx, "ui.form.failed")}
	}
	found := Errors{Message: i18n.T(ctx, "ui.form.invalid", "count", len(known.Fields))}
	if len(known.Fields) == 0 {
		found.Message = i18n.T(ctx, known.Key, known.Args...)
	}
	for _, field := range known.Fields {
		found.Fields = append(found.Fields, FieldError{field.Name, i18n.T(ctx, field.Key, field.Args...)})
	}
	return found
}

// For is what is wrong with the field of that name, or nothing.
func (e Errors) For(name string) string {
	for _, field := range e.Fields {
		if field.Name == name {
			return field.Message
		}
	}
	return ""
}
