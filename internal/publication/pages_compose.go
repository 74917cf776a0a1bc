package publication

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// where asks in which community to write.
func (p *Pages) where(r *web.Request) (web.Reply, error) {
	places, err := p.Content.Places(r.Context(), r.Actor, content.Publish)
	if err != nil {
		return nil, err
	}
	if len(places) == 1 {
		return web.See(p.newURL(places[0].ID, r.Query("kind"), titled(r))), nil
	}
	drafts, err := p.Content.Drafts(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	return web.Page(wherePage(p.placeLinks(r.Context(), places, r.Query("kind"), titled(r)), len(drafts))), nil
}

// titled is the title that the address proposes, as a search that found nothing
// does.
func titled(r *web.Request) string {
	title := []rune(strings.TrimSpace(r.Query("title")))
	return string(title[:min(len(title), content.MaxTitle)])
}

// newURL is the form to write a kind in a community, which may be that of
// another feature.
func (p *Pages) newURL(community id.ID, kind, title string) string {
	for _, e := range p.Elsewhere {
		if e.Kind == kind {
			return "/c/" + community.String() + "/" + e.Page
		}
	}
	return newURL(community, kind, title)
}

func newURL(community id.ID, kind, title string) string {
	to, asked := "/c/"+community.String()+"/new", url.Values{}
	if kind != "" {
		asked.Set("kind", kind)
	}
	if title != "" {
		asked.Set("title", title)
	}
	if len(asked) > 0 {
		to += "?" + asked.Encode()
	}
	return to
}

// composing is the form to write a publication, as it stands.
type composing struct {
	Place     content.Place
	Values    url.Values
	Kinds     []string
	Elsewhere []Elsewhere
	Readers   content.Readers
	Files     []content.File
	Proposed  []content.Tag
	Preview   string          // HTML, when it was asked for
	Near      templ.Component // what resembles a question
	People    templ.Component // who will be asked
	Check     bool            // who will be asked is to be seen before it is published
	Errors    ui.Errors
	Recovered clock.Time // when the draft that fills it was kept
}

func (c composing) id() string    { return c.Values.Get("id") }
func (c composing) draft() string { return "new-" + c.id() }
func (c composing) kind() string  { return c.Values.Get("kind") }

// composition gathers what the form shows around what was typed.
func (p *Pages) composition(r *web.Request, values url.Values) (composing, error) {
	ctx := r.Context()
	community, err := r.PathID("community")
	if err != nil {
		return composing{}, err
	}
	place, err := access.Load(ctx, p.Service.DB, r.Actor, content.Publish, community)
	if err != nil {
		return composing{}, err
	}
	c := composing{Values: values, Elsewhere: p.Elsewhere, Kinds: []string{Post, Question, Poll}}
	if r.Actor.May(content.Announce, place) {
		c.Kinds = append(c.Kinds, Announcement)
	}
	if c.Place, err = p.Content.Place(ctx, r.Actor, community); err != nil {
		return c, err
	}
	if !slices.Contains(c.Kinds, values.Get("kind")) {
		values.Set("kind", Post)
	}
	if c.Proposed, err = p.Content.CommunityTags(ctx, community); err != nil {
		return c, err
	}
	if c.Files, err = p.Content.Loose(ctx, r.Actor, id.List(values["file"])); err != nil {
		return c, err
	}
	if err = p.guide(r, &c); err != nil {
		return c, err
	}
	c.Readers, err = p.Content.WhoReads(ctx, r.Actor, community, access.AudienceNamed(values.Get("audience")), nil)
	return c, err
}

// compose opens the form: with the draft that was named, else with the one
// left in this community, else empty.
func (p *Pages) compose(r *web.Request) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	if !own(r.Query("kind")) {
		if to := p.newURL(community, r.Query("kind"), ""); to != newURL(community, r.Query("kind"), "") {
			return web.See(to), nil
		}
	}
	values := url.Values{"kind": {r.Query("kind")}, "title": {titled(r)}, "id": {p.Service.IDs.New().String()}}
	var recovered clock.Time
	if r.Query("fresh") == "" {
		drafts, err := p.Content.Drafts(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		if d, ok := draftFor(drafts, community, r.Query("draft"), r.Query("kind")); ok {
			values, recovered = d.Values(), d.Updated
		}
	}
	c, err := p.composition(r, values)
	if err != nil {
		return nil, err
	}
	c.Recovered = recovered
	return web.Page(composePage(c)), nil
}

// draftFor chooses which draft a form opens with.
func draftFor(drafts []content.Draft, community id.ID, named, kind string) (content.Draft, bool) {
	for _, d := range drafts {
		form, ok := d.Form()
		if !ok || d.Fields["community"] != community.String() {
			continue
		}
		if named == form || named == "" && own(d.Fields["kind"]) && (kind == "" || kind == d.Fields["kind"]) {
			return d, true
		}
	}
	return content.Draft{}, false
}

// own tells whether a kind is written in the form of publications.
func own(kind string) bool {
	switch kind {
	case "", Post, Announcement, Question, Poll:
		return true
	}
	return false
}

func (p *Pages) publish(r *web.Request) (web.Reply, error) {
	form, err := r.Form(uploadSize)
	if err != nil {
		return nil, err
	}
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	n := p.readNew(form, community)
	values := form.Values()
	added, failed := p.uploads(r, form)
	values["file"] = append(values["file"], added...)
	n.Files = append(n.Files, id.List(added)...)
	for _, f := range failed {
		form.Fail("files", f.Key, f.Args...)
	}
	switch {
	case form.Err() != nil:
		return p.recompose(r, values, form.Err())
	case values.Get("go") == "preview":
		return p.previewed(r, values)
	case values.Get("go") == "near":
		// Whoever opens one of what resembles it finds their text again.
		if err := p.Content.SaveDraft(r.Context(), r.Actor, n.Draft, fieldsOf(values, community)); err != nil {
			return p.recompose(r, values, err)
		}
		return p.previewed(r, values)
	case values.Get("go") == "draft":
		if err := p.Content.SaveDraft(r.Context(), r.Actor, n.Draft, fieldsOf(values, community)); err != nil {
			return p.recompose(r, values, err)
		}
		return web.SeeSaying("/drafts", "publication.draft.kept"), nil
	}
	if p.Guide != nil && n.Kind == Question && !p.Guide.Shown(values) {
		return p.check(r, values)
	}
	it, err := p.make(r, n, values)
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
	}
	return web.SeeSaying(content.Href(it.ID), publishedKey(it.State)), nil
}

