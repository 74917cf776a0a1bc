package archive

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"parvis/internal/access"
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
	title := i18n.T(ctx, "archive.hidden")
	if l.Row != nil {
		title = "« " + l.Row.Title + " » (" + l.Row.number(ctx) + ")"
	}
	return i18n.T(ctx, relationKey(l.Relation), "title", title)
}

func relationKey(r correspondence.Relation) string {
	switch r {
	case correspondence.Answers:
		return "archive.relation.answers"
	case correspondence.Instructs:
		return "archive.relation.instructs"
	case correspondence.Corrects:
		return "archive.relation.corrects"
	}
	return "archive.relation.refers"
}

func protectionKey(p access.Protection) string {
	switch p {
	case access.Restricted:
		return "archive.protection.restricted"
	case access.Limited:
		return "archive.protection.limited"
	}
	return "archive.protection.public"
}

func audienceKey(a access.Audience) string {
	switch a {
	case access.ForServices:
		return "archive.audience.services"
	case access.ForDirectors:
		return "archive.audience.directors"
	}
	return "archive.audience.named"
}
