package question

import (
	"context"
	"net/url"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// asking is a page that chooses people for a question.
type asking struct {
	item    content.Item
	asks    []Ask // those who are waited for
	faces   map[id.ID]identity.Face
	options []ui.Option // who may know
	values  url.Values
	errors  ui.Errors
	back    string
}

// open gathers it, for who may do action.
func (p *Pages) open(r *web.Request, action access.Action) (asking, access.Label, error) {
	item, err := r.PathID("item")
	if err != nil {
		return asking{}, access.Label{}, err
	}
	it, label, err := p.Service.Content.Glance(r.Context(), r.Actor, action, item)
	if err == nil && it.Kind != Kind {
		err = fault.NotFound()
	}
	return asking{item: it, values: url.Values{}, back: local(r.Query("back"))}, label, err
}

// propose adds who may know and was not asked.
func (p *Pages) propose(r *web.Request, a *asking, label access.Label) error {
	ctx := r.Context()
	tags, err := tagsOf(ctx, p.Service.DB, a.item.ID)
	if err != nil {
		return err
	}
	found, err := p.Service.candidates(ctx, p.Service.DB, r.Actor, label, Asking{Community: a.item.Community, Title: a.item.Title, Tags: tags}, nearest)
	if err != nil {
		return err
	}
	asks, faces, err := p.Service.Asks(ctx, r.Actor, a.item.ID)
	if err != nil {
		return err
	}
	a.faces = faces
	for _, one := range asks {
		if one.Standing == Waiting {
			a.asks = append(a.asks, one)
		}
	}
	options, err := p.options(ctx, found, nil)
	a.options = options
	return err
}

// options shows candidates as choices, with what they do and why they are
// there; refused are those whom somebody took away.
func (p *Pages) options(ctx context.Context, list []Candidate, refused []string) ([]ui.Option, error) {
	people := make([]id.ID, len(list))
	for i, c := range list {
		people[i] = c.Person
	}
	if len(people) == 0 {
		return nil, nil
	}
	met, err := identity.Faces(ctx, p.Service.DB, people)
	if err != nil {
		return nil, err
	}
	lines, err := p.Lines(ctx, people)
	if err != nil {
		return nil, err
	}
	out := make([]ui.Option, len(list))
	for i, c := range list {
		help := because(ctx, c.Reason, c.TagName)
		if line := lines[c.Person]; line != "" {
			help = line + " · " + help
		}
		out[i] = ui.Option{Value: c.Person.String(), Label: met[c.Person].Name, Help: help, Chosen: !contains(refused, c.Person.String())}
	}
	return out, nil
}

// because says in a few words why somebody may know.
func because(ctx context.Context, why Reason, tag string) string {
	if why == ByTag && tag != "" {
		return i18n.T(ctx, "question.because.tag", "tag", tag)
	}
	if why == ByTag {
		why = ByNear
	}
	return i18n.T(ctx, "question.because."+string(why))
}

func contains(list []string, one string) bool {
	for _, v := range list {
		if v == one {
			return true
		}
	}
	return false
}

func (p *Pages) askForm(r *web.Request) (web.Reply, error) {
	a, label, err := p.open(r, AskPeople)
	if err != nil {
		return nil, err
	}
	if err := p.propose(r, &a, label); err != nil {
		return nil, err
	}
	return web.Page(askPage(a)), nil
}

func (p *Pages) ask(r *web.Request) (web.Reply, error) {
	a, label, err := p.open(r, AskPeople)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	people := form.IDs("people", MaxNamed)
	also := text.Handles(form.Line("also", 400), MaxNamed)
	back := local(form.Line("back", 300))
	if err = form.Err(); err == nil {
		var named []id.ID
		if named, err = p.Service.Named(r.Context(), r.Actor, "also", also); err == nil {
			err = p.Service.Ask(r.Context(), r.Actor, a.item.ID, unique(append(people, named...)))
		}
	}
	if fault.KindOf(err) == fault.Invalid {
		a.values, a.errors, a.back = form.Values(), ui.ErrorsFrom(r.Context(), err), back
		if err := p.propose(r, &a, label); err != nil {
			return nil, err
		}
		return web.PageStatus(422, askPage(a)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(or(back, content.Href(a.item.ID)), "question.done.asked"), nil
}

func (p *Pages) passForm(r *web.Request) (web.Reply, error) {
	a, label, err := p.open(r, Respond)
	if err != nil {
		return nil, err
	}
	mine, err := p.Service.AskedOf(r.Context(), r.Actor, a.item.ID)
	if err != nil {
		return nil, err
	}
	if mine.Standing != Waiting {
		return nil, fault.Forbidden()
	}
	if err := p.propose(r, &a, label); err != nil {
		return nil, err
	}
	return web.Page(passPage(a)), nil
}

func (p *Pages) pass(r *web.Request) (web.Reply, error) {
	a, label, err := p.open(r, Respond)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	to := form.ID("people")
	also := text.Handles(form.Line("also", 400), MaxNamed)
	note := form.Line("note", MaxNote)
	back := local(form.Line("back", 300))
	if err = form.Err(); err == nil {
		var named []id.ID
		if named, err = p.Service.Named(r.Context(), r.Actor, "also", also[:min(len(also), 1)]); err == nil {
			if len(named) > 0 {
				to = named[0]
			}
			err = p.Service.Pass(r.Context(), r.Actor, a.item.ID, to, note)
		}
	}
	if fault.KindOf(err) == fault.Invalid {
		a.values, a.errors, a.back = form.Values(), ui.ErrorsFrom(r.Context(), err), back
		if err := p.propose(r, &a, label); err != nil {
			return nil, err
		}
		return web.PageStatus(422, passPage(a)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.Undoable(or(back, "/questions"), "question.done.passed", content.Href(a.item.ID)+"/take-back"), nil
}

func (p *Pages) decline(r *web.Request) (web.Reply, error) {
	item, back, err := gesture(r)
	if err != nil {
		return nil, err
	}
	if err := p.Service.Decline(r.Context(), r.Actor, item); err != nil {
		return nil, err
	}
	return web.Undoable(or(back, "/questions"), "question.done.declined", content.Href(item)+"/take-back"), nil
}

func (p *Pages) takeBack(r *web.Request) (web.Reply, error) {
	item, _, err := gesture(r)
	if err != nil {
		return nil, err
	}
	if err := p.Service.TakeBack(r.Context(), r.Actor, item); err != nil {
		return nil, err
	}
	return web.SeeSaying(content.Href(item), "question.done.taken_back"), nil
}

// gesture reads a press of a button on a question.
func gesture(r *web.Request) (item id.ID, back string, err error) {
	if item, err = r.PathID("item"); err != nil {
		return 0, "", err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return 0, "", err
	}
	back = local(form.Line("back", 300))
	return item, back, form.Err()
}

func unique(list []id.ID) []id.ID {
	var out []id.ID
	seen := map[id.ID]bool{}
	for _, v := range list {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

func or(value, other string) string {
	if value == "" {
		return other
	}
	return value
}

func number(n int) string { return strconv.Itoa(n) }

// days reads a number of a form that is zero or more.
func days(form *web.Form, name string, most int) int {
	raw := form.Line(name, 10)
	n, err := strconv.Atoi(raw)
	if raw == "" || err != nil || n < 0 {
		form.Fail(name, "question.settings.days_bad", "max", most)
		return 0
	}
	return n
}

// local is an address of this site to go back to, "" for none.
func local(raw string) string {
	if raw == "" {
		return ""
	}
	return web.LocalPath(raw)
}
