package search

import (
	"context"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/search/index"
	"parvis/internal/store"
	"parvis/internal/text"
)

// maxText is how many characters of one text are indexed.
const maxText = 200_000

// Kinds that a document bears when it is no item.
const (
	CommentKind = "comment"
	AnswerKind  = "answer"
	FileKind    = "file"
)

// Signs tells which of these items have something trusted: the items
// themselves, or comments under them. A feature gives one for its kind.
type Signs func(ctx context.Context, on store.Querier, items []id.ID) ([]id.ID, error)

// reader makes documents of what stands in the database.
type reader struct {
	db    *store.DB
	signs []Signs
	files files
}

// around is what documents take from the items that they belong to.
type around struct {
	readers map[id.ID][]index.Token
	tags    map[id.ID][]tagged
	trusted map[id.ID]bool
}

func (r *reader) around(ctx context.Context, items []id.ID) (a around, err error) {
	labels, err := access.Labels(ctx, r.db, access.Items, items)
	if err != nil {
		return a, err
	}
	a = around{readers: map[id.ID][]index.Token{}, tags: map[id.ID][]tagged{}, trusted: map[id.ID]bool{}}
	for item, label := range labels {
		a.readers[item] = tokens(Readers(access.ReadItem, label))
	}
	tags, err := tagsOn(ctx, r.db, items)
	if err != nil {
		return a, err
	}
	for _, t := range tags {
		a.tags[t.Item] = append(a.tags[t.Item], t)
	}
	for _, signs := range r.signs {
		trusted, err := signs(ctx, r.db, items)
		if err != nil {
			return a, err
		}
		for _, it := range trusted {
			a.trusted[it] = true
		}
	}
	return a, nil
}

func tokens(list []string) []index.Token {
	out := make([]index.Token, len(list))
	for i, t := range list {
		out[i] = index.Token(t)
	}
	return out
}

// items makes the documents of items; those that are not out are absent.
func (r *reader) items(ctx context.Context, items []id.ID) ([]index.Doc, error) {
	if len(items) == 0 {
		return nil, nil
	}
	found, err := itemTexts(ctx, r.db, items)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	a, err := r.around(ctx, items)
	if err != nil {
		return nil, err
	}
	shelf, err := r.files.shelf(ctx, r.db, items)
	if err != nil {
		return nil, err
	}
	names, err := r.fileNames(ctx, slices.DeleteFunc(slices.Clone(items), shelf.holds))
	if err != nil {
		return nil, err
	}
	docs := make([]index.Doc, len(found))
	for i, s := range found {
		docs[i] = a.doc(s, index.Item)
		docs[i].Names = strings.Join(append([]string{docs[i].Names}, names[s.ID]...), " ")
		docs[i].HasFile = len(names[s.ID]) > 0
		if shelf.holds(s.ID) {
			docs[i].Sort, docs[i].HasFile, docs[i].Title = index.Shelved, true, words(s.Title)
			docs[i].Text = clip(strings.TrimSpace(docs[i].Text + "\n\n" + shelf.says(s.ID)))
		}
	}
	return docs, nil
}

// fileNames are the names of the files that came with items.
func (r *reader) fileNames(ctx context.Context, items []id.ID) (map[id.ID][]string, error) {
	names := map[id.ID][]string{}
	if len(items) == 0 {
		return names, nil
	}
	files, err := fileTexts(ctx, r.db, filesUnder(items, 0), 20*len(items))
	for _, f := range files {
		if f.Comment == 0 {
			names[f.Item] = append(names[f.Item], f.Name)
		}
	}
	return names, err
}

// doc is a text as it is indexed.
func (a around) doc(s said, sort index.Sort) index.Doc {
	d := index.Doc{
		Key: s.ID, Sort: sort, Kind: s.Kind, Community: s.Community, Author: s.Author, Published: s.At, Useful: s.Useful,
		Trusted: a.trusted[s.ID], Title: s.Title, Names: s.Name, Text: text.Excerpt(s.Source, maxText), Readers: a.readers[s.Item],
	}
	for _, t := range a.tags[s.Item] {
		d.Tags = append(d.Tags, t.ID)
		if sort == index.Item {
			d.Names += " " + t.Name
		}
	}
	if sort == index.Comment {
		d.Item, d.Kind = s.Item, CommentKind
		if s.Answer {
			d.Kind = AnswerKind
		}
	}
	return d
}

// comments makes the documents of what was said under items.
func (r *reader) comments(ctx context.Context, where *store.Query, limit int) ([]index.Doc, error) {
	found, err := commentTexts(ctx, r.db, where, limit)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	a, err := r.around(ctx, itemsIn(found))
	if err != nil {
		return nil, err
	}
	docs := make([]index.Doc, len(found))
	for i, s := range found {
		docs[i] = a.doc(s, index.Comment)
	}
	return docs, nil
}

func itemsIn(found []said) []id.ID {
	var out []id.ID
	known := map[id.ID]bool{}
	for _, s := range found {
		if !known[s.Item] {
			known[s.Item] = true
			out = append(out, s.Item)
		}
	}
	return out
}

// people makes the documents of active people.
func (r *reader) people(ctx context.Context, people []id.ID) ([]index.Doc, error) {
	if len(people) == 0 {
		return nil, nil
	}
	found, err := peopleTexts(ctx, r.db, people)
	if err != nil {
		return nil, err
	}
	return r.named(ctx, found, access.People, access.ReadPerson, index.Person)
}

// places makes the documents of communities.
func (r *reader) places(ctx context.Context, places []id.ID) ([]index.Doc, error) {
	if len(places) == 0 {
		return nil, nil
	}
	found, err := placeTexts(ctx, r.db, places)
	if err != nil {
		return nil, err
	}
	return r.named(ctx, found, access.Communities, access.ReadCommunity, index.Community)
}

func (r *reader) named(ctx context.Context, found []described, subject access.Subject, read access.Action, sort index.Sort) ([]index.Doc, error) {
	if len(found) == 0 {
		return nil, nil
	}
	ids := make([]id.ID, len(found))
	for i, d := range found {
		ids[i] = d.ID
	}
	labels, err := access.Labels(ctx, r.db, subject, ids)
	if err != nil {
		return nil, err
	}
	docs := make([]index.Doc, len(found))
	for i, d := range found {
		docs[i] = index.Doc{
			Key: d.ID, Sort: sort, Title: d.Name, Names: strings.TrimSpace(d.Hint + " " + d.More), Text: text.Excerpt(d.About, maxText),
			Published: d.At, Readers: tokens(Readers(read, labels[d.ID])),
		}
	}
	return docs, nil
}
