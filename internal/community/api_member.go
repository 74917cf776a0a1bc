package community

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/web"
)

// belonging are one's own comings and goings.
func belonging(a *api.API, s *Service) {
	gesture(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}/membership", ID: "join-community", Action: Join,
		Summary: "Join an open community",
	}, s.Join)
	gesture(a, api.Operation{
		Method: http.MethodDelete, Path: "/communities/{community}/membership", ID: "leave-community", Action: Leave,
		Summary: "Leave a community",
	}, s.Leave)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}/request", ID: "ask-to-join", Tag: tag, Action: Ask,
		Summary: "Ask to come in", Detail: "Asking again changes the message.",
	}, func(ctx context.Context, actor access.Actor, in *messageInput) (*api.Nothing, error) {
		return nil, s.Ask(ctx, actor, in.Community.ID, in.Body.Message)
	})
	gesture(a, api.Operation{
		Method: http.MethodDelete, Path: "/communities/{community}/request", ID: "withdraw-request", Action: Ask,
		Summary: "Take one's request back",
	}, s.Withdraw)
	gesture(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}/invitation", ID: "accept-invitation", Action: Answer,
		Summary: "Accept one's invitation",
	}, s.AcceptInvitation)
	gesture(a, api.Operation{
		Method: http.MethodDelete, Path: "/communities/{community}/invitation", ID: "decline-invitation", Action: Answer,
		Summary: "Decline one's invitation",
	}, s.Decline)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/welcome", ID: "read-welcome", Tag: tag, Action: access.ReadCommunity,
		Summary: "Read the welcome of a newcomer", Detail: "Empty once put away, and for who is not a member.",
	}, s.apiWelcome)
	gesture(a, api.Operation{
		Method: http.MethodDelete, Path: "/communities/{community}/welcome", ID: "dismiss-welcome", Action: access.ReadCommunity,
		Summary: "Put the welcome away",
	}, s.DismissWelcome)
}

// members are what members and managers do about others.
func members(a *api.API, s *Service) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/members", ID: "list-members", Tag: tag, Action: SeeMembers,
		Summary: "List the members, managers first", Detail: "Guests never see it.",
	}, s.apiMembers)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/managers", ID: "list-managers", Tag: tag, Action: access.ReadCommunity,
		Summary: "List the people to turn to",
	}, func(ctx context.Context, actor access.Actor, c *One) (*api.List[memberJSON], error) {
		list, err := s.Managers(ctx, actor, c.Community.ID)
		return api.ListOf(api.Each(list, memberOf)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/invitations", ID: "invite-people", Tag: tag, Action: Invite,
		Summary: "Invite people, with a word to them",
		Detail:  "Who is already in, or invited, is left as they are. The answer tells how many invitations went out.",
	}, s.apiInvite)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/requests", ID: "list-requests", Tag: tag, Action: Decide,
		Summary: "List who asks to come in",
	}, s.apiRequests)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/requests/{person}/accept", ID: "accept-request", Tag: tag, Action: Decide,
		Summary: "Let somebody in who asked",
	}, func(ctx context.Context, actor access.Actor, in *OneMember) (*api.Nothing, error) {
		return nil, s.Accept(ctx, actor, in.Community.ID, in.Person.ID)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/requests/{person}/refuse", ID: "refuse-request", Tag: tag, Action: Decide,
		Summary: "Say no to somebody who asked", Detail: "They read the reason, if there is one.",
	}, func(ctx context.Context, actor access.Actor, in *refuseInput) (*api.Nothing, error) {
		return nil, s.Refuse(ctx, actor, in.Community.ID, in.Person.ID, in.Body.Reason)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/members/{person}/exclude", ID: "exclude-member", Tag: tag, Action: Govern,
		Summary: "Take a member out, with a reason that they will read",
	}, func(ctx context.Context, actor access.Actor, in *excludeInput) (*api.Nothing, error) {
		return nil, s.Exclude(ctx, actor, in.Community.ID, in.Person.ID, in.Body.Reason)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}/members/{person}/role", ID: "set-role", Tag: tag, Action: Govern,
		Summary: "Make a member a manager, or a manager a member",
	}, func(ctx context.Context, actor access.Actor, in *roleInput) (*api.Nothing, error) {
		return nil, s.SetRole(ctx, actor, in.Community.ID, in.Person.ID, api.Roles().Value(in.Body.Role))
	})
}

