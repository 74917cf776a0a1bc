package setting

import (
	"context"
	"regexp"
	"strings"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/store"
	"parvis/internal/text"
)

var coded = regexp.MustCompile(`^[A-Z][A-Z0-9]*$`)

// Types lists all of them, in the order of the form.
func (s *Service) Types(ctx context.Context, actor access.Actor) ([]Type, error) {
	if !actor.May(Configure, access.Label{}) {
		return nil, fault.Forbidden()
	}
	return allTypes(ctx, s.DB)
}

// SetType adds a type, or changes the one of that code. It returns what that one
// was, nil when there was none, to undo.
func (s *Service) SetType(ctx context.Context, actor access.Actor, t Type) (was *Type, err error) {
	var c fault.Check
	t.Code = strings.ToUpper(line(&c, "code", t.Code, MaxCode))
	c.Field("code", t.Code == "" || coded.MatchString(t.Code), "setting.type.code")
	t.NameFR, t.NameEN = line(&c, "name_fr", t.NameFR, MaxName), line(&c, "name_en", t.NameEN, MaxName)
	template, ok := text.Block(t.Template, MaxTemplate)
	c.Field("template", ok, "fault.field.too_long", "count", MaxTemplate)
	t.Template = template
	c.Field("place", t.Place >= 1 && t.Place <= 99, "setting.type.place")
	err = s.configure(ctx, actor, &c, typeSet, t.Code, func(tx *store.Tx) error {
		var err error
		if was, err = typeOf(ctx, tx, t.Code); err != nil {
			return err
		}
		return putType(ctx, tx, t)
	})
	return was, err
}

// RetireType takes a type out of the form, or brings it back. What bears it
// keeps it. One is always left.
func (s *Service) RetireType(ctx context.Context, actor access.Actor, code string, retired bool) error {
	verb := typeRestored
	if retired {
		verb = typeRetired
	}
	return s.configure(ctx, actor, &fault.Check{}, verb, code, func(tx *store.Tx) error {
		was, err := typeOf(ctx, tx, code)
		switch {
		case err != nil:
			return err
		case was == nil:
			return fault.NotFound()
		}
		if err := retireType(ctx, tx, code, retired); err != nil {
			return err
		}
		left, err := typesLeft(ctx, tx)
		if err == nil && left == 0 {
			err = fault.New(fault.Conflict, "setting.type.last")
		}
		return err
	})
}

func (s *Service) configure(ctx context.Context, actor access.Actor, c *fault.Check, verb, code string, do func(tx *store.Tx) error) error {
	if !actor.May(Configure, access.Label{}) {
		return fault.Forbidden()
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return s.Acts.Record(ctx, tx, actor, verb, "type "+code, nil)
	})
}
