package account

import (
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// formMost bounds the forms of this feature, in bytes.
const formMost = 64 << 10

// Pages are the screens of the feature.
type Pages struct {
	Service  *Service
	Markdown *text.Renderer
	// Saw clears what its reader was told of themselves, which the settings show.
	Saw func(r *web.Request) error
}

// Routes declares the screens.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/sign-in", Enter, p.door)
	rt.Post("/sign-in", Enter, p.enter)
	rt.Post("/sign-out", Leave, p.leave)
	rt.Post("/language", Leave, p.language)

	rt.Get("/setup/{key}", Enter, p.setup)
	rt.Post("/setup/{key}", Enter, p.setUp)
	for _, purpose := range []identity.Purpose{identity.Invitation, identity.Reset} {
		rt.Get("/"+string(purpose)+"/{key}", Enter, p.welcome(purpose))
		rt.Post("/"+string(purpose)+"/{key}", Enter, p.choosePassword(purpose))
	}
	rt.Get("/confirm/{key}", Enter, p.confirming)
	rt.Post("/confirm/{key}", Enter, p.confirm)
	rt.Get("/forgotten", Enter, p.forgotten)
	rt.Post("/forgotten", Enter, p.askReset)

	rt.Get("/charter", ReadCharter, p.charter)
	rt.Post("/charter", AcceptCharter, p.acceptCharter)
	rt.Post("/charter/decline", Leave, p.leave)

	rt.Get("/settings", Settle, p.settings)
	rt.Post("/settings/name", Settle, p.rename)
	rt.Post("/settings/display", Settle, p.prefer)
	rt.Post("/settings/theme", Settle, p.theme)
	rt.Post("/settings/email", Settle, p.changeEmail)
	rt.Post("/settings/password", Settle, p.changePassword)
	rt.Get("/settings/sessions", Settle, p.sessions)
	rt.Post("/settings/sessions/close-others", Settle, p.closeOthers)
	rt.Post("/settings/sessions/{session}/close", Settle, p.closeSession)
	rt.Get("/settings/tokens", Tokens, p.tokens)
	rt.Post("/settings/tokens", Tokens, p.createToken)
	rt.Post("/settings/tokens/{token}/revoke", Tokens, p.revokeToken)

	rt.Get("/invite", Invite, p.invitation)
	rt.Post("/invite", Invite, p.invite)

	rt.Gate(p.charterFirst)
}

// charterFirst leads whoever has not accepted the charter in force to it,
// wherever they were going. Reading it, leaving, changing the language and
// what mails lead to stay open.
func (p *Pages) charterFirst(r *web.Request) web.Reply {
	if !r.SignedIn() || !r.Viewer.CharterDue {
		return nil
	}
	for _, open := range []string{"/charter", "/sign-out", "/language", "/confirm/", "/theme.css", "/help", "/accessibility"} {
		if r.URL.Path == open || strings.HasPrefix(r.URL.Path, strings.TrimSuffix(open, "/")+"/") {
			return nil
		}
	}
	to := "/"
	if r.Method == "GET" && !r.IsFragment() {
		to = r.URL.RequestURI()
	}
	return web.See("/charter?to=" + url.QueryEscape(to))
}

// visitor is the browser behind a request.
func visitor(r *web.Request) Visitor { return Visitor{Device: r.UserAgent(), Address: r.Address()} }

// signedIn answers with the cookie of a new session: whatever cookie the
// browser came with is replaced.
func (p *Pages) signedIn(r *web.Request, cookie string, reply web.Reply) web.Reply {
	return web.WithCookie(reply, r.SessionCookie(cookie, r.Now.Add(p.Service.People.Lifetime)))
}

// again shows a form as it was typed with what is wrong, for the faults that
// a person can mend there; other errors go to the site's own page.
func again(r *web.Request, err error, page func(ui.Errors) templ.Component) (web.Reply, error) {
	f, ok := fault.As(err)
	if !ok {
		return nil, err
	}
	switch f.Kind {
	case fault.Invalid, fault.TooMany, fault.KindForbidden, fault.Conflict, fault.Unavailable:
		return web.PageStatus(f.Kind.Status(), page(ui.ErrorsFrom(r.Context(), err))), nil
	}
	return nil, err
}

// typed keeps what was typed, passwords excepted: those are never sent back.
func typed(values url.Values) func(name string) string {
	return func(name string) string {
		if strings.Contains(name, "password") || name == "current" {
			return ""
		}
		return values.Get(name)
	}
}

// day is a date as a field of type date holds it.
func day(t time.Time) string { return t.Format(time.DateOnly) }
