package directory

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

func TestImportAddsMovesRetiresAndReturns(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		r, err := h.Import(h.ctx, h.root, strings.NewReader(tree), true)
		h.must(err)
		if counts(r) != "added 4" || !r.DryRun {
			t.Errorf("dry run: %s", counts(r))
		}
		if all, _ := allUnits(h.ctx, h.DB); len(all) != 0 {
			t.Errorf("a dry run wrote %d units", len(all))
		}
		if r = h.load(tree); counts(r) != "added 4" {
			t.Errorf("first: %s", counts(r))
		}
		first := h.unit("B1")
		if r = h.load(tree); counts(r) != "same 4" || r.Anything() {
			t.Errorf("again: %s", counts(r))
		}
		// Two administrative acts would mean that an import without effect was
		// recorded.
		acts, err := h.Acts.List(h.ctx, activity.ActFilter{}, 10)
		h.must(err)
		if len(acts) != 1 {
			t.Errorf("recorded %d acts", len(acts))
		}
		// D1 moves below D2, with its office; D2 is renamed; another column
		// order, another separator, a byte-order mark, French titles.
		r = h.load("\uFEFFNom;Code;Sigle;Parent;Remarque\r\nMinistère;M;MIN;;a\r\nDirection deux bis;D2;DD;M;\r\nDirection une;D1;D1;D2;\r\nBureau des lois;B1;BL;D1;\r\n")
		if counts(r) != "moved 1, changed 1, same 2" {
			t.Errorf("moved: %s", counts(r))
		}
		if b := h.unit("B1"); b.ID != first.ID || b.Depth != 3 {
			t.Errorf("the office is now %+v", b)
		}
		h.sound()
		// The file is the whole truth: D1 and its office are retired in place.
		r = h.load("code,parent,name\nM,,Ministère\nD2,M,Direction deux bis\n")
		if counts(r) != "changed 2, retired 2" { // acronyms are gone too
			t.Errorf("retired: %s", counts(r))
		}
		h.sound()
		// D2 moves while D1, retired, follows it.
		r = h.load("code,parent,name\nM,,Ministère\nX,M,Autre\nD2,X,Direction deux bis\n")
		if counts(r) != "added 1, moved 1, same 3" {
			t.Errorf("moved above the retired: %s", counts(r))
		}
		h.sound()
		if r = h.load(tree); r.Counts[Returned] != 2 || r.Counts[Retired] != 1 {
			t.Errorf("returned: %s", counts(r))
		}
		h.sound()
		if b := h.unit("B1"); b.ID != first.ID || b.Retired {
			t.Errorf("the office came back as %+v", b)
		}
	})
}

func TestImportRefusesWithLineNumbers(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		h.load(tree)
		for name, test := range map[string]struct{ csv, want string }{
			"empty":        {"", "1 no_header"},
			"header only":  {"code,parent,name\n", "2 no_rows"},
			"no column":    {"code,name\nA,a\n", "1 column_missing"},
			"column twice": {"code,code,parent,name\nA,A,,a\n", "1 column_twice"},
			"orphan":       {"code,parent,name\nA,,a\nB,Z,b\n", "3 orphan"},
			"existing, not in the file, is no parent": {"code,parent,name\nA,M,a\n", "2 orphan"},
			"itself":                    {"code,parent,name\nA,A,a\n", "2 loop"},
			"loop":                      {"code,parent,name\nR,,r\nA,C,a\nB,A,b\nC,B,c\nD,A,d\n", "3 loop"},
			"two loops":                 {"code,parent,name\nA,B,a\nB,A,b\nC,D,c\nD,C,d\n", "2 loop 4 loop"},
			"twice":                     {"code,parent,name\nA,,a\n\nA,,b\n", "4 twice"},
			"no code":                   {"code,parent,name\n,,a\n", "2 empty"},
			"no name":                   {"code,parent,name\nA,,\n", "2 empty"},
			"width":                     {"code,parent,name\nA,,a,b\n", "2 width"},
			"long":                      {"code,parent,name\nA,," + strings.Repeat("n", MaxName+1) + "\n", "2 too_long"},
			"control":                   {"code,parent,name\nA,,a\x01b\n", "2 too_long"},
			"latin1":                    {"code,parent,name\nA,,a\nB,A,\xe9t\xe9\n", "3 not_utf8"},
			"utf16":                     {"\xff\xfec\x00o\x00", "1 not_utf8"},
			"quote":                     {"code,parent,name\nA,,a\nB,,\"b\n", "3 quote"},
			"lines count inside quotes": {"code,parent,name\nA,,\"a\nb\"\nB,Z,b\n", "2 too_long 4 orphan"},
		} {
			r, err := h.Import(h.ctx, h.root, strings.NewReader(test.csv), false)
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
			var got []string
			for _, p := range r.Problems {
				got = append(got, fmt.Sprintf("%d %s", p.Line, strings.TrimPrefix(p.Key, "directory.csv.")))
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("%s: %v, want %s", name, got, test.want)
			}
		}
		_, err := h.Import(h.ctx, h.root, bytes.NewReader(make([]byte, MaxImport+1)), false)
		h.refused(fault.TooLarge, err)
		if r := h.load(tree); counts(r) != "same 4" {
			t.Errorf("a refused file changed something: %s", counts(r))
		}
	})
}

