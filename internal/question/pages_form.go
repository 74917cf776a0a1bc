package question

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Near is what stands under the title of a question being written: the
// questions and sheets that resemble it. It is asked for again as the title
// changes.
func (p *Pages) Near(r *web.Request, community id.ID, values url.Values) (templ.Component, error) {
	rows, err := p.nearRows(r, values)
	if err != nil {
		return nil, err
	}
	return nearBox(community, nearScreen{rows: rows, asked: wordy(values.Get("title"))}), nil
}

// nearScreen is what resembles a title.
type nearScreen struct {
	rows  []content.Row
	asked bool // the title says enough to look for something
}

func (p *Pages) nearRows(r *web.Request, values url.Values) ([]content.Row, error) {
	title := values.Get("title")
	if values.Get("kind") != Kind || !wordy(title) {
		return nil, nil
	}
	return p.Service.Similar(r.Context(), r.Actor, text.Excerpt(title, content.MaxTitle), nearest)
}

// wordy tells whether a title says enough to look for something.
func wordy(title string) bool { return len(text.Fold(title)) >= 8 }

func (p *Pages) near(r *web.Request) (web.Reply, error) {
	if _, err := p.writing(r); err != nil {
		return nil, err
	}
	rows, err := p.nearRows(r, r.URL.Query())
	if err != nil {
		return nil, err
	}
	return web.Fragment(nearList(nearScreen{rows: rows, asked: wordy(r.Query("title"))})), nil
}

// People is the part of the form of a question that says who will be asked.
func (p *Pages) People(r *web.Request, community id.ID, values url.Values) (templ.Component, error) {
	v, err := p.whom(r, community, values)
	if err != nil {
		return nil, err
	}
	return peopleBox(community, v), nil
}

// whomScreen is who would be asked.
type whomScreen struct {
	options []ui.Option
	also    string
	of      string // the subject that they are for
}

// shown are the people that the box showed, whether or not they stayed ticked.
func (v whomScreen) shown() []string {
	out := make([]string, len(v.options))
	for i, o := range v.options {
		out[i] = o.Value
	}
	return out
}

func (p *Pages) whom(r *web.Request, community id.ID, values url.Values) (whomScreen, error) {
	v := whomScreen{also: values.Get("also"), of: matter(values)}
	if values.Get("kind") != Kind {
		return v, nil
	}
	var refused []string
	for _, was := range values["shown"] {
		if !slices.Contains(values["ask"], was) {
			refused = append(refused, was)
		}
	}
	audience := map[string]access.Audience{"members": access.MembersOnly, "managers": access.ManagersOnly}[values.Get("audience")]
	found, err := p.Service.Candidates(r.Context(), r.Actor, Asking{
		Community: community, Audience: audience, Title: text.Excerpt(values.Get("title"), content.MaxTitle), Tags: content.SplitTags(values.Get("tags")),
	})
	if err != nil {
		return v, err
	}
	v.options, err = p.options(r.Context(), found, refused)
	return v, err
}

func (p *Pages) people(r *web.Request) (web.Reply, error) {
	community, err := p.writing(r)
	if err != nil {
		return nil, err
	}
	v, err := p.whom(r, community, r.URL.Query())
	if err != nil {
		return nil, err
	}
	return web.Fragment(peopleList(v)), nil
}

// writing is the community of a form, for who may write there.
func (p *Pages) writing(r *web.Request) (id.ID, error) {
	community, err := r.PathID("community")
	if err == nil {
		_, err = access.Load(r.Context(), p.Service.DB, r.Actor, content.Publish, community)
	}
	return community, err
}

// Shown tells whether a form that was sent showed who would be asked. With
// scripts it shows while one types; without, it may have been shown for
// another title, or for none.
func (p *Pages) Shown(values url.Values) bool {
	return !values.Has("plain") || values.Get("for") == matter(values)
}

// matter is what decides who is asked, as far as a form tells.
func matter(values url.Values) string {
	return text.Fold(values.Get("title") + " " + values.Get("tags") + " " + values.Get("audience"))
}

// Plan reads whom a form chose, and gives what keeps them in the transaction
// that makes the question. A form that never showed them chooses nobody: the
// site does.
func (p *Pages) Plan(r *web.Request, community id.ID, values url.Values) (func(context.Context, *store.Tx, content.Item) error, error) {
	if !values.Has("asking") {
		return func(context.Context, *store.Tx, content.Item) error { return nil }, nil
	}
	var people []id.ID
	for _, raw := range values["ask"] {
		if who, err := id.Parse(raw); err == nil {
			people = append(people, who)
		}
	}
	also, err := p.Service.Named(r.Context(), r.Actor, "also", text.Handles(values.Get("also"), MaxNamed))
	if err != nil {
		return nil, err
	}
	plan, err := p.Service.Choose(r.Context(), r.Actor, Asking{
		Community: community, Title: text.Excerpt(values.Get("title"), content.MaxTitle), Tags: content.SplitTags(values.Get("tags")),
	}, unique(people), also)
	return func(ctx context.Context, tx *store.Tx, it content.Item) error {
		return p.Service.Plan(ctx, tx, r.Actor, it, plan)
	}, err
}

// announced says how much was found, aloud and in sight.
func (v nearScreen) announced(ctx context.Context) string {
	if !v.asked {
		return ""
	}
	if len(v.rows) == 0 {
		return i18n.T(ctx, "question.near.none")
	}
	return i18n.T(ctx, "question.near.found", "count", len(v.rows))
}
