package question

import (
	"context"
	"net/url"
	"regexp"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// joining is the page that says which question another one is.
type joining struct {
	item    content.Item
	options []ui.Option
	values  url.Values
	errors  ui.Errors
}

func (p *Pages) joinForm(r *web.Request) (web.Reply, error) {
	return p.askJoin(r, 200, url.Values{}, nil)
}

// askJoin shows the questions that resemble one, to choose among.
func (p *Pages) askJoin(r *web.Request, status int, values url.Values, why error) (web.Reply, error) {
	a, _, err := p.open(r, content.Join)
	if err != nil {
		return nil, err
	}
	v := joining{item: a.item, values: values, errors: ui.ErrorsFrom(r.Context(), why)}
	found, err := p.Service.Finder.Similar(r.Context(), r.Actor, a.item.Title, []string{Kind}, 2*nearest)
	if err != nil {
		return nil, err
	}
	rows, err := p.Service.Content.Rows(r.Context(), r.Actor, found)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.ID != a.item.ID && row.Joined == 0 && row.State == access.Published && len(v.options) < nearest {
			v.options = append(v.options, ui.Option{Value: row.ID.String(), Label: row.Title, Help: nearPlace(r.Context(), row), Chosen: values.Get("into") == row.ID.String()})
		}
	}
	return web.PageStatus(status, joinPage(v)), nil
}

// address finds the id of a question in what was pasted: its address, or the id
// alone.
var address = regexp.MustCompile(`(?:^|/i/)([0-9a-z]{8,14})(?:[?#].*)?$`)

func (p *Pages) join(r *web.Request) (web.Reply, error) {
	a, _, err := p.open(r, content.Join)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	into := form.ID("into")
	if pasted := form.Line("address", 300); pasted != "" {
		if m := address.FindStringSubmatch(pasted); m != nil {
			into, _ = id.Parse(m[1])
		}
		if _, _, err := p.Service.Content.Glance(r.Context(), r.Actor, access.ReadItem, into); into == 0 || err != nil {
			form.Fail("address", "question.join.unknown")
		}
	} else if into == 0 {
		form.Fail("into", "question.join.none")
	}
	if err = form.Err(); err == nil {
		err = p.Service.Content.Join(r.Context(), r.Actor, a.item.ID, into)
	}
	switch kind := fault.KindOf(err); {
	case err == nil:
		return web.Undoable(content.Href(into), "question.done.joined", content.Href(a.item.ID)+"/separate"), nil
	case kind == fault.Invalid:
		return p.askJoin(r, 422, form.Values(), err)
	}
	return nil, err
}

func (p *Pages) separate(r *web.Request) (web.Reply, error) {
	item, _, err := gesture(r)
	if err != nil {
		return nil, err
	}
	err = p.Service.Content.Part(r.Context(), r.Actor, item)
	if f, ok := fault.As(err); ok && f.Kind == fault.Invalid {
		return web.SeeSaying(content.Href(item)+"?alone=1", f.Key, f.Args...), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(content.Href(item), "question.done.separated"), nil
}

// joinedScreen is what the page of a question says of those that are one with
// it, or of the one that it joins.
type joinedScreen struct {
	item  id.ID
	from  []content.Joined // read here
	into  content.Item     // read there, zero when its reader may not
	alone bool             // this question joins another one
	may   bool             // the reader may part them
}

// joinedOf reads it.
func (p *Pages) joinedOf(r *web.Request, t content.Thread) (joinedScreen, error) {
	v := joinedScreen{item: t.ID, alone: t.Joined != 0, may: r.Actor.May(content.Part, t.Label)}
	if v.alone {
		into, _, err := p.Service.Content.Glance(r.Context(), r.Actor, access.ReadItem, t.Joined)
		if err != nil && fault.KindOf(err) != fault.KindNotFound {
			return v, err
		}
		v.into = into
		return v, nil
	}
	var err error
	v.from, err = p.Service.Content.JoinedInto(r.Context(), r.Actor, t.ID)
	return v, err
}

// joinEntry is the gesture that says that a question is another one.
func joinEntry(ctx context.Context, item id.ID) ui.MenuEntry {
	return ui.MenuEntry{Label: i18n.T(ctx, "question.do.join"), Icon: "repeat-2", Href: content.Href(item) + "/duplicate"}
}
