package publication

import (
	"net/url"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/web"
)

func (p *Pages) poll(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	if !r.IsFragment() {
		return web.See(content.Href(item) + "?" + url.Values{"poll": {"form"}}.Encode() + "#poll"), nil
	}
	return p.pollPart(r, true)
}

func (p *Pages) pollPart(r *web.Request, voting bool) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	_, label, err := p.Content.Glance(r.Context(), r.Actor, access.ReadItem, item)
	if err != nil {
		return nil, err
	}
	poll, err := p.Service.PollOf(r.Context(), r.Actor, item)
	if err != nil {
		return nil, err
	}
	return web.Fragment(pollBox(r.Context(), poll, voting, r.Actor.May(Vote, label))), nil
}

func (p *Pages) vote(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	options := form.IDs("option", MaxOptions)
	if err := form.Err(); err != nil {
		return nil, err
	}
	return p.balloted(r, "publication.done.voted", func(item id.ID) error {
		return p.Service.Vote(r.Context(), r.Actor, item, options)
	})
}

func (p *Pages) withdraw(r *web.Request) (web.Reply, error) {
	return p.balloted(r, "publication.done.withdrawn", func(item id.ID) error {
		return p.Service.Withdraw(r.Context(), r.Actor, item)
	})
}

func (p *Pages) closePoll(r *web.Request) (web.Reply, error) {
	return p.balloted(r, "publication.done.poll_closed", func(item id.ID) error {
		return p.Service.ClosePoll(r.Context(), r.Actor, item)
	})
}

func (p *Pages) datePoll(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	closes := form.Time("closes")
	if err := form.Err(); err != nil {
		return nil, err
	}
	return p.balloted(r, "publication.done.poll_dated", func(item id.ID) error {
		return p.Service.RedatePoll(r.Context(), r.Actor, item, closes)
	})
}

func (p *Pages) balloted(r *web.Request, key string, gesture func(item id.ID) error) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	err = gesture(item)
	if f, ok := fault.As(err); ok && f.Kind == fault.Invalid && len(f.Fields) > 0 && !r.IsFragment() {
		return web.SeeSaying(content.Href(item)+"#poll", f.Fields[0].Key, f.Fields[0].Args...), nil
	}
	if err != nil {
		return nil, err
	}
	if r.IsFragment() {
		return p.pollPart(r, false)
	}
	return web.SeeSaying(content.Href(item)+"#poll", key), nil
}
