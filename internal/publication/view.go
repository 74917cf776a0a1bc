package publication

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/extract"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
)

// noRefs leaves every mention as it was typed.
var noRefs text.Refs

func or(value, other string) string {
	if value == "" {
		return other
	}
	return value
}

// freshMark continues the address of a form so that no draft fills it.
func freshMark(kind string) string {
	if kind == "" {
		return "?fresh=1"
	}
	return "&fresh=1"
}

// kindLabel is a kind in words.
func kindLabel(ctx context.Context, kind string) string {
	return i18n.T(ctx, "ui.kind."+kind)
}

func kindHelp(ctx context.Context, kind string) string {
	switch kind {
	case Post:
		return i18n.T(ctx, "publication.kind.post_help")
	case Announcement:
		return i18n.T(ctx, "publication.kind.announcement_help")
	case Question:
		return i18n.T(ctx, "publication.kind.question_help")
	}
	return i18n.T(ctx, "publication.kind.poll_help")
}

func kindOptions(ctx context.Context, kinds []string) []ui.Option {
	var out []ui.Option
	for _, k := range kinds {
		out = append(out, ui.Option{Value: k, Label: kindLabel(ctx, k), Help: kindHelp(ctx, k), Icon: ui.KindIcon(k)})
	}
	return out
}

func audienceLabel(ctx context.Context, a access.Audience, place content.Place) string {
	switch a {
	case access.MembersOnly:
		return i18n.T(ctx, "publication.audience.members")
	case access.ManagersOnly:
		return i18n.T(ctx, "publication.audience.managers")
	}
	if place.Openness == access.Open {
		return i18n.T(ctx, "publication.audience.everyone")
	}
	return i18n.T(ctx, "publication.audience.community")
}

// audienceOptions leaves out the choice that changes nothing: in a closed
// community, members only is already what everyone means.
func audienceOptions(ctx context.Context, list []access.Audience, place content.Place) []ui.Option {
	var out []ui.Option
	for _, a := range list {
		if a == access.MembersOnly && place.Openness == access.Private {
			continue
		}
		out = append(out, ui.Option{Value: a.Name(), Label: audienceLabel(ctx, a, place)})
	}
	return out
}

func fileOptions(ctx context.Context, files []content.File) []ui.Option {
	var out []ui.Option
	for _, f := range files {
		out = append(out, ui.Option{Value: f.ID.String(), Label: f.Name + " (" + i18n.From(ctx).Size(f.Size) + ")", Chosen: true})
	}
	return out
}

func readersText(ctx context.Context, r content.Readers) string {
	switch {
	case len(r.Places) == 0:
		return ""
	case r.Audience == access.ManagersOnly:
		return i18n.T(ctx, "publication.readers.managers", "name", r.Places[0].Name)
	case r.Everyone:
		return i18n.T(ctx, "publication.readers.everyone")
	case r.Audience == access.ForServices:
		return i18n.T(ctx, "publication.readers.services")
	case r.Audience == access.ForDirectors:
		return i18n.T(ctx, "publication.readers.directors")
	case r.Audience == access.ForNamed:
		return i18n.T(ctx, "publication.readers.named")
	}
	names := make([]string, len(r.Places))
	for i, p := range r.Places {
		names[i] = p.Name
	}
	return i18n.T(ctx, "publication.readers.members", "names", i18n.From(ctx).List(names))
}

func readerGroups(ctx context.Context, r content.Readers) []ui.AudienceGroup {
	groups := []ui.AudienceGroup{{Label: i18n.T(ctx, "publication.readers.agents"), Count: r.Agents}}
	if r.Guests > 0 {
		groups = append(groups, ui.AudienceGroup{Label: i18n.T(ctx, "publication.readers.guests"), Count: r.Guests, Icon: "user-round-check"})
	}
	return groups
}

func readersWarning(ctx context.Context, r content.Readers) string {
	if r.Guests == 0 {
		return ""
	}
	return i18n.T(ctx, "publication.readers.warning", "count", r.Guests)
}

// people shows faces, with a link to the profile for those who may open it.
type people struct {
	faces map[id.ID]identity.Face
	lines map[id.ID]string
	agent bool // who reads is of the house
}

