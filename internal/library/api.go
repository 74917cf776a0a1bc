package library

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/web"
)

const apiTag = "Libraries"

// API declares the operations of libraries. What is done to any item (bin,
// restore, comment, follow) is done to a file by the operations of items.
func API(a *api.API, s *Service) {
	s.apiFolders(a)
	s.apiFiles(a)
	s.apiUploads(a)
	s.apiRoom(a)
}

// InLibrary is the community of a call.
type InLibrary struct {
	Community api.ID `path:"community" doc:"id of the community"`
}

type folderJSON struct {
	ID      id.ID      `json:"id"`
	Name    string     `json:"name"`
	Parent  id.ID      `json:"parent,omitempty" doc:"absent at the top"`
	Created clock.Time `json:"created"`
}

func folderOf(f Folder) folderJSON { return folderJSON{f.ID, f.Name, f.Parent, f.Created} }

type entryJSON struct {
	ID      id.ID      `json:"id" doc:"of the item"`
	Title   string     `json:"title"`
	Folder  id.ID      `json:"folder,omitempty" doc:"absent at the top"`
	File    id.ID      `json:"file" doc:"the current version, to fetch"`
	Version int        `json:"version"`
	Kind    string     `json:"kind" doc:"document, spreadsheet, presentation, pdf, image, text…"`
	Size    int64      `json:"size" doc:"bytes"`
	Changed clock.Time `json:"changed"`
	By      api.Face   `json:"by"`
}

func entryOf(e Entry) entryJSON {
	return entryJSON{e.ID, e.Title, e.Folder, e.Current, e.Number, e.Kind, e.Size, e.Changed, api.FaceOf(e.Face)}
}

type viewInput struct {
	InLibrary
	api.Paging
	Folder api.ID `query:"folder" doc:"absent for the top"`
	Text   string `query:"text" maxLength:"100" doc:"names in the folder and in all below it"`
	Sort   string `query:"sort" enum:"name,date,size,kind" default:"name"`
}

type makeFolderInput struct {
	InLibrary
	Body struct {
		Name   string `json:"name" minLength:"1" maxLength:"120"`
		Parent api.ID `json:"parent,omitempty" doc:"absent for the top"`
	}
}

type changeFolderInput struct {
	InLibrary
	Folder api.ID `path:"folder"`
	Body   struct {
		Name   string `json:"name" minLength:"1" maxLength:"120"`
		Parent api.ID `json:"parent,omitempty" doc:"absent for the top"`
	}
}

type pickInput struct {
	InLibrary
	Body pickJSON
}

type pickJSON struct {
	Files   []api.ID `json:"files,omitempty" maxItems:"100" doc:"items"`
	Folders []api.ID `json:"folders,omitempty" maxItems:"100"`
	Into    api.ID   `json:"into,omitempty" doc:"when they move: the folder, absent for the top"`
}

func (p pickJSON) picked() Picked {
	ids := func(list []api.ID) []id.ID { return api.Each(list, func(i api.ID) id.ID { return i.ID }) }
	return Picked{Files: ids(p.Files), Folders: ids(p.Folders)}
}

