package search

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Database is the engine that asks the database itself. Its cost is bounded:
// it looks for words in the newest items only, Window of them, and for names
// in an index.
type Database struct {
	db *store.DB
}

// Window is how many of the newest readable items are looked into.
const Window = 20_000

// NewDatabase makes the engine.
func NewDatabase(db *store.DB) *Database { return &Database{db: db} }

// Search implements Engine: every word must stand in the title or the text.
func (d *Database) Search(ctx context.Context, actor access.Actor, q Query) (Results, error) {
	words := Words(q.Text)
	if len(words) == 0 || actor.Kind() == access.Anonymous {
		return Results{}, nil
	}
	rows, err := d.find(ctx, actor, q, words)
	if err != nil {
		return Results{}, err
	}
	out := Results{More: len(rows) > q.Limit}
	for _, r := range rows[:min(len(rows), q.Limit)] {
		out.Hits = append(out.Hits, Hit{
			ID: r.ID, Kind: r.Kind, Title: r.Title, Extract: extract(text.Excerpt(r.Source, 20_000), words, 240),
			Community: r.Community, Place: r.Place, Author: r.Author, Published: r.Published, Comments: r.Comments, Useful: r.Useful,
		})
	}
	return out, nil
}

// Names implements Engine: whole beginnings first, then any word.
func (d *Database) Names(ctx context.Context, actor access.Actor, typed string, limit int) (Named, error) {
	words := Words(typed)
	if len(words) == 0 || actor.Kind() == access.Anonymous {
		return Named{}, nil
	}
	var out Named
	var err error
	if out.People, err = d.people(ctx, actor, words, limit); err != nil {
		return Named{}, err
	}
	if out.Communities, err = d.communities(ctx, actor, words, limit); err != nil {
		return Named{}, err
	}
	out.Items, err = d.items(ctx, actor, words, limit)
	return out, err
}
