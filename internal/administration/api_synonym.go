package administration

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/search"
	"parvis/internal/web"
)

// apiSynonyms declares what concerns the thesaurus of the search.
func (s *Service) apiSynonyms(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/admin/synonyms", ID: "list-synonyms", Tag: apiTag, Action: Govern,
		Summary: "List the lines of synonyms, in the order of their words",
	}, func(ctx context.Context, actor access.Actor, in *synonymsInput) (*api.Page[synonymJSON], error) {
		at, err := in.At(1)
		if err != nil {
			return nil, err
		}
		after := id.ID(0)
		if at != nil {
			after = id.ID(at[0])
		}
		list, next, err := s.Thesaurus.Synonyms(ctx, actor, in.Words, after)
		var last web.Cursor
		if next != 0 {
			last = web.Cursor{int64(next)}
		}
		return api.PageOf(api.Each(list, func(s search.Synonym) synonymJSON { return synonymJSON{s.ID, s.List(), s.Changed} }), last), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/admin/synonyms", ID: "add-synonyms", Tag: apiTag, Action: Govern, Status: http.StatusCreated,
		Summary: "Add a line of synonyms: words, acronyms or groups of words that mean the same",
	}, func(ctx context.Context, actor access.Actor, in *WordsInput) (*api.Answer[api.MadeJSON], error) {
		made, err := s.Thesaurus.Add(ctx, actor, in.Body.Words)
		return api.Made(made.ID), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/admin/synonyms/{line}", ID: "change-synonyms", Tag: apiTag, Action: Govern,
		Summary: "Replace a line of synonyms",
	}, func(ctx context.Context, actor access.Actor, in *changeInput) (*api.Nothing, error) {
		_, err := s.Thesaurus.Change(ctx, actor, in.Line.ID, in.Body.Words)
		return nil, err
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/admin/synonyms/{line}", ID: "remove-synonyms", Tag: apiTag, Action: Govern,
		Summary: "Take away a line of synonyms",
	}, func(ctx context.Context, actor access.Actor, in *OneLine) (*api.Nothing, error) {
		return nil, s.Thesaurus.Remove(ctx, actor, in.Line.ID)
	})
}

type synonymsInput struct {
	api.Going
	Words string `query:"words" maxLength:"80" doc:"that a line holds"`
}

type synonymJSON struct {
	ID      id.ID      `json:"id"`
	Words   []string   `json:"words"`
	Changed clock.Time `json:"changed"`
}

// WordsInput is a line as it is sent. It is exported, like OneLine, because an
// input is read through what it embeds only when that is.
type WordsInput struct {
	Body struct {
		Words string `json:"words" minLength:"3" maxLength:"1600" doc:"separated by commas"`
	}
}

// OneLine names a line of synonyms.
type OneLine struct {
	Line api.ID `path:"line"`
}

type changeInput struct {
	OneLine
	WordsInput
}
