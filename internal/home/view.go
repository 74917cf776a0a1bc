package home

import (
	"cmp"
	"context"
	"strings"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/notification"
	"parvis/internal/search"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// rowOf is a line as the list shows it.
func (w Ways) rowOf(ctx context.Context, n notification.Notice, faces map[id.ID]identity.Face) ui.ItemRow {
	row := ui.ItemRow{
		Kind: n.Of.Kind, Href: w.hrefOf(n), Title: n.Of.Title, Excerpt: cmp.Or(n.Text, n.Of.Excerpt), At: n.Updated.Time,
		Comments: n.Of.Comments, Useful: n.Of.Useful, Unread: n.Seen.IsZero(), Why: why(ctx, n, faces),
	}
	switch n.Subject.Kind {
	case notification.Item:
		row.KindLabel = i18n.T(ctx, "ui.kind."+n.Of.Kind)
		row.Community = ui.Ref{Label: n.Of.Place, Href: "/c/" + n.Of.Community.String()}
		row.Author = ui.PersonOf(faces[n.Of.Author], "", true)
	default:
		row.Kind = string(n.Subject.Kind)
		row.KindLabel = i18n.T(ctx, "ui.kind."+row.Kind)
	}
	if n.Stream == notification.Do {
		row.Due = i18n.T(ctx, "home.due."+string(n.Reason))
		row.Unread = true
	}
	if badge, ok := ui.BadgeOf(ctx, n.Of.Mark); ok {
		row.States = append(row.States, badge)
	}
	if n.Count > 1 && n.Stream != notification.Do {
		row.States = append(row.States, ui.Badge{Label: i18n.T(ctx, "home.news", "count", n.Count), Tone: ui.Accent})
	}
	return row
}

// doable adds to a line to do what may be done there at once.
func (s screen) doable(row ui.ItemRow, n notification.Notice) ui.ItemRow {
	if gestures := s.gesturesOf[n.Reason]; gestures != nil && n.Stream == notification.Do {
		row.Actions = gestures(n)
	}
	return row
}

// dutyRow is a duty as the list shows it.
func dutyRow(ctx context.Context, d Duty) ui.ItemRow {
	return ui.ItemRow{
		Kind: "community", KindLabel: i18n.T(ctx, "ui.kind.community"), Href: hrefOfDuty(d), Title: d.Name,
		Due: i18n.T(ctx, "home.duty."+d.Kind), Why: i18n.T(ctx, "home.duty.why."+d.Kind, "count", d.Count), Unread: true,
	}
}

// why says in one sentence why a line is there.
func why(ctx context.Context, n notification.Notice, faces map[id.ID]identity.Face) string {
	actor := faces[n.Actor].Name
	if actor == "" {
		actor = i18n.T(ctx, "home.somebody")
	}
	if n.Actor == 0 && n.Reason == notification.WasReturned {
		return i18n.T(ctx, "notification.reason.returned_late")
	}
	return i18n.T(ctx, "notification.reason."+string(n.Reason), "actor", actor, "about", n.About, "count", n.Count)
}

// aside is nothing when there is nothing to put there, further down the list
// too.
func (s screen) aside() templ.Component {
	if len(s.places)+len(s.coming)+len(s.kept) == 0 {
		return nil
	}
	return beside(s)
}

// placeLinks are the places of the reader, with what is new in each.
func placeLinks(places []Place) ui.Links {
	links := make(ui.Links, len(places))
	for i, p := range places {
		links[i] = ui.Link{Label: p.Name, Href: "/c/" + p.ID.String(), Icon: "users-round", Count: p.Unread}
	}
	return links
}

// keptLinks are the searches of the reader, with what is new in each; what is
// new comes first then.
func keptLinks(list []search.News) ui.Links {
	links := make(ui.Links, len(list))
	for i, k := range list {
		links[i] = ui.Link{Label: k.Name, Href: k.Href(), Icon: "bookmark", Count: k.Count}
	}
	return links
}

// comingLinks are what the reader wrote and that is not out, with when.
func comingLinks(ctx context.Context, rows []content.Row) ui.Links {
	links := make(ui.Links, len(rows))
	for i, r := range rows {
		note := i18n.T(ctx, "home.coming.pending", "place", r.Place.Name)
		if r.State == access.Scheduled {
			note = i18n.T(ctx, "home.coming.at", "when", i18n.From(ctx).DateTime(r.Published.Time), "place", r.Place.Name)
		}
		links[i] = ui.Link{Label: r.Title, Href: content.Href(r.ID), Icon: "clock", Note: note}
	}
	return links
}

// firstName is how somebody is greeted.
func firstName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}

func doneClass(g gesture) string {
	if g.done {
		return "done"
	}
	return ""
}

// FollowButton is the gesture of following a target, with the level in force
// ("" for none); what is read aloud names the target.
func FollowButton(t notification.Target, level, what string) ui.Follow {
	return ui.Follow{
		ID:     "follow-" + string(t.Kind) + "-" + t.ID.String(),
		Action: "/follow/" + string(t.Kind) + "/" + t.ID.String(),
		Level:  level, What: what,
	}
}

// Follow is the same gesture for the pages of other features, which know the
// level and whether it was chosen.
func Follow(t notification.Target, level notification.Level, chosen bool, what string) templ.Component {
	return FollowButton(t, LevelName(level, chosen), what)
}

// until is the newest line shown: reading all does not hide what came since.
func until(p notification.Page) string {
	if len(p.Notices) == 0 {
		return ""
	}
	return web.Cursor{p.Notices[0].Updated.UnixMilli()}.String()
}

func hasUnread(p notification.Page) bool {
	for _, n := range p.Notices {
		if n.Seen.IsZero() {
			return true
		}
	}
	return false
}

func older(path, next string) string {
	if next == "" {
		return ""
	}
	return path + "before=" + next
}
