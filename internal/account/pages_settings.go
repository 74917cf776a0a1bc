package account

import (
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/i18n"
	"parvis/internal/identity"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Frame is tabs for the pages of other features.
func (p *Pages) Frame(r *web.Request, current string) ui.Tabs { return p.tabs(r, current) }

// tabs are the pages of settings.
func (p *Pages) tabs(r *web.Request, current string) ui.Tabs {
	list := []Tab{{"account.settings.tab", "/settings"}, {"account.sessions.tab", "/settings/sessions"}}
	if r.Actor.IsAgent() {
		list = append(append(list, Tab{"account.tokens.tab", "/settings/tokens"}), p.Service.Tabs...)
	}
	out := ui.Tabs{Label: r.T("account.settings.title")}
	for _, t := range list {
		out.Entries = append(out.Entries, ui.Tab{Label: r.T(t.Key), Href: t.Href, Current: t.Href == current})
	}
	return out
}

func (p *Pages) settings(r *web.Request) (web.Reply, error) {
	if err := p.Saw(r); err != nil {
		return nil, err
	}
	return web.Page(p.settingsPage(r, "", url.Values{}, ui.Errors{})), nil
}

// settingsPage shows the forms; of, when one was refused, is which.
func (p *Pages) settingsPage(r *web.Request, of string, values url.Values, e ui.Errors) templ.Component {
	return settingsPage(settingsView{
		Tabs: p.tabs(r, "/settings"), Person: r.Viewer.Person, Mail: p.Service.Mail != nil, Of: of, Typed: typed(values), Errors: e,
		Lang: string(i18n.From(r.Context()).Lang()),
	})
}

// gesture reads one of the forms of settings, does what it asks and says so.
func (p *Pages) gesture(r *web.Request, of, said string, do func(form *web.Form) error) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	if err := do(form); err != nil {
		return again(r, err, func(e ui.Errors) templ.Component { return p.settingsPage(r, of, form.Values(), e) })
	}
	return web.SeeSaying("/settings", said), nil
}

func (p *Pages) rename(r *web.Request) (web.Reply, error) {
	return p.gesture(r, "name", "account.name.changed", func(form *web.Form) error {
		name := form.Line("name", identity.NameMax)
		form.Required("name")
		if err := form.Err(); err != nil {
			return err
		}
		return p.Service.Rename(r.Context(), r.Actor, name)
	})
}

func (p *Pages) prefer(r *web.Request) (web.Reply, error) {
	return p.gesture(r, "display", "account.display.changed", func(form *web.Form) error {
		locale, theme := form.Choice("locale", "fr", "en"), form.Choice("theme", identity.Themes()...)
		if err := form.Err(); err != nil {
			return err
		}
		return p.Service.Prefer(r.Context(), r.Actor, locale, theme)
	})
}

// theme keeps what was chosen in the menu, so that other devices follow.
func (p *Pages) theme(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	theme := form.Choice("theme", identity.Themes()...)
	if err := form.Err(); err != nil {
		return nil, err
	}
	return web.Nothing(), p.Service.Prefer(r.Context(), r.Actor, r.Viewer.Person.Locale, theme)
}

func (p *Pages) changeEmail(r *web.Request) (web.Reply, error) {
	return p.gesture(r, "email", "account.email.sent", func(form *web.Form) error {
		email, current := form.Line("email", identity.EmailMax), form.Secret("current", 4*identity.PasswordMax)
		form.Required("email", "current")
		if err := form.Err(); err != nil {
			return err
		}
		return p.Service.ChangeEmail(r.Context(), r.Viewer, current, email)
	})
}

func (p *Pages) changePassword(r *web.Request) (web.Reply, error) {
	cookie := ""
	reply, err := p.gesture(r, "password", "account.password.changed", func(form *web.Form) (err error) {
		current, password := form.Secret("current", 4*identity.PasswordMax), form.Secret("password", 4*identity.PasswordMax)
		form.Required("current", "password")
		if err := form.Err(); err != nil {
			return err
		}
		cookie, err = p.Service.ChangePassword(r.Context(), r.Viewer, current, password, visitor(r))
		return err
	})
	if err != nil || cookie == "" {
		return reply, err
	}
	return p.signedIn(r, cookie, reply), nil
}

