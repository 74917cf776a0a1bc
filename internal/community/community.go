// Package community is where people gather around a subject, a project, a
// unit or a training: places, who belongs to them, and how one enters and
// leaves (U4 communities of interest, U2 projects, P2 a course that goes on,
// P4 communities of directors, P5, A5 community managers, S1).
//
// What would surprise: being in charge of a place is a role of that place.
// An administrator of the site may name managers, archive and exclude, which
// is about accounts and places, but may not open a private place to everyone:
// that would let them read it (F6).
package community

import (
	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// Bounds of what people type, in characters.
const (
	MaxName    = 120
	MaxPurpose = 240
	MaxText    = 20_000 // charter, welcome
	MaxMessage = 600    // a request, an invitation, a reason
	MaxTags    = 5
)

// FewManagers is how many community managers a place needs at least; below,
// it is told, and nothing is blocked.
const FewManagers = 2

// Kind is how a community stands to the hierarchy.
type Kind uint8

// The kinds of communities.
const (
	Transverse   Kind = iota + 1 // across units
	Hierarchical                 // follows a unit: whoever has a function in it is enrolled
)

// State is where a community stands in its life.
type State uint8

// The states of a community.
const (
	Active   State = iota + 1
	Archived       // kept to be read; nothing new
)

// Standing is how somebody stands towards a community. The first two are
// known to access under their numbers.
type Standing uint8

// The standings. Outsider is never stored.
const (
	Outsider Standing = iota
	In                // access.MembershipActive
	Invited           // access.MembershipInvited: has yet to answer
	Asked             // waits for a community manager's answer
	Left              // of their own will, or declined: never enrolled again by a unit
	Excluded          // comes back by a community manager's invitation only
	Refused           // asked and was told no; may ask again
)

// Community is a place with members.
type Community struct {
	ID         id.ID
	Name       string
	Purpose    string // one sentence
	Charter    string // Markdown
	Welcome    string // Markdown, what a newcomer reads first
	Kind       Kind
	Openness   access.Openness
	State      State
	Template   string // code of a Template
	Unit       id.ID  // that a hierarchical one follows
	Parent     id.ID
	Validation bool // publications wait for a community manager
	Members    int  // active ones, guests included
	Managers   int
	Items      int // published
	Author     id.ID
	Created    clock.Time
	Activity   clock.Time // last publication or comment
}

// Ref names something that a page links to.
type Ref struct {
	ID   id.ID
	Name string
}

// Tag is a tag that a community proposes to those who publish in it.
type Tag struct {
	ID   id.ID
	Name string
	Slug string
}

// Place is a community as one person sees it.
type Place struct {
	Community
	Role     access.Role // of the viewer, zero when not a member
	Standing Standing
	Message  string // what the viewer wrote when asking, or was told
	Welcomed bool   // the viewer has put the welcome away
	Follows  Ref    // the unit, zero for a transverse one
	Under    Ref    // the parent, zero without one or when the viewer may not see it
	Tags     []Tag
	Children int // sub-communities that the viewer may see
	Waiting  int // requests to decide, for those who may
	May      Gestures
}

// Gestures are what the viewer may do here and now.
type Gestures struct {
	Join, Ask, Answer, Leave   bool // Answer: an invitation
	Invite, Decide             bool // Decide: requests
	Host                       bool // invite people from outside
	SeeMembers, Manage, Govern bool
	Widen                      bool // change who may read it
	Archive, Reopen            bool
}

// Member is one line of the list of members.
type Member struct {
	ID     id.ID // of the person
	Name   string
	Handle string
	Photo  string
	Guest  bool
	Role   access.Role
	Title  string // of the main function, "" when there is none
	Unit   string // its unit, by acronym when there is one
	Since  clock.Time
}

// Request is somebody who asks to come in.
type Request struct {
	ID      id.ID // of the person
	Name    string
	Handle  string
	Photo   string
	Title   string
	Unit    string
	Message string
	Since   clock.Time
}