type messageInput struct {
	One
	Body struct {
		Message string `json:"message,omitempty" maxLength:"600" doc:"a word to the managers"`
	}
}

type refuseInput struct {
	OneMember
	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"600"`
	}
}

type excludeInput struct {
	OneMember
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"600"`
	}
}

type roleInput struct {
	OneMember
	Body struct {
		Role string `json:"role" enum:"member,manager"`
	}
}

type memberJSON struct {
	api.Face
	Role  string     `json:"role" enum:"guest,member,manager"`
	Title string     `json:"title,omitempty" doc:"of the main function"`
	Unit  string     `json:"unit,omitempty"`
	Since clock.Time `json:"since"`
}

func memberOf(m Member) memberJSON {
	return memberJSON{
		Face: api.Face{ID: m.ID, Name: m.Name, Handle: m.Handle, Guest: m.Guest},
		Role: api.Roles()[m.Role], Title: m.Title, Unit: m.Unit, Since: m.Since,
	}
}

type membersInput struct {
	One
	api.Paging
	Text string `query:"text" maxLength:"200" doc:"start of any word of the name"`
	Role string `query:"role" enum:"guest,member,manager"`
}

func (s *Service) apiMembers(ctx context.Context, actor access.Actor, q *membersInput) (*api.Page[memberJSON], error) {
	at, err := q.At(1)
	if err != nil {
		return nil, err
	}
	f := MemberFilter{Text: q.Text, Role: api.Roles().Value(q.Role), Limit: q.Limit}
	if at != nil {
		f.After = id.ID(at[0])
	}
	list, next, err := s.Members(ctx, actor, q.Community.ID, f)
	if err != nil {
		return nil, err
	}
	return api.PageOf(api.Each(list, memberOf), after(next)), nil
}

// after is the cursor of a list whose next page begins after one person.
func after(person id.ID) web.Cursor {
	if person == 0 {
		return nil
	}
	return web.Cursor{int64(person)}
}

type inviteInput struct {
	One
	Body struct {
		People  []id.ID `json:"people" minItems:"1" nullable:"false" maxItems:"50" doc:"their ids"`
		Message string  `json:"message,omitempty" maxLength:"600"`
	}
}

type sentJSON struct {
	Sent int `json:"sent" doc:"invitations that went out"`
}

func (s *Service) apiInvite(ctx context.Context, actor access.Actor, in *inviteInput) (*api.Answer[sentJSON], error) {
	n, err := s.Invite(ctx, actor, in.Community.ID, in.Body.People, in.Body.Message)
	return api.Of(sentJSON{n}), err
}

type requestsInput struct {
	One
	api.Going
}

type requestJSON struct {
	api.Face
	Title   string     `json:"title,omitempty"`
	Unit    string     `json:"unit,omitempty"`
	Message string     `json:"message,omitempty"`
	Since   clock.Time `json:"since"`
}

func (s *Service) apiRequests(ctx context.Context, actor access.Actor, q *requestsInput) (*api.Page[requestJSON], error) {
	at, err := q.At(1)
	if err != nil {
		return nil, err
	}
	var last id.ID
	if at != nil {
		last = id.ID(at[0])
	}
	list, err := s.Requests(ctx, actor, q.Community.ID, last)
	if err != nil {
		return nil, err
	}
	var next web.Cursor
	if len(list) == requestsShown {
		next = after(list[len(list)-1].ID)
	}
	return api.PageOf(api.Each(list, func(r Request) requestJSON {
		return requestJSON{
			Face: api.Face{ID: r.ID, Name: r.Name, Handle: r.Handle}, Title: r.Title, Unit: r.Unit, Message: r.Message, Since: r.Since,
		}
	}), next), nil
}

type welcomeJSON struct {
	Text  string    `json:"text" doc:"Markdown, by the managers"`
	Reads []api.Ref `json:"reads" doc:"what is good to read first"`
}

func (s *Service) apiWelcome(ctx context.Context, actor access.Actor, c *One) (*api.Answer[welcomeJSON], error) {
	p, err := s.Visit(ctx, actor, c.Community.ID)
	if err != nil {
		return nil, err
	}
	out := welcomeJSON{Reads: []api.Ref{}}
	w, err := s.Greet(ctx, actor, p)
	if err != nil || w == nil {
		return api.Of(out), err
	}
	out.Text = w.Text
	out.Reads = api.Each(w.Reads, func(r Reading) api.Ref { return api.Ref{ID: r.ID, Name: r.Title} })
	return api.Of(out), nil
}
