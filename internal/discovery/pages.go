package discovery

import (
	"net/url"
	"slices"
	"strconv"

	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/search"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Routes declares the screens.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/search", Find, p.search)
	rt.Get("/palette", Find, p.palette)
	rt.Get("/t/{tag}", Find, p.tag)
}

// kinds are the filters of the search page, in the order of the screen.
var kinds = []string{"", "post", "announcement", "question", "poll"}

// searchScreen is what the search page shows.
type searchScreen struct {
	text, kind string
	found      search.Results
	named      search.Named
	people     []ui.Person
	rows       []ui.ItemRow
	next       string
	first      bool
}

// href is the address of this search with another kind or place.
func (s searchScreen) href(kind, before string) string {
	q := url.Values{"q": {s.text}}
	if kind != "" {
		q.Set("kind", kind)
	}
	if before != "" {
		q.Set("from", before)
	}
	return "/search?" + q.Encode()
}

func (p *Pages) search(r *web.Request) (web.Reply, error) {
	from, _ := strconv.Atoi(r.Query("from"))
	s := searchScreen{text: r.Query("q"), kind: r.Query("kind"), first: from == 0}
	if len([]rune(s.text)) > search.MaxText {
		return nil, fault.New(fault.Malformed, "discovery.too_long", "max", search.MaxText)
	}
	ask, err := p.Engine.Read(r.Context(), r.Actor, url.Values{"q": {s.text}, "kind": {s.kind}})
	if err != nil {
		return nil, err
	}
	q := ask.Query
	q.Sorts, q.Offset, q.Limit = []search.Sort{search.Item}, min(max(from, 0), search.Deepest), hits
	if s.found, err = p.Engine.Search(r.Context(), r.Actor, q); err != nil {
		return nil, err
	}
	if s.first && s.kind == "" {
		if s.named, err = p.Engine.Names(r.Context(), r.Actor, s.text, names); err != nil {
			return nil, err
		}
	}
	if s.people, err = p.people(r, s.named.People); err != nil {
		return nil, err
	}
	if s.rows, err = p.rows(r, s.found.Hits); err != nil {
		return nil, err
	}
	if s.found.Next != 0 {
		s.next = strconv.Itoa(s.found.Next)
	}
	// What is found by its words is not named again.
	s.named.Items = slices.DeleteFunc(s.named.Items, func(n search.Name) bool {
		return slices.ContainsFunc(s.found.Hits, func(h search.Hit) bool { return h.ID == n.ID })
	})
	return web.Page(searchPage(s)), nil
}

// people shows who was found, with what they do and where.
func (p *Pages) people(r *web.Request, found []search.Name) ([]ui.Person, error) {
	ids := make([]id.ID, len(found))
	for i, n := range found {
		ids[i] = n.ID
	}
	lines, err := p.Lines(r.Context(), ids)
	if err != nil {
		return nil, err
	}
	out := make([]ui.Person, len(found))
	for i, n := range found {
		out[i] = ui.Person{Name: n.Title, Handle: n.Hint, Href: personHref(n), Line: lines[n.ID]}
	}
	return out, nil
}

// rows shows what was found, with the words found in their text.
func (p *Pages) rows(r *web.Request, found []search.Hit) ([]ui.ItemRow, error) {
	ids := make([]id.ID, len(found))
	extracts := map[id.ID][]ui.Part{}
	for i, h := range found {
		ids[i] = h.ID
		for _, part := range h.Extract {
			extracts[h.ID] = append(extracts[h.ID], ui.Part{Text: part.Text, Found: part.Match})
		}
	}
	list, err := p.Items.Rows(r.Context(), r.Actor, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]ui.ItemRow, len(list))
	for i, item := range list {
		rows[i] = p.Row(r.Context(), item, r.Actor.IsAgent())
		rows[i].Extract = extracts[item.ID]
		rows[i].Unread = false
	}
	return rows, nil
}
