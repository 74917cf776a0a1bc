package search

import (
	"context"
	"strings"

	"parvis/internal/id"
	"parvis/internal/search/index"
	"parvis/internal/store"
)

// Texts gives what files say, by the hash of their content; those that could
// not be read are absent, and those that nobody may open.
type Texts func(ctx context.Context, on store.Querier, hashes []string) (map[string]string, error)

// Current tells, of those of these items that are files themselves, which of
// their files is the present version.
type Current func(ctx context.Context, on store.Querier, items []id.ID) (map[id.ID]id.ID, error)

// files knows what files say. A file of a library is found as its item, by the
// words of its present version; what came with a text or a comment is found as
// a file.
type files struct {
	texts   Texts
	current Current
}

// shelf is what is known of the items that are files, among some.
type shelf struct {
	files map[id.ID]id.ID // item → its present version
	said  map[id.ID]string
}

func (s shelf) holds(item id.ID) bool  { _, is := s.files[item]; return is }
func (s shelf) says(item id.ID) string { return s.said[s.files[item]] }

// placed tells which of these items are files.
func (f files) placed(ctx context.Context, on store.Querier, items []id.ID) (s shelf, err error) {
	if f.current == nil || len(items) == 0 {
		return s, nil
	}
	s.files, err = f.current(ctx, on, items)
	return s, err
}

// shelf tells it, and what they say.
func (f files) shelf(ctx context.Context, on store.Querier, items []id.ID) (shelf, error) {
	s, err := f.placed(ctx, on, items)
	if err != nil || len(s.files) == 0 {
		return s, err
	}
	list := make([]id.ID, 0, len(s.files))
	for _, file := range s.files {
		list = append(list, file)
	}
	hashes, err := hashesOf(ctx, on, items, list)
	if err != nil {
		return s, err
	}
	s.said, err = f.say(ctx, on, hashes)
	return s, err
}

// hashed is a file with the hash of its content.
type hashed struct {
	ID   id.ID
	Hash string
}

// say gives what files say, by their ids.
func (f files) say(ctx context.Context, on store.Querier, list []hashed) (map[id.ID]string, error) {
	said := map[id.ID]string{}
	if f.texts == nil || len(list) == 0 {
		return said, nil
	}
	hashes := make([]string, len(list))
	for i, one := range list {
		hashes[i] = one.Hash
	}
	texts, err := f.texts(ctx, on, hashes)
	for _, one := range list {
		if text := texts[one.Hash]; text != "" {
			said[one.ID] = text
		}
	}
	return said, err
}

// attached makes the documents of files that came with texts and comments, by
// what they say.
func (r *reader) attached(ctx context.Context, where *store.Query, limit int) ([]index.Doc, error) {
	found, err := fileTexts(ctx, r.db, where, limit)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	a, err := r.around(ctx, itemsOf(found))
	if err != nil {
		return nil, err
	}
	list := make([]hashed, len(found))
	for i, f := range found {
		list[i] = hashed{f.ID, f.Hash}
	}
	said, err := r.files.say(ctx, r.db, list)
	if err != nil {
		return nil, err
	}
	docs := make([]index.Doc, len(found))
	for i, f := range found {
		docs[i] = index.Doc{
			Key: f.ID, Sort: index.File, Item: f.Item, Kind: FileKind, Community: f.Community, Author: f.Author, Published: f.At,
			HasFile: true, Title: words(f.Name), Names: f.Owner, Text: clip(said[f.ID]), Readers: a.readers[f.Item],
		}
		for _, t := range a.tags[f.Item] {
			docs[i].Tags = append(docs[i].Tags, t.ID)
		}
	}
	return docs, nil
}

// attachedUnder gives the runs of the files that came with some items and with
// what was said under them.
func (r *reader) attachedUnder(ctx context.Context, items []id.ID, limit int) (func(after id.ID) ([]index.Doc, error), error) {
	shelf, err := r.files.placed(ctx, r.db, items)
	return func(after id.ID) ([]index.Doc, error) {
		return r.attached(ctx, attachedTo(items, after, shelf), limit)
	}, err
}

func itemsOf(found []joined) []id.ID {
	var out []id.ID
	known := map[id.ID]bool{}
	for _, f := range found {
		if !known[f.Item] {
			known[f.Item] = true
			out = append(out, f.Item)
		}
	}
	return out
}

// words makes words of the name of a file.
func words(name string) string {
	return strings.NewReplacer("_", " ", "-", " ", ".", " ").Replace(name) + " " + name
}

// clip cuts a text at maxText characters, about.
func clip(s string) string { return clipTo(s, maxText) }
