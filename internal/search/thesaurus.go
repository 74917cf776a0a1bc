package search

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// ManageSynonyms is to say which words mean the same.
var ManageSynonyms = access.On(access.None, "search.synonyms", access.Admin, access.Administrator)

// SynonymsChanged tells every node to read the thesaurus again.
const SynonymsChanged activity.Verb = "search.synonyms_changed"

// Bounds of the thesaurus.
const (
	MaxSynonyms     = 20 // ways of saying one thing
	MaxSynonym      = 80 // characters of one of them
	MaxSynonymLines = 5_000
	SynonymsPage    = 100
)

// removedKept is how long what was removed may be given back.
const removedKept = 24 * time.Hour

// Synonym is several ways of saying one thing: a search for one finds the
// others.
type Synonym struct {
	ID      id.ID
	Words   string // separated by commas
	Changed clock.Time
	Author  id.ID // zero: it came with the program
}

// List are its words one by one.
func (s Synonym) List() []string { return splitSynonyms(s.Words) }

// Thesaurus keeps the synonyms and acronyms of the site.
type Thesaurus struct {
	db    *store.DB
	ids   *id.Maker
	clock clock.Clock
	log   *activity.Log
	acts  *activity.Acts
}

// NewThesaurus makes the thesaurus of a site.
func NewThesaurus(db *store.DB, ids *id.Maker, clk clock.Clock, log *activity.Log, acts *activity.Acts) *Thesaurus {
	return &Thesaurus{db: db, ids: ids, clock: clk, log: log, acts: acts}
}

// Synonyms lists those that hold what was typed, in the order of their words,
// after one of them, and the id where the next page begins, zero at the end.
func (t *Thesaurus) Synonyms(ctx context.Context, actor access.Actor, typed string, after id.ID) (list []Synonym, next id.ID, err error) {
	if !actor.May(ManageSynonyms, access.Label{}) {
		return nil, 0, fault.Forbidden()
	}
	list, err = listSynonyms(ctx, t.db, text.Fold(typed), after, SynonymsPage+1)
	if err != nil || len(list) <= SynonymsPage {
		return list, 0, err
	}
	return list[:SynonymsPage], list[SynonymsPage-1].ID, nil
}

// Count is how many there are.
func (t *Thesaurus) Count(ctx context.Context) (int, error) { return countSynonyms(ctx, t.db) }

// Groups are all of them, for the engine.
func (t *Thesaurus) Groups(ctx context.Context) ([][]string, error) {
	lines, err := synonymWords(ctx, t.db)
	if err != nil {
		return nil, err
	}
	groups := make([][]string, len(lines))
	for i, line := range lines {
		groups[i] = splitSynonyms(line)
	}
	return groups, nil
}

// Add makes a line of synonyms. Its faults: Invalid on the field words, and
// the Conflict of a line that is there already.
func (t *Thesaurus) Add(ctx context.Context, actor access.Actor, words string) (Synonym, error) {
	s := Synonym{ID: t.ids.New()}
	return s, t.change(ctx, actor, "search.synonym_added", &s, words, func(tx *store.Tx, fold string, now clock.Time) error {
		added, err := insertSynonyms(ctx, tx, []synonymRow{{s, fold}}, actor.Person(), now)
		if err == nil && len(added) == 0 {
			return fault.New(fault.Conflict, "search.synonym.known")
		}
		if err == nil {
			s.ID = added[0]
		}
		return err
	})
}

// Change replaces a line of synonyms.
func (t *Thesaurus) Change(ctx context.Context, actor access.Actor, line id.ID, words string) (Synonym, error) {
	s := Synonym{ID: line}
	return s, t.change(ctx, actor, "search.synonym_changed", &s, words, func(tx *store.Tx, fold string, now clock.Time) error {
		return found(updateSynonym(ctx, tx, synonymRow{s, fold}, actor.Person(), now))
	})
}

func (t *Thesaurus) change(ctx context.Context, actor access.Actor, act string, s *Synonym, words string, write func(*store.Tx, string, clock.Time) error) error {
	if !actor.May(ManageSynonyms, access.Label{}) {
		return fault.Forbidden()
	}
	list := splitSynonyms(words)
	var c fault.Check
	c.Field("words", len(list) > 1, "search.synonym.two")
	c.Field("words", len(list) <= MaxSynonyms, "search.synonym.many", "count", MaxSynonyms)
	c.Field("words", !slices.ContainsFunc(list, tooLong), "search.synonym.long", "count", MaxSynonym)
	if err := c.Err(); err != nil {
		return err
	}
	s.Words, s.Author, s.Changed = strings.Join(list, ", "), actor.Person(), t.clock.Now()
	err := t.db.Write(ctx, func(tx *store.Tx) error {
		if err := write(tx, foldSynonyms(list), s.Changed); err != nil {
			return err
		}
		return t.tell(ctx, tx, actor, act, map[string]any{"words": s.Words})
	})
	if store.IsConflict(err) {
		return fault.New(fault.Conflict, "search.synonym.known")
	}
	return err
}

