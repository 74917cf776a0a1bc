package question

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/web"
)

const apiTag = "Questions"

// Of is the question of a call.
type Of struct {
	Item api.ID `path:"item" doc:"id of the question"`
}

// There is the community of a call.
type There struct {
	Community api.ID `path:"community" doc:"id of the community"`
}

// API declares the operations of questions.
func API(a *api.API, s *Service) {
	p := programs{s}
	p.lists(a)
	p.gestures(a)
	p.choices(a)
}

type programs struct{ *Service }

func (p programs) lists(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/questions/similar", ID: "list-similar-questions", Tag: apiTag, Action: SeeOwn,
		Summary: "List the questions and sheets that resemble a text, the closest first",
	}, func(ctx context.Context, actor access.Actor, in *similarInput) (*api.List[lineJSON], error) {
		rows, err := p.Similar(ctx, actor, in.Text, in.Limit)
		return api.ListOf(api.Each(rows, func(r content.Row) lineJSON { return lineOf(Line{Row: r}, nil) })), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/questions", ID: "list-waiting-questions", Tag: apiTag, Action: SeeQueue,
		Summary: "List the questions of a community that wait, the oldest first", Detail: "Who is asked is told of those who did not answer yet.",
	}, p.queue)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/questions", ID: "list-my-questions", Tag: apiTag, Action: SeeOwn,
		Summary: "List the questions that one is asked, the last first",
	}, func(ctx context.Context, actor access.Actor, in *api.Paging) (*api.Page[lineJSON], error) {
		after, err := in.At(2)
		if err != nil {
			return nil, err
		}
		q, err := p.Mine(ctx, actor, cursorOf(after), in.Limit)
		return pageOf(q), err
	})
}

func (p programs) gestures(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/asks", ID: "ask-people", Tag: apiTag, Action: AskPeople,
		Summary: "Put a question to people", Detail: "They must be able to read it; it joins what they have to do.",
	}, func(ctx context.Context, actor access.Actor, in *askInput) (*api.Nothing, error) {
		return nil, p.Ask(ctx, actor, in.Item.ID, in.Body.People)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/pass", ID: "pass-question", Tag: apiTag, Action: Respond,
		Summary: "Pass a question that one was asked to somebody else",
	}, func(ctx context.Context, actor access.Actor, in *passInput) (*api.Nothing, error) {
		return nil, p.Pass(ctx, actor, in.Item.ID, in.Body.Person, in.Body.Note)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/decline", ID: "decline-question", Tag: apiTag, Action: Respond,
		Summary: "Say that one cannot answer: somebody else is asked",
	}, func(ctx context.Context, actor access.Actor, in *Of) (*api.Nothing, error) {
		return nil, p.Decline(ctx, actor, in.Item.ID)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/take-back", ID: "take-question-back", Tag: apiTag, Action: Respond,
		Summary: "Undo decline-question or pass-question",
	}, func(ctx context.Context, actor access.Actor, in *Of) (*api.Nothing, error) {
		return nil, p.TakeBack(ctx, actor, in.Item.ID)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/joined", ID: "join-question", Tag: apiTag, Action: content.Join,
		Summary: "Say that a question is one with another, which keeps the answers of both", Detail: "Both must have the same readers.",
	}, func(ctx context.Context, actor access.Actor, in *joinInput) (*api.Nothing, error) {
		return nil, p.Content.Join(ctx, actor, in.Item.ID, in.Body.Into)
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/items/{item}/joined", ID: "part-question", Tag: apiTag, Action: content.Part,
		Summary: "Part a question from the one that it joins, with its answers and the replies made since",
	}, func(ctx context.Context, actor access.Actor, in *Of) (*api.Nothing, error) {
		return nil, p.Content.Part(ctx, actor, in.Item.ID)
	})
}

func (p programs) choices(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/question-settings", ID: "read-question-settings", Tag: apiTag, Action: SeeQueue,
		Summary: "Tell how many people a community asks, and when it reminds",
	}, func(ctx context.Context, actor access.Actor, in *There) (*api.Answer[settingsJSON], error) {
		s, err := p.Settings(ctx, actor, in.Community.ID)
		return api.Of(settingsJSON(s)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/communities/{community}/question-settings", ID: "edit-question-settings", Tag: apiTag, Action: Adjust,
		Summary: "Change them",
	}, func(ctx context.Context, actor access.Actor, in *settingsInput) (*api.Nothing, error) {
		return nil, p.Adjust(ctx, actor, in.Community.ID, Settings(in.Body))
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/question-preferences", ID: "read-question-preferences", Tag: apiTag, Action: SeeOwn,
		Summary: "Tell whether one wants to be asked",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.Answer[preferencesJSON], error) {
		s, err := p.Preferences(ctx, actor)
		return api.Of(preferencesJSON(s)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/me/question-preferences", ID: "edit-question-preferences", Tag: apiTag, Action: Choose,
		Summary: "Say whether one wants to be asked, or when one is back",
	}, func(ctx context.Context, actor access.Actor, in *preferencesInput) (*api.Nothing, error) {
		return nil, p.Prefer(ctx, actor, Preferences(in.Body))
	})
}

