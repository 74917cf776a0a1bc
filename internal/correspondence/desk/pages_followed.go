package desk

import (
	"context"

	"parvis/internal/i18n"
	"parvis/internal/notification"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// How many of what one follows show under what one's unit has to read, and on a
// page of their own.
const (
	fewFollowed  = 10
	manyFollowed = 30
)

// followed are the dispatches that came of what somebody follows: a unit, a tag,
// a person. They are theirs, not their unit's, and are as they read them.
type followed struct {
	notification.Page
	first bool
}

func (p *Pages) followed(r *web.Request, before notification.Place, limit int) (*followed, error) {
	page, err := p.Notices.List(r.Context(), r.Actor, notification.Wanted{
		Streams: []notification.Stream{notification.ForInfo}, Kind: Kind, Before: before, Limit: limit,
	})
	return &followed{Page: page, first: before == (notification.Place{})}, err
}

func (p *Pages) allFollowed(r *web.Request) (web.Reply, error) {
	key, err := web.ParseKey(r.Query("before"))
	if err != nil {
		return nil, err
	}
	var before notification.Place
	if key != (web.Key{}) {
		before = notification.Place{Updated: key.Time(), Subject: key.ID}
	}
	news, err := p.followed(r, before, manyFollowed)
	if err != nil {
		return nil, err
	}
	return web.Page(followedPage(*news)), nil
}

// rows say of each why it is there.
func (f followed) rows(ctx context.Context) []ui.ItemRow {
	var out []ui.ItemRow
	for _, n := range f.Notices {
		why := i18n.T(ctx, "notification.reason."+string(n.Reason), "actor", f.Faces[n.Actor].Name, "about", n.About, "count", n.Count)
		out = append(out, ui.ItemRow{
			Kind: Kind, KindLabel: i18n.T(ctx, "desk.kind"), Href: "/i/" + n.Subject.ID.String(), Title: n.Of.Title, Excerpt: n.Of.Excerpt,
			Why: why, At: n.Updated.Time, Unread: n.Seen.IsZero(), Comments: n.Of.Comments, Useful: n.Of.Useful,
		})
	}
	return out
}

func (f followed) newer() string {
	if f.first {
		return ""
	}
	return "/desk/followed"
}

func (f followed) older() string {
	if !f.More {
		return ""
	}
	last := f.Notices[len(f.Notices)-1]
	return "/desk/followed?before=" + web.Key{At: last.Updated.UnixMilli(), ID: last.Subject.ID}.String()
}
