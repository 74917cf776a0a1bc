package content

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"strings"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Draft is what somebody has typed and not sent. Place says in which form:
// "new-ID", "comment-ITEM", "edit-ITEM".
type Draft struct {
	Place   string
	Fields  map[string]string
	Updated clock.Time
}

// Values are the fields of a draft as those of a form: what is given several
// times stands there one under the other. The form of a new item bears the id
// that its place says.
func (d Draft) Values() url.Values {
	values := url.Values{}
	for name, value := range d.Fields {
		switch name {
		case "file", "drop", "ask", "shown", "ref":
			values[name] = strings.Fields(value)
		default:
			values.Set(name, value)
		}
	}
	if form, is := d.Form(); is {
		values.Set("id", form)
	}
	return values
}

// Form is the id of the new item that a draft is for; ok is false for another
// draft.
func (d Draft) Form() (form string, ok bool) { return strings.CutPrefix(d.Place, "new-") }

var places = regexp.MustCompile(`^[a-z]{2,12}-[0-9a-z]{1,26}$`)

// SaveDraft keeps what is typed in a form; the last writing wins. It is no
// event: nobody but its author ever sees it. A form that made its item keeps
// nothing more: see IsUsed.
func (s *Service) SaveDraft(ctx context.Context, actor access.Actor, place string, fields map[string]string) error {
	by, err := someone(actor)
	if err != nil {
		return err
	}
	if !places.MatchString(place) {
		return fault.New(fault.Invalid, "content.draft.place")
	}
	data, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	if len(data) > MaxDraft {
		return fault.New(fault.TooLarge, fault.TooLarge.Key())
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := unspent(ctx, tx, by, Draft{Place: place}); err != nil {
			return err
		}
		if err := saveDraft(ctx, tx, by, place, string(data), s.Clock.Now()); err != nil {
			return err
		}
		return trimDrafts(ctx, tx, by, MaxDrafts)
	})
}

// Draft finds what was typed in a form; ok is false when there is nothing.
func (s *Service) Draft(ctx context.Context, actor access.Actor, place string) (d Draft, ok bool, err error) {
	row, err := draftAt(ctx, s.DB, actor.Person(), place)
	if errors.Is(err, store.ErrNone) {
		return Draft{}, false, nil
	}
	if err != nil {
		return Draft{}, false, err
	}
	return row.draft(), true, nil
}

// Drafts lists what actor has not sent, the last first.
func (s *Service) Drafts(ctx context.Context, actor access.Actor) ([]Draft, error) {
	rows, err := draftsOf(ctx, s.DB, actor.Person())
	out := make([]Draft, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.draft())
	}
	return out, err
}

// DropDraft forgets what was typed.
func (s *Service) DropDraft(ctx context.Context, actor access.Actor, place string) error {
	by, err := someone(actor)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error { return dropDraft(ctx, tx, by, place) })
}

func (r draftRow) draft() Draft {
	d := Draft{Place: r.Place, Updated: r.Updated}
	// A draft that cannot be read is an empty one: it must not close the form.
	if json.Unmarshal([]byte(r.Fields), &d.Fields) != nil || d.Fields == nil {
		d.Fields = map[string]string{}
	}
	return d
}

// Visit notes that actor has seen an item up to a moment, when there is
// something new to note.
func (s *Service) Visit(ctx context.Context, actor access.Actor, it Item, seen clock.Time) error {
	by := actor.Person()
	if by == 0 || it.State != access.Published && it.State != access.Archived || !seen.IsZero() && !it.Activity.After(seen.Time) {
		return nil
	}
	now := s.Clock.Now()
	return s.DB.Write(ctx, func(tx *store.Tx) error { return markRead(ctx, tx, by, it.ID, now) })
}

// MarkRead notes that actor has seen these items, as far as they may read
// them, a thousand at most.
func (s *Service) MarkRead(ctx context.Context, actor access.Actor, items []id.ID) error {
	by, err := someone(actor)
	if err != nil || len(items) == 0 {
		return err
	}
	now := s.Clock.Now()
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		return markAllRead(ctx, tx, actor, by, items[:min(len(items), 1000)], now)
	})
}
