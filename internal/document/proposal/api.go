package proposal

import (
	"context"
	"net/http"
	"time"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/document"
	"parvis/internal/document/prose"
	"parvis/internal/id"
)

// programs are the operations on proposals.
type programs struct{ *Service }

// API declares what programs do with proposals.
func API(a *api.API, s *Service) {
	p := programs{s}
	tag := "Documents"
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document/proposals", ID: "list-document-proposals", Tag: tag, Action: access.ReadItem,
		Summary: "List the changes that are proposed in a document, in the order of its text",
	}, p.list)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/document/proposals", ID: "propose-document-change", Tag: tag, Action: document.Propose, Status: http.StatusCreated,
		Summary: "Propose other words for a passage of a document",
		Detail:  "Whoever may comment may propose. The passage stands in one block of the text, once, and is quoted as it stands there.",
	}, p.propose)
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/items/{item}/document/proposals/{proposal}", ID: "withdraw-document-proposal", Tag: tag, Action: document.Propose,
		Summary: "Take back a proposal of one's own",
	}, func(ctx context.Context, actor access.Actor, in *oneInput) (*api.Nothing, error) {
		return nil, s.Withdraw(ctx, actor, in.Item.ID, in.Proposal)
	})
	for _, gesture := range []struct {
		word, said string
		accept     bool
	}{{"accept", "Accept", true}, {"refuse", "Refuse", false}} {
		api.Register(a, api.Operation{
			Method: http.MethodPost, Path: "/items/{item}/document/proposals/{proposal}/" + gesture.word, ID: gesture.word + "-document-proposal", Tag: tag, Action: document.Write,
			Summary: gesture.said + " a change that is proposed in a document",
		}, func(ctx context.Context, actor access.Actor, in *oneInput) (*api.Answer[decidedJSON], error) {
			count, err := s.Decide(ctx, actor, in.Item.ID, gesture.accept, in.Proposal)
			return api.Of(decidedJSON{count}), err
		})
		api.Register(a, api.Operation{
			Method: http.MethodPost, Path: "/items/{item}/document/proposals/" + gesture.word, ID: gesture.word + "-document-proposals", Tag: tag, Action: document.Write,
			Summary: gesture.said + " all that is proposed in a document",
		}, func(ctx context.Context, actor access.Actor, in *OfDocument) (*api.Answer[decidedJSON], error) {
			count, err := s.Decide(ctx, actor, in.Item.ID, gesture.accept)
			return api.Of(decidedJSON{count}), err
		})
	}
}

// OfDocument is the document of a call.
type OfDocument struct {
	Item api.ID `path:"item" doc:"id of the document"`
}

type oneInput struct {
	OfDocument
	Proposal string `path:"proposal" maxLength:"24" doc:"id of the proposal"`
}

type decidedJSON struct {
	Count int `json:"count" doc:"how many were decided"`
}

type proposalJSON struct {
	ID      string     `json:"id"`
	By      id.ID      `json:"by" doc:"id of who proposes it"`
	Name    string     `json:"name"`
	At      clock.Time `json:"at"`
	Kind    string     `json:"kind" enum:"insertion,deletion,replacement"`
	Adds    string     `json:"adds,omitempty" doc:"text that would come"`
	Removes string     `json:"removes,omitempty" doc:"text that would go"`
	Around  string     `json:"around" doc:"the line in which it begins, as it stands without what is proposed"`
}

type listJSON struct {
	Proposals []proposalJSON `json:"proposals"`
}

func (p programs) list(ctx context.Context, actor access.Actor, in *OfDocument) (*api.Answer[listJSON], error) {
	list, err := p.List(ctx, actor, in.Item.ID)
	if err != nil {
		return nil, err
	}
	names, err := p.Documents.Names(ctx, list)
	if err != nil {
		return nil, err
	}
	return api.Of(listJSON{api.Each(list, func(o prose.Open) proposalJSON {
		by, _ := id.Parse(o.By)
		return proposalJSON{
			ID: o.ID, By: by, Name: names[o.By], At: clock.At(time.UnixMilli(o.At)),
			Kind: kindOf(o), Adds: o.Adds, Removes: o.Removes, Around: o.Around,
		}
	})}), nil
}

func kindOf(o prose.Open) string {
	switch {
	case o.Removes == "":
		return prose.Insertion
	case o.Adds == "":
		return prose.Deletion
	}
	return "replacement"
}

type proposeInput struct {
	OfDocument
	Body struct {
		Quote   string `json:"quote" minLength:"1" maxLength:"2000" doc:"the passage, as it stands"`
		Replace string `json:"replace,omitempty" maxLength:"10000" doc:"the words in its place; none to take it away"`
	}
}

type proposedJSON struct {
	ID string `json:"id"`
}

func (p programs) propose(ctx context.Context, actor access.Actor, in *proposeInput) (*api.Answer[proposedJSON], error) {
	made, err := p.Propose(ctx, actor, in.Item.ID, Passage{Quote: in.Body.Quote, Replace: in.Body.Replace})
	return api.Of(proposedJSON{made.ID}), err
}
