package account

import (
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

func (p *Pages) door(r *web.Request) (web.Reply, error) {
	to := web.LocalPath(r.Query("to"))
	if r.SignedIn() {
		return web.See(to), nil
	}
	waiting, err := p.Service.NeedsSetup(r.Context())
	if err != nil {
		return nil, err
	}
	return web.Page(doorPage(doorView{To: to, Waiting: waiting})), nil
}

func (p *Pages) enter(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	login, password := form.Line("login", identity.EmailMax), form.Secret("password", 4*identity.PasswordMax)
	to := web.LocalPath(form.Values().Get("to"))
	form.Required("login", "password")
	cookie := ""
	if err = form.Err(); err == nil {
		cookie, err = p.Service.Enter(r.Context(), login, password, visitor(r))
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) templ.Component {
			return doorPage(doorView{To: to, Login: form.Values().Get("login"), Errors: e})
		})
	}
	// A session that the browser already had ends: two people may share it.
	if err := p.Service.Leave(r.Context(), r.Viewer); err != nil {
		return nil, err
	}
	return p.signedIn(r, cookie, web.See(to)), nil
}

func (p *Pages) leave(r *web.Request) (web.Reply, error) {
	if err := p.Service.Leave(r.Context(), r.Viewer); err != nil {
		return nil, err
	}
	return web.WithCookie(web.SeeSaying("/sign-in", "account.left"), r.SessionCookie("", time.Time{})), nil
}

// language sets the language of the person, or of the browser for a visitor.
func (p *Pages) language(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	lang := form.Choice("lang", string(i18n.French), string(i18n.English))
	if err := form.Err(); err != nil {
		return nil, err
	}
	if r.SignedIn() {
		if err := p.Service.Prefer(r.Context(), r.Actor, lang, r.Viewer.Person.Theme); err != nil {
			return nil, err
		}
	}
	return web.WithCookie(web.See(web.LocalPath(form.Values().Get("back"))), r.PreferenceCookie("lang", lang)), nil
}

func (p *Pages) setup(r *web.Request) (web.Reply, error) {
	if _, err := p.Service.People.OpenLink(r.Context(), p.Service.DB, identity.Setup, r.PathValue("key")); err != nil {
		return nil, err
	}
	return web.Page(setupPage(setupView{Key: r.PathValue("key"), Typed: typed(url.Values{})})), nil
}

func (p *Pages) setUp(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	if err := p.Service.People.Allow(identity.OpeningLink, r.Address()); err != nil {
		return nil, err
	}
	first := FirstStart{
		Site: form.Line("site", 60), Name: form.Line("name", identity.NameMax), Email: form.Line("email", identity.EmailMax),
		Password: form.Secret("password", 4*identity.PasswordMax), Locale: string(i18n.From(r.Context()).Lang()),
	}
	form.Required("site", "name", "email", "password")
	cookie := ""
	if err = form.Err(); err == nil {
		cookie, err = p.Service.SetUp(r.Context(), r.PathValue("key"), first, visitor(r))
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) templ.Component {
			return setupPage(setupView{Key: r.PathValue("key"), Typed: typed(form.Values()), Errors: e})
		})
	}
	return p.signedIn(r, cookie, web.SeeSaying("/", "account.setup.done")), nil
}

// welcome is the page of a link by which one chooses a password.
func (p *Pages) welcome(purpose identity.Purpose) web.Handler {
	return func(r *web.Request) (web.Reply, error) {
		if err := p.Service.People.Allow(identity.OpeningLink, r.Address()); err != nil {
			return nil, err
		}
		who, err := p.Service.Invitee(r.Context(), purpose, r.PathValue("key"))
		if err != nil {
			return nil, err
		}
		return web.Page(welcomePage(welcomeView{Purpose: purpose, Key: r.PathValue("key"), Who: who})), nil
	}
}

func (p *Pages) choosePassword(purpose identity.Purpose) web.Handler {
	return func(r *web.Request) (web.Reply, error) {
		form, err := r.Form(formMost)
		if err != nil {
			return nil, err
		}
		who, err := p.Service.Invitee(r.Context(), purpose, r.PathValue("key"))
		if err != nil {
			return nil, err
		}
		password := form.Secret("password", 4*identity.PasswordMax)
		form.Required("password")
		cookie := ""
		if err = form.Err(); err == nil {
			cookie, err = p.Service.ChoosePassword(r.Context(), purpose, r.PathValue("key"), password, visitor(r))
		}
		if err != nil {
			return again(r, err, func(e ui.Errors) templ.Component {
				return welcomePage(welcomeView{Purpose: purpose, Key: r.PathValue("key"), Who: who, Errors: e})
			})
		}
		said := "account.password.changed"
		if purpose == identity.Invitation {
			said = "account.joined"
		}
		return p.signedIn(r, cookie, web.SeeSaying("/", said)), nil
	}
}

func (p *Pages) forgotten(r *web.Request) (web.Reply, error) {
	return web.Page(forgottenPage(forgottenView{Mail: p.Service.Mail != nil, Sent: r.Query("sent") != ""})), nil
}

func (p *Pages) askReset(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	email := form.Line("email", identity.EmailMax)
	form.Required("email")
	if err = form.Err(); err == nil {
		err = p.Service.Forgotten(r.Context(), email, visitor(r))
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) templ.Component {
			return forgottenPage(forgottenView{Mail: p.Service.Mail != nil, Email: form.Values().Get("email"), Errors: e})
		})
	}
	return web.See("/forgotten?sent=1"), nil
}

func (p *Pages) confirming(r *web.Request) (web.Reply, error) {
	email, err := p.Service.Confirming(r.Context(), r.PathValue("key"))
	if err != nil {
		return nil, err
	}
	return web.Page(confirmPage(r.PathValue("key"), email)), nil
}

func (p *Pages) confirm(r *web.Request) (web.Reply, error) {
	if err := p.Service.Confirm(r.Context(), r.PathValue("key")); err != nil {
		return nil, err
	}
	to := "/sign-in"
	if r.SignedIn() {
		to = "/settings"
	}
	return web.SeeSaying(to, "account.email.changed"), nil
}

func (p *Pages) charter(r *web.Request) (web.Reply, error) {
	c, err := p.Service.Charter(r.Context())
	if err != nil {
		return nil, err
	}
	if c.Version == 0 {
		return nil, fault.NotFound()
	}
	return web.Page(p.charterPage(r, charterView{Charter: c, To: web.LocalPath(r.Query("to"))})), nil
}

func (p *Pages) acceptCharter(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	to := web.LocalPath(form.Values().Get("to"))
	c, err := p.Service.Charter(r.Context())
	if err != nil {
		return nil, err
	}
	if form.Values().Get("version") != strconv.Itoa(c.Version) {
		err = fault.New(fault.Conflict, "identity.charter.newer")
	} else if !form.Flag("accept") {
		form.Fail("accept", "account.charter.tick")
		err = form.Err()
	} else {
		err = p.Service.AcceptCharter(r.Context(), r.Actor, c.Version)
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) templ.Component {
			return p.charterPage(r, charterView{Charter: c, To: to, Errors: e})
		})
	}
	return web.SeeSaying(to, "account.charter.accepted"), nil
}

func (p *Pages) charterPage(r *web.Request, v charterView) templ.Component {
	v.Due = r.Viewer.CharterDue
	v.HTML = p.Markdown.HTML(v.Charter.Source, text.Refs{}, "charter")
	return charterPage(v)
}
