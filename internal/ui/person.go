package ui

import "parvis/internal/identity"

// PersonOf is how somebody is shown, with a line of what they do. link leads
// to their page, for who may open it: only those see the photo, which is there.
func PersonOf(f identity.Face, line string, link bool) Person {
	out := Person{Name: f.Name, Handle: f.Handle, Line: line, Guest: f.Guest}
	if link && f.Handle != "" {
		out.Href = "/p/" + f.Handle
		if f.Photo != "" {
			out.Photo = out.Href + "/photo"
		}
	}
	return out
}
