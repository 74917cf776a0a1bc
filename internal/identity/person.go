// Package identity knows the people: agents, guests and service accounts,
// their handles, credentials, sessions, one-time links, tokens, and which
// charter they accepted (P2; every other use needs to know who speaks).
//
// What would surprise: nothing here opens a transaction on behalf of a
// feature or tells anybody what happened. Changes take the caller's
// transaction, and the feature that makes the change appends the event.
package identity

import (
	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// Kind is what sort of account it is.
type Kind uint8

// The kinds of accounts.
const (
	Agent   Kind = iota + 1 // somebody of the house
	Guest                   // invited from outside, with a sponsor and an expiry
	Program                 // a service account: acts through tokens, never signs in
)

// State is where an account stands in its life.
type State uint8

// The states of an account.
const (
	Invited   State = iota + 1 // has not chosen a password yet
	Active                     //
	Suspended                  // may not sign in; what they wrote stays
)

// Person is an account with what its owner says of themselves.
type Person struct {
	ID        id.ID
	Kind      Kind
	State     State
	Handle    string // given.family, what follows an @
	Name      string
	Email     string // lower case; empty when there is none
	About     string // what I can help with
	Locale    string // an i18n.Lang
	Theme     string // see Themes
	Photo     string // hash of a blob, empty when there is none
	Admin     bool
	Clearance access.Protection // the highest that they read
	Confirmed bool              // the e-mail address answered
	Sponsor   id.ID             `db:"sponsor_id"` // who answers for a guest
	Expires   clock.Time
	Charter   int // last version accepted
	Created   clock.Time
}

// Live tells whether the account may act at a moment: active, and its stay
// not over.
func (p Person) Live(now clock.Time) bool {
	return p.State == Active && (p.Expires.IsZero() || now.Before(p.Expires.Time))
}

// Face is what is shown of somebody beside what they contribute.
type Face struct {
	ID     id.ID
	Name   string
	Handle string
	Photo  string
	Guest  bool
}

// Face is how the person is shown beside a contribution.
func (p Person) Face() Face {
	return Face{ID: p.ID, Name: p.Name, Handle: p.Handle, Photo: p.Photo, Guest: p.Kind == Guest}
}

// Viewer is who makes a request, known by a session or a token. The zero
// value is somebody who did not sign in.
type Viewer struct {
	Actor      access.Actor
	Person     Person
	Session    id.ID // zero for a token
	CharterDue bool  // the charter changed since they accepted it, or they never did
}

// Themes are the appearances that a person may choose; the first follows the
// device.
func Themes() []string { return []string{"auto", "light", "dark", "contrast"} }
