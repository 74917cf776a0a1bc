// Package search finds: what holds some words, whatever it is, and anything by
// its name (U5, S1: search that finds; P1: questions served fast). It feeds an
// index of each node from the log of events (package index), understands what
// people type (package query), keeps the searches that they follow and the
// synonyms of the site.
//
// What would surprise: rights are asked twice. The index matches the words
// together with the tokens of those who may read, so that counts, facets and
// suggestions come from what the asker reads; and what is shown is read again
// from the database through access, so that an index that lags shows nothing
// that it should not.
package search

import (
	"context"
	"log/slog"
	"path/filepath"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/notification"
	"parvis/internal/search/index"
	"parvis/internal/store"
)

// MaxText is how many characters of a question are read.
const MaxText = 400

// Sort is what a hit is.
type Sort = index.Sort

// The sorts of hits.
const (
	Item      = index.Item
	Comment   = index.Comment
	File      = index.File
	Person    = index.Person
	Community = index.Community
	Shelved   = index.Shelved
)

// Written are the sorts of what people write and bring.
func Written() []Sort { return []Sort{Item, Comment, File, Shelved} }

// Tags knows the tags that somebody may know of; the content service does.
type Tags interface {
	Tags(ctx context.Context, actor access.Actor, ids []id.ID) ([]content.Tag, error)
	TagBySlug(ctx context.Context, actor access.Actor, slug string) (content.Tag, error)
}

// Actors gives the rights that several people have now; identity.Service does.
type Actors interface {
	Actors(ctx context.Context, on store.Querier, people []id.ID) (map[id.ID]access.Actor, error)
}

// Parts are what a Service is built from. Texts, Current and Signs may be
// missing.
type Parts struct {
	DB      *store.DB
	IDs     *id.Maker
	Clock   clock.Clock
	Log     *activity.Log
	Acts    *activity.Acts
	Queue   *jobs.Queue
	Notices *notification.Service
	People  Actors
	Tags    Tags
	Out     *slog.Logger
	Data    string // the folder of the site's files
	Signs   []Signs
	Texts   Texts
	Current Current
}

// Service answers searches. It is safe for concurrent use.
type Service struct {
	Parts
	Feed      *Feed
	Thesaurus *Thesaurus
	pages     map[string]Page // those whose searches are kept, by their path
}

// New makes the service and declares its jobs and what it follows.
func New(p Parts) *Service {
	s := &Service{Parts: p, Thesaurus: &Thesaurus{db: p.DB, ids: p.IDs, clock: p.Clock, log: p.Log, acts: p.Acts}}
	s.Feed = &Feed{
		db: p.DB, log: p.Log, out: p.Out, dir: filepath.Join(p.Data, "search"), file: current, wake: p.Log.Watch(),
		read: &reader{db: p.DB, signs: p.Signs, files: files{p.Texts, p.Current}}, meanings: s.Thesaurus.Groups,
	}
	s.pages = map[string]Page{Path: {Parameters: Parameters, News: s.written}}
	s.alertJobs()
	p.Queue.Every("search.sweep", 24*time.Hour, s.sweep)
	return s
}

// sweep forgets for good what was removed more than a day ago.
func (s *Service) sweep(ctx context.Context) error {
	before := clock.At(s.Clock.Now().Add(-removedKept))
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := dropSynonyms(ctx, tx, before); err != nil {
			return err
		}
		return dropSaved(ctx, tx, before)
	})
}

// Query is what is looked for, its names resolved.
type Query struct {
	Words       string   // in their order
	Phrases     []string // as they are
	Not         []string
	Sorts       []Sort
	Kinds       []string
	Communities []id.ID
	Authors     []id.ID
	Tags        []id.ID
	After       clock.Time // from this moment on
	Before      clock.Time
	File        bool
	Newest      bool // rather than the best first
	Offset      int
	Limit       int
	Facets      bool
}

// Deepest is how far one may page.
const Deepest = index.Deepest

func (q Query) asked(actor access.Actor) index.Query {
	return index.Query{
		Words: q.Words, Phrases: q.Phrases, Not: q.Not, Readers: tokens(Held(actor)),
		Offset: q.Offset, Limit: q.Limit, Newest: q.Newest, Facets: q.Facets,
		Filter: index.Filter{
			Sorts: q.Sorts, Kinds: q.Kinds, Communities: q.Communities, Authors: q.Authors, Tags: q.Tags,
			From: q.After, Before: q.Before, HasFile: q.File,
		},
	}
}

// Results is what was found.
type Results struct {
	Hits      []Hit
	Total     int
	More      bool // there are at least that many
	Facets    Facets
	Corrected string // "did you mean", "" for nothing to correct
	Applied   bool   // nothing held what was typed: the hits are those of Corrected
	Partial   bool   // hits hold most of the words, not all
	Expanded  []index.Expansion
	Making    bool // the index is being made: there may be more
	Next      int  // the offset of the next page, zero at the end
}

// Hit is one thing found, as its finder may see it.
type Hit struct {
	Sort      Sort
	ID        id.ID
	Item      id.ID // what it belongs to, or itself
	Kind      string
	Title     string // of the item, name of the file, of the person or of the place
	Extract   []Part
	Withheld  bool // restricted: it has no extract
	Community id.ID
	Place     string // the community's name
	Author    id.ID
	Hint      string // handle of a person
	Published clock.Time
	Comments  int
	Useful    int
	Members   int  // of a place
	Trusted   bool // accepted answer, verified sheet
	Matches   []index.Match
}

// Part is a run of an extract; Match says that it holds what was looked for.
type Part struct {
	Text  string
	Match bool
}

// Facets count what was found by what it bears; each list begins with the most
// frequent.
type Facets struct {
	Sorts       []index.Count[Sort]
	Kinds       []Choice
	Communities []Choice
	Authors     []Choice
	Tags        []Choice
	Years       []Choice
	Partial     bool // counted on a part of what was found
}

// Choice is one value by which a search may be narrowed.
type Choice struct {
	Value string // as the address says it
	Label string
	Count int
}
