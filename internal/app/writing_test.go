package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"parvis/internal/store"
)

// told is the mark of the receivers that a form showed.
var told = regexp.MustCompile(`name="told" value="(\w+)"`)

// TestSignedAsItIsWritten: the form of a dispatch signs and releases for whoever
// signs themselves, was told whom it goes to and asks for no visa; for others, and
// otherwise, nothing leaves.
func TestSignedAsItIsWritten(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) { signedAsItIsWritten(t, newScene(t, start(t, engine))) })
	}
}

func signedAsItIsWritten(t *testing.T, s *scene) {
	h := handlerOf(t, s.App)
	p := s.params["open"]
	form := func(change map[string]string) url.Values {
		v := url.Values{
			"id": {s.IDs.New().String()}, "unit": {p["desk"]}, "acts": {p["above"]}, "title": {"Passage ouvert"}, "source": {"Le passage ouvre lundi."},
			"type": {"TD"}, "precedence": {"1"}, "protection": {"0"}, "distribution": {"named"}, "signatory": {s.people["manager"].String()}, "go": {"sign"},
		}
		for name, value := range change {
			v.Set(name, value)
		}
		return v
	}
	send := func(who string, v url.Values) (int, string, string) {
		return call(t, h, http.MethodPost, "/dispatches/new", s.cookies[who], v)
	}
	status, _, body := send("manager", form(nil))
	shown := told.FindStringSubmatch(body)
	if status != 422 || shown == nil || !strings.Contains(body, "Voici à qui elle ira") {
		t.Fatalf("signed without being told whom it goes to: %d", status)
	}
	for _, c := range []struct {
		who, what, says string
		change          map[string]string
	}{
		{"manager", "with a visa", "Des visas sont demandés", map[string]string{"visa-1": "@marc.petit"}},
		{"manager", "told of others", "Voici à qui elle ira", map[string]string{"distribution": "services"}},
		{"member", "in the place of another", "Vous ne signez pas", nil},
	} {
		v := form(c.change)
		v.Set("told", shown[1])
		if status, _, body := send(c.who, v); status != 422 || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d", c.what, status)
		}
	}
	if n := s.count(t, `SELECT COUNT(*) FROM items WHERE title = 'Passage ouvert'`); n != 0 {
		t.Errorf("%d kept of what was refused", n)
	}
	v := form(nil)
	v.Set("told", shown[1])
	if status, to, _ := send("manager", v); status != 303 || !strings.HasPrefix(to, "/i/") {
		t.Errorf("signed: %d %s", status, to)
	}
	if n := s.count(t, `SELECT COUNT(*) FROM dispatches d JOIN deliveries l ON l.item_id = d.item_id JOIN items i ON i.id = d.item_id
			WHERE i.title = 'Passage ouvert' AND d.step = 4 AND d.number = 2`); n != 1 {
		t.Errorf("%d deliveries", n)
	}
	v = form(map[string]string{"type": "", "title": "Sans qualification"})
	_, _, body = send("manager", v)
	v.Set("told", told.FindStringSubmatch(body)[1])
	if status, to, _ := send("manager", v); status != 303 || !strings.HasSuffix(to, "/edit?why=send") {
		t.Errorf("without its qualification: %d %s", status, to)
	}
}

// TestReferencesAsTheyAreTyped: a form takes the number, the subject or the
// address of an earlier dispatch, without any script; what its writer may not
// read is neither proposed nor found.
func TestReferencesAsTheyAreTyped(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			s := newScene(t, start(t, engine))
			h := handlerOf(t, s.App)
			open, private := s.params["open"], s.params["private"]
			send := func(who, unit, typed string) (int, string, string) {
				return call(t, h, http.MethodPost, "/dispatches/new", s.cookies[who], url.Values{
					"id": {s.IDs.New().String()}, "unit": {unit}, "title": {"Suite"}, "source": {"Suite du précédent."}, "refers": {typed},
				})
			}
			for _, typed := range []string{open["desk"] + ", 2026-1", "Titre lisible de dépêche", "/i/" + open["dispatch"], open["dispatch"] + "; /i/" + open["dispatch"]} {
				if status, _, _ := send("member", open["desk"], typed); status != 303 {
					t.Errorf("%s: %d", typed, status)
				}
			}
			if n := s.count(t, `SELECT COUNT(*) FROM dispatch_references r JOIN items i ON i.id = r.item_id WHERE i.title = 'Suite'`); n != 4 {
				t.Errorf("%d references", n)
			}
			if status, _, _ := send("member", open["desk"], "2026-1"); status != 422 {
				t.Errorf("a number of two units: %d", status)
			}
			_, _, member := call(t, h, http.MethodGet, "/suggest/dispatches?q=titre+"+mark, s.cookies["member"], nil)
			if !strings.Contains(member, "Titre "+mark) {
				t.Errorf("its reader is proposed %s", member)
			}
			s.exec(t, store.Q(`INSERT INTO functions (id, person_id, unit_id, title, head, main) SELECT %s, %s, id, 'Agent', FALSE, FALSE FROM units WHERE code = %s`,
				s.IDs.New(), s.people["outsider"], open["desk"]))
			for _, typed := range []string{private["desk"] + " 2026-1", "Titre " + mark + " de dépêche", "/i/" + private["dispatch"]} {
				if status, _, _ := send("outsider", open["desk"], typed); status != 422 {
					t.Errorf("%s, of what they may not read: %d", typed, status)
				}
				_, _, found := call(t, h, http.MethodGet, "/suggest/dispatches?q="+url.QueryEscape(typed), s.cookies["outsider"], nil)
				if strings.Contains(found, mark) || strings.Contains(found, private["dispatch"]) {
					t.Errorf("%s is proposed %s", typed, found)
				}
			}
		})
	}
}

// TestFormOfADispatch: the form of all items leads to that of dispatches.
func TestFormOfADispatch(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			s := newScene(t, start(t, engine))
			h, begun := handlerOf(t, s.App), s.params["private"]["begun"]
			if status, to, _ := call(t, h, http.MethodGet, "/i/"+begun+"/edit", s.cookies["member"], nil); status != 303 || to != "/dispatches/"+begun+"/edit" {
				t.Errorf("its drafter: %d %s", status, to)
			}
			if status, _, _ := call(t, h, http.MethodGet, "/i/"+begun+"/edit", s.cookies["outsider"], nil); status != 404 {
				t.Errorf("who may not read it: %d", status)
			}
			like := func(who, text string) string {
				_, _, body := call(t, h, http.MethodPost, "/dispatches/qualifications", s.cookies[who], url.Values{"source": {text}, "unit": {s.params["open"]["desk"]}})
				return body
			}
			if body := like("member", "Titre "+mark+" de dépêche"); !strings.Contains(body, mark) {
				t.Errorf("like what the text says: %s", body)
			}
			if body := like("outsider", "Titre "+mark+" de dépêche"); strings.Contains(body, mark) {
				t.Errorf("who may not read it is told %s", body)
			}
		})
	}
}

func (s *scene) count(t *testing.T, query string) int {
	t.Helper()
	n, err := store.One[int](t.Context(), s.DB, store.Q(query))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
