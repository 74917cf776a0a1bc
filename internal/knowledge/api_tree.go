package knowledge

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// arranging declares the tree of contents of a community.
func (p programs) arranging(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/sheets", ID: "list-sheets", Tag: tagSheets, Action: Browse,
		Summary: "Read the tree of contents of a community: its sections, then its sheets, both in the order in which they are read",
		Detail:  "Two thousand sheets at most.",
	}, p.tree)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/sheet/place", ID: "move-sheet", Tag: tagSheets, Action: content.EditItem,
		Summary: "File a sheet in a section, or move it by one place",
	}, func(ctx context.Context, actor access.Actor, in *moveSheetInput) (*api.Nothing, error) {
		return nil, p.MoveSheet(ctx, actor, in.Item.ID, in.Body.move())
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/sections", ID: "add-section", Tag: tagSheets, Action: Arrange, Status: http.StatusCreated,
		Summary: "Add a section to the tree of contents",
	}, func(ctx context.Context, actor access.Actor, in *addSectionInput) (*api.Answer[api.MadeJSON], error) {
		made, err := p.AddSection(ctx, actor, in.Body.ID, in.Community.ID, in.Body.Parent, in.Body.Name)
		return api.Made(made), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}/sections/{section}", ID: "rename-section", Tag: tagSheets, Action: Arrange,
		Summary: "Give a section another name",
	}, func(ctx context.Context, actor access.Actor, in *nameSectionInput) (*api.Nothing, error) {
		return nil, p.RenameSection(ctx, actor, in.Community.ID, in.Section.ID, in.Body.Name)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/sections/{section}/place", ID: "move-section", Tag: tagSheets, Action: Arrange,
		Summary: "Move a section, with all that it holds",
	}, func(ctx context.Context, actor access.Actor, in *moveSectionInput) (*api.Nothing, error) {
		return nil, p.MoveSection(ctx, actor, in.Community.ID, in.Section.ID, in.Body.move())
	})
	for _, g := range []struct {
		method, path, id, summary string
		do                        func(context.Context, access.Actor, id.ID, id.ID) error
	}{
		{http.MethodDelete, "", "remove-section", "Remove a section: what it holds shows in the one above", p.RemoveSection},
		{http.MethodPost, "/restore", "restore-section", "Bring a section back with what it held", p.RestoreSection},
	} {
		api.Register(a, api.Operation{
			Method: g.method, Path: "/communities/{community}/sections/{section}" + g.path, ID: g.id, Tag: tagSheets, Action: Arrange, Summary: g.summary,
		}, func(ctx context.Context, actor access.Actor, in *OneSection) (*api.Nothing, error) {
			return nil, g.do(ctx, actor, in.Community.ID, in.Section.ID)
		})
	}
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}/review-delay", ID: "set-review-delay", Tag: tagSheets, Action: Arrange,
		Summary: "Say after how many months new sheets are reviewed",
	}, func(ctx context.Context, actor access.Actor, in *delayInput) (*api.Nothing, error) {
		return nil, p.Settle(ctx, actor, in.Community.ID, in.Body.Months)
	})
}

// OneSection is the section of a call.
type OneSection struct {
	Place
	Section api.ID `path:"section" doc:"id of the section"`
}

type moveJSON struct {
	Step string `json:"step,omitempty" enum:"up,down" doc:"one place among its neighbours, in place of the rest"`
	To   id.ID  `json:"to,omitempty" doc:"the section that it goes into; the top, or not filed, when absent"`
	At   int    `json:"at,omitempty" minimum:"1" doc:"its place there, from 1; the last one when absent"`
}

func (m moveJSON) move() Move {
	return Move{Step: map[string]Step{"up": Up, "down": Down}[m.Step], To: m.To, At: m.At}
}

type moveSheetInput struct {
	One
	Body moveJSON
}

type moveSectionInput struct {
	OneSection
	Body moveJSON
}

type addSectionInput struct {
	Place
	Body struct {
		ID     id.ID  `json:"id,omitempty" doc:"of your own making, against sending twice"`
		Name   string `json:"name" minLength:"1" maxLength:"100"`
		Parent id.ID  `json:"parent,omitempty" doc:"the section above; the top when absent"`
	}
}

type nameSectionInput struct {
	OneSection
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"100"`
	}
}

type delayInput struct {
	Place
	Body struct {
		Months int `json:"months" minimum:"1" maximum:"60"`
	}
}

type treeInput struct {
	Place
	Status string `query:"status" enum:"draft,verified,review"`
	Tag    string `query:"tag" maxLength:"60" doc:"slug of a tag"`
	Mine   bool   `query:"mine" doc:"only those that one answers for"`
}

type sectionJSON struct {
	ID     id.ID  `json:"id"`
	Name   string `json:"name"`
	Parent id.ID  `json:"parent,omitempty"`
	Depth  int    `json:"depth" doc:"0 at the top"`
	Sheets int    `json:"sheets" doc:"in it and below"`
}

type entryJSON struct {
	ID       id.ID      `json:"id"`
	Title    string     `json:"title"`
	Status   string     `json:"status" enum:"draft,verified,review"`
	Modified bool       `json:"modified,omitempty" doc:"its text changed since it was verified"`
	Section  id.ID      `json:"section,omitempty" doc:"the one in which it shows; not filed when absent"`
	Owner    api.Face   `json:"owner"`
	Review   clock.Time `json:"review,omitzero"`
}

type treeJSON struct {
	Sections []sectionJSON `json:"sections"`
	Sheets   []entryJSON   `json:"sheets"`
	More     bool          `json:"more,omitempty" doc:"there are more sheets than shown"`
}

func (p programs) tree(ctx context.Context, actor access.Actor, in *treeInput) (*api.Answer[treeJSON], error) {
	t, err := p.Tree(ctx, actor, in.Community.ID, Wanted{Status: statusOf(in.Status), Tag: in.Tag, Mine: in.Mine})
	if err != nil {
		return nil, err
	}
	who := api.Each(t.entries(), func(e Entry) id.ID { return e.Owner })
	faces, err := identity.Faces(ctx, p.DB, who)
	out := treeJSON{Sections: []sectionJSON{}, Sheets: []entryJSON{}, More: t.More}
	add := func(section id.ID, list []Entry) {
		for _, e := range list {
			out.Sheets = append(out.Sheets, entryJSON{e.ID, e.Title, e.Status.String(), e.Modified(), section, api.FaceOf(faces[e.Owner]), e.Review})
		}
	}
	t.walk(func(n *Node, above []*Node) {
		var parent id.ID
		if len(above) > 0 {
			parent = above[len(above)-1].ID
		}
		out.Sections = append(out.Sections, sectionJSON{n.ID, n.Name, parent, n.Depth, n.Count})
		add(n.ID, n.Sheets)
	})
	add(0, t.Loose)
	return api.Of(out), err
}
