package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/store"
)

// TagsDropped is the event of unused tags being removed.
const TagsDropped activity.Verb = "tag.dropped"

// DropUnusedTags removes the tags that no item bears, that no community
// proposes and that nobody follows, and returns how many. Also is as with
// RenameTag; it is not called when there was none.
func (s *Service) DropUnusedTags(ctx context.Context, actor access.Actor, also func(tx *store.Tx, dropped int64) error) (dropped int64, err error) {
	if !actor.May(ManageTags, access.Label{}) {
		return 0, fault.Forbidden()
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if dropped, err = dropUnusedTags(ctx, tx); err != nil || dropped == 0 {
			return err
		}
		if _, err := s.Log.Append(ctx, tx, actor, activity.Event{Verb: TagsDropped}); err != nil {
			return err
		}
		return also(tx, dropped)
	})
	return dropped, err
}
