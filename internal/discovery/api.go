package discovery

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/search"
	"parvis/internal/search/query"
	"parvis/internal/web"
)

const apiTag = "Search"

// API declares the operations that find things, and those on the searches that
// one keeps.
func API(a *api.API, p *Pages) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/search", ID: "search", Tag: apiTag, Action: Find,
		Summary: "Find items, comments, files, people and communities by what they hold, the best first",
		Detail:  "The text may hold the operators of the search box; the same are parameters, one of which is enough. Counts and facets are of what one may read.",
	}, p.apiSearch)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/names", ID: "find-names", Tag: apiTag, Action: Find,
		Summary: "Find people, communities, items and tags by name, also misspelt, and what a text being typed may become",
	}, p.apiNames)
	p.apiKept(a)
}

type searchInput struct {
	api.Paging
	Text   string   `query:"text" maxLength:"400" doc:"words, \"exact phrases\", -words to leave out, operators"`
	Of     []string `query:"of,explode" enum:"item,comment,file,person,community" maxItems:"5" doc:"sorts of results; items, comments and files when absent. A file of a library is an item, of kind file"`
	Kind   []string `query:"kind,explode" maxItems:"8" doc:"post, announcement, question, poll, file, knowledge, comment, answer"`
	From   []string `query:"from,explode" maxItems:"8" doc:"authors: a name, a handle or me"`
	In     []string `query:"in,explode" maxItems:"8" doc:"communities: a name or an id"`
	Tag    []string `query:"tag,explode" maxItems:"8"`
	After  string   `query:"after" maxLength:"40" doc:"from this day, month or year on: 2025, 2025-03, 2025-03-12"`
	Before string   `query:"before" maxLength:"40" doc:"before this day, month or year"`
	File   bool     `query:"file" doc:"only what holds a file"`
	Sort   string   `query:"sort" enum:"best,date" default:"best"`
	Facets bool     `query:"facets" doc:"count what is found by kind, community, author, tag and year"`
}

func (in *searchInput) values() url.Values {
	v := url.Values{"kind": in.Kind, "from": in.From, "in": in.In, "tag": in.Tag}
	for name, value := range map[string]string{"q": in.Text, "after": in.After, "before": in.Before, "sort": in.Sort} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if in.File {
		v.Set("file", "1")
	}
	return v
}

// check refuses what the search page would leave aside: a program that is
// answered without its filter takes everything for what it asked.
func (in *searchInput) check(ask search.Ask, now time.Time) error {
	var c fault.Check
	unknown := func(kind string) bool {
		_, known := query.KindNamed(kind)
		return !known
	}
	isDay := func(written string) bool {
		_, known := query.Date(written, now)
		return written == "" || known
	}
	c.Field("kind", !slices.ContainsFunc(in.Kind, unknown), "fault.field.choice")
	c.Field("after", isDay(in.After), "fault.field.date")
	c.Field("before", isDay(in.Before), "fault.field.date")
	// Filters alone are a question.
	c.Field("text", !ask.Typed.IsZero(), "fault.field.required")
	return c.Err()
}

type hitJSON struct {
	ID        id.ID      `json:"id"`
	Of        string     `json:"of" enum:"item,comment,file,person,community"`
	Item      id.ID      `json:"item,omitempty" doc:"what a comment or a file belongs to"`
	Kind      string     `json:"kind,omitempty"`
	Title     string     `json:"title"`
	Extract   []partJSON `json:"extract" doc:"around the words found; none of what is restricted, of which who opens it is written down"`
	Community *api.Ref   `json:"community,omitempty"`
	Author    id.ID      `json:"author,omitempty"`
	Handle    string     `json:"handle,omitempty" doc:"of a person"`
	Published clock.Time `json:"published"`
	Comments  int        `json:"comments"`
	Useful    int        `json:"useful"`
	Trusted   bool       `json:"trusted,omitempty" doc:"accepted answer, verified sheet"`
}

type partJSON struct {
	Text  string `json:"text"`
	Match bool   `json:"match,omitempty" doc:"it holds what was looked for"`
}

type choiceJSON struct {
	Value string `json:"value" doc:"as the parameter takes it"`
	Label string `json:"label,omitempty"`
	Count int    `json:"count"`
}

type facetsJSON struct {
	Kinds       []choiceJSON `json:"kinds"`
	Communities []choiceJSON `json:"communities"`
	Authors     []choiceJSON `json:"authors"`
	Tags        []choiceJSON `json:"tags"`
	Years       []choiceJSON `json:"years"`
	Partial     bool         `json:"partial,omitempty" doc:"counted on a part of what was found"`
}

