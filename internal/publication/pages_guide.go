package publication

import (
	"net/url"

	"parvis/internal/content"
	"parvis/internal/store"
	"parvis/internal/web"
)

// guide adds what helps to write a question.
func (p *Pages) guide(r *web.Request, c *composing) (err error) {
	if p.Guide == nil {
		return nil
	}
	if c.Near, err = p.Guide.Near(r, c.Place.ID, c.Values); err != nil {
		return err
	}
	c.People, err = p.Guide.People(r, c.Place.ID, c.Values)
	return err
}

// check shows who will be asked before a question is published.
func (p *Pages) check(r *web.Request, values url.Values) (web.Reply, error) {
	c, err := p.composition(r, values)
	if err != nil {
		return nil, err
	}
	c.Check = true
	return web.Page(composePage(c)), nil
}

// make publishes what a form asks for; a question, with whom its author chose
// to ask.
func (p *Pages) make(r *web.Request, n New, values url.Values) (content.Item, error) {
	if p.Guide == nil || n.Kind != Question {
		return p.Service.Publish(r.Context(), r.Actor, n)
	}
	plan, err := p.Guide.Plan(r, n.Community, values)
	if err != nil {
		return content.Item{}, err
	}
	var it content.Item
	return it, p.Service.DB.Write(r.Context(), func(tx *store.Tx) (err error) {
		if it, err = p.Service.PublishIn(r.Context(), tx, r.Actor, n); err != nil {
			return err
		}
		return plan(r.Context(), tx, it)
	})
}
