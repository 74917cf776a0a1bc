package ui

import "github.com/a-h/templ"

// Refresh has a part of the page asked for again each time the form beside it
// changes. Only what the form says last counts: an answer on its way to what it
// said before is dropped, where htmx by itself would wait for it, ask for the
// first change that came meanwhile and forget those after it.
type Refresh struct {
	Get, Post string // the address asked, by one or the other method
	On        string // the events, as in hx-trigger
	With      string // CSS selectors of the fields sent along
	Into      string // CSS selector of what the answer fills
}

// Attrs are the attributes of the element that asks.
func (f Refresh) Attrs() templ.Attributes {
	set := templ.Attributes{"hx-trigger": f.On, "hx-target": f.Into, "hx-sync": "replace"}
	for name, value := range map[string]string{"hx-get": f.Get, "hx-post": f.Post, "hx-include": f.With} {
		if value != "" {
			set[name] = value
		}
	}
	return set
}
