package api_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/web"
)

// The connection of a body that was stopped ends with the answer, an error too.
func TestStoppedArrivalEndsItsConnection(t *testing.T) {
	catalogue, err := i18n.Load(i18n.Messages, web.Messages, api.Messages)
	if err != nil {
		t.Fatal(err)
	}
	write := access.On(access.None, "test.write", access.Write, access.Agent)
	a := api.New("test", tokens{"writer": {Actor: access.Bearer(access.Facts{Person: 7}, []access.Scope{access.Write})}}, catalogue, slog.New(slog.DiscardHandler))
	for path, answer := range map[string]error{"/done": nil, "/error": fault.NotFound()} {
		for _, stops := range []bool{false, true} {
			if stops {
				path += "-stopped"
			}
			api.RegisterRaw(a, api.Operation{Method: http.MethodPatch, Path: path, ID: "raw" + strings.ReplaceAll(path, "/", "-"), Summary: "Raw", Tag: "Tests", Action: write, MaxBody: -1},
				func(_ context.Context, _ access.Actor, in *struct{ api.Raw }) (api.Headers, error) {
					body := in.Arriving(time.Minute)
					if stops {
						body.Stop()
					}
					return api.Headers{Status: http.StatusNoContent}, answer
				})
		}
	}
	s := httptest.NewServer(a.Handler())
	t.Cleanup(s.Close)
	for _, path := range []string{"/done", "/done-stopped", "/error", "/error-stopped"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, s.URL+"/api"+path, strings.NewReader("some"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer writer")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.Close != strings.HasSuffix(path, "-stopped") {
			t.Errorf("%s with %d: its connection ends: %v", path, res.StatusCode, res.Close)
		}
	}
}
