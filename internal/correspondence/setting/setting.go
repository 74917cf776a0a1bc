// Package setting is what those who write dispatches choose from: the types, as
// administrators configure them, and the lists of addressees, of one unit or of
// all (S2, P4).
//
// What would surprise: nothing is deleted. Dispatches bear a type and name the
// list by which a unit was reached, so that both are retired, and come back. Each
// keeps what it was before its last change, to undo it: a template is too long for
// an address.
package setting

import (
	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Bounds, in characters but for MaxUnits.
const (
	MaxCode     = 8
	MaxName     = 80
	MaxTemplate = 20_000
	MaxUnits    = 500 // that a list names
)

// Type is what a dispatch is about.
type Type struct {
	Code     string // as TD
	NameFR   string `db:"name_fr"`
	NameEN   string `db:"name_en"`
	Template string // Markdown, what one begins with
	Place    int    // in the order of the form
	Retired  bool
	Version  int // one more at each change
}

// List is to whom one writes often: the units that it names, or all desks under
// one.
type List struct {
	ID    id.ID
	Name  string
	Owner id.ID // the unit whose list it is, zero for all
	Whose string
	Under id.ID // the rule; zero for a list that names its units
	Top   string
	Size  int // units that it names

	Retired bool
	Version int // one more at each change
}

// The actions of this feature.
var (
	// Configure: administrators configure types.
	Configure = access.On(access.None, "dispatch.configure", access.Admin, access.Administrator)

	// Keep: agents keep the lists of their units. Those of all are kept by
	// administrators, which the service judges.
	Keep = access.On(access.None, "dispatch.lists", access.Write, access.Agent)
)

// Acts of administrators, in the signed log. Subjects are "type TD" and
// "list 4mq8v2x1c".
const (
	typeSet      = "dispatch_type.set"
	typeRetired  = "dispatch_type.retired"
	typeRestored = "dispatch_type.restored"
	listSet      = "dispatch_list.set"
	listRetired  = "dispatch_list.retired"
	listRestored = "dispatch_list.restored"
)

// Service keeps types and lists. It is safe for concurrent use.
type Service struct {
	DB   *store.DB
	IDs  *id.Maker
	Acts *activity.Acts
}

func line(c *fault.Check, name, typed string, most int) string {
	out, ok := text.Line(typed, most)
	c.Field(name, ok, "fault.field.too_long", "count", most)
	c.Field(name, out != "", "fault.field.required")
	return out
}
