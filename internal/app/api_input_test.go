package app

import (
	"encoding/json"
	"strings"
	"testing"

	"parvis/internal/api"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestAPIBadInput sends to every operation what its bounds forbid: 4xx, and
// nothing changed.
func TestAPIBadInput(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPrograms(t, db.Engine())
		token := p.token(t, "administrator", identity.Scopes()...)
		refuse := func(op, what, method, path, media, body string, reads bool) {
			t.Helper()
			before := p.facts(t)
			r := p.ask(t, token, method, path, media, body)
			switch {
			case r.status >= 500 && r.status != 503, r.status < 400 && !reads:
				t.Errorf("%s, %s: %d %.300s", op, what, r.status, r.text)
			case r.status >= 400 && p.facts(t) != before:
				t.Errorf("%s, %s: refused, yet something changed", op, what)
			}
		}
		for _, op := range p.API.Operations() {
			d := p.docs[op.ID]
			path := p.path(d, "open", nil)
			if d.Takes == "application/json" {
				var good map[string]any
				if err := json.Unmarshal([]byte(d.Example), &good); err != nil {
					t.Fatal(op.ID, err)
				}
				for what, body := range worse(t, d, good) {
					refuse(op.ID, what, op.Method, path, "application/json", body, false)
				}
				refuse(op.ID, "a form", op.Method, path, "application/x-www-form-urlencoded", "title=a", false)
			}
			if d.Takes == "multipart/form-data" {
				refuse(op.ID, "no file", op.Method, path, "multipart/form-data; boundary=x", "--x--\r\n", false)
				refuse(op.ID, "broken", op.Method, path, "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc", false)
				refuse(op.ID, "JSON", op.Method, path, "application/json", "{}", false)
				media, body := upload(t, "a.txt", strings.Repeat("a", 27<<20))
				refuse(op.ID, "huge", op.Method, path, media, body, false)
			}
			for _, f := range d.Parameters {
				switch f.In {
				case "query":
					for _, bad := range []string{"%ff", "%00", strings.Repeat("z", 300), "-1", "1e9", "'\"", "café"} {
						refuse(op.ID, "query "+f.Name+"="+bad, op.Method, path+"?"+f.Name+"="+bad, d.Takes, "", op.Method == "GET")
					}
				case "path":
					for _, bad := range []string{"0", "zz!", "7zzzzzzzzzzzz", "%2e%2e", strings.Repeat("9", 40), "\xff", "a\x00b", "1'--"} {
						given := p.path(d, "open", map[string]string{f.Name: bad})
						media, body := d.Takes, d.Example
						if media == "multipart/form-data" {
							media, body = upload(t, "a.txt", "a")
						}
						harmless := op.ID == "unfollow" || op.ID == "drop-draft" || op.ID == "unrelay-item" || f.Name == "place"
						refuse(op.ID, "path "+f.Name+"="+bad, op.Method, given, media, body, harmless)
					}
				}
			}
			refuse(op.ID, "unknown parameter", op.Method, path+"?nonsense=1", d.Takes, d.Example, false)
		}
	})
}

// worse are bodies like a good one, each with one thing wrong.
func worse(t *testing.T, d api.Doc, good map[string]any) map[string]string {
	t.Helper()
	out := map[string]string{
		"nothing": "", "not JSON": `{"a"`, "an array": `[]`, "null": `null`, "a string": `"a"`, "invalid UTF-8": "{\"a\":\"\xff\"}",
		"huge": `{"a":"` + strings.Repeat("a", api.MaxBody) + `"}`, "deep": strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000),
	}
	with := func(name string, value any) string {
		bad := map[string]any{}
		for k, v := range good {
			bad[k] = v
		}
		bad[name] = value
		text, err := json.Marshal(bad)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	out["unknown field"] = with("nonsense", 1)
	out["forged actor"] = with("author", id.ID(7).String())
	for _, f := range d.Body {
		if strings.ContainsAny(f.Name, ".[") {
			continue
		}
		out[f.Name+": wrong type"] = with(f.Name, map[string]any{"a": 1})
		out[f.Name+": number"] = with(f.Name, -1.5)
		if f.Type == "string" && !f.List {
			out[f.Name+": control characters"] = with(f.Name, "a\x00b")
			if f.Most != "" && len(f.Enum) == 0 {
				out[f.Name+": too long"] = with(f.Name, strings.Repeat("é", 100_001))
			}
			if len(f.Enum) > 0 {
				out[f.Name+": unknown word"] = with(f.Name, "nonsense")
			}
		}
		if f.Type == "id" && !f.List {
			for _, bad := range []string{"0", "ZZ", "ilou", "", "77777777777777", "../1"} {
				out[f.Name+": "+bad] = with(f.Name, bad)
			}
		}
		if f.Type == "date-time" {
			out[f.Name+": not a moment"] = with(f.Name, "demain")
		}
		if f.List {
			out[f.Name+": not in a list"] = with(f.Name, "a")
			out[f.Name+": nulls"] = with(f.Name, []any{nil, nil})
			out[f.Name+": too many"] = with(f.Name, make([]string, 1000))
		}
		if f.Required {
			out[f.Name+": null"] = with(f.Name, nil)
		}
	}
	return out
}
