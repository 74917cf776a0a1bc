package correspondence

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// stale is what is said of a form that shows what was changed since.
const stale = "correspondence.edit.conflict"

// Draft begins a dispatch, read by those alone who are named on it. A form that
// was already received is the Conflict that content.IsReplay knows.
func (s *Service) Draft(ctx context.Context, actor access.Actor, w Writing) (Dispatch, error) {
	var d Dispatch
	return d, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		d, err = s.draftIn(ctx, tx, actor, w)
		return err
	})
}

func (s *Service) draftIn(ctx context.Context, tx *store.Tx, actor access.Actor, w Writing) (Dispatch, error) {
	if err := s.Content.OpenPlace(ctx, tx, Place, placeName, placePurpose); err != nil {
		return Dispatch{}, err
	}
	to, theirs := s.check(ctx, tx, actor, &w, actor.Person(), nil)
	if _, invalid := fault.As(theirs); theirs != nil && !invalid {
		return Dispatch{}, theirs
	}
	it, err := s.Content.Create(ctx, tx, actor, content.New{
		ID: w.ID, Kind: Kind, Community: Place, Title: w.Subject, Source: w.Source, Tags: w.Tags,
		Audience: audienceOf(w.Qualified), Files: w.Files, Draft: w.Saved,
	})
	if err := together(err, theirs); err != nil {
		return Dispatch{}, err
	}
	if err := insertDispatch(ctx, tx, it.ID, w.Unit, s.Clock.Now()); err != nil {
		return Dispatch{}, err
	}
	return s.keep(ctx, tx, actor, it, w, to)
}

// Edit changes all that its drafter says of a dispatch that is not out. One that
// waited for a visa or for its signature comes back to be sent again: nobody
// approves what they have not seen. What was changed since it was shown is the
// Conflict stale.
func (s *Service) Edit(ctx context.Context, actor access.Actor, w Writing) (Dispatch, error) {
	var d Dispatch
	return d, s.DB.Write(ctx, func(tx *store.Tx) error {
		before, err := s.load(ctx, tx, actor, content.EditItem, w.Item)
		if err != nil {
			return err
		}
		switch {
		case before.Step == Released:
			return released()
		case w.Version != 0 && w.Version != before.Version:
			return fault.New(fault.Conflict, stale)
		}
		refs, err := referencesOf(ctx, tx, w.Item)
		if err != nil {
			return err
		}
		if err := keepPeople(ctx, tx, before, &w); err != nil {
			return err
		}
		to, ours := s.check(ctx, tx, actor, &w, before.Author, refs)
		if _, invalid := fault.As(ours); ours != nil && !invalid {
			return ours
		}
		audience := audienceOf(w.Qualified)
		it, err := s.Content.EditIn(ctx, tx, actor, content.Edit{
			Item: w.Item, Title: w.Subject, Source: w.Source, Tags: w.Tags,
			Audience: &audience, Files: w.Files, Drop: w.Without, Draft: w.Saved,
		})
		if err := together(err, ours); err != nil {
			return err
		}
		d, err = s.keep(ctx, tx, actor, it, w, to)
		return err
	})
}

// keepPeople fills in those of whom the change says nothing.
func keepPeople(ctx context.Context, tx *store.Tx, before Dispatch, w *Writing) error {
	if w.Visas == nil {
		visas, err := visasOf(ctx, tx, before.Item)
		if err != nil {
			return err
		}
		for _, v := range visas {
			w.Visas = append(w.Visas, VisaAsked{v.Person, v.Days})
		}
		w.InTurn = before.InTurn
	}
	var err error
	if w.Readers == nil {
		w.Readers, err = readersOf(ctx, tx, before.Item)
	}
	return err
}

