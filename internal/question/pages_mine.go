package question

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// mineScreen is what waits for oneself, and whether one wants to be asked.
type mineScreen struct {
	rows   []ui.ItemRow
	next   string
	first  bool
	values url.Values
	errors ui.Errors
}

func (p *Pages) mine(r *web.Request) (web.Reply, error) {
	prefs, err := p.Service.Preferences(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	values := url.Values{}
	if prefs.Silent {
		values.Set("silent", "1")
	}
	if prefs.Away.After(r.Now.Time) {
		values.Set("away", web.InputTime(prefs.Away)[:10])
	}
	return p.showMine(r, 200, mineScreen{values: values})
}

func (p *Pages) showMine(r *web.Request, status int, v mineScreen) (web.Reply, error) {
	after, err := web.ParseKey(r.Query("after"))
	if err != nil {
		return nil, err
	}
	ctx := r.Context()
	q, err := p.Service.Mine(ctx, r.Actor, Cursor{At: after.At, ID: after.ID}, PageOfQueue)
	if err != nil {
		return nil, err
	}
	for _, l := range q.Lines {
		row := p.Row(ctx, l.Row, r.Actor.IsAgent())
		row.Why = askedWhy(ctx, l.Asks[0], q.Faces)
		row.Actions = AskedGestures(l.ID, "/questions")
		v.rows = append(v.rows, row)
	}
	v.first = after == web.Key{}
	if q.Next != (Cursor{}) {
		v.next = "/questions?after=" + web.Key{At: q.Next.At, ID: q.Next.ID}.String()
	}
	return web.PageStatus(status, minePage(v)), nil
}

// askedWhy says why one is asked.
func askedWhy(ctx context.Context, a Ask, faces map[id.ID]identity.Face) string {
	name := faces[a.Asker].Name
	switch {
	case a.Reason == Passed && name != "":
		return i18n.T(ctx, "question.why.passed", "name", name)
	case a.Reason == Named && name != "":
		return i18n.T(ctx, "question.why.named", "name", name)
	case a.Reason == ByTag && a.TagName != "":
		return i18n.T(ctx, "question.why.tag", "tag", a.TagName)
	}
	return i18n.T(ctx, "question.why.near")
}

func (p *Pages) prefer(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	prefs := Preferences{Silent: form.Flag("silent"), Away: form.Time("away")}
	if err = form.Err(); err == nil {
		err = p.Service.Prefer(r.Context(), r.Actor, prefs)
	}
	if fault.KindOf(err) == fault.Invalid {
		return p.showMine(r, 422, mineScreen{values: form.Values(), errors: ui.ErrorsFrom(r.Context(), err)})
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying("/questions", "question.preferences.saved"), nil
}

// Face is what the page of a question says of who is asked: to who is asked,
// why; to those who may ask others, whom.
type Face struct {
	Note    templ.Component
	Entries []ui.MenuEntry
}

// Face shows it.
func (p *Pages) Face(r *web.Request, t content.Thread) (Face, error) {
	ctx := r.Context()
	asks, faces, err := p.Service.Asks(ctx, r.Actor, t.ID)
	if err != nil {
		return Face{}, err
	}
	v := faceScreen{item: t.ID}
	var others []Ask
	for _, a := range asks {
		if a.Person == r.Actor.Person() && a.Standing == Waiting {
			v.mine = a
		} else {
			others = append(others, a)
		}
	}
	if v.mine.Asker != 0 && faces[v.mine.Asker].Name == "" {
		met, err := identity.Faces(ctx, p.Service.DB, []id.ID{v.mine.Asker})
		if err != nil {
			return Face{}, err
		}
		faces[v.mine.Asker] = met[v.mine.Asker]
	}
	may := r.Actor.May(AskPeople, t.Label)
	if may || r.Actor.IsAgent() {
		v.others = standing(ctx, others, faces)
	}
	v.why = askedWhy(ctx, v.mine, faces)
	v.waits = r.Actor.May(Respond, t.Label) && !t.Closed
	if v.joined, err = p.joinedOf(r, t); err != nil {
		return Face{}, err
	}
	if may || r.Actor.May(content.Part, t.Label) {
		if v.sheet, err = p.sheetOf(r, t); err != nil {
			return Face{}, err
		}
	}
	f := Face{Note: faceNote(v)}
	if r.Actor.May(content.Join, t.Label) && t.Joined == 0 {
		f.Entries = append(f.Entries, joinEntry(ctx, t.ID))
	}
	if may {
		f.Entries = append(f.Entries, ui.MenuEntry{Label: i18n.T(ctx, "question.do.ask"), Icon: "user-plus", Href: content.Href(t.ID) + "/ask"})
	}
	return f, nil
}

type faceScreen struct {
	item   id.ID
	mine   Ask
	why    string
	waits  bool
	others string
	joined joinedScreen
	sheet  string // where its accepted answer is made a sheet
}

// sheetOf is where the accepted answer of a question is made a sheet, so that
// what was answered once is kept.
func (p *Pages) sheetOf(r *web.Request, t content.Thread) (string, error) {
	if p.Sheet == nil || t.Joined != 0 {
		return "", nil
	}
	answer, err := acceptedOf(r.Context(), p.Service.DB, t.ID)
	if err != nil || answer == 0 {
		return "", err
	}
	return p.Sheet(r, t, answer)
}
