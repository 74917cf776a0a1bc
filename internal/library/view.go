package library

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
)

// address is a view of the folder with one more parameter.
func (s screen) address(name, value string) string {
	query := url.Values{}
	for k, v := range s.query {
		query[k] = v
	}
	if value != "" {
		query.Set(name, value)
	}
	to := href(s.Community, s.Folder.ID)
	if len(query) > 0 {
		to += "?" + query.Encode()
	}
	return to
}

func (s screen) next() string {
	if s.Next == 0 {
		return ""
	}
	return s.address("after", s.Next.String())
}

func (s screen) first() string {
	if s.filter.After == 0 {
		return ""
	}
	return s.address("", "")
}

func (s screen) clear() string {
	if len(s.query) == 0 {
		return ""
	}
	return href(s.Community, s.Folder.ID)
}

func (s screen) empty() bool { return len(s.Folders)+len(s.Files) == 0 }

func (s screen) searching() bool { return s.filter.Text != "" }

func (s screen) title(ctx context.Context) string {
	if s.Folder.ID != 0 {
		return s.Folder.Name
	}
	return i18n.T(ctx, "library.title")
}

func (s screen) crumbs(ctx context.Context) ui.Crumbs {
	if s.Folder.ID == 0 {
		return nil
	}
	return wayTo(ctx, s.Community, s.Way[:max(len(s.Way)-1, 0)])
}

// wayTo is the way to a place in a library.
func wayTo(ctx context.Context, community id.ID, way []Folder) ui.Crumbs {
	out := ui.Crumbs{{Label: i18n.T(ctx, "library.title"), Href: href(community, 0)}}
	for _, f := range way {
		out = append(out, ui.Crumb{Label: f.Name, Href: href(community, f.ID)})
	}
	return out
}

func (s screen) sortOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, one := range Sorts() {
		out = append(out, ui.Option{Value: string(one), Label: i18n.T(ctx, "library.sort."+string(one)), Chosen: one == s.filter.Sort})
	}
	return out
}

func (s screen) columns(ctx context.Context) []ui.Column {
	var out []ui.Column
	if s.picks() {
		out = append(out, ui.Column{Label: i18n.T(ctx, "library.column.pick"), Hidden: true})
	}
	return append(out, ui.Column{Label: i18n.T(ctx, "library.column.name")}, ui.Column{Label: i18n.T(ctx, "library.column.kind")},
		ui.Column{Label: i18n.T(ctx, "library.column.size"), Number: true}, ui.Column{Label: i18n.T(ctx, "library.column.changed")},
		ui.Column{Label: i18n.T(ctx, "library.column.more"), Hidden: true})
}

// picks tells whether there is anything to tick files for.
func (s screen) picks() bool { return !s.empty() }

// mine tells whether the viewer may move and bin something of the list.
func (s screen) mine() bool {
	for _, f := range s.Folders {
		if s.MayKeep(s.actor, f) {
			return true
		}
	}
	for _, e := range s.Files {
		if e.Keeps {
			return true
		}
	}
	return false
}

// room is the gauge of what is taken.
func (s screen) room(ctx context.Context) ui.Gauge { return gauge(ctx, s.Room) }

func gauge(ctx context.Context, r Room) ui.Gauge {
	const thousand = 1000
	max := thousand
	value := 0
	if r.Quota > 0 {
		value = int(min(r.Used*thousand/r.Quota, thousand))
	}
	return ui.Gauge{
		Label: i18n.T(ctx, "library.room"), Text: i18n.T(ctx, "library.room.used", "used", bytesOf(r.Used), "quota", bytesOf(r.Quota)),
		Value: value, Max: max, High: thousand * 9 / 10,
	}
}

func (s screen) readersLine(ctx context.Context) string {
	if s.readers.Everyone {
		return i18n.T(ctx, "library.readers.everyone")
	}
	if s.readers.Guests > 0 {
		return i18n.T(ctx, "library.readers.guests", "count", s.readers.Agents, "guests", s.readers.Guests)
	}
	return i18n.T(ctx, "library.readers.members", "count", s.readers.Agents)
}

// icons of the kinds of files.
func iconOf(kind string) ui.Icon {
	switch kind {
	case document, letter:
		return ui.Icon("file-text")
	case spreadsheet:
		return ui.Icon("file-spreadsheet")
	case presentation:
		return ui.Icon("presentation")
	case pdf:
		return ui.Icon("file-type")
	case picture:
		return ui.Icon("file-image")
	case archive:
		return ui.Icon("file-archive")
	case sound:
		return ui.Icon("file-music")
	case film:
		return ui.Icon("file-video-camera")
	case webPage:
		return ui.Icon("file-code")
	}
	return ui.Icon("file")
}

