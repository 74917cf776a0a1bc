package publication

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
)

func (p programs) writing(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items", ID: "publish-item", Tag: tagItems, Action: content.Publish, Status: http.StatusCreated,
		Summary: "Publish a post, an announcement, a question or a poll",
		Detail: "The state of the answer says whether it is out: it may be scheduled, or wait for a community manager. " +
			"Send an id of your own making to be safe against sending twice: the second call answers with what the first one made.",
	}, p.publish)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}", ID: "read-item", Tag: tagItems, Action: access.ReadItem,
		Summary: "Read an item with its text and the first comments",
		Detail:  "It marks nothing as read: see visit-item.",
	}, p.item)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}", ID: "edit-item", Tag: tagItems, Action: content.EditItem,
		Summary: "Replace the text, tags and audience of an item",
		Detail:  "Revision is the one that was read: when another edit came between, the call is a conflict and changes nothing. The old text stays in the history.",
	}, p.edit)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/history", ID: "read-history", Tag: tagItems, Action: access.ReadItem,
		Summary: "Read every text that an item had, the current one last",
	}, func(ctx context.Context, actor access.Actor, in *One) (*api.List[revisionJSON], error) {
		_, list, err := p.Content.History(ctx, actor, in.Item.ID)
		if err != nil {
			return nil, err
		}
		return p.revisions(ctx, list)
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/revert", ID: "revert-item", Tag: tagItems, Action: content.EditItem,
		Summary: "Give an item an old title and text again, as its newest version",
	}, func(ctx context.Context, actor access.Actor, in *versionInput) (*api.Answer[revisedJSON], error) {
		it, err := p.Content.Revert(ctx, actor, in.Item.ID, in.Body.Number)
		return api.Of(revisedJSON{it.Revision}), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/readers", ID: "read-readers", Tag: tagItems, Action: access.ReadItem,
		Summary: "Tell how many people read an item, and by which communities",
		Detail:  "With a community, once the item would be relayed into it too: to ask before relaying.",
	}, func(ctx context.Context, actor access.Actor, in *readersInput) (*api.Answer[readersJSON], error) {
		if in.Into.ID != 0 {
			r, err := p.Content.RelayReaders(ctx, actor, in.Item.ID, in.Into.ID)
			return readersOf(r), err
		}
		_, r, err := p.Content.ItemReaders(ctx, actor, in.Item.ID)
		return readersOf(r), err
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/communities/{community}/readers", ID: "foresee-readers", Tag: tagItems, Action: access.ReadCommunity,
		Summary: "Tell who will read something published in a community", Detail: "To ask before publishing.",
	}, func(ctx context.Context, actor access.Actor, in *foreseeInput) (*api.Answer[readersJSON], error) {
		r, err := p.Content.WhoReads(ctx, actor, in.Community.ID, api.Audiences().Value(in.Audience), nil)
		return readersOf(r), err
	})
}

type versionInput struct {
	One
	Body struct {
		Number int `json:"number" minimum:"1" doc:"as in read-history"`
	}
}

type readersInput struct {
	One
	Into api.ID `query:"into" doc:"a community into which one may relay"`
}

type publishInput struct {
	Body struct {
		ID        id.ID       `json:"id,omitempty" doc:"of your own making, against sending twice"`
		Kind      string      `json:"kind" enum:"post,announcement,question,poll"`
		Community id.ID       `json:"community"`
		Title     string      `json:"title" minLength:"1" maxLength:"200"`
		Source    string      `json:"source" minLength:"1" maxLength:"100000" doc:"Markdown"`
		Tags      []string    `json:"tags,omitempty" nullable:"false" maxItems:"5" maxLength:"40"`
		Audience  string      `json:"audience,omitempty" enum:"everyone,members,managers" default:"everyone"`
		Publish   clock.Time  `json:"publish,omitzero" doc:"later, within a year; now when absent"`
		Files     []id.ID     `json:"files,omitempty" nullable:"false" maxItems:"20" doc:"sent before with upload-file"`
		Important bool        `json:"important,omitempty" doc:"announcements only"`
		Poll      *ballotJSON `json:"poll,omitempty" doc:"for a poll"`
		Draft     string      `json:"draft,omitempty" maxLength:"40" doc:"place of the draft that this ends"`
	}
}

