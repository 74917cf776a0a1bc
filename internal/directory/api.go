package directory

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

const apiTag = "Directory"

// API declares the operations of the directory.
func API(a *api.API, s *Service) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/people", ID: "list-people", Tag: apiTag, Action: Browse,
		Summary: "Find people by name, unit or function",
	}, s.apiFind)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/people/{handle}", ID: "read-person", Tag: apiTag, Action: access.ReadPerson,
		Summary: "Read the profile of somebody", Detail: "A guest reads their own only.",
	}, s.apiProfile)
	api.RegisterDownload(a, api.Operation{
		Method: http.MethodGet, Path: "/people/{handle}/photo", ID: "read-photo", Tag: apiTag, Action: SeePhoto,
		Summary: "Fetch the photo of somebody",
	}, s.apiPhoto)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/me/about", ID: "describe-me", Tag: apiTag, Action: Describe,
		Summary: "Say what one can help with",
	}, func(ctx context.Context, actor access.Actor, in *aboutInput) (*api.Nothing, error) {
		return nil, s.DescribeSelf(ctx, actor, in.Body.About)
	})
	api.RegisterUpload(a, api.Operation{
		Method: http.MethodPut, Path: "/me/photo", ID: "set-photo", Tag: apiTag, Action: Describe, MaxBody: MaxPhoto + 1<<20,
		Summary: "Send one's photo", Detail: "JPEG, PNG, GIF or WebP. Its middle square is drawn anew; nothing else of the file is kept.",
	}, s.apiSetPhoto)
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/me/photo", ID: "remove-photo", Tag: apiTag, Action: Describe,
		Summary: "Take one's photo away",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.Nothing, error) {
		return nil, s.RemovePhoto(ctx, actor)
	})
	units(a, s)
}

type findInput struct {
	api.Paging
	Text  string `query:"text" maxLength:"200" doc:"starts of words of the name"`
	Title string `query:"title" maxLength:"160" doc:"words of a function"`
	Unit  api.ID `query:"unit" doc:"has a function there or below"`
	Only  bool   `query:"only" doc:"there, not below"`
}

type entryJSON struct {
	api.Face
	Title string `json:"title,omitempty" doc:"of the main function, or of the one in the unit asked for"`
	Unit  string `json:"unit,omitempty"`
	Head  bool   `json:"head,omitempty" doc:"heads the unit"`
}

func entryOf(e Entry) entryJSON {
	return entryJSON{Face: api.Face{ID: e.ID, Name: e.Name, Handle: e.Handle, Guest: e.Guest}, Title: e.Title, Unit: e.Unit, Head: e.Head}
}

func (s *Service) apiFind(ctx context.Context, actor access.Actor, q *findInput) (*api.Page[entryJSON], error) {
	at, err := q.At(1)
	if err != nil {
		return nil, err
	}
	f := Filter{Text: q.Text, Unit: q.Unit.ID, Only: q.Only, Title: q.Title, Limit: q.Limit}
	if at != nil {
		f.After = id.ID(at[0])
	}
	list, last, err := s.Find(ctx, actor, f)
	if err != nil {
		return nil, err
	}
	var next web.Cursor
	if last != 0 {
		next = web.Cursor{int64(last)}
	}
	return api.PageOf(api.Each(list, entryOf), next), nil
}

type functionJSON struct {
	Unit    api.Ref `json:"unit"`
	Title   string  `json:"title"`
	Head    bool    `json:"head,omitempty" doc:"heads the unit"`
	Main    bool    `json:"main,omitempty" doc:"the one shown beside the name"`
	Retired bool    `json:"retired,omitempty" doc:"the unit no longer exists"`
}

func functionOf(f Function) functionJSON {
	return functionJSON{Unit: api.Ref{ID: f.Unit, Name: f.Name}, Title: f.Title, Head: f.Head, Main: f.Main, Retired: f.Retired}
}

type profileJSON struct {
	api.Face
	About       string         `json:"about,omitempty" doc:"what they can help with, Markdown"`
	Photo       bool           `json:"photo" doc:"there is one"`
	Functions   []functionJSON `json:"functions"`
	Sponsor     *api.Face      `json:"sponsor,omitempty" doc:"who answers for a guest"`
	Expires     clock.Time     `json:"expires,omitzero" doc:"end of a guest's stay"`
	Communities []api.Ref      `json:"communities" doc:"those of both; all of one's own"`
	Since       clock.Time     `json:"since"`
}

func (s *Service) apiProfile(ctx context.Context, actor access.Actor, in *personInput) (*api.Answer[profileJSON], error) {
	p, err := s.Profile(ctx, actor, in.Handle)
	if err != nil {
		return nil, err
	}
	out := profileJSON{
		Face: api.FaceOf(p.Face()), About: p.About, Photo: p.Photo != "", Functions: api.Each(p.Functions, functionOf),
		Expires: p.Expires, Since: p.Created, Communities: api.Each(p.Common, placeOf),
	}
	if p.Sponsor != (identity.Face{}) {
		f := api.FaceOf(p.Sponsor)
		out.Sponsor = &f
	}
	return api.Of(out), nil
}

func placeOf(p Place) api.Ref { return api.Ref{ID: p.ID, Name: p.Name} }

// personInput is the person of a call.
type personInput struct {
	Handle string `path:"handle" maxLength:"120" doc:"as in given.family"`
}

func (s *Service) apiPhoto(ctx context.Context, actor access.Actor, in *personInput) (web.Download, error) {
	content, hash, err := s.Photo(ctx, actor, in.Handle)
	return web.Download{Content: content, Name: "photo.jpg", Media: "image/jpeg", Tag: hash}, err
}

type aboutInput struct {
	Body struct {
		About string `json:"about" maxLength:"2000" doc:"Markdown; empty to say nothing"`
	}
}

type photoInput struct{ api.Upload }

func (s *Service) apiSetPhoto(ctx context.Context, actor access.Actor, in *photoInput) (*api.Nothing, error) {
	_, content, err := in.File()
	if err != nil {
		return nil, err
	}
	return nil, s.SetPhoto(ctx, actor, content)
}
