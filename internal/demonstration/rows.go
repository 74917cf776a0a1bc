package demonstration

import (
	"encoding/json"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/notification"
)

// batch is rows on their way to the database, one list per table.
type batch struct {
	persons      []personRow
	units        []unitRow
	functions    []functionRow
	communities  []communityRow
	memberships  []membershipRow
	tags         []tagRow
	placeTags    []pair // community, tag
	items        []itemRow
	comments     []content.Comment
	relays       []relayRow
	reactions    []reactionRow
	mentions     []mentionRow
	itemTags     []pair // item, tag
	questions    []questionRow
	courses      []courseRow
	asks         []askRow
	joins        []joinRow
	polls        []pollRow
	options      []optionRow
	votes        []voteRow
	sections     []sectionRow
	sheets       []sheetRow
	sources      []sourceRow
	contributors []pair // sheet, person
	reports      []reportRow
	follows      []followRow
	reads        []readRow
	notices      []noticeRow
	drafts       []draftRow
	levels       []levelRow
	desks        []deskRow
	events       []activity.Event
}

type pair struct{ of, tag id.ID }

type personRow struct {
	identity.Person
	charterAt clock.Time
	clearance access.Protection
}

type unitRow struct {
	id, parent          id.ID
	code, name, acronym string
	path                string
	depth               int
}

type functionRow struct {
	id, person, unit id.ID
	title            string
	head, beside     bool // beside their main one
}

type communityRow struct {
	id                     id.ID
	name, purpose, charter string
	welcome, template      string
	kind                   int // 1 transverse, 2 hierarchical
	openness               access.Openness
	state                  int // 1 active, 2 archived
	unit, parent           id.ID
	validation             bool
	members, managers      int
	author                 id.ID
	created                clock.Time
}

// The standings of a membership that the demonstration shows.
const (
	standsIn      = access.MembershipActive
	standsInvited = access.MembershipInvited
	standsAsked   = 3
)

type membershipRow struct {
	community, person, inviter id.ID
	role                       access.Role
	state                      int
	message                    string
	welcomed, enrolled         bool
	since                      clock.Time
}

type tagRow struct {
	id         id.ID
	name, slug string
	fold       string
}

type itemRow struct {
	content.Item
	source, fold string
}

type relayRow struct {
	item, community, person id.ID
	note                    string
	created                 clock.Time
}

type reactionRow struct {
	item, comment, person id.ID
	kind                  content.Reaction
	created               clock.Time
}

type mentionRow struct{ item, comment, person id.ID }

type questionRow struct {
	item, accepted id.ID
	answers        int
}

type pollRow struct {
	item             id.ID
	multiple, hidden bool
	closes           clock.Time
	voters           int
}

type optionRow struct {
	id, item id.ID
	position int
	label    string
	votes    int
}

type voteRow struct {
	item, person, option id.ID
	created              clock.Time
}

type followRow struct {
	person  id.ID
	target  notification.Target
	level   notification.Level
	created clock.Time
}

type readRow struct {
	person, item id.ID
	seen         clock.Time
}

type noticeRow struct {
	person  id.ID
	stream  notification.Stream
	subject notification.Target
	reason  notification.Reason
	about   id.ID
	actor   id.ID
	comment id.ID
	count   int
	updated clock.Time
	seen    clock.Time
}

type draftRow struct {
	person  id.ID
	place   string
	fields  map[string]string
	updated clock.Time
}

// event is a fact that somebody made.
func event(verb activity.Verb, by id.ID, at clock.Time) activity.Event {
	kind := access.Person
	if by == 0 {
		kind = access.System
	}
	return activity.Event{Verb: verb, ActorKind: kind, Actor: by, Data: json.RawMessage("{}"), Created: at}
}

// data encodes what an event bears.
func data(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // numbers and texts only
	}
	return text
}
