package setting

import (
	"net/url"
	"strconv"

	"parvis/internal/fault"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Where types and lists are kept.
const (
	TypesPath = "/admin/dispatch-types"
	ListsPath = "/dispatches/lists"
)

// formSize bounds the forms of this feature, in bytes.
const formSize = 256 << 10

// Pages are the screens of types and lists.
type Pages struct{ Service *Service }

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get(TypesPath, Configure, p.types)
	rt.Post(TypesPath, Configure, p.setType)
	rt.Post(TypesPath+"/{code}/retire", Configure, p.turnType(true))
	rt.Post(TypesPath+"/{code}/restore", Configure, p.turnType(false))
	rt.Post(TypesPath+"/{code}/revert", Configure, p.revertType)
	rt.Get(ListsPath, Keep, p.lists)
	rt.Post(ListsPath, Keep, p.setList)
	rt.Post(ListsPath+"/{list}/retire", Keep, p.turnList(true))
	rt.Post(ListsPath+"/{list}/restore", Keep, p.turnList(false))
	rt.Post(ListsPath+"/{list}/revert", Keep, p.revertList)
}

// typed is a form as it is shown: what was typed, and what is wrong with it.
type typed struct {
	values url.Values
	errors ui.Errors
}

func (t typed) value(name string) string   { return t.values.Get(name) }
func (t typed) problem(name string) string { return t.errors.For(name) }

// refusal is the sentence for who asked for what cannot be done now, nil when
// err is something else.
func refusal(path string, err error) web.Reply {
	if f, ok := fault.As(err); ok && f.Kind == fault.Conflict {
		return web.SeeSaying(path, f.Key, f.Args...)
	}
	return nil
}

// undoURL reverts the change that made a version of what stands at an address.
func undoURL(at string, version int) string {
	return at + "/revert?version=" + strconv.Itoa(version)
}

// versionOf is the one that an address undoes, zero for none.
func versionOf(r *web.Request) int {
	n, _ := strconv.Atoi(r.Query("version"))
	return n
}

func invalid(err error) bool {
	f, ok := fault.As(err)
	return ok && f.Kind == fault.Invalid
}
