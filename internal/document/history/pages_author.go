package history

import (
	"strconv"

	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/web"
)

// signed is a version by those who wrote it.
type signed struct {
	Item    content.Item
	Of      document.Moment
	Name    Version
	Lines   []SignedLine
	Authors []Author
	Person  id.ID // whose lines alone are shown, 0 for all
}

// authors shows who wrote each passage of a version.
func (p *Pages) authors(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	it, _, err := p.document(r)
	if err != nil {
		return nil, err
	}
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		return nil, fault.NotFound()
	}
	v := signed{Item: it, Person: r.QueryID("person")}
	if v.Of, err = p.Service.Documents.Moment(ctx, r.Actor, it.ID, number); err != nil {
		return nil, err
	}
	if v.Lines, v.Authors, err = p.Service.Signed(ctx, r.Actor, it.ID, number); err != nil {
		return nil, err
	}
	named, err := p.Service.Versions(ctx, r.Actor, it.ID)
	for _, n := range named {
		if n.Number == number {
			v.Name = n
		}
	}
	return web.Page(authorsPage(v)), err
}

// authorsNow leads to who wrote what stands now.
func (p *Pages) authorsNow(r *web.Request) (web.Reply, error) {
	it, _, err := p.document(r)
	if err != nil {
		return nil, err
	}
	last, err := p.Service.Documents.Last(r.Context(), r.Actor, it.ID)
	return web.See(authorsURL(it.ID, last, 0)), err
}
