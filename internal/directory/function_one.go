package directory

import (
	"context"
	"fmt"
	"slices"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// GiveFunction adds one function to those of somebody, as the main one if it is
// asked or if they had none. The faults are those of SetFunctions.
func (s *Service) GiveFunction(ctx context.Context, actor access.Actor, person id.ID, given NewFunction, main bool) error {
	return s.changeFunctions(ctx, actor, person, func(list []Function) ([]NewFunction, error) {
		now := renewed(list)
		now = slices.DeleteFunc(now, func(f NewFunction) bool { return f.Unit == given.Unit && f.Title == given.Title })
		if main {
			return slices.Insert(now, 0, given), nil
		}
		return append(now, given), nil
	})
}

// EndFunction takes one function from somebody; the next one becomes the main
// one. The fault is NotFound when they do not have it.
func (s *Service) EndFunction(ctx context.Context, actor access.Actor, person, function id.ID) error {
	return s.changeFunctions(ctx, actor, person, func(list []Function) ([]NewFunction, error) {
		at := slices.IndexFunc(list, func(f Function) bool { return f.ID == function })
		if at < 0 {
			return nil, fault.NotFound()
		}
		return renewed(slices.Delete(list, at, at+1)), nil
	})
}

// PutFunctionFirst makes one function of somebody the main one.
func (s *Service) PutFunctionFirst(ctx context.Context, actor access.Actor, person, function id.ID) error {
	return s.changeFunctions(ctx, actor, person, func(list []Function) ([]NewFunction, error) {
		at := slices.IndexFunc(list, func(f Function) bool { return f.ID == function })
		if at < 0 {
			return nil, fault.NotFound()
		}
		first := list[at]
		return renewed(slices.Insert(slices.Delete(list, at, at+1), 0, first)), nil
	})
}

// renewed are the functions of a list that still may be had: those in units
// that are gone end with the first change.
func renewed(list []Function) []NewFunction {
	var out []NewFunction
	for _, f := range list {
		if !f.Retired {
			out = append(out, NewFunction{f.Unit, f.Title, f.Head})
		}
	}
	return out
}

func (s *Service) changeFunctions(ctx context.Context, actor access.Actor, person id.ID, change func([]Function) ([]NewFunction, error)) error {
	if !actor.May(Administer, access.Label{}) {
		return fault.Forbidden()
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		// Two changes of one person, or an import, come one after the other.
		if err := lockImports(ctx, tx, s.Clock.Now()); err != nil {
			return fmt.Errorf("wait for other changes: %w", err)
		}
		list, err := functionsOf(ctx, tx, person)
		if err != nil {
			return fmt.Errorf("read functions: %w", err)
		}
		now, err := change(list)
		if err != nil {
			return err
		}
		return s.setFunctions(ctx, tx, actor, person, now)
	})
}

// UnitNamed finds the live units that somebody means by a code, an acronym or
// words of a name: the one whose code, acronym or whole name it is, else all
// that FindUnits finds.
func (s *Service) UnitNamed(ctx context.Context, actor access.Actor, typed string) ([]Unit, error) {
	found, err := s.FindUnits(ctx, actor, typed)
	if err != nil {
		return nil, err
	}
	var exact []Unit
	for _, u := range found {
		for _, name := range []string{u.Code, u.Acronym, u.Name} {
			if name != "" && text.Fold(name) == text.Fold(typed) {
				exact = append(exact, u)
				break
			}
		}
	}
	if len(exact) == 1 {
		return exact, nil
	}
	return found, nil
}
