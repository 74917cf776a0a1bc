package demonstration

import (
	"context"
	"fmt"
	"time"

	"parvis/demo"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Shelf is a file to put into the library of a community, the first of its
// versions first.
type Shelf struct {
	ID           id.ID // of the item
	Community    id.ID
	Folder, Name string
	Versions     []State
}

// State is one version of a file.
type State struct {
	Author  id.ID
	Note    string
	At      time.Time
	Content []byte
}

// shelve fills the libraries. Unlike the rest, files go through the services:
// they are few, and their bytes have to be kept, looked into and read. Nobody is
// told: all of it was there before.
func (s *Service) shelve(ctx context.Context, c *composer) error {
	if s.Shelve == nil {
		return nil
	}
	list, err := demo.Library()
	if err != nil {
		return err
	}
	for _, f := range list {
		where := c.places[f.Community]
		if where == nil {
			return fmt.Errorf("%s: no community %s", f.Name, f.Community)
		}
		shelf := Shelf{Community: where.id, Folder: f.Folder, Name: f.Name}
		for _, v := range f.Versions {
			who := c.people[v.Author]
			if who == nil || where.by[who] == nil {
				return fmt.Errorf("%s: %s does not belong to %s", f.Name, v.Author, f.Community)
			}
			shelf.Versions = append(shelf.Versions, State{Author: who.id, Note: v.Note, At: demo.Before(c.now, v.DaysAgo).Truncate(time.Millisecond), Content: v.Content})
		}
		shelf.ID = c.id(shelf.Versions[0].At)
		if err := s.Shelve(ctx, shelf); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	if err := s.DB.Write(ctx, func(tx *store.Tx) error { return s.Log.Skip(ctx, tx) }); err != nil {
		return err
	}
	return s.Queue.Drain(ctx)
}
