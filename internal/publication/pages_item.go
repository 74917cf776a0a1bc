package publication

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// reading is an item's page as one person sees it.
type reading struct {
	content.Thread
	Actor    access.Actor
	People   people
	HTML     string
	Texts    map[id.ID]string // of the comments, as HTML
	Poll     *PollState
	Late     bool // the poll would be closed when it comes out
	Voting   bool // the form to vote stands in the place of the results
	Question QuestionState
	Features Features // of a kind that another feature makes
	Beside   []Additions
	Contents []text.Heading // of a long text
	Follow   templ.Component
	Answer   answering
	Now      clock.Time
}

// longText is from how many bytes on a text shows what it contains, when it has
// at least fewTitles titles.
const (
	longText  = 3_000
	fewTitles = 3
)

// answering is the form under a thread.
type answering struct {
	Form   id.ID
	Quote  id.ID // the comment that is replied to
	Focus  bool  // somebody just asked to reply
	Source string
	Files  []content.File
	Errors ui.Errors
}

func (v reading) may(action access.Action) bool { return v.Actor.May(action, v.Label) }

func (v reading) maySay(action access.Action, c content.Comment) bool {
	label := v.Label
	label.Author = c.Author
	return v.Actor.May(action, label)
}

// own tells whether the reader wrote it.
func (v reading) own(author id.ID) bool { return author == v.Actor.Person() }

func (p *Pages) item(r *web.Request) (web.Reply, error) {
	v, err := p.read(r)
	if err != nil {
		return nil, err
	}
	if to, led := p.leads(r, v); led {
		return web.See(to), nil
	}
	draft, ok, err := p.Content.Draft(r.Context(), r.Actor, commentDraft(v.ID))
	if err != nil {
		return nil, err
	}
	if ok {
		if v.Answer, err = p.resumeAnswer(r, v.Answer, draft.Values()); err != nil {
			return nil, err
		}
	}
	if err := p.Content.Visit(r.Context(), r.Actor, v.Item, v.Seen); err != nil {
		return nil, err
	}
	if p.Opened != nil {
		if err := p.Opened(r.Context(), r.Actor, v.Item.ID); err != nil {
			return nil, err
		}
	}
	return web.Page(itemPage(v)), nil
}

// leads tells where the address of an item leads that is one with another, to
// who may read that one: there, unless they ask for it alone.
func (p *Pages) leads(r *web.Request, v reading) (string, bool) {
	if v.Joined == 0 || r.Query("alone") != "" {
		return "", false
	}
	if _, _, err := p.Content.Glance(r.Context(), r.Actor, access.ReadItem, v.Joined); err != nil {
		return "", false
	}
	to := content.Href(v.Joined)
	if at := r.QueryID("at"); at != 0 {
		to += "?" + url.Values{"at": {at.String()}}.Encode()
	}
	return to, true
}

// resumeAnswer fills the form under a thread with what was typed and not sent;
// a reply that the address asks for wins over the one that was begun.
func (p *Pages) resumeAnswer(r *web.Request, a answering, typed url.Values) (answering, error) {
	a.Source = typed.Get("source")
	if parent, err := id.Parse(typed.Get("parent")); err == nil && r.Query("quote") == "" {
		a.Quote = parent
	}
	var err error
	a.Files, err = p.Content.Loose(r.Context(), r.Actor, id.List(typed["file"]))
	return a, err
}

func commentDraft(item id.ID) string { return "comment-" + item.String() }

// read gathers all that an item's page shows.
func (p *Pages) read(r *web.Request) (reading, error) {
	return p.readAt(r, content.At{From: r.QueryID("at"), Before: r.QueryID("before")})
}

