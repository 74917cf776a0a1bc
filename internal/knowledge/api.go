package knowledge

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

// tagSheets is the group of the operations.
const tagSheets = "Knowledge sheets"

// programs are the operations on sheets.
type programs struct{ *Service }

// API declares the operations on sheets. Their text is read and edited like
// that of any item.
func API(a *api.API, s *Service) {
	p := programs{s}
	p.writing(a)
	p.trust(a)
	p.arranging(a)
}

// One is the sheet of a call.
type One struct {
	Item api.ID `path:"item" doc:"id of the sheet"`
}

// Place is the community of a call.
type Place struct {
	Community api.ID `path:"community" doc:"id of the community"`
}

func (p programs) writing(a *api.API) {
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/sheets", ID: "write-sheet", Tag: tagSheets, Action: content.Publish, Status: http.StatusCreated,
		Summary: "Write a knowledge sheet",
		Detail: "With an origin, it is made of a thread: those who spoke there are credited and told, and it may not be read more widely. " +
			"Send an id of your own making to be safe against sending twice.",
	}, p.write)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/sheet", ID: "read-sheet", Tag: tagSheets, Action: access.ReadItem,
		Summary: "Read how far a sheet may be relied on, what it rests on and where it stands", Detail: "Its text is in read-item.",
	}, p.read)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/sheet", ID: "describe-sheet", Tag: tagSheets, Action: content.EditItem,
		Summary: "File a sheet in a section and name its sources",
	}, func(ctx context.Context, actor access.Actor, in *describeInput) (*api.Nothing, error) {
		return nil, p.Describe(ctx, actor, in.Item.ID, in.Body.Section, sourcesFrom(in.Body.Sources))
	})
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/sheet/owner", ID: "hand-over-sheet", Tag: tagSheets, Action: HandOver,
		Summary: "Make another member of the community answer for a sheet",
	}, func(ctx context.Context, actor access.Actor, in *handOverInput) (*api.Nothing, error) {
		return nil, p.HandOver(ctx, actor, in.Item.ID, in.Body.Person)
	})
}

type sourceJSON struct {
	Title string `json:"title,omitempty" maxLength:"200"`
	Link  string `json:"link,omitempty" maxLength:"500" doc:"a page of the web, or the path of an item of this site (/i/…)"`
	Item  id.ID  `json:"item,omitempty" doc:"an item of this site, in place of a link"`
}

func sourcesFrom(list []sourceJSON) []Source {
	return api.Each(list, func(s sourceJSON) Source { return Source(s) })
}

type writeInput struct {
	Place
	Body struct {
		ID       id.ID        `json:"id,omitempty" doc:"of your own making, against sending twice"`
		Title    string       `json:"title" minLength:"1" maxLength:"200"`
		Source   string       `json:"source" minLength:"1" maxLength:"100000" doc:"Markdown"`
		Tags     []string     `json:"tags,omitempty" nullable:"false" maxItems:"5" maxLength:"40"`
		Audience string       `json:"audience,omitempty" enum:"everyone,members,managers" default:"everyone"`
		Files    []id.ID      `json:"files,omitempty" nullable:"false" maxItems:"20" doc:"sent before with upload-file"`
		Section  id.ID        `json:"section,omitempty" doc:"as in list-sheets; not filed when absent"`
		Sources  []sourceJSON `json:"sources,omitempty" nullable:"false" maxItems:"12"`
		Origin   id.ID        `json:"origin,omitempty" doc:"the item that it is made from"`
		Comment  id.ID        `json:"comment,omitempty" doc:"the answer or comment of it"`
	}
}

type stateJSON struct {
	ID    id.ID  `json:"id"`
	State string `json:"state" enum:"scheduled,pending,returned,published,archived,binned"`
}

func (p programs) write(ctx context.Context, actor access.Actor, in *writeInput) (*api.Answer[stateJSON], error) {
	b := in.Body
	it, err := p.Write(ctx, actor, New{
		New: content.New{
			ID: b.ID, Community: in.Community.ID, Title: b.Title, Source: b.Source, Tags: b.Tags,
			Audience: api.Audiences().Value(b.Audience), Files: b.Files,
		},
		Section: b.Section, Sources: sourcesFrom(b.Sources), Origin: b.Origin, Comment: b.Comment,
	})
	if content.IsReplay(err) {
		it, _, err = p.Content.Glance(ctx, actor, access.ReadItem, b.ID)
	}
	return api.Of(stateJSON{it.ID, api.States()[it.State]}), err
}

