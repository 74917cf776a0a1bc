package publication

import (
	"context"
	"net/url"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// editing is the form to change an item or a comment, as it stands.
type editing struct {
	Item      content.Item
	Comment   content.Comment // when it is one that changes
	Place     content.Place
	Values    url.Values
	Audiences []access.Audience
	Joined    []content.File
	Files     []content.File // loose, kept from an earlier try
	Announces bool
	Errors    ui.Errors
	Theirs    string // the text that somebody else saved meanwhile
	Preview   string
	Recovered clock.Time // when the draft that fills it was kept
}

func (e editing) draft() string {
	if e.Comment.ID != 0 {
		return "edit-" + e.Comment.ID.String()
	}
	return "edit-" + e.Item.ID.String()
}

// here is the address of the form.
func (e editing) here() string {
	if e.Comment.ID != 0 {
		return content.Href(e.Item.ID) + "/comments/" + e.Comment.ID.String() + "/edit"
	}
	return content.Href(e.Item.ID) + "/edit"
}

func (p *Pages) edit(r *web.Request) (web.Reply, error) {
	e, source, err := p.edition(r)
	if err != nil {
		return nil, err
	}
	if form := p.Forms[e.Item.Kind]; form != nil {
		return web.See(form(e.Item.ID)), nil
	}
	e.Values = url.Values{
		"title": {e.Item.Title}, "source": {source}, "revision": {strconv.Itoa(e.Item.Revision)},
		"audience": {e.Item.Audience.Name()}, "publish": {web.InputTime(e.Item.Published)},
	}
	if e.Item.Important {
		e.Values.Set("important", "1")
	}
	tags, err := p.tagsOf(r, e.Item.ID)
	if err != nil {
		return nil, err
	}
	e.Values.Set("tags", tags)
	e, err = p.resume(r, e, source)
	return web.Page(editPage(e)), err
}

// resume fills a form with what was typed in it and not sent. When the text
// was saved by somebody meanwhile, theirs stands beside, and the next sending
// replaces it knowingly.
func (p *Pages) resume(r *web.Request, e editing, current string) (editing, error) {
	if r.Query("fresh") != "" {
		return e, nil
	}
	d, ok, err := p.Content.Draft(r.Context(), r.Actor, e.draft())
	if err != nil || !ok || d.Fields["source"] == "" {
		return e, err
	}
	typed, revision := d.Values(), e.Values.Get("revision")
	if typed.Get("revision") != revision {
		e.Theirs = current
		e.Errors = ui.ErrorsFrom(r.Context(), fault.New(fault.Conflict, "content.edit.conflict"))
	}
	for name := range e.Values {
		if !typed.Has(name) && name != "important" {
			typed[name] = e.Values[name]
		}
	}
	typed.Set("revision", revision)
	e.Values, e.Recovered = typed, d.Updated
	e.Files, err = p.Content.Loose(r.Context(), r.Actor, id.List(typed["file"]))
	return e, err
}

func (p *Pages) tagsOf(r *web.Request, item id.ID) (string, error) {
	rows, err := p.Content.Rows(r.Context(), r.Actor, []id.ID{item})
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return content.JoinTags(rows[0].Tags), nil
}

// edition gathers what the form to change an item shows around it.
func (p *Pages) edition(r *web.Request) (editing, string, error) {
	item, err := r.PathID("item")
	if err != nil {
		return editing{}, "", err
	}
	it, label, source, err := p.Content.Source(r.Context(), r.Actor, item)
	if err != nil {
		return editing{}, "", err
	}
	e := editing{Item: it, Values: url.Values{}, Audiences: []access.Audience{access.Everyone, access.MembersOnly}}
	if r.Actor.May(content.Curate, label) || it.Audience == access.ManagersOnly {
		e.Audiences = append(e.Audiences, access.ManagersOnly)
	}
	e.Announces = it.Kind == Announcement
	if e.Place, err = p.Content.Place(r.Context(), r.Actor, it.Community); err != nil {
		return e, source, err
	}
	e.Joined, err = p.Content.FilesOf(r.Context(), item)
	return e, source, err
}

func (p *Pages) saveEdit(r *web.Request) (web.Reply, error) {
	form, err := r.Form(uploadSize)
	if err != nil {
		return nil, err
	}
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	values := form.Values()
	revision, _ := strconv.Atoi(values.Get("revision")) // none asks for no comparison
	audience := access.AudienceNamed(form.Choice("audience", "everyone", "members", "managers"))
	e := content.Edit{
		Item: item, Revision: revision, Title: form.Line("title", content.MaxTitle), Source: form.Text("source", content.MaxSource),
		Tags: content.SplitTags(form.Line("tags", 1000)), Important: form.Flag("important"),
		Publish: form.Time("publish"), Files: form.IDs("file", content.MaxFiles), Drop: form.IDs("drop", content.MaxFiles), Draft: "edit-" + item.String(),
	}
	if form.Has("audience") {
		e.Audience = &audience
	}
	added, failed := p.uploads(r, form)
	values["file"] = append(values["file"], added...)
	e.Files = append(e.Files, id.List(added)...)
	for _, f := range failed {
		form.Fail("files", f.Key, f.Args...)
	}
	err = form.Err()
	if err == nil && values.Get("go") == "preview" {
		return p.editAgain(r, values, nil)
	}
	if err == nil {
		_, err = p.Content.Edit(r.Context(), r.Actor, e)
	}
	if typed(err) {
		return p.editAgain(r, values, err)
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(content.Href(item), "publication.done.edited"), nil
}

// editAgain shows the form with what was typed; when somebody else was first,
// with their text beside, and the next sending replaces it knowingly.
func (p *Pages) editAgain(r *web.Request, values url.Values, why error) (web.Reply, error) {
	e, source, err := p.edition(r)
	if err != nil {
		return nil, err
	}
	e.Values = values
	if e.Files, err = p.Content.Loose(r.Context(), r.Actor, id.List(values["file"])); err != nil {
		return nil, err
	}
	if why == nil {
		e.Preview = p.Markdown.HTML(values.Get("source"), noRefs, "")
		return web.Page(editPage(e)), nil
	}
	e.Errors = ui.ErrorsFrom(r.Context(), why)
	if fault.KindOf(why) == fault.Conflict {
		e.Theirs = source
		values.Set("revision", strconv.Itoa(e.Item.Revision))
	}
	return web.PageStatus(status(why), editPage(e)), nil
}

func (p *Pages) editComment(r *web.Request) (web.Reply, error) {
	_, comment, err := commentPath(r)
	if err != nil {
		return nil, err
	}
	c, it, err := p.Content.CommentForEdit(r.Context(), r.Actor, comment)
	if err != nil {
		return nil, err
	}
	e := editing{Item: it, Comment: c, Values: url.Values{"source": {c.Source}, "revision": {strconv.Itoa(c.Revision)}}}
	e, err = p.resume(r, e, c.Source)
	return web.Page(editCommentPage(e)), err
}

func (p *Pages) saveComment(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	item, comment, err := commentPath(r)
	if err != nil {
		return nil, err
	}
	revision, _ := strconv.Atoi(form.Values().Get("revision"))
	ask := content.EditComment{Comment: comment, Revision: revision, Source: form.Text("source", content.MaxComment), Draft: "edit-" + comment.String()}
	if err = form.Err(); err == nil {
		_, err = p.Content.EditComment(r.Context(), r.Actor, ask)
	}
	if typed(err) {
		c, it, failed := p.Content.CommentForEdit(r.Context(), r.Actor, comment)
		if failed != nil {
			return nil, failed
		}
		e := editing{Item: it, Comment: c, Values: form.Values(), Errors: ui.ErrorsFrom(r.Context(), err)}
		if fault.KindOf(err) == fault.Conflict {
			e.Theirs = c.Source
			e.Values.Set("revision", strconv.Itoa(c.Revision))
		}
		return web.PageStatus(status(err), editCommentPage(e)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(commentURL(item, comment), "publication.done.edited"), nil
}

func (p *Pages) binComment(r *web.Request) (web.Reply, error) {
	item, comment, err := commentPath(r)
	if err != nil {
		return nil, err
	}
	if _, err := p.Content.BinComment(r.Context(), r.Actor, comment); err != nil {
		return nil, err
	}
	return web.Undoable(commentURL(item, comment), "publication.done.comment_binned", content.Href(item)+"/comments/"+comment.String()+"/restore"), nil
}

func (p *Pages) restoreComment(r *web.Request) (web.Reply, error) {
	item, comment, err := commentPath(r)
	if err != nil {
		return nil, err
	}
	if _, err := p.Content.RestoreComment(r.Context(), r.Actor, comment); err != nil {
		return nil, err
	}
	return web.SeeSaying(commentURL(item, comment), "publication.done.restored"), nil
}

// changes is the history of a text and the difference between two of its
// versions.
type changes struct {
	Title    string
	Back     string
	Here     string
	List     []content.Revision // the newest first
	Faces    map[id.ID]identity.Face
	From, To content.Revision
	TitleWas []text.Span
	Spans    []text.Span
	Link     bool // names lead to profiles
	Revert   bool // the reader may give an old text again
}

func (p *Pages) history(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	it, list, err := p.Content.History(r.Context(), r.Actor, item)
	if err != nil {
		return nil, err
	}
	_, _, err = p.Content.Glance(r.Context(), r.Actor, content.EditItem, item)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return nil, err
	}
	return p.changed(r, changes{Title: it.Title, Back: content.Href(item), Here: content.Href(item) + "/history", Revert: err == nil}, list)
}

func (p *Pages) commentHistory(r *web.Request) (web.Reply, error) {
	item, comment, err := commentPath(r)
	if err != nil {
		return nil, err
	}
	it, _, err := p.Content.Glance(r.Context(), r.Actor, access.ReadItem, item)
	if err != nil {
		return nil, err
	}
	_, list, err := p.Content.CommentHistory(r.Context(), r.Actor, comment)
	if err != nil {
		return nil, err
	}
	return p.changed(r, changes{Title: it.Title, Back: commentURL(item, comment), Here: content.Href(item) + "/comments/" + comment.String() + "/history"}, list)
}

// changed compares the two versions that the address asks for, the last two
// when it asks for none.
func (p *Pages) changed(r *web.Request, c changes, list []content.Revision) (web.Reply, error) {
	last := len(list) - 1
	from, to := pick(list, r.Query("from"), max(last-1, 0)), pick(list, r.Query("to"), last)
	c.From, c.To = list[min(from, to)], list[max(from, to)]
	c.TitleWas, c.Spans = text.Diff(c.From.Title, c.To.Title), text.Diff(c.From.Source, c.To.Source)
	var who []id.ID
	for i := last; i >= 0; i-- {
		c.List = append(c.List, list[i])
		who = append(who, list[i].Author)
	}
	var err error
	if c.Faces, err = p.faces(r.Context(), who); err != nil {
		return nil, err
	}
	c.Link = r.Actor.IsAgent()
	return web.Page(historyPage(c)), nil
}

// pick is the place in the list of the version of that number.
func pick(list []content.Revision, asked string, otherwise int) int {
	n, err := strconv.Atoi(asked)
	if err != nil {
		return otherwise
	}
	for i, r := range list {
		if r.Number == n {
			return i
		}
	}
	return otherwise
}

func (p *Pages) faces(ctx context.Context, who []id.ID) (map[id.ID]identity.Face, error) {
	return identity.Faces(ctx, p.Service.DB, who)
}
