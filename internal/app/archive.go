package app

import (
	"context"
	"io"
	"net"
	"net/url"

	"parvis/internal/correspondence/archive"
	"parvis/internal/discovery"
	"parvis/internal/document/office"
	"parvis/internal/document/office/pdf"
	"parvis/internal/document/prose"
	"parvis/internal/i18n"
)

// buildArchive makes the memory of dispatches. What it prints goes the way of
// documents.
func (a *App) buildArchive() {
	host := "localhost"
	if base, err := url.Parse(a.Config.BaseURL); err == nil && base.Hostname() != "" && net.ParseIP(base.Hostname()) == nil {
		host = base.Hostname()
	}
	a.Archive = archive.NewService(archive.Parts{
		DB: a.DB, Clock: a.Clock, Content: a.Content, Words: a.Search, Host: host,
		Site:  func(ctx context.Context) string { return a.Administration.Name(ctx) },
		Print: a.printed,
	})
	a.Search.Add(archive.Path, a.Archive.Searches())
	(&archive.Pages{Service: a.Archive, Keep: discovery.Keeping}).Routes(a.Router)
}

// printed writes a paper of the archive as PDF. Pictures and files that its text
// shows stay on the site.
func (a *App) printed(ctx context.Context, out io.Writer, p archive.Paper) error {
	return pdf.Write(out, office.Paper{
		Doc:   prose.Read(p.Source, func(string) (string, string, bool) { return "", "", false }),
		Title: p.Title, Lang: p.Lang, At: p.At, Home: office.Home{Base: a.Config.BaseURL},
		Head: office.Head{Site: p.Site, Place: p.Place, Lines: p.Lines},
		Words: office.Words{
			PictureGone: i18n.T(ctx, "document.picture.gone"), FileGone: i18n.T(ctx, "document.file.gone"),
			Done: i18n.T(ctx, "document.task.done"), Open: i18n.T(ctx, "document.task.open"),
			Page: i18n.T(ctx, "exchange.page", "page", "{page}", "pages", "{pages}"), Callouts: map[string]string{},
		},
		Picture: func(string) (office.Picture, bool) { return office.Picture{}, false },
		File:    func(string) (string, bool) { return "", false },
	})
}
