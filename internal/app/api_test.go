package app

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// programs is the scene as programs see it: each caller has tokens.
type programs struct {
	*scene
	handler http.Handler
	docs    map[string]api.Doc // by operation
	done    map[string]bool    // operations that succeeded once
}

func newPrograms(t *testing.T, engine store.Engine) *programs {
	t.Helper()
	s := newScene(t, start(t, engine))
	p := &programs{scene: s, handler: handlerOf(t, s.App), docs: map[string]api.Doc{}, done: map[string]bool{}}
	for _, g := range s.API.Docs() {
		for _, d := range g.Operations {
			p.docs[d.ID] = d
		}
	}
	return p
}

// token gives a caller a key to the API.
func (p *programs) token(t *testing.T, who string, scopes ...access.Scope) (secret string) {
	t.Helper()
	if who == "" {
		return ""
	}
	err := p.DB.Write(t.Context(), func(tx *store.Tx) (err error) {
		_, secret, err = p.Identity.CreateToken(t.Context(), tx, p.people[who], identity.NewToken{Name: "test", Scopes: scopes})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// scopesOf are all that a caller may be granted.
func scopesOf(who string) []access.Scope {
	if who == "administrator" {
		return identity.Scopes()
	}
	return []access.Scope{access.Read, access.Write}
}

// reply is what came back, with its body read when it is an object.
type reply struct {
	status int
	media  string
	text   string
	body   map[string]any
}

// at finds a value by its path in the body: "entries.0.id".
func (r reply) at(path string) any {
	var v any = r.body
	for _, part := range strings.Split(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[part]
		case []any:
			i := int(part[0] - '0')
			if i >= len(at) {
				return nil
			}
			v = at[i]
		default:
			return nil
		}
	}
	return v
}

func (r reply) word(path string) string {
	s, _ := r.at(path).(string)
	return s
}

// ask sends one call as it is.
func (p *programs) ask(t *testing.T, token, method, path, media, body string) reply {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), method, "/", strings.NewReader(body))
	req.URL.Path, req.URL.RawQuery, _ = strings.Cut(api.Prefix+path, "?")
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res := httptest.NewRecorder()
	p.handler.ServeHTTP(res, req)
	r := reply{status: res.Code, media: res.Header().Get("Content-Type"), text: res.Body.String()}
	_ = json.Unmarshal(res.Body.Bytes(), &r.body)
	if res.Code >= 400 && (r.media != "application/problem+json" || r.word("title") == "" || r.word("detail") == "") {
		t.Errorf("%s %s: an error came as %d %s %.200s", method, path, res.Code, r.media, r.text)
	}
	return r
}

// upload is a multipart body with one file.
func upload(t *testing.T, name, text string) (media, body string) {
	t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte(text))
	w.Close()
	return w.FormDataContentType(), out.String()
}

// path fills the parameters of an operation's path; what is not given is that
// of a place of the scene.
func (p *programs) path(d api.Doc, place string, given map[string]string) string {
	path := d.Path
	values := map[string]string{}
	for k, v := range p.params[place] {
		values[k] = v
	}
	values["target"], values["kind"], values["place"] = values["item"], "item", "new-1"
	values["reaction"], values["session"], values["token"] = "useful", p.IDs.New().String(), p.IDs.New().String()
	values["unit"], values["level"], values["code"] = p.IDs.New().String(), "9", "TD"
	if strings.HasPrefix(path, "/desks/") {
		values["unit"], values["item"], values["gesture"] = values["desk"], values["dispatch"], "take"
	}
	if strings.HasPrefix(path, "/dispatches/") && path != "/dispatches/{item}/affair" {
		values["item"], values["gesture"] = values["begun"], "send"
	}
	if strings.HasPrefix(path, "/dispatches/{item}/visas") {
		values["item"], values["visa"], values["gesture"] = values["in_visas"], values["visa_asked"], "give"
	}
	if strings.Contains(path, "/poll") || strings.Contains(path, "/vote") {
		values["item"] = values["poll"]
	}
	if strings.Contains(path, "{item}/sheet") {
		values["item"] = values["sheet"]
	}
	if strings.Contains(path, "/accepted/") {
		values["item"], values["comment"] = values["question"], values["answer"]
	}
	if strings.Contains(path, "/versions") || strings.HasSuffix(path, "/name") {
		values["item"], values["file"] = values["shelf"], values["version"]
	}
	if strings.HasPrefix(path, "/admin/tags") {
		values["tag"] = p.IDs.New().String()
	}
	for k, v := range given {
		values[k] = v
	}
	for k, v := range values {
		path = strings.ReplaceAll(path, "{"+k+"}", v)
	}
	return path
}

