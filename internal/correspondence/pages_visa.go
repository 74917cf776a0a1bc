package correspondence

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// circuit is the way of a dispatch through its visas, as somebody sees it, with
// what they typed in one of its forms.
type circuit struct {
	Whole
	faces  map[id.ID]identity.Face
	now    clock.Time
	form   string // the one that was refused
	values url.Values
	errors ui.Errors
}

// circuit declares the screen and the gestures of visas.
func (p *Pages) circuit(rt *web.Router) {
	rt.Get("/dispatches/{item}/visas", access.ReadItem, p.visas)
	rt.Post("/dispatches/{item}/visas/{visa}/give", Work, p.giveVisa)
	rt.Post("/dispatches/{item}/visas/{visa}/refuse", Work, p.refuseVisa)
	rt.Post("/dispatches/{item}/visas/{visa}/override", Work, p.overrideVisa)
	rt.Post("/dispatches/{item}/visas/{visa}/move", Work, p.moveVisa)
	rt.Post("/dispatches/{item}/visas/{visa}/take-back", Work, p.takeVisaBack)
	rt.Post("/dispatches/{item}/recall", Work, p.recall)
	rt.Post("/dispatches/{item}/take-up", Work, p.takeUp)
}

func visaURL(v Visa) string { return dispatchURL(v.Item) + "/visas/" + v.ID.String() }

// circuitOf reads the circuit of a dispatch; without visas it shows nothing.
func (s *Service) circuitOf(ctx context.Context, actor access.Actor, item id.ID, now clock.Time) (circuit, error) {
	c := circuit{now: now}
	var err error
	if c.Dispatch, err = dispatchOf(ctx, s.DB, actor, item); err != nil {
		return c, err
	}
	if err = s.lookInside(ctx, actor, &c.Whole); err != nil {
		return c, err
	}
	var people []id.ID
	for _, v := range c.Visas {
		people = append(people, v.Person, v.Giver)
	}
	c.faces, err = identity.Faces(ctx, s.DB, append(people, c.Readers...))
	return c, err
}

func (p *Pages) visas(r *web.Request) (web.Reply, error) { return p.showVisas(r, "", nil, nil) }

func (p *Pages) showVisas(r *web.Request, form string, values url.Values, why error) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	c, err := p.Service.circuitOf(r.Context(), r.Actor, item, r.Now)
	if err != nil {
		return nil, err
	}
	if len(c.Visas) == 0 {
		return web.See(content.Href(item)), nil
	}
	if c.form, c.values = form, values; why == nil {
		return web.Page(circuitPage(c)), nil
	}
	c.errors = ui.ErrorsFrom(r.Context(), why)
	return web.PageStatus(fault.KindOf(why).Status(), circuitPage(c)), nil
}

// onVisa runs a gesture on a visa, and says what was done or what was wrong.
func (p *Pages) onVisa(r *web.Request, name string, do func(item, visa id.ID, form *web.Form) error, done func(item, visa id.ID) web.Reply) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	visa, err := r.PathID("visa")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	err = do(item, visa, form)
	f, refused := fault.As(err)
	switch {
	case err == nil:
		return done(item, visa), nil
	case refused && f.Kind == fault.Invalid:
		return p.showVisas(r, name+visa.String(), form.Values(), err)
	case refused && f.Kind == fault.Conflict:
		return web.SeeSaying(content.Href(item), f.Key, f.Args...), nil
	}
	return nil, err
}

// undoing says what was done, with the way to take it back.
func undoing(key string) func(item, visa id.ID) web.Reply {
	return func(item, visa id.ID) web.Reply {
		return web.Undoable(content.Href(item), key, visaURL(Visa{ID: visa, Item: item})+"/take-back")
	}
}

func (p *Pages) giveVisa(r *web.Request) (web.Reply, error) {
	return p.onVisa(r, "give", func(item, visa id.ID, form *web.Form) error {
		seen, _ := strconv.Atoi(form.Line("version", 20)) // none: what it says now
		return p.Service.Give(r.Context(), r.Actor, item, visa, max(0, seen), form.Values().Get("note"))
	}, undoing("correspondence.done.visa_given"))
}

func (p *Pages) refuseVisa(r *web.Request) (web.Reply, error) {
	return p.onVisa(r, "refuse", func(item, visa id.ID, form *web.Form) error {
		return p.Service.Refuse(r.Context(), r.Actor, item, visa, form.Values().Get("reason"))
	}, undoing("correspondence.done.visa_refused"))
}

func (p *Pages) overrideVisa(r *web.Request) (web.Reply, error) {
	return p.onVisa(r, "override", func(item, visa id.ID, form *web.Form) error {
		return p.Service.Override(r.Context(), r.Actor, item, visa, form.Values().Get("reason"))
	}, undoing("correspondence.done.visa_overridden"))
}

// moveVisa asks somebody else, named as people write each other's names.
func (p *Pages) moveVisa(r *web.Request) (web.Reply, error) {
	return p.onVisa(r, "move", func(item, visa id.ID, form *web.Form) error {
		asked, err := p.people(r.Context(), r.Actor, form, "visas", 1)
		if err == nil {
			err = form.Err()
		}
		if err != nil {
			return err
		}
		var person id.ID
		if len(asked) > 0 {
			person = asked[0]
		}
		return p.Service.Another(r.Context(), r.Actor, item, visa, person)
	}, func(item, _ id.ID) web.Reply {
		return web.SeeSaying(content.Href(item), "correspondence.done.visa_moved")
	})
}

