package correspondence

import (
	"context"
	"net/url"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/web"
)

// What the buttons of the form ask for, beside keeping what it says.
const (
	goSend    = "send"    // for visas, then to be signed
	goSign    = "sign"    // signed and released at once
	goPreview = "preview" // nothing: how it would look
)

// signsFor are those in whose name actor signs: themselves first, then whom they
// replace.
func (s *Service) signsFor(ctx context.Context, actor access.Actor) ([]id.ID, error) {
	away, err := replacedBy(ctx, s.DB, actor.Person(), s.Clock.Now())
	return append([]id.ID{actor.Person()}, away...), err
}

// mayGoOut notes in the form what stands in the way of signing it in the gesture
// that writes it, before anything is kept: what is signed is out, and nobody
// takes it back. Its receivers must be those that the form showed.
func (p *Pages) mayGoOut(r *web.Request, in received) error {
	if in.values.Get("go") != goSign {
		return nil
	}
	signs, err := p.Service.actsFor(r.Context(), p.Service.DB, r.Actor, in.Signatory)
	if err != nil {
		return err
	}
	if !signs {
		in.form.Fail("signatory", "correspondence.sign.not_you")
	}
	if len(in.Visas) > 0 {
		in.form.Fail("visas", "correspondence.visa.first")
	}
	reach, err := p.reach(r.Context(), r.Actor, in.values)
	if err == nil && reach.Mark != in.values.Get("told") {
		in.form.Fail("told", "correspondence.sign.untold")
	}
	return err
}

// sentOn ends the form of a dispatch that is kept: with what follows at once, or
// with the same form and what is missing for it.
func (p *Pages) sentOn(r *web.Request, d Dispatch, values url.Values) (web.Reply, error) {
	var err error
	switch values.Get("go") {
	case goSend:
		err = p.Service.Send(r.Context(), r.Actor, d.Item)
	case goSign:
		_, err = p.Service.Release(r.Context(), r.Actor, d.Item, clock.Time{})
	default:
		return web.SeeSaying(content.Href(d.Item), "correspondence.done.kept"), nil
	}
	switch {
	case typed(err):
		return web.See(dispatchURL(d.Item) + "/edit?" + url.Values{"why": {"send"}}.Encode()), nil
	case err != nil:
		return nil, err
	case values.Get("go") == goSign:
		return web.SeeSaying(content.Href(d.Item), "correspondence.done.released"), nil
	}
	return p.wentOn(r, d.Item)
}

// firstNames is how many units a line names.
const firstNames = 3

// acting says in a line which units will have to act.
func (r Reach) acting(ctx context.Context) string {
	if len(r.Acts) == 0 {
		return i18n.T(ctx, "correspondence.told.nobody")
	}
	names := i18n.From(ctx).List(r.Acts)
	if more := len(r.Acts) - firstNames; more > 0 {
		names = i18n.T(ctx, "correspondence.told.more", "names", i18n.From(ctx).List(r.Acts[:firstNames]), "count", more)
	}
	return i18n.T(ctx, "correspondence.told.acts", "names", names)
}
