package community

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// noRefs leaves mentions as they were typed: charters and welcomes name nobody.
var noRefs text.Refs

// simple is a gesture without a form of its own: done, then back with a
// sentence.
func (p *Pages) simple(r *web.Request, do func(ctx context.Context, actor access.Actor, community id.ID) error, back, said string) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	if err := do(r.Context(), r.Actor, community); err != nil {
		return nil, err
	}
	return web.SeeSaying(path(community, back), said), nil
}

func (p *Pages) join(r *web.Request) (web.Reply, error) {
	return p.simple(r, p.Service.Join, "", "community.joined")
}

func (p *Pages) withdraw(r *web.Request) (web.Reply, error) {
	return p.simple(r, p.Service.Withdraw, "", "community.withdrawn")
}

func (p *Pages) acceptInvitation(r *web.Request) (web.Reply, error) {
	return p.simple(r, p.Service.AcceptInvitation, "", "community.joined")
}

func (p *Pages) archive(r *web.Request) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	if err := p.Service.Archive(r.Context(), r.Actor, community); err != nil {
		return nil, err
	}
	return web.Undoable(path(community, ""), "community.archived", path(community, "reopen")), nil
}

func (p *Pages) reopen(r *web.Request) (web.Reply, error) {
	return p.simple(r, p.Service.Reopen, "", "community.reopened")
}

func (p *Pages) dismiss(r *web.Request) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	if err := p.Service.DismissWelcome(r.Context(), r.Actor, community); err != nil {
		return nil, err
	}
	return web.See(path(community, "")), nil
}

// gone is where somebody lands who left: a private place is no longer theirs.
func (p *Pages) decline(r *web.Request) (web.Reply, error) {
	return p.gone(r, p.Service.Decline, "community.declined")
}

func (p *Pages) leave(r *web.Request) (web.Reply, error) {
	return p.gone(r, p.Service.Leave, "community.left")
}

func (p *Pages) gone(r *web.Request, do func(ctx context.Context, actor access.Actor, community id.ID) error, said string) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	if err := do(r.Context(), r.Actor, community); err != nil {
		return nil, err
	}
	return web.SeeSaying("/communities", said), nil
}

func (p *Pages) leaveForm(r *web.Request) (web.Reply, error) {
	s, err := p.allowed(r, func(g Gestures) bool { return g.Leave })
	if err != nil {
		return nil, err
	}
	return web.Page(leavePage(s)), nil
}

func (p *Pages) accept(r *web.Request) (web.Reply, error) {
	person, err := r.PathID("person")
	if err != nil {
		return nil, err
	}
	return p.simple(r, func(ctx context.Context, actor access.Actor, community id.ID) error {
		return p.Service.Accept(ctx, actor, community, person)
	}, "requests", "community.accepted")
}

// typed is a form with one text, shown again when it is refused.
type typed struct {
	screen
	value  string
	errors ui.Errors
}

// again shows a form anew with its error, or passes any other error on.
func again(r *web.Request, err error, page func(ui.Errors) web.Reply) (web.Reply, error) {
	if fault.KindOf(err) != fault.Invalid {
		return nil, err
	}
	return page(ui.ErrorsFrom(r.Context(), err)), nil
}

func (p *Pages) refuse(r *web.Request) (web.Reply, error) {
	s, err := p.allowed(r, func(g Gestures) bool { return g.Decide })
	if err != nil {
		return nil, err
	}
	community := s.place.ID
	person, err := r.PathID("person")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(bodySize)
	if err != nil {
		return nil, err
	}
	reason := form.Text("reason", MaxMessage)
	if err := form.Err(); err != nil {
		return nil, err
	}
	if err := p.Service.Refuse(r.Context(), r.Actor, community, person, reason); err != nil {
		return nil, err
	}
	return web.SeeSaying(path(community, "requests"), "community.refused"), nil
}

func (p *Pages) askForm(r *web.Request) (web.Reply, error) {
	s, err := p.allowed(r, func(g Gestures) bool { return g.Ask })
	if err != nil {
		return nil, err
	}
	return web.Page(askPage(typed{screen: s})), nil
}

