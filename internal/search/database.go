package search

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Database is the engine that asks the database itself. Its cost is bounded:
// it looks for words in Window readable items at a time, from the newest on,
// and for the beginnings of titles and of names in an index, however old.
type Database struct {
	db     *store.DB
	window int
}

// Window is how many readable items one search looks into.
const Window = 20_000

// probes is how many titles with one beginning are judged.
const probes = 200

// NewDatabase makes the engine.
func NewDatabase(db *store.DB) *Database { return &Database{db: db, window: Window} }

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
	var out Results
	for _, r := range rows[:min(len(rows), q.Limit)] {
		out.Hits = append(out.Hits, Hit{
			ID: r.ID, Kind: r.Kind, Title: r.Title, Extract: extract(text.Excerpt(r.Source, 20_000), words, 240),
			Community: r.Community, Place: r.Place, Author: r.Author, Published: r.Published, Comments: r.Comments, Useful: r.Useful,
		})
	}
	if len(rows) > q.Limit {
		last := out.Hits[q.Limit-1]
		out.Next = Place{last.Published, last.ID}
		return out, nil
	}
	out.Next, err = d.end(ctx, actor, q)
	return out, err
}

// Names implements Engine: whole beginnings first, then any word; for items,
// any word of the newest ones.
func (d *Database) Names(ctx context.Context, actor access.Actor, typed string, limit int) (Named, error) {
	words := Words(typed)
	if len(words) == 0 || actor.Kind() == access.Anonymous {
		return Named{}, nil
	}
	var out Named
	var err error
	begins := text.Fold(typed)
	out.People, err = together(limit,
		func() ([]Name, error) { return d.peopleFrom(ctx, actor, begins, limit) },
		func() ([]Name, error) { return d.people(ctx, actor, words, 2*limit) })
	if err != nil {
		return Named{}, err
	}
	if out.Communities, err = d.communities(ctx, actor, words, limit); err != nil {
		return Named{}, err
	}
	out.Items, err = together(limit,
		func() ([]Name, error) { return d.itemsFrom(ctx, actor, begins, limit) },
		func() ([]Name, error) { return d.items(ctx, actor, words, 2*limit) })
	return out, err
}

// together asks ways of finding names in turn, until there are enough.
func together(limit int, ways ...func() ([]Name, error)) ([]Name, error) {
	var out []Name
	known := map[id.ID]bool{}
	for _, way := range ways {
		if len(out) >= limit {
			break
		}
		found, err := way()
		if err != nil {
			return nil, err
		}
		for _, n := range found {
			if !known[n.ID] && len(out) < limit {
				known[n.ID] = true
				out = append(out, n)
			}
		}
	}
	return out, nil
}
