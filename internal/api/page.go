package api

import "parvis/internal/web"

// Paging is how a call asks for a part of a list; embed it in an input.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the previous page; absent for the first one"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"30" doc:"how many entries at most"`
}

// Going is how a call goes on in a list whose pages have a length of their
// own; embed it in an input.
type Going struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the previous page; absent for the first one"`
}

// At reads the cursor of a call as n keys, nil at the start of the list.
func (g Going) At(n int) (web.Cursor, error) { return web.ParseCursor(g.Cursor, n) }

// Page is a part of a list.
type Page[T any] struct {
	Body struct {
		Entries []T    `json:"entries"`
		Next    string `json:"next,omitempty" doc:"cursor of the following page; absent on the last one"`
	}
}

// PageOf makes a page from entries and the keys of the last one; nil keys mean
// that the list ends here.
func PageOf[T any](entries []T, last web.Cursor) *Page[T] {
	p := &Page[T]{}
	p.Body.Entries = entries
	if p.Body.Entries == nil {
		p.Body.Entries = []T{}
	}
	p.Body.Next = last.String()
	return p
}

// At reads the cursor of a call as n keys, nil at the start of the list.
func (p Paging) At(n int) (web.Cursor, error) { return web.ParseCursor(p.Cursor, n) }

// Nothing is the answer of an operation that has nothing to say.
type Nothing struct{}
