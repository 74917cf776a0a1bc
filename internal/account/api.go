package account

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
)

const (
	apiTag = "Account"
	me     = "/me"
)

// SeeOwn is to read one's own account, sessions and tokens.
var SeeOwn = access.On(access.None, "account.see_own", access.Read, access.SignedIn)

// API declares the operations on one's own account. None makes a token: a
// token that makes others could never be revoked.
func API(a *api.API, s *Service) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: me, ID: "read-me", Tag: apiTag, Action: SeeOwn,
		Summary: "Read for whom the token acts, and within which scopes",
	}, s.apiMe)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: me, ID: "edit-me", Tag: apiTag, Action: Settle,
		Summary: "Change one's name, language or appearance", Detail: "What is left out stays as it is.",
	}, s.apiEdit)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: me + "/sessions", ID: "list-sessions", Tag: apiTag, Action: SeeOwn,
		Summary: "List where one is signed in",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[sessionJSON], error) {
		list, err := s.Sessions(ctx, actor)
		return api.ListOf(api.Each(list, func(v identity.Session) sessionJSON { return sessionJSON(v) })), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: me + "/sessions/{session}", ID: "close-session", Tag: apiTag, Action: Settle,
		Summary: "End one of one's own sessions",
	}, func(ctx context.Context, actor access.Actor, in *sessionInput) (*api.Nothing, error) {
		return nil, s.CloseSession(ctx, actor, in.Session.ID)
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: me + "/tokens", ID: "list-tokens", Tag: apiTag, Action: SeeOwn,
		Summary: "List one's own tokens", Detail: "A token is made on the page of settings only, and its secret is shown once.",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[tokenJSON], error) {
		list, err := s.Tokens(ctx, actor)
		return api.ListOf(api.Each(list, tokenOf)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: me + "/tokens/{token}", ID: "revoke-token", Tag: apiTag, Action: Tokens,
		Summary: "End one of one's own tokens", Detail: "The one that makes the call, too.",
	}, func(ctx context.Context, actor access.Actor, in *tokenInput) (*api.Nothing, error) {
		return nil, s.RevokeToken(ctx, actor, in.Token.ID)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/invitations", ID: "invite-to-site", Tag: apiTag, Action: Invite, Status: http.StatusCreated,
		Summary: "Bring in a colleague, or a guest for whom one answers",
		Detail:  "A mail is sent to them. Where the site sends no mail, an administrator gets the link to hand over.",
	}, s.apiInvite)
}

type meJSON struct {
	api.Face
	Kind      string     `json:"kind" enum:"agent,guest,program"`
	Email     string     `json:"email,omitempty"`
	Confirmed bool       `json:"confirmed" doc:"the address answered"`
	About     string     `json:"about,omitempty" doc:"what one says to be able to help with"`
	Locale    string     `json:"locale" enum:"fr,en"`
	Theme     string     `json:"theme" enum:"auto,light,dark,contrast"`
	Admin     bool       `json:"admin"`
	Expires   clock.Time `json:"expires,omitzero" doc:"end of a guest's stay"`
	Created   clock.Time `json:"created"`
	Scopes    []string   `json:"scopes" doc:"those of the token that calls"`
}

// kinds are the words for the kinds of accounts.
func kinds() api.Words[identity.Kind] {
	return api.Words[identity.Kind]{identity.Agent: "agent", identity.Guest: "guest", identity.Program: "program"}
}

func (s *Service) apiMe(ctx context.Context, actor access.Actor, _ *struct{}) (*api.Answer[meJSON], error) {
	p := api.ViewerFrom(ctx).Person
	out := meJSON{
		Face: api.FaceOf(p.Face()), Kind: kinds()[p.Kind], Email: p.Email, Confirmed: p.Confirmed, About: p.About,
		Locale: p.Locale, Theme: p.Theme, Admin: p.Admin, Expires: p.Expires, Created: p.Created, Scopes: []string{},
	}
	for _, scope := range identity.Scopes() {
		if actor.May(access.On(access.None, "account.scope", scope, access.SignedIn), access.Label{}) {
			out.Scopes = append(out.Scopes, string(scope))
		}
	}
	return api.Of(out), nil
}

type editInput struct {
	Body struct {
		Name   string `json:"name,omitempty" minLength:"1" maxLength:"100"`
		Locale string `json:"locale,omitempty" enum:"fr,en"`
		Theme  string `json:"theme,omitempty" enum:"auto,light,dark,contrast"`
	}
}

func (s *Service) apiEdit(ctx context.Context, _ access.Actor, in *editInput) (*api.Nothing, error) {
	return nil, s.Edit(ctx, api.ViewerFrom(ctx), Change(in.Body))
}

type sessionJSON struct {
	ID      id.ID      `json:"id"`
	Device  string     `json:"device" doc:"the browser's own description"`
	Address string     `json:"address"`
	Created clock.Time `json:"created"`
	Seen    clock.Time `json:"seen" doc:"to five minutes"`
	Expires clock.Time `json:"expires"`
}

type sessionInput struct {
	Session api.ID `path:"session"`
}

type tokenInput struct {
	Token api.ID `path:"token"`
}

type tokenJSON struct {
	ID      id.ID          `json:"id"`
	Name    string         `json:"name"`
	Scopes  []access.Scope `json:"scopes"`
	Created clock.Time     `json:"created"`
	Seen    clock.Time     `json:"seen,omitzero" doc:"to five minutes; absent when never used"`
	Expires clock.Time     `json:"expires,omitzero"`
}

func tokenOf(t identity.Token) tokenJSON { return tokenJSON(t) }

type inviteInput struct {
	Body struct {
		Name        string     `json:"name" minLength:"1" maxLength:"100"`
		Email       string     `json:"email" minLength:"3" maxLength:"254"`
		Guest       bool       `json:"guest,omitempty" doc:"from outside, for a time, in some communities"`
		Expires     clock.Time `json:"expires,omitzero" doc:"end of a guest's stay, within a year"`
		Communities []id.ID    `json:"communities,omitempty" nullable:"false" maxItems:"50" doc:"where a guest comes in; one must manage them"`
	}
}

type invitedJSON struct {
	ID     id.ID  `json:"id"`
	Handle string `json:"handle"`
	Link   string `json:"link,omitempty" doc:"to hand over; where the site sends no mail, for administrators"`
}

func (s *Service) apiInvite(ctx context.Context, actor access.Actor, in *inviteInput) (*api.Answer[invitedJSON], error) {
	b := in.Body
	p, link, err := s.Invite(ctx, actor, Invitation{Name: b.Name, Email: b.Email, Guest: b.Guest, Expires: b.Expires, Communities: b.Communities})
	return api.Of(invitedJSON{ID: p.ID, Handle: p.Handle, Link: link}), err
}