// Remove takes a line away; Restore gives it back within a day.
func (t *Thesaurus) Remove(ctx context.Context, actor access.Actor, line id.ID) error {
	return t.turn(ctx, actor, "search.synonym_removed", line, t.clock.Now())
}

// Restore gives back a line that was removed.
func (t *Thesaurus) Restore(ctx context.Context, actor access.Actor, line id.ID) error {
	return t.turn(ctx, actor, "search.synonym_restored", line, clock.Time{})
}

func (t *Thesaurus) turn(ctx context.Context, actor access.Actor, act string, line id.ID, removed clock.Time) error {
	if !actor.May(ManageSynonyms, access.Label{}) {
		return fault.Forbidden()
	}
	return t.db.Write(ctx, func(tx *store.Tx) error {
		words, err := removeSynonym(ctx, tx, line, removed)
		if errors.Is(err, store.ErrNone) {
			return fault.NotFound()
		}
		if err != nil {
			return err
		}
		return t.tell(ctx, tx, actor, act, map[string]any{"words": words})
	})
}

// Import adds the lines of a text, one group of synonyms each; what follows a
// # is left aside. It returns how many were added and which lines were
// refused, none of them for being known already.
func (t *Thesaurus) Import(ctx context.Context, actor access.Actor, source string) (added int, refused []int, err error) {
	if !actor.May(ManageSynonyms, access.Label{}) {
		return 0, nil, fault.Forbidden()
	}
	rows, refused := t.read(source)
	var c fault.Check
	c.Field("lines", len(rows)+len(refused) <= MaxSynonymLines, "search.synonym.lines", "count", MaxSynonymLines)
	c.Field("lines", len(rows)+len(refused) > 0, "fault.field.required")
	if err := c.Err(); err != nil {
		return 0, nil, err
	}
	err = t.db.Write(ctx, func(tx *store.Tx) error {
		added = 0
		for part := range slices.Chunk(rows, 200) {
			n, err := insertSynonyms(ctx, tx, part, actor.Person(), t.clock.Now())
			if err != nil {
				return err
			}
			added += len(n)
		}
		if added == 0 {
			return nil
		}
		return t.tell(ctx, tx, actor, "search.synonyms_imported", map[string]any{"count": added})
	})
	return added, refused, err
}

// Start fills an empty thesaurus with what comes with the program.
func (t *Thesaurus) Start(ctx context.Context, sets [][]string) error {
	if known, err := anySynonym(ctx, t.db); err != nil || known {
		return err
	}
	lines := make([]string, len(sets))
	for i, set := range sets {
		lines[i] = strings.Join(set, ", ")
	}
	rows, _ := t.read(strings.Join(lines, "\n"))
	return t.db.Write(ctx, func(tx *store.Tx) error {
		for part := range slices.Chunk(rows, 200) {
			if _, err := insertSynonyms(ctx, tx, part, 0, t.clock.Now()); err != nil {
				return err
			}
		}
		_, err := t.log.Append(ctx, tx, access.SystemActor("the first synonyms"), activity.Event{Verb: SynonymsChanged})
		return err
	})
}

// Sweep forgets for good what was removed more than a day ago.
func (t *Thesaurus) Sweep(ctx context.Context) error {
	return t.db.Write(ctx, func(tx *store.Tx) error {
		return dropSynonyms(ctx, tx, clock.At(t.clock.Now().Add(-removedKept)))
	})
}

// read makes the rows of a text, and lists the numbers of the lines that are
// none.
func (t *Thesaurus) read(source string) (rows []synonymRow, refused []int) {
	known := map[string]bool{}
	for i, line := range strings.Split(source, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		list := splitSynonyms(line)
		if len(list) < 2 || len(list) > MaxSynonyms || slices.ContainsFunc(list, tooLong) {
			refused = append(refused, i+1)
			continue
		}
		if fold := foldSynonyms(list); !known[fold] {
			known[fold] = true
			rows = append(rows, synonymRow{Synonym{ID: t.ids.New(), Words: strings.Join(list, ", ")}, fold})
		}
	}
	return rows, refused
}

func (t *Thesaurus) tell(ctx context.Context, tx *store.Tx, actor access.Actor, act string, data map[string]any) error {
	if err := t.acts.Record(ctx, tx, actor, act, "synonyms", data); err != nil {
		return err
	}
	_, err := t.log.Append(ctx, tx, actor, activity.Event{Verb: SynonymsChanged})
	return err
}

func tooLong(word string) bool { return utf8.RuneCountInString(word) > MaxSynonym }

// splitSynonyms reads a line, doubles left out.
func splitSynonyms(line string) []string {
	var out []string
	known := map[string]bool{}
	for _, part := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' || r == '=' }) {
		word := strings.Join(strings.Fields(part), " ")
		if fold := text.Fold(word); fold != "" && !known[fold] {
			known[fold] = true
			out = append(out, word)
		}
	}
	return out
}

// foldSynonyms is the same line however it is written.
func foldSynonyms(list []string) string {
	folds := make([]string, len(list))
	for i, word := range list {
		folds[i] = text.Fold(word)
	}
	slices.Sort(folds)
	return strings.Join(folds, ", ")
}

// found turns a change of no row into what a person is told.
func found(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.NotFound()
	}
	return err
}
