package app

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/importing"
	"parvis/internal/knowledge"
	"parvis/internal/library"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/web"
)

// buildImports makes what brings in things from elsewhere, each kind by the
// feature that owns it.
func (a *App) buildImports() {
	said := importing.Kind{Make: func(ctx context.Context, tx *store.Tx, actor access.Actor, n importing.Asked) (content.Item, error) {
		return a.Publications.PublishIn(ctx, tx, actor, publication.New{New: n.New})
	}}
	sheet := importing.Kind{Make: func(ctx context.Context, tx *store.Tx, actor access.Actor, n importing.Asked) (content.Item, error) {
		return a.Knowledge.WriteIn(ctx, tx, actor, knowledge.New{New: n.New})
	}}
	shelved := func(n importing.Asked) library.NewFile {
		return library.NewFile{
			Community: n.Community, Way: n.Folder, Kept: n.Kept[0], Source: n.Source, Created: n.Created, Author: n.Author, Origin: n.Origin, Quiet: n.Quiet,
		}
	}
	file := importing.Kind{
		IsFile: true, Largest: a.Config.LargestFile * 1_000_000,
		Make: func(ctx context.Context, tx *store.Tx, actor access.Actor, n importing.Asked) (content.Item, error) {
			return a.Library.AddIn(ctx, tx, actor, shelved(n))
		},
		Change: func(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID, n importing.Asked) error {
			_, err := a.Library.ReplaceIn(ctx, tx, actor, item, n.Kept[0], "")
			return err
		},
	}
	a.Imports = importing.New(importing.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Content: a.Content, People: a.Identity, Acts: a.Acts, Reader: a.Content.Reader, Explain: a.inWords,
		Kinds: map[string]importing.Kind{
			publication.Post: said, publication.Announcement: said, publication.Question: said, knowledge.Kind: sheet, library.File: file,
		},
	})
}

// inWords says an error in one line, for a report.
func (a *App) inWords(err error) string {
	known, ok := fault.As(err)
	if !ok {
		return err.Error()
	}
	p := web.Explain(i18n.With(context.Background(), a.Catalogue.In(i18n.English)), known)
	for _, field := range p.Fields {
		return field.Name + ": " + field.Detail
	}
	return p.Detail
}
