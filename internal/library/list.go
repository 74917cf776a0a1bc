package library

import (
	"context"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// Open shows a page of a folder: its folders first, then its files, those that
// actor may read alone. With a text, what bears it in the folder and below.
func (s *Service) Open(ctx context.Context, actor access.Actor, community id.ID, f Filter) (View, error) {
	v := View{Community: community}
	label, err := access.Load(ctx, s.DB, actor, Browse, community)
	if err != nil {
		return v, err
	}
	if v.Folder, v.Way, err = s.enter(ctx, community, f.Folder); err != nil {
		return v, err
	}
	if !slices.Contains(Sorts(), f.Sort) {
		f.Sort = ByName
	}
	if f.Limit < 1 || f.Limit > content.MaxRows {
		f.Limit = PageOfFiles
	}
	words := strings.Fields(key(f.Text))
	if err := s.fill(ctx, actor, &v, f, words); err != nil {
		return v, err
	}
	if len(v.Files) > f.Limit {
		v.Files = v.Files[:f.Limit]
		v.Next = v.Files[f.Limit-1].ID
	}
	if v.Room, err = s.room(ctx, s.DB, community); err != nil {
		return v, err
	}
	v.May = Gestures{Add: actor.May(Add, label), Arrange: actor.May(Arrange, label), Keep: actor.May(Keep, label), Quota: actor.May(SetQuota, label)}
	if len(words) > 0 {
		if err := s.locate(ctx, &v); err != nil {
			return v, err
		}
	}
	return v, s.meet(ctx, actor, &v, label)
}

// enter finds a folder and the way to it.
func (s *Service) enter(ctx context.Context, community, folder id.ID) (Folder, []Folder, error) {
	at, err := s.parent(ctx, s.DB, community, folder)
	if err != nil || folder == 0 {
		return at, nil, err
	}
	way, err := foldersByID(ctx, s.DB, community, idsIn(at.Path))
	slices.SortFunc(way, func(a, b Folder) int { return len(a.Path) - len(b.Path) })
	return at, way, err
}

// idsIn are the folders that a path goes through.
func idsIn(path string) []id.ID {
	var out []id.ID
	for part := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if one, err := id.Parse(part); err == nil {
			out = append(out, one)
		}
	}
	return out
}

func (s *Service) fill(ctx context.Context, actor access.Actor, v *View, f Filter, words []string) (err error) {
	if f.After == 0 {
		if len(words) > 0 {
			v.Folders, err = foldersNamed(ctx, s.DB, v.Community, v.Folder, words, f.Limit)
		} else {
			v.Folders, err = foldersUnder(ctx, s.DB, v.Community, v.Folder.ID)
		}
		if err != nil {
			return err
		}
	}
	if len(words) > 0 {
		v.Files, err = entriesNamed(ctx, s.DB, actor, v.Community, v.Folder, words, f, f.Limit+1)
	} else {
		v.Files, err = entriesIn(ctx, s.DB, actor, v.Community, v.Folder.ID, f, f.Limit+1)
	}
	return err
}

// locate tells of each file found in which folder it is.
func (s *Service) locate(ctx context.Context, v *View) error {
	var ids []id.ID
	for _, e := range v.Files {
		ids = append(ids, e.Folder)
	}
	slices.Sort(ids)
	found, err := foldersByID(ctx, s.DB, v.Community, slices.Compact(ids))
	if err != nil {
		return err
	}
	var above []id.ID
	for _, f := range found {
		above = append(above, idsIn(f.Path)...)
	}
	slices.Sort(above)
	all, err := foldersByID(ctx, s.DB, v.Community, slices.Compact(above))
	if err != nil {
		return err
	}
	known := map[id.ID]Folder{}
	for _, f := range all {
		known[f.ID] = f
	}
	for i, e := range v.Files {
		for _, one := range idsIn(known[e.Folder].Path) {
			v.Files[i].Where = append(v.Files[i].Where, known[one])
		}
	}
	return nil
}

