package margin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// pageSize is how many threads the panel shows at once.
const pageSize = 50

type turning func(ctx context.Context, actor access.Actor, item, comment id.ID) error

// margin is the panel beside a document.
type margin struct {
	Item     content.Item
	Place    content.Place
	Show     Show
	Threads  []shown
	Open     int // how many there are
	Resolved int
	Before   bool  // there are threads before those that are shown
	Next     id.ID // the first thread after them
	Once     id.ID // the form that begins a thread
	Says     bool  // the reader may comment
	Compose  compose
	Reply    id.ID // the thread in which the reader asked to answer
	Made     id.ID // the comment that was just made
}

// compose is a form in which something is being said.
type compose struct {
	Values url.Values
	Files  []content.File
	Errors ui.Errors
	Open   bool // it was begun
}

// shown is a thread with what was said in it.
type shown struct {
	Thread
	Said     []templ.Component
	Resolver string // name of who resolved it
	Turns    bool   // the reader may resolve and reopen it
	Reply    compose
	Once     id.ID // the form that answers in it
}

// gather reads the panel that an address asks for; t is the document as it was
// read.
func (p *Pages) gather(r *web.Request, t content.Thread) (margin, error) {
	ctx := r.Context()
	m := margin{Item: t.Item, Place: t.Place, Once: p.Service.IDs.New(), Says: r.Actor.May(content.Say, t.Label), Show: ShowOpen, Reply: r.QueryID("reply")}
	switch asked := Show(r.Query("threads")); asked {
	case ShowResolved, ShowAll:
		m.Show = asked
	}
	all, err := p.Service.Threads(ctx, t.ID)
	if err != nil {
		return m, err
	}
	for _, one := range all {
		if one.Open() {
			m.Open++
		} else {
			m.Resolved++
		}
		if one.Comment == r.QueryID("thread") && !m.Show.Holds(one) {
			m.Show = ShowAll
		}
	}
	list := m.page(all, r.QueryID("from"), r.QueryID("thread"))
	drafts, err := p.drafts(r, m)
	if err != nil {
		return m, err
	}
	m.Compose, err = p.resume(r, drafts[newDraft(t.ID)])
	if err != nil || len(list) == 0 {
		return m, err
	}
	return m, p.fill(r, &m, list, drafts)
}

// page is the run of threads that is shown: from one on, or that which holds
// one.
func (m *margin) page(all []Thread, from, holding id.ID) []Thread {
	list := slices.DeleteFunc(slices.Clone(all), func(t Thread) bool { return !m.Show.Holds(t) })
	begin := max(0, slices.IndexFunc(list, func(t Thread) bool { return t.Comment == from }))
	if at := slices.IndexFunc(list, func(t Thread) bool { return t.Comment == holding }); at >= 0 && from == 0 {
		begin = at - at%pageSize
	}
	end := min(len(list), begin+pageSize)
	m.Before, m.Next = begin > 0, 0
	if end < len(list) {
		m.Next = list[end].Comment
	}
	return list[begin:end]
}

// fill adds what was said in each thread.
func (p *Pages) fill(r *web.Request, m *margin, list []Thread, drafts map[string]content.Draft) error {
	ctx := r.Context()
	var roots, people []id.ID
	for _, t := range list {
		roots = append(roots, t.Comment)
		if t.Resolver != 0 {
			people = append(people, t.Resolver)
		}
	}
	said, err := p.Content.Read(ctx, r.Actor, m.Item.ID, content.At{Under: roots})
	if err != nil {
		return err
	}
	show, err := p.Comments(r, said)
	if err != nil {
		return err
	}
	names := map[id.ID]identity.Face{}
	if len(people) > 0 {
		if names, err = identity.Faces(ctx, p.Service.DB, people); err != nil {
			return err
		}
	}
	under := branches(said.Comments.List)
	for _, t := range list {
		one := shown{Thread: t, Resolver: names[t.Resolver].Name, Once: p.Service.IDs.New()}
		for _, c := range under[t.Comment] {
			one.Said = append(one.Said, show(c))
			if c.ID == t.Comment {
				one.Turns = mayResolve(r.Actor, said.Label, c)
			}
		}
		if one.Reply, err = p.resume(r, drafts[replyDraft(t.Comment)]); err != nil {
			return err
		}
		m.Threads = append(m.Threads, one)
	}
	return nil
}

