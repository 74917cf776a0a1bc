package content

import (
	"context"
	"errors"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// BinKept is how long what was put into the bin may be restored.
const BinKept = 30 * 24 * time.Hour

const (
	emptyEvery = 24 * time.Hour
	emptyStep  = 200 // items looked for at once
)

// EmptyBin erases for good the items that have been in the bin for BinKept,
// with all that hangs on them: texts, history, comments, files, votes.
func (s *Service) EmptyBin(ctx context.Context) error {
	before := clock.At(s.Clock.Now().Add(-BinKept))
	var hashes []string
	for {
		due, err := longBinned(ctx, s.DB, before, emptyStep)
		if err != nil {
			return err
		}
		for _, item := range due {
			left, err := s.erase(ctx, item, before)
			if err != nil {
				return err
			}
			hashes = append(hashes, left...)
		}
		if len(due) < emptyStep {
			return s.forgetBytes(ctx, hashes)
		}
	}
}

// erase empties one item, unless somebody restored it meanwhile, and returns
// the hashes of its files.
func (s *Service) erase(ctx context.Context, item id.ID, before clock.Time) (hashes []string, err error) {
	return hashes, s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := lockItem(ctx, tx, item); err != nil {
			return err
		}
		it, err := itemByID(ctx, tx, item)
		if errors.Is(err, store.ErrNone) {
			return nil
		}
		if err != nil || it.State != access.Binned || !it.Binned.Before(before.Time) {
			return err
		}
		if err := s.partAll(ctx, tx, it); err != nil {
			return err
		}
		if own := s.kinds[it.Kind].Erase; own != nil {
			if err := own(ctx, tx, item); err != nil {
				return err
			}
		}
		if hashes, err = eraseItem(ctx, tx, item); err != nil {
			return err
		}
		f := Fact{Kind: it.Kind}
		_, err = s.Log.Append(ctx, tx, access.SystemActor("the bin is emptied"), activity.Event{
			Verb: ItemErased, Item: item, Community: it.Community, Data: f.json(),
		})
		return err
	})
}
