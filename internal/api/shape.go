package api

import (
	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// Face is somebody, as shown beside what they do.
type Face struct {
	ID     id.ID  `json:"id"`
	Name   string `json:"name"`
	Handle string `json:"handle"`
	Guest  bool   `json:"guest,omitempty" doc:"invited from outside"`
}

// FaceOf shows an identity.Face.
func FaceOf(f identity.Face) Face {
	return Face{ID: f.ID, Name: f.Name, Handle: f.Handle, Guest: f.Guest}
}

// Ref names something by its id.
type Ref struct {
	ID   id.ID  `json:"id"`
	Name string `json:"name"`
}

// Answer is one thing.
type Answer[T any] struct{ Body T }

// Of answers with one thing.
func Of[T any](v T) *Answer[T] { return &Answer[T]{Body: v} }

// MadeJSON is what was made.
type MadeJSON struct {
	ID id.ID `json:"id"`
}

// Made answers with the id of what was made.
func Made(i id.ID) *Answer[MadeJSON] { return Of(MadeJSON{i}) }

// List is a list that never grows long enough to need pages.
type List[T any] struct {
	Body struct {
		Entries []T `json:"entries"`
	}
}

// ListOf answers with a whole list.
func ListOf[T any](entries []T) *List[T] {
	l := &List[T]{}
	if l.Body.Entries = entries; entries == nil {
		l.Body.Entries = []T{}
	}
	return l
}

// Each shows every entry of a list.
func Each[From, To any](list []From, show func(From) To) []To {
	out := make([]To, len(list))
	for i, v := range list {
		out[i] = show(v)
	}
	return out
}

// Words are the values that a field may take, by the value that they stand
// for.
type Words[T comparable] map[T]string

// Value is what a word stands for, zero for an unknown one: the description
// lists the words, so no other comes here.
func (w Words[T]) Value(word string) T {
	for v, name := range w {
		if name == word {
			return v
		}
	}
	var zero T
	return zero
}

// Openness are the words for who may read a community.
func Openness() Words[access.Openness] {
	return Words[access.Openness]{access.Open: "open", access.OnRequest: "on_request", access.Private: "private", access.Sealed: "sealed"}
}

// Roles are the words for the roles in a community.
func Roles() Words[access.Role] {
	return Words[access.Role]{access.GuestRole: "guest", access.MemberRole: "member", access.ManagerRole: "manager"}
}

// Audiences are the words for how far an item goes.
func Audiences() Words[access.Audience] {
	return Words[access.Audience]{access.Everyone: access.Everyone.Name(), access.MembersOnly: access.MembersOnly.Name(), access.ManagersOnly: access.ManagersOnly.Name()}
}

// States are the words for where an item stands.
func States() Words[access.State] {
	return Words[access.State]{
		access.Scheduled: "scheduled", access.Pending: "pending", access.Returned: "returned",
		access.Published: "published", access.Archived: "archived", access.Binned: "binned",
	}
}
