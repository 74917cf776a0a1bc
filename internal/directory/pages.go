package directory

import (
	"context"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Contributions reads what somebody published; content does.
type Contributions interface {
	ByAuthor(ctx context.Context, actor access.Actor, person id.ID, after content.Cursor, limit int) (content.Page, error)
}

// Pages are the screens of the directory.
type Pages struct {
	Service  *Service
	Items    Contributions
	Markdown *text.Renderer

	// Row shows an item of a list; the feature that makes items knows how.
	Row func(ctx context.Context, row content.Row, link bool) ui.ItemRow
	// Follow is the button that follows a person or a unit.
	Follow func(r *web.Request, kind string, target id.ID, name string) (templ.Component, error)
	// Sections are what other features add to somebody's page, as seen by who
	// asks. A nil component adds nothing.
	Sections []func(r *web.Request, person id.ID) (templ.Component, error)
}

// Routes declares the screens.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/people", Browse, p.people)
	rt.Get("/units", Browse, p.units)
	rt.Get("/u/{unit}", Browse, p.office)

	rt.Get("/p/{handle}", access.ReadPerson, p.profile)
	rt.Get("/p/{handle}/edit", Describe, p.edit)
	rt.Post("/p/{handle}/edit", Describe, p.save)
	rt.Post("/p/{handle}/photo", Describe, p.upload)
	rt.Post("/p/{handle}/photo/remove", Describe, p.removePhoto)
	rt.Get("/p/{handle}/photo", SeePhoto, p.photo)

	rt.Get("/p/{handle}/functions", Administer, p.functions)
	rt.Post("/p/{handle}/functions", Administer, p.giveFunction)
	rt.Post("/p/{handle}/functions/{function}/end", Administer, p.endFunction)
	rt.Post("/p/{handle}/functions/{function}/first", Administer, p.firstFunction)
}

func unitPath(u id.ID) string { return "/u/" + u.String() }

func profilePath(handle string) string { return "/p/" + url.PathEscape(handle) }

type peopleScreen struct {
	people []Entry
	query  url.Values
	unit   Unit
	next   string
}

func (p *Pages) people(r *web.Request) (web.Reply, error) {
	s := peopleScreen{query: url.Values{}}
	f := Filter{Text: r.Query("q"), Title: r.Query("title")}
	for name, value := range map[string]string{"q": f.Text, "title": f.Title} {
		if value != "" {
			s.query.Set(name, value)
		}
	}
	if u, err := id.Parse(r.Query("unit")); err == nil {
		if s.unit, err = p.Service.Unit(r.Context(), r.Actor, u); err != nil {
			return nil, err
		}
		f.Unit = u
		s.query.Set("unit", u.String())
	}
	people, next, err := p.page(r, f, "/people", s.query)
	if err != nil {
		return nil, err
	}
	s.people, s.next = people, next
	if r.IsFragment() {
		return web.Fragment(peopleList(s)), nil
	}
	return web.Page(peoplePage(s)), nil
}

// page lists people from the place in the address, with the address of the
// next page, "" on the last.
func (p *Pages) page(r *web.Request, f Filter, path string, query url.Values) ([]Entry, string, error) {
	after, err := web.ParseCursor(r.Query("after"), 1)
	if err != nil {
		return nil, "", err
	}
	if after != nil {
		f.After = id.ID(after[0])
	}
	people, last, err := p.Service.Find(r.Context(), r.Actor, f)
	if err != nil || last == 0 {
		return people, "", err
	}
	more := url.Values{}
	for k, v := range query {
		more[k] = v
	}
	more.Set("after", web.Cursor{int64(last)}.String())
	return people, path + "?" + more.Encode(), nil
}

type unitsScreen struct {
	units []Unit
	open  map[id.ID]bool // unfolded
	text  string
	found []Unit
}

func (p *Pages) units(r *web.Request) (web.Reply, error) {
	s := unitsScreen{text: r.Query("q"), open: map[id.ID]bool{}}
	var err error
	if s.text != "" {
		if s.found, err = p.Service.FindUnits(r.Context(), r.Actor, s.text); err != nil {
			return nil, err
		}
		return web.Page(unitsPage(s)), nil
	}
	open, err := id.Parse(r.Query("open"))
	if err != nil {
		open = 0 // the tree is then folded
	}
	if s.units, err = p.Service.Tree(r.Context(), r.Actor, open); err != nil {
		return nil, err
	}
	for _, u := range s.units {
		s.open[u.Parent] = true
	}
	return web.Page(unitsPage(s)), nil
}

type officeScreen struct {
	Office
	people []Entry
	below  bool // the people of the units below too
	next   string
	follow templ.Component
}

func (p *Pages) office(r *web.Request) (web.Reply, error) {
	unit, err := r.PathID("unit")
	if err != nil {
		return nil, err
	}
	s := officeScreen{below: r.Query("below") == "1"}
	if s.Office, err = p.Service.Office(r.Context(), r.Actor, unit); err != nil {
		return nil, err
	}
	query := url.Values{}
	if s.below {
		query.Set("below", "1")
	}
	if s.people, s.next, err = p.page(r, Filter{Unit: unit, Only: !s.below}, unitPath(unit), query); err != nil {
		return nil, err
	}
	if s.follow, err = p.Follow(r, "unit", unit, s.Name); err != nil {
		return nil, err
	}
	return web.Page(officePage(s)), nil
}

