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

func (s *scene) count(t *testing.T, query string) int {
	t.Helper()
	n, err := store.One[int](t.Context(), s.DB, store.Q(query))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
