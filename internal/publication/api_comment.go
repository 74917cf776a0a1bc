package publication

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

// Said is the comment of a call.
type Said struct {
	Comment api.ID `path:"comment" doc:"id of the comment"`
}

func (p programs) comments(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/comments", ID: "list-comments", Tag: tagComments, Action: access.ReadItem,
		Summary: "List the comments under an item, the oldest first",
		Detail:  "Fifty at a time. Under a question, a hundred at a time in the order of its page: the accepted answer, the others by worth, each with the remarks under it, then those on the question.",
	}, p.listComments)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/comments", ID: "comment", Tag: tagComments, Action: content.Say, Status: http.StatusCreated,
		Summary: "Comment an item, or answer a question",
		Detail:  "Send a form of your own making to be safe against sending twice: the second call answers with what the first one made.",
	}, p.comment)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/comments/{comment}", ID: "read-comment", Tag: tagComments, Action: access.ReadItem,
		Summary: "Read one comment",
	}, func(ctx context.Context, actor access.Actor, in *Said) (*api.Answer[commentJSON], error) {
		c, face, err := p.Content.One(ctx, actor, in.Comment.ID)
		return api.Of(commentOf(c, api.FaceOf(face), content.Mine{})), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/comments/{comment}", ID: "edit-comment", Tag: tagComments, Action: content.EditSaid,
		Summary: "Replace the text of a comment", Detail: "As with edit-item, revision is the one that was read.",
	}, func(ctx context.Context, actor access.Actor, in *editCommentInput) (*api.Answer[revisedJSON], error) {
		b := in.Body
		c, err := p.Content.EditComment(ctx, actor, content.EditComment{Comment: in.Comment.ID, Revision: b.Revision, Source: b.Source, Files: b.Files})
		return api.Of(revisedJSON{c.Revision}), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/comments/{comment}", ID: "bin-comment", Tag: tagComments, Action: content.BinSaid,
		Summary: "Take a comment away", Detail: "Its place in the thread stays; restore-comment gives it back.",
	}, func(ctx context.Context, actor access.Actor, in *Said) (*api.Nothing, error) {
		_, err := p.Content.BinComment(ctx, actor, in.Comment.ID)
		return nil, err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/comments/{comment}/restore", ID: "restore-comment", Tag: tagComments, Action: content.BinSaid,
		Summary: "Give back a comment that was taken away",
	}, func(ctx context.Context, actor access.Actor, in *Said) (*api.Nothing, error) {
		_, err := p.Content.RestoreComment(ctx, actor, in.Comment.ID)
		return nil, err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/comments/{comment}/history", ID: "read-comment-history", Tag: tagComments, Action: access.ReadItem,
		Summary: "Read every text that a comment had, the current one last",
	}, func(ctx context.Context, actor access.Actor, in *Said) (*api.List[revisionJSON], error) {
		_, list, err := p.Content.CommentHistory(ctx, actor, in.Comment.ID)
		if err != nil {
			return nil, err
		}
		return p.revisions(ctx, list)
	})
}

type commentJSON struct {
	ID       id.ID      `json:"id"`
	Item     id.ID      `json:"item"`
	Parent   id.ID      `json:"parent,omitempty" doc:"the comment that it replies to"`
	Answer   bool       `json:"answer,omitempty" doc:"an answer to a question"`
	Binned   bool       `json:"binned,omitempty" doc:"taken away; its source is then empty for most"`
	Author   api.Face   `json:"author"`
	Source   string     `json:"source" doc:"Markdown"`
	Revision int        `json:"revision"`
	Useful   int        `json:"useful"`
	Useless  int        `json:"useless"`
	Thanks   int        `json:"thanks"`
	Mine     mineJSON   `json:"mine"`
	Created  clock.Time `json:"created"`
	Edited   clock.Time `json:"edited,omitzero"`
}

func commentOf(c content.Comment, author api.Face, mine content.Mine) commentJSON {
	return commentJSON{
		ID: c.ID, Item: c.Item, Parent: c.Parent, Answer: c.Kind == content.Answer, Binned: c.State == access.Binned, Author: author,
		Source: c.Source, Revision: c.Revision, Useful: c.Useful, Useless: c.Useless, Thanks: c.Thanks, Mine: mineOf(mine),
		Created: c.Created, Edited: c.Edited,
	}
}

func commentsOf(t content.Thread) []commentJSON {
	return api.Each(t.Comments.List, func(c content.Comment) commentJSON {
		return commentOf(c, api.FaceOf(t.Faces[c.Author]), t.Comments.Mine[c.ID])
	})
}

// nextComments is the cursor of the comments after those that were read.
func nextComments(t content.Thread) string {
	if t.Comments.Next == 0 {
		return ""
	}
	return web.Cursor{int64(t.Comments.Next)}.String()
}

type commentsInput struct {
	One
	api.Going
}

func (p programs) listComments(ctx context.Context, actor access.Actor, q *commentsInput) (*api.Page[commentJSON], error) {
	c, err := q.At(1)
	if err != nil {
		return nil, err
	}
	from := content.At{From: 1}
	if c != nil && c[0] > 0 {
		from.From = id.ID(c[0])
	}
	t, err := p.Content.Read(ctx, actor, q.Item.ID, from)
	if err != nil {
		return nil, err
	}
	page := api.PageOf(commentsOf(t), nil)
	page.Body.Next = nextComments(t)
	return page, nil
}

type commentInput struct {
	One
	Body struct {
		Form   id.ID   `json:"form,omitempty" doc:"of your own making, against sending twice"`
		Parent id.ID   `json:"parent,omitempty" doc:"the comment that it replies to"`
		Answer bool    `json:"answer,omitempty" doc:"an answer to a question"`
		Source string  `json:"source" minLength:"1" maxLength:"20000" doc:"Markdown"`
		Files  []id.ID `json:"files,omitempty" nullable:"false" maxItems:"20" doc:"sent before with upload-file"`
	}
}

func (p programs) comment(ctx context.Context, actor access.Actor, in *commentInput) (*api.Answer[api.MadeJSON], error) {
	b := in.Body
	n := content.NewComment{Form: b.Form, Item: in.Item.ID, Parent: b.Parent, Source: b.Source, Files: b.Files}
	if n.Form == 0 {
		n.Form = p.IDs.New()
	}
	if b.Answer {
		n.Kind = content.Answer
	}
	c, err := p.Content.Comment(ctx, actor, n)
	if content.IsReplay(err) && c.Item == in.Item.ID {
		err = nil
	}
	return api.Made(c.ID), err
}

type editCommentInput struct {
	Said
	Body struct {
		Revision int     `json:"revision" minimum:"1" doc:"the one that was read"`
		Source   string  `json:"source" minLength:"1" maxLength:"20000" doc:"Markdown"`
		Files    []id.ID `json:"files,omitempty" nullable:"false" maxItems:"20" doc:"to join, sent before with upload-file"`
	}
}
