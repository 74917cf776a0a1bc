package correspondence

import (
	"cmp"
	"context"
	"net/url"
	"strconv"
	"strings"

	"parvis/internal/access"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// usualDays is how long somebody has for a visa unless the drafter says
// otherwise.
const usualDays = 2

const (
	inTurn = "turn"
	atOnce = "together"
)

// readPeople reads from the form of a dispatch whose visa is asked for, each with
// days of their own, and who is named, as people write each other's names.
func (p *Pages) readPeople(r *web.Request, form *web.Form, w *Writing) (err error) {
	w.Visas = []VisaAsked{} // none: nobody is asked any more
	for place := 1; place <= MaxVisas; place++ {
		asked, err := p.people(r.Context(), r.Actor, form, visaField(place), MaxVisas)
		if err != nil {
			return err
		}
		days, err := strconv.Atoi(form.Line(daysField(place), 10))
		if err != nil {
			days = usualDays
		}
		for _, who := range asked {
			w.Visas = append(w.Visas, VisaAsked{who, days})
		}
	}
	w.InTurn = orderOf(form.Values()) == inTurn
	w.Readers, err = p.people(r.Context(), r.Actor, form, "readers", MaxReaders)
	return err
}

// The fields of one visa, by its place from 1.
func visaField(place int) string { return "visa-" + strconv.Itoa(place) }
func daysField(place int) string { return "days-" + strconv.Itoa(place) }

// blankVisas is how many visas more than it has a form has a place for.
const blankVisas = 4

// visaRow is a line of the form that asks for a visa.
type visaRow struct {
	Place       int
	Names, Days string
}

// visas are the lines of the form, those that ask for one first.
func (c composing) visas() []visaRow {
	var out []visaRow
	for place := 1; place <= MaxVisas; place++ {
		names := c.value(visaField(place))
		if strings.TrimSpace(names) != "" || c.Errors.For(visaField(place)) != "" {
			out = append(out, visaRow{place, names, cmp.Or(c.value(daysField(place)), strconv.Itoa(usualDays))})
		}
	}
	last := 0
	if len(out) > 0 {
		last = out[len(out)-1].Place
	}
	for place := last + 1; place <= min(MaxVisas, last+blankVisas); place++ {
		out = append(out, visaRow{Place: place, Days: cmp.Or(c.value(daysField(place)), strconv.Itoa(usualDays))})
	}
	return out
}

// people finds those whom a field names, in its order; a name of nobody is noted
// in the form.
func (p *Pages) people(ctx context.Context, actor access.Actor, form *web.Form, field string, most int) ([]id.ID, error) {
	handles := text.Handles(form.Line(field, 5000), most+1)
	found := map[string]identity.Face{}
	if actor.IsAgent() { // who writes nothing learns nothing of people
		var err error
		if found, err = identity.ByHandle(ctx, p.Service.DB, actor, handles); err != nil {
			return nil, err
		}
	}
	out := make([]id.ID, 0, len(handles))
	for _, h := range handles {
		if who, known := found[h]; known {
			out = append(out, who.ID)
		} else {
			form.Fail(field, "correspondence.people.unknown", "name", h)
		}
	}
	return out, nil
}

// fillPeople shows them in the form as people write each other's names.
func (s *Service) fillPeople(ctx context.Context, w Whole, values url.Values) error {
	people := w.Readers
	for _, v := range w.Visas {
		people = append(people, v.Person)
	}
	faces, err := identity.Faces(ctx, s.DB, people)
	if err != nil {
		return err
	}
	written := func(list []id.ID) string {
		var names []string
		for _, who := range list {
			names = append(names, "@"+faces[who].Handle)
		}
		return strings.Join(names, ", ")
	}
	values.Set("readers", written(w.Readers))
	for i, v := range w.Visas {
		values.Set(visaField(i+1), written([]id.ID{v.Person}))
		values.Set(daysField(i+1), strconv.Itoa(v.Days))
	}
	if values.Set("order", atOnce); w.InTurn {
		values.Set("order", inTurn)
	}
	return nil
}

func orderOf(values url.Values) string {
	if values.Get("order") == atOnce {
		return atOnce
	}
	return inTurn
}

func orderOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: inTurn, Label: i18n.T(ctx, "correspondence.order.turn"), Help: i18n.T(ctx, "correspondence.order.turn_help")},
		{Value: atOnce, Label: i18n.T(ctx, "correspondence.order.together"), Help: i18n.T(ctx, "correspondence.order.together_help")},
	}
}

func order(ctx context.Context, turns bool) string {
	if turns {
		return i18n.T(ctx, "correspondence.order.turn")
	}
	return i18n.T(ctx, "correspondence.order.together")
}
