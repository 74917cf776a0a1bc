package correspondence

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/ui"
)

// Face is the head of a dispatch, between its subject and its text: what an
// agent must know before reading it, in the order in which they look for it.
func (s *Service) Face(ctx context.Context, actor access.Actor, item id.ID) (templ.Component, error) {
	w, err := s.Read(ctx, actor, item)
	if err != nil {
		return nil, err
	}
	units := []id.ID{w.Unit}
	for _, a := range w.Addressees {
		units = append(units, a.Unit)
	}
	names, err := unitNames(ctx, s.DB, units)
	if err != nil {
		return nil, err
	}
	faces, err := identity.Faces(ctx, s.DB, append([]id.ID{w.Author, w.Signatory, w.Signer, w.For}, w.Holders()...))
	if err != nil {
		return nil, err
	}
	facts := w.facts(ctx, names, faces)
	return templ.Join(paperHead(w.paper(ctx, names, facts)), w.folded(ctx, names, facts)), nil
}

// folded are the facts as a screen shows them: the text stays within reach,
// however many units it was sent to. Paper has all of them.
func (w Whole) folded(ctx context.Context, names map[id.ID]string, facts ui.Facts) ui.Facts {
	out := slices.Clone(facts)
	for key, acts := range map[string]bool{"acts": true, "informed": false} {
		units, name := w.units(names, acts), i18n.T(ctx, "correspondence.fact."+key)
		if len(units) <= shownUnits {
			continue
		}
		few := strings.Join(units[:shownFolded], ", ")
		for i, t := range out {
			if t.Name == name {
				out[i].Body = foldedUnits(i18n.T(ctx, "correspondence.told.more", "names", few, "count", len(units)-shownFolded), t.Value)
			}
		}
	}
	return out
}

func (w Whole) facts(ctx context.Context, names map[id.ID]string, faces map[id.ID]identity.Face) ui.Facts {
	var out ui.Facts
	p := i18n.From(ctx)
	add := func(key, value string) {
		if value != "" {
			out = append(out, ui.Term{Name: i18n.T(ctx, "correspondence.fact."+key), Value: value})
		}
	}
	add("number", w.quoted(ctx, names))
	if w.Qualified() {
		add("precedence", i18n.T(ctx, PrecedenceKey(w.Precedence)))
		add("protection", i18n.T(ctx, ProtectionKey(w.Protection)))
	}
	add("from", names[w.Unit])
	add("acts", strings.Join(w.units(names, true), ", "))
	add("informed", strings.Join(w.units(names, false), ", "))
	add("expects", w.Expects)
	if !w.Due.IsZero() {
		add("due", p.Date(w.Due.Time))
	}
	if len(w.Holders()) > 0 {
		names := make([]string, len(w.Holders()))
		for i, who := range w.Holders() {
			names[i] = faces[who].Name
		}
		add("holder", i18n.T(ctx, "correspondence.since", "name", p.List(names), "date", p.DateTime(w.HolderSince.Time)))
	}
	if w.Signer != 0 {
		add("signed", signedBy(ctx, faces[w.Signer].Name, faces[w.For].Name))
	}
	add("marking", w.Origin.Marking)
	add("drafted", w.Origin.DraftedBy)
	add("approved", w.Origin.ApprovedBy)
	if len(w.References) > 0 {
		out = append(out, ui.Term{Name: i18n.T(ctx, "correspondence.fact.references"), Body: references(w.References)})
	}
	return out
}

// quoted is how a dispatch is quoted: type, unit, year and number, or the number
// that it had where it comes from; "" before it is out.
func (d Dispatch) quoted(ctx context.Context, names map[id.ID]string) string {
	switch {
	case d.Number != 0:
		return i18n.T(ctx, "correspondence.number", "type", d.Type, "unit", names[d.Unit], "year", strconv.Itoa(d.Year), "number", strconv.Itoa(d.Number))
	case d.Original != "":
		return i18n.T(ctx, "correspondence.number.original", "type", d.Type, "unit", names[d.Unit], "number", d.Original)
	}
	return ""
}

// signedBy names who signed, or gave a visa, and in whose name.
func signedBy(ctx context.Context, name, other string) string {
	if other == "" {
		return name
	}
	return i18n.T(ctx, "correspondence.for", "name", name, "other", other)
}

// units are the names of those for action, or for information.
func (w Whole) units(names map[id.ID]string, acts bool) []string {
	var list []string
	for _, a := range w.Addressees {
		if a.Acts == acts {
			list = append(list, names[a.Unit])
		}
	}
	return list
}
