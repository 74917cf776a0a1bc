package library_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/library"
	"parvis/internal/store"
)

func TestWhoAdds(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		for who, want := range map[id.ID]fault.Kind{
			s.Manon: allowed, s.Marc: allowed, s.Gaspard: allowed, s.Olga: fault.KindForbidden, s.Garance: fault.KindNotFound,
		} {
			_, err := s.try(t, who, library.NewFile{Kept: s.kept(t, who, "Note.txt", "Bonjour "+who.String())})
			contenttest.Wants(t, "adding", err, want)
			_, err = s.lib.MakeFolder(t.Context(), s.As(t, who), library.NewFolder{Community: s.Open, Name: "Dossier " + who.String()})
			if who == s.Gaspard {
				want = fault.KindForbidden // guests bring files, not order
			}
			contenttest.Wants(t, "making a folder", err, want)
		}
		_, err := s.try(t, s.Marc, library.NewFile{Community: s.Private, Kept: s.kept(t, s.Marc, "Secret.txt", "Secret")})
		contenttest.Wants(t, "in a private place", err, allowed)
		_, err = s.lib.Open(t.Context(), s.As(t, s.Olga), s.Private, library.Filter{})
		contenttest.Wants(t, "an outsider's look at a private place", err, fault.KindNotFound)
		_, err = s.try(t, s.Gaspard, library.NewFile{Way: "A/B", Kept: s.kept(t, s.Gaspard, "x.txt", "x")})
		contenttest.Wants(t, "a guest's folder", err, fault.KindForbidden)
		_, err = s.try(t, s.Marc, library.NewFile{Kept: s.kept(t, s.Gaspard, "à lui.txt", "à lui")})
		contenttest.Wants(t, "somebody else's file", err, fault.Invalid)
		s.ArchivePlace(t, s.Open)
		_, err = s.try(t, s.Manon, library.NewFile{Kept: s.kept(t, s.Manon, "Tard.txt", "Tard")})
		contenttest.Wants(t, "in an archived place", err, fault.KindForbidden)
		if got := s.view(t, s.Marc, library.Filter{}); got.May.Add || len(got.Files) != 3 {
			t.Errorf("an archived library is read and takes nothing: %+v", got.May)
		}
	})
}

func TestFolders(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		s.put(t, s.Marc, "Marchés/2025", "Cahier.txt", "un")
		s.put(t, s.Marc, "marches/2026", "Cahier.txt", "deux")
		s.put(t, s.Marc, "", "Zèbre.txt", "trois")
		s.put(t, s.Marc, "", "âne.txt", "quatre")
		if got := names(s.view(t, s.Olga, library.Filter{})); got != "Marchés/ âne.txt Zèbre.txt" {
			t.Errorf("the top shows %s", got)
		}
		top := s.folder(t, "Marchés")
		if got := names(s.view(t, s.Olga, library.Filter{Folder: top.ID})); got != "2025/ 2026/" {
			t.Errorf("the folder shows %s", got)
		}
		if got := names(s.view(t, s.Olga, library.Filter{Text: "cahier"})); got != "Cahier.txt Cahier.txt" {
			t.Errorf("looking for a name shows %s", got)
		}
		if got := names(s.view(t, s.Olga, library.Filter{Text: "%_"})); got != "" {
			t.Errorf("signs of the database are signs like others: %s", got)
		}
		make := func(parent id.ID, name string) error {
			_, err := s.lib.MakeFolder(t.Context(), s.As(t, s.Marc), library.NewFolder{Community: s.Open, Parent: parent, Name: name})
			return err
		}
		contenttest.Wants(t, "a name that is taken", make(0, "MARCHES"), fault.Invalid)
		contenttest.Wants(t, "no name", make(0, " / "), fault.Invalid)
		contenttest.Wants(t, "in a folder of nowhere", make(12, "X"), fault.KindNotFound)
		move := func(f library.Folder, into id.ID) error {
			return s.lib.Move(t.Context(), s.As(t, s.Marc), s.Open, pickedFolders(f), into)
		}
		contenttest.Wants(t, "into itself", move(top, s.folder(t, "2025").ID), fault.Invalid)
		contenttest.Wants(t, "to the top", move(s.folder(t, "2025"), 0), allowed)
		if got := names(s.view(t, s.Olga, library.Filter{})); got != "2025/ Marchés/ âne.txt Zèbre.txt" {
			t.Errorf("after a move the top shows %s", got)
		}
		deep := s.folder(t, "2025")
		if _, way, err := s.lib.FolderOf(t.Context(), s.As(t, s.Olga), s.Open, deep.ID); err != nil || len(way) != 1 || way[0].ID != deep.ID {
			t.Errorf("the way to a moved folder is %v, %v", way, err)
		}
		_, err := s.lib.ChangeFolder(t.Context(), s.As(t, s.Gaspard), s.Open, deep.ID, 0, "Autre")
		contenttest.Wants(t, "renamed by a guest", err, fault.KindForbidden)
		_, err = s.lib.ChangeFolder(t.Context(), s.As(t, s.Marc), s.Open, deep.ID, 0, "marchés")
		contenttest.Wants(t, "renamed to what is taken", err, fault.Invalid)
		_, err = s.lib.ChangeFolder(t.Context(), s.As(t, s.Manon), s.Open, deep.ID, 0, "Exercice 2025")
		contenttest.Wants(t, "renamed by a manager", err, allowed)
		parent := id.ID(0)
		for n := range library.MaxDepth + 1 {
			f, err := s.lib.MakeFolder(t.Context(), s.As(t, s.Marc), library.NewFolder{Community: s.Open, Parent: parent, Name: fmt.Sprint(n)})
			if n == library.MaxDepth {
				contenttest.Wants(t, "too deep", err, fault.Invalid)
			} else if err != nil {
				t.Fatal(err)
			}
			parent = f.ID
		}
	})
}

