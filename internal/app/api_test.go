package app_test

import (
	"log/slog"
	"testing"

	"parvis/internal/app"
	"parvis/internal/store/storetest"
)

func TestAPIBuilds(t *testing.T) {
	c := app.Config{Data: t.TempDir(), Database: storetest.Address(t, "sqlite"), Listen: "127.0.0.1:0", LogFormat: "text", LogLevel: "error"}
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), "test", c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	t.Log(len(a.API.Operations()))
}
