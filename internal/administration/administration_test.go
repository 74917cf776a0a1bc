package administration_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/administration"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var monday = time.Date(2036, 7, 14, 8, 0, 0, 0, time.UTC)

// house is a site with an administrator, an agent and a guest of theirs.
type house struct {
	*administration.Service
	t                 *testing.T
	db                *store.DB
	clock             *clock.Fake
	handler           http.Handler
	ada, elise, guest identity.Person
	cookies           map[id.ID]string
	reminded, moved   []id.ID
	tags              []content.Tag
	renamed, archived string
	tended            string
}

type dress struct{}

func (dress) Shell(r *web.Request) (context.Context, error) {
	return ui.WithShell(r.Context(), ui.Shell{}), nil
}
func (dress) Fault(title, advice string, _ int) templ.Component {
	return templ.Raw(title + " — " + advice)
}

// The house is its own administration.Invitations, Tags and Communities.
func (h *house) Remind(_ context.Context, _ *store.Tx, _ access.Actor, person id.ID) error {
	h.reminded = append(h.reminded, person)
	return nil
}
func (h *house) ResetLink(context.Context, access.Actor, id.ID) (string, error) {
	return "https://exemple.fr/reset/abc", nil
}

// RightsMoved makes the house its own administration.Open.
func (h *house) RightsMoved(_ context.Context, tx *store.Tx, person id.ID) {
	tx.After(func() { h.moved = append(h.moved, person) })
}

type tags struct{ *house }

func (g tags) AllTags(context.Context, access.Actor, string, content.TagKey, int) ([]content.Tag, error) {
	return g.tags, nil
}
func (g tags) RenameTag(ctx context.Context, _ access.Actor, _ id.ID, name string, also func(*store.Tx, string) error) error {
	if name == "" {
		var check fault.Check
		check.Field("name", false, "fault.field.required")
		return check.Err()
	}
	g.renamed = name
	return g.db.Write(ctx, func(tx *store.Tx) error { return also(tx, "congés") })
}
func (g tags) MergeTags(ctx context.Context, _ access.Actor, _, _ id.ID, also func(*store.Tx, string, string) error) error {
	return g.db.Write(ctx, func(tx *store.Tx) error { return also(tx, "congés", "absences") })
}
func (g tags) DropUnusedTags(ctx context.Context, _ access.Actor, also func(*store.Tx, int64) error) (int64, error) {
	return 2, g.db.Write(ctx, func(tx *store.Tx) error { return also(tx, 2) })
}

// background is the queue, where jobs 4 and 5 failed.
type background struct{ *house }

func (b background) Failed(context.Context, int) ([]jobs.Failure, error) {
	return []jobs.Failure{{ID: 5, Kind: "account.letter", Error: "refused", Try: 25, Tries: 25}, {ID: 4, Kind: "other", Try: 1, Tries: 25, Next: clock.At(monday)}}, nil
}

func (b background) tend(job int64, how string) (jobs.Failure, error) {
	if job != 4 && job != 5 {
		return jobs.Failure{}, fault.NotFound()
	}
	b.tended += fmt.Sprint(job, " ", how, ", ")
	return jobs.Failure{ID: job, Kind: "account.letter"}, nil
}

func (b background) Retry(_ context.Context, _ *store.Tx, job int64) (jobs.Failure, error) {
	return b.tend(job, "tried again")
}

func (b background) Discard(_ context.Context, _ *store.Tx, job int64) (jobs.Failure, error) {
	return b.tend(job, "given up")
}

type places struct{ *house }

func (p places) Archive(_ context.Context, _ access.Actor, c id.ID) error {
	p.archived = c.String()
	return nil
}
func (p places) Reopen(context.Context, access.Actor, id.ID) error { p.archived = ""; return nil }
func (p places) Appoint(_ context.Context, _ access.Actor, _ id.ID, person identity.Person) error {
	if person.ID != p.elise.ID {
		return fault.New(fault.Conflict, "administration.communities.nobody")
	}
	return nil
}

func each(t *testing.T, body func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { body(t, build(t, db)) })
}

