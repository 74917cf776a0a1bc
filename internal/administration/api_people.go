package administration

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/web"
)

// OnePerson is the account of a call.
type OnePerson struct {
	Person api.ID `path:"person" doc:"id of the person"`
}

func accountKinds() api.Words[identity.Kind] {
	return api.Words[identity.Kind]{identity.Agent: "agent", identity.Guest: "guest", identity.Program: "program"}
}

func accountStates() api.Words[identity.State] {
	return api.Words[identity.State]{identity.Invited: "invited", identity.Active: "active", identity.Suspended: "suspended"}
}

// apiPeople declares what concerns accounts.
func (s *Service) apiPeople(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/admin/people", ID: "list-accounts", Tag: apiTag, Action: SeePeople,
		Summary: "List accounts by name",
	}, s.apiAccounts)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/admin/people/{person}", ID: "read-account", Tag: apiTag, Action: SeePeople,
		Summary: "Read one account",
	}, func(ctx context.Context, actor access.Actor, in *OnePerson) (*api.Answer[accountJSON], error) {
		account, err := s.Account(ctx, actor, in.Person.ID)
		return api.Of(accountOf(account)), err
	})
	for _, g := range []struct {
		method, path, id, summary string
		do                        func(context.Context, access.Actor, id.ID) error
	}{
		{http.MethodPut, "suspension", "suspend-person", "Keep somebody out at once", s.Suspend},
		{http.MethodDelete, "suspension", "reactivate-person", "Let a suspended person in again", s.Reactivate},
		{http.MethodPut, "admin", "give-admin", "Make somebody an administrator", s.GiveAdmin},
		{http.MethodDelete, "admin", "take-admin", "End somebody's administration; the last one stays", s.TakeAdmin},
		{http.MethodDelete, "sessions", "sign-out-person", "End every session and token of somebody", s.SignOut},
		{http.MethodPost, "remind", "remind-person", "Have an invitation sent again", s.Remind},
	} {
		api.Register(a, api.Operation{
			Method: g.method, Path: "/admin/people/{person}/" + g.path, ID: g.id, Tag: apiTag, Action: ManagePeople, Summary: g.summary,
		}, func(ctx context.Context, actor access.Actor, in *OnePerson) (*api.Nothing, error) {
			return nil, g.do(ctx, actor, in.Person.ID)
		})
	}
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/admin/people/{person}/clearance", ID: "set-clearance", Tag: apiTag, Action: ManagePeople,
		Summary: "Say up to which protection somebody reads", Detail: "It opens nothing by itself: they must be among the readers of a dispatch as well, guests by their name. It holds at once, and is recorded. Refused when the clearance is not what was says any more.",
	}, func(ctx context.Context, actor access.Actor, in *clearanceInput) (*api.Nothing, error) {
		_, err := s.SetClearance(ctx, actor, in.Person.ID, Clearing{Was: clearances().Value(in.Body.Was), To: clearances().Value(in.Body.Clearance)})
		return nil, err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/admin/people/{person}/stay", ID: "extend-stay", Tag: apiTag, Action: ManagePeople,
		Summary: "Move the end of a guest's stay",
	}, func(ctx context.Context, actor access.Actor, in *stayInput) (*api.Nothing, error) {
		return nil, s.Extend(ctx, actor, in.Person.ID, in.Body.Until)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/admin/people/{person}/link", ID: "make-link", Tag: apiTag, Action: ManagePeople,
		Summary: "Make a link by which somebody chooses a password, to hand over", Detail: "Whoever holds it becomes that person: it is recorded.",
	}, func(ctx context.Context, actor access.Actor, in *OnePerson) (*api.Answer[linkJSON], error) {
		link, err := s.Link(ctx, actor, in.Person.ID)
		return api.Of(linkJSON{link}), err
	})
}

type clearanceInput struct {
	OnePerson
	Body struct {
		Clearance string `json:"clearance" enum:"public,limited,restricted" doc:"the highest protection that they read"`
		Was       string `json:"was" enum:"public,limited,restricted" doc:"what it is now, as the account tells"`
	}
}

type stayInput struct {
	OnePerson
	Body struct {
		Until clock.Time `json:"until"`
	}
}

type linkJSON struct {
	Link string `json:"link"`
}

type accountsInput struct {
	api.Going
	Text  string `query:"text" maxLength:"200" doc:"words of the name, the handle or the address"`
	Kind  string `query:"kind" enum:"agent,guest,program"`
	State string `query:"state" enum:"invited,active,suspended"`
	Admin bool   `query:"admin" doc:"administrators only"`

	Clearance string `query:"clearance" enum:"limited,restricted" doc:"those who read at least so far"`
}