type similarInput struct {
	Text  string `query:"text" required:"true" minLength:"1" maxLength:"500" doc:"a title, or a whole question"`
	Limit int    `query:"limit" minimum:"1" maximum:"20" default:"5"`
}

type queueInput struct {
	There
	api.Paging
	View string `query:"view" enum:"unanswered,unaccepted,late" default:"unanswered"`
	Tag  api.ID `query:"tag" doc:"id of a tag"`
}

func (p programs) queue(ctx context.Context, actor access.Actor, in *queueInput) (*api.Page[lineJSON], error) {
	after, err := in.At(2)
	if err != nil {
		return nil, err
	}
	q, err := p.List(ctx, actor, in.Community.ID, Wanted{View: View(in.View), Tag: in.Tag.ID, After: cursorOf(after), Limit: in.Limit})
	return pageOf(q), err
}

func cursorOf(c web.Cursor) Cursor {
	if c == nil {
		return Cursor{}
	}
	return Cursor{At: c[0], ID: id.ID(c[1])}
}

func pageOf(q Queue) *api.Page[lineJSON] {
	page := api.PageOf(api.Each(q.Lines, func(l Line) lineJSON { return lineOf(l, q.Faces) }), nil)
	if q.Next != (Cursor{}) {
		page.Body.Next = web.Cursor{q.Next.At, int64(q.Next.ID)}.String()
	}
	return page
}

type lineJSON struct {
	ID        id.ID      `json:"id"`
	Kind      string     `json:"kind" enum:"question,knowledge"`
	Title     string     `json:"title"`
	Excerpt   string     `json:"excerpt"`
	Community api.Ref    `json:"community"`
	Published clock.Time `json:"published"`
	Answers   int        `json:"answers"`
	Settled   bool       `json:"settled,omitempty" doc:"an answer was accepted, or the sheet was verified"`
	Reply     string     `json:"reply,omitempty" doc:"the beginning of the accepted answer, plain"`
	Escalated bool       `json:"escalated,omitempty" doc:"the managers were told"`
	Asked     []askJSON  `json:"asked" doc:"those who are waited for"`
}

type askJSON struct {
	Person   api.Face   `json:"person"`
	Reason   string     `json:"reason" enum:"tag,near,named,passed"`
	Tag      string     `json:"tag,omitempty" doc:"the subject of the reason"`
	Note     string     `json:"note,omitempty" doc:"of who passed it to one"`
	Created  clock.Time `json:"created"`
	Reminded clock.Time `json:"reminded,omitzero"`
}

func lineOf(l Line, faces map[id.ID]identity.Face) lineJSON {
	out := lineJSON{
		ID: l.ID, Kind: l.Kind, Title: l.Title, Excerpt: l.Excerpt, Community: api.Ref{ID: l.Place.ID, Name: l.Place.Name},
		Published: l.Published, Answers: l.Mark.Answers, Settled: l.Mark.Good, Reply: l.Mark.Reply, Escalated: l.Escalated, Asked: []askJSON{},
	}
	for _, a := range l.Asks {
		if a.Standing == Waiting {
			out.Asked = append(out.Asked, askJSON{Person: api.FaceOf(faces[a.Person]), Reason: string(a.Reason), Tag: a.TagName, Created: a.Created, Reminded: a.Reminded})
		}
	}
	return out
}

type askInput struct {
	Of
	Body struct {
		People []id.ID `json:"people" minItems:"1" maxItems:"10" nullable:"false"`
	}
}

type passInput struct {
	Of
	Body struct {
		Person id.ID  `json:"person"`
		Note   string `json:"note,omitempty" maxLength:"500"`
	}
}

type joinInput struct {
	Of
	Body struct {
		Into id.ID `json:"into" doc:"the question that is kept"`
	}
}

type settingsJSON struct {
	People   int `json:"people" minimum:"0" maximum:"10" doc:"asked for each question"`
	Remind   int `json:"remind" minimum:"0" maximum:"30" doc:"working days before a reminder, 0 for never"`
	Escalate int `json:"escalate" minimum:"0" maximum:"30" doc:"working days before the managers are told, 0 for never"`
}

type settingsInput struct {
	There
	Body settingsJSON
}

type preferencesJSON struct {
	Silent bool       `json:"silent" doc:"never asked"`
	Away   clock.Time `json:"away,omitzero" doc:"not asked until then"`
}

type preferencesInput struct {
	Body preferencesJSON
}
