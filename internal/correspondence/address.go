package correspondence

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
)

// MaxAddress bounds the field in which units are named, in characters.
const MaxAddress = 20_000

// under is how one writes to all desks under a unit: "Tous : Europe".
var under = regexp.MustCompile(`^(?i:tous|toutes|all)\s*:\s*`)

// coded ends a name that several units bear with the code of the one that is
// meant.
var coded = regexp.MustCompile(`\s*\(([^()]+)\)$`)

// Address reads to whom one writes, as people type it: names, acronyms or codes
// of units, names of lists, and "Tous : a unit" for all desks under it, apart by
// semicolons or on lines of their own. What it does not know is a fault of the
// field.
func (s *Service) Address(ctx context.Context, unit id.ID, acts, informed string) ([]Target, error) {
	var c fault.Check
	var out []Target
	for _, field := range []struct {
		name, typed string
		acts        bool
	}{{"acts", acts, true}, {"informed", informed, false}} {
		if len([]rune(field.typed)) > MaxAddress {
			c.Field(field.name, false, "fault.field.too_long", "count", MaxAddress)
			continue
		}
		for _, name := range entries(field.typed) {
			t, why, err := s.target(ctx, unit, name)
			if err != nil {
				return nil, err
			}
			c.Field(field.name, why == "", why, "name", name)
			t.Acts = field.acts
			if why == "" {
				out = append(out, t)
			}
		}
	}
	return out, c.Err()
}

func entries(typed string) []string {
	var out []string
	for _, e := range strings.FieldsFunc(typed, func(r rune) bool { return r == ';' || r == '\n' || r == '\r' }) {
		if e = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(e), ",")); e != "" && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

// target is what one name means; why is the message of what is wrong with it.
func (s *Service) target(ctx context.Context, unit id.ID, name string) (t Target, why string, err error) {
	rule := under.FindString(name)
	name = strings.TrimPrefix(name, rule)
	names := []string{text.Fold(name)}
	if code := coded.FindStringSubmatch(name); code != nil {
		names = append(names, strings.ToLower(code[1]))
	}
	found, err := unitsNamed(ctx, s.DB, names)
	if err != nil {
		return t, "", err
	}
	// A name as it is written wins over an acronym that says the same.
	exact := slices.DeleteFunc(slices.Clone(found), func(u Unit) bool { return u.NameFold != names[0] })
	if len(exact) > 0 {
		found = exact
	}
	switch {
	case len(found) > 1:
		return t, "correspondence.to.ambiguous", nil
	case len(found) == 1 && rule != "":
		return Target{Under: found[0].ID}, "", nil
	case len(found) == 1:
		return Target{Unit: found[0].ID}, "", nil
	case rule != "":
		return t, "correspondence.to.unknown", nil
	}
	lists, err := listsOf(ctx, s.DB, []id.ID{unit})
	for _, l := range lists {
		if text.Fold(l.Name) == names[0] {
			return Target{List: l.ID}, "", err
		}
	}
	return t, "correspondence.to.unknown", err
}

// Spell writes the addressees of a dispatch as Address reads them: a list that
// named units stands for them.
func (s *Service) Spell(ctx context.Context, to []Addressee) (acts, informed string, err error) {
	units, lists := make([]id.ID, len(to)), make([]id.ID, len(to))
	for i, a := range to {
		units[i], lists[i] = a.Unit, a.List
	}
	byUnit, err := unitNames(ctx, s.DB, units)
	if err != nil {
		return "", "", err
	}
	byList, err := listNames(ctx, s.DB, lists)
	parts := map[bool][]string{}
	for _, a := range to {
		name := byUnit[a.Unit]
		if listed := byList[a.List]; listed != "" {
			name = listed
		}
		if !slices.Contains(parts[a.Acts], name) {
			parts[a.Acts] = append(parts[a.Acts], name)
		}
	}
	return strings.Join(parts[true], "; "), strings.Join(parts[false], "; "), err
}

// Suggested is a unit that may be written to, or all desks under it.
type Suggested struct {
	Unit
	Desks int  // with its own
	Desk  bool // it has one itself
}

// Suggest finds to whom one may be writing, for who writes for a unit.
func (s *Service) Suggest(ctx context.Context, actor access.Actor, typed string) (units []Suggested, lists []List, err error) {
	folded := strings.NewReplacer("%", "", "_", "").Replace(text.Fold(typed))
	if folded == "" || !actor.IsAgent() {
		return nil, nil, nil
	}
	if units, err = unitsLike(ctx, s.DB, folded, 8); err != nil {
		return nil, nil, err
	}
	all, err := listsOf(ctx, s.DB, actor.Units())
	for _, l := range all {
		if strings.Contains(text.Fold(l.Name), folded) {
			lists = append(lists, l)
		}
	}
	return units, lists[:min(len(lists), 4)], err
}
