package publication

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/ui"
)

// head is the top of the page: what, where, who, when.
func (v reading) head(ctx context.Context) ui.ItemHead {
	h := ui.ItemHead{
		Kind: v.Kind, KindLabel: kindLabel(ctx, v.Kind), Title: v.Title, Author: v.People.one(v.Author),
		Community: ui.Ref{Label: v.Place.Name, Href: "/c/" + v.Place.ID.String()},
		At:        v.Published.Time, Edited: v.Edited.Time, States: append(states(ctx, v.stated()), v.Features.States...), Tags: tagLinks(v.Tags), Actions: itemActions(v),
	}
	if home := v.Features.Home; home.Href != "" {
		h.Community = home
	}
	for _, r := range v.Relays {
		h.Relayed = append(h.Relayed, ui.Ref{Label: r.Name, Href: "/c/" + r.Community.String()})
	}
	if v.Revision > 1 {
		h.History = content.Href(v.ID) + "/history"
	}
	return h
}

// section is where the page stands in the menu.
func (v reading) section() string {
	if v.Features.Section != "" {
		return v.Features.Section
	}
	return "communities"
}

// menu is what may be done, the least frequent last.
func (v reading) menu(ctx context.Context) []ui.MenuEntry {
	out := v.Features.Entries
	for _, more := range v.Beside {
		out = append(out, more.Entries...)
	}
	to := content.Href(v.ID)
	add := func(on bool, e ui.MenuEntry) {
		if on {
			out = append(out, e)
		}
	}
	add(v.may(content.EditItem) && !v.Features.Fixed, ui.MenuEntry{Label: i18n.T(ctx, "word.edit"), Icon: "pencil", Href: v.editURL()})
	add(v.may(content.Relay), ui.MenuEntry{Label: i18n.T(ctx, "publication.do.relay"), Icon: "repeat-2", Href: to + "/relay"})
	add(v.Revision > 1, ui.MenuEntry{Label: i18n.T(ctx, "word.history"), Icon: "history", Href: to + "/history"})
	add(true, ui.MenuEntry{Label: i18n.T(ctx, "publication.do.readers"), Icon: "eye", Href: to + "/readers"})
	add(v.may(content.Pin) && !v.Pinned, ui.MenuEntry{Label: i18n.T(ctx, "word.pin"), Icon: "pin", Action: to + "/pin", Divided: true})
	add(v.may(content.Pin) && v.Pinned, ui.MenuEntry{Label: i18n.T(ctx, "word.unpin"), Icon: "pin-off", Action: to + "/unpin", Divided: true})
	add(v.may(content.Close) && !v.Closed, ui.MenuEntry{Label: i18n.T(ctx, "publication.do.close"), Icon: "lock", Action: to + "/close"})
	add(v.may(content.Close) && v.Closed, ui.MenuEntry{Label: i18n.T(ctx, "publication.do.reopen"), Icon: "lock-open", Action: to + "/reopen"})
	add(v.Poll != nil && v.Poll.Open() && v.State == access.Published && v.may(EndPoll), ui.MenuEntry{Label: i18n.T(ctx, "publication.do.close_poll"), Icon: "circle-stop", Action: to + "/poll/close"})
	add(v.may(content.Move), ui.MenuEntry{Label: i18n.T(ctx, "word.move"), Icon: "folder-input", Href: to + "/move"})
	add(v.may(content.Archive) && v.State == access.Published, ui.MenuEntry{Label: i18n.T(ctx, "word.archive"), Icon: "archive", Action: to + "/archive"})
	add(v.may(content.Archive) && v.State == access.Archived, ui.MenuEntry{Label: i18n.T(ctx, "publication.do.unarchive"), Icon: "archive-restore", Action: to + "/unarchive"})
	add(v.may(content.Bin), ui.MenuEntry{Label: i18n.T(ctx, "publication.do.bin"), Icon: "trash-2", Action: to + "/bin", Danger: true, Divided: true})
	return out
}

// editURL is the form that changes the item.
func (v reading) editURL() string {
	if v.Features.Edit != "" {
		return v.Features.Edit
	}
	return content.Href(v.ID) + "/edit"
}