func (s *Service) apiFolders(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/library/folders", ID: "list-folders", Tag: apiTag, Action: Browse,
		Summary: "List every folder of a library, each after the one that holds it",
	}, func(ctx context.Context, actor access.Actor, in *InLibrary) (*api.List[folderJSON], error) {
		tree, err := s.Tree(ctx, actor, in.Community.ID)
		return api.ListOf(api.Each(tree, folderOf)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/library/folders", ID: "make-folder", Tag: apiTag, Action: Arrange, Status: http.StatusCreated,
		Summary: "Make a folder",
	}, func(ctx context.Context, actor access.Actor, in *makeFolderInput) (*api.Answer[folderJSON], error) {
		f, err := s.MakeFolder(ctx, actor, NewFolder{Community: in.Community.ID, Parent: in.Body.Parent.ID, Name: in.Body.Name})
		return api.Of(folderOf(f)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}/library/folders/{folder}", ID: "change-folder", Tag: apiTag, Action: Arrange,
		Summary: "Give a folder another name and another place",
	}, func(ctx context.Context, actor access.Actor, in *changeFolderInput) (*api.Answer[folderJSON], error) {
		f, err := s.ChangeFolder(ctx, actor, in.Community.ID, in.Folder.ID, in.Body.Parent.ID, in.Body.Name)
		return api.Of(folderOf(f)), err
	})
	pick := func(name, summary string, do func(ctx context.Context, actor access.Actor, in *pickInput) error) {
		api.Register(a, api.Operation{
			Method: http.MethodPost, Path: "/communities/{community}/library/" + name, ID: name + "-in-library", Tag: apiTag, Action: Add,
			Summary: summary, Detail: "All of it, or nothing.",
		}, func(ctx context.Context, actor access.Actor, in *pickInput) (*api.Nothing, error) {
			return nil, do(ctx, actor, in)
		})
	}
	pick("move", "Put files and folders into another folder", func(ctx context.Context, actor access.Actor, in *pickInput) error {
		return s.Move(ctx, actor, in.Community.ID, in.Body.picked(), in.Body.Into.ID)
	})
	pick("bin", "Put files, and folders with all that they hold, into the bin", func(ctx context.Context, actor access.Actor, in *pickInput) error {
		return s.Bin(ctx, actor, in.Community.ID, in.Body.picked())
	})
	pick("restore", "Take files and folders back from the bin", func(ctx context.Context, actor access.Actor, in *pickInput) error {
		return s.Restore(ctx, actor, in.Community.ID, in.Body.picked())
	})
}

type addInput struct {
	InLibrary
	api.Upload
	Folder api.ID `query:"folder" doc:"absent for the top"`
	Path   string `query:"path" maxLength:"500" doc:"folders below it, made when they are missing: Dossier/Annexes"`
	Same   string `query:"same" enum:"both,version" default:"both" doc:"what becomes of a file of that name that is there already"`
}

type versionInput struct {
	api.Upload
	Item api.ID `path:"item"`
	Note string `query:"note" maxLength:"200" doc:"what changes"`
}

type oneInput struct {
	Item api.ID `path:"item"`
}

type returnInput struct {
	Item api.ID `path:"item"`
	File api.ID `path:"file" doc:"the version"`
}