func TestSortsAndPages(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		s.usual = 1 << 20
		for n := range 7 {
			s.Clock.Add(1e9)
			s.put(t, s.Marc, "", fmt.Sprintf("f%d.%s", (n*3)%7, []string{"txt", "csv"}[n%2]), strings.Repeat("x", n+1))
		}
		for _, sort := range append(library.Sorts(), "nonsense") {
			whole := names(s.view(t, s.Olga, library.Filter{Sort: sort}))
			var parts []string
			for after := id.ID(0); ; {
				v := s.view(t, s.Olga, library.Filter{Sort: sort, After: after, Limit: 2})
				parts = append(parts, names(v))
				if after = v.Next; after == 0 {
					break
				}
			}
			if got := strings.Join(parts, " "); got != whole || len(parts) != 4 {
				t.Errorf("by %s the pages show %s, the whole %s", sort, got, whole)
			}
		}
		if got := names(s.view(t, s.Olga, library.Filter{Sort: library.BySize, Limit: 2})); got != "f4.txt f1.csv" {
			t.Errorf("the largest are %s", got)
		}
	})
}

func TestVersions(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		it := s.put(t, s.Marc, "", "Guide.txt", "première")
		replace := func(who id.ID, name, text string) error {
			_, err := s.lib.Replace(t.Context(), s.As(t, who), it.ID, s.kept(t, who, name, text), "Ce qui change")
			return err
		}
		contenttest.Wants(t, "by the author", replace(s.Marc, "guide-final.TXT", "seconde"), allowed)
		contenttest.Wants(t, "by a manager", replace(s.Manon, "v3.txt", "troisième"), allowed)
		contenttest.Wants(t, "by a guest", replace(s.Gaspard, "v4.txt", "à moi"), fault.KindForbidden)
		contenttest.Wants(t, "by an outsider", replace(s.Olga, "v4.txt", "à moi"), fault.KindForbidden)
		contenttest.Wants(t, "of another type", replace(s.Marc, "v4.csv", "a;b"), fault.Invalid)
		contenttest.Wants(t, "the same bytes again", replace(s.Marc, "v4.txt", "troisième"), allowed)
		list := s.versions(t, it.ID)
		if len(list) != 3 || list[0].Number != 3 || !list[0].Current || list[0].Author != s.Manon || list[0].Note == "" {
			t.Fatalf("the versions are %+v", list)
		}
		if list[0].Name != "Guide.txt" {
			t.Errorf("the current version is fetched as %s", list[0].Name)
		}
		if want := int64(len("première") + len("seconde") + len("troisième")); s.used(t, s.Open) != want {
			t.Errorf("%d bytes are used, want %d", s.used(t, s.Open), want)
		}
		contenttest.Wants(t, "back to the first by a guest", s.lib.Return(t.Context(), s.As(t, s.Gaspard), it.ID, list[2].ID), fault.KindForbidden)
		contenttest.Wants(t, "back to a file of elsewhere", s.lib.Return(t.Context(), s.As(t, s.Marc), it.ID, 12), fault.KindNotFound)
		contenttest.Wants(t, "back to the first", s.lib.Return(t.Context(), s.As(t, s.Marc), it.ID, list[2].ID), allowed)
		if f, err := s.lib.Current(t.Context(), s.As(t, s.Olga), it.ID); err != nil || f.ID != list[2].ID {
			t.Errorf("the current version is %v, %v", f, err)
		}
		verbs := s.Verbs(t, it.ID)
		if !slices.Equal(verbs, []string{"item.published", "file.replaced", "file.replaced", "file.replaced"}) {
			t.Errorf("the log says %v", verbs)
		}
		// A form of an item neither drops a version nor joins a file.
		_, err := s.Content.Edit(t.Context(), s.As(t, s.Marc), content.Edit{Item: it.ID, Title: it.Title, Drop: []id.ID{list[0].ID}})
		contenttest.Wants(t, "dropping a version by a form", err, fault.Invalid)
		again, err := s.try(t, s.Marc, library.NewFile{Same: true, Kept: s.kept(t, s.Marc, "guide.txt", "par le nom")})
		if err != nil || again.ID != it.ID || len(s.versions(t, it.ID)) != 4 {
			t.Errorf("the same name makes a version: %v, %v", again, err)
		}
		other, err := s.try(t, s.Gaspard, library.NewFile{Same: true, Kept: s.kept(t, s.Gaspard, "guide.txt", "d’un invité")})
		if err != nil || other.Title != "guide (2).txt" {
			t.Errorf("what one may not replace is kept beside: %v, %v", other.Title, err)
		}
	})
}

