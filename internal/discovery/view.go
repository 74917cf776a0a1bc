package discovery

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/search"
	"parvis/internal/search/index"
	"parvis/internal/text"
	"parvis/internal/ui"
)

func (s searchScreen) tabs(ctx context.Context) []ui.Tab {
	var tabs []ui.Tab
	for _, v := range views {
		if v.name != "" && v.name != s.view.name && s.counts[v.name] == 0 {
			continue // nothing there
		}
		label := "discovery.view." + v.name
		if v.name == "" {
			label = "discovery.view.all"
		}
		tabs = append(tabs, ui.Tab{Label: i18n.T(ctx, label), Href: s.href(with("tab", v.name)), Count: s.counts[v.name], Current: v.name == s.view.name})
	}
	return tabs
}

// rowOf shows a comment or a file in a list: it leads to the very place.
func rowOf(ctx context.Context, h search.Hit, author ui.Person, links bool) ui.ItemRow {
	if !links {
		author.Href = ""
	}
	row := ui.ItemRow{
		Kind: h.Kind, Href: hrefOf(h), Title: h.Title,
		Community: ui.Ref{Label: h.Place, Href: "/c/" + h.Community.String()}, Author: author, At: h.Published.Time, Useful: h.Useful,
	}
	if h.Sort == search.File {
		row.Kind = search.FileKind
	}
	row.KindLabel = i18n.T(ctx, "discovery.one."+row.Kind)
	return row
}

// hrefOf is where a hit is read: in its thread at the very comment, the file
// itself, the page of somebody.
func hrefOf(h search.Hit) string {
	switch h.Sort {
	case search.Comment:
		return content.Href(h.Item) + "?at=" + h.ID.String() + "#c-" + h.ID.String()
	case search.File:
		return "/files/" + h.ID.String() + "/preview"
	case search.Person:
		return "/p/" + h.Hint
	case search.Community:
		return "/c/" + h.ID.String()
	}
	return content.Href(h.ID)
}

// why says in one short line why a hit is there.
func why(ctx context.Context, h search.Hit, found search.Results, ask search.Ask) string {
	p := i18n.From(ctx)
	var said []string
	switch {
	case h.Trusted && h.Kind == search.AnswerKind:
		said = append(said, p.T("discovery.why.accepted"))
	case h.Trusted:
		said = append(said, p.T("discovery.why.verified"))
	}
	title, words := false, []string{}
	for _, m := range h.Matches {
		title = title || m.In&index.InTitle != 0
		switch m.Why {
		case index.Synonym:
			said = appendOnce(said, p.T("discovery.why.synonym", "word", expansion(found, m), "typed", asTyped(ask, m.Typed)))
		case index.Correction:
			said = appendOnce(said, p.T("discovery.why.correction", "word", expansion(found, m), "typed", asTyped(ask, m.Typed)))
		}
		words = appendOnce(words, asTyped(ask, m.Typed))
	}
	switch {
	case h.Sort == search.File, h.Kind == search.FileKind && !title && len(h.Matches) > 0:
		said = append(said, p.T("discovery.why.file"))
	case title:
		said = append(said, p.T("discovery.why.title"))
	}
	if found.Partial && len(words) > 0 && !h.HoldsAll(ask.Query.Words) {
		said = append(said, p.T("discovery.why.words", "words", strings.Join(words, ", ")))
	}
	if len(ask.Query.Phrases) > 0 {
		said = append(said, p.T("discovery.why.phrase"))
	}
	return strings.Join(said, " · ")
}

// asTyped is a word of the question with its accents and capitals.
func asTyped(ask search.Ask, word string) string {
	for _, typed := range strings.FieldsFunc(ask.Query.Words, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		if text.Fold(typed) == word {
			return typed
		}
	}
	return word
}

// expansion is what was looked for beside a word, as it is written.
func expansion(found search.Results, m index.Match) string {
	for _, e := range found.Expanded {
		if e.Why == m.Why && strings.Contains(e.Typed, m.Typed) {
			return e.Added
		}
	}
	return m.Found
}

func appendOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// facet is one list of choices beside the results.
type facet struct {
	Title   string
	Entries []facetEntry
}

// facetEntry is one choice, with how many results it would leave.
type facetEntry struct {
	Label string
	Href  string
	Count int
}

// facets are the choices by which the search may be narrowed, with how many
// each would leave.
func (s searchScreen) facets(ctx context.Context) []facet {
	p := i18n.From(ctx)
	var out []facet
	add := func(title string, list []search.Choice, label func(search.Choice) string, href func(search.Choice) string, set []string) {
		var links []facetEntry
		for _, c := range list {
			if len(links) == 6 || slices.Contains(set, c.Value) || c.Value == "" {
				continue
			}
			links = append(links, facetEntry{label(c), href(c), c.Count})
		}
		if len(links) > 0 {
			out = append(out, facet{title, links})
		}
	}
	own := func(c search.Choice) string { return c.Label }
	f, v := s.found.Facets, s.values()
	adding := func(name string) func(search.Choice) string {
		return func(c search.Choice) string { return s.href(more(name, c.Value)) }
	}
	if len(s.ask.Query.Kinds) == 0 && len(f.Kinds) > 1 {
		add(p.T("discovery.facet.kind"), f.Kinds, func(c search.Choice) string { return kindLabel(p, c.Value) }, adding("kind"), v["kind"])
	}
	if len(s.ask.In) == 0 {
		add(p.T("discovery.facet.in"), f.Communities, own, adding("in"), v["in"])
	}
	if len(s.ask.From) == 0 {
		add(p.T("discovery.facet.from"), f.Authors, own, adding("from"), v["from"])
	}
	add(p.T("discovery.facet.tag"), f.Tags, func(c search.Choice) string { return "#" + c.Label }, adding("tag"), v["tag"])
	if len(f.Years) > 1 {
		add(p.T("discovery.facet.year"), f.Years, own, func(c search.Choice) string { return s.href(year(c.Value)) }, nil)
	}
	return out
}

// aside is nothing when there is nothing to choose.
func (s searchScreen) aside(ctx context.Context) templ.Component {
	if !s.asked || len(s.facets(ctx)) == 0 {
		return nil
	}
	return facetsAside(s)
}

// hidden are the filters that go with what is typed in the box.
func (s searchScreen) hidden() [][2]string {
	v := s.values()
	v.Del("q")
	var out [][2]string
	for _, name := range append([]string{"tab"}, search.Parameters...) {
		for _, value := range v[name] {
			out = append(out, [2]string{name, value})
		}
	}
	return out
}

// partly is what there is to say of results that hold a part of the words only;
// nothing while a page is full of those that hold them all.
func (s searchScreen) partly() string {
	if !s.found.Partial || s.offset > 0 {
		return ""
	}
	all := 0
	for _, h := range s.found.Hits {
		if h.HoldsAll(s.ask.Query.Words) {
			all++
		}
	}
	switch {
	case all == len(s.found.Hits):
		return ""
	case all == 0 && !s.ask.Query.Newest:
		return "discovery.partial.none"
	case s.ask.Query.Newest:
		return "discovery.partial.some"
	}
	return "discovery.partial"
}

func (s searchScreen) none() bool {
	return len(s.rows)+len(s.people)+len(s.places)+len(s.tags) == 0 && s.offset == 0
}

func (s tagScreen) top() string {
	if s.first {
		return ""
	}
	return "/t/" + s.tag.Slug
}

func (s tagScreen) older() string {
	if s.next == "" {
		return ""
	}
	return "/t/" + s.tag.Slug + "?before=" + s.next
}
