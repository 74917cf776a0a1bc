package administration_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/administration"
	"parvis/internal/fault"
	"parvis/internal/identity"
)

// directory is the house's administration.Directory: it refuses a file that
// holds the word "faux".
type directory struct{ *house }

func (d directory) ImportUnits(_ context.Context, _ access.Actor, from io.Reader, dryRun bool) (administration.Import, error) {
	text, err := io.ReadAll(from)
	if err != nil {
		return administration.Import{}, err
	}
	if strings.Contains(string(text), "faux") {
		return administration.Import{Problems: []administration.Problem{{Line: 2, Key: "fault.field.required"}}}, fault.New(fault.Invalid, fault.Invalid.Key())
	}
	return administration.Import{DryRun: dryRun, Rows: 1, Counts: []administration.Count{{Sort: "added", N: 1}}, Changes: []administration.Change{{Sort: "added", Line: "Bureau des élections"}}}, nil
}
func (d directory) ImportFunctions(ctx context.Context, actor access.Actor, from io.Reader, dryRun bool) (administration.Import, error) {
	return d.ImportUnits(ctx, actor, from, dryRun)
}

func TestImportingUnits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		send := func(as identity.Person, csv string, fields ...string) (int, string) {
			t.Helper()
			var body bytes.Buffer
			form := multipart.NewWriter(&body)
			for i := 0; i+1 < len(fields); i += 2 {
				if err := form.WriteField(fields[i], fields[i+1]); err != nil {
					t.Fatal(err)
				}
			}
			file, err := form.CreateFormFile("file", "services.csv")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(file, csv); err != nil {
				t.Fatal(err)
			}
			if err := form.Close(); err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequestWithContext(t.Context(), "POST", "/admin/units", &body)
			r.Header.Set("Content-Type", form.FormDataContentType())
			r.AddCookie(&http.Cookie{Name: "parvis", Value: h.cookies[as.ID]})
			w := httptest.NewRecorder()
			h.handler.ServeHTTP(w, r)
			return w.Code, w.Body.String()
		}
		h.must(h.ada, 200, "Fichier CSV", "/admin/units")
		for _, test := range []struct {
			as     identity.Person
			csv    string
			fields []string
			status int
			part   string
		}{
			{h.ada, "code,nom", []string{"check", "1"}, 200, "Ce que l’import changerait"},
			{h.ada, "code,nom", []string{"import", "1", "what", "functions"}, 200, "Ce que l’import a changé"},
			{h.ada, "faux", []string{"import", "1"}, 422, "Lignes à corriger"},
			{h.ada, "", []string{"import", "1"}, 422, "nécessaire"},
			{h.ada, "x", []string{"what", "people"}, 422, "l’une des réponses"},
			{h.elise, "code,nom", []string{"import", "1"}, 403, ""},
		} {
			if status, body := send(test.as, test.csv, test.fields...); status != test.status || !strings.Contains(body, test.part) {
				t.Errorf("%+v: %d", test, status)
			}
		}
	})
}