func (p *Pages) takeVisaBack(r *web.Request) (web.Reply, error) {
	return p.onVisa(r, "take-back", func(item, visa id.ID, _ *web.Form) error {
		return p.Service.TakeBack(r.Context(), r.Actor, item, visa)
	}, func(item, _ id.ID) web.Reply {
		return web.SeeSaying(content.Href(item), "correspondence.done.visa_taken_back")
	})
}

func (p *Pages) recall(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	return did(content.Href(item), p.Service.Recall(r.Context(), r.Actor, item), content.Href(item), "correspondence.done.recalled")
}

func (p *Pages) takeUp(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	return did(content.Href(item), p.Service.TakeUp(r.Context(), r.Actor, item), content.Href(item), "correspondence.done.taken_up")
}

// wentOn says that a dispatch was sent, to whom it came first, with the way to
// take it back.
func (p *Pages) wentOn(r *web.Request, item id.ID) (web.Reply, error) {
	d, err := dispatchOf(r.Context(), p.Service.DB, r.Actor, item)
	if err != nil {
		return nil, err
	}
	key := "correspondence.done.sent"
	if d.Step == InVisas {
		key = "correspondence.done.sent_visas"
	}
	return web.Undoable(content.Href(item), key, dispatchURL(item)+"/recall"), nil
}

// typed is what was typed in one form of the circuit, "" in the others.
func (c circuit) typed(form, field string) string {
	if c.form != form {
		return ""
	}
	return c.values.Get(field)
}

func (c circuit) wrong(form, field string) string {
	if c.form != form {
		return ""
	}
	return c.errors.For(field)
}

// who names whose visa it is, and who answered in their place.
func (c circuit) who(ctx context.Context, v VisaSeen) string {
	name := c.faces[v.Person].Name
	switch {
	case v.InNameOf:
		return signedBy(ctx, c.faces[v.Giver].Name, name)
	case v.AsAnother:
		return i18n.T(ctx, "correspondence.visa.in_name", "name", name)
	}
	return name
}

// state shows what became of a visa.
func (v VisaSeen) state(ctx context.Context) ui.Badge {
	key := map[VisaState]string{Coming: "coming", Waiting: "waiting", Given: "given", Refused: "refused", Overridden: "overridden"}[v.State]
	b := ui.Badge{}
	switch {
	case v.Stuck:
		key, b.Tone, b.Icon = "stuck", ui.Danger, "triangle-alert"
	case v.Overdue:
		key, b.Tone, b.Icon = "late", ui.Danger, "clock"
	case v.State == Waiting:
		b.Tone = ui.Info
	case v.State == Given && v.Stale:
		key, b.Tone = "stale", ui.Warning
	case v.State == Given:
		b.Tone, b.Icon = ui.Success, "check"
	case v.State == Refused:
		b.Tone, b.Icon = ui.Danger, "x"
	case v.State == Overridden:
		b.Tone = ui.Warning
	}
	b.Label = i18n.T(ctx, "correspondence.visa.state."+key)
	return b
}

// dates says since when it is waited for and until when, or when it was
// answered.
func (c circuit) dates(ctx context.Context, v VisaSeen) string {
	p := i18n.From(ctx)
	switch {
	case v.State == Waiting:
		return i18n.T(ctx, "correspondence.visa.dates", "since", p.DateTime(v.Since.Time), "due", p.DateTime(v.Due.Time))
	case v.State == Overridden:
		return i18n.T(ctx, "correspondence.visa.by", "name", c.faces[v.Giver].Name, "date", p.DateTime(v.Given.Time))
	case v.State == Coming:
		return i18n.T(ctx, "correspondence.visa.has", "count", v.Days)
	}
	return p.DateTime(v.Given.Time)
}

// readers names those whom the drafter lets read it besides.
func (c circuit) readers(ctx context.Context) string {
	var names []string
	for _, who := range c.Readers {
		names = append(names, c.faces[who].Name)
	}
	return i18n.From(ctx).List(names)
}

// block is the circuit on the page of a dispatch, nil when there is none.
func (c circuit) block() templ.Component {
	if len(c.Visas) == 0 && len(c.Readers) == 0 {
		return templ.NopComponent
	}
	return circuitBlock(c)
}

// asks says above the text that the reader's visa is waited for (one reads before
// one gives it), or that one waits for nobody who can give it and that it is theirs
// to ask somebody else.
func (c circuit) asks() templ.Component {
	for _, v := range c.Visas {
		switch {
		case v.MayGive:
			return visaAsked(c, v)
		case v.MayMove:
			return visaStuck(c, v)
		}
	}
	return templ.NopComponent
}

func askedTitle(ctx context.Context, c circuit, v VisaSeen) string {
	due := i18n.From(ctx).DateTime(v.Due.Time)
	if v.AsAnother {
		return i18n.T(ctx, "correspondence.visa.asked_for", "name", c.faces[v.Person].Name, "due", due)
	}
	return i18n.T(ctx, "correspondence.visa.asked", "due", due)
}
