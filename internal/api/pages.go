package api

import (
	"parvis/internal/access"
	"parvis/internal/web"
)

// readDocs is open: the description holds nothing of the site's content.
var readDocs = access.On(access.None, "api.docs", access.Read, access.Anyone)

// Routes declares the page and hands everything else under Prefix to the
// operations. It comes after every operation is registered.
func (a *API) Routes(rt *web.Router) {
	docs := a.Docs()
	rt.Get(Prefix+"/docs", readDocs, func(*web.Request) (web.Reply, error) {
		return web.Page(docsPage(docs)), nil
	})
	rt.Mount(Prefix+"/", a.Handler())
}
