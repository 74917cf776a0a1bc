package knowledge

import (
	"net/url"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// composing is the form to write a sheet, as it stands.
type composing struct {
	Place     content.Place
	Values    url.Values
	Sections  []*Node
	Readers   content.Readers
	Files     []content.File
	Proposed  []content.Tag
	Preview   string // HTML, when it was asked for
	Errors    ui.Errors
	Recovered clock.Time // when the draft that fills it was kept
	From      *Proposal  // the thread that it is made from
	Places    []content.Place
}

func (c composing) value(name string) string { return c.Values.Get(name) }

func (p *Pages) compose(r *web.Request) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	values := url.Values{"id": {p.Service.IDs.New().String()}, "origin": {r.Query("from")}, "comment": {r.Query("comment")}, "section": {r.Query("section")}}
	var recovered clock.Time
	if r.Query("fresh") == "" {
		drafts, err := p.Content.Drafts(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		if d, ok := draftFor(drafts, community, r.Query("draft"), r.Query("from")); ok {
			values, recovered = d.Values(), d.Updated
		}
	}
	c, err := p.composition(r, values)
	if err != nil {
		return nil, err
	}
	if c.Recovered = recovered; recovered.IsZero() {
		p.prefill(r, &c)
	}
	return web.Page(p.composePage(c)), nil
}

// prefill begins a sheet with what its thread says, or with an outline.
func (p *Pages) prefill(r *web.Request, c *composing) {
	ctx := r.Context()
	if from := c.From; from != nil {
		c.Values.Set("comment", from.Comment.String())
		c.Values.Set("title", from.Title)
		c.Values.Set("source", assembled(ctx, from.Parts))
		c.Values.Set("tags", strings.Join(from.Tags, ", "))
		c.Values.Set("sources", "/i/"+from.Origin.ID.String())
		if from.Origin.Community == c.Place.ID {
			c.Values.Set("audience", from.Audience.Name())
		}
		return
	}
	for _, t := range Templates() {
		if t.Code == r.Query("template") {
			c.Values.Set("source", i18n.T(ctx, "knowledge.template."+t.Code+".text"))
			c.Values.Set("template", t.Code)
		}
	}
}

// draftFor chooses which draft a form opens with: the one that was named, else
// one of the same thread, or of none.
func draftFor(drafts []content.Draft, community id.ID, named, from string) (content.Draft, bool) {
	i := slices.IndexFunc(drafts, func(d content.Draft) bool {
		form, ok := d.Form()
		if !ok || d.Fields["kind"] != Kind || d.Fields["community"] != community.String() {
			return false
		}
		return named == form || named == "" && d.Fields["origin"] == from
	})
	if i < 0 {
		return content.Draft{}, false
	}
	return drafts[i], true
}

// composition gathers what the form shows around what was typed.
func (p *Pages) composition(r *web.Request, values url.Values) (composing, error) {
	ctx := r.Context()
	community, err := r.PathID("community")
	if err != nil {
		return composing{}, err
	}
	if _, err := access.Load(ctx, p.Service.DB, r.Actor, content.Publish, community); err != nil {
		return composing{}, err
	}
	c := composing{Values: values}
	if c.Place, err = p.Content.Place(ctx, r.Actor, community); err != nil {
		return c, err
	}
	tree, err := p.Service.Tree(ctx, r.Actor, community, Wanted{})
	if err != nil {
		return c, err
	}
	c.Sections = tree.Sections()
	if c.Proposed, err = p.Content.CommunityTags(ctx, community); err != nil {
		return c, err
	}
	if c.Files, err = p.Content.Loose(ctx, r.Actor, id.List(values["file"])); err != nil {
		return c, err
	}
	if origin, err := id.Parse(values.Get("origin")); err == nil {
		if err := p.origin(r, &c, origin); err != nil {
			return c, err
		}
	}
	audience := access.AudienceNamed(values.Get("audience"))
	if c.From != nil && c.From.Origin.Community == community {
		audience = max(audience, c.From.Audience)
	}
	c.Readers, err = p.Content.WhoReads(ctx, r.Actor, community, audience, nil)
	return c, err
}

// origin adds the thread that a sheet is made from, where that may be.
func (p *Pages) origin(r *web.Request, c *composing, origin id.ID) error {
	comment, _ := id.Parse(c.Values.Get("comment")) // none takes the accepted answer
	from, err := p.Service.Propose(r.Context(), r.Actor, origin, comment)
	if err != nil {
		return err
	}
	if from.Origin.Community != c.Place.ID && !from.Elsewhere {
		return fault.New(fault.KindForbidden, "knowledge.from.elsewhere")
	}
	c.From = &from
	if from.Elsewhere {
		c.Places, err = p.Content.Places(r.Context(), r.Actor, content.Publish)
	}
	return err
}

func (p *Pages) write(r *web.Request) (web.Reply, error) {
	form, err := r.Form(uploadSize)
	if err != nil {
		return nil, err
	}
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	n := readNew(form, r.Host, community)
	values := form.Values()
	added, failed := p.Desk.Uploads(r, form)
	values["file"] = append(values["file"], added...)
	n.Files = append(n.Files, id.List(added)...)
	for _, f := range failed {
		form.Fail("files", f.Key, f.Args...)
	}
	switch {
	case form.Err() != nil:
		return p.recompose(r, values, form.Err())
	case values.Get("go") == "preview":
		return p.recompose(r, values, nil)
	case values.Get("go") == "draft":
		if err := p.Content.SaveDraft(r.Context(), r.Actor, n.Draft, fieldsOf(values, community)); err != nil {
			return p.recompose(r, values, err)
		}
		return web.SeeSaying("/drafts", "knowledge.draft.kept"), nil
	}
	it, err := p.Service.Write(r.Context(), r.Actor, n)
	switch {
	case content.IsReplay(err):
		if err := p.Content.Existing(r.Context(), r.Actor, n.ID); err != nil {
			return nil, err
		}
		return web.SeeSaying(content.Href(n.ID), content.ErrReplayed), nil
	case typed(err):
		return p.recompose(r, values, err)
	case err != nil:
		return nil, err
	case it.State == access.Pending:
		return web.SeeSaying(content.Href(it.ID), "knowledge.done.pending"), nil
	}
	return web.SeeSaying(content.Href(it.ID), "knowledge.done.written"), nil
}

// readNew reads the form; what is out of bounds is noted in it.
func readNew(form *web.Form, host string, community id.ID) New {
	n := New{New: content.New{
		ID: form.ID("id"), Community: community, Title: form.Line("title", content.MaxTitle), Source: form.Text("source", content.MaxSource),
		Tags: content.SplitTags(form.Line("tags", 1000)), Files: form.IDs("file", content.MaxFiles),
		Audience: access.AudienceNamed(form.Choice("audience", "everyone", "members", "managers")),
	}}
	n.Draft = "new-" + n.ID.String()
	n.Section, n.Origin, n.Comment = form.ID("section"), form.ID("origin"), form.ID("comment")
	n.Sources = sourcesIn(form.Text("sources", MaxSources*(MaxLink+content.MaxTitle)), host)
	return n
}

// recompose shows the form again, with what is wrong or how it would look.
func (p *Pages) recompose(r *web.Request, values url.Values, why error) (web.Reply, error) {
	if content.IsUsed(why) {
		values.Set("id", p.Service.IDs.New().String()) // what was typed goes on in a form of its own
	}
	c, err := p.composition(r, values)
	if err != nil {
		return nil, err
	}
	if why == nil {
		c.Preview = p.Markdown.HTML(values.Get("source"), noRefs, "")
		return web.Page(p.composePage(c)), nil
	}
	c.Errors = ui.ErrorsFrom(r.Context(), why)
	return web.PageStatus(status(why), p.composePage(c)), nil
}

// fromThread leads to the form: in the community of the thread where one may
// write, else to the choice of another one.
func (p *Pages) fromThread(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	it, label, err := p.Content.Glance(r.Context(), r.Actor, access.ReadItem, item)
	if err != nil {
		return nil, err
	}
	if it.State != access.Published && it.State != access.Archived {
		return nil, fault.Forbidden()
	}
	to := func(community id.ID) string {
		query := url.Values{"from": {item.String()}}
		if comment := r.Query("comment"); comment != "" {
			query.Set("comment", comment)
		}
		return treeURL(community, "new") + "?" + query.Encode()
	}
	switch {
	case r.Actor.May(content.Publish, label):
		return web.See(to(it.Community)), nil
	case mayTake(r.Actor, label):
		places, err := p.Content.Places(r.Context(), r.Actor, content.Publish)
		if err != nil {
			return nil, err
		}
		return web.Page(wherePage(it, places, to)), nil
	}
	return nil, fault.New(fault.KindForbidden, "knowledge.from.nowhere")
}

// kept are the fields of a form that a draft holds.
var kept = [...]string{"title", "source", "tags", "audience", "section", "sources", "origin", "comment"}

func fieldsOf(values url.Values, community id.ID) map[string]string {
	fields := map[string]string{"community": community.String(), "kind": Kind}
	for _, name := range kept {
		if v := values.Get(name); v != "" {
			fields[name] = v
		}
	}
	if files := values["file"]; len(files) > 0 {
		fields["file"] = strings.Join(files, " ")
	}
	return fields
}
