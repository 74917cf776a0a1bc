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

const tag = "Communities"

// API declares the operations of communities.
func API(a *api.API, s *Service) {
	places(a, s)
	belonging(a, s)
	members(a, s)
}

// One is the community of a call.
type One struct {
	Community api.ID `path:"community" doc:"id of the community"`
}

// OneMember is somebody in a community.
type OneMember struct {
	One
	Person api.ID `path:"person" doc:"id of the person"`
}

func kinds() api.Words[Kind] {
	return api.Words[Kind]{Transverse: "transverse", Hierarchical: "hierarchical"}
}

func states() api.Words[State] {
	return api.Words[State]{Active: "active", Archived: "archived"}
}

func standings() api.Words[Standing] {
	return api.Words[Standing]{
		Outsider: "outsider", In: "in", Invited: "invited", Asked: "asked", Left: "left", Excluded: "excluded", Refused: "refused",
	}
}

// gesture declares an operation that changes one community and says nothing.
func gesture(a *api.API, op api.Operation, do func(ctx context.Context, actor access.Actor, community id.ID) error) {
	op.Tag = tag
	api.Register(a, op, func(ctx context.Context, actor access.Actor, c *One) (*api.Nothing, error) {
		return nil, do(ctx, actor, c.Community.ID)
	})
}

func places(a *api.API, s *Service) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities", ID: "list-communities", Tag: tag, Action: Browse,
		Summary: "List the communities that one may see",
	}, s.apiBrowse)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/communities", ID: "open-community", Tag: tag, Action: Start, Status: http.StatusCreated,
		Summary: "Open a community",
		Detail:  "Its purpose in one sentence is enough; the template presets the rest. A unit makes it hierarchical. Send an id of your own making to be safe against sending twice: the second call is a conflict.",
	}, s.apiOpen)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}", ID: "read-community", Tag: tag, Action: access.ReadCommunity,
		Summary: "Read a community and what one may do in it",
	}, s.apiVisit)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}", ID: "edit-community", Tag: tag, Action: Manage,
		Summary: "Replace the settings of a community", Detail: "All of them: what is left out is emptied.",
	}, s.apiEdit)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}/openness", ID: "set-openness", Tag: tag, Action: Widen,
		Summary: "Choose who may read and join a community",
	}, s.apiOpenness)
	gesture(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}/archived", ID: "archive-community", Action: Shelve,
		Summary: "Archive a community: kept to be read, nothing new",
	}, s.Archive)
	gesture(a, api.Operation{
		Method: http.MethodDelete, Path: "/communities/{community}/archived", ID: "reopen-community", Action: Shelve,
		Summary: "Reopen an archived community",
	}, s.Reopen)
}

type browseInput struct {
	api.Paging
	Text     string `query:"text" maxLength:"200" doc:"starts of words of the name or purpose"`
	Kind     string `query:"kind" enum:"transverse,hierarchical"`
	Openness string `query:"openness" enum:"open,on_request,private"`
	Mine     bool   `query:"mine" doc:"only where one is a member, or invited"`
	Unit     api.ID `query:"unit" doc:"follows this unit or one below it"`
	Tag      string `query:"tag" maxLength:"60" doc:"slug of a tag that it proposes"`
	State    string `query:"state" enum:"active,archived,all" default:"active"`
	Parent   api.ID `query:"parent" doc:"stands under this community"`
	Sort     string `query:"sort" enum:"activity,name,size" default:"activity"`
}

type lineJSON struct {
	ID       id.ID      `json:"id"`
	Name     string     `json:"name"`
	Purpose  string     `json:"purpose"`
	Kind     string     `json:"kind" enum:"transverse,hierarchical"`
	Openness string     `json:"openness" enum:"open,on_request,private"`
	State    string     `json:"state" enum:"active,archived"`
	Unit     string     `json:"unit,omitempty" doc:"the unit that it follows"`
	Members  int        `json:"members"`
	Items    int        `json:"items"`
	Activity clock.Time `json:"activity" doc:"last publication or comment"`
	Role     string     `json:"role,omitempty" enum:"guest,member,manager" doc:"one's own"`
	Standing string     `json:"standing" enum:"outsider,in,invited,asked,left,excluded,refused"`
}

