package community

import (
	"context"
	"strings"

	"parvis/internal/access"
	"parvis/internal/i18n"
)

// Template is a starting point for a new community. Its words stand in the
// catalogue under community.template.KEY: .name, .hint, .welcome and .tags.
type Template struct {
	Key      string
	Icon     string
	Kind     Kind
	Openness access.Openness
	Tags     bool // presets tags
}

// Templates lists the starting points, in the order in which they are offered;
// the first is the default.
func Templates() []Template {
	return []Template{
		{Key: "interest", Icon: "users", Kind: Transverse, Openness: access.Open, Tags: true},
		{Key: "project", Icon: "list-checks", Kind: Transverse, Openness: access.OnRequest, Tags: true},
		{Key: "unit", Icon: "building-2", Kind: Hierarchical, Openness: access.OnRequest, Tags: true},
		{Key: "training", Icon: "graduation-cap", Kind: Transverse, Openness: access.OnRequest, Tags: true},
	}
}

// templateOf finds a template by its key.
func templateOf(key string) (Template, bool) {
	for _, t := range Templates() {
		if t.Key == key {
			return t, true
		}
	}
	return Template{}, false
}

// welcome is the first text of a newcomer's welcome, which managers rewrite.
func (t Template) welcome(ctx context.Context) string {
	return i18n.T(ctx, "community.template."+t.Key+".welcome")
}

// tags are the names of the tags that the template presets.
func (t Template) tags(ctx context.Context) []string {
	if !t.Tags {
		return nil
	}
	return strings.Split(i18n.T(ctx, "community.template."+t.Key+".tags"), ", ")
}