func build(t *testing.T, db *store.DB) *house {
	t.Helper()
	ids, err := id.NewMaker(1)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: db, clock: clock.NewFake(monday), cookies: map[id.ID]string{}, tags: []content.Tag{{ID: 91, Name: "congés", Slug: "conges", Uses: 3}, {ID: 92, Name: "absences", Slug: "absences"}}}
	log := slog.New(slog.DiscardHandler)
	catalogue, err := i18n.Load(i18n.Messages, web.Messages, ui.Messages, identity.Messages, administration.Messages)
	if err != nil {
		t.Fatal(err)
	}
	key, err := activity.LoadKey(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	people := identity.New(identity.Config{DB: db, IDs: ids, Clock: h.clock, Hashing: identity.FastHashing()})
	h.Service = administration.New(administration.Config{
		DB: db, People: people, Events: activity.NewLog(db, ids, h.clock, log), Acts: activity.NewActs(db, h.clock, key), Clock: h.clock,
		Tags: tags{h}, Communities: places{h}, Directory: directory{h}, Invitations: h, Open: h, Jobs: background{h}, Quarantine: ward{h},
	})
	rt := web.NewRouter(web.Config{Sessions: people, Dress: dress{}, Catalogue: catalogue, Clock: h.clock, Log: log})
	(&administration.Pages{Service: h.Service, Markdown: text.NewRenderer(10)}).Routes(rt)
	if h.handler, err = rt.Handler(); err != nil {
		t.Fatal(err)
	}
	hash, err := people.HashPassword(t.Context(), "la brouette enneigée ronronne")
	if err != nil {
		t.Fatal(err)
	}
	err = db.Write(t.Context(), func(tx *store.Tx) error {
		for _, p := range []struct {
			to *identity.Person
			n  identity.NewPerson
		}{
			{&h.ada, identity.NewPerson{Name: "Ada Lune", Email: "ada@exemple.fr", Admin: true, Password: hash}},
			{&h.elise, identity.NewPerson{Name: "Élise Moreau", Email: "elise@exemple.fr", Password: hash}},
			{&h.guest, identity.NewPerson{Kind: identity.Guest, Name: "Ana Dehors", Email: "ana@mairie.fr", Password: hash, Expires: clock.At(monday.AddDate(0, 1, 0))}},
		} {
			p.n.Sponsor = h.elise.ID
			if *p.to, err = people.Enrol(t.Context(), tx, p.n); err != nil {
				return err
			}
			if h.cookies[p.to.ID], err = people.OpenSession(t.Context(), tx, p.to.ID, "Firefox", ""); err != nil {
				return err
			}
		}
		_, err := store.Exec(t.Context(), tx, store.Q(`INSERT INTO communities (id, name, name_fold, purpose, kind, openness, state, created, activity)
			VALUES (71, 'Cabinet', 'cabinet', 'Entre nous', 1, 2, 1, 0, 0)`))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// ask sends a request as somebody; fields make it a POST.
func (h *house) ask(as identity.Person, path string, fields ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r := httptest.NewRequestWithContext(h.t.Context(), "GET", path, nil)
	if fields != nil {
		r = httptest.NewRequestWithContext(h.t.Context(), "POST", path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c := h.cookies[as.ID]; c != "" {
		r.AddCookie(&http.Cookie{Name: "parvis", Value: c})
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	if strings.Contains(w.Body.String(), "⟦") {
		h.t.Errorf("%s shows a key without words", path)
	}
	return w
}

func (h *house) must(as identity.Person, status int, part, path string, fields ...string) string {
	h.t.Helper()
	w := h.ask(as, path, fields...)
	if body := w.Body.String(); w.Code != status || !strings.Contains(body, part) {
		h.t.Fatalf("%s: %d (to %q), want %d and %q:\n%s", path, w.Code, w.Header().Get("Location"), status, part, body)
	}
	return w.Body.String()
}

// do is a POST with nothing in the form.
func do() []string { return []string{"x", "y"} }

func (h *house) find(p identity.Person) identity.Person {
	h.t.Helper()
	found, err := identity.Find(h.t.Context(), h.db, p.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	return found
}

func TestNobodyElseComesIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one := "/admin/people/" + h.elise.ID.String()
		for path, fields := range map[string][]string{
			"/admin": nil, "/admin/people": nil, one: nil, "/admin/charter": nil, "/admin/tags": nil, "/admin/communities": nil,
			"/admin/communities/27": nil, "/admin/acts": nil, "/admin/site": {"name", "x"}, one + "/suspend": do(), one + "/give-admin": do(),
			one + "/link": do(), "/admin/charter/1": nil, "/admin/communities/27/archive": do(), "/admin/tags/drop-unused": do(),
		} {
			for who, want := range map[identity.Person]int{h.elise: 403, h.guest: 404, {}: 303} {
				if fields != nil && who.ID == 0 {
					want = 401
				}
				if got := h.ask(who, path, fields...); got.Code != want {
					t.Errorf("%s as %q: %d, want %d", path, who.Name, got.Code, want)
				}
			}
		}
		if h.find(h.elise).State != identity.Active || h.archived != "" {
			t.Error("something happened")
		}
		// A token without the scope does not administer, whoever owns it.
		token := access.Bearer(access.Facts{Person: h.ada.ID, Admin: true}, []access.Scope{access.Read, access.Write})
		if err := h.Suspend(t.Context(), token, h.elise.ID); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("a token suspended somebody: %v", err)
		}
		if list, _, err := h.Accounts(t.Context(), token, administration.Filter{}); err != nil || len(list) != 0 {
			t.Errorf("a token lists %d accounts, %v", len(list), err)
		}
	})
}

func TestTheSiteWearsReadableColours(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.must(h.ada, 422, "nécessaire", "/admin/site", "name", " ", "baseline", "b")
		h.must(h.ada, 422, "mal sur fond clair", "/admin/site", "name", "Le Lot", "light", "#ffff00")
		h.must(h.ada, 422, "mal sur fond clair", "/admin/site", "name", "Le Lot", "light", "red;}a{")
		h.must(h.ada, 422, `value="Le Lot"`, "/admin/site", "name", "Le Lot", "dark", "#000000")
		h.must(h.ada, 303, "", "/admin/site", "name", "Le Lot", "baseline", "Préfecture", "light", "#1b5e4a", "dark", "#7fd1b4")
		if got := h.Name(t.Context()); got != "Le Lot" {
			t.Errorf("the site is called %q", got)
		}
		dressed := h.Dress(t.Context())
		if dressed.Baseline != "Préfecture" || !strings.HasPrefix(dressed.Styles, "/theme.css?v=") {
			t.Errorf("%+v", dressed)
		}
		css := h.ask(identity.Person{}, "/theme.css")
		if css.Code != 200 || !strings.HasPrefix(css.Header().Get("Content-Type"), "text/css") || !strings.Contains(css.Body.String(), "#1b5e4a") {
			t.Errorf("%d %v %q", css.Code, css.Header(), css.Body)
		}
		if n, err := h.Acts.Verify(t.Context()); n != 1 || err != nil {
			t.Errorf("%d acts, %v", n, err)
		}
	})
}

func TestSuspending(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		one := "/admin/people/" + h.elise.ID.String()
		h.must(h.ada, 200, "Élise Moreau", one)
		h.must(h.ada, 303, "", one+"/suspend", do()...)
		if got := h.ask(h.elise, "/admin"); got.Code != 303 {
			t.Errorf("still signed in: %d", got.Code)
		}
		h.must(h.ada, 200, "Rétablir", one)
		h.must(h.ada, 303, "", one+"/reactivate", do()...)
		if p := h.find(h.elise); p.State != identity.Active {
			t.Errorf("state %v", p.State)
		}
		h.must(h.ada, 422, "vous suspendre vous-même", "/admin/people/"+h.ada.ID.String()+"/suspend", do()...)
		h.must(h.ada, 404, "", "/admin/people/zz/suspend", do()...)
		h.must(h.ada, 200, "Compte suspendu", "/admin/acts")
		h.must(h.ada, 200, "La chaîne est intacte", "/admin/acts")
	})
}

