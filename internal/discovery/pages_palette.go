package discovery

import (
	"parvis/internal/search"
	"parvis/internal/web"
)

// entry is one line of the palette.
type entry struct {
	Title string `json:"title"`
	Hint  string `json:"hint,omitempty"`
	Href  string `json:"href"`
	Icon  string `json:"icon"`
}

type group struct {
	Title   string  `json:"title"`
	Entries []entry `json:"entries"`
}

// palette goes anywhere by name.
func (p *Pages) palette(r *web.Request) (web.Reply, error) {
	named, err := p.Engine.Names(r.Context(), r.Actor, r.Query("q"), names)
	if err != nil {
		return nil, err
	}
	groups := []group{}
	add := func(title, icon string, list []search.Name, href func(search.Name) string) {
		if len(list) == 0 {
			return
		}
		g := group{Title: r.T(title)}
		for _, n := range list {
			g.Entries = append(g.Entries, entry{Title: n.Title, Hint: n.Hint, Href: href(n), Icon: icon})
		}
		groups = append(groups, g)
	}
	add("discovery.communities", "users-round", named.Communities, communityHref)
	people, err := p.people(r, named.People)
	if err != nil {
		return nil, err
	}
	if len(people) > 0 {
		g := group{Title: r.T("discovery.people")}
		for _, who := range people {
			hint := who.Line
			if hint == "" {
				hint = who.Handle
			}
			g.Entries = append(g.Entries, entry{Title: who.Name, Hint: hint, Href: who.Href, Icon: "user-round"})
		}
		groups = append(groups, g)
	}
	add("discovery.items", "message-square-text", named.Items, itemHref)
	return web.JSON(map[string]any{"groups": groups}), nil
}

func communityHref(n search.Name) string { return "/c/" + n.ID.String() }
func personHref(n search.Name) string    { return "/p/" + n.Hint }
func itemHref(n search.Name) string      { return "/i/" + n.ID.String() }
