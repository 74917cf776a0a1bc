package activity

import (
	"context"
	"errors"
	"fmt"
)

// Broken says where the log of acts stops being what was written, and how.
type Broken struct {
	Seq int64 // the entry at fault
	Why string
}

// Error is a sentence for the operator.
func (b *Broken) Error() string { return fmt.Sprintf("act %d: %s", b.Seq, b.Why) }

// Verify reads the whole log and returns how many entries are sound, from the
// first. When not all are, the error is a *Broken.
func (a *Acts) Verify(ctx context.Context) (int, error) {
	// The end is read before the entries, so that acts recorded meanwhile
	// only come in addition.
	text, err := loadHead(ctx, a.db)
	if err != nil {
		return 0, fmt.Errorf("verify acts: %w", err)
	}
	end, endIsOurs := a.readHead(text)
	var last signed
	count := 0
	for act, err := range eachAct(ctx, a.db) {
		if err != nil {
			return count, fmt.Errorf("verify acts: %w", err)
		}
		if why := a.check(act, last); why != "" {
			return count, &Broken{Seq: act.Seq, Why: why}
		}
		if endIsOurs && act.Seq == end.Seq && act.Hash != end.Hash {
			return count, &Broken{Seq: act.Seq, Why: "is not the entry with which the log ended"}
		}
		last = act
		count++
	}
	switch {
	case text == "" && count == 0:
		return 0, nil
	case !endIsOurs:
		return count, &Broken{Seq: last.Seq, Why: "the signed end of the log is missing or altered, entries after this one may have been removed"}
	case end.Seq > last.Seq:
		return count, &Broken{Seq: last.Seq + 1, Why: fmt.Sprintf("the log ended at act %d, the last ones were removed", end.Seq)}
	}
	return count, nil
}

// check compares an entry with the one before; "" is sound.
func (a *Acts) check(act, last signed) string {
	switch {
	case act.Seq != last.Seq+1:
		return fmt.Sprintf("follows act %d, what stood between was removed", last.Seq)
	case act.previous != last.Hash:
		return "does not continue the entry before it"
	case act.Hash != act.digest(act.previous):
		return "was altered, its content is not what was signed"
	case act.key != a.public:
		return "was signed with a key that is not this site's"
	case !a.verifies(actDomain, act.Hash, act.sign):
		return "its signature is not this site's"
	case act.Verb == HeadLost:
		return "the signed end of the log was missing or altered when this entry was written, entries before it may have been removed"
	}
	return ""
}

// IsBroken tells whether err is a log of acts that does not verify, rather
// than a failure to read it.
func IsBroken(err error) bool {
	var broken *Broken
	return errors.As(err, &broken)
}
