package setting

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/store"
	"parvis/internal/text"
)

var coded = regexp.MustCompile(`^[A-Z][A-Z0-9]*$`)

// Types lists all of them, in the order of the form: whoever writes may know of
// them.
func (s *Service) Types(ctx context.Context, actor access.Actor) ([]Type, error) {
	if !actor.May(Keep, access.Label{}) && !actor.May(Configure, access.Label{}) {
		return nil, fault.Forbidden()
	}
	return allTypes(ctx, s.DB)
}

// SetType adds a type, or changes the one of that code. It returns the version
// that this made, 1 for a new one.
func (s *Service) SetType(ctx context.Context, actor access.Actor, t Type) (version int, err error) {
	var c fault.Check
	t.Code = strings.ToUpper(line(&c, "code", t.Code, MaxCode))
	c.Field("code", t.Code == "" || coded.MatchString(t.Code), "setting.type.code")
	t.NameFR, t.NameEN = line(&c, "name_fr", t.NameFR, MaxName), line(&c, "name_en", t.NameEN, MaxName)
	template, ok := text.Block(t.Template, MaxTemplate)
	c.Field("template", ok, "fault.field.too_long", "count", MaxTemplate)
	t.Template = template
	c.Field("place", t.Place >= 1 && t.Place <= 99, "setting.type.place")
	err = s.configure(ctx, actor, &c, typeSet, t.Code, func(tx *store.Tx) error {
		was, err := typeOf(ctx, tx, t.Code)
		if err != nil {
			return err
		}
		version = 1
		if was == nil {
			t.Version = 1
			return putType(ctx, tx, t, "")
		}
		version = was.Version + 1
		return replaceType(ctx, tx, *was, t)
	})
	return version, err
}

// RevertType undoes the change that made a version of a type, unless it was
// changed again since. It returns the version that this made, to do it again.
func (s *Service) RevertType(ctx context.Context, actor access.Actor, code string, version int) (int, error) {
	return version + 1, s.configure(ctx, actor, &fault.Check{}, typeSet, code, func(tx *store.Tx) error {
		now, err := typeOf(ctx, tx, code)
		switch {
		case err != nil:
			return err
		case now == nil:
			return fault.NotFound()
		}
		was, err := typeWas(ctx, tx, code)
		switch {
		case err != nil:
			return err
		case was == "" || now.Version != version:
			return fault.New(fault.Conflict, "setting.changed")
		}
		var t Type
		if err := json.Unmarshal([]byte(was), &t); err != nil {
			return err
		}
		return replaceType(ctx, tx, *now, t)
	})
}

// replaceType writes a type over what it was, and keeps that.
func replaceType(ctx context.Context, tx *store.Tx, was, t Type) error {
	raw, err := json.Marshal(was)
	if err != nil {
		return err
	}
	t.Version = was.Version + 1
	return putType(ctx, tx, t, string(raw))
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