func TestAnAdministratorRemains(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ada, elise := "/admin/people/"+h.ada.ID.String(), "/admin/people/"+h.elise.ID.String()
		h.must(h.ada, 422, "dernière personne qui administre", ada+"/take-admin", do()...)
		h.must(h.ada, 422, "Seule une personne de la maison", "/admin/people/"+h.guest.ID.String()+"/give-admin", do()...)
		h.must(h.ada, 303, "", elise+"/give-admin", do()...)
		h.must(h.elise, 303, "", ada+"/take-admin", do()...)
		h.must(h.ada, 403, "", "/admin")
		h.must(h.elise, 200, "Administration donnée", "/admin/acts")
	})
}

func TestOtherGesturesOnAccounts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		guest := "/admin/people/" + h.guest.ID.String()
		h.must(h.ada, 200, "Garant", guest)
		h.must(h.ada, 422, "date de fin à venir", guest+"/extend", "expires", "2030-01-01")
		h.must(h.ada, 303, "", guest+"/extend", "expires", "2036-12-31")
		if p := h.find(h.guest); p.Expires.Format(time.DateOnly) != "2036-12-30" { // midnight in Paris
			t.Errorf("expires %v", p.Expires)
		}
		h.must(h.ada, 303, "", guest+"/sign-out", do()...)
		if got := h.ask(h.guest, "/admin"); got.Code != 303 {
			t.Errorf("still signed in: %d", got.Code)
		}
		h.must(h.ada, 200, "https://exemple.fr/reset/abc", guest+"/link", do()...)
		h.must(h.ada, 303, "", guest+"/remind", do()...)
		if len(h.reminded) != 1 {
			t.Error("not reminded")
		}
	})
}

