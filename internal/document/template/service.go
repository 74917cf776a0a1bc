package template

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Texts tells what a document says. The item was judged by the caller.
type Texts interface {
	Says(ctx context.Context, item id.ID) (prose.Node, error)
}

// Service holds the templates.
type Service struct {
	DB      *store.DB
	Clock   clock.Clock
	Content *content.Service
	Texts   Texts
}

// Keep offers a document, or changes what it is offered as.
func (s *Service) Keep(ctx context.Context, actor access.Actor, o Offer) (Template, error) {
	var c fault.Check
	name, ok := text.Line(o.Name, MaxName)
	c.Field("name", ok, "fault.field.too_long", "count", MaxName)
	help, fine := text.Line(o.Help, MaxHelp)
	c.Field("help", fine, "fault.field.too_long", "count", MaxHelp)
	if err := c.Err(); err != nil {
		return Template{}, err
	}
	o.Name, o.Help = name, help
	var out Template
	return out, s.DB.Write(ctx, func(tx *store.Tx) error {
		it, err := s.hold(ctx, tx, actor, o.Item, o.Site)
		if err != nil {
			return err
		}
		if o.Name == "" {
			o.Name, _ = text.Line(prose.Cut(it.Title, MaxName), MaxName)
		}
		if err := keep(ctx, tx, o, actor.Person(), s.Clock.Now()); err != nil {
			return err
		}
		out, err = templateOf(ctx, tx, actor, o.Item)
		return err
	})
}

// hold judges who offers a document, or offers it no more: what is offered on
// the whole site is a matter of administrators, the rest one of the managers.
func (s *Service) hold(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID, site bool) (content.Item, error) {
	label, err := access.Load(ctx, tx, actor, Keep, item)
	if err != nil {
		return content.Item{}, err
	}
	was, err := templateOf(ctx, tx, actor, item)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return content.Item{}, err
	}
	switch {
	case (site || was.Site && !was.Removed) && !actor.IsAdmin():
		return content.Item{}, fault.New(fault.KindForbidden, "template.site.admins")
	case !site && !was.Site && actor.Role(label.Community) < access.ManagerRole:
		return content.Item{}, fault.Forbidden()
	}
	it, _, err := s.Content.Glance(ctx, actor, access.ReadItem, item)
	if err == nil && it.Kind != document.Kind {
		err = fault.NotFound()
	}
	return it, err
}

// Remove offers a document no more; Restore does again. Documents that began
// with it keep what they say.
func (s *Service) Remove(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.set(ctx, actor, item, true)
}

// Restore offers again a document that was offered.
func (s *Service) Restore(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.set(ctx, actor, item, false)
}

func (s *Service) set(ctx context.Context, actor access.Actor, item id.ID, removed bool) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		was, err := templateOf(ctx, tx, actor, item)
		if errors.Is(err, store.ErrNone) {
			return fault.NotFound()
		}
		if err != nil {
			return err
		}
		if _, err := s.hold(ctx, tx, actor, item, was.Site); err != nil {
			return err
		}
		_, err = setRemoved(ctx, tx, item, removed)
		return err
	})
}

// Of is what a document that actor reads is offered as; false for one that is
// not.
func (s *Service) Of(ctx context.Context, actor access.Actor, item id.ID) (Template, bool, error) {
	t, err := templateOf(ctx, s.DB, actor, item)
	if errors.Is(err, store.ErrNone) {
		return Template{}, false, nil
	}
	return t, err == nil && !t.Removed, err
}

// Offered lists what actor may begin a document of a community with, the
// templates of the community first.
func (s *Service) Offered(ctx context.Context, actor access.Actor, community id.ID) ([]Template, error) {
	return offered(ctx, s.DB, actor, community, Most)
}

// Filled is what a template says now, its fields filled. NotFound for what is
// not offered in that community to actor.
func (s *Service) Filled(ctx context.Context, actor access.Actor, community, item id.ID, f Fields) (prose.Node, error) {
	t, ok, err := s.Of(ctx, actor, item)
	if err != nil {
		return prose.Node{}, err
	}
	if !ok || !t.Site && t.Community != community {
		return prose.Node{}, fault.NotFound()
	}
	it, _, err := s.Content.Glance(ctx, actor, access.ReadItem, item)
	if err != nil {
		return prose.Node{}, err
	}
	if it.State != access.Published {
		return prose.Node{}, fault.NotFound()
	}
	says, err := s.Texts.Says(ctx, item)
	return fill(says, f), err
}
