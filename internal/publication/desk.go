package publication

import (
	"context"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// What the form to write a publication lends to the forms of other features,
// which declare what they need of it.

// Uploads keeps the files that came with a form, as ids; what cannot be kept is
// told and stops nothing else.
func (p *Pages) Uploads(r *web.Request, form *web.Form) (added []string, failed []*fault.Error) {
	return p.uploads(r, form)
}

// TagField asks for tags, those of the community within reach.
func (*Pages) TagField(value, problem string, proposed []content.Tag) templ.Component {
	return tagField(value, problem, proposed)
}

// FileField asks for files, with those that an earlier try has kept.
func (*Pages) FileField(kept []content.File, problem string) templ.Component {
	return fileField(kept, problem)
}

// AudienceField asks how far a new item goes, who then reads it told beside.
func (*Pages) AudienceField(ctx context.Context, place content.Place, value, problem string) templ.Component {
	return audienceField(ctx, place, value, problem)
}

func audienceField(ctx context.Context, place content.Place, value, problem string) templ.Component {
	list := []access.Audience{access.Everyone, access.MembersOnly}
	if place.Manages {
		list = append(list, access.ManagersOnly)
	}
	return ui.Select{
		Name: "audience", Label: i18n.T(ctx, "publication.field.audience"), Value: or(value, "everyone"), Error: problem, Options: audienceOptions(ctx, list, place), Width: ui.MiddleLine,
		Attrs: ui.Refresh{Get: "/c/" + place.ID.String() + "/audience", On: "change", Into: "#who-reads"}.Attrs(),
	}
}

// ReadersBox says who will read something, and changes with AudienceField.
func (*Pages) ReadersBox(readers content.Readers) templ.Component { return whoReads(readers) }

// Comments shows comments of an item as its own page does, for a page of another
// feature that has its own way to answer them.
func (p *Pages) Comments(r *web.Request, t content.Thread) (func(content.Comment) templ.Component, error) {
	v := reading{Thread: t, Actor: r.Actor, Now: r.Now}
	var err error
	if v.People, err = p.introduce(r.Context(), r.Actor, t); err != nil {
		return nil, err
	}
	v.Texts = p.texts(r, t)
	return func(c content.Comment) templ.Component { return lent(v, c) }, nil
}
