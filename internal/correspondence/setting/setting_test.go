package setting_test

import (
	"slices"
	"testing"

	"parvis/internal/activity"
	"parvis/internal/content/contenttest"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/correspondencetest"
	"parvis/internal/correspondence/setting"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func each(t *testing.T, body func(t *testing.T, w *correspondencetest.World, s *setting.Service)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := correspondencetest.New(t, db)
		w.Run(t, store.Q(`UPDATE persons SET admin = TRUE WHERE id = %s`, w.Olga))
		body(t, w, &setting.Service{DB: db, IDs: w.IDs, Acts: activity.NewActs(db, w.Clock, make([]byte, 64))})
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestTypes(t *testing.T) {
	each(t, func(t *testing.T, w *correspondencetest.World, s *setting.Service) {
		ctx, admin := t.Context(), w.As(t, w.Olga)
		set := func(by id.ID, typ setting.Type) error {
			_, err := s.SetType(ctx, w.As(t, by), typ)
			return err
		}
		note := setting.Type{Code: "nd", NameFR: "Note", NameEN: "Note", Template: "## Objet", Place: 4}
		contenttest.Wants(t, "a type by somebody", set(w.Rita, note), fault.KindForbidden)
		contenttest.Wants(t, "a code with signs", set(w.Olga, setting.Type{Code: "N/D", NameFR: "Note", NameEN: "Note", Place: 1}), fault.Invalid)
		contenttest.Wants(t, "no name", set(w.Olga, setting.Type{Code: "ND", Place: 1}), fault.Invalid)
		contenttest.Wants(t, "no rank", set(w.Olga, setting.Type{Code: "ND", NameFR: "Note", NameEN: "Note"}), fault.Invalid)
		must(t, set(w.Olga, note))
		version, err := s.SetType(ctx, admin, setting.Type{Code: "ND", NameFR: "Note diplomatique", NameEN: "Note", Place: 1})
		must(t, err)
		is := func(name, template string) {
			t.Helper()
			list, err := s.Types(ctx, admin)
			must(t, err)
			i := slices.IndexFunc(list, func(t setting.Type) bool { return t.Code == "ND" })
			if list[i].NameFR != name || list[i].Template != template {
				t.Errorf("it is %+v", list[i])
			}
		}
		is("Note diplomatique", "")
		revert := func(by id.ID, version int) int {
			version, err := s.RevertType(ctx, w.As(t, by), "ND", version)
			must(t, err)
			return version
		}
		back := revert(w.Olga, version)
		is("Note", "## Objet")
		_, err = s.RevertType(ctx, admin, "ND", version)
		contenttest.Wants(t, "undo what was changed since", err, fault.Conflict)
		_, err = s.RevertType(ctx, w.As(t, w.Rita), "ND", back)
		contenttest.Wants(t, "undo by somebody", err, fault.KindForbidden)
		_, err = s.RevertType(ctx, admin, "TD", 1)
		contenttest.Wants(t, "undo no change", err, fault.Conflict)
		_, err = s.RevertType(ctx, admin, "XX", 1)
		contenttest.Wants(t, "undo of no type", err, fault.KindNotFound)
		revert(w.Olga, back)
		is("Note diplomatique", "")
		must(t, s.RetireType(ctx, admin, "TD", true))
		list, err := s.Types(ctx, admin)
		must(t, err)
		if len(list) != 4 || list[0].Code != "ND" || list[3].Code != "TD" || !list[3].Retired {
			t.Errorf("types: %+v", list)
		}
		_, err = w.Dispatches.Draft(ctx, w.As(t, w.Rita), w.Writing())
		contenttest.Wants(t, "write one of a retired type", err, fault.Invalid)
		must(t, s.RetireType(ctx, admin, "TD", false))
		w.Draft(t)
		contenttest.Wants(t, "retire no type", s.RetireType(ctx, admin, "XX", true), fault.KindNotFound)
		for _, code := range []string{"TG", "TS", "ND"} {
			must(t, s.RetireType(ctx, admin, code, true))
		}
		contenttest.Wants(t, "retire the last one", s.RetireType(ctx, admin, "TD", true), fault.Conflict)
		if n := w.Count(t, store.Q(`SELECT COUNT(*) FROM acts WHERE verb LIKE 'dispatch_type.%%'`)); n != 9 {
			t.Errorf("%d acts", n)
		}
	})
}

func TestLists(t *testing.T) {
	each(t, func(t *testing.T, w *correspondencetest.World, s *setting.Service) {
		ctx, rita, admin := t.Context(), w.As(t, w.Rita), w.As(t, w.Olga)
		set := func(by id.ID, l setting.List, under string, units ...string) (setting.List, error) {
			return s.SetList(ctx, w.As(t, by), l, under, units)
		}
		wants := func(what string, kind fault.Kind, by id.ID, l setting.List, under string, units ...string) {
			t.Helper()
			_, err := set(by, l, under, units...)
			contenttest.Wants(t, what, err, kind)
		}
		posts := setting.List{Name: "Postes", Owner: w.Rome}
		wants("a list of another unit", fault.KindNotFound, w.Lucie, posts, "", "Lima")
		wants("a list of all, by somebody", fault.KindForbidden, w.Rita, setting.List{Name: "Tous"}, "Ministère")
		wants("a name that an address cuts", fault.Invalid, w.Rita, setting.List{Name: "Nord ; Sud", Owner: w.Rome}, "", "Lima")
		wants("a name that is a rule", fault.Invalid, w.Rita, setting.List{Name: "Tous : postes", Owner: w.Rome}, "", "Lima")
		wants("the name of a unit", fault.Invalid, w.Rita, setting.List{Name: "europe", Owner: w.Rome}, "", "Lima")
		wants("no units", fault.Invalid, w.Rita, posts, "")
		wants("both", fault.Invalid, w.Rita, posts, "Europe", "Lima")
		wants("an unknown unit", fault.Invalid, w.Rita, posts, "", "Nulle part")
		made, err := set(w.Rita, posts, "", "Lima", w.Europe.String())
		must(t, err)
		mine := made.ID
		made, err = set(w.Olga, setting.List{Name: "Tous les postes"}, "Ministère")
		must(t, err)
		all := made.ID

		board, err := s.Board(ctx, rita)
		must(t, err)
		if len(board.Lists) != 2 || board.Lists[0].Top != "Ministère" || board.Lists[1].Size != 2 || len(board.Units) != 1 || board.All {
			t.Errorf("board: %+v", board)
		}
		other, err := s.Board(ctx, w.As(t, w.Lucie))
		must(t, err)
		if len(other.Lists) != 1 {
			t.Errorf("another unit sees %+v", other.Lists)
		}
		_, _, err = s.Named(ctx, w.As(t, w.Lucie), mine)
		contenttest.Wants(t, "read a list of another unit", err, fault.KindNotFound)

		// A dispatch goes to those of both, but for the unit that writes.
		to := func(list id.ID) error {
			_, err := w.Dispatches.Draft(ctx, rita, w.Writing(func(d *correspondence.Writing) { d.To = []correspondence.Target{{List: list, Acts: true}} }))
			return err
		}
		must(t, to(mine))
		must(t, to(all))
		must(t, s.RetireList(ctx, rita, mine, true))
		contenttest.Wants(t, "write to a list that is gone", to(mine), fault.Invalid)
		contenttest.Wants(t, "retire one of all", s.RetireList(ctx, rita, all, true), fault.KindForbidden)
		must(t, s.RetireList(ctx, rita, mine, false))
		must(t, to(mine))
		must(t, s.RetireList(ctx, admin, all, true))
		if n := w.Count(t, store.Q(`SELECT COUNT(*) FROM acts WHERE verb LIKE 'dispatch_list.%%'`)); n != 2 {
			t.Errorf("%d acts", n)
		}
	})
}

// TestListsComeBack: a change of a list is undone and done again, by whom its
// changes are, as long as nobody changed it since.
func TestListsComeBack(t *testing.T) {
	each(t, func(t *testing.T, w *correspondencetest.World, s *setting.Service) {
		ctx, rita := t.Context(), w.As(t, w.Rita)
		made, err := s.SetList(ctx, rita, setting.List{Name: "Postes", Owner: w.Rome}, "", []string{"Lima", "Europe"})
		must(t, err)
		is := func(name, top string, size int) {
			t.Helper()
			l, named, err := s.Named(ctx, rita, made.ID)
			must(t, err)
			if l.Name != name || l.Top != top || len(named) != size {
				t.Errorf("it is %+v of %v", l, named)
			}
		}
		_, err = s.RevertList(ctx, rita, made.ID, made.Version)
		contenttest.Wants(t, "undo no change", err, fault.Conflict)
		changed, err := s.SetList(ctx, rita, setting.List{ID: made.ID, Name: "Tous", Owner: w.Rome}, "Ministère", nil)
		must(t, err)
		is("Tous", "Ministère", 0)
		_, err = s.RevertList(ctx, w.As(t, w.Lucie), made.ID, changed.Version)
		contenttest.Wants(t, "undo by another unit", err, fault.KindNotFound)
		version, err := s.RevertList(ctx, rita, made.ID, changed.Version)
		must(t, err)
		is("Postes", "", 2)
		_, err = s.RevertList(ctx, rita, made.ID, changed.Version)
		contenttest.Wants(t, "undo it twice", err, fault.Conflict)
		_, err = s.RevertList(ctx, rita, made.ID, version)
		must(t, err)
		is("Tous", "Ministère", 0)
		must(t, s.RetireList(ctx, rita, made.ID, true))
		_, err = s.RevertList(ctx, rita, made.ID, version+1)
		contenttest.Wants(t, "undo on what is gone", err, fault.KindNotFound)
	})
}
