package history

import (
	"context"
	"net/url"
	"strconv"

	"parvis/internal/document"
	"parvis/internal/document/prose"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
)

func pastURL(item id.ID) string { return document.Href(item) + "/history" }

func versionURL(item id.ID, number int64) string {
	return pastURL(item) + "/" + strconv.FormatInt(number, 10)
}

// changesURL is what changed between two updates.
func changesURL(item id.ID, from, to int64) string {
	return versionURL(item, to) + "?" + url.Values{"from": {strconv.FormatInt(from, 10)}}.Encode()
}

// to is the address of the same list from another place, of the same person.
func (v past) to(before int64, person id.ID) string {
	q := url.Values{}
	if before > 0 {
		q.Set("before", strconv.FormatInt(before, 10))
	}
	if person != 0 {
		q.Set("person", person.String())
	}
	if len(q) == 0 {
		return pastURL(v.Item.ID)
	}
	return pastURL(v.Item.ID) + "?" + q.Encode()
}

// older is the address of the next page, "" at the end.
func (v past) older() string {
	if v.Next == 0 {
		return ""
	}
	return v.to(v.Next, v.Person)
}

// newest is the address of the first page, "" on it.
func (v past) newest() string {
	if v.Before == 0 {
		return ""
	}
	return v.to(0, v.Person)
}

// clear is the address without a filter, "" when there is none.
func (v past) clear() string {
	if v.Person == 0 {
		return ""
	}
	return pastURL(v.Item.ID)
}

// people are the choices of whose writing to list.
func (v past) people(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.T(ctx, "document.history.everybody")}}
	for _, f := range v.Writers {
		out = append(out, ui.Option{Value: f.ID.String(), Label: f.Name, Chosen: f.ID == v.Person})
	}
	return out
}

// offered are the choices of a moment; one that is not among them is added.
func offered(ctx context.Context, list []moment, chosen int64) []ui.Option {
	var out []ui.Option
	found := false
	for _, m := range list {
		found = found || m.Number == chosen
		out = append(out, ui.Option{Value: strconv.FormatInt(m.Number, 10), Label: m.Label, Chosen: m.Number == chosen})
	}
	if !found {
		out = append(out, ui.Option{Value: strconv.FormatInt(chosen, 10), Label: i18n.T(ctx, "document.moment.update", "number", chosen), Chosen: true})
	}
	return out
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

// moved tells how much came and went.
func moved(ctx context.Context, s prose.Summary) string {
	switch {
	case s.Added > 0 && s.Removed > 0:
		return i18n.T(ctx, "document.moved.both", "added", i18n.T(ctx, "document.moved.added", "count", s.Added), "removed", i18n.T(ctx, "document.moved.removed", "count", s.Removed))
	case s.Added > 0:
		return i18n.T(ctx, "document.moved.added", "count", s.Added)
	case s.Removed > 0:
		return i18n.T(ctx, "document.moved.removed", "count", s.Removed)
	case s.None():
		return i18n.T(ctx, "document.version.same")
	}
	return i18n.T(ctx, "document.moved.reset")
}

func (b Burst) sum() prose.Summary {
	return prose.Summary{Added: b.Added, Removed: b.Removed, Extract: b.Extract, Reset: true}
}

// entitled names a version: as it was named, or by its time.
func entitled(ctx context.Context, of document.Moment, named Version) string {
	switch {
	case named.Name != "":
		return named.Name
	case of.Number == 0:
		return i18n.T(ctx, "document.version.first")
	}
	return i18n.T(ctx, "document.version", "date", i18n.From(ctx).DateTime(of.At.Time))
}

func namingLabel(ctx context.Context, v shown) string {
	if v.Name.Name != "" {
		return i18n.T(ctx, "document.version.rename")
	}
	return i18n.T(ctx, "document.version.name")
}

func versionUse(ctx context.Context, v shown) string {
	if v.Whole {
		return i18n.T(ctx, "document.version.whole.use")
	}
	return i18n.T(ctx, "document.version.use")
}

// reshaped says what a line stood as and stands as.
func reshaped(ctx context.Context, c prose.Change) string {
	was, now := form(ctx, *c.Was), form(ctx, c.Line)
	if was == now {
		return i18n.T(ctx, "document.version.shifted")
	}
	return i18n.T(ctx, "document.version.reshaped", "was", was, "now", now)
}

// form is what a line stands as, in a word or two.
func form(ctx context.Context, l prose.Line) string {
	key := "text"
	switch {
	case l.Kind == prose.Heading:
		return i18n.T(ctx, "document.form.heading", "level", l.Level)
	case l.Kind == prose.CodeBlock:
		key = "code"
	case l.Sign == "•":
		key = "bullet"
	case l.Sign == "☑":
		key = "done"
	case l.Sign == "☐":
		key = "task"
	case l.Sign != "":
		key = "numbered"
	case l.Quoted == "quote":
		key = "quote"
	case l.Quoted != "":
		key = "callout"
	case l.Depth > 0:
		key = "item"
	}
	return i18n.T(ctx, "document.form."+key)
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
	switch c.Line.Kind {
	case prose.Heading:
		out += " is-heading"
	case prose.CodeBlock:
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