func (p people) one(who id.ID) ui.Person {
	return ui.PersonOf(p.faces[who], p.lines[who], p.agent)
}

// refs gives the mentions of a thread their names, and what tells this set of
// names from another one.
func refs(mentions map[string]identity.Face, link bool) (text.Refs, string) {
	if len(mentions) == 0 {
		return noRefs, ""
	}
	var names []string
	for handle, f := range mentions {
		names = append(names, handle+"="+f.Name)
	}
	slices.Sort(names)
	return text.Refs{Handle: func(handle string) (string, string, bool) {
		f, ok := mentions[handle]
		if !ok || !link {
			return "", "", false
		}
		return "/p/" + handle, f.Name, true
	}}, strconv.FormatBool(link) + strings.Join(names, ",")
}

func tagLinks(tags []content.Tag) []ui.Tag {
	var out []ui.Tag
	for _, t := range tags {
		out = append(out, ui.Tag{Name: t.Name, Href: "/t/" + t.Slug})
	}
	return out
}

// attachments are the files of an item or a comment; the pictures that its text
// shows are not listed a second time.
func attachments(ctx context.Context, files []content.File, comment id.ID, source string) ui.Attachments {
	var out ui.Attachments
	for _, f := range files {
		if f.Comment != comment || f.IsPicture() && strings.Contains(source, "]("+f.Href()+")") {
			continue
		}
		a := ui.Attachment{Name: f.Name, Href: f.Preview(), Kind: mediaLabel(ctx, f.Media), Size: i18n.From(ctx).Size(f.Size)}
		switch f.Scan {
		case content.ScanInfected, content.ScanDestroyed:
			a.Held = i18n.T(ctx, "publication.file.quarantined")
		case content.ScanWaiting:
			a.Kind = i18n.T(ctx, "publication.file.waiting")
		}
		switch f.Unread {
		case extract.Encrypted, extract.Damaged, extract.TooLarge, extract.TooSlow:
			a.Kind += ", " + i18n.T(ctx, "publication.file."+string(f.Unread)) + ","
		}
		if f.Thumb != "" && !f.Held() {
			a.Image = f.Href() + "?small=1"
		}
		out = append(out, a)
	}
	return out
}

func mediaLabel(ctx context.Context, media string) string {
	switch {
	case media == "application/pdf":
		return "PDF"
	case strings.HasPrefix(media, "image/"):
		return i18n.T(ctx, "publication.media.image")
	case strings.Contains(media, "spreadsheet"), strings.Contains(media, "excel"), media == "text/csv":
		return i18n.T(ctx, "publication.media.sheet")
	case strings.Contains(media, "presentation"), strings.Contains(media, "powerpoint"):
		return i18n.T(ctx, "publication.media.slides")
	case strings.Contains(media, "word"), strings.Contains(media, "opendocument.text"), strings.HasPrefix(media, "text/"):
		return i18n.T(ctx, "publication.media.text")
	}
	return i18n.T(ctx, "publication.media.file")
}

// Row shows an item in a list of any feature.
func Row(ctx context.Context, r content.Row, link bool) ui.ItemRow {
	row := ui.ItemRow{
		Kind: r.Kind, KindLabel: kindLabel(ctx, r.Kind), Href: content.Href(r.ID), Title: r.Title, Excerpt: r.Excerpt,
		Community: ui.Ref{Label: r.Place.Name, Href: "/c/" + r.Place.ID.String()}, Author: ui.PersonOf(r.Author, "", link),
		At: r.Published.Time, Comments: r.Comments - r.Mark.Answers, Answers: r.Mark.Answers, Useful: r.Useful,
		Unread: r.Unread() && r.State == access.Published, Tags: tagLinks(r.Tags), States: states(ctx, r.Item), Accepted: r.Kind == Question && r.Mark.Good, Reply: r.Mark.Reply,
	}
	if badge, ok := ui.BadgeOf(ctx, r.Mark); ok {
		row.States = append(row.States, badge)
	}
	return row
}

