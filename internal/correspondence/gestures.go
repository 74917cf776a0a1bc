package correspondence

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// barred is a dispatch with what its reader may do about it.
type barred struct {
	Dispatch
	drafts bool // it is theirs to write
	signs  bool
	alone  bool // no visa is to be asked for
	writes bool // a unit of theirs writes dispatches
}

// Shown is what the page of a dispatch adds to that of every item.
type Shown struct {
	Above   templ.Component
	Below   templ.Component
	Entries []ui.MenuEntry
	States  []ui.Badge
	Edit    string
	Fixed   bool // it does not change any more
	Home    ui.Ref
}

// Shown reads what the page of a dispatch shows beside its text.
func (p *Pages) Shown(r *web.Request, t content.Thread) (Shown, error) {
	ctx := r.Context()
	head, err := p.Service.Face(ctx, r.Actor, t.ID)
	if err != nil {
		return Shown{}, err
	}
	d, err := dispatchOf(ctx, p.Service.DB, r.Actor, t.ID)
	if err != nil {
		return Shown{}, err
	}
	desks, err := unitsWithDesk(ctx, p.Service.DB, r.Actor.Units())
	if err != nil {
		return Shown{}, err
	}
	signs, err := p.Service.actsFor(ctx, p.Service.DB, r.Actor, d.Signatory)
	if err != nil {
		return Shown{}, err
	}
	c, err := p.Service.circuitOf(ctx, r.Actor, t.ID, r.Now)
	if err != nil {
		return Shown{}, err
	}
	b := barred{
		Dispatch: d, drafts: r.Actor.May(content.EditItem, t.Label), signs: signs, writes: len(desks) > 0,
		alone: !slices.ContainsFunc(c.Visas, func(v VisaSeen) bool { return !v.stands(d.Version) }),
	}
	return Shown{
		Above: templ.Join(head, bar(b), c.asks()), Below: c.block(), Entries: b.entries(ctx, p.IDs, desks), States: b.states(ctx), Edit: dispatchURL(d.Item) + "/edit", Fixed: d.Step == Released,
		Home: ui.Ref{Label: i18n.T(ctx, "correspondence.home"), Href: "/dispatches"},
	}, nil
}

// signsNow tells whether its reader may sign it at once: what came to be signed,
// or what they wrote themselves and nobody is to approve.
func (b barred) signsNow() bool {
	return b.signs && (b.Step == ToSign || b.Step == Drafted && b.drafts && b.alone)
}

// entries are the gestures that a menu holds.
func (b barred) entries(ctx context.Context, ids *id.Maker, desks []Unit) []ui.MenuEntry {
	var out []ui.MenuEntry
	if b.drafts && b.Step != Released {
		out = append(out, ui.MenuEntry{Label: i18n.T(ctx, "correspondence.do.drop"), Icon: "trash-2", Action: dispatchURL(b.Item) + "/drop", Danger: true})
	}
	if b.Step != Released {
		return out
	}
	for _, u := range desks {
		if u.ID == b.Unit {
			out = append(out, ui.MenuEntry{Label: i18n.T(ctx, "correspondence.do.correct"), Icon: "pencil", Action: dispatchURL(b.Item) + "/correct?id=" + ids.New().String()})
		}
	}
	if !b.writes {
		return out
	}
	return append(out, ui.MenuEntry{Label: i18n.T(ctx, "correspondence.do.refer"), Icon: "link", Href: "/dispatches/new?refers=" + b.Item.String()})
}

// states say how far it is on its way out, and what presses.
func (b barred) states(ctx context.Context) []ui.Badge {
	var out []ui.Badge
	switch b.Step {
	case Drafted:
		out = append(out, ui.Badge{Tone: ui.Info, Icon: "pencil", Label: i18n.T(ctx, "correspondence.state.draft")})
	case InVisas:
		out = append(out, ui.Badge{Tone: ui.Info, Icon: "users-round", Label: i18n.T(ctx, "correspondence.state.visas")})
	case ToSign:
		out = append(out, ui.Badge{Tone: ui.Info, Icon: "signature", Label: i18n.T(ctx, "correspondence.state.to_sign")})
	}
	return append(append(out, Pressing(ctx, b.Precedence)...), Kept(ctx, b.Protection)...)
}
