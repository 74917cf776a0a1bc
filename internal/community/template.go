package community

import (
	"context"
	"strings"

	"parvis/internal/access"
	"parvis/internal/i18n"
)

// Template is a starting point for a new community. Its words stand in the
// catalogue under community.template.CODE: .name, .hint, .welcome and .tags.
type Template struct {
	Code     string
	Icon     string
	Kind     Kind
	Openness access.Openness
	Tags     bool // presets tags
}

// Templates lists the starting points, in the order in which they are offered;
// the first is the default.
func Templates() []Template {
	return []Template{
		{Code: "interest", Icon: "users", Kind: Transverse, Openness: access.Open, Tags: true},
		{Code: "project", Icon: "list-checks", Kind: Transverse, Openness: access.OnRequest, Tags: true},
		{Code: "unit", Icon: "building-2", Kind: Hierarchical, Openness: access.OnRequest, Tags: true},
		{Code: "training", Icon: "graduation-cap", Kind: Transverse, Openness: access.OnRequest, Tags: true},
	}
}

// templateOf finds a template by its code.
func templateOf(code string) (Template, bool) {
	for _, t := range Templates() {
		if t.Code == code {
			return t, true
		}
	}
	return Template{}, false
}

// welcome is the first text of a newcomer's welcome, which managers rewrite.
func (t Template) welcome(ctx context.Context) string {
	return i18n.T(ctx, "community.template."+t.Code+".welcome")
}

// tags are the names of the tags that the template presets.
func (t Template) tags(ctx context.Context) []string {
	if !t.Tags {
		return nil
	}
	return strings.Split(i18n.T(ctx, "community.template."+t.Code+".tags"), ", ")
}
