package proposal

import (
	"parvis/internal/access"
	"parvis/internal/web"
)

// Pages are what the editor asks of proposals.
type Pages struct{ Service *Service }

// Routes declares it.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/d/{item}/proposers", access.ReadItem, p.proposers)
}

// proposers are the names of those whose proposals stand in a document, by id.
func (p *Pages) proposers(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	names, err := p.Service.Names(r.Context(), r.Actor, item)
	if err != nil {
		return nil, err
	}
	return web.JSON(names), nil
}
