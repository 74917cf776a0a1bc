package knowledge

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Desk is what the form of publications lends to that of sheets.
type Desk interface {
	Uploads(r *web.Request, form *web.Form) (added []string, failed []*fault.Error)
	TagField(value, problem string, proposed []content.Tag) templ.Component
	FileField(kept []content.File, problem string) templ.Component
	AudienceField(ctx context.Context, place content.Place, value, problem string) templ.Component
	ReadersBox(readers content.Readers) templ.Component
}

// Pages are the screens of sheets, and what they add to the page of an item.
type Pages struct {
	Service  *Service
	Content  *content.Service
	Markdown *text.Renderer
	Desk     Desk

	// Frame is the page of a community around one of its views.
	Frame func(r *web.Request, tab string, body templ.Component) (templ.Component, error)
}

// Tab is the page of the tree, below the address of a community.
const Tab = "knowledge"

// formSize bounds a form without files, in bytes; uploadSize one with files.
const (
	formSize   = 1 << 20
	uploadSize = 5*content.MaxFileSize + formSize
)

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/c/{community}/knowledge", Browse, p.contents)
	rt.Get("/c/{community}/knowledge/print", Browse, p.print)
	rt.Get("/c/{community}/knowledge/new", content.Publish, p.compose)
	rt.Post("/c/{community}/knowledge/new", content.Publish, p.write)

	rt.Get("/c/{community}/knowledge/arrange", Arrange, p.arrange)
	rt.Post("/c/{community}/knowledge/months", Arrange, p.settle)
	rt.Post("/c/{community}/knowledge/sections", Arrange, p.addSection)
	rt.Post("/c/{community}/knowledge/sections/{section}/name", Arrange, p.renameSection)
	rt.Post("/c/{community}/knowledge/sections/{section}/place", Arrange, p.moveSection)
	rt.Post("/c/{community}/knowledge/sections/{section}/remove", Arrange, p.removeSection)
	rt.Post("/c/{community}/knowledge/sections/{section}/restore", Arrange, p.restoreSection)

	rt.Get("/i/{item}/sheet", access.ReadItem, p.fromThread)
	rt.Get("/i/{item}/sheet/card", content.EditItem, p.card)
	rt.Post("/i/{item}/sheet/card", content.EditItem, p.saveCard)
	rt.Post("/i/{item}/sheet/place", content.EditItem, p.moveSheet)
	rt.Post("/i/{item}/sheet/verify", Verify, p.verify)
	rt.Post("/i/{item}/sheet/owner", HandOver, p.handOver)
	rt.Post("/i/{item}/sheet/reports", Complain, p.report)
	rt.Post("/i/{item}/sheet/reports/{report}/answer", Verify, p.answer)
}

// treeURL is the tree of a community, or one of its pages.
func treeURL(community id.ID, page string) string {
	to := "/c/" + community.String() + "/" + Tab
	if page != "" {
		to += "/" + page
	}
	return to
}

// typed tells whether err is about what was typed, so that the form is shown
// again rather than an error page.
func typed(err error) bool {
	f, ok := fault.As(err)
	return ok && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge || f.Kind == fault.TooMany ||
		f.Kind == fault.Conflict && !content.IsReplay(err) || f.Kind == fault.KindForbidden && f.Key != fault.KindForbidden.Key())
}

func status(err error) int { return fault.KindOf(err).Status() }

// screen is the tree of a community with what narrows it.
type screen struct {
	Place  content.Place
	Tree   Tree
	Wanted Wanted
	Tags   []content.Tag // those that the community proposes
	People map[id.ID]ui.Person
	Writes bool // may write a sheet here
	Keeps  bool // arranges the tree
	Me     id.ID
}

func (p *Pages) contents(r *web.Request) (web.Reply, error) {
	s, err := p.screen(r, Wanted{Status: statusOf(r.Query("status")), Tag: r.Query("tag"), Mine: r.Query("mine") == "1"})
	if err != nil {
		return nil, err
	}
	page, err := p.Frame(r, Tab, treeBody(s))
	if err != nil {
		return nil, err
	}
	return web.Page(page), nil
}

// screen reads the tree of the community of the address.
func (p *Pages) screen(r *web.Request, w Wanted) (screen, error) {
	ctx := r.Context()
	community, err := r.PathID("community")
	if err != nil {
		return screen{}, err
	}
	s := screen{Wanted: w, Me: r.Actor.Person()}
	if s.Tree, err = p.Service.Tree(ctx, r.Actor, community, w); err != nil {
		return s, err
	}
	if s.Place, err = p.Content.Place(ctx, r.Actor, community); err != nil {
		return s, err
	}
	if s.Tags, err = p.Content.CommunityTags(ctx, community); err != nil {
		return s, err
	}
	s.Keeps = s.Place.Manages && !s.Place.Archived
	s.Writes = r.Actor.Role(community) >= access.GuestRole && !s.Place.Archived
	var who []id.ID
	for _, e := range s.Tree.entries() {
		who = append(who, e.Owner)
	}
	s.People, err = p.people(r, who)
	return s, err
}

// entries are all that a tree shows.
func (t Tree) entries() []Entry {
	out := slices.Clone(t.Loose)
	for _, n := range t.Sections() {
		out = append(out, n.Sheets...)
	}
	return out
}

// printed is a tree on one page, with its texts.
type printed struct {
	screen
	HTML map[id.ID]string
}

// lower sets the titles of a text one level down, under that of its sheet.
var lower = strings.NewReplacer("<h3>", "<h4>", "</h3>", "</h4>", "<h4>", "<h5>", "</h4>", "</h5>", "<h5>", "<h6>", "</h5>", "</h6>")

// printable is how many sheets one page holds.
const printable = 300

func (p *Pages) print(r *web.Request) (web.Reply, error) {
	s, err := p.screen(r, Wanted{})
	if err != nil {
		return nil, err
	}
	all := s.Tree.entries()
	var ids []id.ID
	for _, e := range all[:min(len(all), printable)] {
		ids = append(ids, e.ID)
	}
	texts, err := p.Content.Texts(r.Context(), r.Actor, ids)
	if err != nil {
		return nil, err
	}
	v := printed{s, map[id.ID]string{}}
	for item, source := range texts {
		v.HTML[item] = lower.Replace(p.Markdown.HTML(source, noRefs, ""))
	}
	return web.Page(printPage(v)), nil
}

// address writes what narrows a tree.
func (w Wanted) address(community id.ID) string {
	query := url.Values{}
	if w.Status != 0 {
		query.Set("status", w.Status.String())
	}
	if w.Tag != "" {
		query.Set("tag", w.Tag)
	}
	if w.Mine {
		query.Set("mine", "1")
	}
	if len(query) == 0 {
		return treeURL(community, "")
	}
	return treeURL(community, "") + "?" + query.Encode()
}