// readAt is read on the page of the thread where a comment stands.
func (p *Pages) readAt(r *web.Request, at content.At) (reading, error) {
	item, err := r.PathID("item")
	if err != nil {
		return reading{}, err
	}
	ctx := r.Context()
	v := reading{Actor: r.Actor, Now: r.Now}
	if v.Thread, err = p.Content.Read(ctx, r.Actor, item, at); err != nil {
		return v, err
	}
	v.Answer = answering{Form: p.Service.IDs.New(), Quote: r.QueryID("quote")}
	v.Answer.Focus = v.Answer.Quote != 0 || r.Query("answer") != ""
	if v.People, err = p.introduce(ctx, r.Actor, v.Thread); err != nil {
		return v, err
	}
	known, variant := refs(v.Mentions, r.Actor.IsAgent())
	v.HTML = p.Markdown.HTML(v.Source, known, variant)
	if len(v.Source) > longText {
		v.HTML, v.Contents = text.Anchored(v.HTML)
	}
	v.Texts = p.texts(r, v.Thread)
	switch v.Kind {
	case Poll:
		poll, err := p.Service.PollOf(ctx, r.Actor, item)
		if err != nil {
			return v, err
		}
		if v.State != access.Published && v.State != access.Archived {
			// Before it comes out nothing is closed: its date is to be mended.
			v.Late, poll.Closed = poll.Closed, false
		}
		v.Poll, v.Voting = &poll, r.Query("poll") == "form"
	case Question:
		if v.Question, err = p.Service.QuestionOf(ctx, item); err != nil {
			return v, err
		}
	}
	if face := p.Faces[v.Kind]; face != nil {
		if v.Features, err = face(r, v.Thread); err != nil {
			return v, err
		}
	}
	for _, beside := range p.Beside {
		more, err := beside(r, v.Thread)
		if err != nil {
			return v, err
		}
		v.Beside = append(v.Beside, more)
	}
	if p.Follow != nil && (v.State == access.Published || v.State == access.Archived) {
		v.Follow, err = p.Follow(ctx, r.Actor, item)
	}
	return v, err
}

// texts are those of the comments of a page, as HTML.
func (p *Pages) texts(r *web.Request, t content.Thread) map[id.ID]string {
	known, variant := refs(t.Mentions, r.Actor.IsAgent())
	out := make(map[id.ID]string, len(t.Comments.List))
	for _, c := range append(t.Comments.List, t.Comments.Above) {
		out[c.ID] = p.Markdown.HTML(c.Source, known, variant)
	}
	return out
}

func (p *Pages) introduce(ctx context.Context, actor access.Actor, t content.Thread) (people, error) {
	met := people{faces: t.Faces, agent: actor.IsAgent()}
	if p.Lines == nil || !actor.IsAgent() {
		return met, nil
	}
	all := make([]id.ID, 0, len(t.Faces))
	for who := range t.Faces {
		all = append(all, who)
	}
	var err error
	met.lines, err = p.Lines(ctx, all)
	return met, err
}

func (p *Pages) comment(r *web.Request) (web.Reply, error) {
	form, err := r.Form(uploadSize)
	if err != nil {
		return nil, err
	}
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	n := content.NewComment{
		Form: form.ID("once"), Item: item, Parent: form.ID("parent"), Source: form.Text("source", content.MaxComment),
		Files: form.IDs("file", content.MaxFiles), Draft: commentDraft(item),
	}
	if form.Choice("kind", "remark", "answer") == "answer" {
		n.Kind = content.Answer
	}
	added, failed := p.uploads(r, form)
	n.Files = append(n.Files, id.List(added)...)
	for _, f := range failed {
		form.Fail("files", f.Key, f.Args...)
	}
	err = form.Err()
	var c content.Comment
	if err == nil {
		c, err = p.Content.Comment(r.Context(), r.Actor, n)
	}
	switch {
	case content.IsReplay(err):
		return web.See(commentURL(item, c.ID)), nil
	case typed(err) || fault.KindOf(err) == fault.KindForbidden:
		return p.sayAgain(r, n, err)
	case err != nil:
		return nil, err
	case !r.IsFragment():
		return web.See(commentURL(item, c.ID)), nil
	}
	v, err := p.read(r)
	if _, here := v.find(c.ID); err == nil && !here {
		v, err = p.readAt(r, content.At{From: c.ID})
	}
	if err != nil {
		return nil, err
	}
	return web.Fragment(discussion(v)), nil
}

