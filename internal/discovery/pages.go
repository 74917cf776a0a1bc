package discovery

import (
	"net/url"
	"time"

	"parvis/internal/clock"
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
		q.Set("before", before)
	}
	return "/search?" + q.Encode()
}

func (p *Pages) search(r *web.Request) (web.Reply, error) {
	c, err := web.ParseCursor(r.Query("before"), 2)
	if err != nil {
		return nil, err
	}
	s := searchScreen{text: r.Query("q"), kind: r.Query("kind"), first: c == nil}
	if len([]rune(s.text)) > search.MaxText {
		return nil, fault.New(fault.Malformed, "discovery.too_long", "max", search.MaxText)
	}
	q := search.Query{Text: s.text, Kind: s.kind, Limit: hits}
	if c != nil {
		q.Before = search.Place{Published: clock.At(time.UnixMilli(c[0])), Item: id.ID(c[1])}
	}
	if s.found, err = p.Engine.Search(r.Context(), r.Actor, q); err != nil {
		return nil, err
	}
	if s.first && s.kind == "" {
		if s.named, err = p.Engine.Names(r.Context(), r.Actor, s.text, names); err != nil {
			return nil, err
		}
	}
	if s.rows, err = p.rows(r, s.found.Hits); err != nil {
		return nil, err
	}
	if s.found.More {
		last := s.found.Hits[len(s.found.Hits)-1]
		s.next = web.Cursor{last.Published.UnixMilli(), int64(last.ID)}.String()
	}
	return web.Page(searchPage(s)), nil
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
