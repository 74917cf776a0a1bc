package desk

import (
	"context"
	"maps"
	"slices"

	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
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

// deepFollowed is how many lines a page looks at, when most are on a desk.
const deepFollowed = 4 * manyFollowed

// followed are the dispatches that came of what somebody follows: a unit, a tag,
// a person. They are theirs, not their unit's, and are as they read them. What
// came to a desk of theirs is there, and not here as well.
type followed struct {
	notification.Page
	first bool
	next  notification.Place // where the following page begins, when there is More
}

func (p *Pages) followed(r *web.Request, before notification.Place, limit int) (*followed, error) {
	out := &followed{first: before == (notification.Place{}), next: before}
	out.Faces = map[id.ID]identity.Face{}
	for looked := 0; looked < deepFollowed; looked += manyFollowed {
		page, err := p.Notices.List(r.Context(), r.Actor, notification.Wanted{
			Streams: []notification.Stream{notification.ForInfo}, Kind: Kind, Before: out.next, Limit: manyFollowed,
		})
		if err != nil {
			return nil, err
		}
		items := make([]id.ID, len(page.Notices))
		for i, n := range page.Notices {
			items[i] = n.Subject.ID
		}
		onDesk, err := p.Service.Received(r.Context(), r.Actor, items)
		if err != nil {
			return nil, err
		}
		maps.Copy(out.Faces, page.Faces)
		out.More = page.More
		for _, n := range page.Notices {
			if slices.Contains(onDesk, n.Subject.ID) {
				continue
			}
			if len(out.Notices) == limit {
				out.More = true
				return out, nil
			}
			out.Notices = append(out.Notices, n)
			out.next = notification.Place{Updated: n.Updated, Subject: n.Subject.ID}
		}
		if !page.More {
			return out, nil
		}
		last := page.Notices[len(page.Notices)-1]
		out.next = notification.Place{Updated: last.Updated, Subject: last.Subject.ID}
	}
	return out, nil
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
			Kind: Kind, KindLabel: i18n.T(ctx, "desk.kind"), Href: content.Href(n.Subject.ID), Title: n.Of.Title, Excerpt: n.Of.Excerpt,
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
	return "/desk/followed?before=" + web.Key{At: f.next.Updated.UnixMilli(), ID: f.next.Subject}.String()
}
