package reading

import (
	"context"

	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/ui"
)

// crumbs lead back to what the file is joined to.
func (v *sight) crumbs(ctx context.Context) []ui.Crumb {
	if v.Item == 0 {
		return nil
	}
	to := content.Href(v.Item)
	if v.Comment != 0 {
		to += "?at=" + v.Comment.String() + "#c-" + v.Comment.String()
	}
	return []ui.Crumb{{Label: i18n.T(ctx, "reading.back"), Href: to}}
}