type accountJSON struct {
	api.Face
	Kind      string     `json:"kind" enum:"agent,guest,program"`
	State     string     `json:"state" enum:"invited,active,suspended"`
	Email     string     `json:"email,omitempty"`
	Confirmed bool       `json:"confirmed"`
	Admin     bool       `json:"admin"`
	Clearance string     `json:"clearance" enum:"public,limited,restricted" doc:"the highest protection that they read"`
	Sponsor   *api.Ref   `json:"sponsor,omitempty" doc:"who answers for a guest"`
	Expires   clock.Time `json:"expires,omitzero"`
	Created   clock.Time `json:"created"`
}

func accountOf(a Account) accountJSON {
	out := accountJSON{
		Face: api.FaceOf(a.Face()), Kind: accountKinds()[a.Kind], State: accountStates()[a.State], Email: a.Email, Confirmed: a.Confirmed,
		Admin: a.Admin, Clearance: clearances()[a.Clearance], Expires: a.Expires, Created: a.Created,
	}
	if a.Sponsor != 0 {
		out.Sponsor = &api.Ref{ID: a.Sponsor, Name: a.SponsorName}
	}
	return out
}

func (s *Service) apiAccounts(ctx context.Context, actor access.Actor, q *accountsInput) (*api.Page[accountJSON], error) {
	at, err := q.At(1)
	if err != nil {
		return nil, err
	}
	f := Filter{Words: q.Text, Kind: accountKinds().Value(q.Kind), State: accountStates().Value(q.State), Admin: q.Admin, Clearance: clearances().Value(q.Clearance)}
	if at != nil {
		last, err := s.Account(ctx, actor, id.ID(at[0]))
		if err != nil {
			return nil, err
		}
		f.After = Key{last.NameFold, last.ID}
	}
	list, next, err := s.Accounts(ctx, actor, f)
	if err != nil {
		return nil, err
	}
	return api.PageOf(api.Each(list, accountOf), next.cursor()), nil
}

// cursor names the last line by its id: its name is read again from it.
func (k Key) cursor() web.Cursor {
	if k.ID == 0 {
		return nil
	}
	return web.Cursor{int64(k.ID)}
}

// apiCommunities declares what concerns places.
func (s *Service) apiCommunities(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/admin/communities", ID: "list-all-communities", Tag: apiTag, Action: SeeCommunities,
		Summary: "List every community by name, private ones included", Detail: "Who is in charge, not what is said. To archive, reopen or name managers: the operations of communities.",
	}, s.apiPlaces)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/admin/communities/{community}", ID: "read-any-community", Tag: apiTag, Action: SeeCommunities,
		Summary: "Read one community with its managers",
	}, func(ctx context.Context, actor access.Actor, in *placeInput) (*api.Answer[placeWithManagersJSON], error) {
		p, managers, err := s.Place(ctx, actor, in.Community.ID)
		return api.Of(placeWithManagersJSON{placeOf(p), api.Each(managers, api.FaceOf)}), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/admin/communities/{community}/managers", ID: "appoint-manager", Tag: apiTag, Action: Govern,
		Summary: "Make a member of a community one of its managers, by handle or address", Status: http.StatusNoContent,
	}, func(ctx context.Context, actor access.Actor, in *appointInput) (*api.Nothing, error) {
		return nil, s.Appoint(ctx, actor, in.Community.ID, in.Body.Person)
	})
}

type placeInput struct {
	Community api.ID `path:"community"`
}

type appointInput struct {
	Community api.ID `path:"community"`
	Body      struct {
		Person string `json:"person" minLength:"1" maxLength:"254" doc:"handle or e-mail address"`
	}
}

type anyPlaceJSON struct {
	ID       id.ID  `json:"id"`
	Name     string `json:"name"`
	Purpose  string `json:"purpose"`
	Openness string `json:"openness" enum:"open,on_request,private"`
	Archived bool   `json:"archived"`
	Members  int    `json:"members"`
	Managers int    `json:"managers"`
}

type placeWithManagersJSON struct {
	Community anyPlaceJSON `json:"community"`
	Managers  []api.Face   `json:"managers"`
}

func placeOf(p Place) anyPlaceJSON {
	return anyPlaceJSON{p.ID, p.Name, p.Purpose, api.Openness()[p.Openness], !p.Active(), p.Members, p.Managers}
}

type placesInput struct {
	api.Going
	Text string `query:"text" maxLength:"200" doc:"words of the name"`
}

func (s *Service) apiPlaces(ctx context.Context, actor access.Actor, q *placesInput) (*api.Page[anyPlaceJSON], error) {
	at, err := q.At(1)
	if err != nil {
		return nil, err
	}
	var after Key
	if at != nil {
		last, _, err := s.Place(ctx, actor, id.ID(at[0]))
		if err != nil {
			return nil, err
		}
		after = Key{last.NameFold, last.ID}
	}
	list, next, err := s.Places(ctx, actor, q.Text, after)
	if err != nil {
		return nil, err
	}
	return api.PageOf(api.Each(list, placeOf), next.cursor()), nil
}
