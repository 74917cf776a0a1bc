package knowledge

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
)

// noRefs leaves every mention as it was typed.
var noRefs text.Refs

// shown is an id in a form, "" for none.
// assembled is the text that a sheet made from a thread begins with.
func assembled(ctx context.Context, t Taken) string {
	switch {
	case t.Answer == "":
		return t.Asked
	case t.Asked == "":
		return t.Answer
	case t.Question:
		question, answer := i18n.T(ctx, "knowledge.make.question"), i18n.T(ctx, "knowledge.make.answer")
		return "## " + question + "\n\n" + t.Asked + "\n\n## " + answer + "\n\n" + t.Answer
	}
	return t.Asked + "\n\n" + t.Answer
}

// sourcesIn reads sources as they are typed: one a line, a title and then an
// address, or the address alone. An address of this site is a path.
func sourcesIn(typed, host string) []Source {
	var out []Source
	for line := range strings.Lines(typed) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		link := words[len(words)-1]
		title := strings.TrimRight(strings.Join(words[:len(words)-1], " "), " :|–—-\u00a0\u202f")
		if u, err := url.Parse(link); err == nil && u.Host == host && host != "" && strings.HasPrefix(u.Path, "/i/") {
			link = u.Path
		}
		out = append(out, Source{Title: title, Link: link})
	}
	return out
}

// writtenSources is how the form shows them again.
func writtenSources(list []Source) string {
	var lines []string
	for _, s := range list {
		if s.Title == "" {
			lines = append(lines, s.Link)
		} else {
			lines = append(lines, s.Title+" | "+s.Link)
		}
	}
	return strings.Join(lines, "\n")
}

// statusBadge says how far a sheet may be relied on.
func statusBadge(ctx context.Context, s Status, modified bool) ui.Badge {
	switch {
	case s == Verified && modified:
		return ui.Badge{Label: i18n.T(ctx, "knowledge.mark.modified"), Tone: ui.Info, Icon: "pencil"}
	case s == Verified:
		return ui.Badge{Label: i18n.T(ctx, "knowledge.status.verified"), Tone: ui.Success, Icon: "check"}
	case s == ToReview:
		return ui.Badge{Label: i18n.T(ctx, "knowledge.status.review"), Tone: ui.Warning, Icon: "clock"}
	}
	return ui.Badge{Label: i18n.T(ctx, "knowledge.status.draft")}
}

// trustLine says in one sentence what its status rests on.
func (f facing) trustLine(ctx context.Context) string {
	who := f.Faces[f.Verifier].Name
	switch f.Status {
	case Verified:
		return i18n.T(ctx, "knowledge.verified.line", "name", who, "date", i18n.From(ctx).Date(f.Verified.Time), "review", i18n.From(ctx).Date(f.Review.Time))
	case ToReview:
		if f.Verified.IsZero() {
			return i18n.T(ctx, "knowledge.review.never")
		}
		return i18n.T(ctx, "knowledge.review.line", "name", who, "date", i18n.From(ctx).Date(f.Verified.Time))
	}
	return i18n.T(ctx, "knowledge.draft.line")
}

// monthOptions are the delays that one gesture proposes.
func monthOptions(ctx context.Context, chosen int) []ui.Option {
	list := []int{1, 3, 6, 12, 18, 24, 36}
	var out []ui.Option
	known := false
	add := func(n int) {
		out = append(out, ui.Option{Value: strconv.Itoa(n), Label: i18n.T(ctx, "knowledge.months", "count", n), Chosen: n == chosen})
	}
	for _, n := range list {
		if !known && chosen <= n {
			known = true
			if chosen != n {
				add(chosen)
			}
		}
		add(n)
	}
	if !known {
		add(chosen)
	}
	return out
}

// sectionOptions are the sections of a tree, set in under one another.
func sectionOptions(ctx context.Context, list []*Node, chosen, none string) []ui.Option {
	out := []ui.Option{{Label: none, Chosen: chosen == ""}}
	for _, n := range list {
		out = append(out, ui.Option{
			Value: n.ID.String(), Label: strings.Repeat("\u2003", n.Depth) + n.Name, Chosen: n.ID.String() == chosen,
		})
	}
	return out
}