// sayAgain shows the thread with what was typed and could not be sent.
func (p *Pages) sayAgain(r *web.Request, n content.NewComment, why error) (web.Reply, error) {
	v, err := p.read(r)
	if err != nil {
		return nil, err
	}
	v.Answer.Quote, v.Answer.Source, v.Answer.Errors = n.Parent, n.Source, ui.ErrorsFrom(r.Context(), why)
	if n.Form != 0 && !content.IsUsed(why) {
		v.Answer.Form = n.Form
	}
	if v.Answer.Files, err = p.Content.Loose(r.Context(), r.Actor, n.Files); err != nil {
		return nil, err
	}
	if r.IsFragment() && typed(why) {
		return web.FragmentStatus(status(why), discussion(v)), nil
	}
	return web.PageStatus(status(why), itemPage(v)), nil
}

// react says useful, not useful or thanks of an item or of a comment, or takes
// it back.
func (p *Pages) react(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	on := content.Subject{}
	if on.Item, err = r.PathID("item"); err != nil {
		return nil, err
	}
	back := content.Href(on.Item)
	if r.PathValue("comment") != "" {
		if on.Comment, err = r.PathID("comment"); err != nil {
			return nil, err
		}
		back = commentURL(on.Item, on.Comment)
	}
	word := form.Choice("reaction", "", "useful", "not_useful", "thanks", "no_useful", "no_not_useful", "no_thanks")
	if err := form.Err(); err != nil {
		return nil, err
	}
	kind, gesture := content.Thanks, p.Content.React
	switch word {
	case "useful", "no_useful":
		kind = content.Useful
	case "not_useful", "no_not_useful":
		kind = content.Useless
	}
	if len(word) > 3 && word[:3] == "no_" {
		gesture = p.Content.Unreact
	}
	said, err := gesture(r.Context(), r.Actor, on, kind)
	if err != nil {
		return nil, err
	}
	if !r.IsFragment() {
		return web.See(back), nil
	}
	return web.Fragment(reactionBar(on, said, false)), nil
}

// reactionBar is what can be said in one gesture; nothing of one's own words.
func reactionBar(on content.Subject, s content.Said, still bool) ui.Reactions {
	bar := ui.Reactions{
		ID: "r-" + on.Item.String(), Action: content.Href(on.Item) + "/reactions",
		Useful: s.Useful, NotUseful: s.Useless, Thanks: s.Thanks, Thanked: s.Mine.Thanks,
	}
	if on.Comment != 0 {
		bar.ID, bar.Small = "r-"+on.Comment.String(), true
		bar.Action = content.Href(on.Item) + "/comments/" + on.Comment.String() + "/reactions"
	}
	switch {
	case s.Mine.Useful:
		bar.Mine = "useful"
	case s.Mine.Useless:
		bar.Mine = "not_useful"
	}
	if still {
		bar.Action = ""
	}
	return bar
}

func (p *Pages) accept(r *web.Request) (web.Reply, error) {
	return p.choose(r, p.Service.Accept, "publication.done.accepted", "unaccept")
}

func (p *Pages) unaccept(r *web.Request) (web.Reply, error) {
	return p.choose(r, p.Service.Unaccept, "publication.done.unaccepted", "accept")
}

func (p *Pages) choose(r *web.Request, gesture func(context.Context, access.Actor, id.ID, id.ID) error, key, undo string) (web.Reply, error) {
	item, comment, err := commentPath(r)
	if err != nil {
		return nil, err
	}
	if err := gesture(r.Context(), r.Actor, item, comment); err != nil {
		return nil, err
	}
	return web.Undoable(commentURL(item, comment), key, content.Href(item)+"/comments/"+comment.String()+"/"+undo), nil
}

func commentPath(r *web.Request) (item, comment id.ID, err error) {
	if item, err = r.PathID("item"); err != nil {
		return 0, 0, err
	}
	comment, err = r.PathID("comment")
	return item, comment, err
}