// commentMenu is what may be done with a comment.
func (v reading) commentMenu(ctx context.Context, c content.Comment) []ui.MenuEntry {
	var out []ui.MenuEntry
	to := content.Href(v.ID) + "/comments/" + c.ID.String()
	out = append(out, ui.MenuEntry{Label: i18n.T(ctx, "publication.do.link"), Icon: "link", Href: commentURL(v.ID, c.ID), Attrs: map[string]any{"data-copy": commentURL(v.ID, c.ID)}})
	if c.Revision > 1 {
		out = append(out, ui.MenuEntry{Label: i18n.T(ctx, "word.history"), Icon: "history", Href: to + "/history"})
	}
	if v.Kind == Question && c.ID == v.Question.Accepted && v.may(Accept) {
		out = append(out, ui.MenuEntry{Label: i18n.T(ctx, "publication.do.unaccept"), Icon: "undo-2", Action: to + "/unaccept"})
	}
	for _, more := range v.Beside {
		if more.Said != nil {
			out = append(out, more.Said(c)...)
		}
	}
	if v.maySay(content.EditSaid, c) {
		out = append(out, ui.MenuEntry{Label: i18n.T(ctx, "word.edit"), Icon: "pencil", Href: to + "/edit", Divided: true})
	}
	if v.maySay(content.BinSaid, c) {
		out = append(out, ui.MenuEntry{Label: i18n.T(ctx, "publication.do.bin"), Icon: "trash-2", Action: to + "/bin", Danger: true})
	}
	return out
}

// said is a comment as the page shows it.
func (v reading) said(ctx context.Context, c content.Comment) ui.Comment {
	out := ui.Comment{
		Anchor: anchor(c.ID), Author: v.People.one(c.Author), At: c.Created.Time, Edited: c.Edited.Time, HTML: v.Texts[c.ID],
		Unread:  !v.Seen.IsZero() && c.Created.After(v.Seen.Time) && !v.own(c.Author),
		Deleted: c.State == access.Binned,
	}
	if out.Deleted {
		return out
	}
	out.Quote = v.quote(ctx, c.Parent)
	for _, more := range v.Beside {
		if more.About != nil && out.About == nil {
			out.About = more.About(c)
		}
	}
	out.More = v.commentMenu(ctx, c)
	said := content.Said{Useful: c.Useful, Useless: c.Useless, Thanks: c.Thanks, Mine: v.Thread.Comments.Mine[c.ID]}
	out.Reacts = reactionBar(content.Subject{Item: v.ID, Comment: c.ID}, said, v.own(c.Author) || !v.may(content.React))
	if v.may(content.Say) {
		out.ReplyTo = content.Href(v.ID) + "?quote=" + c.ID.String() + "#say"
	}
	return out
}

// within is a comment as a page shows it where its thread is apart from the
// others.
func (v reading) within(ctx context.Context, c content.Comment) ui.Comment {
	out := v.said(ctx, c)
	out.ReplyTo = ""
	if parent, ok := v.find(c.Parent); !ok || parent.Parent == 0 {
		out.Quote = ui.Quote{} // it stands right above
	}
	return out
}

// find is a comment of the page, or one that the page quotes.
func (v reading) find(comment id.ID) (content.Comment, bool) {
	if above := v.Thread.Comments.Above; comment != 0 && above.ID == comment {
		return above, above.State == access.Published
	}
	i := slices.IndexFunc(v.Thread.Comments.List, func(c content.Comment) bool { return c.ID == comment })
	if i >= 0 {
		return v.Thread.Comments.List[i], v.Thread.Comments.List[i].State == access.Published
	}
	c, ok := v.Quoted[comment]
	return c, ok
}

// sourceOf is the text of a comment of the page.
func (v reading) sourceOf(comment id.ID) string {
	c, _ := v.find(comment)
	return c.Source
}

func (v reading) quote(_ context.Context, comment id.ID) ui.Quote {
	c, ok := v.find(comment)
	if !ok {
		return ui.Quote{}
	}
	href := "#" + anchor(c.ID)
	if _, away := v.Quoted[comment]; away {
		href = commentURL(v.ID, c.ID)
	}
	return ui.Quote{Author: v.People.one(c.Author).Name, Text: text.Excerpt(c.Source, 160), Href: href}
}

// binned are the comments of the page that the reader may restore.
func (v reading) restorable(c content.Comment) bool {
	return c.State == access.Binned && (c.Binner == v.Actor.Person() && v.maySay(content.BinSaid, c) || v.may(content.Curate) && v.maySay(content.BinSaid, c))
}

// answers are those of the page, in the order in which they come: the accepted
// one, then the most useful. The one of an earlier page whose remarks go on
// here stands above them again.
func (v reading) answers() []content.Comment {
	var out []content.Comment
	if above := v.Thread.Comments.Above; above.ID != 0 {
		out = append(out, above)
	}
	for _, c := range v.Thread.Comments.List {
		if c.Kind == content.Answer {
			out = append(out, c)
		}
	}
	return out
}

// remarks are the comments under one answer, or, for zero, those under the
// item itself.
func (v reading) remarks(answer id.ID) []content.Comment {
	parents := map[id.ID]content.Comment{v.Thread.Comments.Above.ID: v.Thread.Comments.Above}
	delete(parents, 0)
	for _, c := range v.Thread.Comments.List {
		parents[c.ID] = c
	}
	var out []content.Comment
	for _, c := range v.Thread.Comments.List {
		if c.Kind == content.Remark && v.root(parents, c) == answer {
			out = append(out, c)
		}
	}
	return out
}

