// Package fault holds the errors that a person can act on. A fault says what
// kind of thing went wrong (which decides the HTTP status), which sentence of
// the catalogue tells it, and, for the log only, what caused it.
//
// What would surprise: the zero Kind is Internal, and so is the kind of every
// error that is not a fault. What nobody thought of is never blamed on the
// person who asked.
package fault

import (
	"errors"
	"strings"
)

// Error is one failure. Key names a sentence of the catalogue; Args are its
// name, value pairs. Err is for the log and is never shown.
type Error struct {
	Kind   Kind
	Key    string
	Args   []any
	Fields []Field
	Err    error
}

// Field is one part of a form that cannot be accepted as it was sent.
type Field struct {
	Name string // as in the form or the JSON body
	Key  string // the sentence that says what is expected
	Args []any  // name, value pairs for the sentence
}

// New makes a fault told by the sentence key. Args are name, value pairs.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// NotFound says that the thing does not exist, or may not be known to exist.
func NotFound() *Error { return New(KindNotFound, KindNotFound.Key()) }

// Forbidden says that the thing may be read, but not this be done to it.
func Forbidden() *Error { return New(KindForbidden, KindForbidden.Key()) }

// Because returns the same fault with the cause that the log will show.
func (e *Error) Because(err error) *Error {
	because := *e
	because.Err = err
	return &because
}

// Error is the text for the log; the person reads the sentence of Key.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString(e.Kind.String())
	if e.Key != "" && e.Key != e.Kind.Key() {
		text.WriteString(" " + e.Key)
	}
	for i, field := range e.Fields {
		text.WriteString([]string{" (", ", "}[min(i, 1)] + field.Name + " " + field.Key)
	}
	if len(e.Fields) > 0 {
		text.WriteString(")")
	}
	if e.Err != nil {
		text.WriteString(": " + e.Err.Error())
	}
	return text.String()
}

// Unwrap gives the cause, so that errors.Is and errors.As look through a fault.
func (e *Error) Unwrap() error { return e.Err }

// As finds the outermost fault in err.
func As(err error) (*Error, bool) {
	var fault *Error
	if errors.As(err, &fault) && fault != nil {
		return fault, true
	}
	return nil, false
}

// KindOf is the kind of the outermost fault in err, or Internal.
func KindOf(err error) Kind {
	if fault, ok := As(err); ok {
		return fault.Kind
	}
	return Internal
}
