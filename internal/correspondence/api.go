package correspondence

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

const apiTag = "Dispatches"

// programs are the operations on dispatches on their way out.
type programs struct{ *Service }

// API declares what programs do to write, approve and sign dispatches.
func API(a *api.API, s *Service) {
	p := programs{s}
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/dispatches", ID: "list-my-dispatches", Tag: apiTag, Action: content.SignedIn,
		Summary: "List the dispatches on which one works", Detail: "“waiting”: those that wait for a gesture of one's own, or of somebody whom one replaces, the late first. “begun”: those that are not out, a hundred at most. “sent”: those that one's units released, the last first.",
	}, p.list)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/dispatches/{item}", ID: "read-dispatch", Tag: apiTag, Action: access.ReadItem,
		Summary: "Read a dispatch", Detail: "Its visas and its other readers are shown to those who took part and to the unit that issues it. Who reads a restricted one is written down in the register of acts.",
	}, p.read)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/dispatches", ID: "draft-dispatch", Tag: apiTag, Action: content.SignedIn, Status: http.StatusCreated,
		Summary: "Begin a dispatch for a unit of one's own", Detail: "It is read by those alone who are named on it until it is released.",
	}, func(ctx context.Context, actor access.Actor, in *writingInput) (*api.Answer[dispatchJSON], error) {
		w := in.Body.writing()
		w.ID = in.Body.ID
		d, err := p.Draft(ctx, actor, w)
		return p.after(ctx, actor, d.Item, err)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/dispatches/{item}", ID: "edit-dispatch", Tag: apiTag, Action: content.EditItem,
		Summary: "Change a dispatch that is not out", Detail: "All of it is said again, but visas and readers, which stay as they are when absent. One that waited for a visa or a signature is to be sent again.",
	}, func(ctx context.Context, actor access.Actor, in *editInput) (*api.Answer[dispatchJSON], error) {
		w := in.Body.writing()
		w.Item, w.Version = in.Item.ID, in.Body.Version
		_, err := p.Edit(ctx, actor, w)
		return p.after(ctx, actor, in.Item.ID, err)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/dispatches/{item}/{gesture}", ID: "handle-dispatch", Tag: apiTag, Action: Handle,
		Summary: "Do something with a dispatch, or undo it", Detail: "“send” takes a draft to those whose visa is asked for, or to be signed; “recall” undoes it. “release” signs it and lets it go; “return” gives it back to its drafter, with a reason, and “take-up” undoes that. “correct” begins another one that points back, and answers with it. “drop” takes away what was never released.",
	}, p.handle)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/dispatches/{item}/visas/{visa}/{gesture}", ID: "answer-visa", Tag: apiTag, Action: Work,
		Summary: "Give or refuse a visa, go on without it, or undo one's answer", Detail: "In one's own name, or in that of somebody whom one replaces. A reason is asked for to refuse and to override.",
	}, p.answerVisa)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/dispatches/{item}/visas/{visa}/person", ID: "move-visa", Tag: apiTag, Action: Work,
		Summary: "Ask somebody else for a visa that who is asked cannot give", Detail: "By who drafts the dispatch or signs it, once a visa is stuck: who is asked may not read the dispatch any more, and nobody who may acts for them. The other visas stand.",
	}, p.moveVisa)
	p.substitutes(a)
}

type listInput struct {
	api.Paging
	View string `query:"view" enum:"waiting,begun,sent" default:"waiting"`
}

func (p programs) list(ctx context.Context, actor access.Actor, in *listInput) (*api.Page[waitsJSON], error) {
	switch in.View {
	case "begun":
		list, err := p.Begun(ctx, actor)
		return api.PageOf(api.Each(list, lineOf), nil), err
	case "sent":
		at, err := in.At(2)
		if err != nil {
			return nil, err
		}
		var after Cursor
		if at != nil {
			after = Cursor{web.Key{At: at[0]}.Time(), id.ID(at[1])}
		}
		list, next, err := p.Sent(ctx, actor, after, in.Limit)
		var last web.Cursor
		if next != nil {
			last = web.Cursor{next.Since.UnixMilli(), int64(next.Item)}
		}
		return api.PageOf(api.Each(list, lineOf), last), err
	}
	at, err := in.At(4)
	if err != nil {
		return nil, err
	}
	list, next, err := p.Waiting(ctx, actor, waitsAt(at), in.Limit)
	if err != nil {
		return nil, err
	}
	return api.PageOf(api.Each(list, waitsOfJSON), next.keys()), nil
}