// states are the badges of an item, the most important first.
func states(ctx context.Context, it content.Item) []ui.Badge {
	var out []ui.Badge
	add := func(on bool, label, icon string, tone ui.Tone) {
		if on {
			out = append(out, ui.Badge{Label: label, Icon: icon, Tone: tone})
		}
	}
	add(it.Important, i18n.T(ctx, "publication.state.important"), "", ui.Danger)
	add(it.Pinned, i18n.T(ctx, "publication.state.pinned"), "", ui.Accent)
	add(it.Joined != 0, i18n.T(ctx, "publication.state.joined"), "", ui.Neutral)
	add(it.Closed && it.Joined == 0, i18n.T(ctx, "publication.state.closed"), "", ui.Neutral)
	add(it.State == access.Archived, i18n.T(ctx, "publication.state.archived"), "", ui.Neutral)
	add(it.State == access.Pending, i18n.T(ctx, "publication.state.pending"), "", ui.Warning)
	add(it.State == access.Returned, i18n.T(ctx, "publication.state.returned"), "", ui.Warning)
	add(it.State == access.Scheduled, i18n.T(ctx, "publication.state.scheduled"), "", ui.Info)
	add(it.State == access.Binned, i18n.T(ctx, "publication.state.binned"), "", ui.Danger)
	add(it.Audience == access.MembersOnly, i18n.T(ctx, "publication.audience.members"), "", ui.Neutral)
	add(it.Audience == access.ManagersOnly, i18n.T(ctx, "publication.audience.managers"), "", ui.Neutral)
	return out
}

func withActions(row ui.ItemRow, actions templ.Component) ui.ItemRow {
	row.Actions = actions
	return row
}

func placeOptions(ctx context.Context, places []content.Place) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "publication.field.choose")}}
	for _, p := range places {
		out = append(out, ui.Option{Value: p.ID.String(), Label: p.Name})
	}
	return out
}

// asks has the choice of a place show who would then read, where the page says so.
func (a asking) asks(to string) templ.Attributes {
	if len(a.Readers.Places) == 0 {
		return nil
	}
	return ui.Refresh{Get: content.Href(a.Item.ID) + to, On: "change", Into: "#who-reads"}.Attrs()
}

func dropOptions(ctx context.Context, files []content.File, chosen []string) []ui.Option {
	out := fileOptions(ctx, files)
	for i := range out {
		out[i].Chosen = slices.Contains(chosen, out[i].Value)
	}
	return out
}

func historyColumns(ctx context.Context, c changes) []ui.Column {
	columns := []ui.Column{
		{Label: i18n.T(ctx, "publication.history.number")}, {Label: i18n.T(ctx, "publication.history.who")}, {Label: i18n.T(ctx, "word.date")},
	}
	if c.Revert {
		columns = append(columns, ui.Column{Label: i18n.T(ctx, "publication.history.restore"), Hidden: true})
	}
	if len(c.List) > 1 {
		columns = append(columns, ui.Column{Label: i18n.T(ctx, "publication.history.from")}, ui.Column{Label: i18n.T(ctx, "publication.history.to")})
	}
	return columns
}

// draftTitle names a draft: its title, else its first words.
func draftTitle(ctx context.Context, d unsent) string {
	if title := strings.TrimSpace(d.Title); title != "" {
		return title
	}
	if words := text.Excerpt(d.Fields["source"], 80); words != "" {
		return words
	}
	return i18n.T(ctx, "publication.draft.untitled")
}

// placeLinks are the communities where one may write.
func (p *Pages) placeLinks(ctx context.Context, places []content.Place, kind, title string) ui.Links {
	var out ui.Links
	for _, place := range places {
		out = append(out, ui.Link{Label: place.Name, Href: p.newURL(place.ID, kind, title), Note: placeNote(ctx, place), Icon: "users-round"})
	}
	return out
}

// readLinks are the communities in which an item is read.
func readLinks(ctx context.Context, places []content.Place) ui.Links {
	var out ui.Links
	for _, p := range places {
		out = append(out, ui.Link{Label: p.Name, Href: "/c/" + p.ID.String(), Note: placeNote(ctx, p), Icon: "users-round"})
	}
	return out
}

func placeNote(ctx context.Context, p content.Place) string {
	members := i18n.T(ctx, "publication.members", "count", p.Members)
	return i18n.T(ctx, opennessKey(p.Openness)) + " · " + members
}

// binDays is how many days what is in the bin may be restored.
const binDays = int(content.BinKept / (24 * time.Hour))
