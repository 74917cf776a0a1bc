package document

import (
	"net/url"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/web"
)

func (p *Pages) card(r *web.Request) (web.Reply, error) { return p.carded(r, nil, nil) }

// carded shows the form to change what a document bears, with what was typed
// and what is wrong with it.
func (p *Pages) carded(r *web.Request, values url.Values, why error) (web.Reply, error) {
	ctx := r.Context()
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	if _, _, err := p.Content.Glance(ctx, r.Actor, content.EditItem, item); err != nil {
		return nil, err
	}
	t, err := p.Content.Read(ctx, r.Actor, item, content.At{})
	if err != nil {
		return nil, err
	}
	if t.Kind != Kind {
		return nil, fault.NotFound()
	}
	if values == nil {
		values = url.Values{"title": {t.Title}, "tags": {content.JoinTags(t.Tags)}, "audience": {t.Audience.Name()}}
	}
	d, status, err := p.describe(r, t.Community, values, why)
	if err != nil {
		return nil, err
	}
	d.Item = t.Item
	d.Granted, err = p.Granted(r, item)
	return web.PageStatus(status, p.cardPage(d)), err
}

func (p *Pages) saveCard(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	audience := access.AudienceNamed(form.Choice("audience", "everyone", "members", "managers"))
	e := content.Edit{Item: item, Title: form.Line("title", content.MaxTitle), Tags: content.SplitTags(form.Line("tags", 1000)), Audience: &audience}
	err = form.Err()
	if err == nil {
		_, err = p.Content.Edit(r.Context(), r.Actor, e)
	}
	switch {
	case typed(err):
		return p.carded(r, form.Values(), err)
	case err != nil:
		return nil, err
	}
	return web.SeeSaying(Href(item), "document.card.saved"), nil
}
