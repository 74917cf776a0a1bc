package history

import (
	"net/url"
	"strconv"

	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// shown is a version, or what changed in it since an earlier one.
type shown struct {
	Item    content.Item
	Of      document.Moment
	From    document.Moment
	Sum     prose.Summary
	Changes []stretch
	Whole   bool // the version itself is shown, not what changed
	Body    document.Rendered
	Writes  bool
	Last    int64 // how the document stands now
	Moments []moment
	Name    Version // of it, the zero value for none
	Earlier Version // of the one that it is compared with
	Naming  bool    // the form of its name is open
	Typed   url.Values
	Errors  ui.Errors
	Take    ui.Menu // the formats in which it goes out
}

func (p *Pages) version(r *web.Request) (web.Reply, error) { return p.versioned(r, nil, nil) }

// versioned shows a version, with what was typed in the form of its name and
// what is wrong with it.
func (p *Pages) versioned(r *web.Request, typed url.Values, why error) (web.Reply, error) {
	ctx := r.Context()
	it, label, err := p.document(r)
	if err != nil {
		return nil, err
	}
	to, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		return nil, fault.NotFound()
	}
	v := shown{Item: it, Whole: r.Query("whole") != "" || why != nil, Naming: r.Query("name") != "", Writes: r.Actor.May(document.Write, label), Typed: typed}
	if v.Last, err = p.Service.Documents.Last(ctx, r.Actor, it.ID); err != nil {
		return nil, err
	}
	if v.Whole {
		if v.Of, err = p.Service.Documents.Moment(ctx, r.Actor, it.ID, to); err != nil {
			return nil, err
		}
		v.Body, err = p.Document.Drawn(ctx, it.ID, v.Of.Stood)
	} else {
		from := max(0, to-1)
		if asked, err := strconv.ParseInt(r.Query("from"), 10, 64); err == nil && asked >= 0 && asked <= to {
			from = asked
		}
		var c Comparison
		c, err = p.Service.Compare(ctx, r.Actor, it.ID, from, to)
		v.Of, v.From, v.Sum, v.Changes = c.To, c.From, c.Sum, stretches(c.Changes)
	}
	if err != nil {
		return nil, err
	}
	v.Take = p.Document.Take(ctx, it.ID, v.Of.Number)
	if r.IsFragment() {
		return web.Fragment(changesOf(v)), nil
	}
	return p.page(r, v, why)
}

// page shows a version with what may be chosen around it.
func (p *Pages) page(r *web.Request, v shown, why error) (web.Reply, error) {
	ctx := r.Context()
	var named []Version
	var err error
	if v.Moments, named, err = p.moments(ctx, r.Actor, v.Item.ID, v.Last); err != nil {
		return nil, err
	}
	for _, n := range named {
		switch n.Number {
		case v.Of.Number:
			v.Name = n
		case v.From.Number:
			v.Earlier = n
		}
	}
	if v.Typed == nil {
		v.Typed = url.Values{"name": {v.Name.Name}, "note": {v.Name.Note}}
	}
	if why == nil {
		return web.Page(versionPage(v)), nil
	}
	v.Errors = ui.ErrorsFrom(ctx, why)
	return web.PageStatus(fault.KindOf(why).Status(), versionPage(v)), nil
}

// at reads the document and the version of the address of a gesture.
func (p *Pages) at(r *web.Request) (item id.ID, number int64, err error) {
	if item, err = r.PathID("item"); err != nil {
		return 0, 0, err
	}
	if _, _, err = p.Service.Content.Glance(r.Context(), r.Actor, document.Write, item); err != nil {
		return 0, 0, err
	}
	if number, err = strconv.ParseInt(r.PathValue("number"), 10, 64); err != nil {
		return 0, 0, fault.NotFound()
	}
	return item, number, nil
}

func (p *Pages) restore(r *web.Request) (web.Reply, error) {
	item, number, err := p.at(r)
	if err != nil {
		return nil, err
	}
	was, err := p.Service.Documents.Last(r.Context(), r.Actor, item)
	if err != nil {
		return nil, err
	}
	if err := p.Service.Documents.Restore(r.Context(), r.Actor, item, number); err != nil {
		return nil, err
	}
	return web.Undoable(document.Href(item), "document.restored", versionURL(item, was)+"/restore"), nil
}

func (p *Pages) name(r *web.Request) (web.Reply, error) {
	item, number, err := p.at(r)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(8 << 10)
	if err != nil {
		return nil, err
	}
	name, note := form.Line("name", MaxName), form.Line("note", MaxNote)
	err = form.Err()
	if err == nil {
		err = p.Service.Name(r.Context(), r.Actor, item, number, name, note)
	}
	switch {
	case fault.KindOf(err) == fault.Invalid && err != nil:
		return p.versioned(r, form.Values(), err)
	case err != nil:
		return nil, err
	}
	return web.SeeSaying(versionURL(item, number)+"?whole=1", "document.version.named"), nil
}

func (p *Pages) unname(r *web.Request) (web.Reply, error) {
	item, number, err := p.at(r)
	if err != nil {
		return nil, err
	}
	if err := p.Service.Unname(r.Context(), r.Actor, item, number); err != nil {
		return nil, err
	}
	return web.Undoable(pastURL(item), "document.version.unnamed", versionURL(item, number)+"/recall"), nil
}

func (p *Pages) recall(r *web.Request) (web.Reply, error) {
	item, number, err := p.at(r)
	if err != nil {
		return nil, err
	}
	if err := p.Service.Recall(r.Context(), r.Actor, item, number); err != nil {
		return nil, err
	}
	return web.SeeSaying(pastURL(item), "document.version.named"), nil
}

// stretch is a run of lines that changed with those around them, or of lines
// that did not and are left out.
type stretch struct {
	Lines []prose.Change
	Left  int // lines that are not shown
}

// around is how many lines that did not change are shown beside one that did.
const around = 1

// stretches leaves out what did not change; there are none when nothing did.
func stretches(list []prose.Change) (out []stretch) {
	show := make([]bool, len(list))
	none := true
	for i, c := range list {
		if c.Touched() {
			none = false
			for j := max(0, i-around); j <= min(len(list)-1, i+around); j++ {
				show[j] = true
			}
		}
	}
	if none {
		return nil
	}
	for i, c := range list {
		n := len(out) - 1
		switch {
		case show[i] && (n < 0 || out[n].Left > 0):
			out = append(out, stretch{Lines: []prose.Change{c}})
		case show[i]:
			out[n].Lines = append(out[n].Lines, c)
		case n < 0 || out[n].Left == 0:
			out = append(out, stretch{Left: 1})
		default:
			out[n].Left++
		}
	}
	return out
}