func (p *Pages) ask(r *web.Request) (web.Reply, error) {
	s, err := p.enter(r)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(bodySize)
	if err != nil {
		return nil, err
	}
	message := form.Text("message", MaxMessage)
	if err = form.Err(); err == nil {
		err = p.Service.Ask(r.Context(), r.Actor, s.place.ID, message)
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) web.Reply {
			return web.PageStatus(422, askPage(typed{s, form.Values().Get("message"), e}))
		})
	}
	return web.SeeSaying(path(s.place.ID, ""), "community.asked"), nil
}

type inviteScreen struct {
	screen
	text    string
	found   []Candidate
	chosen  []string
	message string
	errors  ui.Errors
}

func (p *Pages) inviteForm(r *web.Request) (web.Reply, error) {
	s, err := p.allowed(r, func(g Gestures) bool { return g.Invite })
	if err != nil {
		return nil, err
	}
	return p.askInvite(r, 200, inviteScreen{screen: s, text: r.Query("q")})
}

func (p *Pages) askInvite(r *web.Request, status int, v inviteScreen) (web.Reply, error) {
	var err error
	if v.found, err = p.Service.Candidates(r.Context(), r.Actor, v.place.ID, v.text); err != nil {
		return nil, err
	}
	return web.PageStatus(status, invitePage(v)), nil
}

func (p *Pages) invite(r *web.Request) (web.Reply, error) {
	s, err := p.allowed(r, func(g Gestures) bool { return g.Invite })
	if err != nil {
		return nil, err
	}
	form, err := r.Form(bodySize)
	if err != nil {
		return nil, err
	}
	people, message := form.IDs("people", MaxInvitations), form.Text("message", MaxMessage)
	sent := 0
	if err = form.Err(); err == nil {
		sent, err = p.Service.Invite(r.Context(), r.Actor, s.place.ID, people, message)
	}
	if fault.KindOf(err) == fault.Invalid {
		values := form.Values()
		return p.askInvite(r, 422, inviteScreen{
			screen: s, text: form.Line("q", 100), chosen: values["people"], message: values.Get("message"), errors: ui.ErrorsFrom(r.Context(), err),
		})
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(path(s.place.ID, ""), "community.invitations_sent", "count", sent), nil
}

type excludeScreen struct {
	typed
	member Member
}

func (p *Pages) excluding(r *web.Request) (excludeScreen, error) {
	s, err := p.allowed(r, func(g Gestures) bool { return g.Govern })
	if err != nil {
		return excludeScreen{}, err
	}
	person, err := r.PathID("person")
	if err != nil {
		return excludeScreen{}, err
	}
	v := excludeScreen{typed: typed{screen: s}}
	v.member, err = p.Service.Member(r.Context(), r.Actor, s.place.ID, person)
	return v, err
}

func (p *Pages) excludeForm(r *web.Request) (web.Reply, error) {
	v, err := p.excluding(r)
	if err != nil {
		return nil, err
	}
	return web.Page(excludePage(v)), nil
}

func (p *Pages) exclude(r *web.Request) (web.Reply, error) {
	v, err := p.excluding(r)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(bodySize)
	if err != nil {
		return nil, err
	}
	reason := form.Text("reason", MaxMessage)
	if err = form.Err(); err == nil {
		err = p.Service.Exclude(r.Context(), r.Actor, v.place.ID, v.member.ID, reason)
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) web.Reply {
			v.value, v.errors = form.Values().Get("reason"), e
			return web.PageStatus(422, excludePage(v))
		})
	}
	return web.SeeSaying(path(v.place.ID, "members"), "community.excluded_done", "name", v.member.Name), nil
}

func (p *Pages) role(r *web.Request) (web.Reply, error) {
	if _, err := p.allowed(r, func(g Gestures) bool { return g.Govern }); err != nil {
		return nil, err
	}
	person, err := r.PathID("person")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(bodySize)
	if err != nil {
		return nil, err
	}
	form.Required("role")
	role := roles[form.Choice("role", "manager", "member")]
	if err := form.Err(); err != nil {
		return nil, err
	}
	return p.simple(r, func(ctx context.Context, actor access.Actor, community id.ID) error {
		return p.Service.SetRole(ctx, actor, community, person, role)
	}, "members", "community.role_changed")
}
