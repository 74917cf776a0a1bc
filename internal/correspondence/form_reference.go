package correspondence

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/web"
)

// References are added as people name dispatches: by number, by subject, or by
// the address of their page. Whatever is typed, only what who types may read is
// found.

// MaxAdded bounds the field in which they are, in characters.
const MaxAdded = 2000

// someNumbers and someTitles are how many are looked at for what was typed.
const (
	someNumbers = 20
	someTitles  = 8
)

// numbered ends with the year and the number of a dispatch: "TD Rome, 2026-12".
var numbered = regexp.MustCompile(`^(.*?)[\s,]*\b(\d{4})\s*[-–/]\s*(\d{1,9})$`)

// elsewhereNumbered is a number as it is quoted of what was released elsewhere.
var elsewhereNumbered = regexp.MustCompile(`^(?:.*, )?([^,()]+?)(?: \([^()]*\))?$`)

// readAdded adds the references that are typed in the form; what leads nowhere is
// noted in it.
func (p *Pages) readAdded(r *web.Request, form *web.Form, w *Writing) error {
	for _, typed := range entries(form.Line("refers", MaxAdded)) {
		to, why, err := p.namedDispatch(r.Context(), r.Actor, typed)
		switch {
		case err != nil:
			return err
		case why != "":
			form.Fail("refers", why, "name", typed)
		case !slices.ContainsFunc(w.References, func(known Reference) bool { return known.To == to }):
			w.References = append(w.References, Reference{To: to, Relation: Refers})
		}
	}
	return nil
}

// namedDispatch is the one that somebody typed; why is the message of what is
// wrong with it.
func (p *Pages) namedDispatch(ctx context.Context, actor access.Actor, typed string) (to id.ID, why string, err error) {
	if !actor.IsAgent() { // who writes nothing learns nothing of dispatches
		return 0, "correspondence.reference.none", nil
	}
	if to, is := link(typed); is && strings.Contains(typed, "/i/") {
		return to, "", nil // judged with the others
	}
	found, err := p.Service.Numbered(ctx, actor, typed)
	if err != nil {
		return 0, "", err
	}
	if len(found) == 0 {
		if found, err = p.titled(ctx, actor, typed); err != nil {
			return 0, "", err
		}
		found = slices.DeleteFunc(found, func(d Dispatch) bool { return text.Fold(d.Title) != text.Fold(typed) })
	}
	to, bare := link(typed)
	switch {
	case len(found) == 1:
		return found[0].Item, "", nil
	case len(found) > 1:
		return 0, "correspondence.reference.several", nil
	case bare:
		return to, "", nil
	}
	return 0, "correspondence.reference.none", nil
}

// link finds the dispatch that an address of this site or its last part names.
func link(written string) (id.ID, bool) {
	written = strings.TrimSuffix(strings.TrimSpace(written), "/")
	if u, err := url.Parse(written); err == nil {
		written = u.Path
	}
	item, err := id.Parse(written[strings.LastIndexByte(written, '/')+1:])
	return item, err == nil
}

// Numbered finds the dispatches that actor reads by a number as it is quoted, or
// with a part of the name of their unit, or none. One that is quoted exactly so
// stands alone.
func (s *Service) Numbered(ctx context.Context, actor access.Actor, typed string) ([]Dispatch, error) {
	var found []Dispatch
	var err error
	if parts := numbered.FindStringSubmatch(typed); parts != nil {
		year, _ := strconv.Atoi(parts[2])
		number, _ := strconv.Atoi(parts[3])
		found, err = numberedLike(ctx, s.DB, actor, bare(parts[1]), year, number, someNumbers)
	}
	if err != nil {
		return nil, err
	}
	if parts := elsewhereNumbered.FindStringSubmatch(typed); len(found) == 0 && parts != nil {
		if found, err = numberedElsewhere(ctx, s.DB, actor, []string{typed, parts[1]}, someNumbers); err != nil {
			return nil, err
		}
	}
	names, err := s.issuers(ctx, found)
	for _, d := range found {
		if text.Fold(d.quoted(ctx, names)) == text.Fold(typed) {
			return []Dispatch{d}, err
		}
	}
	return found, err
}

// bare is what is typed of a name without what LIKE understands.
func bare(typed string) string {
	return strings.NewReplacer("%", "", "_", "").Replace(text.Fold(typed))
}

// titled are the released dispatches of whose subject something is typed.
func (p *Pages) titled(ctx context.Context, actor access.Actor, typed string) ([]Dispatch, error) {
	items, err := p.Titled(ctx, actor, typed, someTitles)
	if err != nil {
		return nil, err
	}
	known, err := dispatchesOf(ctx, p.Service.DB, actor, items)
	var out []Dispatch
	for _, item := range items {
		if d, reads := known[item]; reads && d.Step == Released {
			out = append(out, d)
		}
	}
	return out, err
}

// issuers names the units that issued dispatches.
func (s *Service) issuers(ctx context.Context, list []Dispatch) (map[id.ID]string, error) {
	units := make([]id.ID, len(list))
	for i, d := range list {
		units[i] = d.Unit
	}
	return unitNames(ctx, s.DB, units)
}

// suggestDispatches proposes to which one may be referring: by their number once
// it is whole, by their subject otherwise.
func (p *Pages) suggestDispatches(r *web.Request) (web.Reply, error) {
	ctx, typed := r.Context(), strings.TrimSpace(r.Query("q"))
	out := []suggestion{}
	if !r.Actor.IsAgent() || len([]rune(typed)) > MaxAdded {
		return web.JSON(out), nil
	}
	found, err := p.Service.Numbered(ctx, r.Actor, typed)
	if err == nil && len(found) == 0 {
		found, err = p.titled(ctx, r.Actor, typed)
	}
	if err != nil {
		return nil, err
	}
	names, err := p.Service.issuers(ctx, found)
	for _, d := range found[:min(len(found), someTitles)] {
		number := d.quoted(ctx, names)
		one := suggestion{Value: number, Label: d.Title, Hint: number}
		if number == "" || strings.Contains(number, ";") {
			one.Value = content.Href(d.Item)
		}
		out = append(out, one)
	}
	return web.JSON(out), err
}
