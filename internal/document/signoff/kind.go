package signoff

import (
	"context"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/id"
	"parvis/internal/store"
)

// What happens to documents that are reviewed. The data is a fact.
const (
	Asked     activity.Verb = "signoff.asked"   // for a review; or one more visa is asked for
	Viewed    activity.Verb = "signoff.given"   // a visa was; Person: the requester
	Denied    activity.Verb = "signoff.refused" // Person: the requester
	Passed    activity.Verb = "signoff.handed"  // to somebody else; Person: the requester
	TakenBack activity.Verb = "signoff.taken_back"
	Recalled  activity.Verb = "signoff.withdrawn"
	Resumed   activity.Verb = "signoff.resumed" // a round that was withdrawn
	Extended  activity.Verb = "signoff.extended"
	Reminded  activity.Verb = "signoff.reminded" // before the date
	Overran   activity.Verb = "signoff.late"     // Person: the requester
	Frozen    activity.Verb = "signoff.approved" // Person: the requester
	Renewed   activity.Verb = "signoff.renewed"  // a new version was begun
	Kept      activity.Verb = "signoff.kept"     // after all, none was
)

// Standing is where a document stands between draft and approved.
type Standing struct {
	Item    id.ID
	Frozen  bool
	Review  bool
	Version int // the one in force, 0 for none
}

// Name is a standing in JSON.
func (s Standing) Name() string {
	switch {
	case s.Review:
		return "review"
	case s.Frozen:
		return "approved"
	}
	return "draft"
}

// Mark is a standing as lists show it.
func (s Standing) Mark() content.Mark {
	m := content.Mark{Standing: s.Name()}
	switch {
	case s.Review:
		m.Key = "signoff.state.review"
	case s.Frozen:
		m.Key, m.Args, m.Good = "signoff.state.approved", []any{"version", s.Version}, true
	case s.Version > 0:
		m.Key, m.Args = "signoff.state.renewed", []any{"version", s.Version}
	default:
		m.Key = "signoff.state.draft"
	}
	return m
}

// marks say where each document of a list stands.
func marks(ctx context.Context, on store.Querier, items []id.ID) (map[id.ID]content.Mark, error) {
	list, err := standings(ctx, on, items)
	out := make(map[id.ID]content.Mark, len(list))
	for _, s := range list {
		out[s.Item] = s.Mark()
	}
	return out, err
}

// Kinds adds to the kind of documents where each stands, and what is forgotten
// when one goes for good.
func Kinds(list []content.Kind) []content.Kind {
	for i, k := range list {
		if k.Name != document.Kind {
			continue
		}
		own := k.Erase
		list[i].Marks = marks
		list[i].Erase = func(ctx context.Context, tx *store.Tx, item id.ID) error {
			if err := erase(ctx, tx, item); err != nil {
				return err
			}
			return own(ctx, tx, item)
		}
	}
	return list
}
