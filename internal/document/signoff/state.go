package signoff

import (
	"context"

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
	Stale   bool // it is on an earlier text
	Mine    bool // the reader may give it
	Holders []id.ID
	Early   bool // its turn comes
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
	c := Course{Item: it}
	list, err := standings(ctx, s.DB, []id.ID{item})
	if err != nil {
		return c, err
	}
	if len(list) > 0 {
		c.Standing = list[0]
	}
	if c.Version > 0 {
		if c.InForce, err = lastVersion(ctx, s.DB, item); err != nil {
			return c, err
		}
	}
	if c.Round, err = lastRound(ctx, s.DB, item); err != nil {
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
		one := Seen{Visa: v, Mine: c.Review && holds(actor, label, v) && actor.May(Respond, label), Early: v.State == Coming}
		one.Stale = c.Review && v.Number > 0 && v.Hash != hash && v.State != Handed
		if v.State == Waiting || v.State == Coming {
			if one.Holders, err = holders(ctx, s.DB, c.Item.Community, v.Step()); err != nil {
				return err
			}
		}
		people = append(append(people, v.Person, v.Giver), one.Holders...)
		c.Visas = append(c.Visas, one)
	}
	c.MayOverride = c.Steers && (&course{Visas: visas}).overridable()
	c.Faces, err = identity.Faces(ctx, s.DB, people)
	return err
}

// hashNow is the hash of what the document says now, "" when nothing is compared
// with it.
func (s *Service) hashNow(ctx context.Context, actor access.Actor, c *Course, visas []Visa) (string, error) {
	var err error
	if c.Last, err = s.Documents.Last(ctx, actor, c.Item.ID); err != nil || !c.Review {
		return "", err
	}
	for _, v := range visas {
		if v.Number == 0 {
			continue
		}
		says, err := s.saying(ctx, actor, c.Item.ID, c.Last)
		if err != nil {
			return "", err
		}
		text, err := Canonical(c.Item.Title, says)
		return Hash(text), err
	}
	return "", nil
}

// Past lists the reviews of a document, the last first, with their visas.
func (s *Service) Past(ctx context.Context, actor access.Actor, item id.ID) ([]Round, map[id.ID][]Visa, error) {
	if err := s.readable(ctx, actor, item); err != nil {
		return nil, nil, err
	}
	rounds, err := roundsOf(ctx, s.DB, item, 50)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]id.ID, len(rounds))
	for i, r := range rounds {
		ids[i] = r.ID
	}
	visas, err := visasOf(ctx, s.DB, item, ids)
	by := map[id.ID][]Visa{}
	for _, v := range visas {
		by[v.Round] = append(by[v.Round], v)
	}
	return rounds, by, err
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
	found, err := byHandle(ctx, s.DB, actor, handles)
	if err != nil {
		return nil, err
	}
	var check fault.Check
	var out []id.ID
	for _, h := range handles {
		known := id.ID(0)
		for _, n := range found {
			if n.Handle == h {
				known = n.ID
			}
		}
		check.Field("people", known != 0, "signoff.ask.unknown", "name", h)
		out = append(out, known)
	}
	return out, check.Err()
}
