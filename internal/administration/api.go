package administration

import (
	"context"
	"encoding/json"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/web"
)

const apiTag = "Administration"

// SeeSite is to know what the site is called and which charter is in force.
var SeeSite = access.On(access.None, "administration.see_site", access.Read, access.SignedIn)

// API declares the operations of administrators, by tokens with the scope
// admin; what the site is called and its charter are read by all.
func API(a *api.API, s *Service) {
	s.apiSite(a)
	s.apiPeople(a)
	s.apiOrder(a)
	s.apiCommunities(a)
	s.apiJobs(a)
	s.apiSynonyms(a)
	s.apiQuarantine(a)
}

func (s *Service) apiSite(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/site", ID: "read-site", Tag: apiTag, Action: SeeSite,
		Summary: "Read the name and the colours of the site",
	}, func(ctx context.Context, _ access.Actor, _ *struct{}) (*api.Answer[siteJSON], error) {
		site := s.Current(ctx)
		return api.Of(siteJSON{s.Name(ctx), site.Baseline, site.Light, site.Dark, site.Library}), nil
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/site", ID: "edit-site", Tag: apiTag, Action: Govern,
		Summary: "Replace the name and the colours of the site", Detail: "A colour must be readable as text on its ground.",
	}, func(ctx context.Context, actor access.Actor, in *siteInput) (*api.Nothing, error) {
		return nil, s.SetSite(ctx, actor, Site(in.Body))
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/charter", ID: "read-charter", Tag: apiTag, Action: SeeSite,
		Summary: "Read the charter in force",
	}, func(ctx context.Context, _ access.Actor, _ *struct{}) (*api.Answer[charterJSON], error) {
		c, err := s.People.CurrentCharter(ctx, s.DB)
		return api.Of(charterOf(c)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/admin/charters", ID: "list-charters", Tag: apiTag, Action: Govern,
		Summary: "List every version of the charter, the newest first",
	}, func(ctx context.Context, _ access.Actor, _ *struct{}) (*api.List[charterJSON], error) {
		list, err := s.People.Charters(ctx)
		return api.ListOf(api.Each(list, charterOf)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/admin/charters", ID: "publish-charter", Tag: apiTag, Action: Govern, Status: http.StatusCreated,
		Summary: "Put a new version of the charter in force",
		Detail:  "Everybody accepts it at their next page, and their tokens wait until then: this one too.",
	}, func(ctx context.Context, actor access.Actor, in *charterInput) (*api.Answer[charterJSON], error) {
		c, err := s.PublishCharter(ctx, actor, in.Body.Based, in.Body.Source)
		return api.Of(charterOf(c)), err
	})
}

type siteJSON struct {
	Name     string `json:"name" minLength:"1" maxLength:"60"`
	Baseline string `json:"baseline,omitempty" maxLength:"80" doc:"one short line under the name"`
	Light    string `json:"light,omitempty" maxLength:"7" doc:"accent on the light ground, #rrggbb"`
	Dark     string `json:"dark,omitempty" maxLength:"7" doc:"accent on the dark ground, #rrggbb"`
	Library  int    `json:"library,omitempty" minimum:"0" maximum:"100000" doc:"gigabytes of the library of a community without a quota of its own; 0 is 10"`
}

type siteInput struct{ Body siteJSON }

type charterJSON struct {
	Version int        `json:"version" doc:"0 when the site has none"`
	Source  string     `json:"source" doc:"Markdown"`
	Created clock.Time `json:"created,omitzero"`
}

func charterOf(c identity.Charter) charterJSON { return charterJSON{c.Version, c.Source, c.Created} }

type charterInput struct {
	Body struct {
		Based  int    `json:"based" minimum:"0" doc:"the version that was edited: when another came between, the call is a conflict"`
		Source string `json:"source" minLength:"1" maxLength:"20000" doc:"Markdown"`
	}
}