// filters are the views of a tree, each a link.
func (s screen) filters(ctx context.Context) ui.FilterLinks {
	links := ui.FilterLinks{Label: i18n.T(ctx, "knowledge.filters")}
	add := func(label string, count int, w Wanted) {
		if s.Wanted.Tag != "" {
			count = 0 // those of one tag alone are known
		}
		links.Entries = append(links.Entries, ui.Tab{Label: label, Count: count, Href: w.address(s.Place.ID), Current: s.Wanted == w})
	}
	add(i18n.T(ctx, "knowledge.filter.all"), s.Tree.Total, Wanted{})
	for _, st := range Statuses() {
		add(i18n.T(ctx, "knowledge.filter."+st.String()), s.Tree.Counts[st], Wanted{Status: st})
	}
	if s.Tree.Mine > 0 || s.Wanted.Mine {
		add(i18n.T(ctx, "knowledge.filter.mine"), s.Tree.Mine, Wanted{Mine: true})
	}
	for _, t := range s.Tags {
		add("#"+t.Name, 0, Wanted{Tag: t.Slug})
	}
	return links
}

// verifyKind makes the gesture stand out where it is asked for.
func (f facing) verifyKind() ui.ButtonKind {
	if f.Status == ToReview || f.Modified() {
		return ui.Primary
	}
	return ""
}

// changes compares what was verified with what is read now.
func (f facing) changes() string {
	return content.Href(f.Item) + "/history?from=" + strconv.Itoa(f.Checked) + "&to=" + strconv.Itoa(f.Revision)
}

// origin is the thread that the sheet comes from, at the words that were taken.
func (f facing) origin() string {
	if f.Comment != 0 {
		return content.Href(f.Origin.ID) + "?at=" + f.Comment.String() + "#c-" + f.Comment.String()
	}
	return content.Href(f.Origin.ID)
}

// host is where a page of the web is.
func host(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Host, "www.")
}

// names joins people in one sentence.
func names(people []identity.Face) string {
	list := make([]string, len(people))
	for i, p := range people {
		list[i] = p.Name
	}
	return strings.Join(list, ", ")
}

// outlines tells whether the form proposes outlines: nothing is written yet.
func (c composing) outlines() bool {
	return c.From == nil && c.Recovered.IsZero() && c.Errors.Message == "" && (c.value("source") == "" || c.value("template") != "")
}

// fresh is the form without the draft that filled it.
func (c composing) fresh() string {
	query := url.Values{"fresh": {"1"}}
	if c.From != nil {
		query.Set("from", c.value("origin"))
		query.Set("comment", c.value("comment"))
	}
	return treeURL(c.Place.ID, "new") + "?" + query.Encode()
}

// into is the same sheet made in another community.
func (c composing) into(community id.ID) string {
	return treeURL(community, "new") + "?" + url.Values{"from": {c.value("origin")}, "comment": {c.value("comment")}}.Encode()
}

// placeLinks are the communities where a sheet may be made.
func placeLinks(places []content.Place, to func(id.ID) string) ui.Links {
	var out ui.Links
	for _, p := range places {
		out = append(out, ui.Link{Label: p.Name, Href: to(p.ID), Icon: "users-round"})
	}
	return out
}

func ownedTitle(ctx context.Context, mine bool) string {
	if mine {
		return i18n.T(ctx, "knowledge.owned.mine")
	}
	return i18n.T(ctx, "knowledge.owned")
}

// others are the sections into which one may go: not itself, nor those below.
func (a arranging) others(n *Node) []*Node {
	var out []*Node
	skip := -1
	for _, s := range a.Tree.Sections() {
		if skip >= 0 && s.Depth > skip {
			continue
		}
		skip = -1
		if s.ID == n.ID {
			skip = n.Depth
			continue
		}
		out = append(out, s)
	}
	return out
}

// cited are the sources beside the thread that the sheet comes from, which is
// named by itself.
func (f facing) cited() []Source {
	return slices.DeleteFunc(slices.Clone(f.Sources), func(s Source) bool { return s.Item != 0 && s.Item == f.Origin.ID })
}

func (f facing) cites() bool { return len(f.cited()) > 0 }
