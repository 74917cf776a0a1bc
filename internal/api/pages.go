package api

import (
	"slices"

	"parvis/internal/access"
	"parvis/internal/web"
)

// readDocs is open: the description holds nothing of the site's content.
var readDocs = access.On(access.None, "api.docs", access.Read, access.Anyone)

// group is the operations of one tag, for the page.
type group struct {
	Tag        string
	Operations []Operation
}

// Routes declares the page and hands everything else under Prefix to the
// operations.
func (a *API) Routes(rt *web.Router) {
	rt.Get(Prefix+"/docs", readDocs, func(*web.Request) (web.Reply, error) {
		return web.Page(docsPage(a.groups())), nil
	})
	rt.Mount(Prefix+"/", a.Handler())
}

func (a *API) groups() []group {
	var out []group
	for _, op := range a.operations {
		at := slices.IndexFunc(out, func(g group) bool { return g.Tag == op.Tag })
		if at < 0 {
			out, at = append(out, group{Tag: op.Tag}), len(out)
		}
		out[at].Operations = append(out[at].Operations, op)
	}
	return out
}