// foundJSON is a page of what was found, with what there is to say of it.
type foundJSON struct {
	Body struct {
		Entries   []hitJSON   `json:"entries"`
		Next      string      `json:"next,omitempty" doc:"cursor of the following page; absent on the last one"`
		Total     int         `json:"total"`
		More      bool        `json:"more,omitempty" doc:"there are at least that many"`
		Corrected string      `json:"corrected,omitempty" doc:"nothing held the words as typed: the entries are those of this text"`
		Partial   bool        `json:"partial,omitempty" doc:"the entries hold most of the words, not all"`
		Unknown   []string    `json:"unknown,omitempty" doc:"names that nobody bears, searched as words"`
		Facets    *facetsJSON `json:"facets,omitempty"`
	}
}

func sortWords() api.Words[search.Sort] {
	return api.Words[search.Sort]{
		search.Item: "item", search.Comment: "comment", search.File: "file", search.Person: "person", search.Community: "community",
	}
}

func (p *Pages) apiSearch(ctx context.Context, actor access.Actor, in *searchInput) (*foundJSON, error) {
	at, err := in.At(1)
	if err != nil {
		return nil, err
	}
	ask, err := p.Engine.Read(ctx, actor, in.values())
	if err != nil {
		return nil, err
	}
	if err := in.check(ask, p.Engine.Clock.Now().Time); err != nil {
		return nil, err
	}
	q := ask.Query
	q.Limit, q.Facets, q.Sorts = in.Limit, in.Facets, written
	if len(in.Of) > 0 {
		q.Sorts = nil
	}
	for _, of := range in.Of {
		q.Sorts = append(q.Sorts, sortWords().Value(of))
		if of == "item" {
			q.Sorts = append(q.Sorts, search.Shelved)
		}
	}
	if at != nil {
		q.Offset = int(min(max(at[0], 0), search.Deepest))
	}
	found, err := p.Engine.Search(ctx, actor, q)
	if err != nil {
		return nil, err
	}
	out := &foundJSON{}
	out.Body.Entries = api.Each(found.Hits, hitOf)
	if found.Next != 0 {
		out.Body.Next = web.Cursor{int64(found.Next)}.String()
	}
	out.Body.Total, out.Body.More, out.Body.Partial, out.Body.Unknown = found.Total, found.More, found.Partial, ask.Unknown
	if found.Applied {
		out.Body.Corrected = found.Corrected
	}
	if in.Facets {
		f := found.Facets
		show := func(c search.Choice) choiceJSON { return choiceJSON(c) }
		out.Body.Facets = &facetsJSON{api.Each(f.Kinds, show), api.Each(f.Communities, show), api.Each(f.Authors, show),
			api.Each(f.Tags, show), api.Each(f.Years, show), f.Partial}
	}
	return out, nil
}

func hitOf(h search.Hit) hitJSON {
	out := hitJSON{
		ID: h.ID, Of: sortWords()[h.Sort], Kind: h.Kind, Title: h.Title, Author: h.Author, Handle: h.Hint, Published: h.Published,
		Comments: h.Comments, Useful: h.Useful, Trusted: h.Trusted, Extract: api.Each(h.Extract, func(p search.Part) partJSON { return partJSON(p) }),
	}
	if h.Sort == search.Comment || h.Sort == search.File {
		out.Item = h.Item
	}
	if h.Place != "" {
		out.Community = &api.Ref{ID: h.Community, Name: h.Place}
	}
	return out
}

type namesInput struct {
	Text  string `query:"text" required:"true" minLength:"1" maxLength:"200"`
	Limit int    `query:"limit" minimum:"1" maximum:"20" default:"6" doc:"of each sort"`
}

type nameJSON struct {
	ID    id.ID  `json:"id"`
	Title string `json:"title"`
	Hint  string `json:"hint,omitempty" doc:"handle, purpose, or the community of an item"`
	Kind  string `json:"kind,omitempty" doc:"of an item"`
}

type namesJSON struct {
	People      []nameJSON `json:"people"`
	Communities []nameJSON `json:"communities"`
	Items       []nameJSON `json:"items"`
	Tags        []tagJSON  `json:"tags"`
	Texts       []string   `json:"texts" doc:"what the text may become"`
}

type tagJSON struct {
	ID   id.ID  `json:"id"`
	Name string `json:"name"`
	Slug string `json:"slug"`
}

func (p *Pages) apiNames(ctx context.Context, actor access.Actor, in *namesInput) (*api.Answer[namesJSON], error) {
	n, err := p.Engine.Names(ctx, actor, in.Text, in.Limit)
	if err != nil {
		return nil, err
	}
	show := func(n search.Name) nameJSON { return nameJSON(n) }
	out := namesJSON{People: api.Each(n.People, show), Communities: api.Each(n.Communities, show), Items: api.Each(n.Items, show), Tags: []tagJSON{}, Texts: n.Texts}
	for _, t := range n.Tags {
		out.Tags = append(out.Tags, tagJSON{t.ID, t.Name, t.Slug})
	}
	if out.Texts == nil {
		out.Texts = []string{}
	}
	return api.Of(out), nil
}
