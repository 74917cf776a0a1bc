package correspondence

import (
	"context"
	"net/url"
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

// composing is the form of a dispatch as it stands.
type composing struct {
	Desk
	Values     url.Values
	Item       id.ID   // the dispatch that changes; zero for a new one
	Version    string  // of it, when it was shown
	References []named // those that are kept in the form
	Proposed   []Proposed
	Reach      Reach
	Signs      []id.ID        // in whose name its writer signs, their own first
	Files      []content.File // loose
	Joined     []content.File
	Tags       []content.Tag
	Preview    string // HTML, when it was asked for
	Errors     ui.Errors
	Recovered  clock.Time // when the draft that fills it was kept
}

// named is a reference with what its writer reads of it.
type named struct {
	Reference
	Title string // "" for one that they may not read any more
}

func (c composing) value(name string) string { return c.Values.Get(name) }

func (c composing) draft() string {
	if c.Item != 0 {
		return "edit-" + c.Item.String()
	}
	return "new-" + c.value("id")
}

// here is the address of the form.
func (c composing) here() string {
	if c.Item != 0 {
		return dispatchURL(c.Item) + "/edit"
	}
	return "/dispatches/new"
}

func (p *Pages) compose(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	desk, err := p.Service.Desk(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	if len(desk.Units) == 0 {
		return web.Page(nowherePage()), nil
	}
	values := url.Values{"id": {p.IDs.New().String()}}
	var recovered clock.Time
	if err := p.begin(r, desk, values); err != nil {
		return nil, err
	}
	if r.Query("fresh") == "" && !values.Has("ref") {
		drafts, err := p.Service.Content.Drafts(ctx, r.Actor)
		if err != nil {
			return nil, err
		}
		for _, d := range drafts {
			if form, ok := d.Form(); ok && d.Fields["kind"] == Kind && (r.Query("draft") == "" || r.Query("draft") == form) {
				values, recovered = d.Values(), d.Updated
				break
			}
		}
	}
	c, err := p.composition(r, 0, values)
	if err != nil {
		return nil, err
	}
	c.Recovered = recovered
	return web.Page(p.composePage(c)), nil
}

// begin fills a new form with what its address says: what it answers or
// instructs from, the type whose template it begins with.
func (p *Pages) begin(r *web.Request, desk Desk, values url.Values) error {
	unit := r.QueryID("unit")
	if unit == 0 {
		unit = desk.Units[0].ID
	}
	values.Set("unit", unit.String())
	for _, t := range desk.Types {
		if t.Code == r.Query("type") {
			values.Set("type", t.Code)
			values.Set("source", t.Template)
		}
	}
	for _, way := range []struct {
		word     string
		relation Relation
	}{{"answers", Answers}, {"instructs", Instructs}, {"refers", Refers}} {
		item := r.QueryID(way.word)
		if item == 0 {
			continue
		}
		d, err := dispatchOf(r.Context(), p.Service.DB, r.Actor, item)
		if err != nil {
			return err
		}
		values.Set("ref", Reference{To: item, Relation: way.relation}.word())
		if way.relation == Refers {
			return nil
		}
		if r.Query("unit") == "" {
			if err := p.answerFrom(r, desk, item, values); err != nil {
				return err
			}
		}
		values.Set("title", d.Title)
		to, _, err := p.Service.Spell(r.Context(), []Addressee{{Unit: d.Unit, Acts: true}})
		values.Set("acts", to)
		return err
	}
	return nil
}

// answerFrom writes for the unit of theirs to which the dispatch went.
func (p *Pages) answerFrom(r *web.Request, desk Desk, item id.ID, values url.Values) error {
	to, err := addresseesOf(r.Context(), p.Service.DB, item)
	for _, a := range to {
		for _, u := range desk.Units {
			if u.ID == a.Unit {
				values.Set("unit", u.ID.String())
				return err
			}
		}
	}
	return err
}

// composition gathers what the form shows around what was typed.
func (p *Pages) composition(r *web.Request, item id.ID, values url.Values) (c composing, err error) {
	ctx := r.Context()
	c = composing{Values: values, Item: item}
	if c.Desk, err = p.Service.Desk(ctx, r.Actor); err != nil {
		return c, err
	}
	if c.Signs, err = p.Service.signsFor(ctx, r.Actor); err != nil {
		return c, err
	}
	if values.Get("signatory") == "" {
		c.Values.Set("signatory", c.firstHead(values.Get("unit")))
	}
	refs := readReferences(values)
	to := make([]id.ID, len(refs))
	for i, ref := range refs {
		to[i] = ref.To
	}
	known, err := dispatchesOf(ctx, p.Service.DB, r.Actor, to)
	if err != nil {
		return c, err
	}
	for _, ref := range refs {
		c.References = append(c.References, named{ref, known[ref.To].Title})
	}
	if c.Proposed, err = p.proposed(ctx, r.Actor, values); err != nil {
		return c, err
	}
	if c.Reach, err = p.reach(ctx, r.Actor, values); err != nil {
		return c, err
	}
	if c.Tags, err = p.Service.Content.CommunityTags(ctx, Place); err != nil {
		return c, err
	}
	if c.Files, err = p.Service.Content.Loose(ctx, r.Actor, id.List(values["file"])); err != nil {
		return c, err
	}
	if item != 0 {
		c.Joined, err = p.Service.Content.FilesOf(ctx, item)
	}
	return c, err
}

// firstHead is who signs for a unit unless one says otherwise.
func (d Desk) firstHead(unit string) string {
	for _, h := range d.Heads {
		if h.Unit.String() == unit {
			return h.Person.String()
		}
	}
	return ""
}

func (p *Pages) reach(ctx context.Context, actor access.Actor, values url.Values) (Reach, error) {
	if !actor.IsAgent() {
		return Reach{}, nil // who writes nothing learns nothing of units
	}
	unit, _ := id.Parse(values.Get("unit"))
	to, wrong := p.Service.Address(ctx, unit, values.Get("acts"), values.Get("informed"))
	if _, is := fault.As(wrong); wrong != nil && !is {
		return Reach{}, wrong
	}
	return p.Service.Reach(ctx, actor, Writing{Unit: unit, To: to, Qualified: readQualification(values)})
}

// receivers is the box that says whom it would come to, asked as one types.
func (p *Pages) receivers(r *web.Request) (web.Reply, error) {
	reach, err := p.reach(r.Context(), r.Actor, r.URL.Query())
	if err != nil {
		return nil, err
	}
	return web.Fragment(templ.Join(reachBox(reach), toldLine(reach, "", true))), nil
}

// enough of what is written tells what is like it, in bytes.
const enough = 2000

func (p *Pages) proposed(ctx context.Context, actor access.Actor, values url.Values) ([]Proposed, error) {
	unit, _ := id.Parse(values.Get("unit"))
	var near []id.ID
	written := strings.TrimSpace(values.Get("title") + "\n" + values.Get("source"))
	if written != "" {
		written = strings.ToValidUTF8(written[:min(len(written), enough)], "")
		var err error
		if near, err = p.Near(ctx, actor, written, 10); err != nil {
			return nil, err
		}
	}
	return p.Service.Propose(ctx, actor, unit, near, 3)
}

// qualifications are those of what is like it, asked as the subject and the text
// are typed. The text is no part of an address, which others write down.
func (p *Pages) qualifications(r *web.Request) (web.Reply, error) {
	form, err := r.Form(uploadSize)
	if err != nil {
		return nil, err
	}
	values := form.Values()
	list, err := p.proposed(r.Context(), r.Actor, values)
	if err != nil {
		return nil, err
	}
	desk, err := p.Service.Desk(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	return web.Fragment(proposals(composing{Desk: desk, Proposed: list, Values: values})), nil
}

type suggestion struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Hint  string `json:"hint,omitempty"`
}

// suggestDesks proposes to whom one may be writing.
func (p *Pages) suggestDesks(r *web.Request) (web.Reply, error) {
	units, lists, err := p.Service.Suggest(r.Context(), r.Actor, r.Query("q"))
	if err != nil {
		return nil, err
	}
	names := map[string]int{}
	for _, u := range units {
		names[u.NameFold]++
	}
	out := []suggestion{}
	for _, l := range lists {
		out = append(out, suggestion{Value: l.Name, Label: l.Name, Hint: r.T("correspondence.to.list")})
	}
	for _, u := range units {
		name := u.Name
		if names[u.NameFold] > 1 {
			name += " (" + u.Code + ")"
		}
		if u.Desk {
			out = append(out, suggestion{Value: name, Label: u.Name, Hint: u.Acronym})
		}
		if !u.Desk || u.Desks > 1 {
			out = append(out, suggestion{Value: r.T("correspondence.to.all", "name", name), Label: r.T("correspondence.to.all", "name", u.Name), Hint: r.T("correspondence.to.desks", "count", u.Desks)})
		}
	}
	return web.JSON(out), nil
}

// received is a form of a dispatch that was sent.
type received struct {
	form   *web.Form
	values url.Values
	Writing
}

// receive reads a form with its files and its addressees; err is what was wrong
// with what was typed.
func (p *Pages) receive(r *web.Request) (in received, err error) {
	if in.form, err = r.Form(uploadSize); err != nil {
		return in, err
	}
	in.values = in.form.Values()
	in.Writing = readWriting(in.form)
	added, failed := p.Composer.Uploads(r, in.form)
	in.values["file"] = append(in.values["file"], added...)
	in.Files = append(in.Files, id.List(added)...)
	for _, f := range failed {
		in.form.Fail("files", f.Key, f.Args...)
	}
	if err := p.readPeople(r, in.form, &in.Writing); err != nil {
		return in, err
	}
	if err := p.readAdded(r, in.form, &in.Writing); err != nil {
		return in, err
	}
	to, wrong := p.Service.Address(r.Context(), in.Unit, in.values.Get("acts"), in.values.Get("informed"))
	in.To = to
	f, is := fault.As(wrong)
	if wrong != nil && !is {
		return in, wrong
	}
	if is {
		for _, field := range f.Fields {
			in.form.Fail(field.Name, field.Key, field.Args...)
		}
	}
	return in, nil
}

func (p *Pages) write(r *web.Request) (web.Reply, error) {
	in, err := p.receive(r)
	if err != nil {
		return nil, err
	}
	in.Saved = "new-" + in.ID.String()
	if err := p.mayGoOut(r, in); err != nil {
		return nil, err
	}
	switch {
	case in.form.Err() != nil:
		return p.recompose(r, 0, in.values, in.form.Err())
	case in.values.Get("go") == goPreview:
		return p.recompose(r, 0, in.values, nil)
	}
	d, err := p.Service.Draft(r.Context(), r.Actor, in.Writing)
	switch {
	case content.IsReplay(err):
		if err := p.Service.Content.Existing(r.Context(), r.Actor, in.ID); err != nil {
			return nil, err
		}
		return web.SeeSaying(content.Href(in.ID), content.ErrReplayed), nil
	case typed(err):
		return p.recompose(r, 0, in.values, err)
	case err != nil:
		return nil, err
	}
	return p.sentOn(r, d, in.values)
}

// recompose shows the form again, with what is wrong or how it would look.
func (p *Pages) recompose(r *web.Request, item id.ID, values url.Values, why error) (web.Reply, error) {
	if content.IsUsed(why) {
		values.Set("id", p.IDs.New().String()) // what was typed goes on in a form of its own
	}
	c, err := p.composition(r, item, values)
	if err != nil {
		return nil, err
	}
	c.Version = values.Get("revision")
	if why == nil {
		c.Preview = p.Markdown.HTML(values.Get("source"), noRefs, "")
		return web.Page(p.composePage(c)), nil
	}
	c.Errors = ui.ErrorsFrom(r.Context(), why)
	return web.PageStatus(fault.KindOf(why).Status(), p.composePage(c)), nil
}