type describeInput struct {
	One
	Body struct {
		Section id.ID        `json:"section,omitempty" doc:"as in list-sheets; not filed when absent"`
		Sources []sourceJSON `json:"sources" nullable:"false" maxItems:"12" doc:"all of them; those that one may not read stay"`
	}
}

type handOverInput struct {
	One
	Body struct {
		Person id.ID `json:"person"`
	}
}

type linkJSON struct {
	ID    id.ID  `json:"id"`
	Title string `json:"title"`
}

func linkOf(l Link) *linkJSON {
	if l.ID == 0 {
		return nil
	}
	return &linkJSON{l.ID, l.Title}
}

type sheetJSON struct {
	ID           id.ID        `json:"id"`
	Status       string       `json:"status" enum:"draft,verified,review"`
	Owner        api.Face     `json:"owner" doc:"who answers for it"`
	Months       int          `json:"months" doc:"between two reviews"`
	Review       clock.Time   `json:"review,omitzero" doc:"when it will be looked at again"`
	Verified     clock.Time   `json:"verified,omitzero"`
	Verifier     *api.Face    `json:"verifier,omitempty"`
	Modified     bool         `json:"modified,omitempty" doc:"its text changed since it was verified"`
	Section      id.ID        `json:"section,omitempty"`
	Path         []linkJSON   `json:"path" doc:"sections, from the highest"`
	Prev         *linkJSON    `json:"prev,omitempty" doc:"the sheet before it in the tree"`
	Next         *linkJSON    `json:"next,omitempty"`
	Sources      []sourceJSON `json:"sources"`
	Contributors []api.Face   `json:"contributors"`
	Origin       *linkJSON    `json:"origin,omitempty" doc:"the item that it was made from"`
	Comment      id.ID        `json:"comment,omitempty" doc:"the answer or comment of it"`
	Reports      []reportJSON `json:"reports" doc:"those that are open, for who answers for it"`
}

func (p programs) read(ctx context.Context, actor access.Actor, in *One) (*api.Answer[sheetJSON], error) {
	_, label, err := p.Sheet(ctx, actor, in.Item.ID)
	if err != nil {
		return nil, err
	}
	c, err := p.Card(ctx, actor, label)
	if err != nil {
		return nil, err
	}
	out := sheetJSON{
		ID: c.Item, Status: c.Status.String(), Owner: api.FaceOf(c.Faces[c.Owner]), Months: c.Months, Review: c.Review, Verified: c.Verified,
		Modified: c.Modified(), Section: c.Section, Prev: linkOf(c.Prev), Next: linkOf(c.Next), Origin: linkOf(c.Origin),
		Path:         api.Each(c.Path, func(l Link) linkJSON { return linkJSON(l) }),
		Sources:      api.Each(c.Sources, func(s Source) sourceJSON { return sourceJSON(s) }),
		Contributors: api.Each(c.Contributors, func(who id.ID) api.Face { return api.FaceOf(c.Faces[who]) }),
		Reports:      api.Each(c.Reports, func(r Report) reportJSON { return reportOf(r, c.Faces) }),
	}
	if c.Verifier != 0 {
		face := api.FaceOf(c.Faces[c.Verifier])
		out.Verifier = &face
	}
	if c.Origin.ID != 0 {
		out.Comment = c.Comment
	}
	return api.Of(out), nil
}

type reportJSON struct {
	ID      id.ID      `json:"id"`
	By      api.Face   `json:"by"`
	Kind    string     `json:"kind" enum:"outdated,lacking"`
	Note    string     `json:"note,omitempty"`
	State   string     `json:"state" enum:"open,fixed,dismissed"`
	Reply   string     `json:"reply,omitempty"`
	Created clock.Time `json:"created"`
}

func reportKinds() api.Words[ReportKind] {
	return api.Words[ReportKind]{Outdated: "outdated", Lacking: "lacking"}
}

func outcomes() api.Words[Outcome] {
	return api.Words[Outcome]{Open: "open", Fixed: "fixed", Dismissed: "dismissed"}
}

func reportOf(r Report, faces map[id.ID]identity.Face) reportJSON {
	return reportJSON{r.ID, api.FaceOf(faces[r.Person]), reportKinds()[r.Kind], r.Note, outcomes()[r.State], r.Reply, r.Created}
}
