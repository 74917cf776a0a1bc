package home

import (
	"context"
	"net/http"
	"time"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/notification"
)

const apiTag = "Home and follows"

// API declares the operations of home, of the bell and of following.
func API(a *api.API, p *Pages) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/counts", ID: "read-counts", Tag: apiTag, Action: See,
		Summary: "Count what waits", Detail: "Each number stops at 100.",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.Answer[countsJSON], error) {
		c, err := p.Notifications.Counts(ctx, actor)
		return api.Of(countsJSON{c.Do, c.ForMe, c.ForInfo}), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/duties", ID: "list-duties", Tag: apiTag, Action: See,
		Summary: "List what communities ask of one: invitations to answer, requests to decide, managers to find",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[dutyJSON], error) {
		list, err := p.Places.Duties(ctx, actor)
		return api.ListOf(api.Each(list, func(d Duty) dutyJSON {
			return dutyJSON{d.Kind, api.Ref{ID: d.Community, Name: d.Name}, d.Count}
		})), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/todo", ID: "list-todo", Tag: apiTag, Action: See,
		Summary: "List what asks something of one, the newest first", Detail: "With list-duties, the left side of the home.",
	}, func(ctx context.Context, actor access.Actor, q *api.Paging) (*api.Page[noticeJSON], error) {
		return p.notices(ctx, actor, *q, notification.Wanted{Streams: []notification.Stream{notification.Do, notification.ForMe}, Waiting: true})
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/reading", ID: "list-reading", Tag: apiTag, Action: See,
		Summary: "List what one chose to follow, the newest first",
	}, func(ctx context.Context, actor access.Actor, q *readingInput) (*api.Page[noticeJSON], error) {
		return p.notices(ctx, actor, q.Paging, notification.Wanted{Streams: []notification.Stream{notification.ForInfo}, Waiting: q.Unread})
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/notices", ID: "list-notices", Tag: apiTag, Action: See,
		Summary: "List the lines of the bell, read or not",
	}, func(ctx context.Context, actor access.Actor, q *noticesInput) (*api.Page[noticeJSON], error) {
		w := notification.Wanted{Streams: []notification.Stream{streamOf(q.Stream)}, Waiting: q.Unread}
		if q.Stream == "me" {
			w.Streams = append(w.Streams, notification.Do)
		}
		return p.notices(ctx, actor, q.Paging, w)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/me/notices/read", ID: "read-notices", Tag: apiTag, Action: notification.FollowThings,
		Summary: "Mark every line of a stream as read", Detail: "Until a moment: what came after it stays unread.",
	}, p.apiReadAll)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/follows", ID: "list-follows", Tag: apiTag, Action: See,
		Summary: "List what one follows, the newest first",
	}, p.apiFollowed)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/follows/{kind}/{target}", ID: "follow", Tag: apiTag, Action: notification.FollowThings,
		Summary: "Follow an item, a community, a person, a unit, a tag or a search of one's own",
		Detail:  "At a level: all, important, or nothing, which mutes even what another follow would bring.",
	}, func(ctx context.Context, actor access.Actor, in *followInput) (*api.Nothing, error) {
		return nil, p.Notifications.Follow(ctx, actor, in.target(), levelWords().Value(in.Body.Level))
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/follows/{kind}/{target}", ID: "unfollow", Tag: apiTag, Action: notification.FollowThings,
		Summary: "Forget what one chose about something",
	}, func(ctx context.Context, actor access.Actor, in *FollowedThing) (*api.Nothing, error) {
		return nil, p.Notifications.Unfollow(ctx, actor, in.target())
	})
}

type countsJSON struct {
	Do      int `json:"do" doc:"what waits for a gesture"`
	ForMe   int `json:"for_me" doc:"unread, addressed to one"`
	ForInfo int `json:"for_info" doc:"unread, of what one follows"`
}

type dutyJSON struct {
	Kind      string  `json:"kind" doc:"invitation, requests, managers"`
	Community api.Ref `json:"community"`
	Count     int     `json:"count" doc:"requests waiting, or managers there are"`
}

type readingInput struct {
	api.Paging
	Unread bool `query:"unread" doc:"only what was not seen"`
}

type noticesInput struct {
	api.Paging
	Stream string `query:"stream" enum:"me,info" default:"me"`
	Unread bool   `query:"unread" doc:"only what was not seen, or not done"`
}

