package signoff

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// Seen is a visa as somebody sees it.
type Seen struct {
	Visa
	Stale   bool    // it is on an earlier text
	Mine    bool    // the reader may give it
	Holders []id.ID // who may give it today: see behind
}

// Course is where a document stands, with the last of its reviews.
type Course struct {
	Standing
	Item    content.Item
	Round   Round // ID zero when there was none
	Visas   []Seen
	InForce Version // Version zero for none; without its text
	Last    int64   // the last update of the document
	Faces   map[id.ID]identity.Face

	MayAsk, Steers, MayRenew, MayOverride, MayResume bool
}

// Course reads where a document stands, for who reads it.
func (s *Service) Course(ctx context.Context, actor access.Actor, item id.ID) (Course, error) {
	it, label, err := s.Content.Glance(ctx, actor, access.ReadItem, item)
	if err != nil {
		return Course{}, err
	}
	if it.Kind != document.Kind {
		return Course{}, fault.NotFound()
	}
	return s.course(ctx, actor, it, label)
}

// course is Course of a document that actor was judged to read.
func (s *Service) course(ctx context.Context, actor access.Actor, it content.Item, label access.Label) (Course, error) {
	c := Course{Item: it}
	var err error
	if c.Standing, err = s.standing(ctx, it.ID); err != nil {
		return c, err
	}
	if c.Version > 0 {
		if c.InForce, err = lastVersion(ctx, s.DB, it.ID); err != nil {
			return c, err
		}
	}
	if c.Round, err = lastRound(ctx, s.DB, it.ID); err != nil {
		return c, err
	}
	c.MayAsk = !c.Review && actor.May(Ask, label)
	c.MayRenew = c.Frozen && actor.May(Renew, label)
	if c.Round.ID == 0 {
		return c, nil
	}
	c.Steers = c.Review && steers(actor, label, c.Round)
	c.MayResume = c.Round.State == Withdrawn && !c.Frozen && steers(actor, label, c.Round)
	return c, s.look(ctx, actor, label, &c)
}

// standing is where a document stands that was judged.
func (s *Service) standing(ctx context.Context, item id.ID) (Standing, error) {
	list, err := standings(ctx, s.DB, []id.ID{item})
	if err != nil || len(list) == 0 {
		return Standing{}, err
	}
	return list[0], nil
}

// look adds the visas of the last round and the people whom they name.
func (s *Service) look(ctx context.Context, actor access.Actor, label access.Label, c *Course) error {
	visas, err := visasOf(ctx, s.DB, c.Item.ID, []id.ID{c.Round.ID})
	if err != nil {
		return err
	}
	hash, err := s.hashNow(ctx, actor, c, visas)
	if err != nil {
		return err
	}
	people := []id.ID{c.Round.Requester, c.Round.Ender}
	for _, v := range visas {
		one := Seen{Visa: v, Mine: c.Review && holds(actor, label, v) && actor.May(Respond, label)}
		one.Stale = c.Review && v.Number > 0 && v.Hash != hash && v.State != Handed
		people = append(people, v.Person, v.Giver)
		c.Visas = append(c.Visas, one)
	}
	c.MayOverride = c.Steers && (&course{Visas: visas}).overridable()
	c.Faces, err = identity.Faces(ctx, s.DB, people)
	return err
}

// behind adds who may give the visas that are waited for of whoever holds a
// function.
func (s *Service) behind(ctx context.Context, c *Course) error {
	var people []id.ID
	for i := range c.Visas {
		v := &c.Visas[i]
		if v.Role == Somebody || v.State != Waiting && v.State != Coming {
			continue
		}
		var err error
		if v.Holders, err = holders(ctx, s.DB, c.Item.Community, v.Step()); err != nil {
			return err
		}
		people = append(people, v.Holders...)
	}
	faces, err := identity.Faces(ctx, s.DB, people)
	for person, face := range faces {
		c.Faces[person] = face
	}
	return err
}

// hashNow is the hash of what the document says now, "" when nothing is compared
// with it.
func (s *Service) hashNow(ctx context.Context, actor access.Actor, c *Course, visas []Visa) (string, error) {
	var err error
	if c.Last, err = s.Documents.Last(ctx, actor, c.Item.ID); err != nil || !c.Review {
		return "", err
	}
	if !slices.ContainsFunc(visas, func(v Visa) bool { return v.Number > 0 }) {
		return "", nil
	}
	doc, err := s.Documents.Says(ctx, c.Item.ID)
	if err != nil {
		return "", err
	}
	now, err := s.showing(ctx, c.Item.ID, c.Last, doc)
	if err != nil {
		return "", err
	}
	text, err := Canonical(c.Item.Title, now)
	return Hash(text), err
}

// Past lists the reviews of a document that was judged, the last first.
func (s *Service) Past(ctx context.Context, item id.ID) ([]Round, error) {
	return roundsOf(ctx, s.DB, item, 50)
}

// Offices are the units whose head may be asked about a document.
func (s *Service) Offices(ctx context.Context, actor access.Actor, item id.ID) ([]Office, error) {
	it, _, err := s.Content.Glance(ctx, actor, Ask, item)
	if err != nil {
		return nil, err
	}
	return officesOf(ctx, s.DB, it.Community, actor.Person())
}

// Named finds people by their handles, in the order of the handles, among those
// whom actor may know of; a handle of nobody is an Invalid of "people".
func (s *Service) Named(ctx context.Context, actor access.Actor, handles []string) ([]id.ID, error) {
	found, err := identity.ByHandle(ctx, s.DB, actor, handles)
	if err != nil {
		return nil, err
	}
	var check fault.Check
	var out []id.ID
	for _, h := range handles {
		who, known := found[h]
		check.Field("people", known, "signoff.ask.unknown", "name", h)
		out = append(out, who.ID)
	}
	return out, check.Err()
}
