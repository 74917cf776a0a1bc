package margin

import (
	"encoding/base64"
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Pages are the panel of the threads beside a document, and what their comments
// bear elsewhere.
type Pages struct {
	Service *Service
	Content *content.Service
	// Comments shows comments as the page of an item does.
	Comments func(r *web.Request, t content.Thread) (func(content.Comment) templ.Component, error)
}

const formSize = 1 << 20 // bytes

// Routes declares the panel and its gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/d/{item}/margin", access.ReadItem, p.panel)
	rt.Post("/d/{item}/margin", content.Say, p.begin)
	rt.Post("/d/{item}/margin/{comment}/replies", content.Say, p.reply)
	rt.Post("/d/{item}/margin/{comment}/place", document.Write, p.move)
	rt.Post("/d/{item}/margin/{comment}/resolve", Resolve, p.resolve)
	rt.Post("/d/{item}/margin/{comment}/reopen", Resolve, p.reopen)
}

func href(item id.ID) string { return "/d/" + item.String() }

// threadURL is where a thread stands in the page of its document.
func threadURL(item, comment id.ID) string {
	return href(item) + "?" + url.Values{"thread": {comment.String()}}.Encode() + "#" + anchor(comment)
}

func anchor(comment id.ID) string { return "comment-" + comment.String() }

func newDraft(item id.ID) string { return "margin-" + item.String() }

func replyDraft(comment id.ID) string { return "reply-" + comment.String() }

// Resume is where a draft of ours is taken up again, "" for another's.
func Resume(d content.Draft) string {
	item, err := id.Parse(d.Fields["item"])
	if err != nil {
		return ""
	}
	if comment, err := id.Parse(d.Fields["thread"]); err == nil {
		return threadURL(item, comment)
	}
	return href(item) + "#margin"
}

// panel is the panel alone, as scripts bring it anew; without them it is part of
// the page of the document.
func (p *Pages) panel(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	if !r.IsFragment() {
		if _, _, err := p.Content.Glance(r.Context(), r.Actor, access.ReadItem, item); err != nil {
			return nil, err
		}
		return web.See(href(item) + "?" + r.Queries("threads", "thread", "from").Encode() + "#margin"), nil
	}
	return p.fragment(r, item, 0)
}

// fragment is the panel with, perhaps, a comment that was just made.
func (p *Pages) fragment(r *web.Request, item, made id.ID) (web.Reply, error) {
	t, err := p.Content.Read(r.Context(), r.Actor, item, content.At{Under: []id.ID{}})
	if err != nil {
		return nil, err
	}
	if t.Kind != document.Kind {
		return nil, fault.NotFound()
	}
	m, err := p.gather(r, t)
	m.Made = made
	return web.Fragment(panelView(m)), err
}

// Beside is what stands beside the text of a document, and the button that
// leads there.
func (p *Pages) Beside(r *web.Request, t content.Thread) (document.Margin, error) {
	if t.State != access.Published && t.State != access.Archived {
		return document.Margin{}, nil
	}
	m, err := p.gather(r, t)
	return document.Margin{Panel: panelView(m), Button: openButton(m)}, err
}

// begin says something on a passage.
func (p *Pages) begin(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	n := New{
		NewComment: content.NewComment{Form: form.ID("once"), Item: item, Source: form.Text("source", content.MaxComment), Files: form.IDs("file", content.MaxFiles), Draft: newDraft(item)},
		Quote:      form.Text("passage", maxSays),
	}
	n.Anchor.First, n.Anchor.Last = bound(form, "first"), bound(form, "last")
	err = form.Err()
	var c content.Comment
	if err == nil {
		c, err = p.Service.Begin(r.Context(), r.Actor, n)
	}
	return p.said(r, n.NewComment, c, err, func(m margin) templ.Component {
		m.Compose = compose{Values: form.Values(), Files: m.Compose.Files, Errors: ui.ErrorsFrom(r.Context(), err), Open: true}
		return composeForm(m)
	})
}

