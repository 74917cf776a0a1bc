package publication

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

// The groups of operations.
const (
	tagItems    = "Publications"
	tagComments = "Comments"
	tagGestures = "Gestures"
	tagTags     = "Tags"
	tagFiles    = "Files and drafts"
)

// SeeOwn is to read one's own drafts and what one made that is not out.
var SeeOwn = access.On(access.None, "publication.see_own", access.Read, access.SignedIn)

// programs are the operations of publications and of the gestures on items.
type programs struct{ *Service }

// API declares the operations of publications.
func API(a *api.API, s *Service) {
	p := programs{s}
	p.lists(a)
	p.writing(a)
	p.comments(a)
	p.reactions(a)
	p.gestures(a)
	p.polls(a)
	p.tags(a)
	p.files(a)
	p.drafts(a)
}

// One is the item of a call.
type One struct {
	Item api.ID `path:"item" doc:"id of the item"`
}

// Place is the community of a call.
type Place struct {
	Community api.ID `path:"community" doc:"id of the community"`
}

type tagJSON struct {
	Name string `json:"name"`
	Slug string `json:"slug" doc:"in addresses"`
	Uses int    `json:"uses,omitempty" doc:"published items that bear it"`
}

func tagOf(t content.Tag) tagJSON { return tagJSON{t.Name, t.Slug, t.Uses} }

// spineJSON is what every item shows, in a list as on its page.
type spineJSON struct {
	ID        id.ID      `json:"id"`
	Kind      string     `json:"kind" doc:"post, announcement, question, poll"`
	Title     string     `json:"title"`
	Excerpt   string     `json:"excerpt"`
	Community api.Ref    `json:"community" doc:"where it was published"`
	Author    api.Face   `json:"author"`
	State     string     `json:"state" enum:"scheduled,pending,returned,published,archived,binned"`
	Audience  string     `json:"audience" enum:"everyone,members,managers"`
	Revision  int        `json:"revision" doc:"1 when it was never edited"`
	Closed    bool       `json:"closed,omitempty" doc:"takes no more comments"`
	Joined    id.ID      `json:"joined,omitempty" doc:"the item that it is one with: what is said of it is said there"`
	Pinned    bool       `json:"pinned,omitempty"`
	Important bool       `json:"important,omitempty"`
	Settled   bool       `json:"settled,omitempty" doc:"of a question in a list: an answer was accepted"`
	Reply     string     `json:"reply,omitempty" doc:"the beginning of that answer, plain"`
	Standing  string     `json:"standing,omitempty" doc:"of a document in a list: draft, review or approved"`
	Comments  int        `json:"comments"`
	Useful    int        `json:"useful"`
	Useless   int        `json:"useless"`
	Thanks    int        `json:"thanks"`
	Tags      []tagJSON  `json:"tags"`
	Created   clock.Time `json:"created"`
	Edited    clock.Time `json:"edited,omitzero"`
	Published clock.Time `json:"published,omitzero" doc:"or when it will be, while scheduled"`
	Activity  clock.Time `json:"activity,omitzero" doc:"last publication or comment"`
	Seen      clock.Time `json:"seen,omitzero" doc:"one's last visit"`
	Unread    bool       `json:"unread" doc:"something happened since"`
	Reason    string     `json:"reason,omitempty" doc:"why it was returned or binned"`
}

func spineOf(it content.Item, place content.Place, author identity.Face, tags []content.Tag, seen clock.Time) spineJSON {
	row := content.Row{Item: it, Seen: seen}
	return spineJSON{
		ID: it.ID, Kind: it.Kind, Title: it.Title, Excerpt: it.Excerpt, Community: api.Ref{ID: place.ID, Name: place.Name},
		Author: api.FaceOf(author), State: api.States()[it.State], Audience: api.Audiences()[it.Audience], Revision: it.Revision,
		Closed: it.Closed, Joined: it.Joined, Pinned: it.Pinned, Important: it.Important, Comments: it.Comments, Useful: it.Useful, Useless: it.Useless,
		Thanks: it.Thanks, Tags: api.Each(tags, tagOf), Created: it.Created, Edited: it.Edited, Published: it.Published,
		Activity: it.Activity, Seen: seen, Unread: row.Unread(), Reason: it.Reason,
	}
}

func rowOf(r content.Row) spineJSON {
	out := spineOf(r.Item, r.Place, r.Author, r.Tags, r.Seen)
	out.Standing = r.Mark.Standing
	out.Settled, out.Reply = r.Kind == Question && r.Mark.Good, r.Mark.Reply
	return out
}

// stateJSON tells where an item stands after a gesture.
type stateJSON struct {
	ID    id.ID  `json:"id"`
	State string `json:"state" enum:"scheduled,pending,returned,published,archived,binned" doc:"pending: waits for a community manager"`
}

func stateOf(it content.Item) *api.Answer[stateJSON] {
	return api.Of(stateJSON{it.ID, api.States()[it.State]})
}

// gesture declares what is done to one item without saying more.
func gesture(a *api.API, op api.Operation, do func(ctx context.Context, actor access.Actor, item id.ID) error) {
	op.Tag = tagGestures
	api.Register(a, op, func(ctx context.Context, actor access.Actor, in *One) (*api.Nothing, error) {
		return nil, do(ctx, actor, in.Item.ID)
	})
}

// turn declares what takes one item to another state.
func turn(a *api.API, op api.Operation, do func(ctx context.Context, actor access.Actor, item id.ID) (content.Item, error)) {
	op.Tag, op.Method = tagGestures, http.MethodPost
	api.Register(a, op, func(ctx context.Context, actor access.Actor, in *One) (*api.Answer[stateJSON], error) {
		it, err := do(ctx, actor, in.Item.ID)
		return stateOf(it), err
	})
}
