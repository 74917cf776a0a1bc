package discovery

import (
	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/notification"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// tagScreen is what bears one tag.
type tagScreen struct {
	tag    content.Tag
	rows   []ui.ItemRow
	follow templ.Component
	first  bool
	next   string
}

func (p *Pages) tag(r *web.Request) (web.Reply, error) {
	s := tagScreen{}
	var err error
	if s.tag, err = p.Items.TagBySlug(r.Context(), r.Actor, r.PathValue("tag")); err != nil {
		return nil, err
	}
	before, err := web.ParseKey(r.Query("before"))
	if err != nil {
		return nil, err
	}
	s.first = before == web.Key{}
	page, err := p.Items.ByTag(r.Context(), r.Actor, s.tag.ID, content.Cursor(before), tagRows)
	if err != nil {
		return nil, err
	}
	for _, row := range page.Rows {
		s.rows = append(s.rows, p.Row(r.Context(), row, r.Actor.IsAgent()))
	}
	s.next = web.Key(page.Next).String()
	target := notification.Target{Kind: notification.Tag, ID: s.tag.ID}
	levels, err := p.Follows.Levels(r.Context(), r.Actor.Person(), target)
	if err != nil {
		return nil, err
	}
	level, chosen := levels[target]
	s.follow = p.Follow(target, level, chosen, r.T("discovery.tag.follow", "tag", s.tag.Name))
	return web.Page(tagPage(s)), nil
}
