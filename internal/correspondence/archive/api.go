package archive

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/id"
	"parvis/internal/web"
)

const apiTag = "Archive of dispatches"

type programs struct{ *Service }

// API declares what programs do with the archive.
func API(a *api.API, s *Service) {
	p := programs{s}
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/archive/dispatches", ID: "search-dispatches", Tag: apiTag, Action: Consult,
		Summary: "Search the released dispatches that one may read", Detail: "The last released first or, with words, the best first. With words a page may be short, or empty, and not the last: filters leave out part of what the words find.",
	}, p.search)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/dispatches/{item}/affair", ID: "read-affair", Tag: apiTag, Action: access.ReadItem,
		Summary: "Read the affair of a dispatch", Detail: "As far as one may read it, the first released first. A reference to what one may not read has no dispatch; it is there only when its author lets others know of it.",
	}, p.affair)
}

type searchInput struct {
	api.Paging
	Text       string `query:"text" maxLength:"400" doc:"words, with the operators of the search"`
	Unit       string `query:"unit" maxLength:"200" doc:"code, acronym or name of a unit that issued or received it"`
	Side       string `query:"side" enum:"from,to" doc:"the unit issued it, or received it"`
	Received   string `query:"received" enum:"action,info" doc:"for action or for information"`
	Tag        string `query:"tag" maxLength:"100"`
	From       string `query:"from" maxLength:"10" doc:"first day, 2026-07-14"`
	Until      string `query:"until" maxLength:"10" doc:"last day"`
	Type       string `query:"type" maxLength:"20"`
	Precedence string `query:"precedence" enum:"routine,urgent,immediate"`
	Protection string `query:"protection" enum:"public,limited,restricted"`
	Sort       string `query:"sort" enum:"best,date" doc:"with words"`
}

type dispatchJSON struct {
	Item       id.ID      `json:"item"`
	Title      string     `json:"title"`
	Excerpt    string     `json:"excerpt" doc:"empty for a restricted one: who opens it is written down"`
	Type       string     `json:"type"`
	Precedence string     `json:"precedence" enum:"routine,urgent,immediate"`
	Protection string     `json:"protection" enum:"public,limited,restricted"`
	Year       int        `json:"year,omitempty"`
	Number     int        `json:"number,omitempty"`
	Original   string     `json:"original,omitempty" doc:"the number that it had where it was released, when it was elsewhere"`
	Released   clock.Time `json:"released"`
	From       unitJSON   `json:"from"`
	Acting     []unitJSON `json:"acting"`
	Informed   []unitJSON `json:"informed"`
	Expects    string     `json:"expects,omitempty"`
	Due        clock.Time `json:"due,omitzero"`
}

type unitJSON struct {
	Unit id.ID  `json:"unit"`
	Code string `json:"code"`
	Name string `json:"name"`
}

type affairJSON struct {
	Name    string     `json:"name"`
	Entries []nodeJSON `json:"entries"`
	More    bool       `json:"more" doc:"there are more than are listed"`
}

type nodeJSON struct {
	dispatchJSON
	References []referenceJSON `json:"references"`
}

type referenceJSON struct {
	Relation string `json:"relation" enum:"refers,answers,instructs,corrects"`
	Item     id.ID  `json:"item,omitempty" doc:"absent for a dispatch that one may not read"`
	Title    string `json:"title,omitempty"`
}

func (p programs) search(ctx context.Context, actor access.Actor, in *searchInput) (*api.Page[dispatchJSON], error) {
	after, err := parseCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	asked := url.Values{"q": {in.Text}, "unit": {in.Unit}, "side": {in.Side}, "acts": {in.Received}, "tag": {in.Tag}, "from": {in.From}, "until": {in.Until}, "type": {in.Type}, "sort": {in.Sort}}
	for code, word := range precedences() {
		if word == in.Precedence {
			asked.Set("precedence", strconv.Itoa(int(code)))
		}
	}
	for code, word := range protections() {
		if word == in.Protection {
			asked.Set("protection", strconv.Itoa(int(code)))
		}
	}
	f, err := p.Ask(ctx, actor, asked)
	if err != nil {
		return nil, err
	}
	page, err := p.Find(ctx, actor, f, after, in.Limit)
	if err != nil {
		return nil, err
	}
	var last web.Cursor
	if page.Next != nil {
		last = page.Next.keys()
	}
	return api.PageOf(api.Each(page.Rows, dispatchOf), last), nil
}

type affairInput struct {
	Item api.ID `path:"item" doc:"id of any dispatch of the affair"`
}

func (p programs) affair(ctx context.Context, actor access.Actor, in *affairInput) (*api.Answer[affairJSON], error) {
	a, err := p.Affair(ctx, actor, in.Item.ID)
	if err != nil {
		return nil, err
	}
	out := affairJSON{Name: a.Name, More: a.More, Entries: []nodeJSON{}}
	for _, n := range a.Nodes {
		one := nodeJSON{dispatchJSON: dispatchOf(n.Row), References: []referenceJSON{}}
		for _, l := range n.Links {
			r := referenceJSON{Relation: relations()[l.Relation]}
			if l.Row != nil {
				r.Item, r.Title = l.Row.Item, l.Row.Title
			}
			one.References = append(one.References, r)
		}
		out.Entries = append(out.Entries, one)
	}
	return &api.Answer[affairJSON]{Body: out}, nil
}

func dispatchOf(r Row) dispatchJSON {
	out := dispatchJSON{
		Item: r.Item, Title: r.Title, Excerpt: r.Excerpt, Type: r.Type, Precedence: precedences()[r.Precedence], Protection: protections()[r.Protection],
		Year: r.Year, Number: r.Number, Original: r.Original, Released: r.Released, From: unitOf(r.Issuer), Acting: []unitJSON{}, Informed: []unitJSON{},
		Expects: r.Expects, Due: r.Due,
	}
	for _, a := range r.To {
		if a.Acts {
			out.Acting = append(out.Acting, unitOf(a.Unit))
		} else {
			out.Informed = append(out.Informed, unitOf(a.Unit))
		}
	}
	return out
}

func unitOf(u Unit) unitJSON { return unitJSON{Unit: u.ID, Code: u.Code, Name: u.Name} }

func precedences() map[correspondence.Precedence]string {
	return map[correspondence.Precedence]string{correspondence.Routine: "routine", correspondence.Urgent: "urgent", correspondence.Immediate: "immediate"}
}

func protections() map[access.Protection]string {
	return map[access.Protection]string{access.Public: "public", access.Limited: "limited", access.Restricted: "restricted"}
}

func relations() map[correspondence.Relation]string {
	return map[correspondence.Relation]string{
		correspondence.Refers: "refers", correspondence.Answers: "answers", correspondence.Instructs: "instructs", correspondence.Corrects: "corrects",
	}
}