func kindWord(ctx context.Context, kind string) string { return i18n.T(ctx, "library.kind."+kind) }

func (e Entry) state(ctx context.Context) ui.Badge {
	switch e.State {
	case access.Pending:
		return ui.Badge{Label: i18n.T(ctx, "library.state.pending"), Tone: ui.Warning}
	case access.Returned:
		return ui.Badge{Label: i18n.T(ctx, "library.state.returned"), Tone: ui.Warning}
	case access.Scheduled:
		return ui.Badge{Label: i18n.T(ctx, "library.state.scheduled"), Tone: ui.Info}
	case access.Archived:
		return ui.Badge{Label: i18n.T(ctx, "library.state.archived")}
	}
	return ui.Badge{}
}

// where says in which folder a file that was found is.
func (e Entry) where() string {
	out := ""
	for _, f := range e.Where {
		if out != "" {
			out += " › "
		}
		out += f.Name
	}
	return out
}

func picking(community id.ID, gesture string, p Picked, in id.ID) string {
	to := href(community, 0) + "/" + gesture + "?" + p.query()
	if in != 0 {
		to += "&in=" + in.String()
	}
	return to
}

func (s screen) fileMenu(ctx context.Context, e Entry) ui.Menu {
	m := ui.Menu{Label: i18n.T(ctx, "library.more", "name", e.Title), Icon: "ellipsis", IconOnly: true, Size: ui.Small}
	one := Picked{Files: []id.ID{e.ID}}
	add := func(on bool, entry ui.MenuEntry) {
		if on {
			m.Entries = append(m.Entries, entry)
		}
	}
	add(true, ui.MenuEntry{Label: i18n.T(ctx, "library.do.download"), Icon: "download", Href: content.Href(e.ID) + "/download"})
	add(s.May.Arrange || e.Keeps, ui.MenuEntry{Label: i18n.T(ctx, "library.do.replace"), Icon: "upload", Href: content.Href(e.ID) + "/version"})
	add(e.Keeps, ui.MenuEntry{Label: i18n.T(ctx, "library.do.rename"), Icon: "pencil", Href: content.Href(e.ID) + "/name"})
	add(e.Keeps, ui.MenuEntry{Label: i18n.T(ctx, "library.do.move"), Icon: "folder-input", Href: picking(s.Community, "move", one, s.Folder.ID)})
	add(true, ui.MenuEntry{Label: i18n.T(ctx, "library.do.readers"), Icon: "eye", Href: content.Href(e.ID) + "/readers"})
	add(e.Keeps, ui.MenuEntry{Label: i18n.T(ctx, "library.do.bin"), Icon: "trash-2", Action: href(s.Community, 0) + "/bin", Name: "file", Value: e.ID.String(), Danger: true, Divided: true})
	return m
}

func (s screen) folderMenu(ctx context.Context, f Folder) ui.Menu {
	m := ui.Menu{Label: i18n.T(ctx, "library.more", "name", f.Name), Icon: "ellipsis", IconOnly: true, Size: ui.Small}
	one := Picked{Folders: []id.ID{f.ID}}
	m.Entries = append(m.Entries, ui.MenuEntry{Label: i18n.T(ctx, "library.do.zip"), Icon: "download", Href: picking(s.Community, "zip", one, s.Folder.ID)})
	if s.MayKeep(s.actor, f) {
		m.Entries = append(m.Entries,
			ui.MenuEntry{Label: i18n.T(ctx, "library.do.rename"), Icon: "pencil", Href: href(s.Community, f.ID) + "/edit"},
			ui.MenuEntry{Label: i18n.T(ctx, "library.do.move"), Icon: "folder-input", Href: picking(s.Community, "move", one, s.Folder.ID)},
			ui.MenuEntry{Label: i18n.T(ctx, "library.do.bin"), Icon: "trash-2", Action: href(s.Community, 0) + "/bin", Name: "folder", Value: f.ID.String(), Danger: true, Divided: true})
	}
	return m
}

// wordKeys are what the script says of files on their way.
var wordKeys = []string{
	"library.up.waiting", "library.up.paused", "library.up.done", "library.up.refused", "library.up.lost",
	"library.up.pause", "library.up.resume", "library.up.cancel", "library.up.dismiss",
	"library.up.all", "library.up.finished", "library.up.leave", "library.up.on", "library.up.too_large", "library.up.retry",
}

func words(ctx context.Context, largest int64) string {
	out := map[string]string{}
	for _, k := range wordKeys {
		// What only the script knows stays a name in braces.
		out[k] = i18n.T(ctx, k, "name", "{name}", "why", "{why}", "part", "{part}", "total", "{total}", "done", "{done}", "size", bytesOf(largest))
	}
	raw, err := json.Marshal(out)
	if err != nil {
		panic(err) // texts only
	}
	return string(raw)
}