// TestReleased holds that a version is no way round a release.
func TestReleased(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		s.Validate(t, s.Open)
		it := s.put(t, s.Marc, "", "Note.txt", "une")
		if it.State != access.Pending {
			t.Fatalf("the file is %v", it.State)
		}
		if got := names(s.view(t, s.Olga, library.Filter{})); got != "" {
			t.Errorf("what waits is seen: %s", got)
		}
		if got := names(s.view(t, s.Marc, library.Filter{})); got != "Note.txt" {
			t.Errorf("its author sees %s", got)
		}
		_, err := s.lib.Replace(t.Context(), s.As(t, s.Marc), it.ID, s.kept(t, s.Marc, "n.txt", "deux"), "")
		contenttest.Wants(t, "before it is out", err, allowed)
		if _, err := s.Content.Release(t.Context(), s.As(t, s.Manon), it.ID); err != nil {
			t.Fatal(err)
		}
		_, err = s.lib.Replace(t.Context(), s.As(t, s.Marc), it.ID, s.kept(t, s.Marc, "n.txt", "trois"), "")
		contenttest.Wants(t, "once it is out", err, fault.KindForbidden)
		_, err = s.lib.Replace(t.Context(), s.As(t, s.Manon), it.ID, s.kept(t, s.Manon, "n.txt", "trois"), "")
		contenttest.Wants(t, "by a manager", err, allowed)
	})
}

func TestRename(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		it := s.put(t, s.Marc, "", "Note.txt", "une")
		rename := func(who id.ID, name string) error {
			_, err := s.lib.Rename(t.Context(), s.As(t, who), it.ID, name)
			return err
		}
		contenttest.Wants(t, "by a guest", rename(s.Gaspard, "x"), fault.KindForbidden)
		contenttest.Wants(t, "to nothing", rename(s.Marc, " "), fault.Invalid)
		contenttest.Wants(t, "to a program", rename(s.Marc, "photo.exe"), fault.Invalid)
		contenttest.Wants(t, "to a way out", rename(s.Marc, "../../etc/passwd"), allowed)
		contenttest.Wants(t, "by a manager", rename(s.Manon, "Compte rendu"), allowed)
		f, err := s.lib.Current(t.Context(), s.As(t, s.Olga), it.ID)
		if err != nil || f.Name != "Compte rendu.txt" {
			t.Errorf("it is fetched as %s, %v", f.Name, err)
		}
		if got := names(s.view(t, s.Olga, library.Filter{})); got != "Compte rendu.txt" {
			t.Errorf("it is shown as %s", got)
		}
	})
}

