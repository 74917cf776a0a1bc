package desk

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/web"
)

const apiTag = "Desks of dispatches"

type programs struct{ *Service }

// API declares what programs do on desks.
func API(a *api.API, s *Service) {
	p := programs{s}
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/me/desks", ID: "list-my-desks", Tag: apiTag, Action: See, Summary: "List the desks of one's units, the lowest level first",
	}, func(ctx context.Context, actor access.Actor, _ *struct{}) (*api.List[deskJSON], error) {
		list, err := p.Desks(ctx, actor)
		return api.ListOf(api.Each(list, deskOfJSON)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/desks/{unit}/deliveries", ID: "list-deliveries", Tag: apiTag, Action: See,
		Summary: "List what is on the desk of a unit of one's own", Detail: "The late ones first, then the most pressing, then those that wait longest; of what is done, the last first.",
	}, p.list)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/desks/{unit}/deliveries/{item}/{gesture}", ID: "handle-delivery", Tag: apiTag, Action: Work,
		Summary: "Do something with a delivery, or undo it", Detail: "“lower” undoes “raise”, “take-back” undoes “pass”, “reopen” undoes “close”, “drop” undoes “keep”, “unacknowledge” undoes “acknowledge”; “assign” without a person undoes “take” and “assign”; “due” sets the date of the unit. Passing and raising name the other unit on the dispatch: its people read it from then on.",
	}, p.handle)
	p.notes(a)
	p.layout(a)
}

type listInput struct {
	Unit api.ID `path:"unit" doc:"id of the unit"`
	api.Paging
	View string `query:"view" enum:"handle,read,done" default:"handle"`
}

type handleInput struct {
	Unit    api.ID `path:"unit" doc:"id of the unit"`
	Item    api.ID `path:"item" doc:"id of the dispatch"`
	Gesture string `path:"gesture" enum:"acknowledge,unacknowledge,take,assign,due,close,reopen,pass,take-back,raise,lower,keep,drop"`
	Body    struct {
		Person id.ID      `json:"person,omitempty" doc:"to whom it is assigned, somebody of the unit"`
		Unit   id.ID      `json:"unit,omitempty" doc:"to which it is passed"`
		Line   string     `json:"line,omitempty" maxLength:"300" doc:"why it is passed or raised, or with what outcome it is closed"`
		Due    clock.Time `json:"due,omitzero" doc:"by when the unit means to have closed it; absent for no date"`
	}
}

type deskJSON struct {
	Unit  id.ID  `json:"unit"`
	Name  string `json:"name"`
	Level int    `json:"level" doc:"from 1, the lowest"`
	Above id.ID  `json:"above,omitempty" doc:"the unit to which it raises"`
	Keeps int    `json:"keeps" doc:"how many its selection of the day holds"`
}

func deskOfJSON(d Desk) deskJSON {
	return deskJSON{Unit: d.ID, Name: d.Name, Level: d.Level.Place, Above: d.Above.ID, Keeps: d.Level.Keeps}
}

type deliveryJSON struct {
	Item         id.ID      `json:"item"`
	Title        string     `json:"title"`
	Type         string     `json:"type"`
	Year         int        `json:"year,omitempty"`
	Number       int        `json:"number,omitempty"`
	Original     string     `json:"original,omitempty" doc:"the number that it had where it was released, when it was elsewhere"`
	From         id.ID      `json:"from" doc:"the unit that issued it"`
	Acts         bool       `json:"acts" doc:"to handle; otherwise to read"`
	State        string     `json:"state" enum:"waiting,taken,closed,passed"`
	Precedence   string     `json:"precedence" enum:"routine,urgent,immediate"`
	Arrived      clock.Time `json:"arrived"`
	Due          clock.Time `json:"due,omitzero"`
	Late         bool       `json:"late"`
	Assignee     id.ID      `json:"assignee,omitempty"`
	Acknowledged clock.Time `json:"acknowledged,omitzero"`
	Closed       clock.Time `json:"closed,omitzero"`
	Outcome      string     `json:"outcome,omitempty"`
	Sender       id.ID      `json:"sender,omitempty" doc:"the unit that passed it on or raised it"`
	Line         string     `json:"line,omitempty" doc:"why it did"`
	Raised       bool       `json:"raised" doc:"to the desk above"`
	Kept         clock.Time `json:"kept,omitzero" doc:"since when it is in a selection"`
	Useful       int        `json:"useful" doc:"how many of its readers say that it is: what is to be read is sorted by it, within one precedence"`
}

func (p programs) list(ctx context.Context, actor access.Actor, in *listInput) (*api.Page[deliveryJSON], error) {
	after, err := parseCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := p.List(ctx, actor, in.Unit.ID, View(in.View), after, in.Limit)
	if err != nil {
		return nil, err
	}
	var last web.Cursor
	if page.Next != nil {
		last = page.Next.keys()
	}
	return api.PageOf(api.Each(page.Rows, p.delivery), last), nil
}

func (p programs) delivery(r Row) deliveryJSON {
	states := api.Words[State]{Waiting: "waiting", Taken: "taken", Closed: "closed", Passed: "passed"}
	precedences := api.Words[Precedence]{Routine: "routine", Urgent: "urgent", Immediate: "immediate"}
	return deliveryJSON{
		Item: r.Item, Title: r.Title, Type: r.Type, Year: r.Year, Number: r.Number, Original: r.Original, From: r.Issuer.ID, Acts: r.Acts, State: states[r.State],
		Precedence: precedences[r.Precedence()], Arrived: r.Arrived, Due: r.Due, Late: r.Late(p.Clock.Now()), Assignee: r.Assignee,
		Acknowledged: r.Acknowledged, Closed: r.Closed, Outcome: r.Outcome, Sender: r.Sender.ID, Line: r.Line, Raised: r.Raised, Kept: r.Kept, Useful: r.Useful,
	}
}

func (p programs) handle(ctx context.Context, actor access.Actor, in *handleInput) (*api.Nothing, error) {
	unit, item, body := in.Unit.ID, in.Item.ID, in.Body
	plain := map[string]func(context.Context, access.Actor, id.ID, id.ID) error{
		"acknowledge": p.Acknowledge, "unacknowledge": p.Unacknowledge, "reopen": p.Reopen, "take-back": p.TakeBack, "lower": p.Lower, "keep": p.Keep, "drop": p.Drop,
	}
	var err error
	switch in.Gesture {
	case "take":
		_, err = p.Take(ctx, actor, unit, item)
	case "assign":
		_, err = p.Assign(ctx, actor, unit, item, body.Person)
	case "due":
		_, err = p.SetDue(ctx, actor, unit, item, body.Due)
	case "close":
		err = p.Close(ctx, actor, unit, item, body.Line)
	case "pass":
		err = p.Pass(ctx, actor, unit, item, body.Unit, body.Line)
	case "raise":
		err = p.Raise(ctx, actor, unit, item, body.Line)
	default:
		err = plain[in.Gesture](ctx, actor, unit, item)
	}
	return nil, err
}
