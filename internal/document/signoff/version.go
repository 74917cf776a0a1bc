package signoff

import (
	"context"
	"encoding/json"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// freeze keeps what the document says now as its next version, and lets nobody
// write in it any more.
func (s *Service) freeze(ctx context.Context, tx *store.Tx, actor access.Actor, c *course, now Saying, text string) error {
	done, err := s.Documents.Freeze(ctx, tx, c.ID, now.Number)
	if err != nil {
		return err
	}
	if !done {
		return errMoved
	}
	before, err := lastVersion(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	at := s.Clock.Now()
	signed, err := s.signatures(ctx, tx, c)
	if err != nil {
		return err
	}
	v := Version{
		Item: c.ID, Version: before.Version + 1, Round: c.Round.ID, Number: now.Number, Title: c.Title,
		Body: text, Hash: Hash(text), Signed: signed, Reason: c.Round.Reason, Approved: at,
	}
	if err := keepVersion(ctx, tx, v); err != nil {
		return err
	}
	c.Round.State, c.Round.Ended, c.Round.Ender = Approved, at, actor.Person()
	if err := endRound(ctx, tx, c.Round); err != nil {
		return err
	}
	return s.tell(ctx, tx, actor, Frozen, c.Item, c.Round.Requester, fact{
		Round: c.Round.ID, Version: v.Version, Hash: v.Hash, Note: v.Reason, Told: append(c.took(), c.Round.Requester, c.Author),
	})
}

// signatures writes down who approved, with the names of today.
func (s *Service) signatures(ctx context.Context, tx *store.Tx, c *course) (string, error) {
	var people []id.ID
	for _, v := range c.Visas {
		people = append(people, v.Giver)
	}
	faces, err := identity.Faces(ctx, tx, people)
	if err != nil {
		return "", err
	}
	list := []Signature{}
	for _, v := range c.Visas {
		if v.State == Handed || v.Giver == 0 {
			continue
		}
		one := Signature{Person: v.Giver, Name: faces[v.Giver].Name, At: v.Given, Number: v.Number, Hash: v.Hash, Note: v.Note, Managers: v.Role == Managers}
		if v.Role == HeadOfUnit {
			one.Unit = v.Function
		} else {
			one.Function = v.Function
		}
		list = append(list, one)
	}
	raw, err := json.Marshal(list)
	return string(raw), err
}

// Signatures are who approved a version.
func (v Version) Signatures() ([]Signature, error) {
	var list []Signature
	return list, json.Unmarshal([]byte(v.Signed), &list)
}

// True tells whether the text is still the one that was hashed.
func (v Version) True() bool { return Hash(v.Body) == v.Hash }

// Renew begins a new version of what was approved: the document is a draft
// again, and the version in force stays as it is.
func (s *Service) Renew(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := s.open(ctx, tx, actor, Renew, item)
		if err != nil {
			return err
		}
		if !c.label.Frozen {
			return fault.New(fault.Conflict, "signoff.renew.open")
		}
		if err := s.Documents.Thaw(ctx, tx, item); err != nil {
			return err
		}
		return s.tell(ctx, tx, actor, Renewed, c.Item, c.Round.Requester, fact{Round: c.Round.ID})
	})
}

// Keep undoes Renew, as long as the document says what was approved.
func (s *Service) Keep(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.settling(ctx, actor, item, 0, func(tx *store.Tx, _, now Saying) error {
		c, err := s.open(ctx, tx, actor, Renew, item)
		if err != nil || c.label.Frozen {
			return err
		}
		v, err := lastVersion(ctx, tx, item)
		if err != nil {
			return err
		}
		text, err := Canonical(c.Title, now)
		if err != nil {
			return err
		}
		if v.Version == 0 || c.Round.ID != v.Round || Hash(text) != v.Hash {
			return fault.New(fault.Conflict, "signoff.keep.changed")
		}
		done, err := s.Documents.Freeze(ctx, tx, item, now.Number)
		if err != nil {
			return err
		}
		if !done {
			return errMoved
		}
		return s.tell(ctx, tx, actor, Kept, c.Item, c.Round.Requester, fact{Round: c.Round.ID, Version: v.Version, Hash: v.Hash})
	})
}

// maxVersions bounds how many versions are listed.
const maxVersions = 100

// Versions lists what was approved of a document that actor reads, the last
// first, without the texts.
func (s *Service) Versions(ctx context.Context, actor access.Actor, item id.ID) ([]Version, error) {
	if _, err := s.readable(ctx, actor, item); err != nil {
		return nil, err
	}
	return versionsOf(ctx, s.DB, item, maxVersions)
}

// Version reads one of them, whole.
func (s *Service) Version(ctx context.Context, actor access.Actor, item id.ID, version int) (Version, error) {
	if _, err := s.readable(ctx, actor, item); err != nil {
		return Version{}, err
	}
	return versionOf(ctx, s.DB, item, version)
}

// readable reads the spine of a document that actor reads.
func (s *Service) readable(ctx context.Context, actor access.Actor, item id.ID) (content.Item, error) {
	it, _, err := s.Content.Glance(ctx, actor, access.ReadItem, item)
	if err == nil && it.Kind != document.Kind {
		err = fault.NotFound()
	}
	return it, err
}