func TestAPIDescription(t *testing.T) {
	p := newPrograms(t, store.SQLite)
	r := p.ask(t, "", "GET", "/openapi.json", "", "")
	if r.status != 200 || !strings.HasPrefix(r.word("openapi"), "3.1") {
		t.Fatal(r.status, r.word("openapi"))
	}
	seen := map[string]bool{}
	operations := 0
	for path, item := range r.body["paths"].(map[string]any) {
		for method, raw := range item.(map[string]any) {
			op := raw.(map[string]any)
			operations++
			name, _ := op["operationId"].(string)
			if seen[name] || name == "" {
				t.Errorf("%s %s: the id %q is missing or taken", method, path, name)
			}
			seen[name] = true
			if op["summary"] == "" || op["summary"] == nil || op["tags"] == nil || op["security"] == nil {
				t.Errorf("%s lacks a summary, a tag or its security", name)
			}
			answers, _ := op["responses"].(map[string]any)
			for _, status := range []string{"401", "403"} {
				if answers[status] == nil {
					t.Errorf("%s does not tell that it may answer %s", name, status)
				}
			}
			success := false
			for status := range answers {
				success = success || strings.HasPrefix(status, "2")
			}
			if !success {
				t.Errorf("%s tells no success", name)
			}
			for _, part := range strings.Split(path, "/") {
				if strings.HasPrefix(part, "{") && !strings.Contains(r.text, `"name":"`+strings.Trim(part, "{}")+`"`) {
					t.Errorf("%s: no parameter for %s", name, part)
				}
			}
		}
	}
	if operations != len(p.API.Operations()) || operations < 100 {
		t.Errorf("%d operations are described, %d registered", operations, len(p.API.Operations()))
	}
	refs(t, r.body, r.body)
	if page := p.ask(t, "", "GET", "/docs", "", ""); page.status != 200 || strings.Contains(page.text, "⟦") || !strings.Contains(page.text, "publish-item") {
		t.Errorf("the page answers %d, or lacks words: %s", page.status, regexp.MustCompile("⟦[^⟧]*⟧").FindString(page.text))
	}
}

// refs demands that every reference leads somewhere in the description.
func refs(t *testing.T, whole map[string]any, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			var at any = whole
			for _, part := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
				inner, _ := at.(map[string]any)
				at = inner[part]
			}
			if at == nil {
				t.Errorf("%s leads nowhere", ref)
			}
		}
		for _, inner := range v {
			refs(t, whole, inner)
		}
	case []any:
		for _, inner := range v {
			refs(t, whole, inner)
		}
	}
}

// TestAPIDoors: no operation opens without a token, nor by one without the
// scope; outsiders and guests from elsewhere find nothing of a private place.
func TestAPIDoors(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPrograms(t, db.Engine())
		without := map[access.Scope]string{
			access.Read:  p.token(t, "administrator", access.Write, access.Admin),
			access.Write: p.token(t, "administrator", access.Read, access.Admin),
			access.Admin: p.token(t, "administrator", access.Read, access.Write),
		}
		strangers := map[string]string{"outsider": p.token(t, "outsider", scopesOf("")...), "stranger": p.token(t, "stranger", scopesOf("")...)}
		before := p.facts(t)
		for _, op := range p.API.Operations() {
			d := p.docs[op.ID]
			path, media, body := p.path(d, "private", nil), d.Takes, d.Example
			if media == "multipart/form-data" {
				media, body = upload(t, "a.txt", "bonjour")
			}
			body = strings.ReplaceAll(body, "2026-09-01T08:00:00Z", time.Now().Add(24*time.Hour).UTC().Format(time.RFC3339))
			if op.ID == "search" || op.ID == "find-names" {
				path += "?text=" + mark
			}
			if r := p.ask(t, "", op.Method, path, media, body); r.status != 401 {
				t.Errorf("%s without a token: %d", op.ID, r.status)
			}
			if r := p.ask(t, "parvis_nonsense", op.Method, path, media, body); r.status != 401 {
				t.Errorf("%s with an unknown token: %d", op.ID, r.status)
			}
			if r := p.ask(t, without[op.Action.Scope], op.Method, path, media, body); r.status != 403 {
				t.Errorf("%s without its scope: %d", op.ID, r.status)
			}
			for who, token := range strangers {
				inside := strings.Contains(path, p.params["private"]["community"]) || strings.Contains(path, p.params["private"]["item"]) ||
					strings.Contains(d.Path, "{comment}") || strings.Contains(d.Path, "{file}") || strings.Contains(d.Path, "{tag}") || strings.Contains(d.Path, "{item}")
				if op.Method != http.MethodGet && !inside {
					continue // one's own affairs
				}
				r := p.ask(t, token, op.Method, path, media, body)
				want := inside && op.Action.Scope != access.Admin && op.ID != "unfollow"
				if want && r.status != 404 {
					t.Errorf("%s by the %s: %d %s", op.ID, who, r.status, r.text)
				}
				if r.status < 400 && strings.Contains(strings.ToLower(r.text), mark) {
					t.Errorf("%s shows the %s what is private: %s", op.ID, who, r.text)
				}
			}
		}
		if after := p.facts(t); after != before {
			t.Errorf("something changed: %s, then %s", before, after)
		}
	})
}

// TestAPILanguage: errors come in the language of the token's owner.
func TestAPILanguage(t *testing.T) {
	p := newPrograms(t, store.SQLite)
	token := p.token(t, "member", access.Read, access.Write)
	french := p.ask(t, token, "POST", "/items", "application/json", `{"kind":7}`)
	if french.status != 422 || !strings.Contains(french.text, "Un texte est attendu") || !strings.Contains(french.text, "Il manque le champ") {
		t.Error(french.text)
	}
	if r := p.ask(t, token, "PUT", "/me", "application/json", `{"locale":"en"}`); r.status != 204 {
		t.Fatal(r.text)
	}
	english := p.ask(t, token, "POST", "/items", "application/json", `{"kind":7}`)
	if english.status != 422 || !strings.Contains(english.text, "Expected a text") {
		t.Error(english.text)
	}
}
