package correspondence

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Past is a dispatch that was released elsewhere, or before this site.
type Past struct {
	Qualification
	ID         id.ID
	Author     id.ID // who brings it
	Unit       id.ID // that issued it
	Subject    string
	Source     string
	Tags       []string
	Files      []id.ID // loose ones of its author
	To         []Addressee
	Expects    string
	Due        clock.Time
	References []Reference
	Released   clock.Time
	Origin     string // how what it comes from names it, unique

	// Closed is when an addressee was done with it, zero when it is not.
	Closed func(unit id.ID) clock.Time
}

// File brings a dispatch that was released elsewhere as it was: with its date,
// its readers and its addressees. It takes no number, for those that a unit gives
// here have no gaps; what brings it keeps the one that it had. Who may bring it
// was judged.
func (s *Service) File(ctx context.Context, tx *store.Tx, p Past) (Dispatch, error) {
	if err := s.Content.OpenPlace(ctx, tx, Place, placeName, placePurpose); err != nil {
		return Dispatch{}, err
	}
	if p.Protection == access.Restricted {
		p.Distribution = access.ForNamed
	}
	to := eachOnce(p.Unit, p.To)
	it, err := s.Content.Create(ctx, tx, access.SystemActor("a dispatch that was released elsewhere"), content.New{
		ID: p.ID, Kind: Kind, Community: Place, Title: p.Subject, Source: p.Source, Tags: p.Tags, Audience: p.Distribution, Files: p.Files,
		Author: p.Author, Created: p.Released, State: access.Published, Origin: p.Origin, Quiet: true,
	})
	if err != nil {
		return Dispatch{}, err
	}
	if err := s.Content.Protect(ctx, tx, it.ID, p.Protection); err != nil {
		return Dispatch{}, err
	}
	if err := insertDispatch(ctx, tx, it.ID, p.Unit, p.Released); err != nil {
		return Dispatch{}, err
	}
	w := Writing{Unit: p.Unit, Expects: p.Expects, Due: p.Due}
	if err := updateDispatch(ctx, tx, it.ID, w, p.Qualification); err != nil {
		return Dispatch{}, err
	}
	if err := putAddressees(ctx, tx, it.ID, to); err != nil {
		return Dispatch{}, err
	}
	if err := putReferences(ctx, tx, it.ID, p.References); err != nil {
		return Dispatch{}, err
	}
	d, err := anyDispatch(ctx, tx, it.ID)
	if err != nil {
		return d, err
	}
	d.Step, d.Released, d.HolderSince = Released, p.Released, p.Released
	if err := setReleased(ctx, tx, d); err != nil {
		return d, err
	}
	if err := nameUnits(ctx, tx, d, to); err != nil {
		return d, err
	}
	if err := s.Content.Freeze(ctx, tx, it.ID, true); err != nil {
		return d, err
	}
	return d, s.Filed(ctx, tx, d, to, p.Closed)
}

// eachOnce leaves out the unit that writes, and each unit but once: for action
// when one mention of it says so.
func eachOnce(from id.ID, list []Addressee) []Addressee {
	var out []Addressee
	for _, a := range list {
		i := slices.IndexFunc(out, func(b Addressee) bool { return b.Unit == a.Unit })
		switch {
		case a.Unit == from:
		case i >= 0:
			out[i].Acts = out[i].Acts || a.Acts
		default:
			out = append(out, a)
		}
	}
	return out
}
