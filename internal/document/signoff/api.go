package signoff

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
)

const tagSignoff = "Reviews of documents"

// programs are the operations on reviews.
type programs struct{ *Service }

// API declares what programs do with reviews.
func API(a *api.API, s *Service) {
	p := programs{s}
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/signoff", ID: "read-signoff", Tag: tagSignoff, Action: access.ReadItem,
		Summary: "Read where a document stands between draft and approved", Detail: "With the last review: who was asked, who has it now, on which update of the document each visa was given, and whether the text changed since.",
	}, p.read)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/signoff", ID: "ask-signoff", Tag: tagSignoff, Action: Ask, Status: http.StatusCreated,
		Summary: "Ask for the review of a document", Detail: "People, or whoever holds a function on the day, one after the other or together. With the last visa the document is frozen.",
	}, p.ask)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/signoff/visas/{visa}/approve", ID: "approve-document", Tag: tagSignoff, Action: Respond,
		Summary: "Give one's visa", Detail: "Say on which update of the document: a visa on an earlier text must be given again.",
	}, func(ctx context.Context, actor access.Actor, in *approveInput) (*api.Answer[courseJSON], error) {
		return p.after(ctx, actor, in.Item.ID, p.Approve(ctx, actor, in.Item.ID, in.Visa.ID, in.Body.Number, in.Body.Note))
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/signoff/visas/{visa}/refuse", ID: "refuse-document", Tag: tagSignoff, Action: Respond,
		Summary: "Refuse one's visa: the document is a draft again",
	}, func(ctx context.Context, actor access.Actor, in *refuseInput) (*api.Answer[courseJSON], error) {
		return p.after(ctx, actor, in.Item.ID, p.Refuse(ctx, actor, in.Item.ID, in.Visa.ID, in.Body.Reason))
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/signoff/visas/{visa}/pass", ID: "pass-visa", Tag: tagSignoff, Action: Respond,
		Summary: "Hand a visa to somebody else: one's own, or that of somebody whom one asked",
	}, func(ctx context.Context, actor access.Actor, in *passInput) (*api.Answer[courseJSON], error) {
		to, err := p.named(ctx, actor, Respond, in.Item.ID, in.Body.To)
		if err == nil {
			err = p.Pass(ctx, actor, in.Item.ID, in.Visa.ID, to, in.Body.Note)
		}
		return p.after(ctx, actor, in.Item.ID, err)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/signoff/visas/{visa}/take-back", ID: "take-visa-back", Tag: tagSignoff, Action: Respond,
		Summary: "Undo what one did last with a visa, as long as nobody answered since",
	}, func(ctx context.Context, actor access.Actor, in *OneVisa) (*api.Answer[courseJSON], error) {
		return p.after(ctx, actor, in.Item.ID, p.TakeBack(ctx, actor, in.Item.ID, in.Visa.ID))
	})
	p.steering(a)
	p.versions(a)
}

// steering declares what who asked does.
func (p programs) steering(a *api.API) {
	simple := func(action access.Action, path, name, summary string, do func(context.Context, access.Actor, id.ID) error) {
		api.Register(a, api.Operation{Method: http.MethodPost, Path: "/items/{item}/signoff/" + path, ID: name, Tag: tagSignoff, Action: action, Summary: summary},
			func(ctx context.Context, actor access.Actor, in *One) (*api.Answer[courseJSON], error) {
				return p.after(ctx, actor, in.Item.ID, do(ctx, actor, in.Item.ID))
			})
	}
	simple(Steer, "withdraw", "withdraw-signoff", "End a review without a result", p.Withdraw)
	simple(Steer, "resume", "resume-signoff", "Go on with a review that was withdrawn", p.Resume)
	simple(Renew, "renew", "begin-new-version", "Begin a new version of an approved document: it is a draft again, and the version in force stays", p.Renew)
	simple(Renew, "keep", "keep-approved-version", "Undo the beginning of a new version in which nothing was written", p.Keep)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/signoff/extend", ID: "extend-signoff", Tag: tagSignoff, Action: Steer,
		Summary: "Give more time to those who are waited for",
	}, func(ctx context.Context, actor access.Actor, in *extendInput) (*api.Answer[courseJSON], error) {
		return p.after(ctx, actor, in.Item.ID, p.Extend(ctx, actor, in.Item.ID, in.Body.Days))
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/signoff/override", ID: "override-signoff", Tag: tagSignoff, Action: Steer,
		Summary: "Approve although some visas are on an earlier text", Detail: "Everybody must have given theirs once. The reason stays beside the names.",
	}, func(ctx context.Context, actor access.Actor, in *overrideInput) (*api.Answer[courseJSON], error) {
		return p.after(ctx, actor, in.Item.ID, p.Override(ctx, actor, in.Item.ID, in.Body.Reason))
	})
}

