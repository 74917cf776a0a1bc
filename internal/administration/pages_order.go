package administration

import (
	"net/url"
	"slices"
	"strconv"

	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

func (p *Pages) charter(r *web.Request) (web.Reply, error) {
	c, err := p.Service.People.CurrentCharter(r.Context(), p.Service.DB)
	if err != nil {
		return nil, err
	}
	return p.charterPage(r, charterView{Source: c.Source, Based: c.Version})
}

func (p *Pages) charterPage(r *web.Request, v charterView) (web.Reply, error) {
	list, err := p.Service.People.Charters(r.Context())
	if err != nil {
		return nil, err
	}
	v.Tabs, v.List = p.tabs(r, "/admin/charter"), list
	return web.PageStatus(status(v.Errors), charterPage(v)), nil
}

// publishCharter shows what the charter would look like, or publishes it.
func (p *Pages) publishCharter(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	v := charterView{Source: form.Text("source", identity.CharterMax)}
	v.Based, err = strconv.Atoi(form.Values().Get("based"))
	if err != nil {
		return nil, fault.New(fault.Malformed, fault.Malformed.Key()).Because(err)
	}
	if err = form.Err(); err == nil && form.Has("preview") {
		v.Preview = p.Markdown.HTML(v.Source, text.Refs{}, "charter")
		return p.charterPage(r, v)
	}
	if err == nil {
		_, err = p.Service.PublishCharter(r.Context(), r.Actor, v.Based, v.Source)
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) (web.Reply, error) {
			v.Source, v.Errors = form.Values().Get("source"), e
			return p.charterPage(r, v)
		})
	}
	return web.SeeSaying("/admin/charter", "administration.charter.published"), nil
}

func (p *Pages) charterVersion(r *web.Request) (web.Reply, error) {
	version, err := strconv.Atoi(r.PathValue("version"))
	if err != nil {
		return nil, fault.NotFound().Because(err)
	}
	list, err := p.Service.People.Charters(r.Context())
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(list, func(c identity.Charter) bool { return c.Version == version })
	if at < 0 {
		return nil, fault.NotFound()
	}
	v := versionView{Tabs: p.tabs(r, "/admin/charter"), Charter: list[at], HTML: p.Markdown.HTML(list[at].Source, text.Refs{}, "charter")}
	if at+1 < len(list) {
		v.Changes = text.Diff(list[at+1].Source, list[at].Source)
	}
	return web.Page(versionPage(v)), nil
}

func (p *Pages) tags(r *web.Request) (web.Reply, error) { return p.tagsPage(r, refusedTag{}) }

func (p *Pages) tagsPage(r *web.Request, refused refusedTag) (web.Reply, error) {
	at, err := web.ParseCursor(r.Query("after"), 2)
	if err != nil {
		return nil, err
	}
	var after content.TagKey
	if at != nil {
		after = content.TagKey{Uses: int(at[0]), ID: id.ID(at[1])}
	}
	v := tagsView{Tabs: p.tabs(r, "/admin/tags"), Words: r.Query("q"), Refused: refused, Here: tagsAddress("", r)}
	var next content.TagKey
	if v.List, next, err = p.Service.AllTags(r.Context(), r.Actor, v.Words, after); err != nil {
		return nil, err
	}
	if next.ID != 0 {
		v.Next = "/admin/tags?" + url.Values{"q": {v.Words}, "after": {tagCursor(next).String()}}.Encode()
	}
	return web.PageStatus(status(refused.Errors), tagsPage(v)), nil
}

// tagsAddress is an address of the tags with the part of their list that is
// read, so that a gesture comes back to it.
func tagsAddress(path string, r *web.Request) string {
	list := url.Values{}
	for _, name := range []string{"q", "after"} {
		if value := r.Query(name); value != "" {
			list.Set(name, value)
		}
	}
	if len(list) == 0 {
		return path
	}
	return path + "?" + list.Encode()
}

// tagCursor is where the next page of tags begins, nil on the last.
func tagCursor(k content.TagKey) web.Cursor {
	if k.ID == 0 {
		return nil
	}
	return web.Cursor{int64(k.Uses), int64(k.ID)}
}

func (p *Pages) renameTag(r *web.Request) (web.Reply, error) {
	tag, err := r.PathID("tag")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	name := form.Line("name", 60)
	if err = form.Err(); err == nil {
		err = p.Service.RenameTag(r.Context(), r.Actor, tag, name)
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) (web.Reply, error) {
			return p.tagsPage(r, refusedTag{Tag: tag, Name: form.Values().Get("name"), Errors: e})
		})
	}
	return web.SeeSaying(tagsAddress("/admin/tags", r), "administration.tags.renamed"), nil
}

func (p *Pages) mergeTag(r *web.Request) (web.Reply, error) {
	tag, err := r.PathID("tag")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	into := form.Line("into", 60)
	form.Required("into")
	if err = form.Err(); err == nil {
		err = p.Service.MergeTags(r.Context(), r.Actor, tag, into)
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) (web.Reply, error) {
			return p.tagsPage(r, refusedTag{Tag: tag, Into: form.Values().Get("into"), Errors: e})
		})
	}
	return web.SeeSaying(tagsAddress("/admin/tags", r), "administration.tags.merged"), nil
}

func (p *Pages) dropTags(r *web.Request) (web.Reply, error) {
	n, err := p.Service.DropUnusedTags(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	return web.SeeSaying("/admin/tags", "administration.tags.dropped", "count", n), nil
}

func (p *Pages) places(r *web.Request) (web.Reply, error) {
	list, next, err := p.Service.Places(r.Context(), r.Actor, r.Query("q"), after(r))
	if err != nil {
		return nil, err
	}
	return web.Page(placesPage(placesView{
		Tabs: p.tabs(r, "/admin/communities"), List: list, Words: r.Query("q"), Next: older("/admin/communities", r.URL.Query(), next),
	})), nil
}

func (p *Pages) place(r *web.Request) (web.Reply, error) { return p.placePage(r, "", ui.Errors{}) }

func (p *Pages) placePage(r *web.Request, typed string, e ui.Errors) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	place, managers, err := p.Service.Place(r.Context(), r.Actor, community)
	if err != nil {
		return nil, err
	}
	return web.PageStatus(status(e), placePage(placeView{Tabs: p.tabs(r, "/admin/communities"), Place: place, Managers: managers, Typed: typed, Errors: e})), nil
}

func (p *Pages) archive(r *web.Request) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	if err := p.Service.Communities.Archive(r.Context(), r.Actor, community); err != nil {
		return again(r, err, func(e ui.Errors) (web.Reply, error) { return p.placePage(r, "", e) })
	}
	here := "/admin/communities/" + community.String()
	return web.Undoable(here, "administration.communities.archived", here+"/reopen"), nil
}

func (p *Pages) reopen(r *web.Request) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	if err := p.Service.Communities.Reopen(r.Context(), r.Actor, community); err != nil {
		return again(r, err, func(e ui.Errors) (web.Reply, error) { return p.placePage(r, "", e) })
	}
	return web.SeeSaying("/admin/communities/"+community.String(), "administration.communities.reopened"), nil
}

func (p *Pages) appoint(r *web.Request) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	login := form.Line("person", identity.EmailMax)
	form.Required("person")
	if err = form.Err(); err == nil {
		err = p.Service.Appoint(r.Context(), r.Actor, community, login)
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) (web.Reply, error) { return p.placePage(r, login, e) })
	}
	return web.SeeSaying("/admin/communities/"+community.String(), "administration.communities.appointed"), nil
}