func faultKey(err error) string {
	f, _ := fault.As(err)
	if len(f.Fields) > 0 {
		return f.Fields[0].Key
	}
	return f.Key
}

func faultArgs(err error) []any {
	f, _ := fault.As(err)
	if len(f.Fields) > 0 {
		return f.Fields[0].Args
	}
	return f.Args
}

// fileScreen is what the page of a file shows of its own.
type fileScreen struct {
	item                content.Item
	current             Version
	versions            []Version
	way                 []Folder
	all                 bool
	largest             int64
	preview             templ.Component
	mayReplace, mayEdit bool
	reads               bool
}

func (s fileScreen) shown() []Version {
	if s.all || len(s.versions) <= shownVersions {
		return s.versions
	}
	return s.versions[:shownVersions]
}

func (s fileScreen) entries(ctx context.Context) []ui.MenuEntry {
	var out []ui.MenuEntry
	if s.mayReplace {
		out = append(out, ui.MenuEntry{Label: i18n.T(ctx, "library.do.replace"), Icon: "upload", Href: content.Href(s.item.ID) + "/version"})
	}
	if s.mayEdit {
		in := id.ID(0)
		if len(s.way) > 0 {
			in = s.way[len(s.way)-1].ID
		}
		out = append(out,
			ui.MenuEntry{Label: i18n.T(ctx, "library.do.rename"), Icon: "pencil", Href: content.Href(s.item.ID) + "/name"},
			ui.MenuEntry{Label: i18n.T(ctx, "library.do.place"), Icon: "folder-input", Href: picking(s.item.Community, "move", Picked{Files: []id.ID{s.item.ID}}, in)})
	}
	return out
}

func (s fileScreen) facts(ctx context.Context) ui.Facts {
	v := s.current
	out := ui.Facts{
		{Name: i18n.T(ctx, "library.fact.kind"), Value: kindWord(ctx, KindOf(v.Media))},
		{Name: i18n.T(ctx, "library.fact.size"), Value: i18n.From(ctx).Size(v.Size)},
		{Name: i18n.T(ctx, "library.fact.version"), Value: i18n.T(ctx, "library.version.number", "number", v.Number)},
		{Name: i18n.T(ctx, "library.fact.changed"), Body: changed(v)},
	}
	return out
}

func versionColumns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: i18n.T(ctx, "library.fact.version")}, {Label: i18n.T(ctx, "library.fact.changed")},
		{Label: i18n.T(ctx, "library.fact.size"), Number: true}, {Label: i18n.T(ctx, "library.column.more"), Hidden: true},
	}
}

func (m moving) options(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.T(ctx, "library.title"), Icon: "library-big", Chosen: m.into == 0}}
	for _, f := range m.tree {
		label := f.Name
		for range depth(f.Path) {
			label = "\u2003" + label
		}
		out = append(out, ui.Option{Value: f.ID.String(), Label: label, Icon: "folder", Chosen: f.ID == m.into})
	}
	return out
}

func (m moving) names() []string {
	var out []string
	for _, f := range m.folders {
		out = append(out, f.Name)
	}
	for _, e := range m.files {
		out = append(out, e.Title)
	}
	return out
}

func back(a asking) string { return href(a.community, a.folder.ID) }

func insideOf(ctx context.Context, a asking) []ui.Crumb {
	way := []Folder{}
	if a.folder.ID != 0 {
		way = append(way, a.folder)
	}
	return wayTo(ctx, a.community, way)
}

func fileCrumbs(a asking) []ui.Crumb {
	return []ui.Crumb{{Label: a.item.Title, Href: content.Href(a.item.ID)}}
}

func placeCrumbs(ctx context.Context, community id.ID) []ui.Crumb {
	return []ui.Crumb{{Label: i18n.T(ctx, "library.quota.place"), Href: "/c/" + community.String()}}
}

func moreVersions(ctx context.Context, s fileScreen) ui.Ref {
	if len(s.shown()) == len(s.versions) {
		return ui.Ref{}
	}
	return ui.Ref{Label: i18n.T(ctx, "library.versions.all"), Href: content.Href(s.item.ID) + "?versions=all"}
}

func emptyTitle(ctx context.Context, s screen) string {
	if s.Folder.ID != 0 {
		return i18n.T(ctx, "library.empty.folder")
	}
	return i18n.T(ctx, "library.empty")
}

func only(one id.ID) []id.ID { return []id.ID{one} }

func size(n int64) string { return strconv.FormatInt(n, 10) }

func dropHint(ctx context.Context, s screen) string {
	if s.May.Arrange {
		return i18n.T(ctx, "library.add.drop")
	}
	return i18n.T(ctx, "library.add.drop_files")
}