// versions declares the reading of what was approved.
func (p programs) versions(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/approved", ID: "list-approved-versions", Tag: tagSignoff, Action: access.ReadItem,
		Summary: "List what was approved of a document, the last first",
	}, func(ctx context.Context, actor access.Actor, in *One) (*api.List[versionJSON], error) {
		list, err := p.Versions(ctx, actor, in.Item.ID)
		return api.ListOf(api.Each(list, versionJSONOf)), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/approved/{number}", ID: "read-approved-version", Tag: tagSignoff, Action: access.ReadItem,
		Summary: "Read an approved version, whole", Detail: "The SHA-256 of the bytes of text, in UTF-8, is the hash: compute it again to check that nothing was altered.",
	}, func(ctx context.Context, actor access.Actor, in *versionInput) (*api.Answer[versionJSON], error) {
		v, err := p.Version(ctx, actor, in.Item.ID, in.Number)
		return api.Of(versionJSONOf(v)), err
	})
}

// One is the document of a call.
type One struct {
	Item api.ID `path:"item" doc:"id of the document"`
}

// OneVisa is a visa of it.
type OneVisa struct {
	One
	Visa api.ID `path:"visa" doc:"as in read-signoff"`
}

type versionInput struct {
	One
	Number int `path:"number" minimum:"1" doc:"of the version"`
}

type askInput struct {
	One
	Body struct {
		Steps []struct {
			Person   string `json:"person,omitempty" maxLength:"100" doc:"handle of somebody"`
			Unit     id.ID  `json:"unit,omitempty" doc:"a unit: whoever heads it"`
			Managers bool   `json:"managers,omitempty" doc:"one of the managers of the community"`
		} `json:"steps" minItems:"1" maxItems:"12" nullable:"false" doc:"each is a person, a unit or the managers"`
		InTurn  bool   `json:"in_turn,omitempty" doc:"one after the other, in the order of the steps"`
		Days    int    `json:"days,omitempty" minimum:"1" maximum:"90" default:"5" doc:"that each has"`
		Expects string `json:"expects,omitempty" maxLength:"300" doc:"what is asked of them, in one line"`
	}
}

type approveInput struct {
	OneVisa
	Body struct {
		Number int64  `json:"number,omitempty" minimum:"0" doc:"the update of the document that was read; the last one when absent"`
		Note   string `json:"note,omitempty" maxLength:"300"`
	}
}

type refuseInput struct {
	OneVisa
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"300"`
	}
}

type passInput struct {
	OneVisa
	Body struct {
		To   string `json:"to" minLength:"1" maxLength:"100" doc:"handle of somebody who reads the document"`
		Note string `json:"note,omitempty" maxLength:"300"`
	}
}

type extendInput struct {
	One
	Body struct {
		Days int `json:"days" minimum:"1" maximum:"90" doc:"from now"`
	}
}

type overrideInput struct {
	One
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"300"`
	}
}

type courseJSON struct {
	Standing string     `json:"standing" enum:"draft,review,approved"`
	Version  int        `json:"version,omitempty" doc:"the approved version in force"`
	Last     int64      `json:"last" doc:"the last update of the document"`
	Round    *roundJSON `json:"round,omitempty" doc:"the last review"`
}

type roundJSON struct {
	ID        id.ID      `json:"id"`
	State     string     `json:"state" enum:"open,approved,refused,withdrawn"`
	Requester api.Face   `json:"requester"`
	Expects   string     `json:"expects,omitempty"`
	InTurn    bool       `json:"in_turn"`
	Days      int        `json:"days"`
	Number    int64      `json:"number" doc:"the update of the document at which it began"`
	Created   clock.Time `json:"created"`
	Ended     clock.Time `json:"ended,omitzero"`
	Reason    string     `json:"reason,omitempty" doc:"of a refusal, or of an approval in spite of earlier visas"`
	Visas     []visaJSON `json:"visas"`
}

type visaJSON struct {
	ID       id.ID      `json:"id"`
	Place    int        `json:"place"`
	State    string     `json:"state" enum:"coming,waiting,given,refused,handed"`
	Person   *api.Face  `json:"person,omitempty" doc:"who is asked"`
	Unit     id.ID      `json:"unit,omitempty" doc:"whose head is asked"`
	Managers bool       `json:"managers,omitempty"`
	Since    clock.Time `json:"since,omitzero"`
	Due      clock.Time `json:"due,omitzero"`
	Late     bool       `json:"late"`
	Giver    *api.Face  `json:"giver,omitempty" doc:"who answered"`
	Given    clock.Time `json:"given,omitzero"`
	Number   int64      `json:"number,omitempty" doc:"the update that it is given on"`
	Stale    bool       `json:"stale" doc:"it is on an earlier text"`
	Note     string     `json:"note,omitempty"`
	Next     id.ID      `json:"next,omitempty" doc:"the visa that stands in its place"`
}

