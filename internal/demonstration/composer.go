package demonstration

import (
	"math/rand/v2"
	"slices"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/notification"
	"parvis/internal/text"
)

// composer makes the rows of a site from what it holds: people, places, what
// they say. It keeps each counter as the services would.
type composer struct {
	now     time.Time // in the zone of the working hours
	dice    *rand.Rand
	seq     int64
	people  map[string]*somebody // by handle
	places  map[string]*place    // by key
	tags    map[string]*label    // by fold
	counts  map[id.ID]*tally     // by community
	uses    map[id.ID]int        // by tag
	due     []content.Item       // scheduled
	origins map[string]*thread   // publications of which sheets are made, by key
	keys    map[string]id.ID     // items, by the key of their record
	posts   map[string]unitRow   // of the network, by code
	heads   map[string]id.ID     // who heads them, by code
	batch   batch
}

func newComposer(now time.Time) *composer {
	// The same day gives the same site: whoever looks twice finds their way.
	return &composer{
		now: now, dice: rand.New(rand.NewPCG(20, 24)),
		people: map[string]*somebody{}, places: map[string]*place{}, tags: map[string]*label{},
		counts: map[id.ID]*tally{}, uses: map[id.ID]int{}, keys: map[string]id.ID{}, heads: map[string]id.ID{},
	}
}

// somebody is a person with what decides what they may read.
type somebody struct {
	id     id.ID
	handle string
	guest  bool
	fresh  bool // arrived this morning
	joined time.Time
	unit   id.ID
	units  string // path of the unit
	places []*place
	visit  time.Time
}

// place is a community with its people.
type place struct {
	id       id.ID
	openness access.Openness
	checked  bool // validation before release
	opened   time.Time
	members  []*standing // in, in the order of arrival
	by       map[*somebody]*standing
	first    *somebody // who opened it
}

// standing is somebody's membership.
type standing struct {
	who      *somebody
	role     access.Role
	since    time.Time
	enrolled bool
	acted    time.Time // the first thing that they said there, zero for none
}

// label is a tag and its one writing.
type label struct {
	id   id.ID
	fold string
}

// id makes an id of a moment; those of one moment are in the order of calls.
func (c *composer) id(at time.Time) id.ID {
	c.seq++
	return id.At(at, c.seq)
}

// between draws a moment, the early ones more often when bent is above 1.
func (c *composer) between(from, to time.Time, bent int) time.Time {
	if !to.After(from) {
		return from
	}
	part := 1.0
	for range bent {
		part *= c.dice.Float64()
	}
	return from.Add(time.Duration(part * float64(to.Sub(from)))).Truncate(time.Millisecond)
}

// tell appends to the log.
func (c *composer) tell(e activity.Event) {
	e.ID = c.id(e.Created.Time)
	c.batch.events = append(c.batch.events, e)
}

// follow subscribes somebody to all of a target.
func (c *composer) follow(who id.ID, kind notification.TargetKind, target id.ID, at time.Time) {
	c.batch.follows = append(c.batch.follows, followRow{who, notification.Target{Kind: kind, ID: target}, notification.All, clock.At(at)})
}

// tagged finds or makes the tags of these names, in the order of their folds,
// as content keeps them.
func (c *composer) tagged(names []string, at time.Time) []*label {
	var out []*label
	for _, name := range names {
		name, _ = text.Line(name, content.MaxTag)
		fold := text.Fold(name)
		t, known := c.tags[fold]
		if !known {
			t = &label{c.id(at), fold}
			c.tags[fold] = t
			c.batch.tags = append(c.batch.tags, tagRow{t.id, name, text.Slug(name), fold})
		}
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b *label) int { return compare(a.fold, b.fold) })
	return out
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// present are those who were in a place at a moment; who opened it always was.
func (p *place) present(at time.Time) []*standing {
	n, _ := slices.BinarySearchFunc(p.members, at, func(s *standing, at time.Time) int {
		if s.since.After(at) {
			return 1
		}
		return -1
	})
	return p.members[:max(n, 1)]
}

// reads tells whether somebody may read what everyone of a place may.
func (p *place) reads(who *somebody) bool {
	return p.by[who] != nil || !who.guest && p.openness == access.Open
}

// count notes something in a community.
func (c *composer) count(community id.ID, items int, at time.Time) {
	t := c.counts[community]
	t.items += items
	if clock.At(at).After(t.activity.Time) {
		t.activity = clock.At(at)
	}
}

// sortEvents puts the log in order of time.
func (b *batch) sortEvents() {
	slices.SortStableFunc(b.events, func(x, y activity.Event) int {
		if d := x.Created.Compare(y.Created.Time); d != 0 {
			return d
		}
		return int(min(1, max(-1, x.ID-y.ID)))
	})
}

func person(kind identity.Kind) identity.Person {
	return identity.Person{Kind: kind, State: identity.Active, Confirmed: true, Locale: "fr", Charter: 1}
}