func TestListingPeople(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		actor, err := h.People.ActorOf(t.Context(), h.ada.ID)
		if err != nil {
			t.Fatal(err)
		}
		for want, f := range map[string]administration.Filter{
			"Ada Lune, Ana Dehors, Élise Moreau": {}, "Élise Moreau": {Words: "MOREAU elise"}, "Ana Dehors": {Kind: identity.Guest},
			"Ada Lune": {Admin: true}, "Ana Dehors ": {Words: "ana@mairie.fr"}, "": {State: identity.Suspended}, " ": {Words: "%"},
			"Ana Dehors, Élise Moreau": {After: administration.Key{Name: "ada lune", ID: h.ada.ID}},
		} {
			list, _, err := h.Accounts(t.Context(), actor, f)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, a := range list {
				names = append(names, a.Name)
			}
			if got := strings.Join(names, ", "); f.Words != "%" && got != strings.TrimSpace(want) {
				t.Errorf("%+v gives %q, want %q", f, got, want)
			}
		}
		h.must(h.ada, 200, "Ana Dehors", "/admin/people?kind=guest&q=ana")
		if body := h.must(h.ada, 200, "Personne ne correspond", "/admin/people?state=suspended"); strings.Contains(body, "Moreau") {
			t.Error("the filter lets everybody through")
		}
	})
}

func TestTheCharterIsPublishedByVersions(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.must(h.ada, 200, "<strong>courtois</strong>", "/admin/charter", "based", "0", "source", "Soyez **courtois**.", "preview", "1")
		h.must(h.ada, 303, "", "/admin/charter", "based", "0", "source", "Soyez courtois.")
		h.must(h.ada, 422, "publiée pendant que vous écriviez", "/admin/charter", "based", "0", "source", "Soyez brefs.")
		h.must(h.ada, 422, "déjà celui", "/admin/charter", "based", "1", "source", "Soyez courtois.")
		h.must(h.ada, 400, "", "/admin/charter", "based", "x", "source", "Soyez brefs.")
		h.must(h.ada, 303, "", "/admin/charter", "based", "1", "source", "Soyez courtois et brefs.")
		h.must(h.ada, 200, "Ce qui a changé", "/admin/charter/2")
		h.must(h.ada, 404, "", "/admin/charter/3")
		if v, err := h.People.BySession(t.Context(), h.cookies[h.elise.ID]); err != nil || !v.CharterDue {
			t.Errorf("not asked of everybody: %v", err)
		}
	})
}