type versionJSON struct {
	Version  int         `json:"version"`
	Number   int64       `json:"number" doc:"the last update of the document in it"`
	Title    string      `json:"title"`
	Hash     string      `json:"hash" doc:"SHA-256 of text, in hexadecimal"`
	Approved clock.Time  `json:"approved"`
	Signed   []Signature `json:"signed" doc:"who approved, with the names and functions of that day"`
	Reason   string      `json:"reason,omitempty" doc:"why it was approved in spite of visas on an earlier text"`
	Text     string      `json:"text,omitempty" doc:"the canonical text: JSON, keys sorted, no spaces"`
}

func roundStates() api.Words[State] {
	return api.Words[State]{Open: "open", Approved: "approved", Refused: "refused", Withdrawn: "withdrawn"}
}

func visaStates() api.Words[Answer] {
	return api.Words[Answer]{Coming: "coming", Waiting: "waiting", Given: "given", Declined: "refused", Handed: "handed"}
}

func (p programs) ask(ctx context.Context, actor access.Actor, in *askInput) (*api.Answer[courseJSON], error) {
	q := Request{Item: in.Item.ID, InTurn: in.Body.InTurn, Days: in.Body.Days, Expects: in.Body.Expects}
	for _, s := range in.Body.Steps {
		switch {
		case s.Managers:
			q.Steps = append(q.Steps, Step{Role: Managers})
		case s.Unit != 0:
			q.Steps = append(q.Steps, Step{Role: HeadOfUnit, Unit: s.Unit})
		default:
			who, err := p.named(ctx, actor, Ask, in.Item.ID, s.Person)
			if err != nil {
				return nil, err
			}
			q.Steps = append(q.Steps, Step{Role: Somebody, Person: who})
		}
	}
	return p.after(ctx, actor, in.Item.ID, p.Ask(ctx, actor, q))
}

// named finds whom a program names, once it may do action: who may not learns
// nothing of names.
func (p programs) named(ctx context.Context, actor access.Actor, action access.Action, item id.ID, handle string) (id.ID, error) {
	if _, _, err := p.Content.Glance(ctx, actor, action, item); err != nil {
		return 0, err
	}
	people, err := p.Service.Named(ctx, actor, []string{handle})
	if err != nil {
		return 0, err
	}
	return people[0], nil
}

func (p programs) read(ctx context.Context, actor access.Actor, in *One) (*api.Answer[courseJSON], error) {
	return p.after(ctx, actor, in.Item.ID, nil)
}

// after answers a gesture with where the document stands then.
func (p programs) after(ctx context.Context, actor access.Actor, item id.ID, err error) (*api.Answer[courseJSON], error) {
	if err != nil {
		return nil, err
	}
	c, err := p.Course(ctx, actor, item)
	if err != nil {
		return nil, err
	}
	out := courseJSON{Standing: c.Name(), Version: c.Version, Last: c.Last}
	if c.Round.ID == 0 {
		out.Last, err = p.Documents.Last(ctx, actor, item)
	} else {
		r := c.Round
		out.Round = &roundJSON{
			ID: r.ID, State: roundStates()[r.State], Requester: api.FaceOf(c.Faces[r.Requester]), Expects: r.Expects, InTurn: r.InTurn, Days: r.Days,
			Number: r.Number, Created: r.Created, Ended: r.Ended, Reason: r.Reason,
			Visas: api.Each(c.Visas, func(v Seen) visaJSON { return visaOf(v, c.Faces, p.Clock.Now()) }),
		}
	}
	return api.Of(out), err
}

func visaOf(v Seen, faces map[id.ID]identity.Face, now clock.Time) visaJSON {
	return visaJSON{
		ID: v.ID, Place: v.Place, State: visaStates()[v.State], Person: faceJSON(faces, v.Person), Unit: v.Unit, Managers: v.Role == Managers, Since: v.Since, Due: v.Due,
		Late: v.Overdue(now), Giver: faceJSON(faces, v.Giver), Given: v.Given, Number: v.Number, Stale: v.Stale, Note: v.Note, Next: v.Next,
	}
}

func faceJSON(faces map[id.ID]identity.Face, person id.ID) *api.Face {
	f, ok := faces[person]
	if !ok {
		return nil
	}
	face := api.FaceOf(f)
	return &face
}

func versionJSONOf(v Version) versionJSON {
	signed, _ := v.Signatures()
	return versionJSON{v.Version, v.Number, v.Title, v.Hash, v.Approved, signed, v.Reason, v.Body}
}
