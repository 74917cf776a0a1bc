package publication

import (
	"encoding/json"
	"io"
	"strings"

	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/web"
)

// unsent is one line of the page of drafts.
type unsent struct {
	content.Draft
	Title string
	Href  string
}

// drafts lists what was typed and not sent, and what waits to come out.
func (p *Pages) drafts(r *web.Request) (web.Reply, error) {
	list, err := p.Content.Drafts(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	var out []unsent
	for _, d := range list {
		out = append(out, unsent{Draft: d, Title: d.Fields["title"], Href: p.draftURL(d)})
	}
	waiting, err := p.Content.Mine(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	return web.Page(draftsPage(out, waiting, r.Actor.IsAgent())), nil
}

// draftURL is the form that a draft fills.
func (p *Pages) draftURL(d content.Draft) string {
	kind, rest, _ := strings.Cut(d.Place, "-")
	switch kind {
	case "new":
		if c, err := id.Parse(d.Fields["community"]); err == nil {
			if kind := d.Fields["kind"]; !own(kind) {
				return p.newURL(c, kind, "") + "?draft=" + rest
			}
			return "/c/" + c.String() + "/new?draft=" + rest
		}
	case "comment":
		return "/i/" + rest + "#say"
	case "edit":
		if item, err := id.Parse(d.Fields["item"]); err == nil {
			return content.Href(item) + "/comments/" + rest + "/edit"
		}
		if d.Fields["title"] != "" {
			return "/i/" + rest + "/edit"
		}
	}
	for _, resume := range p.Resume {
		if to := resume(d); to != "" {
			return to
		}
	}
	return ""
}

// keepDraft keeps what is being typed: a JSON object of texts.
func (p *Pages) keepDraft(r *web.Request) (web.Reply, error) {
	data, err := io.ReadAll(io.LimitReader(r.Body, content.MaxDraft+1))
	if err != nil {
		return nil, fault.New(fault.Malformed, fault.Malformed.Key()).Because(err)
	}
	if len(data) > content.MaxDraft {
		return nil, fault.New(fault.TooLarge, fault.TooLarge.Key())
	}
	var fields map[string]string
	if err := json.Unmarshal(data, &fields); err != nil || len(fields) > 50 {
		return nil, fault.New(fault.Malformed, fault.Malformed.Key()).Because(err)
	}
	// What was on its way while its form was being sent is no draft any more.
	if err := p.Content.SaveDraft(r.Context(), r.Actor, r.PathValue("place"), fields); err != nil && !content.IsUsed(err) {
		return nil, err
	}
	return web.Nothing(), nil
}

func (p *Pages) dropDraft(r *web.Request) (web.Reply, error) {
	if err := p.Content.DropDraft(r.Context(), r.Actor, r.PathValue("place")); err != nil {
		return nil, err
	}
	return web.SeeSaying("/drafts", "publication.draft.dropped"), nil
}

// preview renders what is being typed.
func (p *Pages) preview(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	source := form.Text("source", content.MaxSource)
	if err := form.Err(); err != nil {
		return nil, err
	}
	return web.Fragment(rendered(p.Markdown.HTML(source, noRefs, ""))), nil
}

func (p *Pages) suggestTags(r *web.Request) (web.Reply, error) {
	list, err := p.Content.SuggestTags(r.Context(), r.Actor, r.Query("q"))
	if err != nil {
		return nil, err
	}
	out := make([]suggestion, 0, len(list))
	for _, t := range list {
		out = append(out, suggestion{Value: t.Name, Label: "#" + t.Name})
	}
	return web.JSON(out), nil
}

func (p *Pages) suggestPeople(r *web.Request) (web.Reply, error) {
	list, err := p.Content.SuggestPeople(r.Context(), r.Actor, r.Query("q"))
	if err != nil {
		return nil, err
	}
	out := make([]suggestion, 0, len(list))
	for _, s := range list {
		out = append(out, suggestion{ID: s.ID.String(), Value: s.Handle, Label: s.Name})
	}
	return web.JSON(out), nil
}

// suggestion is what a script proposes while one types.
type suggestion struct {
	ID    string `json:"id,omitempty"`
	Value string `json:"value"`
	Label string `json:"label"`
}