// meet loads who sent each file, and tells what the viewer may do to it.
func (s *Service) meet(ctx context.Context, actor access.Actor, v *View, label access.Label) error {
	var people []id.ID
	for _, e := range v.Files {
		people = append(people, e.By)
	}
	if len(people) == 0 {
		return nil
	}
	slices.Sort(people)
	faces, err := identity.Faces(ctx, s.DB, slices.Compact(people))
	for i := range v.Files {
		e := &v.Files[i]
		e.Face = faces[e.By]
		own := label
		own.Author, own.State = e.Author, e.State
		e.Keeps = actor.May(content.EditItem, own)
	}
	return err
}

// introduce loads who sent each version.
func (s *Service) introduce(ctx context.Context, list []Version) error {
	var people []id.ID
	for _, v := range list {
		people = append(people, v.Author)
	}
	if len(people) == 0 {
		return nil
	}
	slices.Sort(people)
	faces, err := identity.Faces(ctx, s.DB, slices.Compact(people))
	for i := range list {
		list[i].Face = faces[list[i].Author]
	}
	return err
}

// MayKeep tells whether actor may rename, move and bin a folder of a view.
func (v View) MayKeep(actor access.Actor, f Folder) bool {
	return v.May.Keep || v.May.Arrange && f.Author == actor.Person()
}

// maxTree is how many folders the choice of a place shows.
const maxTree = 2000

// Tree is every folder of a library, each after the one that holds it, for the
// choice of a place.
func (s *Service) Tree(ctx context.Context, actor access.Actor, community id.ID) ([]Folder, error) {
	if _, err := access.Load(ctx, s.DB, actor, Browse, community); err != nil {
		return nil, err
	}
	all, err := allFolders(ctx, s.DB, community, maxTree)
	if err != nil {
		return nil, err
	}
	under := map[id.ID][]Folder{}
	for _, f := range all {
		under[f.Parent] = append(under[f.Parent], f)
	}
	var out []Folder
	var climb func(parent id.ID)
	climb = func(parent id.ID) {
		for _, f := range under[parent] {
			out = append(out, f)
			climb(f.ID)
		}
	}
	climb(0)
	return out, nil
}

// FolderOf reads one folder of a library and the way to it.
func (s *Service) FolderOf(ctx context.Context, actor access.Actor, community, folder id.ID) (Folder, []Folder, error) {
	if _, err := access.Load(ctx, s.DB, actor, Browse, community); err != nil {
		return Folder{}, nil, err
	}
	return s.enter(ctx, community, folder)
}

// WhereIs is the way to the folder of a file that was judged; none at the top.
func (s *Service) WhereIs(ctx context.Context, item id.ID) ([]Folder, error) {
	on, err := shelfOf(ctx, s.DB, item)
	if err != nil || on.Folder == 0 {
		return nil, err
	}
	_, way, err := s.enter(ctx, on.Community, on.Folder)
	return way, err
}

// Picks names what was picked, for the page that asks where it goes.
func (s *Service) Picks(ctx context.Context, actor access.Actor, community id.ID, p Picked) ([]Folder, []Entry, error) {
	if _, err := access.Load(ctx, s.DB, actor, Browse, community); err != nil {
		return nil, nil, err
	}
	if err := p.check(); err != nil {
		return nil, nil, err
	}
	folders, err := foldersByID(ctx, s.DB, community, p.Folders)
	if err != nil {
		return nil, nil, err
	}
	files, err := entriesByID(ctx, s.DB, actor, community, p.Files)
	return folders, files, err
}

// Current is the version of a file that is fetched.
func (s *Service) Current(ctx context.Context, actor access.Actor, item id.ID) (content.File, error) {
	if _, err := access.Load(ctx, s.DB, actor, access.ReadItem, item); err != nil {
		return content.File{}, err
	}
	on, err := shelfOf(ctx, s.DB, item)
	if err != nil {
		return content.File{}, err
	}
	return s.Content.FileOf(ctx, s.DB, item, on.Current)
}
