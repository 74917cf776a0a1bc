package index

import (
	"parvis/internal/clock"
	"parvis/internal/id"
)

// Query is what is looked for, by whom.
type Query struct {
	Words   string   // as typed, without operators; any number, the first 32 count
	Phrases []string // must stand as they are, accents and capitals apart
	Not     []string // words or phrases that must not stand
	Filter  Filter
	Readers []Token // what the asker may read; none finds nothing
	Offset  int     // hits to skip; at most Deepest are reached
	Limit   int
	Newest  bool // the newest first, rather than the best
	Facets  bool // count what matches by facet
}

// Deepest is how far one may page through the best hits.
const Deepest = 2000

// Filter narrows a search; every list that is not empty must hold one.
type Filter struct {
	Sorts       []Sort
	Kinds       []string
	Communities []id.ID
	Authors     []id.ID
	Tags        []id.ID
	Items       []id.ID    // documents of these items: comments, files
	From        clock.Time // published at this moment or later
	Before      clock.Time
	HasFile     bool
}

// Results is what was found.
type Results struct {
	Hits      []Hit
	Total     int    // of what matches; at least that many when More
	More      bool   // counting stopped at a bound
	Facets    Facets // when asked for
	Corrected string // "did you mean": the words typed, corrected; "" when there is nothing to correct
	Applied   bool   // nothing held the words as typed, so hits are those of Corrected
	Partial   bool   // few or no document holds all the words: hits hold most of them
	Expanded  []Expansion
}

// Expansion is something that was looked for beside what was typed.
type Expansion struct {
	Typed string
	Added string
	Why   Reason
}

// Reason is why a word was taken for one that was typed.
type Reason uint8

// The reasons for which a document matches.
const (
	Same       Reason = iota // the word, in any of its forms
	Synonym                  // one that SetSynonyms gave
	Correction               // the word was misspelt
	Compound                 // written as one word, or as several
)

// Field is a set of the parts of a document.
type Field uint8

// The parts of a document.
const (
	InTitle Field = 1 << iota
	InNames
	InText
)

// Match says where a word that was typed stands in a hit.
type Match struct {
	Typed string // folded
	Found string // what stands there: the stem of it, or the synonym
	Why   Reason
	In    Field
}

// Hit is a document found.
type Hit struct {
	Key       id.ID
	Sort      Sort
	Item      id.ID
	Kind      string
	Community id.ID
	Author    id.ID
	Published clock.Time
	Score     float64 // compares within one search only
	Matches   []Match // none when nothing but filters was asked
}

// Facets counts what matches, under the same filter and readers.
type Facets struct {
	Sorts       []Count[Sort]
	Kinds       []Count[string]
	Communities []Count[id.ID]
	Authors     []Count[id.ID]
	Tags        []Count[id.ID]
	Years       []Count[int]
	Partial     bool // counted on the best or newest documents only
}

// Count is how many documents bear a value; lists of them start with the most
// frequent.
type Count[T comparable] struct {
	Value T
	Count int
}

// Suggestion is what a text being typed may become.
type Suggestion struct {
	Completions []string // whole texts, the most likely first
	Hits        []Hit    // whose titles go like this
}

// Contributor is somebody who wrote what matches.
type Contributor struct {
	Person id.ID
	Score  float64 // compares within one answer only
	Docs   []id.ID // the best few, keys
}