// branches gathers comments by the one that began their thread.
func branches(list []content.Comment) map[id.ID][]content.Comment {
	root := map[id.ID]id.ID{}
	out := map[id.ID][]content.Comment{}
	for _, c := range list {
		at, under := root[c.Parent]
		if !under {
			at = c.ID
		}
		root[c.ID] = at
		out[at] = append(out[at], c)
	}
	return out
}

// drafts are what the reader began to say here and did not send.
func (p *Pages) drafts(r *web.Request, m margin) (map[string]content.Draft, error) {
	out := map[string]content.Draft{}
	if !m.Says {
		return out, nil
	}
	list, err := p.Content.Drafts(r.Context(), r.Actor)
	for _, d := range list {
		out[d.Place] = d
	}
	return out, err
}

// resume fills a form with what was begun.
func (p *Pages) resume(r *web.Request, d content.Draft) (c compose, err error) {
	c.Values = d.Values()
	c.Open = c.Values.Get("source") != ""
	if files := id.List(c.Values["file"]); len(files) > 0 {
		c.Files, err = p.Content.Loose(r.Context(), r.Actor, files)
	}
	return c, err
}

// showURL is the page with other threads.
func (m margin) showURL(show Show) string {
	to := href(m.Item.ID)
	if show != ShowOpen {
		to += "?" + url.Values{"threads": {string(show)}}.Encode()
	}
	return to + "#margin"
}

func (m margin) fromURL(from id.ID) string {
	v := url.Values{}
	if m.Show != ShowOpen {
		v.Set("threads", string(m.Show))
	}
	if from != 0 {
		v.Set("from", from.String())
	}
	return href(m.Item.ID) + "?" + v.Encode() + "#margin"
}

// button is what leads to the panel.
func (m margin) button(ctx context.Context) string {
	if m.Open == 0 {
		return i18n.T(ctx, "margin.button.none")
	}
	return i18n.T(ctx, "margin.button", "count", m.Open)
}

func (m margin) filters(ctx context.Context) ui.FilterLinks {
	entry := func(show Show, key string, count int) ui.Tab {
		return ui.Tab{Label: i18n.T(ctx, key), Href: m.showURL(show), Count: count, Current: m.Show == show}
	}
	return ui.FilterLinks{Label: i18n.T(ctx, "margin.filter"), Entries: []ui.Tab{
		entry(ShowOpen, "margin.filter.open", m.Open), entry(ShowResolved, "margin.filter.resolved", m.Resolved), entry(ShowAll, "margin.filter.all", m.Open+m.Resolved),
	}}
}

// empty says why no thread is shown and what to do next.
func (m margin) empty(ctx context.Context) ui.Empty {
	switch {
	case m.Show == ShowResolved:
		return ui.Empty{Title: i18n.T(ctx, "margin.empty.resolved")}
	case m.Resolved > 0 && m.Show == ShowOpen:
		return ui.Empty{Title: i18n.T(ctx, "margin.empty.done")}
	case m.Says:
		return ui.Empty{Title: i18n.T(ctx, "margin.empty"), Text: i18n.T(ctx, "margin.empty.text")}
	}
	return ui.Empty{Title: i18n.T(ctx, "margin.empty")}
}

// wordKeys are what the scripts say.
var wordKeys = []string{
	"margin.js.comment", "margin.js.here", "margin.js.gone", "margin.js.at", "margin.js.none", "margin.js.failed", "margin.js.offline", "margin.js.sent", "margin.js.news", "margin.js.keys_comment",
	"margin.js.keys_next", "margin.js.keys_previous", "margin.js.unsaved",
}

func scriptWords(ctx context.Context) string {
	words := map[string]string{}
	for _, key := range wordKeys {
		words[key] = i18n.T(ctx, key)
	}
	text, err := json.Marshal(words)
	if err != nil {
		return "{}"
	}
	return string(text)
}

func encoded(position []byte) string { return base64.StdEncoding.EncodeToString(position) }

// gesture is where a thread is resolved or reopened.
func gesture(t Thread, what string) string {
	return href(t.Item) + "/margin/" + t.Comment.String() + "/" + what
}

// replyURL is the page with the form that answers in a thread.
func replyURL(m margin, thread id.ID) string {
	v := url.Values{"thread": {thread.String()}, "reply": {thread.String()}}
	if m.Show != ShowOpen {
		v.Set("threads", string(m.Show))
	}
	return href(m.Item.ID) + "?" + v.Encode() + "#" + anchor(thread)
}

func fileOptions(files []content.File) []ui.Option {
	var out []ui.Option
	for _, f := range files {
		out = append(out, ui.Option{Value: f.ID.String(), Label: f.Name, Chosen: true})
	}
	return out
}
