package history

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/web"
)

// Pages are the screens of the past of documents.
type Pages struct {
	Service  *Service
	Document *document.Pages // draws what a document says
	// Opened says that somebody saw what they were told of an item.
	Opened func(ctx context.Context, actor access.Actor, item id.ID) error
}

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/d/{item}/history", access.ReadItem, p.timeline)
	rt.Get("/d/{item}/history/{number}", access.ReadItem, p.version)
	rt.Post("/d/{item}/history/{number}/restore", document.Write, p.restore)
	rt.Post("/d/{item}/history/{number}/name", document.Write, p.name)
	rt.Post("/d/{item}/history/{number}/unname", document.Write, p.unname)
	rt.Post("/d/{item}/history/{number}/recall", document.Write, p.recall)
	rt.Get("/d/{item}/history/{number}/authors", access.ReadItem, p.authors)
	rt.Get("/d/{item}/authors", access.ReadItem, p.authorsNow)
	rt.Get("/d/{item}/compare", access.ReadItem, p.compare)
	rt.Get("/d/{item}/news", access.ReadItem, p.news)
	rt.Post("/d/{item}/seen", access.ReadItem, p.seen)
}

// past is the list of what was written, and when.
type past struct {
	Item     content.Item
	Days     []day
	Named    []Version
	Writers  []identity.Face
	Person   id.ID // whose writing alone is listed, 0 for everybody's
	Before   int64 // the list goes on from there, 0 for its beginning
	Next     int64 // where older writing begins, 0 for nowhere
	Last     int64
	Writes   bool
	Versions map[int64]Version
	Moments  []moment
}

// day is the bursts of one day.
type day struct {
	Name   string
	Bursts []Burst
}

func (p *Pages) timeline(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	it, label, err := p.document(r)
	if err != nil {
		return nil, err
	}
	v := past{Item: it, Person: r.QueryID("person"), Before: number(r.Query("before")), Writes: r.Actor.May(document.Write, label), Versions: map[int64]Version{}}
	list, more, err := p.Service.Bursts(ctx, r.Actor, it.ID, Wanted{Before: v.Before, Person: v.Person})
	if err != nil {
		return nil, err
	}
	for _, b := range list {
		name := i18n.From(ctx).Date(b.At.Time)
		if n := len(v.Days); n == 0 || v.Days[n-1].Name != name {
			v.Days = append(v.Days, day{Name: name})
		}
		last := &v.Days[len(v.Days)-1]
		last.Bursts = append(last.Bursts, b)
	}
	if more {
		v.Next = list[len(list)-1].To
	}
	if v.Last, err = p.Service.Documents.Last(ctx, r.Actor, it.ID); err != nil {
		return nil, err
	}
	if v.Writers, err = p.Service.Writers(ctx, r.Actor, it.ID); err != nil {
		return nil, err
	}
	if v.Moments, v.Named, err = p.moments(ctx, r.Actor, it.ID, v.Last); err != nil {
		return nil, err
	}
	for _, n := range v.Named {
		v.Versions[n.Number] = n
	}
	return web.Page(pastPage(v)), nil
}

// document is the item of the address, for who reads it.
func (p *Pages) document(r *web.Request) (content.Item, access.Label, error) {
	item, err := r.PathID("item")
	if err != nil {
		return content.Item{}, access.Label{}, err
	}
	it, label, err := p.Service.Content.Glance(r.Context(), r.Actor, access.ReadItem, item)
	if err == nil && it.Kind != document.Kind {
		err = fault.NotFound()
	}
	return it, label, err
}

// moment is a version that may be chosen to be compared.
type moment struct {
	Number int64
	Label  string
}

// momentsOffered is how many bursts are offered beside the versions that have a
// name.
const momentsOffered = 100

// moments are the versions to choose from: how it stands now, those with a name,
// and the last bursts.
func (p *Pages) moments(ctx context.Context, actor access.Actor, item id.ID, last int64) (list []moment, named []Version, err error) {
	if named, err = p.Service.Versions(ctx, actor, item); err != nil {
		return nil, nil, err
	}
	bursts, _, err := p.Service.bursts(ctx, item, Wanted{}, momentsOffered)
	if err != nil {
		return nil, nil, err
	}
	offered := map[int64]bool{}
	offer := func(number int64, label string) {
		if !offered[number] {
			offered[number] = true
			list = append(list, moment{number, label})
		}
	}
	for _, v := range named {
		offer(v.Number, i18n.T(ctx, "document.moment.named", "name", v.Name, "date", i18n.From(ctx).DateTime(v.At.Time)))
	}
	offer(last, i18n.T(ctx, "document.moment.now"))
	for _, b := range bursts {
		offer(b.To, i18n.T(ctx, "document.moment.burst", "date", i18n.From(ctx).DateTime(b.At.Time), "names", names(ctx, b.People)))
	}
	offer(0, i18n.T(ctx, "document.version.first"))
	return list, named, nil
}

// compare leads to two moments side by side, the earlier first whatever the
// order in which they were chosen.
func (p *Pages) compare(r *web.Request) (web.Reply, error) {
	it, _, err := p.document(r)
	if err != nil {
		return nil, err
	}
	from, to := number(r.Query("from")), number(r.Query("to"))
	return web.See(changesURL(it.ID, min(from, to), max(from, to))), nil
}

// news leads to what is new to the reader, or to the document when nothing is.
func (p *Pages) news(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	it, _, err := p.document(r)
	if err != nil {
		return nil, err
	}
	t, err := p.Service.Content.Read(ctx, r.Actor, it.ID, content.At{})
	if err != nil {
		return nil, err
	}
	n, err := p.Service.New(ctx, r.Actor, it.ID, t.Seen)
	if err != nil {
		return nil, err
	}
	if len(n.People) == 0 {
		return web.See(document.Href(it.ID)), nil
	}
	if err := p.Opened(ctx, r.Actor, it.ID); err != nil {
		return nil, err
	}
	return web.See(changesURL(it.ID, n.From, n.To)), nil
}

// seen notes how far somebody read: until now as their page goes out of sight,
// or up to what they say is seen for good.
func (p *Pages) seen(r *web.Request) (web.Reply, error) {
	it, _, err := p.document(r)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(1 << 10)
	if err != nil {
		return nil, err
	}
	if form.Has("upto") {
		if err := p.Service.Acknowledge(r.Context(), r.Actor, it.ID, number(form.Line("upto", 20))); err != nil {
			return nil, err
		}
		return web.See(document.Href(it.ID)), nil
	}
	if err := p.Service.Look(r.Context(), r.Actor, it.ID); err != nil {
		return nil, err
	}
	return web.Nothing(), nil
}

// News is the notice of what was written since the last visit of the reader, for
// the top of the document; nil when nothing was.
func (p *Pages) News(r *web.Request, t content.Thread) (templ.Component, error) {
	if !r.SignedIn() {
		return nil, nil
	}
	n, err := p.Service.Arrive(r.Context(), r.Actor, t.ID, t.Seen)
	if err != nil || len(n.People) == 0 {
		return nil, err
	}
	return newsNotice(t.ID, n), nil
}

// number is an update of an address, 0 for what is none.
func number(raw string) int64 {
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
