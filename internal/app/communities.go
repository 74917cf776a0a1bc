package app

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"parvis/internal/blob"
	"parvis/internal/community"
	"parvis/internal/correspondence"
	"parvis/internal/directory"
	"parvis/internal/document"
	"parvis/internal/document/shelf"
	"parvis/internal/id"
	"parvis/internal/knowledge"
	"parvis/internal/library"
	"parvis/internal/notification"
	"parvis/internal/publication"
	"parvis/internal/question"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// buildPlaces makes the screens of communities and the directory, once what
// they show of other features exists.
func (a *App) buildPlaces() {
	pages := &community.Pages{
		Service: a.Community, Items: a.Content, Markdown: a.Markdown, Maker: a.IDs, Row: publication.Row,
		Follow: func(r *web.Request, place id.ID, name string) (templ.Component, error) {
			return a.follow(r.Context(), r.Actor, notification.Target{Kind: notification.Community, ID: place}, name)
		},
		Kinds: []community.Narrow{
			{Value: publication.Question, Key: "community.narrow.questions"},
			{Value: publication.Announcement, Key: "community.narrow.announcements"},
			{Value: publication.Poll, Key: "community.narrow.polls"},
			{Value: publication.Post, Key: "community.narrow.posts"},
			{Value: knowledge.Kind, Key: "knowledge.narrow"},
			{Value: document.Kind, Key: "shelf.narrow"},
		},
		Tabs: []community.Tab{
			// one line per view, in the order in which they stand
			{Page: library.Tab, Label: "library.tab"},
			{Page: shelf.Tab, Label: "shelf.tab"},
			knowledgeTab,
			{Page: question.Tab, Label: "question.tab"},
		},
		Elsewhere: map[id.ID]string{correspondence.Place: "/dispatches"},
	}
	pages.Routes(a.Router)
	a.shelves.Frame = pages.Frame
	a.Shelf = &shelf.Service{DB: a.DB, Content: a.Content}
	(&shelf.Pages{Service: a.Shelf, Frame: pages.Frame}).Routes(a.Router)
	a.sheets.Frame = pages.Frame
	a.sheets.Routes(a.Router)
	a.asking.Frame = pages.Frame
	a.asking.Routes(a.Router)

	a.Directory = directory.New(directory.Config{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Acts: a.Acts, People: a.Identity, Photos: photos{a.Files},
	})
	(&directory.Pages{
		Service: a.Directory, Items: a.Content, Markdown: a.Markdown, Row: publication.Row,
		Follow: func(r *web.Request, kind string, target id.ID, name string) (templ.Component, error) {
			return a.follow(r.Context(), r.Actor, notification.Target{Kind: notification.TargetKind(kind), ID: target}, name)
		},
		Sections: []func(*web.Request, id.ID) (templ.Component, error){a.interests, a.sheets.Section},
	}).Routes(a.Router)
}

// interests is what somebody follows, for their page: places, tags and units
// that the viewer may see. Whom they follow is nobody's business.
func (a *App) interests(r *web.Request, person id.ID) (templ.Component, error) {
	ctx := r.Context()
	following, err := a.Notifications.Followed(ctx, person, 500)
	if err != nil {
		return nil, err
	}
	by := map[notification.TargetKind][]id.ID{}
	for _, f := range following {
		if f.Level != notification.Nothing {
			by[f.Kind] = append(by[f.Kind], f.ID)
		}
	}
	var list ui.Links
	places, err := a.Community.Named(ctx, r.Actor, by[notification.Community])
	if err != nil {
		return nil, err
	}
	for _, c := range places {
		list = append(list, ui.Link{Label: c.Name, Href: "/c/" + c.ID.String(), Icon: "users-round"})
	}
	tags, err := a.Content.Tags(ctx, r.Actor, by[notification.Tag])
	if err != nil {
		return nil, err
	}
	for _, t := range tags {
		list = append(list, ui.Link{Label: t.Name, Href: "/t/" + t.Slug, Icon: "hash"})
	}
	units, err := a.Directory.Units(ctx, r.Actor, by[notification.Unit])
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		list = append(list, ui.Link{Label: u.Name, Href: "/u/" + u.ID.String(), Icon: "landmark"})
	}
	if len(list) == 0 {
		return nil, nil
	}
	return directory.Interests(list), nil
}

// photos keeps the photos of people among the files of the site.
type photos struct{ files blob.Store }

// Put implements directory.Photos.
func (p photos) Put(ctx context.Context, content io.Reader) (string, error) {
	ref, err := p.files.Put(ctx, content, directory.MaxPhoto)
	return ref.Hash, err
}

// Open implements directory.Photos.
func (p photos) Open(ctx context.Context, hash string) (io.ReadSeekCloser, error) {
	return p.files.Open(ctx, hash)
}
