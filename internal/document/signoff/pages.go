package signoff

import (
	"net/http"
	"net/url"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Pages are the screens of reviews, and what they show on the page of a document.
type Pages struct {
	Service  *Service
	Document *document.Pages
}

const formSize = 64 << 10 // bytes

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/d/{item}/signoff", access.ReadItem, p.course)
	rt.Get("/d/{item}/signoff/ask", Ask, p.askForm)
	rt.Post("/d/{item}/signoff/ask", Ask, p.ask)
	rt.Post("/d/{item}/signoff/withdraw", Steer, p.withdraw)
	rt.Post("/d/{item}/signoff/resume", Steer, p.resume)
	rt.Post("/d/{item}/signoff/extend", Steer, p.extend)
	rt.Post("/d/{item}/signoff/override", Steer, p.override)
	rt.Post("/d/{item}/signoff/renew", Renew, p.renew)
	rt.Post("/d/{item}/signoff/keep", Renew, p.keep)
	rt.Post("/d/{item}/signoff/{visa}/approve", Respond, p.approve)
	rt.Post("/d/{item}/signoff/{visa}/refuse", Respond, p.refuse)
	rt.Get("/d/{item}/signoff/{visa}/pass", Respond, p.passForm)
	rt.Post("/d/{item}/signoff/{visa}/pass", Respond, p.pass)
	rt.Post("/d/{item}/signoff/{visa}/take-back", Respond, p.takeBack)
	rt.Get("/d/{item}/approved/{number}", access.ReadItem, p.version)
}

func href(item id.ID) string { return "/d/" + item.String() }

func courseURL(item id.ID) string { return href(item) + "/signoff" }

func visaURL(v Visa) string { return courseURL(v.Item) + "/" + v.ID.String() }

func versionURL(item id.ID, version int) string {
	return href(item) + "/approved/" + strconv.Itoa(version)
}

// changesURL is what changed in a document between two of its updates.
func changesURL(item id.ID, from, to int64) string {
	return href(item) + "/history/" + strconv.FormatInt(to, 10) + "?" + url.Values{"from": {strconv.FormatInt(from, 10)}}.Encode()
}

// Face is what the page of a document shows of its review.
func (p *Pages) Face(r *web.Request, t content.Thread) (document.Signed, error) {
	ctx := r.Context()
	c, err := p.Service.course(ctx, r.Actor, t.Item, t.Label)
	if err != nil {
		return document.Signed{}, err
	}
	out := document.Signed{State: badge(ctx, c.Standing)}
	if note := faceOf(ctx, c, r.Now.Time); note != nil {
		out.Note = note
	}
	switch {
	case c.MayAsk:
		out.Entries = append(out.Entries, ui.MenuEntry{Label: i18n.T(ctx, "signoff.ask"), Icon: "signature", Href: courseURL(t.ID) + "/ask"})
		out.Ask = courseURL(t.ID) + "/ask"
	case c.Round.ID != 0:
		out.Entries = append(out.Entries, ui.MenuEntry{Label: i18n.T(ctx, "signoff.title"), Icon: "signature", Href: courseURL(t.ID)})
	}
	return out, nil
}

// screen is the page of a review, with what was typed in one of its forms.
type screen struct {
	Course
	Rounds   []Round
	Versions []Version
	request  *web.Request
	form     string // the one that was refused
	values   url.Values
	errors   ui.Errors
}

func (p *Pages) course(r *web.Request) (web.Reply, error) { return p.shown(r, "", nil, nil) }

// shown is the page of a review, again when one of its forms was refused.
func (p *Pages) shown(r *web.Request, form string, values url.Values, why error) (web.Reply, error) {
	ctx := r.Context()
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	v := screen{request: r, form: form, values: values}
	if v.Course, err = p.Service.Course(ctx, r.Actor, item); err != nil {
		return nil, err
	}
	if err = p.Service.behind(ctx, &v.Course); err != nil {
		return nil, err
	}
	if v.Versions, err = versionsOf(ctx, p.Service.DB, item, maxVersions); err != nil {
		return nil, err
	}
	if v.Rounds, err = p.Service.Past(ctx, item); err != nil {
		return nil, err
	}
	if why == nil {
		return web.Page(coursePage(v)), nil
	}
	v.errors = ui.ErrorsFrom(ctx, why)
	return web.PageStatus(fault.KindOf(why).Status(), coursePage(v)), nil
}

// outcome leads to the page of the review with what was done, or says there what
// was wrong.
func (p *Pages) outcome(r *web.Request, item id.ID, form *web.Form, name string, err error, done web.Reply) (web.Reply, error) {
	f, ok := fault.As(err)
	switch {
	case err == nil:
		return done, nil
	case ok && f.Kind == fault.Invalid:
		return p.shown(r, name, form.Values(), err)
	case ok && f.Kind == fault.Conflict:
		return web.SeeSaying(courseURL(item), f.Key, f.Args...), nil
	}
	return nil, err
}

