package desk

import (
	"net/url"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Pages are the screens of desks.
type Pages struct {
	Service  *Service
	Markdown *text.Renderer
	Notices  *notification.Service
}

// formSize bounds the forms of this feature, in bytes.
const formSize = 64 << 10

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/desk", See, p.desks)
	rt.Get("/desk/followed", See, p.allFollowed)
	rt.Get("/desk/{unit}", See, p.desk)
	rt.Get("/desk/{unit}/below", See, p.below)
	rt.Get("/desk/{unit}/selection", See, p.selection)
	rt.Get("/desk/{unit}/{item}", See, p.one)
	rt.Get("/desk/{unit}/{item}/live", See, p.live)
	rt.Get("/contributions/{note}", SeeAsked, p.asked)
	rt.Post("/contributions/{note}", Contribute, p.give)
	p.layoutRoutes(rt)
	for name, do := range p.gestures() {
		rt.Post("/desk/{unit}/{item}/"+name, Work, p.gesture(name, do))
	}
	rt.Post("/desk/{unit}/{item}/unsay/{note}", Work, p.unsay)
}

func deskURL(unit id.ID) string { return "/desk/" + unit.String() }

func oneURL(unit, item id.ID) string { return deskURL(unit) + "/" + item.String() }

// screen is a desk.
type screen struct {
	Page
	view  View
	first bool
	now   clock.Time
	self  id.ID
	asked []Contribution // of who looks, by any unit
	picks []Desk         // whose selection of the day is read from here
	news  *followed      // what who looks follows; nil where it does not show

	compares bool   // who looks sees how several desks do
	here     string // the address of this page, to come back to
}