// A file that comes where its name is taken gets one of its own, as in the
// folders of a computer.
func TestNamesOfTheirOwn(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		s.put(t, s.Marc, "Dossier", "note.txt", "a")
		moved := s.put(t, s.Marc, "", "Note.txt", "b")
		folder := s.folder(t, "Dossier").ID
		if err := s.lib.Move(t.Context(), s.As(t, s.Marc), s.Open, picked(moved.ID), folder); err != nil {
			t.Fatal(err)
		}
		if got := names(s.view(t, s.Olga, library.Filter{Folder: folder})); got != "Note (2).txt note.txt" && got != "note.txt Note (2).txt" {
			t.Errorf("moved: %s", got)
		}
		binned := s.put(t, s.Marc, "", "plan.txt", "c")
		if err := s.lib.Bin(t.Context(), s.As(t, s.Marc), s.Open, picked(binned.ID)); err != nil {
			t.Fatal(err)
		}
		s.put(t, s.Marc, "", "plan.txt", "d")
		if err := s.lib.Restore(t.Context(), s.As(t, s.Marc), s.Open, picked(binned.ID)); err != nil {
			t.Fatal(err)
		}
		if got := names(s.view(t, s.Olga, library.Filter{Text: "plan"})); got != "plan (2).txt plan.txt" && got != "plan.txt plan (2).txt" {
			t.Errorf("restored: %s", got)
		}
		// Under the name that it is fetched by, too.
		files, err := s.Content.FilesOf(t.Context(), binned.ID)
		if err != nil || len(files) != 1 || files[0].Name != "plan (2).txt" {
			t.Errorf("%+v %v", files, err)
		}
		if err := s.lib.Bin(t.Context(), s.As(t, s.Marc), s.Open, picked(binned.ID)); err != nil {
			t.Fatal(err)
		}
		if err := s.lib.Restore(t.Context(), s.As(t, s.Marc), s.Open, picked(binned.ID)); err != nil {
			t.Fatal(err)
		}
		if got := names(s.view(t, s.Olga, library.Filter{Text: "plan (2)"})); got != "plan (2).txt" {
			t.Errorf("what comes back to its own place keeps its name: %s", got)
		}
		// A file is no publication of the community.
		place, err := s.Content.Place(t.Context(), s.As(t, s.Marc), s.Open)
		if err != nil {
			t.Fatal(err)
		}
		if n := s.Count(t, store.Q(`SELECT items FROM communities WHERE id = %s`, place.ID)); n != 0 {
			t.Errorf("%d publications", n)
		}
	})
}

func TestBin(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		s.put(t, s.Marc, "Dossier/Dedans", "a.txt", "a")
		mine := s.put(t, s.Gaspard, "", "b.txt", "b")
		if err := s.lib.Move(t.Context(), s.As(t, s.Gaspard), s.Open, picked(mine.ID), s.folder(t, "Dedans").ID); err != nil {
			t.Fatal(err)
		}
		top := s.folder(t, "Dossier")
		bin := func(who id.ID, p library.Picked) error { return s.lib.Bin(t.Context(), s.As(t, who), s.Open, p) }
		contenttest.Wants(t, "a folder with files of others", bin(s.Marc, pickedFolders(top)), fault.Conflict)
		contenttest.Wants(t, "a file of somebody else", bin(s.Marc, picked(mine.ID)), fault.KindForbidden)
		contenttest.Wants(t, "nothing", bin(s.Marc, library.Picked{}), fault.Invalid)
		contenttest.Wants(t, "a folder by a manager", bin(s.Manon, pickedFolders(top)), allowed)
		if got := names(s.view(t, s.Manon, library.Filter{})); got != "" {
			t.Errorf("after the bin the top shows %s", got)
		}
		_, err := s.lib.Open(t.Context(), s.As(t, s.Manon), s.Open, library.Filter{Folder: top.ID})
		contenttest.Wants(t, "a folder in the bin", err, fault.KindNotFound)
		if got := names(s.view(t, s.Manon, library.Filter{Text: "txt"})); got != "" {
			t.Errorf("the bin is searched: %s", got)
		}
		s.put(t, s.Marc, "Dossier", "c.txt", "c")
		if err := s.lib.Restore(t.Context(), s.As(t, s.Manon), s.Open, pickedFolders(top)); err != nil {
			t.Fatal(err)
		}
		if got := names(s.view(t, s.Olga, library.Filter{})); got != "Dossier/ Dossier (2)/" {
			t.Errorf("what comes back bears a name of its own: %s", got)
		}
		if got := names(s.view(t, s.Olga, library.Filter{Folder: s.folder(t, "Dedans").ID})); got != "a.txt b.txt" {
			t.Errorf("all comes back with the folder: %s", got)
		}
		// A file that comes back alone brings its folder.
		inside := s.folder(t, "Dedans")
		contenttest.Wants(t, "again", bin(s.Manon, pickedFolders(top)), allowed)
		if _, err := s.Content.Restore(t.Context(), s.As(t, s.Manon), mine.ID); err != nil {
			t.Fatal(err)
		}
		if got := names(s.view(t, s.Olga, library.Filter{Folder: inside.ID})); got != "b.txt" {
			t.Errorf("its folder shows %s", got)
		}
		if got := s.used(t, s.Open); got != 3 {
			t.Errorf("the bin takes room: %d", got)
		}
	})
}

