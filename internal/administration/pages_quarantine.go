package administration

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/web"
)

func (p *Pages) quarantine(r *web.Request) (web.Reply, error) {
	list, err := p.Service.Quarantined(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	return web.Page(quarantinePage(quarantineView{Tabs: p.tabs(r, "/admin/quarantine"), List: list})), nil
}

// settleFile releases or destroys a held file.
func (p *Pages) settleFile(do func(context.Context, access.Actor, string) error, done string) web.Handler {
	return func(r *web.Request) (web.Reply, error) {
		if err := do(r.Context(), r.Actor, r.PathValue("content")); err != nil {
			return nil, err
		}
		return web.SeeSaying("/admin/quarantine", done), nil
	}
}
