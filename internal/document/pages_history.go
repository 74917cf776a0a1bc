package document

import (
	"context"
	"net/url"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/web"
)

// past is the list of what was written, and when.
type past struct {
	Item content.Item
	Days []day
	Next id.ID // where older writing begins, 0 for nowhere
}

// day is the bursts of one day.
type day struct {
	Name   string
	Bursts []Burst
}

func (p *Pages) history(r *web.Request) (web.Reply, error) {
	it, _, err := p.document(r)
	if err != nil {
		return nil, err
	}
	list, more, err := p.Service.History(r.Context(), r.Actor, it.ID, r.QueryID("before"))
	if err != nil {
		return nil, err
	}
	v := past{Item: it}
	for _, b := range list {
		name := i18n.From(r.Context()).Date(b.At.Time)
		if n := len(v.Days); n == 0 || v.Days[n-1].Name != name {
			v.Days = append(v.Days, day{Name: name})
		}
		last := &v.Days[len(v.Days)-1]
		last.Bursts = append(last.Bursts, b)
	}
	if more {
		v.Next = list[len(list)-1].ID
	}
	return web.Page(historyPage(v)), nil
}

// document is the item of the address, for who reads it.
func (p *Pages) document(r *web.Request) (content.Item, access.Label, error) {
	item, err := r.PathID("item")
	if err != nil {
		return content.Item{}, access.Label{}, err
	}
	it, label, err := p.Content.Glance(r.Context(), r.Actor, access.ReadItem, item)
	if err == nil && it.Kind != Kind {
		err = fault.NotFound()
	}
	return it, label, err
}

// compared is a version beside an earlier one.
type compared struct {
	Item    content.Item
	Of      Moment
	From    int64
	Changes []stretch
	None    bool // nothing changed
	Whole   bool // the version itself is shown, not what changed
	Body    Rendered
	Writes  bool
	Last    bool // it is how the document stands now
}

// stretch is a run of lines that changed with those around them, or of lines
// that did not and are left out.
type stretch struct {
	Lines []prose.Change
	Left  int // lines that are not shown
}

// around is how many lines that did not change are shown beside one that did.
const around = 1

// stretches leaves out what did not change.
func stretches(list []prose.Change) (out []stretch, none bool) {
	show := make([]bool, len(list))
	none = true
	for i, c := range list {
		if c.Touched() {
			none = false
			for j := max(0, i-around); j <= min(len(list)-1, i+around); j++ {
				show[j] = true
			}
		}
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
	return out, none
}

func (p *Pages) version(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	it, label, err := p.document(r)
	if err != nil {
		return nil, err
	}
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		return nil, fault.NotFound()
	}
	v := compared{Item: it, Whole: r.Query("whole") != "", Writes: r.Actor.May(Write, label)}
	if v.Of, err = p.Service.Moment(ctx, r.Actor, it.ID, number); err != nil {
		return nil, err
	}
	last, err := p.Service.Last(ctx, r.Actor, it.ID)
	if err != nil {
		return nil, err
	}
	v.Last = last == number
	if v.Whole {
		if v.Body, err = p.drawn(ctx, it.ID, v.Of.Doc); err != nil {
			return nil, err
		}
		return web.Page(versionPage(v)), nil
	}
	v.From = max(0, number-1)
	if from, err := strconv.ParseInt(r.Query("from"), 10, 64); err == nil && from >= 0 && from <= number {
		v.From = from
	}
	before, err := p.Service.Moment(ctx, r.Actor, it.ID, v.From)
	if err != nil {
		return nil, err
	}
	v.Changes, v.None = stretches(prose.Diff(before.Doc, v.Of.Doc))
	return web.Page(versionPage(v)), nil
}

func (p *Pages) restore(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		return nil, fault.NotFound()
	}
	was, err := p.Service.Last(r.Context(), r.Actor, item)
	if err != nil {
		return nil, err
	}
	if err := p.Service.Restore(r.Context(), r.Actor, item, number); err != nil {
		return nil, err
	}
	return web.Undoable(href(item), "document.restored", versionURL(item, was)+"/restore"), nil
}

func versionURL(item id.ID, number int64) string {
	return href(item) + "/history/" + strconv.FormatInt(number, 10)
}

// changesURL is what a burst changed.
func changesURL(item id.ID, from, to int64) string {
	return versionURL(item, to) + "?" + url.Values{"from": {strconv.FormatInt(from, 10)}}.Encode()
}

// names writes who wrote, as a language lists them.
func names(ctx context.Context, faces []identity.Face) string {
	list := make([]string, len(faces))
	for i, f := range faces {
		list[i] = f.Name
	}
	if len(list) == 0 {
		return i18n.T(ctx, "document.somebody")
	}
	return i18n.From(ctx).List(list)
}

// lineClass is how a line of a comparison stands on the page.
func lineClass(c prose.Change) string {
	out := "change"
	switch c.Op {
	case text.Insert:
		out += " came"
	case text.Delete:
		out += " went"
	}
	if c.Line.Kind == prose.Heading {
		out += " is-heading"
	}
	if c.Line.Kind == prose.CodeBlock {
		out += " is-code"
	}
	if c.Line.Quoted != "" {
		out += " is-quoted"
	}
	if c.Line.Depth > 0 {
		out += " depth-" + strconv.Itoa(min(c.Line.Depth, 4))
	}
	return out
}