// keep writes what a dispatch has beside its item, names those who work on it and
// tells those who may read it besides.
func (s *Service) keep(ctx context.Context, tx *store.Tx, actor access.Actor, it content.Item, w Writing, to []Addressee) (Dispatch, error) {
	q := Qualification{}
	if w.Qualified != nil {
		q = *w.Qualified
	}
	if err := s.Content.Protect(ctx, tx, it.ID, q.Protection); err != nil {
		return Dispatch{}, err
	}
	if err := updateDispatch(ctx, tx, it.ID, w, q); err != nil {
		return Dispatch{}, err
	}
	if err := putAddressees(ctx, tx, it.ID, to); err != nil {
		return Dispatch{}, err
	}
	if err := putReferences(ctx, tx, it.ID, w.References); err != nil {
		return Dispatch{}, err
	}
	visas := make([]Visa, len(w.Visas))
	for i, v := range w.Visas {
		visas[i] = Visa{ID: s.IDs.New(), Person: v.Person, Days: v.Days}
	}
	if err := putVisas(ctx, tx, it.ID, visas); err != nil {
		return Dispatch{}, err
	}
	before, err := readersOf(ctx, tx, it.ID)
	if err != nil {
		return Dispatch{}, err
	}
	if err := putReaders(ctx, tx, it.ID, w.Readers); err != nil {
		return Dispatch{}, err
	}
	d, err := anyDispatch(ctx, tx, it.ID)
	if err != nil {
		return d, err
	}
	if _, err := s.name(ctx, tx, d); err != nil {
		return d, err
	}
	if added := without(w.Readers, before); len(added) > 0 {
		return d, s.say(ctx, tx, actor, d, Shared, fact{Told: added})
	}
	return d, nil
}

// Drop takes away what was begun and never released; nothing of it remains to
// be found.
func (s *Service) Drop(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := s.load(ctx, tx, actor, Take, item); err != nil {
			return err
		}
		if _, err := s.Content.BinIn(ctx, tx, actor, item, ""); err != nil {
			return err
		}
		if err := unask(ctx, tx, item); err != nil {
			return err // nobody is reminded of it
		}
		return moveTo(ctx, tx, item, Dropped, s.Clock.Now())
	})
}

// Correct begins a dispatch that says again what a released one said, and points
// back to it: its text, its tags, its addressees and its qualification are
// there to be changed. Its other readers are proposed alone (correctedReaders):
// those who are named read a draft at once.
func (s *Service) Correct(ctx context.Context, actor access.Actor, form, item id.ID) (Dispatch, error) {
	var d Dispatch
	// Read before: who reads a restricted one is written down.
	source, err := s.Content.Texts(ctx, actor, []id.ID{item})
	if err != nil {
		return d, err
	}
	rows, err := s.Content.Rows(ctx, actor, []id.ID{item})
	if err != nil {
		return d, err
	}
	return d, s.DB.Write(ctx, func(tx *store.Tx) error {
		before, err := dispatchOf(ctx, tx, actor, item)
		if err != nil {
			return err
		}
		to, err := addresseesOf(ctx, tx, item)
		if err != nil {
			return err
		}
		w := Writing{
			ID: form, Unit: before.Unit, Subject: before.Title, Source: source[item], Expects: before.Expects,
			Qualified:  &Qualification{before.Type, before.Precedence, before.Protection, before.Audience},
			References: []Reference{{To: item, Relation: Corrects}},
		}
		if before.Due.After(s.Clock.Now().Time) {
			w.Due = before.Due
		}
		for _, a := range to {
			w.To = append(w.To, Target{Unit: a.Unit, Acts: a.Acts})
		}
		for _, r := range rows {
			for _, t := range r.Tags {
				w.Tags = append(w.Tags, t.Name)
			}
		}
		d, err = s.draftIn(ctx, tx, actor, w)
		return err
	})
}

// correctedReaders are those whom the drafter of what a new dispatch corrects let
// read it, and who may still read what is so protected: who was told what is
// wrong is to be told what is right.
func (s *Service) correctedReaders(ctx context.Context, d Dispatch, refs []Reference) ([]id.ID, error) {
	if d.Version != 1 || len(refs) == 0 || refs[0].Relation != Corrects {
		return nil, nil // its drafter said already who reads it
	}
	readers, err := readersOf(ctx, s.DB, refs[0].To)
	if err != nil {
		return nil, err
	}
	actors, err := s.actors(ctx, s.DB, readers)
	return slices.DeleteFunc(readers, func(p id.ID) bool {
		who, live := actors[p]
		return !live || who.Clearance() < d.Protection
	}), err
}

func audienceOf(q *Qualification) access.Audience {
	if q == nil {
		return access.ForNamed
	}
	return q.Distribution
}

// together is the fault of what content and this feature say of one form, so
// that all of it is read at once.
func together(theirs, ours error) error {
	f, both := fault.As(theirs)
	g, more := fault.As(ours)
	switch {
	case theirs == nil:
		return ours
	case both && more && f.Kind == fault.Invalid && g.Kind == fault.Invalid:
		f.Fields = append(f.Fields, g.Fields...)
		return f
	case more && g.Kind != fault.Invalid:
		return ours
	}
	return theirs
}