// waitsAt reads where a list goes on, as keys writes it.
func waitsAt(at web.Cursor) *WaitsCursor {
	if at == nil {
		return nil
	}
	return &WaitsCursor{web.Key{At: at[0]}.Time(), web.Key{At: at[1]}.Time(), id.ID(at[2]), id.ID(at[3])}
}

func (c *WaitsCursor) keys() web.Cursor {
	if c == nil {
		return nil
	}
	return web.Cursor{c.Due.UnixMilli(), c.Since.UnixMilli(), int64(c.Item), int64(c.Visa)}
}

func (p programs) read(ctx context.Context, actor access.Actor, in *oneInput) (*api.Answer[dispatchJSON], error) {
	return p.after(ctx, actor, in.Item.ID, nil)
}

type oneInput struct {
	Item api.ID `path:"item" doc:"id of the dispatch"`
}

// after answers with the dispatch as it stands once a gesture was done.
func (p programs) after(ctx context.Context, actor access.Actor, item id.ID, err error) (*api.Answer[dispatchJSON], error) {
	if err != nil {
		return nil, err
	}
	w, err := p.Read(ctx, actor, item)
	if err != nil {
		return nil, err
	}
	texts, err := p.Content.Texts(ctx, actor, []id.ID{item})
	if err != nil {
		return nil, err
	}
	return &api.Answer[dispatchJSON]{Body: dispatchOfJSON(w, texts[item])}, nil
}

type handleInput struct {
	Item    api.ID `path:"item" doc:"id of the dispatch"`
	Gesture string `path:"gesture" enum:"send,recall,release,return,take-up,correct,drop"`
	Body    struct {
		ID     id.ID      `json:"id,omitempty" doc:"for “correct”: the id of what is begun, so that it is begun once"`
		Since  clock.Time `json:"since,omitzero" doc:"for “release”: since when it waits to be signed, as one saw it; refused when it changed"`
		Reason string     `json:"reason,omitempty" maxLength:"500" doc:"for “return”"`
	}
}

func (p programs) handle(ctx context.Context, actor access.Actor, in *handleInput) (*api.Answer[dispatchJSON], error) {
	item := in.Item.ID
	var err error
	switch in.Gesture {
	case "send":
		err = p.Send(ctx, actor, item)
	case "recall":
		err = p.Recall(ctx, actor, item)
	case "release":
		_, err = p.Release(ctx, actor, item, in.Body.Since)
	case "return":
		err = p.Return(ctx, actor, item, in.Body.Reason)
	case "take-up":
		err = p.TakeUp(ctx, actor, item)
	case "correct":
		var d Dispatch
		d, err = p.Correct(ctx, actor, in.Body.ID, item)
		item = d.Item
	case "drop":
		before, err := p.after(ctx, actor, item, nil)
		if err != nil {
			return nil, err
		}
		before.Body.Step = steps[Dropped]
		return before, p.Drop(ctx, actor, item)
	}
	return p.after(ctx, actor, item, err)
}

type answerInput struct {
	Item    api.ID `path:"item" doc:"id of the dispatch"`
	Visa    api.ID `path:"visa" doc:"id of the visa"`
	Gesture string `path:"gesture" enum:"give,refuse,override,take-back"`
	Body    struct {
		Version int    `json:"version,omitempty" minimum:"0" doc:"for “give”: of the dispatch, as one read it; refused when it changed"`
		Note    string `json:"note,omitempty" maxLength:"300" doc:"beside the visa, or the reason"`
	}
}

func (p programs) answerVisa(ctx context.Context, actor access.Actor, in *answerInput) (*api.Answer[dispatchJSON], error) {
	item, visa, note := in.Item.ID, in.Visa.ID, in.Body.Note
	var err error
	switch in.Gesture {
	case "give":
		err = p.Give(ctx, actor, item, visa, in.Body.Version, note)
	case "refuse":
		err = p.Refuse(ctx, actor, item, visa, note)
	case "override":
		err = p.Override(ctx, actor, item, visa, note)
	default:
		err = p.TakeBack(ctx, actor, item, visa)
	}
	return p.after(ctx, actor, item, err)
}

type moveInput struct {
	Item api.ID `path:"item" doc:"id of the dispatch"`
	Visa api.ID `path:"visa" doc:"id of the visa"`
	Body struct {
		Person id.ID `json:"person" doc:"who is asked instead"`
	}
}

func (p programs) moveVisa(ctx context.Context, actor access.Actor, in *moveInput) (*api.Answer[dispatchJSON], error) {
	err := p.Another(ctx, actor, in.Item.ID, in.Visa.ID, in.Body.Person)
	return p.after(ctx, actor, in.Item.ID, err)
}
