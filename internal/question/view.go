package question

import (
	"context"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

func (v queueScreen) views(ctx context.Context) []ui.Tab {
	one := func(view View, count int) ui.Tab {
		return ui.Tab{Label: i18n.T(ctx, "question.view."+string(view)), Href: v.href(view, v.tag.Slug, ""), Count: count, Current: v.view == view}
	}
	return []ui.Tab{one(Unanswered, v.Counts.Unanswered), one(Unaccepted, v.Counts.Unaccepted), one(Late, v.Counts.Late)}
}

func (v queueScreen) tagLinks(ctx context.Context) []ui.Tab {
	out := []ui.Tab{{Label: i18n.T(ctx, "question.queue.any_tag"), Href: v.href(v.view, "", ""), Current: v.tag.ID == 0}}
	for _, t := range v.tags {
		out = append(out, ui.Tab{Label: t.Name, Href: v.href(v.view, t.Slug, ""), Current: v.tag.ID == t.ID})
	}
	return out
}

func (v queueScreen) newer() string {
	if v.first {
		return ""
	}
	return v.href(v.view, v.tag.Slug, "")
}

func (v queueScreen) next() string {
	if v.Next == (Cursor{}) {
		return ""
	}
	return v.href(v.view, v.tag.Slug, web.Key{At: v.Next.At, ID: v.Next.ID}.String())
}

// entries are the gestures on a question beside answering it.
func (v queueScreen) entries(ctx context.Context, l Line, mine bool) []ui.MenuEntry {
	back := v.href(v.view, v.tag.Slug, "")
	var out []ui.MenuEntry
	add := func(on bool, e ui.MenuEntry) {
		if on {
			out = append(out, e)
		}
	}
	add(true, ui.MenuEntry{Label: i18n.T(ctx, "question.do.read"), Icon: "eye", Href: content.Href(l.ID)})
	add(mine, ui.MenuEntry{Label: i18n.T(ctx, "question.do.pass"), Icon: "send", Href: passURL(l.ID, back)})
	add(mine, ui.MenuEntry{Label: i18n.T(ctx, "question.do.decline"), Icon: "x", Action: content.Href(l.ID) + "/decline", Name: "back", Value: back})
	add(v.member || l.Item.Author == v.self, ui.MenuEntry{Label: i18n.T(ctx, "question.do.ask"), Icon: "user-plus", Href: content.Href(l.ID) + "/ask?" + url.Values{"back": {back}}.Encode()})
	add(v.mayClose(l), joinEntry(ctx, l.ID))
	add(v.mayClose(l), ui.MenuEntry{Label: i18n.T(ctx, "question.do.close"), Icon: "lock", Action: content.Href(l.ID) + "/close", Divided: true})
	return out
}

func passURL(item id.ID, back string) string {
	if back == "" {
		return content.Href(item) + "/pass"
	}
	return content.Href(item) + "/pass?" + url.Values{"back": {back}}.Encode()
}

// aloud says which question a button is about.
func aloud(ctx context.Context, key, title string) templ.Attributes {
	return templ.Attributes{"aria-label": i18n.T(ctx, key) + " : " + title}
}

func proportion(ctx context.Context, p Pulse) string {
	return i18n.From(ctx).Percent(float64(p.Answered) / float64(p.Asked))
}

// took is a length of time in words, in its largest unit.
func took(ctx context.Context, d time.Duration) string {
	switch {
	case d < time.Hour:
		return i18n.T(ctx, "question.took.minutes", "count", max(1, int(d.Minutes())))
	case d < 48*time.Hour:
		return i18n.T(ctx, "question.took.hours", "count", int(d.Hours()))
	}
	return i18n.T(ctx, "question.took.days", "count", int(d.Hours()/24))
}

func (v mineScreen) newer() string {
	if v.first {
		return ""
	}
	return "/questions"
}

// kept are the people of the page as they were chosen; none at first.
func (a asking) kept() []ui.Option {
	for i := range a.options {
		a.options[i].Chosen = contains(a.values["people"], a.options[i].Value)
	}
	return a.options
}

// unchosen are the people of the page for a choice of one.
func (a asking) unchosen() []ui.Option {
	for i := range a.options {
		a.options[i].Chosen = false
	}
	return a.options
}

func markTone(m content.Mark) ui.Tone {
	if m.Good {
		return ui.Success
	}
	return ui.Neutral
}

// nearPlace says where something is, and how many answers it has.
func nearPlace(ctx context.Context, row content.Row) string {
	if row.Kind == Kind && row.Mark.Answers > 0 {
		return row.Place.Name + " · " + i18n.T(ctx, "ui.answers", "count", row.Mark.Answers)
	}
	return row.Place.Name
}
