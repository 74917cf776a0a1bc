package correspondence

import (
	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// The words of programs for what dispatches are made of.
var (
	steps       = api.Words[Step]{Drafted: "drafted", InVisas: "in_visas", ToSign: "to_sign", Released: "released", Dropped: "dropped"}
	urgencies   = api.Words[Precedence]{Routine: "routine", Urgent: "urgent", Immediate: "immediate"}
	protections = api.Words[access.Protection]{access.Public: "public", access.Limited: "limited", access.Restricted: "restricted"}
	audiences   = api.Words[access.Audience]{access.ForServices: "services", access.ForDirectors: "directors", access.ForNamed: "named"}
	relations   = api.Words[Relation]{Refers: "refers", Answers: "answers", Instructs: "instructs", Corrects: "corrects"}
	answers     = api.Words[VisaState]{Coming: "coming", Waiting: "waiting", Given: "given", Refused: "refused", Overridden: "overridden"}
)

type writingInput struct {
	Body struct {
		ID id.ID `json:"id,omitempty" doc:"of the dispatch, so that it is begun once"`
		WritingJSON
	}
}

type editInput struct {
	Item api.ID `path:"item" doc:"id of the dispatch"`
	Body struct {
		Version int `json:"version,omitempty" minimum:"0" doc:"that one changes; refused when it is another by now"`
		WritingJSON
	}
}

// WritingJSON is all that a drafter says of a dispatch.
type WritingJSON struct {
	Unit       id.ID             `json:"unit" doc:"that issues it"`
	Title      string            `json:"title" maxLength:"200" doc:"its subject"`
	Source     string            `json:"source" maxLength:"100000" doc:"Markdown"`
	Tags       []string          `json:"tags,omitempty" maxItems:"5"`
	Files      []id.ID           `json:"files,omitempty" maxItems:"20" doc:"loose files to join"`
	Without    []id.ID           `json:"without,omitempty" maxItems:"20" doc:"joined files to take off"`
	Qualified  *qualifiedJSON    `json:"qualified,omitempty" doc:"it is not sent without"`
	To         []targetJSON      `json:"to,omitempty" maxItems:"1000"`
	Expects    string            `json:"expects,omitempty" maxLength:"500" doc:"of those who act"`
	Due        clock.Time        `json:"due,omitzero"`
	References []toReferenceJSON `json:"references,omitempty" maxItems:"50"`
	Visas      *[]visaAskedJSON  `json:"visas,omitempty" maxItems:"20" doc:"in their order"`
	InTurn     bool              `json:"in_turn,omitempty" doc:"one visa after the other; otherwise all at once"`
	Signatory  id.ID             `json:"signatory,omitempty"`
	Readers    *[]id.ID          `json:"readers,omitempty" maxItems:"50" doc:"who reads it besides, agents and guests"`
}

type qualifiedJSON struct {
	Type         string `json:"type" maxLength:"20" doc:"TD, TG, TS, or what an administrator added"`
	Precedence   string `json:"precedence" enum:"routine,urgent,immediate"`
	Protection   string `json:"protection" enum:"public,limited,restricted"`
	Distribution string `json:"distribution" enum:"services,directors,named"`
}

type targetJSON struct {
	Unit  id.ID `json:"unit,omitempty"`
	List  id.ID `json:"list,omitempty"`
	Under id.ID `json:"under,omitempty" doc:"all desks under this unit"`
	Acts  bool  `json:"acts,omitempty" doc:"for action; otherwise for information"`
}

type toReferenceJSON struct {
	To       id.ID  `json:"to"`
	Relation string `json:"relation" enum:"refers,answers,instructs,corrects"`
	Shown    bool   `json:"shown,omitempty" doc:"who may not read it is told that it exists"`
}

type visaAskedJSON struct {
	Person id.ID `json:"person"`
	Days   int   `json:"days" minimum:"1" maximum:"60" doc:"that they have, once it comes to them"`
}

func (b WritingJSON) writing() Writing {
	w := Writing{
		Unit: b.Unit, Subject: b.Title, Source: b.Source, Tags: b.Tags, Files: b.Files, Without: b.Without, Expects: b.Expects, Due: b.Due,
		InTurn: b.InTurn, Signatory: b.Signatory,
	}
	if q := b.Qualified; q != nil {
		w.Qualified = &Qualification{q.Type, urgencies.Value(q.Precedence), protections.Value(q.Protection), audiences.Value(q.Distribution)}
	}
	for _, t := range b.To {
		w.To = append(w.To, Target(t))
	}
	for _, r := range b.References {
		w.References = append(w.References, Reference{r.To, relations.Value(r.Relation), r.Shown})
	}
	if b.Visas != nil {
		w.Visas = []VisaAsked{}
		for _, v := range *b.Visas {
			w.Visas = append(w.Visas, VisaAsked(v))
		}
	}
	if b.Readers != nil {
		w.Readers = append([]id.ID{}, *b.Readers...)
	}
	return w
}

// LineJSON is a dispatch in a list.
type LineJSON struct {
	Item        id.ID      `json:"item"`
	Title       string     `json:"title"`
	Unit        id.ID      `json:"unit" doc:"that issues it"`
	Author      id.ID      `json:"author" doc:"who drafts it"`
	Step        string     `json:"step" enum:"drafted,in_visas,to_sign,released,dropped"`
	Type        string     `json:"type,omitempty"`
	Precedence  string     `json:"precedence,omitempty" enum:"routine,urgent,immediate"`
	Protection  string     `json:"protection" enum:"public,limited,restricted"`
	Holders     []id.ID    `json:"holders" doc:"who has it now"`
	HolderSince clock.Time `json:"holder_since"`
	Due         clock.Time `json:"due,omitzero"`
	Year        int        `json:"year,omitempty"`
	Number      int        `json:"number,omitempty"`
	Released    clock.Time `json:"released,omitzero"`
}

type waitsJSON struct {
	LineJSON
	Visa  id.ID      `json:"visa,omitempty" doc:"that is to be given"`
	For   id.ID      `json:"for,omitempty" doc:"whom one replaces"`
	Since clock.Time `json:"since,omitzero" doc:"it waits"`
	By    clock.Time `json:"by,omitzero" doc:"when it should be done"`
	Late  bool       `json:"late,omitempty"`
}

type dispatchJSON struct {
	LineJSON
	Source       string          `json:"source" doc:"Markdown"`
	Version      int             `json:"version" doc:"one more at each change"`
	Distribution string          `json:"distribution" enum:"services,directors,named"`
	Expects      string          `json:"expects,omitempty"`
	Signatory    id.ID           `json:"signatory,omitempty"`
	Signer       id.ID           `json:"signer,omitempty" doc:"who signed it"`
	For          id.ID           `json:"for,omitempty" doc:"in whose name"`
	Returned     string          `json:"returned,omitempty" doc:"why it came back from its signatory"`
	Addressees   []addresseeJSON `json:"addressees"`
	References   []seenJSON      `json:"references"`
	InTurn       bool            `json:"in_turn"`
	Visas        []visaJSON      `json:"visas"`
	Readers      []id.ID         `json:"readers"`
}

type addresseeJSON struct {
	Unit id.ID `json:"unit"`
	Acts bool  `json:"acts"`
}

type seenJSON struct {
	Relation string `json:"relation" enum:"refers,answers,instructs,corrects"`
	Item     id.ID  `json:"item,omitempty" doc:"absent for one that one may not read"`
	Title    string `json:"title,omitempty"`
}

type visaJSON struct {
	ID      id.ID      `json:"id"`
	Person  id.ID      `json:"person"`
	State   string     `json:"state" enum:"coming,waiting,given,refused,overridden"`
	Days    int        `json:"days"`
	Since   clock.Time `json:"since,omitzero"`
	Due     clock.Time `json:"due,omitzero"`
	Late    bool       `json:"late"`
	Given   clock.Time `json:"given,omitzero"`
	Giver   id.ID      `json:"giver,omitempty" doc:"who answered, in the name of the person when it is another"`
	Note    string     `json:"note,omitempty"`
	Version int        `json:"version,omitempty" doc:"of the dispatch, when it was answered"`
	Stale   bool       `json:"stale" doc:"it was answered on an earlier version"`
	Stuck   bool       `json:"stuck" doc:"who is asked may not read the dispatch any more, nor anybody who acts for them"`
}

func lineOf(d Dispatch) waitsJSON {
	out := LineJSON{
		Item: d.Item, Title: d.Title, Unit: d.Unit, Author: d.Author, Step: steps[d.Step], Type: d.Type, Precedence: urgencies[d.Precedence],
		Protection: protections[d.Protection], Holders: d.Holders(), HolderSince: d.HolderSince, Due: d.Due, Year: d.Year, Number: d.Number, Released: d.Released,
	}
	if out.Holders == nil {
		out.Holders = []id.ID{}
	}
	return waitsJSON{LineJSON: out}
}

func waitsOfJSON(w Waits) waitsJSON {
	out := lineOf(w.Dispatch)
	out.Visa, out.For, out.Since, out.By, out.Late = w.Visa, w.For, w.Since, w.By, w.Late
	return out
}

func dispatchOfJSON(w Whole, source string) dispatchJSON {
	out := dispatchJSON{
		LineJSON: lineOf(w.Dispatch).LineJSON, Source: source, Version: w.Version, Distribution: audiences[w.Audience], Expects: w.Expects,
		Signatory: w.Signatory, Signer: w.Signer, For: w.For, Returned: w.Returned, InTurn: w.InTurn,
		Addressees: []addresseeJSON{}, References: []seenJSON{}, Visas: []visaJSON{}, Readers: append([]id.ID{}, w.Readers...),
	}
	for _, a := range w.Addressees {
		out.Addressees = append(out.Addressees, addresseeJSON{a.Unit, a.Acts})
	}
	for _, r := range w.References {
		one := seenJSON{Relation: relations[r.Relation]}
		if r.Dispatch != nil {
			one.Item, one.Title = r.Dispatch.Item, r.Dispatch.Title
		}
		out.References = append(out.References, one)
	}
	for _, v := range w.Visas {
		out.Visas = append(out.Visas, visaJSON{
			v.ID, v.Person, answers[v.State], v.Days, v.Since, v.Due, v.Overdue, v.Given, v.Giver, v.Note, v.Visa.Version, v.Stale, v.Stuck,
		})
	}
	return out
}
