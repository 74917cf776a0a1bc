package publication

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/web"
)

type fileJSON struct {
	ID      id.ID      `json:"id"`
	Comment id.ID      `json:"comment,omitempty" doc:"the comment that brought it"`
	Name    string     `json:"name"`
	Media   string     `json:"media" doc:"type found in its content"`
	Size    int64      `json:"size" doc:"bytes"`
	Width   int        `json:"width,omitempty" doc:"of an image, in pixels"`
	Height  int        `json:"height,omitempty"`
	Created clock.Time `json:"created"`
}

func fileOf(f content.File) fileJSON {
	return fileJSON{ID: f.ID, Comment: f.Comment, Name: f.Name, Media: f.Media, Size: f.Size, Width: f.Width, Height: f.Height, Created: f.Created}
}

// files declares the operations on files.
func (p programs) files(a *api.API) {
	api.RegisterUpload(a, api.Operation{
		Method: http.MethodPost, Path: "/files", ID: "upload-file", Tag: tagFiles, Action: content.SignedIn, Status: http.StatusCreated,
		MaxBody: content.MaxFileSize + 64<<10,
		Summary: "Send a file", Detail: "It is one's own until an item or a comment names its id; what nothing names is forgotten after a week.",
	}, func(ctx context.Context, actor access.Actor, in *uploadInput) (*api.Answer[fileJSON], error) {
		name, from, err := in.File()
		if err != nil {
			return nil, err
		}
		f, err := p.Content.Upload(ctx, actor, name, from)
		return api.Of(fileOf(f)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/files/{file}", ID: "discard-file", Tag: tagFiles, Action: content.SignedIn,
		Summary: "Take back a file that was sent and that nothing brought yet", Detail: "What an item or a comment brought is left alone.",
	}, func(ctx context.Context, actor access.Actor, in *fileInput) (*api.Nothing, error) {
		return nil, p.Content.Discard(ctx, actor, in.File.ID)
	})
	api.RegisterDownload(a, api.Operation{
		Method: http.MethodGet, Path: "/files/{file}", ID: "download-file", Tag: tagFiles, Action: access.ReadItem,
		Summary: "Fetch a file", Detail: "Whoever reads what it was joined to; its owner alone before that.",
	}, func(ctx context.Context, actor access.Actor, in *fileInput) (web.Download, error) {
		f, body, err := p.Content.Fetch(ctx, actor, in.File.ID)
		return web.Download{Content: body, Name: f.Name, Media: saved(f.Media), Tag: f.Hash, Changed: f.Created.Time}, err
	})
}

type uploadInput struct{ api.Upload }

type fileInput struct {
	File api.ID `path:"file"`
}

// drafts declares the operations on what one typed and did not send.
func (p programs) drafts(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/drafts", ID: "list-drafts", Tag: tagFiles, Action: SeeOwn,
		Summary: "List what one typed and did not send, the last first", Detail: "All of them: a hundred are kept.",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[draftJSON], error) {
		list, err := p.Content.Drafts(ctx, actor)
		return api.ListOf(api.Each(list, draftOf)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/drafts/{place}", ID: "read-draft", Tag: tagFiles, Action: SeeOwn,
		Summary: "Read one draft",
	}, func(ctx context.Context, actor access.Actor, in *draftInput) (*api.Answer[draftJSON], error) {
		d, ok, err := p.Content.Draft(ctx, actor, in.Place)
		if err == nil && !ok {
			err = fault.NotFound()
		}
		return api.Of(draftOf(d)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/drafts/{place}", ID: "keep-draft", Tag: tagFiles, Action: content.SignedIn,
		Summary: "Keep what is typed in a form", Detail: "Places are new-ID, comment-ITEM and edit-ITEM, as on the pages; the last writing wins.",
	}, func(ctx context.Context, actor access.Actor, in *keepInput) (*api.Nothing, error) {
		return nil, p.Content.SaveDraft(ctx, actor, in.Place, in.Body.Fields)
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/drafts/{place}", ID: "drop-draft", Tag: tagFiles, Action: content.SignedIn,
		Summary: "Forget a draft",
	}, func(ctx context.Context, actor access.Actor, in *draftInput) (*api.Nothing, error) {
		return nil, p.Content.DropDraft(ctx, actor, in.Place)
	})
}

type draftJSON struct {
	Place   string            `json:"place"`
	Fields  map[string]string `json:"fields"`
	Updated clock.Time        `json:"updated"`
}

func draftOf(d content.Draft) draftJSON { return draftJSON(d) }

type draftInput struct {
	Place string `path:"place" maxLength:"40"`
}

type keepInput struct {
	Place string `path:"place" maxLength:"40"`
	Body  struct {
		Fields map[string]string `json:"fields" maxProperties:"50" doc:"as on the pages: title, source, tags…"`
	}
}