func publishedKey(s access.State) string {
	switch s {
	case access.Scheduled:
		return "publication.done.scheduled"
	case access.Pending:
		return "publication.done.pending"
	}
	return "publication.done.published"
}

// readNew reads the form; what is out of bounds is noted in it.
func (p *Pages) readNew(form *web.Form, community id.ID) New {
	n := New{New: content.New{
		ID: form.ID("id"), Kind: form.Choice("kind", Post, Announcement, Question, Poll), Community: community,
		Title: form.Line("title", content.MaxTitle), Source: form.Text("source", content.MaxSource),
		Tags: content.SplitTags(form.Line("tags", 1000)), Publish: form.Time("publish"),
		Files: form.IDs("file", content.MaxFiles), Important: form.Flag("important"),
		Audience: access.AudienceNamed(form.Choice("audience", "everyone", "members", "managers")),
	}}
	n.Draft = "new-" + n.ID.String()
	if n.Kind == Poll {
		n.Ballot = Ballot{
			Options:  strings.Split(form.Text("options", MaxOptions*MaxOption*2), "\n"),
			Multiple: form.Flag("multiple"), Hidden: form.Flag("hidden"), Closes: form.Time("closes"),
		}
	}
	if !n.Publish.IsZero() && !n.Publish.After(p.Service.Clock.Now().Time) {
		form.Fail("publish", "fault.field.future")
	}
	return n
}

func (p *Pages) recompose(r *web.Request, values url.Values, err error) (web.Reply, error) {
	if content.IsUsed(err) {
		values.Set("id", p.Service.IDs.New().String()) // what was typed goes on in a form of its own
	}
	c, failed := p.composition(r, values)
	if failed != nil {
		return nil, failed
	}
	c.Errors = ui.ErrorsFrom(r.Context(), err)
	return web.PageStatus(status(err), composePage(c)), nil
}

func (p *Pages) previewed(r *web.Request, values url.Values) (web.Reply, error) {
	c, err := p.composition(r, values)
	if err != nil {
		return nil, err
	}
	if values.Get("go") == "preview" {
		c.Preview = p.Markdown.HTML(values.Get("source"), noRefs, "")
	}
	return web.Page(composePage(c)), nil
}

// uploads keeps the files that came with a form; what cannot be kept is told
// and stops nothing else.
func (p *Pages) uploads(r *web.Request, form *web.Form) (added []string, failed []*fault.Error) {
	list, err := form.Files("files", content.MaxFiles)
	if f, ok := fault.As(err); ok {
		return nil, []*fault.Error{f}
	}
	defer web.CloseAll(list)
	for _, u := range list {
		kept, err := p.Content.Upload(r.Context(), r.Actor, u.Name, u.Content)
		if err != nil {
			f, ok := fault.As(err)
			if !ok {
				f = fault.New(fault.Internal, fault.Internal.Key()).Because(err)
			}
			failed = append(failed, f)
			continue
		}
		added = append(added, kept.ID.String())
	}
	return added, failed
}

// audience is the box that says who will read, asked when the choice changes.
func (p *Pages) audience(r *web.Request) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	readers, err := p.Content.WhoReads(r.Context(), r.Actor, community, access.AudienceNamed(r.Query("audience")), nil)
	if err != nil {
		return nil, err
	}
	return web.Fragment(audienceBox(readers)), nil
}

// kept are the fields of a form that a draft holds.
var kept = [...]string{"kind", "title", "source", "tags", "audience", "important", "publish", "options", "multiple", "hidden", "closes", "also"}

func fieldsOf(values url.Values, community id.ID) map[string]string {
	fields := map[string]string{"community": community.String()}
	for _, name := range [...]string{"ask", "shown"} {
		if list := values[name]; len(list) > 0 {
			fields[name] = strings.Join(list, " ")
		}
	}
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