type ballotJSON struct {
	Options  []string   `json:"options" minItems:"2" nullable:"false" maxItems:"12" maxLength:"120"`
	Multiple bool       `json:"multiple,omitempty" doc:"several may be chosen"`
	Hidden   bool       `json:"hidden,omitempty" doc:"the results are shown when it closes"`
	Closes   clock.Time `json:"closes,omitzero" doc:"within a year; when its author decides, if absent"`
}

func (p programs) publish(ctx context.Context, actor access.Actor, in *publishInput) (*api.Answer[stateJSON], error) {
	b := in.Body
	n := New{New: content.New{
		ID: b.ID, Kind: b.Kind, Community: b.Community, Title: b.Title, Source: b.Source, Tags: b.Tags,
		Audience: api.Audiences().Value(b.Audience), Publish: b.Publish, Files: b.Files, Important: b.Important, Draft: b.Draft,
	}}
	if b.Poll != nil {
		n.Ballot = Ballot(*b.Poll)
	}
	it, err := p.Publish(ctx, actor, n)
	if content.IsReplay(err) {
		it, _, err = p.Content.Glance(ctx, actor, access.ReadItem, b.ID)
	}
	return stateOf(it), err
}

type mineJSON struct {
	Useful  bool `json:"useful"`
	Useless bool `json:"useless"`
	Thanks  bool `json:"thanks"`
}

func mineOf(m content.Mine) mineJSON { return mineJSON(m) }

type relayJSON struct {
	Community api.Ref    `json:"community"`
	By        api.Face   `json:"by"`
	Note      string     `json:"note,omitempty"`
	Created   clock.Time `json:"created"`
}

type itemJSON struct {
	Item     spineJSON     `json:"item"`
	Source   string        `json:"source" doc:"Markdown"`
	Mine     mineJSON      `json:"mine" doc:"what one has said of it"`
	Files    []fileJSON    `json:"files" doc:"those of the item and of the comments shown"`
	Relays   []relayJSON   `json:"relays"`
	Unread   int           `json:"unread" doc:"comments by others since one's last visit"`
	Poll     *pollJSON     `json:"poll,omitempty"`
	Question *questionJSON `json:"question,omitempty"`
	Comments []commentJSON `json:"comments" doc:"the first ones, as in list-comments"`
	Next     string        `json:"next,omitempty" doc:"cursor for list-comments"`
	May      []string      `json:"may" doc:"what one may do here and now, by operation"`
}

type questionJSON struct {
	Accepted id.ID `json:"accepted,omitempty" doc:"the answer that was accepted"`
	Answers  int   `json:"answers"`
}

func (p programs) item(ctx context.Context, actor access.Actor, in *One) (*api.Answer[itemJSON], error) {
	t, err := p.Content.Read(ctx, actor, in.Item.ID, content.At{From: 1})
	if err != nil {
		return nil, err
	}
	out := itemJSON{
		Item: spineOf(t.Item, t.Place, t.Faces[t.Author], t.Tags, t.Seen), Source: t.Source, Mine: mineOf(t.Mine), Unread: t.Unread,
		Files: api.Each(t.Files, fileOf), Relays: []relayJSON{}, Comments: commentsOf(t), Next: nextComments(t), May: mayDo(actor, t),
	}
	for _, r := range t.Relays {
		out.Relays = append(out.Relays, relayJSON{api.Ref{ID: r.Community, Name: r.Name}, api.FaceOf(t.Faces[r.By]), r.Note, r.Created})
	}
	switch t.Kind {
	case Poll:
		state, err := p.PollOf(ctx, actor, t.ID)
		if err != nil {
			return nil, err
		}
		poll := pollOf(state)
		out.Poll = &poll
	case Question:
		q, err := p.QuestionOf(ctx, t.ID)
		if err != nil {
			return nil, err
		}
		out.Question = &questionJSON{q.Accepted, q.Answers}
	}
	return api.Of(out), nil
}

