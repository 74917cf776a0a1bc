package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Kind is what a feature says of the items that it makes. The kinds are given
// at construction; an item of another kind cannot be created.
type Kind struct {
	Name    string        // as in the spine, and in message keys: "kind.question"
	Make    access.Action // what one must be allowed in the community to make one
	Answers bool          // takes answers beside comments
	Bare    bool          // may have no text: its title says enough
	Apart   bool          // stands in a view of its own, out of the list of publications of its community
	Derived bool          // its text comes from something else: no form changes it; see Transcribe
	Holds   bool          // decides by itself which files it has: no form joins or drops any
	Kept    bool          // waits until its feature lets it out, with LetOut

	// Opened is called before what some items say is handed to somebody who may
	// read it: their text, its history or their files, whatever their kind. A fault
	// keeps it from them. Nil for nothing.
	Opened func(ctx context.Context, actor access.Actor, items []id.ID) error

	// Said is called in the transaction that adds an answer or a comment
	// (added is 1), bins it (-1) or restores it (1). Nil for nothing.
	Said func(ctx context.Context, tx *store.Tx, c Comment, added int) error

	// Out judges whether one may come out at a moment, in the transaction that
	// lets it out or plans it: an Invalid says what its author must mend. Nil
	// for always.
	Out func(ctx context.Context, tx *store.Tx, item id.ID, at clock.Time) error

	// Marks tells in one query what a list shows of several items of this
	// kind beside the spine. Nil for nothing.
	Marks func(ctx context.Context, on store.Querier, items []id.ID) (map[id.ID]Mark, error)

	// First is the answer that stands before all others, zero for none. Nil for
	// never.
	First func(ctx context.Context, on store.Querier, item id.ID) (id.ID, error)

	// Erase forgets what the kind keeps of one, when the item itself goes for
	// good. Nil when it keeps nothing.
	Erase func(ctx context.Context, tx *store.Tx, item id.ID) error

	// Edited is called in the transaction that gave one another title or text;
	// an Invalid says what is wrong with it for this kind. Nil for nothing.
	Edited func(ctx context.Context, tx *store.Tx, it Item) error

	// Moved is called in the transaction that takes one to another community;
	// a fault keeps it where it is. Nil for nothing.
	Moved func(ctx context.Context, tx *store.Tx, it Item, to id.ID) error

	// Restored is called in the transaction that takes one back from the bin.
	// Nil for nothing.
	Restored func(ctx context.Context, tx *store.Tx, it Item) error

	// Joined is called in the transaction that moves what was said under from to
	// into, or back. Nil for a kind whose items are never joined.
	Joined func(ctx context.Context, tx *store.Tx, from, into id.ID, back bool) error

	// Waits is the condition, over the item x, under which one still waits for
	// what its kind asks, such as an answer. Nil for never.
	Waits *store.Query
}

// Mark is what a list shows of one item for its kind: an answered question, a
// closed poll.
type Mark struct {
	Key  string // message of a short badge, "" for none
	Args []any
	Good bool // the badge tells that something is settled

	Answers  int    // of what takes answers; the comments of the spine hold them too
	Standing string // in one word, for programs: where it stands in what its kind goes through

	Reply string // the beginning of the answer that settles it, plain
}

func (s *Service) kind(name string) (Kind, error) {
	k, ok := s.kinds[name]
	if !ok {
		return Kind{}, fault.New(fault.Invalid, "content.kind.unknown")
	}
	return k, nil
}

// mayComeOut asks the kind of an item whether it may come out at a moment.
func (s *Service) mayComeOut(ctx context.Context, tx *store.Tx, it Item, at clock.Time) error {
	if judge := s.kinds[it.Kind].Out; judge != nil {
		return judge(ctx, tx, it.ID, at)
	}
	return nil
}