// bound decodes an end of the passage that a script chose; what is no base 64
// is refused as any position that says nothing.
func bound(form *web.Form, name string) []byte {
	raw := form.Values().Get(name)
	if raw == "" {
		return nil
	}
	out, err := base64.StdEncoding.DecodeString(raw)
	if err != nil || len(out) == 0 {
		return []byte{0xff}
	}
	return out
}

// reply answers in a thread.
func (p *Pages) reply(r *web.Request) (web.Reply, error) {
	item, comment, err := path(r)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	n := content.NewComment{Form: form.ID("once"), Item: item, Parent: comment, Source: form.Text("source", content.MaxComment), Files: form.IDs("file", content.MaxFiles), Draft: replyDraft(comment)}
	err = form.Err()
	var c content.Comment
	if err == nil {
		c, err = p.Service.Answer(r.Context(), r.Actor, n)
	}
	return p.said(r, n, c, err, func(m margin) templ.Component {
		c := compose{Values: form.Values(), Files: m.Compose.Files, Errors: ui.ErrorsFrom(r.Context(), err), Open: true}
		return replyForm(item, comment, m.Once, c)
	})
}

// said answers a form of the panel: with where the comment stands, or with the
// form and what is wrong with it.
func (p *Pages) said(r *web.Request, n content.NewComment, c content.Comment, err error, again func(margin) templ.Component) (web.Reply, error) {
	root := c.ID
	if n.Parent != 0 {
		root = n.Parent
	}
	switch f, _ := fault.As(err); {
	case err == nil && r.IsFragment(), content.IsReplay(err) && r.IsFragment():
		return p.fragment(r, n.Item, c.ID)
	case err == nil, content.IsReplay(err):
		return web.See(threadURL(n.Item, root)), nil
	case f == nil || f.Kind != fault.Invalid && f.Kind != fault.TooLarge && f.Kind != fault.Conflict && f.Kind != fault.TooMany:
		return nil, err
	}
	t, failed := p.Content.Read(r.Context(), r.Actor, n.Item, content.At{Under: []id.ID{}})
	if failed != nil {
		return nil, failed
	}
	m := margin{Item: t.Item, Place: t.Place, Once: p.Service.IDs.New()}
	if n.Form != 0 && !content.IsUsed(err) {
		m.Once = n.Form
	}
	if m.Compose.Files, failed = p.Content.Loose(r.Context(), r.Actor, n.Files); failed != nil {
		return nil, failed
	}
	status := fault.KindOf(err).Status()
	if r.IsFragment() {
		return web.FragmentStatus(status, again(m)), nil
	}
	return web.PageStatus(status, againPage(m, again(m))), nil
}

// move hears from an editor that the words of a passage were made anew.
func (p *Pages) move(r *web.Request) (web.Reply, error) {
	item, comment, err := path(r)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	if err := p.Service.Move(r.Context(), r.Actor, item, comment, Anchor{bound(form, "first"), bound(form, "last")}); err != nil {
		return nil, err
	}
	return web.Nothing(), nil
}

func (p *Pages) resolve(r *web.Request) (web.Reply, error) {
	return p.turn(r, p.Service.Resolve, "margin.done.resolved", "reopen")
}

func (p *Pages) reopen(r *web.Request) (web.Reply, error) {
	return p.turn(r, p.Service.Reopen, "margin.done.reopened", "resolve")
}

// path is the document of a request and the comment that begins one of its
// threads.
func path(r *web.Request) (item, comment id.ID, err error) {
	if item, err = r.PathID("item"); err != nil {
		return 0, 0, err
	}
	comment, err = r.PathID("comment")
	return item, comment, err
}

// turn resolves a thread, or reopens it.
func (p *Pages) turn(r *web.Request, gesture turning, key, undo string) (web.Reply, error) {
	item, comment, err := path(r)
	if err != nil {
		return nil, err
	}
	if err := gesture(r.Context(), r.Actor, item, comment); err != nil {
		return nil, err
	}
	if r.IsFragment() {
		return p.fragment(r, item, 0)
	}
	return web.Undoable(threadURL(item, comment), key, href(item)+"/margin/"+comment.String()+"/"+undo), nil
}
