package question

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Pages are the screens of questions: the queue of a community, what waits for
// oneself, and what the form of a question shows.
type Pages struct {
	Service *Service

	// Frame shows a part of a community under its head and tabs.
	Frame func(r *web.Request, tab string, body templ.Component) (templ.Component, error)
	// Row shows an item of a list; the feature that makes items knows how.
	Row func(ctx context.Context, row content.Row, link bool) ui.ItemRow
	// Sheet is where an answer is made a sheet, "" when it may not or was.
	Sheet func(r *web.Request, t content.Thread, answer id.ID) (string, error)
	// Lines are the function and unit of people, in a few words each.
	Lines func(ctx context.Context, people []id.ID) (map[id.ID]string, error)
}

// formSize bounds the forms of this feature, in bytes.
const formSize = 64 << 10

// Tab is the address of the queue below that of its community.
const Tab = "questions"

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/c/{community}/questions", SeeQueue, p.queue)
	rt.Get("/c/{community}/questions/settings", Adjust, p.settings)
	rt.Post("/c/{community}/questions/settings", Adjust, p.saveSettings)
	rt.Get("/c/{community}/questions/near", content.Publish, p.near)
	rt.Get("/c/{community}/questions/people", content.Publish, p.people)

	rt.Get("/questions", SeeOwn, p.mine)
	rt.Post("/questions/preferences", Choose, p.prefer)

	rt.Get("/i/{item}/ask", AskPeople, p.askForm)
	rt.Post("/i/{item}/ask", AskPeople, p.ask)
	rt.Get("/i/{item}/pass", Respond, p.passForm)
	rt.Post("/i/{item}/pass", Respond, p.pass)
	rt.Post("/i/{item}/decline", Respond, p.decline)
	rt.Post("/i/{item}/take-back", Respond, p.takeBack)

	rt.Get("/i/{item}/duplicate", content.Join, p.joinForm)
	rt.Post("/i/{item}/duplicate", content.Join, p.join)
	rt.Post("/i/{item}/separate", content.Part, p.separate)
}

// answerURL opens a question at the form that answers it.
func answerURL(item id.ID) string { return content.Href(item) + "?answer=1#say" }

func queueURL(community id.ID) string { return "/c/" + community.String() + "/" + Tab }

// queueScreen is what waits in a community.
type queueScreen struct {
	Queue
	community id.ID
	view      View
	tags      []content.Tag
	tag       content.Tag
	first     bool
	manages   bool
	agent     bool
	member    bool // may put questions to others
	self      id.ID
	pulse     Pulse
	rows      []ui.ItemRow
}

func (p *Pages) queue(r *web.Request) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	after, err := web.ParseKey(r.Query("after"))
	if err != nil {
		return nil, err
	}
	ctx := r.Context()
	v := queueScreen{community: community, view: viewOf(r.Query("view")), first: after == web.Key{}, agent: r.Actor.IsAgent(),
		member: r.Actor.Role(community) >= access.MemberRole, manages: r.Actor.Role(community) >= access.ManagerRole, self: r.Actor.Person()}
	if v.tags, err = p.Service.Content.CommunityTags(ctx, community); err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(v.tags, func(t content.Tag) bool { return t.Slug == r.Query("tag") }); i >= 0 {
		v.tag = v.tags[i]
	}
	w := Wanted{View: v.view, Tag: v.tag.ID, After: Cursor{At: after.At, ID: after.ID}, Limit: PageOfQueue}
	if v.Queue, err = p.Service.List(ctx, r.Actor, community, w); err != nil {
		return nil, err
	}
	if v.manages && v.first {
		if v.pulse, err = p.Service.Pulse(ctx, r.Actor, community); err != nil {
			return nil, err
		}
	}
	for _, line := range v.Lines {
		v.rows = append(v.rows, p.line(ctx, v, line))
	}
	page, err := p.Frame(r, Tab, queueBody(v))
	if err != nil {
		return nil, err
	}
	return web.Page(page), nil
}