func TestOnlyAdministratorsImport(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		for _, actor := range []access.Actor{h.as(h.agent("Ada")), h.as(h.person("Eve", identity.Guest, false)), {}} {
			_, err := h.Import(h.ctx, actor, strings.NewReader(tree), false)
			h.refused(fault.KindForbidden, err)
			_, err = h.ImportFunctions(h.ctx, actor, strings.NewReader(tree), true)
			h.refused(fault.KindForbidden, err)
			h.refused(fault.KindForbidden, h.SetFunctions(h.ctx, actor, h.root.Person(), nil))
		}
		_, err := h.Import(h.ctx, access.SystemActor("command line"), strings.NewReader(tree), false)
		h.must(err)
	})
}

func TestAMinistryIsImportedAtOnce(t *testing.T) {
	csv, err := os.ReadFile("testdata/ministry.csv")
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, h *hall) {
		start := time.Now()
		ctx, n := store.Counted(h.ctx)
		r, err := h.Import(ctx, h.root, bytes.NewReader(csv), false)
		h.must(err)
		t.Logf("%s in %v and %d statements", counts(r), time.Since(start), *n)
		if r.Counts[Added] != 1342 || *n > 25 {
			t.Errorf("%s in %d statements", counts(r), *n)
		}
		h.sound()
	})
}

func TestImportFunctions(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		h.load(tree)
		ada, bob := h.agent("Ada Martin"), h.agent("Bob Durand")
		csv := "email;unit;title;head\nADA-MARTIN@exemple.fr;D1;Directrice;oui\nada-martin@exemple.fr;B1;Rédactrice;\nbob-durand@exemple.fr;B1;Rédacteur;non\n"
		r, err := h.ImportFunctions(h.ctx, h.root, strings.NewReader(csv), true)
		h.must(err)
		if counts(r) != "added 2" || len(h.functions(ada)) != 0 {
			t.Errorf("dry run: %s", counts(r))
		}
		r, err = h.ImportFunctions(h.ctx, h.root, strings.NewReader(csv), false)
		h.must(err)
		fs := h.functions(ada)
		if counts(r) != "added 2" || len(fs) != 2 || !fs[0].Main || !fs[0].Head || fs[0].Title != "Directrice" || fs[1].Main {
			t.Errorf("%s: %+v", counts(r), fs)
		}
		if got := h.as(ada); got.Role(0) != 0 || !slicesHas(h, ada, h.unit("D1").ID) {
			t.Error("the head of D1 is not known as such")
		}
		if r, err = h.ImportFunctions(h.ctx, h.root, strings.NewReader(csv), false); err != nil || counts(r) != "same 2" {
			t.Errorf("again: %s, %v", counts(r), err)
		}
		// Who is not named keeps theirs.
		r, err = h.ImportFunctions(h.ctx, h.root, strings.NewReader("email,unit,title\nada-martin@exemple.fr,D2,Chargée de mission\n"), false)
		h.must(err)
		if counts(r) != "changed 1" || len(h.functions(ada)) != 1 || len(h.functions(bob)) != 1 {
			t.Errorf("%s: %+v", counts(r), h.functions(ada))
		}
		r, err = h.ImportFunctions(h.ctx, h.root, strings.NewReader(
			"email,unit,title,head\nnobody@exemple.fr,D1,a,\nbob-durand@exemple.fr,ZZ,a,\nbob-durand@exemple.fr,D1,,\nbob-durand@exemple.fr,D1,a,peut-être\n"), false)
		h.refused(fault.Invalid, err)
		if len(r.Problems) != 4 || r.Problems[0].Line != 2 || r.Problems[3].Line != 5 {
			t.Errorf("problems %+v", r.Problems)
		}
	})
}