func (s *Service) apiBrowse(ctx context.Context, actor access.Actor, q *browseInput) (*api.Page[lineJSON], error) {
	at, err := q.At(2)
	if err != nil {
		return nil, err
	}
	f := Filter{
		Text: q.Text, Kind: kinds().Value(q.Kind), Mine: q.Mine, Unit: q.Unit.ID, Tag: q.Tag, State: states().Value(q.State),
		Parent: q.Parent.ID, Sort: Sort(q.Sort), Limit: q.Limit,
	}
	if q.Openness != "" {
		f.Openness = []access.Openness{api.Openness().Value(q.Openness)}
	}
	if at != nil {
		f.After = Cursor{Key: at[0], ID: id.ID(at[1])}
	}
	lines, next, err := s.Browse(ctx, actor, f)
	if err != nil {
		return nil, err
	}
	return api.PageOf(api.Each(lines, lineOf), next.web()), nil
}

func (c Cursor) web() web.Cursor {
	if c.ID == 0 {
		return nil
	}
	return web.Cursor{c.Key, int64(c.ID)}
}

func lineOf(l Line) lineJSON {
	return lineJSON{
		ID: l.ID, Name: l.Name, Purpose: l.Purpose, Kind: kinds()[l.Kind], Openness: api.Openness()[l.Openness],
		State: states()[l.State], Unit: l.Unit, Members: l.Members, Items: l.Items, Activity: l.Activity,
		Role: roleOf(l.Standing, l.Role), Standing: standings()[l.Standing],
	}
}

// roleOf is the role of somebody who is in.
func roleOf(s Standing, role access.Role) string {
	if s != In {
		return ""
	}
	return api.Roles()[role]
}

type openInput struct {
	Body struct {
		ID       id.ID  `json:"id,omitempty" doc:"of your own making, against sending twice"`
		Name     string `json:"name" minLength:"1" maxLength:"120"`
		Purpose  string `json:"purpose" minLength:"1" maxLength:"240" doc:"one sentence"`
		Template string `json:"template,omitempty" enum:"interest,project,unit,training" doc:"what it is preset from"`
		Unit     id.ID  `json:"unit,omitempty" doc:"the unit that it follows"`
		Parent   id.ID  `json:"parent,omitempty" doc:"the community under which it stands"`
	}
}

func (s *Service) apiOpen(ctx context.Context, actor access.Actor, in *openInput) (*api.Answer[api.MadeJSON], error) {
	b := in.Body
	c, err := s.Open(ctx, actor, Opening{ID: b.ID, Name: b.Name, Purpose: b.Purpose, Template: b.Template, Unit: b.Unit, Parent: b.Parent})
	return api.Made(c.ID), err
}

type placeJSON struct {
	ID         id.ID      `json:"id"`
	Name       string     `json:"name"`
	Purpose    string     `json:"purpose"`
	Charter    string     `json:"charter" doc:"Markdown"`
	Welcome    string     `json:"welcome" doc:"Markdown, what a newcomer reads first"`
	Kind       string     `json:"kind" enum:"transverse,hierarchical"`
	Openness   string     `json:"openness" enum:"open,on_request,private"`
	State      string     `json:"state" enum:"active,archived"`
	Template   string     `json:"template"`
	Validation bool       `json:"validation" doc:"publications wait for a community manager"`
	Unit       *api.Ref   `json:"unit,omitempty" doc:"the unit that it follows"`
	Parent     *api.Ref   `json:"parent,omitempty"`
	Children   int        `json:"children" doc:"communities under it that one may see"`
	Tags       []string   `json:"tags" doc:"those that it proposes"`
	Members    int        `json:"members"`
	Managers   int        `json:"managers"`
	Items      int        `json:"items"`
	Waiting    int        `json:"waiting" doc:"requests to decide, for those who may"`
	Created    clock.Time `json:"created"`
	Activity   clock.Time `json:"activity"`
	Role       string     `json:"role,omitempty" enum:"guest,member,manager" doc:"one's own"`
	Standing   string     `json:"standing" enum:"outsider,in,invited,asked,left,excluded,refused"`
	Message    string     `json:"message,omitempty" doc:"what one wrote when asking, or was told"`
	May        []string   `json:"may" doc:"what one may do here and now"`
}