// viewOf reads a view of the address; unknown ones are the first.
func viewOf(name string) View {
	switch v := View(name); v {
	case Unaccepted, Late:
		return v
	}
	return Unanswered
}

func (v queueScreen) href(view View, tag, after string) string {
	query := url.Values{}
	if view != Unanswered {
		query.Set("view", string(view))
	}
	if tag != "" {
		query.Set("tag", tag)
	}
	if after != "" {
		query.Set("after", after)
	}
	if len(query) == 0 {
		return queueURL(v.community)
	}
	return queueURL(v.community) + "?" + query.Encode()
}

// line shows a question of the queue with whom it was put to and what may be
// done there.
func (p *Pages) line(ctx context.Context, v queueScreen, l Line) ui.ItemRow {
	row := p.Row(ctx, l.Row, v.agent)
	row.Community, row.Unread = ui.Ref{}, false
	if l.Escalated && v.view != Unaccepted {
		row.States = append(row.States, ui.Badge{Label: i18n.T(ctx, "question.queue.escalated"), Tone: ui.Warning})
	}
	if v.agent {
		row.Why = standing(ctx, l.Asks, v.Faces)
	}
	mine := slices.ContainsFunc(l.Asks, func(a Ask) bool { return a.Person == v.self && a.Standing == Waiting })
	row.Actions = queueGestures(v, l, mine)
	return row
}

// standing says who is asked and who was reminded; those who passed or
// declined are named to nobody.
func standing(ctx context.Context, asks []Ask, faces map[id.ID]identity.Face) string {
	var names []string
	for _, a := range asks {
		name := faces[a.Person].Name
		switch {
		case a.Standing != Waiting || name == "":
		case !a.Reminded.IsZero():
			names = append(names, i18n.T(ctx, "question.queue.reminded", "name", name))
		default:
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return i18n.T(ctx, "question.queue.asked", "names", i18n.From(ctx).List(names))
}

// settingsScreen is the form of how a community treats its questions.
type settingsScreen struct {
	community id.ID
	values    url.Values
	errors    ui.Errors
}

// adjusted is the community of a form of settings, for who may change them.
func (p *Pages) adjusted(r *web.Request) (id.ID, error) {
	community, err := r.PathID("community")
	if err == nil {
		_, err = access.Load(r.Context(), p.Service.DB, r.Actor, Adjust, community)
	}
	return community, err
}

func (p *Pages) settings(r *web.Request) (web.Reply, error) {
	community, err := p.adjusted(r)
	if err != nil {
		return nil, err
	}
	s, err := p.Service.Settings(r.Context(), r.Actor, community)
	if err != nil {
		return nil, err
	}
	values := url.Values{"people": {number(s.People)}, "remind": {number(s.Remind)}, "escalate": {number(s.Escalate)}}
	return p.askSettings(r, 200, settingsScreen{community: community, values: values})
}

func (p *Pages) askSettings(r *web.Request, status int, v settingsScreen) (web.Reply, error) {
	page, err := p.Frame(r, Tab, settingsBody(v))
	if err != nil {
		return nil, err
	}
	return web.PageStatus(status, page), nil
}

func (p *Pages) saveSettings(r *web.Request) (web.Reply, error) {
	community, err := p.adjusted(r)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	set := Settings{People: days(form, "people", MaxPeople), Remind: days(form, "remind", MaxDays), Escalate: days(form, "escalate", MaxDays)}
	if err = form.Err(); err == nil {
		err = p.Service.Adjust(r.Context(), r.Actor, community, set)
	}
	if fault.KindOf(err) == fault.Invalid {
		return p.askSettings(r, 422, settingsScreen{community: community, values: form.Values(), errors: ui.ErrorsFrom(r.Context(), err)})
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(queueURL(community), "question.settings.saved"), nil
}
