package knowledge

import (
	"context"

	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/store"
)

// What happens to sheets beside the verbs of content. Person is whom it
// concerns first.
const (
	SheetMade      activity.Verb = "sheet.made"      // of a thread; Data: {"people": contributors, "origin"}
	SheetVerified  activity.Verb = "sheet.verified"  // Person: its owner; Data: {"people": those whose reports it answers}
	SheetDue       activity.Verb = "sheet.due"       // the date came, or enough reports; Person: its owner
	SheetOverdue   activity.Verb = "sheet.overdue"   // its owner did nothing; the managers are told
	SheetOrphaned  activity.Verb = "sheet.orphaned"  // its owner is gone; Person: the owner
	SheetKept      activity.Verb = "sheet.kept"      // its owner is there again
	SheetReported  activity.Verb = "sheet.reported"  // Person: its owner; Data: {"note", "lacking"}
	SheetAnswered  activity.Verb = "sheet.answered"  // a report was; Person: who made it; Data: {"dismissed", "reply", "rest"}
	SheetEntrusted activity.Verb = "sheet.entrusted" // Person: its new owner; Data: {"from", "rest"}
	SheetFiled     activity.Verb = "sheet.filed"     // in a section, or with other sources
)

// Kinds are what content must know of sheets.
func Kinds() []content.Kind {
	return []content.Kind{{
		Name: Kind, Make: content.Publish, Marks: marks, Erase: erase,
		// The tree of another place has other sections.
		Moved: func(ctx context.Context, tx *store.Tx, it content.Item, _ id.ID) error {
			return file(ctx, tx, it.ID, 0, 0)
		},
	}}
}

// marks say how far each sheet of a list may be relied on.
func marks(ctx context.Context, on store.Querier, items []id.ID) (map[id.ID]content.Mark, error) {
	list, err := sheetsOf(ctx, on, items)
	out := map[id.ID]content.Mark{}
	for _, s := range list {
		switch {
		case s.Status == Draft:
			out[s.Item] = content.Mark{Key: "knowledge.status.draft"}
		case s.Status == ToReview:
			out[s.Item] = content.Mark{Key: "knowledge.status.review"}
		case s.Modified():
			out[s.Item] = content.Mark{Key: "knowledge.mark.modified"}
		default:
			out[s.Item] = content.Mark{Key: "knowledge.status.verified", Good: true}
		}
	}
	return out, err
}

// Trusted are those of these items that are sheets verified as they read now:
// what a search shows first.
func Trusted(ctx context.Context, on store.Querier, items []id.ID) ([]id.ID, error) {
	list, err := sheetsOf(ctx, on, items)
	var out []id.ID
	for _, s := range list {
		if s.Status == Verified && !s.Modified() {
			out = append(out, s.Item)
		}
	}
	return out, err
}
