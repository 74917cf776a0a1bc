package discovery

import (
	"net/url"
	"slices"
	"strconv"

	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/search"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Routes declares the screens.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/search", Find, p.search)
	rt.Get("/search/suggest", Find, p.suggest)
	rt.Get("/palette", Find, p.palette)
	rt.Get("/t/{tag}", Find, p.tag)
	rt.Get("/searches", Find, p.kept)
	rt.Post("/searches", search.KeepSearches, p.keep)
	rt.Post("/searches/{search}/remove", search.KeepSearches, p.forget)
	rt.Post("/searches/{search}/restore", search.KeepSearches, p.recall)
}

// view is one of the tabs of the page: what it shows.
type view struct {
	name  string // in the address; "" for everything
	sorts []search.Sort
}

// written are the sorts of what people write.
var written = search.Written()

// views are the tabs, in their order.
var views = []view{
	{"", written}, {"items", []search.Sort{search.Item}}, {"comments", []search.Sort{search.Comment}}, {"files", []search.Sort{search.File, search.Shelved}},
	{"people", []search.Sort{search.Person}}, {"communities", []search.Sort{search.Community}}, {"tags", nil},
}

func viewNamed(name string) view {
	for _, v := range views {
		if v.name == name {
			return v
		}
	}
	return views[0]
}

// searchScreen is what the search page shows.
type searchScreen struct {
	typed    string // as it stands in the box
	ask      search.Ask
	view     view
	found    search.Results
	counts   map[string]int // by view
	people   []ui.Person
	places   []search.Hit
	tags     []content.Tag
	rows     []ui.ItemRow
	offset   int
	asked    bool // something was asked
	keep     ui.Errors
	keepName string
	kept     []search.Saved
}

func (p *Pages) search(r *web.Request) (web.Reply, error) {
	s, err := p.look(r, r.Queries(append([]string{"tab", "page"}, search.Parameters...)...))
	if err != nil {
		return nil, err
	}
	return web.Page(searchPage(s)), nil
}

// look does what an address asks.
func (p *Pages) look(r *web.Request, asked url.Values) (searchScreen, error) {
	s := searchScreen{view: viewNamed(asked.Get("tab")), counts: map[string]int{}}
	if len([]rune(asked.Get("q"))) > search.MaxText {
		return s, fault.New(fault.Malformed, "discovery.too_long", "max", search.MaxText)
	}
	offset, err := strconv.Atoi(asked.Get("page"))
	if err != nil || offset < 0 {
		offset = 0
	}
	s.offset = min(offset, search.Deepest)
	if s.ask, err = p.Engine.Read(r.Context(), r.Actor, asked); err != nil {
		return s, err
	}
	s.typed = s.ask.Typed.Words()
	s.asked = !s.ask.Typed.IsZero()
	if !s.asked {
		s.kept, err = p.Engine.Kept(r.Context(), r.Actor)
		return s, err
	}
	return s, p.find(r, &s)
}

// find asks for what each view holds, and the present one whole.
func (p *Pages) find(r *web.Request, s *searchScreen) (err error) {
	q := s.ask.Query
	q.Sorts = written
	total, by := 0, map[search.Sort]int{}
	if s.view.name == "" {
		q.Facets, q.Offset, q.Limit = true, s.offset, hits
		if s.found, err = p.Engine.Search(r.Context(), r.Actor, q); err != nil {
			return err
		}
		total = s.found.Total
		for _, c := range s.found.Facets.Sorts {
			by[c.Value] = c.Count
		}
	} else if total, by, err = p.Engine.Counts(r.Context(), r.Actor, q); err != nil {
		return err
	}
	s.counts[""] = total
	for _, v := range views[1:] {
		for _, sort := range v.sorts {
			s.counts[v.name] += by[sort]
		}
	}
	if s.view.name != "" && len(s.view.sorts) > 0 && slices.Contains(written, s.view.sorts[0]) {
		q.Sorts, q.Facets, q.Offset, q.Limit = s.view.sorts, true, s.offset, hits
		if s.found, err = p.Engine.Search(r.Context(), r.Actor, q); err != nil {
			return err
		}
	}
	if err := p.named(r, s); err != nil {
		return err
	}
	s.rows, err = p.rows(r, s.found, s.ask)
	return err
}

// people shows who was found, with what they do and where.
func (p *Pages) people(r *web.Request, found []search.Hit) ([]ui.Person, error) {
	ids := make([]id.ID, len(found))
	for i, h := range found {
		ids[i] = h.ID
	}
	lines, err := p.Lines(r.Context(), ids)
	if err != nil {
		return nil, err
	}
	out := make([]ui.Person, len(found))
	for i, h := range found {
		out[i] = ui.Person{Name: h.Title, Handle: h.Hint, Href: "/p/" + h.Hint, Line: lines[h.ID]}
	}
	return out, nil
}

// rows shows what was found, with the words found in their text and why it is
// there.
func (p *Pages) rows(r *web.Request, found search.Results, ask search.Ask) ([]ui.ItemRow, error) {
	var items, authors []id.ID
	for _, h := range found.Hits {
		if h.Sort == search.Item {
			items = append(items, h.ID)
		} else {
			authors = append(authors, h.Author)
		}
	}
	list, err := p.Items.Rows(r.Context(), r.Actor, items)
	if err != nil {
		return nil, err
	}
	shown := map[id.ID]content.Row{}
	for _, row := range list {
		shown[row.ID] = row
	}
	faces, err := p.Faces(r.Context(), authors)
	if err != nil {
		return nil, err
	}
	var rows []ui.ItemRow
	for _, h := range found.Hits {
		var row ui.ItemRow
		switch item, is := shown[h.ID]; {
		case is:
			row = p.Row(r.Context(), item, r.Actor.IsAgent())
		case h.Sort == search.Comment || h.Sort == search.File:
			row = rowOf(r.Context(), h, faces[h.Author], r.Actor.IsAgent())
		default:
			continue
		}
		row.Extract, row.Unread, row.Excerpt = partsOf(h.Extract), false, ""
		if h.Withheld {
			row.Excerpt = i18n.T(r.Context(), "discovery.withheld")
		}
		row.Why = why(r.Context(), h, found, ask)
		rows = append(rows, row)
	}
	return rows, nil
}

func partsOf(extract []search.Part) []ui.Part {
	parts := make([]ui.Part, len(extract))
	for i, part := range extract {
		parts[i] = ui.Part{Text: part.Text, Found: part.Match}
	}
	return parts
}
