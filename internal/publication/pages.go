package publication

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/web"
)

// Pages are the screens of publications. Follow, Opened and Lines come from
// other packages; nil leaves them out.
type Pages struct {
	Service  *Service
	Content  *content.Service
	Markdown *text.Renderer

	// Follow is the button that subscribes to an item.
	Follow func(ctx context.Context, actor access.Actor, item id.ID) (templ.Component, error)
	// Opened says that somebody opened an item: what waited about it is seen.
	Opened func(ctx context.Context, actor access.Actor, item id.ID) error
	// Lines are the function and unit of people, in a few words each.
	Lines func(ctx context.Context, people []id.ID) (map[id.ID]string, error)
	// Faces are what other features show of the items that they make, by kind.
	Faces map[string]Face
	// Forms are where items of a kind are changed when another feature has the form.
	Forms map[string]func(item id.ID) string
	// Guide is what another feature does while a question is written; nil for
	// nothing.
	Guide Guide
	// Beside are what other features say on the page of every item.
	Beside []Beside
	// Resume are what other features say of a draft that is of no form here: where
	// it is taken up again, "" for what is not theirs.
	Resume []func(content.Draft) string
	// Elsewhere are the kinds that are written in a form of their own.
	Elsewhere []Elsewhere
}

// formSize bounds a form without files, in bytes; uploadSize one with files.
const (
	formSize   = 1 << 20
	uploadSize = 5*content.MaxFileSize + formSize
)

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/new", content.SignedIn, p.where)
	rt.Get("/c/{community}/new", content.Publish, p.compose)
	rt.Post("/c/{community}/new", content.Publish, p.publish)
	rt.Get("/c/{community}/audience", access.ReadCommunity, p.audience)
	rt.Get("/c/{community}/bin", content.Curate, p.bin)
	rt.Get("/c/{community}/pending", access.ReadCommunity, p.pending)

	rt.Get("/i/{item}", access.ReadItem, p.item)
	rt.Get("/i/{item}/edit", content.EditItem, p.edit)
	rt.Post("/i/{item}/edit", content.EditItem, p.saveEdit)
	rt.Get("/i/{item}/history", access.ReadItem, p.history)
	rt.Post("/i/{item}/history/{number}/restore", content.EditItem, p.revert)
	rt.Get("/i/{item}/readers", access.ReadItem, p.readers)
	rt.Post("/i/{item}/reactions", content.React, p.react)
	p.gestures(rt)

	rt.Post("/i/{item}/comments", content.Say, p.comment)
	rt.Get("/i/{item}/comments/{comment}/edit", content.EditSaid, p.editComment)
	rt.Post("/i/{item}/comments/{comment}/edit", content.EditSaid, p.saveComment)
	rt.Get("/i/{item}/comments/{comment}/history", access.ReadItem, p.commentHistory)
	rt.Post("/i/{item}/comments/{comment}/bin", content.BinSaid, p.binComment)
	rt.Post("/i/{item}/comments/{comment}/restore", content.BinSaid, p.restoreComment)
	rt.Post("/i/{item}/comments/{comment}/reactions", content.React, p.react)
	rt.Post("/i/{item}/comments/{comment}/accept", Accept, p.accept)
	rt.Post("/i/{item}/comments/{comment}/unaccept", Accept, p.unaccept)

	rt.Get("/i/{item}/poll", access.ReadItem, p.poll)
	rt.Post("/i/{item}/poll", Vote, p.vote)
	rt.Post("/i/{item}/poll/withdraw", Vote, p.withdraw)
	rt.Post("/i/{item}/poll/close", EndPoll, p.closePoll)
	rt.Post("/i/{item}/poll/date", EndPoll, p.datePoll)

	rt.Get("/drafts", content.SignedIn, p.drafts)
	rt.Put("/drafts/{place}", content.SignedIn, p.keepDraft)
	rt.Post("/drafts/{place}/remove", content.SignedIn, p.dropDraft)
	rt.Post("/preview", content.SignedIn, p.preview)
	rt.Post("/files", content.SignedIn, p.upload)
	rt.Post("/files/{file}/remove", content.SignedIn, p.discard)
	rt.Get("/files/{file}/{name}", access.ReadItem, p.file)
	rt.Get("/suggest/tags", content.SignedIn, p.suggestTags)
	rt.Get("/suggest/people", content.SignedIn, p.suggestPeople)
}

func commentURL(item, comment id.ID) string {
	return content.Href(item) + "?" + url.Values{"at": {comment.String()}}.Encode() + "#" + anchor(comment)
}

func anchor(comment id.ID) string { return "c-" + comment.String() }

// typed tells whether err is about what was typed, so that the form is shown
// again rather than an error page.
func typed(err error) bool {
	f, ok := fault.As(err)
	return ok && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge || f.Kind == fault.TooMany ||
		f.Kind == fault.Conflict && !content.IsReplay(err))
}

// status is that of a form shown again.
func status(err error) int { return fault.KindOf(err).Status() }