func (s *Service) apiVisit(ctx context.Context, actor access.Actor, c *One) (*api.Answer[placeJSON], error) {
	p, err := s.Visit(ctx, actor, c.Community.ID)
	if err != nil {
		return nil, err
	}
	out := placeJSON{
		ID: p.ID, Name: p.Name, Purpose: p.Purpose, Charter: p.Charter, Welcome: p.Community.Welcome, Kind: kinds()[p.Kind],
		Openness: api.Openness()[p.Openness], State: states()[p.State], Template: p.Template, Validation: p.Validation,
		Unit: ref(p.Follows), Parent: ref(p.Under), Children: p.Children, Members: p.Members, Managers: p.Managers, Items: p.Items,
		Waiting: p.Waiting, Created: p.Created, Activity: p.Activity, Role: roleOf(p.Standing, p.Role), Standing: standings()[p.Standing],
		Message: p.Message, Tags: []string{}, May: p.May.words(),
	}
	for _, t := range p.Tags {
		out.Tags = append(out.Tags, t.Name)
	}
	return api.Of(out), nil
}

func ref(r Ref) *api.Ref {
	if r.ID == 0 {
		return nil
	}
	return &api.Ref{ID: r.ID, Name: r.Name}
}

// words lists the operations that are open, by their ids.
func (g Gestures) words() []string {
	out := []string{}
	for _, w := range []struct {
		open bool
		word string
	}{
		{g.Join, "join-community"}, {g.Ask, "ask-to-join"}, {g.Answer, "accept-invitation"}, {g.Leave, "leave-community"},
		{g.Invite, "invite-people"}, {g.Decide, "list-requests"}, {g.SeeMembers, "list-members"}, {g.Manage, "edit-community"},
		{g.Govern, "set-role"}, {g.Widen, "set-openness"}, {g.Archive, "archive-community"}, {g.Reopen, "reopen-community"},
	} {
		if w.open {
			out = append(out, w.word)
		}
	}
	return out
}

type editInput struct {
	One
	Body struct {
		Name       string   `json:"name" minLength:"1" maxLength:"120"`
		Purpose    string   `json:"purpose" minLength:"1" maxLength:"240"`
		Charter    string   `json:"charter,omitempty" maxLength:"20000" doc:"Markdown"`
		Welcome    string   `json:"welcome,omitempty" maxLength:"20000" doc:"Markdown"`
		Tags       []string `json:"tags,omitempty" nullable:"false" maxItems:"5" maxLength:"40"`
		Parent     id.ID    `json:"parent,omitempty"`
		Validation bool     `json:"validation,omitempty" doc:"hierarchical ones only"`
	}
}

func (s *Service) apiEdit(ctx context.Context, actor access.Actor, in *editInput) (*api.Nothing, error) {
	b := in.Body
	return nil, s.Edit(ctx, actor, in.Community.ID, Settings{
		Name: b.Name, Purpose: b.Purpose, Charter: b.Charter, Welcome: b.Welcome, Tags: b.Tags, Parent: b.Parent, Validation: b.Validation,
	})
}

type opennessInput struct {
	One
	Body struct {
		Openness string `json:"openness" enum:"open,on_request,private"`
	}
}

func (s *Service) apiOpenness(ctx context.Context, actor access.Actor, in *opennessInput) (*api.Nothing, error) {
	return nil, s.SetOpenness(ctx, actor, in.Community.ID, api.Openness().Value(in.Body.Openness))
}
