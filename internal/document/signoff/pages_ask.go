package signoff

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// asking is the form that sends a document to be reviewed.
type asking struct {
	item    content.Item
	offices []Office
	values  url.Values
	errors  ui.Errors
}

// Values of the choice of functions.
const (
	toManagers = "managers"
	toHead     = "unit-"
)

func (p *Pages) askForm(r *web.Request) (web.Reply, error) {
	return p.asks(r, url.Values{"days": {strconv.Itoa(UsualDays)}, "order": {"turn"}}, nil)
}

// asks shows the form, with what was typed and what is wrong with it.
func (p *Pages) asks(r *web.Request, values url.Values, why error) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	a := asking{values: values}
	if a.item, _, err = p.Service.Content.Glance(r.Context(), r.Actor, Ask, item); err != nil {
		return nil, err
	}
	if a.item.Kind != document.Kind {
		return nil, fault.NotFound()
	}
	if a.offices, err = p.Service.Offices(r.Context(), r.Actor, item); err != nil {
		return nil, err
	}
	if why != nil {
		a.errors = ui.ErrorsFrom(r.Context(), why)
	}
	return web.PageStatus(status(why), askPage(a)), nil
}

func (p *Pages) ask(r *web.Request) (web.Reply, error) {
	item, _, form, err := gesture(r)
	if err != nil {
		return nil, err
	}
	if _, _, err := p.Service.Content.Glance(r.Context(), r.Actor, Ask, item); err != nil {
		return nil, err
	}
	q := Request{Item: item, InTurn: form.Choice("order", "turn", "together") == "turn", Days: daysOf(form), Expects: form.Line("expects", MaxLine)}
	typed := text.Handles(form.Line("people", 1000), MaxSteps+1)
	functions := form.Lines("functions", 40, MaxSteps)
	if err = form.Err(); err == nil {
		q.Steps, err = p.steps(r, typed, functions)
	}
	if err == nil {
		err = p.Service.Ask(r.Context(), r.Actor, q)
	}
	f, ok := fault.As(err)
	switch {
	case err == nil:
		return web.Undoable(courseURL(item), "signoff.done.asked", courseURL(item)+"/withdraw"), nil
	case ok && f.Kind == fault.Invalid:
		return p.asks(r, form.Values(), err)
	case ok && f.Kind == fault.Conflict:
		return web.SeeSaying(courseURL(item), f.Key, f.Args...), nil
	}
	return nil, err
}

// steps are whom a form asks: people as they are named, then functions as they
// are listed.
func (p *Pages) steps(r *web.Request, typed, functions []string) ([]Step, error) {
	people, err := p.Service.Named(r.Context(), r.Actor, typed)
	if err != nil {
		return nil, err
	}
	var out []Step
	for _, who := range people {
		out = append(out, Step{Role: Somebody, Person: who})
	}
	for _, f := range functions {
		if f == toManagers {
			out = append(out, Step{Role: Managers})
			continue
		}
		unit, err := id.Parse(f[min(len(toHead), len(f)):])
		if err != nil {
			return nil, invalid("functions", "fault.field.choice")
		}
		out = append(out, Step{Role: HeadOfUnit, Unit: unit})
	}
	return out, nil
}

// passing is the form that hands a visa to somebody else.
type passing struct {
	Course
	visa   Seen
	values url.Values
	errors ui.Errors
}

func (p *Pages) passForm(r *web.Request) (web.Reply, error) { return p.passes(r, url.Values{}, nil) }

func (p *Pages) passes(r *web.Request, values url.Values, why error) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	visa, err := r.PathID("visa")
	if err != nil {
		return nil, err
	}
	v := passing{values: values}
	if v.Course, err = p.Service.Course(r.Context(), r.Actor, item); err != nil {
		return nil, err
	}
	for _, one := range v.Visas {
		if one.ID == visa {
			v.visa = one
		}
	}
	switch {
	case v.visa.ID == 0:
		return nil, fault.NotFound()
	case !v.visa.Mine && !v.Steers:
		return nil, fault.Forbidden()
	case v.visa.State != Waiting && v.visa.State != Coming:
		return web.SeeSaying(courseURL(item), "signoff.over"), nil
	}
	if why != nil {
		v.errors = ui.ErrorsFrom(r.Context(), why)
	}
	return web.PageStatus(status(why), passPage(v)), nil
}

func (p *Pages) pass(r *web.Request) (web.Reply, error) {
	item, visa, form, err := gesture(r)
	if err != nil {
		return nil, err
	}
	if _, _, err := p.Service.Content.Glance(r.Context(), r.Actor, access.ReadItem, item); err != nil {
		return nil, err
	}
	typed, note := text.Handles(form.Line("people", 200), 1), form.Line("note", MaxLine)
	var to id.ID
	if err = form.Err(); err == nil {
		var people []id.ID
		if people, err = p.Service.Named(r.Context(), r.Actor, typed); len(people) > 0 {
			to = people[0]
		}
	}
	if err == nil {
		err = p.Service.Pass(r.Context(), r.Actor, item, visa, to, note)
	}
	f, ok := fault.As(err)
	switch {
	case err == nil:
		return web.Undoable(courseURL(item), "signoff.done.handed", courseURL(item)+"/"+visa.String()+"/take-back"), nil
	case ok && f.Kind == fault.Invalid:
		return p.passes(r, form.Values(), err)
	case ok && f.Kind == fault.Conflict:
		return web.SeeSaying(courseURL(item), f.Key, f.Args...), nil
	}
	return nil, err
}

// approvedScreen is a version that was approved.
type approvedScreen struct {
	item    content.Item
	version Version
	signed  []Signature
	text    templ.Component
	inForce int
}

func (p *Pages) version(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return nil, fault.NotFound()
	}
	v := approvedScreen{}
	if v.item, err = p.Service.readable(ctx, r.Actor, item); err != nil {
		return nil, err
	}
	if v.version, err = versionOf(ctx, p.Service.DB, item, number); err != nil {
		return nil, err
	}
	now, err := p.Service.standing(ctx, item)
	if err != nil {
		return nil, err
	}
	v.inForce = now.Version
	if v.signed, err = v.version.Signatures(); err != nil {
		return nil, err
	}
	says, err := read(v.version.Body)
	if err != nil {
		return nil, err
	}
	body, err := p.Document.Drawn(ctx, item, says.Doc)
	v.text = document.ReadBody(body)
	return web.Page(approvedPage(v)), err
}
