package exchange

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/office"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/web"
)

// tagDocuments is the group of the operations.
const tagDocuments = "Documents"

// API declares what programs do with documents that go out and come in.
func API(a *api.API, s *Service) {
	api.RegisterDownload(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document/file", ID: "export-document", Tag: tagDocuments, Action: access.ReadItem,
		Summary: "Fetch a document as a file, as it stands now or stood after one of its updates", Detail: "PDF, docx, odt, Markdown or HTML. A picture that is not there any more is told in its place.",
	}, func(ctx context.Context, actor access.Actor, in *exportInput) (web.Download, error) {
		number := int64(-1)
		if in.Number > 0 {
			number = in.Number
		}
		e, err := s.Export(ctx, actor, in.Item.ID, number, in.As)
		if err != nil {
			return web.Download{}, err
		}
		return e.download(), nil
	})
	api.RegisterUpload(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/documents/file", ID: "import-document", Tag: tagDocuments, Action: content.Publish, Status: http.StatusCreated,
		MaxBody: office.MaxFile + 64<<10, Summary: "Begin a document with what a file says", Detail: "docx, odt, HTML or Markdown, pictures included. Send an id of your own making to be safe against sending twice.",
	}, func(ctx context.Context, actor access.Actor, in *importInput) (*api.Answer[importedJSON], error) {
		if _, err := access.Load(ctx, s.Content.DB, actor, content.Publish, in.Community.ID); err != nil {
			return nil, err
		}
		name, from, err := in.File()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(io.LimitReader(from, office.MaxFile+1))
		if err != nil {
			return nil, err
		}
		n := document.New{New: content.New{ID: in.Document.ID, Community: in.Community.ID, Title: in.Title, Audience: api.Audiences().Value(in.Audience)}}
		it, left, err := s.Make(ctx, actor, n, document.Source{Name: name, Size: int64(len(data)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(data)), nil
		}})
		if content.IsReplay(err) {
			it, _, err = s.Content.Glance(ctx, actor, access.ReadItem, n.ID)
		}
		return api.Of(importedJSON{it.ID, left}), programmed(err)
	})
}

// programmed names the field of a fault as programs send it.
func programmed(err error) error {
	if f, ok := fault.As(err); ok {
		for i := range f.Fields {
			if f.Fields[i].Name == "files" {
				f.Fields[i].Name = "file"
			}
		}
	}
	return err
}

type exportInput struct {
	Item   api.ID `path:"item" doc:"id of the document"`
	As     string `query:"as" enum:"pdf,docx,odt,md,html" default:"pdf"`
	Number int64  `query:"number" minimum:"0" doc:"the update after which; now when absent"`
}

type importInput struct {
	Community api.ID `path:"community" doc:"id of the community"`
	Document  api.ID `query:"id" doc:"of your own making, against sending twice"`
	Title     string `query:"title" maxLength:"200" doc:"that of the file when absent"`
	Audience  string `query:"audience" enum:"everyone,members,managers" default:"everyone"`
	api.Upload
}

type importedJSON struct {
	ID   id.ID  `json:"id"`
	Left string `json:"left,omitempty" doc:"what of the file did not come, in words"`
}
