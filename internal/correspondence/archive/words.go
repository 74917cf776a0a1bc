package archive

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"parvis/internal/correspondence"
	"parvis/internal/i18n"
)

// number is how a dispatch is quoted: type, unit and number.
func (r Row) number(ctx context.Context) string {
	n := cmp.Or(r.Original, i18n.T(ctx, "archive.unnumbered"))
	if r.Number != 0 {
		n = strconv.Itoa(r.Year) + "-" + strconv.Itoa(r.Number)
	}
	return r.Type + " " + r.Issuer.Short() + " " + n
}

// units are those for action, or those for information.
func (r Row) units(acts bool) string {
	var names []string
	for _, a := range r.To {
		if a.Acts == acts {
			names = append(names, a.Unit.Name)
		}
	}
	return strings.Join(names, ", ")
}

// say is what a dispatch is to an earlier one, in words.
func (l Link) say(ctx context.Context) string {
	if l.Row == nil {
		return correspondence.Related(ctx, l.Relation, "", "")
	}
	return correspondence.Related(ctx, l.Relation, l.Row.Title, l.Row.number(ctx))
}