type nameInput struct {
	Item api.ID `path:"item"`
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"200"`
	}
}

type versionJSON struct {
	File    id.ID      `json:"file"`
	Number  int        `json:"number"`
	Current bool       `json:"current"`
	Name    string     `json:"name"`
	Media   string     `json:"media"`
	Size    int64      `json:"size"`
	Hash    string     `json:"sha256"`
	Note    string     `json:"note,omitempty"`
	By      api.Face   `json:"by"`
	Created clock.Time `json:"created"`
}

func versionOf(v Version) versionJSON {
	return versionJSON{v.ID, v.Number, v.Current, v.Name, v.Media, v.Size, v.Hash, v.Note, api.FaceOf(v.Face), v.Created}
}

func (s *Service) apiFiles(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/library", ID: "list-library", Tag: apiTag, Action: Browse,
		Summary: "List the files of a folder, or those whose name holds some words",
	}, func(ctx context.Context, actor access.Actor, in *viewInput) (*api.Page[entryJSON], error) {
		after, err := in.At(1)
		if err != nil {
			return nil, err
		}
		f := Filter{Folder: in.Folder.ID, Text: in.Text, Sort: Sort(in.Sort), Limit: in.Limit}
		if after != nil {
			f.After = id.ID(after[0])
		}
		v, err := s.Open(ctx, actor, in.Community.ID, f)
		var next web.Cursor
		if v.Next != 0 {
			next = web.Cursor{int64(v.Next)}
		}
		return api.PageOf(api.Each(v.Files, entryOf), next), err
	})
	const most = content.MaxFileSize + 64<<10
	api.RegisterUpload(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/library/files", ID: "add-file", Tag: apiTag, Action: Add, Status: http.StatusCreated,
		MaxBody: most, Summary: "Add a file to a library", Detail: "Its item is answered. Larger files come in pieces: begin-upload.",
	}, func(ctx context.Context, actor access.Actor, in *addInput) (*api.Answer[api.MadeJSON], error) {
		name, from, err := in.File()
		if err != nil {
			return nil, err
		}
		if _, err := access.Load(ctx, s.DB, actor, Add, in.Community.ID); err != nil {
			return nil, err
		}
		kept, err := s.Content.Receive(ctx, actor, name, from, content.MaxFileSize)
		if err != nil {
			return nil, err
		}
		it, err := s.Add(ctx, actor, NewFile{Community: in.Community.ID, Folder: in.Folder.ID, Way: in.Path, Kept: kept, Same: in.Same == "version"})
		return api.Made(it.ID), err
	})
	api.RegisterUpload(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/versions", ID: "add-version", Tag: apiTag, Action: Replace, Status: http.StatusCreated,
		MaxBody: most, Summary: "Send a new version of a file", Detail: "It becomes what is fetched; the others stay.",
	}, func(ctx context.Context, actor access.Actor, in *versionInput) (*api.Answer[api.MadeJSON], error) {
		name, from, err := in.Upload.File()
		if err != nil {
			return nil, err
		}
		if _, _, err := s.Content.Glance(ctx, actor, Replace, in.Item.ID); err != nil {
			return nil, err
		}
		kept, err := s.Content.Receive(ctx, actor, name, from, content.MaxFileSize)
		if err != nil {
			return nil, err
		}
		it, err := s.Replace(ctx, actor, in.Item.ID, kept, in.Note)
		return api.Made(it.ID), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/versions", ID: "list-versions", Tag: apiTag, Action: access.ReadItem,
		Summary: "List every version of a file, the last first",
	}, func(ctx context.Context, actor access.Actor, in *oneInput) (*api.List[versionJSON], error) {
		list, err := s.Versions(ctx, actor, in.Item.ID)
		return api.ListOf(api.Each(list, versionOf)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/versions/{file}/return", ID: "return-to-version", Tag: apiTag, Action: Replace,
		Summary: "Make an earlier version current again",
	}, func(ctx context.Context, actor access.Actor, in *returnInput) (*api.Nothing, error) {
		return nil, s.Return(ctx, actor, in.Item.ID, in.File.ID)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/name", ID: "rename-file", Tag: apiTag, Action: content.EditItem,
		Summary: "Rename a file of a library", Detail: "An ending that is left out stays.",
	}, func(ctx context.Context, actor access.Actor, in *nameInput) (*api.Nothing, error) {
		_, err := s.Rename(ctx, actor, in.Item.ID, in.Body.Name)
		return nil, err
	})
}

type roomJSON struct {
	Used  int64 `json:"used" doc:"bytes of every version, the bin included"`
	Quota int64 `json:"quota" doc:"bytes"`
	Own   bool  `json:"own" doc:"the quota is this community's own, not that of the site"`
}

type quotaInput struct {
	InLibrary
	Body struct {
		Quota int64 `json:"quota" minimum:"0" maximum:"100000000000000" doc:"bytes; 0 for that of the site"`
	}
}

func (s *Service) apiRoom(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/library/room", ID: "read-room", Tag: apiTag, Action: Browse,
		Summary: "Tell how much of its quota a library takes",
	}, func(ctx context.Context, actor access.Actor, in *InLibrary) (*api.Answer[roomJSON], error) {
		r, err := s.Room(ctx, actor, in.Community.ID)
		return api.Of(roomJSON(r)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}/library/room", ID: "set-quota", Tag: apiTag, Action: SetQuota,
		Summary: "Give a community a quota of its own",
	}, func(ctx context.Context, actor access.Actor, in *quotaInput) (*api.Nothing, error) {
		return nil, s.SetQuota(ctx, actor, in.Community.ID, in.Body.Quota)
	})
}