// mayDo lists the operations that are open on an item, by their ids.
func mayDo(actor access.Actor, t content.Thread) []string {
	out := []string{}
	for _, o := range []struct {
		word   string
		action access.Action
	}{
		{"comment", content.Say}, {"react", content.React}, {"edit-item", content.EditItem}, {"pin-item", content.Pin},
		{"close-item", content.Close}, {"archive-item", content.Archive}, {"move-item", content.Move}, {"bin-item", content.Bin},
		{"restore-item", content.Restore}, {"relay-item", content.Relay}, {"release-item", content.Release}, {"submit-item", content.Submit},
	} {
		if actor.May(o.action, t.Label) {
			out = append(out, o.word)
		}
	}
	return out
}

type editInput struct {
	One
	Body struct {
		Revision  int        `json:"revision" minimum:"1" doc:"the one that was read"`
		Title     string     `json:"title" minLength:"1" maxLength:"200"`
		Source    string     `json:"source" minLength:"1" maxLength:"100000" doc:"Markdown"`
		Tags      []string   `json:"tags,omitempty" nullable:"false" maxItems:"5" maxLength:"40" doc:"all of them"`
		Audience  string     `json:"audience,omitempty" enum:"everyone,members,managers" doc:"kept when absent"`
		Important bool       `json:"important,omitempty"`
		Publish   clock.Time `json:"publish,omitzero" doc:"of a scheduled item: the new moment"`
		Files     []id.ID    `json:"files,omitempty" nullable:"false" maxItems:"20" doc:"to join, sent before with upload-file"`
		Drop      []id.ID    `json:"drop,omitempty" nullable:"false" maxItems:"20" doc:"joined files to remove"`
	}
}

type revisedJSON struct {
	Revision int `json:"revision" doc:"the one that is current now"`
}

func (p programs) edit(ctx context.Context, actor access.Actor, in *editInput) (*api.Answer[revisedJSON], error) {
	b := in.Body
	e := content.Edit{
		Item: in.Item.ID, Revision: b.Revision, Title: b.Title, Source: b.Source, Tags: b.Tags, Important: b.Important,
		Publish: b.Publish, Files: b.Files, Drop: b.Drop,
	}
	if b.Audience != "" {
		audience := api.Audiences().Value(b.Audience)
		e.Audience = &audience
	}
	it, err := p.Content.Edit(ctx, actor, e)
	return api.Of(revisedJSON{it.Revision}), err
}

type revisionJSON struct {
	Number  int        `json:"number" doc:"1 is the first"`
	Author  api.Face   `json:"author" doc:"who wrote this text"`
	Title   string     `json:"title,omitempty"`
	Source  string     `json:"source" doc:"Markdown"`
	Created clock.Time `json:"created"`
	Current bool       `json:"current,omitempty"`
}

func (p programs) revisions(ctx context.Context, list []content.Revision) (*api.List[revisionJSON], error) {
	who := api.Each(list, func(r content.Revision) id.ID { return r.Author })
	faces, err := identity.Faces(ctx, p.DB, who)
	return api.ListOf(api.Each(list, func(r content.Revision) revisionJSON {
		return revisionJSON{r.Number, api.FaceOf(faces[r.Author]), r.Title, r.Source, r.Created, r.Current}
	})), err
}

type foreseeInput struct {
	Place
	Audience string `query:"audience" enum:"everyone,members,managers" default:"everyone"`
}

type readersJSON struct {
	Everyone    bool      `json:"everyone" doc:"every agent of the house, not members alone"`
	Agents      int       `json:"agents"`
	Guests      int       `json:"guests"`
	Communities []api.Ref `json:"communities" doc:"its own, then those into which it is relayed"`
	Audience    string    `json:"audience" enum:"everyone,members,managers"`
}

func readersOf(r content.Readers) *api.Answer[readersJSON] {
	return api.Of(readersJSON{
		Everyone: r.Everyone, Agents: r.Agents, Guests: r.Guests, Audience: api.Audiences()[r.Audience],
		Communities: api.Each(r.Places, func(p content.Place) api.Ref { return api.Ref{ID: p.ID, Name: p.Name} }),
	})
}
