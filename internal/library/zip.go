package library

import (
	"archive/zip"
	"context"
	"io"
	"strings"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// Bounds of what is taken away in one archive.
const (
	maxPacked  = 2000          // files
	packedSize = 4_000_000_000 // bytes
)

// Pack is what an archive will hold, judged and named, before a byte is sent.
type Pack struct {
	Name  string // of the archive, without its ending
	Size  int64
	files []packed
}

type packed struct {
	file id.ID
	path string
	kind string
}

// Pack prepares the archive of what was picked, or of a whole folder; what
// actor may not read is not in it.
func (s *Service) Pack(ctx context.Context, actor access.Actor, community id.ID, p Picked) (Pack, error) {
	folders, files, err := s.Picks(ctx, actor, community, p)
	if err != nil {
		return Pack{}, err
	}
	pack := Pack{Name: "bibliotheque"}
	used := map[string]bool{}
	add := func(under string, e Entry) {
		pack.Size += e.Size
		pack.files = append(pack.files, packed{e.Current, unused(used, under, e.Title), e.Kind})
	}
	for _, e := range files {
		add("", e)
	}
	for _, f := range folders {
		if err := s.packFolder(ctx, actor, f, unused(used, "", f.Name), add); err != nil {
			return pack, err
		}
	}
	if len(folders) == 1 && len(files) == 0 {
		pack.Name = folders[0].Name
	}
	switch {
	case len(pack.files) == 0:
		return pack, fault.New(fault.Invalid, "library.zip.empty")
	case len(pack.files) > maxPacked:
		return pack, fault.New(fault.TooLarge, "library.zip.many", "count", maxPacked)
	case pack.Size > packedSize:
		return pack, fault.New(fault.TooLarge, "library.zip.large", "size", bytesOf(pack.Size), "max", bytesOf(packedSize))
	}
	return pack, nil
}

// packFolder adds what stands in a folder and below it, under the name that it
// bears in the archive.
func (s *Service) packFolder(ctx context.Context, actor access.Actor, top Folder, name string, add func(string, Entry)) error {
	entries, err := entriesBelow(ctx, s.DB, actor, top, maxPacked+1)
	if err != nil {
		return err
	}
	below, err := foldersBelow(ctx, s.DB, top, top.Binned)
	if err != nil {
		return err
	}
	paths := map[id.ID]string{top.ID: name}
	for _, f := range below { // a folder comes after the one that holds it
		if f.ID != top.ID {
			paths[f.ID] = paths[f.Parent] + "/" + inArchive(f.Name)
		}
	}
	for _, e := range entries {
		add(paths[e.Folder], e)
	}
	return nil
}

// inArchive is a name that stays where it is unpacked: one part, never the
// folder above.
func inArchive(name string) string {
	name = strings.Trim(content.FileName(name), " ")
	if strings.Trim(name, ".") == "" {
		return "fichier"
	}
	return name
}

// unused is the path of a name that no other bears in the archive.
func unused(used map[string]bool, under, name string) string {
	name = inArchive(name)
	for n := 1; ; n++ {
		path := strings.TrimPrefix(under+"/"+another(name, n), "/")
		if at := key(path); !used[at] {
			used[at] = true
			return path
		}
	}
}

// WritePack writes the archive. An error leaves it cut short.
func (s *Service) WritePack(ctx context.Context, actor access.Actor, p Pack, to io.Writer) error {
	out := zip.NewWriter(to)
	for _, f := range p.files {
		if err := s.pack(ctx, actor, out, f); err != nil {
			return err
		}
	}
	return out.Close()
}

func (s *Service) pack(ctx context.Context, actor access.Actor, out *zip.Writer, f packed) error {
	// Judged again: it may have been taken away since the archive began.
	file, body, err := s.Content.Fetch(ctx, actor, f.file)
	if kind := fault.KindOf(err); kind == fault.KindNotFound || kind == fault.KindForbidden {
		return nil // or an antivirus holds it
	}
	if err != nil {
		return err
	}
	defer body.Close()
	method := zip.Store // most are packed already
	if f.kind == plain || f.kind == webPage || f.kind == letter {
		method = zip.Deflate
	}
	w, err := out.CreateHeader(&zip.FileHeader{Name: f.path, Method: method, Modified: file.Created.Time})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, body)
	return err
}
