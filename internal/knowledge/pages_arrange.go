package knowledge

import (
	"net/url"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// arranging is the page on which the managers order the tree.
type arranging struct {
	screen
	Months int
	Form   string // id of the section to be made, against sending twice
	Name   string // as typed
	Parent string
	Moved  string // what has just been moved, to keep the keyboard there
	Adds   bool   // one has just been added: the next one is typed at once
	Errors ui.Errors
}

func (p *Pages) arranging(r *web.Request) (arranging, error) {
	s, err := p.screen(r, Wanted{})
	if err != nil {
		return arranging{}, err
	}
	if _, err := access.Load(r.Context(), p.Service.DB, r.Actor, Arrange, s.Place.ID); err != nil {
		return arranging{}, err
	}
	a := arranging{screen: s, Form: p.Service.IDs.New().String(), Moved: r.Query("moved"), Adds: r.Query("add") != ""}
	a.Months, err = p.Service.Months(r.Context(), s.Place.ID)
	return a, err
}

func (p *Pages) arrange(r *web.Request) (web.Reply, error) {
	a, err := p.arranging(r)
	if err != nil {
		return nil, err
	}
	return web.Page(arrangePage(a)), nil
}

// arrangeAgain shows the page with what could not be done.
func (p *Pages) arrangeAgain(r *web.Request, values url.Values, why error) (web.Reply, error) {
	a, err := p.arranging(r)
	if err != nil {
		return nil, err
	}
	a.Name, a.Parent, a.Errors = values.Get("name"), values.Get("parent"), ui.ErrorsFrom(r.Context(), why)
	return web.PageStatus(status(why), arrangePage(a)), nil
}

// onTree reads a form of the arrangement and answers what became of it.
func (p *Pages) onTree(r *web.Request, change func(community id.ID, form *web.Form) (web.Reply, error)) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	reply, err := change(community, form)
	if typed(err) {
		return p.arrangeAgain(r, form.Values(), err)
	}
	return reply, err
}

func (p *Pages) addSection(r *web.Request) (web.Reply, error) {
	return p.onTree(r, func(community id.ID, form *web.Form) (web.Reply, error) {
		name, parent, key := form.Line("name", MaxName), form.ID("parent"), form.ID("id")
		if err := form.Err(); err != nil {
			return nil, err
		}
		if _, err := p.Service.AddSection(r.Context(), r.Actor, key, community, parent, name); err != nil {
			return nil, err
		}
		return web.SeeSaying(treeURL(community, "arrange")+"?add=1", "knowledge.done.section"), nil
	})
}

func (p *Pages) renameSection(r *web.Request) (web.Reply, error) {
	return p.onTree(r, func(community id.ID, form *web.Form) (web.Reply, error) {
		section, err := r.PathID("section")
		if err != nil {
			return nil, err
		}
		name := form.Line("name", MaxName)
		if err := form.Err(); err != nil {
			return nil, err
		}
		if err := p.Service.RenameSection(r.Context(), r.Actor, community, section, name); err != nil {
			return nil, err
		}
		return web.SeeSaying(here(community, section), "knowledge.done.renamed"), nil
	})
}

// moveIn reads where something goes: a step, or another section and perhaps a
// place in it.
func moveIn(form *web.Form) (Move, error) {
	m := Move{To: form.ID("to")}
	switch form.Choice("step", "", "up", "down") {
	case "up":
		m.Step = Up
	case "down":
		m.Step = Down
	}
	if at := form.Line("at", 6); at != "" {
		n, err := strconv.Atoi(at)
		if err != nil {
			form.Fail("at", "fault.field.choice")
		}
		m.At = n
	}
	return m, form.Err()
}

func (p *Pages) moveSection(r *web.Request) (web.Reply, error) {
	return p.onTree(r, func(community id.ID, form *web.Form) (web.Reply, error) {
		section, err := r.PathID("section")
		if err != nil {
			return nil, err
		}
		m, err := moveIn(form)
		if err != nil {
			return nil, err
		}
		if err := p.Service.MoveSection(r.Context(), r.Actor, community, section, m); err != nil {
			return nil, err
		}
		return web.See(here(community, section)), nil
	})
}

func (p *Pages) removeSection(r *web.Request) (web.Reply, error) {
	return p.onTree(r, func(community id.ID, _ *web.Form) (web.Reply, error) {
		section, err := r.PathID("section")
		if err != nil {
			return nil, err
		}
		if err := p.Service.RemoveSection(r.Context(), r.Actor, community, section); err != nil {
			return nil, err
		}
		return web.Undoable(treeURL(community, "arrange"), "knowledge.done.removed", treeURL(community, "sections/"+section.String()+"/restore")), nil
	})
}

func (p *Pages) restoreSection(r *web.Request) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	section, err := r.PathID("section")
	if err != nil {
		return nil, err
	}
	if err := p.Service.RestoreSection(r.Context(), r.Actor, community, section); err != nil {
		return nil, err
	}
	return web.SeeSaying(here(community, section), "knowledge.done.restored"), nil
}

func (p *Pages) settle(r *web.Request) (web.Reply, error) {
	return p.onTree(r, func(community id.ID, form *web.Form) (web.Reply, error) {
		months, err := strconv.Atoi(form.Line("months", 4))
		if err != nil {
			months = 0
		}
		if err := p.Service.Settle(r.Context(), r.Actor, community, months); err != nil {
			return nil, err
		}
		return web.SeeSaying(treeURL(community, "arrange"), "knowledge.done.settled"), nil
	})
}

// moveSheet files a sheet from the page of arrangement, to which it returns.
func (p *Pages) moveSheet(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	m, err := moveIn(form)
	if err == nil {
		err = p.Service.MoveSheet(r.Context(), r.Actor, item, m)
	}
	if err != nil {
		return nil, err
	}
	it, _, err := p.Content.Glance(r.Context(), r.Actor, access.ReadItem, item)
	if err != nil {
		return nil, err
	}
	if r.Actor.Role(it.Community) < access.ManagerRole {
		return web.See(content.Href(item)), nil
	}
	return web.See(here(it.Community, item)), nil
}

// here is the page of arrangement, with the keyboard on what was just moved:
// no anchor, which would take it away.
func here(community, moved id.ID) string {
	return treeURL(community, "arrange") + "?moved=" + moved.String()
}
