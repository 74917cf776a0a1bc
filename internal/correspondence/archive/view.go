package archive

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/correspondence"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
)

// row is a dispatch in a list.
func (r Row) row(ctx context.Context) ui.ItemRow {
	out := ui.ItemRow{
		Kind: correspondence.Kind, KindLabel: i18n.T(ctx, "ui.kind.dispatch"), Href: content.Href(r.Item), Title: r.Title, Excerpt: r.Excerpt,
		Why: r.way(ctx), At: r.Released.Time, States: r.badges(ctx),
	}
	for _, part := range r.Extract {
		out.Extract = append(out.Extract, ui.Part{Text: part.Text, Found: part.Match})
	}
	return out
}

// way says its number, who issued it and to whom it went.
func (r Row) way(ctx context.Context) string {
	to := i18n.T(ctx, "archive.row.nobody")
	switch len(r.To) {
	case 0:
	case 1:
		to = r.To[0].Unit.Name
	default:
		to = i18n.T(ctx, "archive.row.more", "unit", r.To[0].Unit.Name, "count", len(r.To)-1)
	}
	return i18n.T(ctx, "archive.row", "number", r.number(ctx), "from", r.Issuer.Name, "to", to)
}

// badges say what presses and how it is kept: in words, which colours repeat.
func (r Row) badges(ctx context.Context) []ui.Badge {
	return append(correspondence.Pressing(ctx, r.Precedence), correspondence.Kept(ctx, r.Protection)...)
}

// row is a dispatch of an affair: what it refers to says more than its first
// words.
func (n Node) row(ctx context.Context, by id.ID) ui.ItemRow {
	out := n.Row.row(ctx)
	if len(n.Links) > 0 {
		out.Excerpt = n.says(ctx)
	}
	if n.Item == by {
		out.States = append([]ui.Badge{{Tone: ui.Accent, Icon: "map-pin", Label: i18n.T(ctx, "archive.here")}}, out.States...)
	}
	return out
}

func (n Node) says(ctx context.Context) string {
	var out []string
	for _, l := range n.Links {
		out = append(out, l.say(ctx))
	}
	return strings.Join(out, ". ") + "."
}

func (v screen) clear() string {
	if len(v.asked) == 0 {
		return ""
	}
	return Path
}

// href is the same question from a place on.
func (v screen) href(after *Cursor) string {
	query := url.Values{}
	for name, values := range v.asked {
		for _, value := range values {
			if value != "" {
				query.Add(name, value)
			}
		}
	}
	if after != nil {
		query.Set("after", after.String())
	}
	if len(query) == 0 {
		return Path
	}
	return Path + "?" + query.Encode()
}

func (v screen) pager(ctx context.Context) ui.Pager {
	var out ui.Pager
	if !v.first {
		out.Newer, out.NewerLabel = v.href(nil), i18n.T(ctx, "archive.first")
	}
	if v.Next != nil {
		out.Older = v.href(v.Next)
		if v.asked.Get("q") != "" || len(v.Rows) < PageSize {
			out.OlderLabel = i18n.T(ctx, "archive.further")
		}
	}
	return out
}

// choose marks the one that was asked for among choices: pairs of a value and
// the key of its words.
func (v screen) choose(ctx context.Context, name string, pairs ...string) []ui.Option {
	var out []ui.Option
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, ui.Option{Value: pairs[i], Label: i18n.T(ctx, pairs[i+1]), Chosen: v.asked.Get(name) == pairs[i]})
	}
	return out
}

func (v screen) typeOptions(ctx context.Context) []ui.Option {
	out := v.choose(ctx, "type", "", "archive.type.any")
	for _, t := range v.types {
		name := t.FR
		if i18n.From(ctx).Lang() == "en" {
			name = t.EN
		}
		out = append(out, ui.Option{Value: t.Code, Label: t.Code + " – " + name, Chosen: v.asked.Get("type") == t.Code})
	}
	return out
}

func (v screen) precedences(ctx context.Context) []ui.Option {
	pairs := []string{"", "archive.precedence.any"}
	for p := correspondence.Immediate; p >= correspondence.Routine; p-- {
		pairs = append(pairs, strconv.Itoa(int(p)), correspondence.PrecedenceKey(p))
	}
	return v.choose(ctx, "precedence", pairs...)
}

func (v screen) protections(ctx context.Context) []ui.Option {
	pairs := []string{"", "archive.protection.any"}
	for p := access.Public; p <= access.Restricted; p++ {
		pairs = append(pairs, strconv.Itoa(int(p)), correspondence.ProtectionKey(p))
	}
	return v.choose(ctx, "protection", pairs...)
}

func (v affairScreen) tabs(ctx context.Context) ui.Tabs {
	return ui.Tabs{Label: i18n.T(ctx, "archive.affair.views"), Entries: []ui.Tab{
		{Label: i18n.T(ctx, "archive.affair.order"), Href: affairURL(v.By), Count: len(v.Nodes), Current: !v.graph},
		{Label: i18n.T(ctx, "archive.affair.graph"), Href: affairURL(v.By) + "?view=graph", Current: v.graph},
	}}
}

func (v affairScreen) crumbs(ctx context.Context) []ui.Crumb {
	var out []ui.Crumb
	if v.browses {
		out = append(out, ui.Crumb{Label: i18n.T(ctx, "archive.title"), Href: Path})
	}
	for _, n := range v.Nodes {
		if n.Item == v.By {
			out = append(out, ui.Crumb{Label: n.Title, Href: content.Href(n.Item)})
		}
	}
	return out
}

// Take is the menu of the formats in which an affair leaves.
func (v affairScreen) take(ctx context.Context) ui.Menu {
	return ui.Menu{Label: i18n.T(ctx, "archive.take"), Icon: "download", Size: ui.Small, Entries: []ui.MenuEntry{
		{Label: i18n.T(ctx, "archive.take.pdf"), Icon: "file-text", Href: affairURL(v.By) + "/export.pdf"},
		{Label: i18n.T(ctx, "archive.take.zip"), Icon: "mail", Href: affairURL(v.By) + "/export.zip"},
	}}
}

// Entries are those of the menu of a released dispatch, with which it is taken
// away.
func Entries(ctx context.Context, item id.ID) []ui.MenuEntry {
	href := "/dispatches/" + item.String() + "/export."
	return []ui.MenuEntry{
		{Label: i18n.T(ctx, "archive.do.pdf"), Icon: "file-text", Href: href + "pdf", Divided: true},
		{Label: i18n.T(ctx, "archive.do.eml"), Icon: "mail", Href: href + "eml"},
	}
}

// Line leads from the page of a dispatch to its affair, when there is more of it
// that actor reads; nil otherwise.
func (s *Service) Line(ctx context.Context, actor access.Actor, item id.ID) (templ.Component, error) {
	n, err := s.Count(ctx, actor, item)
	if err != nil || n < 2 {
		return templ.NopComponent, err
	}
	return affairLine(item, n), nil
}

// name is that of the affair; one of which nothing is out has none yet.
func (v affairScreen) name(ctx context.Context) string {
	if v.Name != "" {
		return v.Name
	}
	return i18n.T(ctx, "archive.affair")
}
