package correspondence

import (
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

// readPeople reads from the form of a dispatch whose visa is asked for and who
// is named, as people write each other's names.
func (p *Pages) readPeople(r *web.Request, form *web.Form, w *Writing) error {
	days, err := strconv.Atoi(form.Line("days", 10))
	if err != nil {
		days = usualDays
	}
	asked, err := p.people(r.Context(), r.Actor, form, "visas", MaxVisas)
	if err != nil {
		return err
	}
	w.Visas = make([]VisaAsked, len(asked)) // none: nobody is asked any more
	for i, who := range asked {
		w.Visas[i] = VisaAsked{who, days}
	}
	w.InTurn = orderOf(form.Values()) == inTurn
	w.Readers, err = p.people(r.Context(), r.Actor, form, "readers", MaxReaders)
	return err
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
		values.Set("days", strconv.Itoa(v.Days))
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
	values.Set("visas", written(people[len(w.Readers):]))
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

func daysOf(values url.Values) string {
	if typed := values.Get("days"); typed != "" {
		return typed
	}
	return strconv.Itoa(usualDays)
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
