package correspondence

import (
	"net/url"
	"strconv"

	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

var noRefs text.Refs

// edit opens the form of a dispatch that is not out.
func (p *Pages) edit(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	_, _, source, err := p.Service.Content.Source(ctx, r.Actor, item)
	if err != nil {
		return nil, err
	}
	values, err := p.written(r, item)
	if err != nil {
		return nil, err
	}
	values.Set("source", source)
	d, kept, err := p.Service.Content.Draft(ctx, r.Actor, "edit-"+item.String())
	if err != nil {
		return nil, err
	}
	kept = kept && r.Query("fresh") == "" && d.Fields["source"] != "" && d.Fields["revision"] == values.Get("revision")
	if kept {
		values = d.Values()
	}
	c, err := p.composition(r, item, values)
	if err != nil {
		return nil, err
	}
	c.Version = values.Get("revision")
	if kept {
		c.Recovered = d.Updated
	}
	if r.Query("why") == "send" {
		// It is kept, and cannot go on yet: all that it lacks is said.
		c.Errors = ui.ErrorsFrom(ctx, p.Service.Lacks(ctx, r.Actor, item))
	}
	return web.Page(p.composePage(c)), nil
}

// written is a dispatch as its form shows it.
func (p *Pages) written(r *web.Request, item id.ID) (url.Values, error) {
	ctx := r.Context()
	w, err := p.Service.Read(ctx, r.Actor, item)
	if err != nil {
		return nil, err
	}
	if w.Step == Released {
		return nil, released()
	}
	refs, err := referencesOf(ctx, p.Service.DB, item)
	if err != nil {
		return nil, err
	}
	if len(w.Readers) == 0 {
		if w.Readers, err = p.Service.correctedReaders(ctx, w.Dispatch, refs); err != nil {
			return nil, err
		}
	}
	values := valuesOf(w, refs)
	if err := p.Service.fillPeople(ctx, w, values); err != nil {
		return nil, err
	}
	acts, informed, err := p.Service.Spell(ctx, w.Addressees)
	if err != nil {
		return nil, err
	}
	values.Set("acts", acts)
	values.Set("informed", informed)
	rows, err := p.Service.Content.Rows(ctx, r.Actor, []id.ID{item})
	if err == nil && len(rows) > 0 {
		values.Set("tags", content.JoinTags(rows[0].Tags))
	}
	return values, err
}

func (p *Pages) saveEdit(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	in, err := p.receive(r)
	if err != nil {
		return nil, err
	}
	in.Item, in.Saved = item, "edit-"+item.String()
	in.Version, _ = strconv.Atoi(in.values.Get("revision")) // none asks for no comparison
	if err := p.mayGoOut(r, in); err != nil {
		return nil, err
	}
	switch {
	case in.form.Err() != nil:
		return p.recompose(r, item, in.values, in.form.Err())
	case in.values.Get("go") == goPreview:
		return p.recompose(r, item, in.values, nil)
	}
	d, err := p.Service.Edit(r.Context(), r.Actor, in.Writing)
	if f, ok := fault.As(err); ok && f.Key == stale {
		// What was typed stays; who has compared saves over what changed.
		now, err := dispatchOf(r.Context(), p.Service.DB, r.Actor, item)
		if err != nil {
			return nil, err
		}
		in.values.Set("revision", strconv.Itoa(now.Version))
	}
	switch {
	case typed(err):
		return p.recompose(r, item, in.values, err)
	case err != nil:
		return nil, err
	}
	return p.sentOn(r, d, in.values)
}
