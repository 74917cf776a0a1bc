package document

import (
	"context"
	"slices"
	"strconv"

	"parvis/internal/content"
	"parvis/internal/document/prose"
	"parvis/internal/i18n"
	"parvis/internal/ui"
)

// outlineGroup is a few outlines of one sort.
type outlineGroup struct {
	ID, Label string
	Options   []ui.Option
}

// groups are the outlines to choose from: of the community, of the site, ours.
func (d describing) groups(ctx context.Context) []outlineGroup {
	chosen := d.Values.Get("template")
	out := []outlineGroup{
		{ID: "template-place", Label: i18n.T(ctx, "document.template.place")}, {ID: "template-site", Label: i18n.T(ctx, "document.template.site")},
		{ID: "template", Label: i18n.T(ctx, "document.template")},
	}
	known := false
	for _, s := range d.Starts {
		g := &out[0]
		if s.Site {
			g = &out[1]
		}
		value := s.Item.String()
		known = known || value == chosen
		g.Options = append(g.Options, ui.Option{Value: value, Label: s.Name, Help: s.Help, Icon: "layout-template", Chosen: value == chosen})
	}
	for i, t := range Templates() {
		key := "document.template." + t.Code
		out[2].Options = append(out[2].Options, ui.Option{
			Value: t.Code, Label: i18n.T(ctx, key+".name"), Help: i18n.T(ctx, key+".help"), Icon: t.Icon, Chosen: chosen == t.Code || !known && chosen == "" && i == 0,
		})
	}
	if len(d.Starts) > 0 {
		out[2].Label = i18n.T(ctx, "document.template.ours")
	}
	return slices.DeleteFunc(out, func(g outlineGroup) bool { return len(g.Options) == 0 })
}

// keptOptions are files that an earlier try of a form has kept.
func keptOptions(ctx context.Context, files []content.File) []ui.Option {
	var out []ui.Option
	for _, f := range files {
		out = append(out, ui.Option{Value: f.ID.String(), Label: f.Name + " (" + i18n.From(ctx).Size(f.Size) + ")", Chosen: true})
	}
	return out
}

// taskWord says to a screen reader whether a task is done.
func taskWord(n prose.Node) string {
	if n.Attrs.Bool("checked") {
		return "document.task.done"
	}
	return "document.task.open"
}

// widthClass is how wide a picture was made, in steps of ten percent.
func widthClass(n prose.Node) string {
	if w := n.Attrs.Int("width", 0); w > 0 && w < 100 {
		return "width-" + strconv.Itoa(max(1, (w+5)/10)*10)
	}
	return ""
}

// endsAt are the names of those who propose what ends with a run.
func (b Rendered) endsAt(list []prose.Node, at int) (out []string) {
	var next []prose.Proposal
	if at+1 < len(list) {
		next = list[at+1].Proposals()
	}
	for _, p := range list[at].Proposals() {
		goesOn := slices.ContainsFunc(next, func(n prose.Proposal) bool { return n.ID == p.ID && n.Kind == p.Kind })
		if name := b.Names[p.By]; name != "" && !goesOn && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
