package reading

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
)

// API declares the operations that read files.
func API(a *api.API, files *content.Service) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/files/{file}/text", ID: "read-file-text", Tag: "Files", Action: access.ReadItem,
		Summary: "Read the text of a file, or why it has none",
		Detail:  "Whoever reads what it was joined to; its owner alone before that. Files are read some seconds after they came.",
	}, func(ctx context.Context, actor access.Actor, in *textInput) (*api.Answer[textJSON], error) {
		f, err := files.Find(ctx, actor, in.File.ID)
		if err != nil {
			return nil, err
		}
		texts, err := files.FileText(ctx, files.DB, f.Hash)
		if err != nil {
			return nil, err
		}
		t, known := texts[f.Hash]
		return api.Of(textOf(t, known)), nil
	})
}

type textInput struct {
	File api.ID `path:"file"`
}

type textJSON struct {
	State  string     `json:"state" enum:"waiting,read,refused,none" doc:"none: a picture, in which nothing is read"`
	Reason string     `json:"reason,omitempty" enum:"encrypted,damaged,too_large,too_slow,unsupported" doc:"when it is refused"`
	Format string     `json:"format,omitempty" doc:"by its content: pdf, docx, csv…"`
	Title  string     `json:"title,omitempty"`
	Pages  int        `json:"pages,omitempty" doc:"pages, slides or sheets"`
	Text   string     `json:"text,omitempty" doc:"a paragraph a line, cells parted by tabs, pages, slides and sheets by form feeds"`
	Cut    bool       `json:"cut,omitempty" doc:"the text went on"`
	Macros bool       `json:"macros,omitempty" doc:"it brings a program, which nothing here runs"`
	Read   clock.Time `json:"read,omitzero"`
}

func textOf(t content.FileText, known bool) textJSON {
	out := textJSON{Format: string(t.Format), Reason: string(t.Reason), Title: t.Title, Pages: t.Pages, Text: t.Body, Cut: t.Cut, Macros: t.Macros, Read: t.Read}
	switch {
	case !known:
		out.State = "none"
	case t.Waiting():
		out.State = "waiting"
	case t.Reason != "":
		out.State = "refused"
	default:
		out.State = "read"
	}
	return out
}