// root is the answer under which a remark stands, zero for the item itself.
func (v reading) root(known map[id.ID]content.Comment, c content.Comment) id.ID {
	for range len(known) {
		parent, ok := known[c.Parent]
		if !ok {
			return 0
		}
		if parent.Kind == content.Answer {
			return parent.ID
		}
		c = parent
	}
	return 0
}

// asked is an answer as the page shows it, with the remarks under it.
func (v reading) asked(ctx context.Context, c content.Comment) ui.Answer {
	a := ui.Answer{Comment: v.said(ctx, c), Accepted: c.ID == v.Question.Accepted}
	if a.Accepted {
		a.AcceptedBy = i18n.T(ctx, "publication.answer.accepted")
	}
	if v.may(Accept) && !a.Deleted {
		a.Accept = content.Href(v.ID) + "/comments/" + c.ID.String() + "/accept"
	}
	if below := v.remarks(c.ID); len(below) > 0 || len(attachments(ctx, v.Files, c.ID, c.Source)) > 0 {
		a.Below = remarkList(v, c.ID, below)
	}
	return a
}

// audienceLine says in a few words who reads it; the count is one page away.
func (v reading) audienceLine(ctx context.Context) string {
	r := content.Readers{Audience: v.Audience, Places: []content.Place{v.Place}}
	r.Everyone = v.Audience == access.Everyone && v.Place.Openness == access.Open
	for _, relay := range v.Relays {
		r.Places = append(r.Places, content.Place{ID: relay.Community, Name: relay.Name})
	}
	return readersText(ctx, r)
}

// pollBox shows the form to vote, or the results where they may be seen.
func pollBox(ctx context.Context, p PollState, voting, may bool) ui.Poll {
	box := ui.Poll{
		ID: "poll", Question: i18n.T(ctx, "publication.poll.question"), Multiple: p.Multiple, Voters: p.Voters, Voted: p.Voted, Closed: p.Closed,
		Show: p.Results() && (p.Closed || !may || p.Voted && !voting),
	}
	for _, o := range p.Options {
		box.Options = append(box.Options, ui.PollOption{Value: o.ID.String(), Label: o.Label, Votes: o.Votes, Mine: o.Mine})
	}
	to := content.Href(p.Item) + "/poll"
	if may && p.Open() {
		box.Action = to
		if box.Show {
			box.Change = to
		}
		if p.Voted {
			box.Withdraw = to + "/withdraw"
		}
	}
	box.Note = pollNote(ctx, p)
	return box
}

func pollNote(ctx context.Context, p PollState) string {
	switch {
	case p.Closed:
		return i18n.T(ctx, "publication.poll.closed_on", "date", i18n.From(ctx).Date(p.Closes.Time))
	case p.Hidden && p.Voted:
		return i18n.T(ctx, "publication.poll.counted")
	case p.Hidden:
		return i18n.T(ctx, "publication.poll.results_later")
	case !p.Closes.IsZero():
		return i18n.T(ctx, "publication.poll.until", "date", i18n.From(ctx).DateTime(p.Closes.Time))
	}
	return i18n.T(ctx, "publication.poll.secret")
}

func threadTitle(ctx context.Context, v reading) string {
	if v.Kind == Question {
		return i18n.T(ctx, "publication.thread.answers", "count", v.Question.Answers)
	}
	return i18n.T(ctx, "publication.thread.comments", "count", v.Item.Comments)
}

func sayLabel(ctx context.Context, v reading) string {
	if v.Kind == Question && v.Answer.Quote == 0 {
		return i18n.T(ctx, "publication.say.your_answer")
	}
	return i18n.T(ctx, "publication.say.your_comment")
}

// firstUnread is where the first new comment stands: on this page, or on the
// page that begins with it.
func firstUnread(v reading) string {
	if _, here := v.find(v.First); here {
		return "#" + anchor(v.First)
	}
	return commentURL(v.ID, v.First)
}

// mayEnd tells whether the reader may end a relay.
func (v reading) mayEnd(r content.Relayed) bool {
	return v.may(content.Unrelay) && (v.own(r.By) || v.may(content.Curate) || v.Actor.Role(r.Community) >= access.ManagerRole)
}

// older is the address of the page of the thread before this one.
func (v reading) older() string {
	if prev := v.Thread.Comments.Prev; prev != 0 {
		return commentURL(v.ID, prev)
	}
	return content.Href(v.ID) + "?before=" + v.Thread.Comments.List[0].ID.String() + "#thread"
}

// ownWay tells whether what is not out yet waits for what its kind says, and for
// no manager: in a sealed place there are none.
func (v reading) ownWay() bool { return v.Label.Openness == access.Sealed && v.State == access.Pending }

// stated is the item as its badges tell it.
func (v reading) stated() content.Item {
	it := v.Item
	if v.ownWay() {
		it.State = access.Published // its kind has its own words
	}
	return it
}