// apiOrder declares what concerns tags and the log of acts.
func (s *Service) apiOrder(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/admin/tags", ID: "list-tags", Tag: apiTag, Action: Govern,
		Summary: "List the tags of the site, the most used first",
	}, s.apiTags)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/admin/tags/{tag}", ID: "rename-tag", Tag: apiTag, Action: Govern,
		Summary: "Give a tag another writing", Detail: "A name that another tag has is a conflict: merge them.",
	}, func(ctx context.Context, actor access.Actor, in *renameInput) (*api.Nothing, error) {
		return nil, s.RenameTag(ctx, actor, in.Tag.ID, in.Body.Name)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/admin/tags/{tag}/merge", ID: "merge-tags", Tag: apiTag, Action: Govern,
		Summary: "Give what bears one tag to another",
	}, func(ctx context.Context, actor access.Actor, in *mergeInput) (*api.Nothing, error) {
		return nil, s.MergeTags(ctx, actor, in.Tag.ID, in.Body.Into)
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/admin/tags/unused", ID: "drop-unused-tags", Tag: apiTag, Action: Govern, Status: http.StatusOK,
		Summary: "Remove the tags that nothing bears, that nobody follows and that no community proposes",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.Answer[droppedJSON], error) {
		n, err := s.DropUnusedTags(ctx, actor)
		return api.Of(droppedJSON{n}), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/admin/acts", ID: "list-acts", Tag: apiTag, Action: Govern,
		Summary: "List the administrative acts, the newest first",
		Detail:  "Narrowed by who did them, by their verb or by what they are about, as the acts themselves say it.",
	}, s.apiActs)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/admin/acts/verify", ID: "verify-acts", Tag: apiTag, Action: Govern,
		Summary: "Check the whole chain of acts",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.Answer[verifiedJSON], error) {
		n, err := s.Verify(ctx, actor)
		return api.Of(verifiedJSON{n}), err
	})
}

type tagsInput struct {
	api.Going
	Text string `query:"text" maxLength:"40" doc:"the first letters"`
}

func (s *Service) apiTags(ctx context.Context, actor access.Actor, q *tagsInput) (*api.Page[siteTagJSON], error) {
	at, err := q.At(2)
	if err != nil {
		return nil, err
	}
	var after content.TagKey
	if at != nil {
		after = content.TagKey{Uses: int(at[0]), ID: id.ID(at[1])}
	}
	list, next, err := s.AllTags(ctx, actor, q.Text, after)
	if err != nil {
		return nil, err
	}
	return api.PageOf(api.Each(list, func(t content.Tag) siteTagJSON { return siteTagJSON{t.ID, t.Name, t.Slug, t.Uses} }), tagCursor(next)), nil
}

type siteTagJSON struct {
	ID   id.ID  `json:"id"`
	Name string `json:"name"`
	Slug string `json:"slug"`
	Uses int    `json:"uses"`
}

// OneTag is the tag of a call.
type OneTag struct {
	Tag api.ID `path:"tag" doc:"id of the tag"`
}

type renameInput struct {
	OneTag
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"40"`
	}
}

type mergeInput struct {
	OneTag
	Body struct {
		Into string `json:"into" minLength:"1" maxLength:"40" doc:"the name of the tag that stays"`
	}
}

type droppedJSON struct {
	Dropped int64 `json:"dropped"`
}

type verifiedJSON struct {
	Acts int `json:"acts" doc:"how many the chain holds"`
}

type actJSON struct {
	Seq     int64           `json:"seq" doc:"1, 2, 3… without a gap"`
	Verb    string          `json:"verb"`
	By      *api.Face       `json:"by,omitempty" doc:"absent for the system"`
	Subject string          `json:"subject"`
	About   *api.Face       `json:"about,omitempty" doc:"the subject, when it is a person"`
	Data    json.RawMessage `json:"data"`
	Created clock.Time      `json:"created"`
	Hash    string          `json:"hash" doc:"sha-256 over this act and the hash of the one before"`
}

type actsInput struct {
	api.Going
	Verb    string `query:"verb" maxLength:"60" doc:"as in person.suspended"`
	By      api.ID `query:"by" doc:"id of a person"`
	Subject string `query:"subject" maxLength:"80" doc:"as the acts say it"`
}

func (s *Service) apiActs(ctx context.Context, actor access.Actor, q *actsInput) (*api.Page[actJSON], error) {
	at, err := q.At(1)
	if err != nil {
		return nil, err
	}
	f := activity.ActFilter{Verb: q.Verb, Actor: q.By.ID, Subject: q.Subject}
	if at != nil {
		f.Before = at[0]
	}
	list, err := s.Log(ctx, actor, f)
	if err != nil {
		return nil, err
	}
	var next web.Cursor
	if len(list) == ActsPage && list[len(list)-1].Seq > 1 {
		next = web.Cursor{list[len(list)-1].Seq}
	}
	return api.PageOf(api.Each(list, func(l Logged) actJSON {
		return actJSON{l.Seq, l.Verb, someone(l.By), l.Subject, someone(l.About), l.Data, l.Created, l.Hash}
	}), next), nil
}

func someone(f identity.Face) *api.Face {
	if f.ID == 0 {
		return nil
	}
	face := api.FaceOf(f)
	return &face
}