// desks leads to the only desk of who asks, or shows the choice.
func (p *Pages) desks(r *web.Request) (web.Reply, error) {
	list, err := p.Service.Desks(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	if len(list) == 1 {
		return web.See(deskURL(list[0].ID)), nil
	}
	asked, err := p.Service.Asked(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	compares, err := p.Service.Compares(r.Context(), r.Actor)
	return web.Page(desksPage(list, asked, compares)), err
}

func viewOf(name string) View {
	switch v := View(name); v {
	case ToRead, Done:
		return v
	}
	return ToHandle
}

func (p *Pages) desk(r *web.Request) (web.Reply, error) {
	unit, err := r.PathID("unit")
	if err != nil {
		return nil, err
	}
	after, err := parseCursor(r.Query("after"))
	if err != nil {
		return nil, err
	}
	s, err := p.listed(r, unit, viewOf(r.Query("view")), after)
	if err != nil {
		return nil, err
	}
	if s.compares, err = p.Service.Compares(r.Context(), r.Actor); err != nil {
		return nil, err
	}
	if s.picks, err = p.Service.Selections(r.Context(), s.Desk); err != nil {
		return nil, err
	}
	if s.first {
		if s.asked, err = p.Service.Asked(r.Context(), r.Actor); err != nil {
			return nil, err
		}
	}
	if s.first && s.view == ToRead {
		if s.news, err = p.followed(r, notification.Place{}, fewFollowed); err != nil {
			return nil, err
		}
	}
	return web.Page(deskPage(s)), nil
}

// listed is a part of a desk, without what stands around its lists.
func (p *Pages) listed(r *web.Request, unit id.ID, v View, after *Cursor) (screen, error) {
	s := screen{view: v, first: after == nil, now: r.Now, self: r.Actor.Person()}
	var err error
	s.Page, err = p.Service.List(r.Context(), r.Actor, unit, v, after, PageOfDesk)
	s.here = s.href(v, after)
	return s, err
}

// href is a view of the desk, from a place on.
func (s screen) href(v View, after *Cursor) string {
	query := url.Values{}
	if v != ToHandle {
		query.Set("view", string(v))
	}
	if after != nil {
		query.Set("after", after.String())
	}
	if len(query) == 0 {
		return deskURL(s.Desk.ID)
	}
	return deskURL(s.Desk.ID) + "?" + query.Encode()
}

// String writes a cursor for an address.
func (c Cursor) String() string { return c.keys().String() }

func (c Cursor) keys() web.Cursor {
	past := int64(0)
	if c.Past {
		past = 1
	}
	return web.Cursor{millis(c.AsOf), past, int64(c.Rank), millis(c.Due), millis(c.Arrived), int64(c.Item), int64(c.Unit), int64(c.Merit)}
}

func parseCursor(s string) (*Cursor, error) {
	c, err := web.ParseCursor(s, 8)
	if err != nil || c == nil {
		return nil, err
	}
	return &Cursor{AsOf: moment(c[0]), Past: c[1] != 0, Rank: int(c[2]), Due: moment(c[3]), Arrived: moment(c[4]), Item: id.ID(c[5]), Unit: id.ID(c[6]), Merit: int(c[7])}, nil
}

func millis(t clock.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) clock.Time {
	if ms == 0 {
		return clock.Time{}
	}
	return web.Key{At: ms}.Time()
}

// belowScreen is what waits on the desks below one.
type belowScreen struct {
	Below
	only  id.ID
	first bool
	now   clock.Time
}

func (p *Pages) below(r *web.Request) (web.Reply, error) {
	unit, err := r.PathID("unit")
	if err != nil {
		return nil, err
	}
	after, err := parseCursor(r.Query("after"))
	if err != nil {
		return nil, err
	}
	v := belowScreen{only: r.QueryID("desk"), first: after == nil, now: r.Now}
	if v.Below, err = p.Service.Below(r.Context(), r.Actor, unit, v.only, after, PageOfDesk); err != nil {
		return nil, err
	}
	return web.Page(belowPage(v)), nil
}

func (v belowScreen) href(only id.ID, after *Cursor) string {
	query := url.Values{}
	if only != 0 {
		query.Set("desk", only.String())
	}
	if after != nil {
		query.Set("after", after.String())
	}
	if len(query) == 0 {
		return deskURL(v.Below.Desk.ID) + "/below"
	}
	return deskURL(v.Below.Desk.ID) + "/below?" + query.Encode()
}

// selectionScreen is what a desk kept for the day.
type selectionScreen struct {
	Selection
	texts map[id.ID]string // HTML
	now   clock.Time
	self  id.ID
	// copied: this is what a browser keeps to be read without network. What is
	// restricted is not in it: it would be read by whoever opens a lost phone, and
	// its readers would not be known.
	copied bool
}

// copyHeader is sent by scripts that fetch a page to keep it in the browser.
const copyHeader = "Parvis-Copy"

func (p *Pages) selection(r *web.Request) (web.Reply, error) {
	unit, err := r.PathID("unit")
	if err != nil {
		return nil, err
	}
	v := selectionScreen{texts: map[id.ID]string{}, now: r.Now, self: r.Actor.Person(), copied: r.Header.Get(copyHeader) != ""}
	if v.Selection, err = p.Service.Selection(r.Context(), r.Actor, unit); err != nil {
		return nil, err
	}
	var items []id.ID
	for _, row := range v.Rows {
		if !v.leaves(row) {
			items = append(items, row.Item)
		}
	}
	sources, err := p.Service.Content.Texts(r.Context(), r.Actor, items)
	if err != nil {
		return nil, err
	}
	for item, source := range sources {
		v.texts[item] = p.Markdown.HTML(source, text.Refs{}, "selection")
	}
	return web.Page(selectionPage(v)), nil
}

// leaves tells whether a dispatch is left out of what this page shows.
func (v selectionScreen) leaves(r Row) bool { return v.copied && r.Protection == access.Restricted }

// oneScreen is a delivery, with what was typed in one of its forms.
type oneScreen struct {
	One
	html   string
	desks  []Desk // to which it may be passed
	open   string // the form in sight
	back   string
	self   id.ID
	values url.Values
	errors ui.Errors
}

func (p *Pages) one(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	// Before the page is drawn, which counts what was not seen. What one does not
	// read has no line that shows.
	if err := p.Notices.Saw(r.Context(), r.Actor, notification.Target{Kind: notification.Item, ID: item}); err != nil {
		return nil, err
	}
	return p.showOne(r, oneScreen{open: r.Query("form"), back: r.Query("back"), values: url.Values{}}, nil)
}

// showOne shows a delivery, again when a form of it was refused.
func (p *Pages) showOne(r *web.Request, v oneScreen, why error) (web.Reply, error) {
	if err := p.fill(r, &v); err != nil {
		return nil, err
	}
	if why == nil {
		return web.Page(onePage(v)), nil
	}
	v.errors = ui.ErrorsFrom(r.Context(), why)
	if r.IsFragment() && shows(r, "delivery") {
		return web.FragmentStatus(fault.KindOf(why).Status(), delivery(v)), nil
	}
	return web.PageStatus(fault.KindOf(why).Status(), onePage(v)), nil
}

// fill reads the delivery that an address names.
func (p *Pages) fill(r *web.Request, v *oneScreen) error {
	unit, err := r.PathID("unit")
	if err != nil {
		return err
	}
	item, err := r.PathID("item")
	if err != nil {
		return err
	}
	ctx := r.Context()
	if v.One, err = p.Service.Look(ctx, r.Actor, unit, item); err != nil {
		return err
	}
	if v.desks, err = allDesks(ctx, p.Service.DB); err != nil {
		return err
	}
	sources, err := p.Service.Content.Texts(ctx, r.Actor, []id.ID{item})
	v.html, v.self = p.Markdown.HTML(sources[item], text.Refs{}, "desk"), r.Actor.Person()
	v.back = p.backTo(unit, v.back)
	return err
}

// backTo is where a gesture leads: an address of this site, the desk otherwise.
func (p *Pages) backTo(unit id.ID, back string) string {
	if back == "" || web.LocalPath(back) != back {
		return deskURL(unit)
	}
	return back
}