// TestErased holds that nothing of any version outlives the bin.
func TestErased(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		it := s.put(t, s.Marc, "", "Note.txt", "première")
		if _, err := s.lib.Replace(t.Context(), s.As(t, s.Marc), it.ID, s.kept(t, s.Marc, "Note.txt", "seconde"), ""); err != nil {
			t.Fatal(err)
		}
		list := s.versions(t, it.ID)
		if err := s.lib.Bin(t.Context(), s.As(t, s.Marc), s.Open, picked(it.ID)); err != nil {
			t.Fatal(err)
		}
		s.Clock.Add(content.BinKept + 2*content.BinKept)
		if err := s.Content.EmptyBin(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := s.used(t, s.Open); got != 0 {
			t.Errorf("%d bytes are still used", got)
		}
		for _, v := range list {
			if _, err := s.Files.Open(t.Context(), v.Hash); fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("the bytes of version %d are still there: %v", v.Number, err)
			}
		}
		for _, table := range []*store.Query{store.Q("SELECT COUNT(*) FROM library_files"), store.Q("SELECT COUNT(*) FROM library_versions"), store.Q("SELECT COUNT(*) FROM files")} {
			if n := s.Count(t, table); n != 0 {
				t.Errorf("%d rows are left", n)
			}
		}
	})
}

func TestPack(t *testing.T) {
	eachShelf(t, func(t *testing.T, s *shelves) {
		s.usual = 1 << 20
		s.put(t, s.Marc, "Dossier/Sous", "a.txt", "un")
		s.put(t, s.Marc, "Dossier/Sous", "A.txt", "deux")
		s.put(t, s.Marc, "..", "..\\..\\evil.txt", "trois")
		hidden := s.put(t, s.Manon, "Dossier", "managers.txt", "secret")
		managers := access.ManagersOnly
		if _, err := s.Content.Edit(t.Context(), s.As(t, s.Manon), content.Edit{Item: hidden.ID, Title: hidden.Title, Audience: &managers}); err != nil {
			t.Fatal(err)
		}
		got := s.archive(t, s.Olga, library.Picked{Folders: []id.ID{s.folder(t, "Dossier").ID}, Files: []id.ID{s.view(t, s.Olga, library.Filter{}).Files[0].ID}})
		want := []string{"Dossier/Sous/A (2).txt", "Dossier/Sous/a.txt", "evil.txt"}
		if !slices.Equal(got, want) {
			t.Errorf("the archive holds %v, want %v", got, want)
		}
		_, err := s.lib.Pack(t.Context(), s.As(t, s.Garance), s.Open, picked(hidden.ID))
		contenttest.Wants(t, "a stranger", err, fault.KindNotFound)
		_, err = s.lib.Pack(t.Context(), s.As(t, s.Olga), s.Open, picked(hidden.ID))
		contenttest.Wants(t, "what one may not read", err, fault.Invalid)
	})
}