type profileScreen struct {
	Profile
	about    string // HTML
	rows     []ui.ItemRow
	next     string
	follow   templ.Component
	sections []templ.Component
	agent    bool
	governs  bool // may give them functions
}

func (p *Pages) profile(r *web.Request) (web.Reply, error) {
	profile, err := p.Service.Profile(r.Context(), r.Actor, r.PathValue("handle"))
	if err != nil {
		return nil, err
	}
	s := profileScreen{Profile: profile, agent: r.Actor.IsAgent(), governs: r.Actor.May(Administer, access.Label{}) && profile.Kind != identity.Guest, about: p.Markdown.HTML(profile.About, text.Refs{}, "")}
	if err := p.contributions(r, &s); err != nil {
		return nil, err
	}
	if !s.Mine {
		if s.follow, err = p.Follow(r, "person", profile.ID, profile.Name); err != nil {
			return nil, err
		}
	}
	for _, section := range p.Sections {
		added, err := section(r, profile.ID)
		if err != nil {
			return nil, err
		}
		if added != nil {
			s.sections = append(s.sections, added)
		}
	}
	return web.Page(profilePage(s)), nil
}

func (p *Pages) contributions(r *web.Request, s *profileScreen) error {
	after, err := web.ParseKey(r.Query("after"))
	if err != nil {
		return err
	}
	page, err := p.Items.ByAuthor(r.Context(), r.Actor, s.ID, content.Cursor(after), 10)
	if err != nil {
		return err
	}
	for _, row := range page.Rows {
		shown := p.Row(r.Context(), row, s.agent)
		shown.Author = ui.Person{} // the page says who
		s.rows = append(s.rows, shown)
	}
	if page.Next.At != 0 {
		s.next = profilePath(s.Handle) + "?after=" + web.Key(page.Next).String()
	}
	return nil
}

type editScreen struct {
	about  string
	photo  string
	handle string
	name   string
	errors ui.Errors
}

// own refuses the page of somebody else without telling whether it exists.
func own(r *web.Request) error {
	if r.PathValue("handle") != r.Viewer.Person.Handle {
		return fault.NotFound()
	}
	return nil
}

func (p *Pages) editing(r *web.Request) editScreen {
	me := r.Viewer.Person
	return editScreen{about: me.About, photo: me.Photo, handle: me.Handle, name: me.Name}
}

func (p *Pages) edit(r *web.Request) (web.Reply, error) {
	if err := own(r); err != nil {
		return nil, err
	}
	return web.Page(editPage(p.editing(r))), nil
}

func (p *Pages) save(r *web.Request) (web.Reply, error) {
	if err := own(r); err != nil {
		return nil, err
	}
	form, err := r.Form(64 << 10)
	if err != nil {
		return nil, err
	}
	about := form.Text("about", MaxAbout)
	if err = form.Err(); err == nil {
		err = p.Service.DescribeSelf(r.Context(), r.Actor, about)
	}
	if fault.KindOf(err) == fault.Invalid {
		s := p.editing(r)
		s.about, s.errors = form.Values().Get("about"), ui.ErrorsFrom(r.Context(), err)
		return web.PageStatus(422, editPage(s)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(profilePath(r.Viewer.Person.Handle), "directory.saved"), nil
}

func (p *Pages) upload(r *web.Request) (web.Reply, error) {
	if err := own(r); err != nil {
		return nil, err
	}
	form, err := r.Form(MaxPhoto + 64<<10)
	if err != nil {
		return nil, err
	}
	files, err := form.Files("photo", 1)
	if err != nil {
		return nil, err
	}
	defer web.CloseAll(files)
	if len(files) == 0 {
		err = notAPicture(nil)
	} else {
		err = p.Service.SetPhoto(r.Context(), r.Actor, files[0].Content)
	}
	if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.TooLarge) {
		s := p.editing(r)
		s.errors = ui.ErrorsFrom(r.Context(), err)
		return web.PageStatus(k.Status(), editPage(s)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(profilePath(r.Viewer.Person.Handle)+"/edit", "directory.photo.saved"), nil
}

func (p *Pages) removePhoto(r *web.Request) (web.Reply, error) {
	if err := own(r); err != nil {
		return nil, err
	}
	if err := p.Service.RemovePhoto(r.Context(), r.Actor); err != nil {
		return nil, err
	}
	return web.SeeSaying(profilePath(r.Viewer.Person.Handle)+"/edit", "directory.photo.removed"), nil
}

// photoLife is how long a browser shows a photo without asking again: long
// enough for a list of faces, short enough for a new photo to show.
const photoLife = 10 * time.Minute

func (p *Pages) photo(r *web.Request) (web.Reply, error) {
	content, hash, err := p.Service.Photo(r.Context(), r.Actor, r.PathValue("handle"))
	if err != nil {
		return nil, err
	}
	return web.File(web.Download{
		Content: content, Name: "photo.jpg", Media: "image/jpeg", Inline: true, Tag: hash, Lifetime: photoLife,
	}), nil
}
