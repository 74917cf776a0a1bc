package document

import (
	"net/url"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/web"
)

// make begins a document: with an outline, or with what a file says.
func (p *Pages) make(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	if _, err := access.Load(ctx, p.Service.DB, r.Actor, content.Publish, community); err != nil {
		return nil, err
	}
	form, err := r.Form(content.MaxFileSize + formSize)
	if err != nil {
		return nil, err
	}
	values := form.Values()
	added, failed := p.Desk.Uploads(r, form)
	values["file"] = append(values["file"], added...)
	if form.Line("preview", 1) != "" {
		return p.composed(r, values, nil)
	}
	n := New{New: content.New{
		ID: form.ID("id"), Community: community, Title: form.Line("title", content.MaxTitle), Tags: content.SplitTags(form.Line("tags", 1000)),
		Audience: access.AudienceNamed(form.Choice("audience", "everyone", "members", "managers")),
	}}
	code, under := form.Line("template", 40), form.ID("under")
	n.Then = p.filed(r.Actor, under)
	for _, f := range failed {
		form.Fail("files", f.Key, f.Args...)
	}
	if err := form.Err(); err != nil {
		return p.composed(r, values, err)
	}
	if list := id.List(values["file"]); len(list) > 0 {
		return p.bring(r, n, list[len(list)-1], values)
	}
	if n.Like, n.From, err = p.chosen(r, community, code, n.Title); err != nil {
		return nil, err
	}
	it, reply, err := p.made(r, n, values)
	if reply != nil || err != nil {
		return reply, err
	}
	return web.See(Href(it.ID)), nil
}

// bring begins a document with what a loose file of its author says, which is
// needed no longer then.
func (p *Pages) bring(r *web.Request, n New, file id.ID, values url.Values) (web.Reply, error) {
	ctx := r.Context()
	f, err := p.Content.Find(ctx, r.Actor, file)
	if err != nil {
		return nil, err
	}
	arrival, err := p.Bring(ctx, r.Actor, SourceOf(ctx, p.Content, r.Actor, f))
	if typed(err) {
		delete(values, "file") // another one is asked for
		return p.composed(r, values, err)
	}
	if err != nil {
		return nil, err
	}
	arrival.Fill(&n)
	it, reply, err := p.made(r, n, values)
	if reply != nil || err != nil { // it is not made: its pictures are not needed
		if tidied := p.Content.Tidy(ctx, r.Actor, arrival.Brings); err == nil {
			err = tidied
		}
		return reply, err
	}
	return Arrived(it.ID, arrival.Left), p.Content.Tidy(ctx, r.Actor, []id.ID{file})
}

// made makes a document, or gives the reply that says why not, or where the same
// form made one before.
func (p *Pages) made(r *web.Request, n New, values url.Values) (it content.Item, reply web.Reply, err error) {
	it, err = p.Service.Make(r.Context(), r.Actor, n)
	switch {
	case content.IsReplay(err):
		if err := p.Content.Existing(r.Context(), r.Actor, n.ID); err != nil {
			return it, nil, err
		}
		return it, web.See(Href(n.ID)), nil
	case typed(err):
		reply, err = p.composed(r, values, err)
	}
	return it, reply, err
}

// Arrived leads to a document that was made of a file, and tells what of the
// file did not come, "" when all did.
func Arrived(item id.ID, left string) web.Reply {
	if left == "" {
		return web.SeeSaying(Href(item), "document.brought")
	}
	return web.SeeSaying(Href(item), "document.brought.left", "left", left)
}
