package archive

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/search"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Pages are the screens of the archive.
type Pages struct {
	Service *Service
	// Keep is the form with which a search of a page is kept under a name.
	Keep func(path, address, name string) templ.Component
}

// Path is that of the archive.
const Path = "/dispatches/archive"

// Routes declares the screens and what is taken away.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get(Path, Consult, p.archive)
	rt.Get("/affairs/{item}", access.ReadItem, p.affair)
	for path, take := range map[string]func(context.Context, access.Actor, id.ID) (File, error){
		"/dispatches/{item}/export.pdf": p.Service.PDF, "/dispatches/{item}/export.eml": p.Service.Message,
		"/affairs/{item}/export.pdf": p.Service.AffairPDF, "/affairs/{item}/export.zip": p.Service.AffairMessages,
	} {
		rt.Get(path, access.ReadItem, taken(take))
	}
}

func affairURL(item id.ID) string { return "/affairs/" + item.String() }

// screen is the archive as it was asked for.
type screen struct {
	Page
	asked  url.Values
	types  []typeRow
	first  bool
	errors ui.Errors
	keep   templ.Component
}

func (p *Pages) archive(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	after, err := parseCursor(r.Query("after"))
	if err != nil {
		return nil, err
	}
	v := screen{asked: r.Queries(names...), first: after == nil}
	if v.types, err = typesOf(ctx, p.Service.DB); err != nil {
		return nil, err
	}
	f, err := p.Service.Ask(ctx, r.Actor, v.asked)
	if fault.KindOf(err) == fault.Invalid {
		v.errors = ui.ErrorsFrom(ctx, err)
		return web.PageStatus(fault.Invalid.Status(), archivePage(v)), nil
	}
	if err != nil {
		return nil, err
	}
	if v.Page, err = p.Service.Find(ctx, r.Actor, f, after, PageSize); err != nil {
		return nil, err
	}
	v.keep = p.Keep(Path, search.Address(v.asked, names), v.asked.Get("q"))
	return web.Page(archivePage(v)), nil
}

// affairScreen is an affair in one of its views.
type affairScreen struct {
	Affair
	graph   bool
	browses bool // its reader has the archive, which guests have not
}

func (p *Pages) affair(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	a, err := p.Service.Affair(r.Context(), r.Actor, item)
	if err != nil {
		return nil, err
	}
	return web.Page(affairPage(affairScreen{a, r.Query("view") == "graph", r.Actor.IsAgent()})), nil
}

// taken answers with what is taken away: to be saved, never shown in the page.
func taken(take func(context.Context, access.Actor, id.ID) (File, error)) web.Handler {
	return func(r *web.Request) (web.Reply, error) {
		item, err := r.PathID("item")
		if err != nil {
			return nil, err
		}
		f, err := take(r.Context(), r.Actor, item)
		if err != nil {
			return nil, err
		}
		return web.Written(f.Name, f.Media, f.Write), nil
	}
}

// String writes a cursor for an address.
func (c Cursor) String() string { return c.keys().String() }

func (c Cursor) keys() web.Cursor {
	at := int64(0)
	if !c.Released.IsZero() {
		at = c.Released.UnixMilli()
	}
	return web.Cursor{at, int64(c.Item), int64(c.Seen)}
}

func parseCursor(s string) (*Cursor, error) {
	c, err := web.ParseCursor(s, 3)
	if err != nil || c == nil {
		return nil, err
	}
	if c[1] < 0 || c[2] < 0 {
		return nil, fault.New(fault.Malformed, "web.bad_cursor")
	}
	return &Cursor{Released: moment(c[0]), Item: id.ID(c[1]), Seen: int(c[2])}, nil
}

func moment(ms int64) clock.Time { return web.Key{At: ms}.Time() }
