package app

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/correspondence"
	"parvis/internal/document/signoff"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/publication"
	"parvis/internal/question"
	"parvis/internal/search"
	"parvis/internal/store"
	"parvis/internal/web"
)

// buildQuestions makes what serves questions fast, and lends it the page and
// the form of publications.
func (a *App) buildQuestions(shared *publication.Pages) *question.Pages {
	a.Questions = question.NewService(question.Parts{
		DB: a.DB, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, People: a.Identity, Content: a.Content, Finder: finder{a},
	})
	question.Tell(a.Notifications)
	pages := &question.Pages{
		Service: a.Questions, Row: publication.Row,
		// The directory is built later: it shows what is published.
		Lines: func(ctx context.Context, people []id.ID) (map[id.ID]string, error) {
			return a.Directory.Lines(ctx, people)
		},
	}
	pages.Sheet = func(r *web.Request, t content.Thread, answer id.ID) (string, error) {
		if made, err := a.Knowledge.Became(r.Context(), r.Actor, t.ID); err != nil || len(made) > 0 {
			return "", err
		}
		return content.Href(t.ID) + "/sheet?comment=" + answer.String(), nil
	}
	shared.Faces[publication.Question] = questionFace(pages)
	shared.Guide = pages
	return pages
}

// questionFace is what the page of a question says of who is asked.
func questionFace(p *question.Pages) publication.Face {
	return func(r *web.Request, t content.Thread) (publication.Features, error) {
		f, err := p.Face(r, t)
		return publication.Features{Above: f.Note, Entries: f.Entries}, err
	}
}

// forgetting has questions that go for good forget whom they were put to.
func forgetting(kinds []content.Kind) []content.Kind {
	for i, k := range kinds {
		if own := k.Erase; k.Name == publication.Question {
			kinds[i].Erase = func(ctx context.Context, tx *store.Tx, item id.ID) error {
				if err := question.Erase(ctx, tx, item); err != nil {
					return err
				}
				return own(ctx, tx, item)
			}
		}
	}
	return kinds
}

// askedGestures are those on the lines of home that put a question, or ask for a
// visa or a signature.
func askedGestures() map[notification.Reason]func(notification.Notice) templ.Component {
	out := map[notification.Reason]func(notification.Notice) templ.Component{}
	for _, reason := range question.Reasons() {
		out[reason] = func(n notification.Notice) templ.Component { return question.AskedGestures(n.Subject.ID, "/") }
	}
	for _, reason := range signoff.Reasons() {
		out[reason] = func(n notification.Notice) templ.Component { return signoff.AskedGestures(n.Subject.ID) }
	}
	for reason, gesture := range correspondence.AskedGestures() {
		out[reason] = func(n notification.Notice) templ.Component { return gesture(n.Subject.ID) }
	}
	return out
}

// finder finds for questions with the search engine, which is built later.
type finder struct{ app *App }

// Similar implements question.Finder.
func (f finder) Similar(ctx context.Context, actor access.Actor, text string, kinds []string, limit int) ([]id.ID, error) {
	hits, err := f.app.Search.Similar(ctx, actor, text, kinds, limit)
	out := make([]id.ID, len(hits))
	for i, h := range hits {
		out[i] = h.ID
	}
	return out, err
}

// Contributors implements question.Finder: a question that somebody asked does
// not tell that they know.
func (f finder) Contributors(ctx context.Context, actor access.Actor, text string, limit int) ([]id.ID, error) {
	list, err := f.app.Search.Contributors(ctx, actor, text, nil, 0, limit)
	var out []id.ID
	for _, c := range list {
		if slices.ContainsFunc(c.Docs, func(h search.Hit) bool { return h.Sort != search.Item || h.Kind != question.Kind }) {
			out = append(out, c.ID)
		}
	}
	return out, err
}