func (p *Pages) sessions(r *web.Request) (web.Reply, error) {
	list, err := p.Service.Sessions(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	return web.Page(sessionsPage(p.tabs(r, "/settings/sessions"), list, r.Viewer.Session)), nil
}

func (p *Pages) closeSession(r *web.Request) (web.Reply, error) {
	session, err := r.PathID("session")
	if err != nil {
		return nil, err
	}
	if err := p.Service.CloseSession(r.Context(), r.Actor, session); err != nil {
		return nil, err
	}
	return web.SeeSaying("/settings/sessions", "account.sessions.closed"), nil
}

func (p *Pages) closeOthers(r *web.Request) (web.Reply, error) {
	if _, err := p.Service.CloseOthers(r.Context(), r.Viewer); err != nil {
		return nil, err
	}
	return web.SeeSaying("/settings/sessions", "account.sessions.others_closed"), nil
}

func (p *Pages) tokens(r *web.Request) (web.Reply, error) { return p.tokensPage(r, tokensView{}) }

func (p *Pages) tokensPage(r *web.Request, v tokensView) (web.Reply, error) {
	list, err := p.Service.Tokens(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	v.Tabs, v.List, v.Admin = p.tabs(r, "/settings/tokens"), list, r.Actor.IsAdmin()
	if v.Typed == nil {
		v.Typed = typed(url.Values{"scopes": {"read"}})
	}
	status := 200
	if v.Errors.Message != "" {
		status = 422
	}
	return web.PageStatus(status, tokensPage(v)), nil
}

func (p *Pages) createToken(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	n := identity.NewToken{Name: form.Line("name", 80), Expires: form.Time("expires")}
	for _, scope := range form.Lines("scopes", 20, 5) {
		n.Scopes = append(n.Scopes, access.Scope(scope))
	}
	form.Required("name")
	secret := ""
	if err = form.Err(); err == nil {
		_, secret, err = p.Service.CreateToken(r.Context(), r.Actor, n)
	}
	if err != nil {
		e := ui.ErrorsFrom(r.Context(), err)
		if len(e.Fields) == 0 {
			return nil, err
		}
		return p.tokensPage(r, tokensView{Errors: e, Typed: typed(form.Values()), Chosen: form.Values()["scopes"]})
	}
	// Shown in the answer itself: after a redirection it would have to be kept.
	return p.tokensPage(r, tokensView{Secret: secret})
}

func (p *Pages) revokeToken(r *web.Request) (web.Reply, error) {
	token, err := r.PathID("token")
	if err != nil {
		return nil, err
	}
	if err := p.Service.RevokeToken(r.Context(), r.Actor, token); err != nil {
		return nil, err
	}
	return web.SeeSaying("/settings/tokens", "account.tokens.revoked"), nil
}

func (p *Pages) invitation(r *web.Request) (web.Reply, error) {
	in, err := p.inviteView(r)
	if err != nil {
		return nil, err
	}
	in.Typed = typed(url.Values{"who": {r.Query("who")}, "expires": {day(r.Now.AddDate(0, 3, 0))}, "communities": {r.Query("community")}})
	in.Chosen = []string{r.Query("community")}
	return web.Page(invitePage(in)), nil
}

func (p *Pages) inviteView(r *web.Request) (inviteView, error) {
	places, err := p.Service.Managed(r.Context(), r.Actor)
	return inviteView{Communities: places, Mail: p.Service.Mail != nil, Domain: domain(r.Viewer.Person.Email),
		Anybody: r.Actor.May(InviteAnybody, access.Label{}), Latest: day(r.Now.Add(LongestStay))}, err
}

func (p *Pages) invite(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	view, err := p.inviteView(r)
	if err != nil {
		return nil, err
	}
	in := Invitation{
		Name: form.Line("name", identity.NameMax), Email: form.Line("email", identity.EmailMax),
		Guest: form.Choice("who", "colleague", "guest") == "guest",
	}
	form.Required("name", "email")
	if in.Guest {
		in.Expires, in.Communities = form.Time("expires"), form.IDs("communities", 50)
	}
	var who identity.Person
	if err = form.Err(); err == nil {
		who, view.Link, err = p.Service.Invite(r.Context(), r.Actor, in)
	}
	if err != nil {
		view.Typed, view.Chosen = typed(form.Values()), form.Values()["communities"]
		return again(r, err, func(e ui.Errors) templ.Component {
			view.Errors = e
			return invitePage(view)
		})
	}
	if view.Link != "" {
		view.Typed = typed(url.Values{})
		return web.Page(invitePage(view)), nil
	}
	if p.Service.Mail == nil {
		return web.SeeSaying("/invite", "account.invite.no_mail", "name", who.Name), nil
	}
	return web.SeeSaying("/invite", "account.invite.sent", "name", who.Name), nil
}