type noticeJSON struct {
	Stream    string     `json:"stream" enum:"do,me,info"`
	Kind      string     `json:"kind" enum:"item,community,person,unit,tag,search" doc:"of the subject"`
	Subject   api.Ref    `json:"subject"`
	ItemKind  string     `json:"item_kind,omitempty"`
	Excerpt   string     `json:"excerpt,omitempty"`
	Text      string     `json:"text,omitempty" doc:"what the fact says, in a few words"`
	Standing  string     `json:"standing,omitempty" doc:"of a document: draft, review or approved"`
	Community *api.Ref   `json:"community,omitempty" doc:"where the item is"`
	Reason    string     `json:"reason" doc:"why it is here"`
	About     string     `json:"about,omitempty" doc:"the name of what is followed, when that is the reason"`
	Actor     *api.Face  `json:"actor,omitempty" doc:"the last one who did something"`
	Comment   id.ID      `json:"comment,omitempty" doc:"where to land in the thread"`
	Count     int        `json:"count" doc:"facts since it was last seen"`
	Updated   clock.Time `json:"updated"`
	Seen      clock.Time `json:"seen,omitzero" doc:"absent while unread"`
}

func streamWords() api.Words[notification.Stream] {
	return api.Words[notification.Stream]{notification.Do: "do", notification.ForMe: "me", notification.ForInfo: "info"}
}

func (p *Pages) notices(ctx context.Context, actor access.Actor, q api.Paging, w notification.Wanted) (*api.Page[noticeJSON], error) {
	var err error
	if w.Before, err = placeOf(q.Cursor); err != nil {
		return nil, err
	}
	w.Limit = q.Limit
	page, err := p.Notifications.List(ctx, actor, w)
	if err != nil {
		return nil, err
	}
	if err := p.mark(ctx, &page); err != nil {
		return nil, err
	}
	out := api.PageOf(api.Each(page.Notices, func(n notification.Notice) noticeJSON { return noticeOf(n, page.Faces) }), nil)
	out.Body.Next = after(page)
	return out, nil
}

func noticeOf(n notification.Notice, faces map[id.ID]identity.Face) noticeJSON {
	out := noticeJSON{
		Stream: streamWords()[n.Stream], Kind: string(n.Subject.Kind), Subject: api.Ref{ID: n.Subject.ID, Name: n.Of.Title},
		ItemKind: n.Of.Kind, Excerpt: n.Of.Excerpt, Text: n.Text, Reason: string(n.Reason), About: n.About, Comment: n.Comment, Count: n.Count,
		Updated: n.Updated, Seen: n.Seen, Standing: standing(n),
	}
	if n.Subject.Kind == notification.Item && n.Of.Community != 0 {
		out.Community = &api.Ref{ID: n.Of.Community, Name: n.Of.Place}
	}
	if f, ok := faces[n.Actor]; ok {
		face := api.FaceOf(f)
		out.Actor = &face
	}
	return out
}

type readAllInput struct {
	Body struct {
		Stream string     `json:"stream" enum:"me,info"`
		Until  clock.Time `json:"until,omitzero" doc:"now when absent"`
	}
}

func (p *Pages) apiReadAll(ctx context.Context, actor access.Actor, in *readAllInput) (*api.Nothing, error) {
	until := in.Body.Until
	if until.IsZero() {
		until = clock.At(time.Now())
	}
	return nil, p.Notifications.SawAll(ctx, actor, until, streamOf(in.Body.Stream))
}

func levelWords() api.Words[notification.Level] {
	return api.Words[notification.Level]{notification.All: "all", notification.Important: "important", notification.Nothing: "nothing"}
}

type followedJSON struct {
	Kind    string     `json:"kind" enum:"item,community,person,unit,tag,search"`
	Target  api.Ref    `json:"target" doc:"its name is empty when one may read it no more"`
	Level   string     `json:"level" enum:"all,important,nothing"`
	Created clock.Time `json:"created"`
}

func (p *Pages) apiFollowed(ctx context.Context, actor access.Actor, q *api.Paging) (*api.Page[followedJSON], error) {
	before, err := placeOf(q.Cursor)
	if err != nil {
		return nil, err
	}
	list, more, err := p.Notifications.Own(ctx, actor, before, q.Limit)
	if err != nil {
		return nil, err
	}
	page := api.PageOf(api.Each(list, func(f notification.Following) followedJSON {
		return followedJSON{string(f.Kind), api.Ref{ID: f.ID, Name: f.Name}, levelWords()[f.Level], f.Created}
	}), nil)
	if more {
		last := list[len(list)-1]
		page.Body.Next = cursorOf(last.Created, last.ID)
	}
	return page, nil
}

// FollowedThing is what a call follows.
type FollowedThing struct {
	Kind   string `path:"kind" enum:"item,community,person,unit,tag,search"`
	Target api.ID `path:"target" doc:"its id"`
}

func (f FollowedThing) target() notification.Target {
	return notification.Target{Kind: notification.TargetKind(f.Kind), ID: f.Target.ID}
}

type followInput struct {
	FollowedThing
	Body struct {
		Level string `json:"level" enum:"all,important,nothing"`
	}
}
