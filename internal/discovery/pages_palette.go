package discovery

import (
	"net/url"
	"slices"

	"parvis/internal/content"
	"parvis/internal/search"
	"parvis/internal/text"
	"parvis/internal/web"
)

// entry is one line of the palette, or one suggestion.
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
	typed := r.Query("q")
	named, err := p.Engine.Names(r.Context(), r.Actor, typed, names)
	if err != nil {
		return nil, err
	}
	groups := []group{}
	add := func(title string, entries []entry) {
		if len(entries) > 0 {
			groups = append(groups, group{r.T(title), entries})
		}
	}
	add("discovery.communities", entriesOf(named.Communities, "users-round", communityHref))
	people, err := p.peopleEntries(r, named.People)
	if err != nil {
		return nil, err
	}
	add("discovery.people", people)
	add("discovery.items", entriesOf(named.Items, "message-square-text", itemHref))
	add("discovery.tags", tagEntries(named))
	if text.Fold(typed) != "" {
		add("discovery.title", []entry{{Title: r.T("discovery.look_for", "typed", typed), Href: "/search?q=" + url.QueryEscape(typed), Icon: "search"}})
	}
	return web.JSON(map[string]any{"groups": groups}), nil
}

func entriesOf(list []search.Name, icon string, href func(search.Name) string) []entry {
	var out []entry
	for _, n := range list {
		out = append(out, entry{Title: n.Title, Hint: n.Hint, Href: href(n), Icon: icon})
	}
	return out
}

func tagEntries(named search.Named) []entry {
	var out []entry
	for _, t := range named.Tags {
		out = append(out, entry{Title: "#" + t.Name, Href: "/t/" + t.Slug, Icon: "hash"})
	}
	return out
}

func (p *Pages) peopleEntries(r *web.Request, list []search.Name) ([]entry, error) {
	hits := make([]search.Hit, len(list))
	for i, n := range list {
		hits[i] = search.Hit{ID: n.ID, Title: n.Title, Hint: n.Hint}
	}
	people, err := p.people(r, hits)
	if err != nil {
		return nil, err
	}
	var out []entry
	for _, who := range people {
		hint := who.Line
		if hint == "" {
			hint = who.Handle
		}
		out = append(out, entry{Title: who.Name, Hint: hint, Href: who.Href, Icon: "user-round"})
	}
	return out, nil
}

// suggest is what a search being typed may become, and what bears such a name.
func (p *Pages) suggest(r *web.Request) (web.Reply, error) {
	named, err := p.Engine.Names(r.Context(), r.Actor, r.Query("q"), few)
	if err != nil {
		return nil, err
	}
	var texts []entry
	for _, t := range named.Texts {
		texts = append(texts, entry{Title: t, Href: "/search?q=" + url.QueryEscape(t), Icon: "search"})
	}
	people, err := p.peopleEntries(r, named.People)
	if err != nil {
		return nil, err
	}
	// Who and what is called so stands first: there are few, and they are exact.
	entries := slices.Concat([]entry{}, people, entriesOf(named.Communities, "users-round", communityHref), texts,
		entriesOf(named.Items, "message-square-text", itemHref), tagEntries(named))
	return web.JSON(map[string]any{"entries": entries}), nil
}

func communityHref(n search.Name) string { return "/c/" + n.ID.String() }
func itemHref(n search.Name) string      { return content.Href(n.ID) }