func slicesHas(h *hall, person, unit id.ID) bool {
	h.t.Helper()
	found := access.On(access.Communities, "test", access.Read, access.HeadOfUnit)
	return h.as(person).May(found, access.Label{Unit: unit})
}

func (h *hall) functions(person id.ID) []Function {
	h.t.Helper()
	fs, err := h.Functions(h.ctx, h.root, person)
	h.must(err)
	return fs
}

func TestSetFunctions(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		h.load(tree)
		ada := h.agent("Ada Martin")
		d1 := h.unit("D1").ID
		h.must(h.SetFunctions(h.ctx, h.root, ada, []NewFunction{{d1, " Cheffe ", true}, {d1, "Cheffe", true}, {h.unit("B1").ID, "Rédactrice", false}}))
		if fs := h.functions(ada); len(fs) != 2 || fs[0].Title != "Cheffe" || !fs[0].Main {
			t.Errorf("functions %+v", fs)
		}
		h.refused(fault.Invalid, h.SetFunctions(h.ctx, h.root, ada, []NewFunction{{d1, "", false}}))
		h.refused(fault.Invalid, h.SetFunctions(h.ctx, h.root, ada, []NewFunction{{99, "a", false}}))
		h.refused(fault.Invalid, h.SetFunctions(h.ctx, h.root, ada, make([]NewFunction, MaxFunctions+1)))
		h.refused(fault.KindNotFound, h.SetFunctions(h.ctx, h.root, 99, []NewFunction{{d1, "a", false}}))
		h.must(h.SetFunctions(h.ctx, h.root, ada, nil))
		if fs := h.functions(ada); len(fs) != 0 {
			t.Errorf("functions %+v", fs)
		}
	})
}

func FuzzTree(f *testing.F) {
	for _, seed := range []string{tree, "\uFEFFcode;parent;name\nA;;a\n", "code,parent,name\nA,A,a\n", "code,parent,name\nA,B,a\nB,A,b\n",
		"code,parent,name\n\"A\n", "code,parent,name\nA,,\"x\ny\"\n", "", ";", "\xff", "code,parent,name\r\nA,,a\r\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, wrong, err := readCSV(bytes.NewReader(data), unitColumns())
		if err != nil {
			return
		}
		nodes := grow(rows, &wrong)
		if len(wrong) > 0 {
			for _, p := range wrong {
				if p.Line < 1 {
					t.Fatalf("problem on line %d", p.Line)
				}
			}
			return
		}
		next := id.ID(0)
		p := compare(nodes, nil, func() id.ID { next++; return next })
		seen := map[id.ID]Unit{}
		for _, u := range p.write {
			path, depth := under(seen[u.Parent], u.ID)
			if u.Parent != 0 && seen[u.Parent].ID == 0 || u.Path != path || u.Depth != depth {
				t.Fatalf("%+v before its parent, or misplaced", u)
			}
			seen[u.ID] = u
		}
	})
}