// gesture reads a small form of the page of a review.
func gesture(r *web.Request) (item, visa id.ID, form *web.Form, err error) {
	if item, err = r.PathID("item"); err != nil {
		return 0, 0, nil, err
	}
	if r.PathValue("visa") != "" {
		if visa, err = r.PathID("visa"); err != nil {
			return 0, 0, nil, err
		}
	}
	form, err = r.Form(formSize)
	return item, visa, form, err
}

func (p *Pages) approve(r *web.Request) (web.Reply, error) {
	item, visa, form, err := gesture(r)
	if err != nil {
		return nil, err
	}
	number, _ := strconv.ParseInt(form.Line("number", 20), 10, 64) // none: what the document says now
	note := form.Line("note", MaxLine)
	if err = form.Err(); err == nil {
		err = p.Service.Approve(r.Context(), r.Actor, item, visa, max(0, number), note)
	}
	if err != nil {
		return p.outcome(r, item, form, "approve"+visa.String(), err, nil)
	}
	now, err := p.Service.standing(r.Context(), item)
	if err != nil {
		return nil, err
	}
	if now.Frozen {
		return web.SeeSaying(href(item), "signoff.done.approved", "version", now.Version), nil
	}
	return web.Undoable(courseURL(item), "signoff.done.given", courseURL(item)+"/"+visa.String()+"/take-back"), nil
}

func (p *Pages) refuse(r *web.Request) (web.Reply, error) {
	item, visa, form, err := gesture(r)
	if err != nil {
		return nil, err
	}
	reason := form.Line("reason", MaxLine)
	if err = form.Err(); err == nil {
		err = p.Service.Refuse(r.Context(), r.Actor, item, visa, reason)
	}
	return p.outcome(r, item, form, "refuse"+visa.String(), err, web.Undoable(courseURL(item), "signoff.done.refused", courseURL(item)+"/"+visa.String()+"/take-back"))
}

func (p *Pages) takeBack(r *web.Request) (web.Reply, error) {
	item, visa, form, err := gesture(r)
	if err != nil {
		return nil, err
	}
	err = p.Service.TakeBack(r.Context(), r.Actor, item, visa)
	return p.outcome(r, item, form, "", err, web.SeeSaying(courseURL(item), "signoff.done.taken_back"))
}

func (p *Pages) withdraw(r *web.Request) (web.Reply, error) {
	item, _, form, err := gesture(r)
	if err != nil {
		return nil, err
	}
	err = p.Service.Withdraw(r.Context(), r.Actor, item)
	return p.outcome(r, item, form, "", err, web.Undoable(courseURL(item), "signoff.done.withdrawn", courseURL(item)+"/resume"))
}

func (p *Pages) resume(r *web.Request) (web.Reply, error) {
	item, _, form, err := gesture(r)
	if err != nil {
		return nil, err
	}
	err = p.Service.Resume(r.Context(), r.Actor, item)
	return p.outcome(r, item, form, "", err, web.SeeSaying(courseURL(item), "signoff.done.resumed"))
}

func (p *Pages) extend(r *web.Request) (web.Reply, error) {
	item, _, form, err := gesture(r)
	if err != nil {
		return nil, err
	}
	days := daysOf(form)
	if err = form.Err(); err == nil {
		err = p.Service.Extend(r.Context(), r.Actor, item, days)
	}
	return p.outcome(r, item, form, "extend", err, web.SeeSaying(courseURL(item), "signoff.done.extended", "count", days))
}

func (p *Pages) override(r *web.Request) (web.Reply, error) {
	item, _, form, err := gesture(r)
	if err != nil {
		return nil, err
	}
	reason := form.Line("reason", MaxLine)
	if err = form.Err(); err == nil {
		err = p.Service.Override(r.Context(), r.Actor, item, reason)
	}
	return p.outcome(r, item, form, "override", err, web.SeeSaying(courseURL(item), "signoff.done.overridden"))
}

func (p *Pages) renew(r *web.Request) (web.Reply, error) {
	item, _, form, err := gesture(r)
	if err != nil {
		return nil, err
	}
	err = p.Service.Renew(r.Context(), r.Actor, item)
	return p.outcome(r, item, form, "", err, web.Undoable(href(item), "signoff.done.renewed", courseURL(item)+"/keep"))
}

func (p *Pages) keep(r *web.Request) (web.Reply, error) {
	item, _, form, err := gesture(r)
	if err != nil {
		return nil, err
	}
	err = p.Service.Keep(r.Context(), r.Actor, item)
	return p.outcome(r, item, form, "", err, web.SeeSaying(href(item), "signoff.done.kept"))
}

// daysOf reads a number of days; what is none is refused by the service.
func daysOf(form *web.Form) int {
	n, err := strconv.Atoi(form.Line("days", 10))
	if err != nil {
		return 0
	}
	return n
}

// status is that of a page whose form was refused.
func status(why error) int {
	if why == nil {
		return http.StatusOK
	}
	return fault.KindOf(why).Status()
}
