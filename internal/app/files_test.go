package app

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"parvis/internal/blob"
)

// run is the program on a site in a folder.
func run(t *testing.T, data string, args ...string) (code int, out, errs string) {
	t.Helper()
	var told, wrong bytes.Buffer
	code = Run(t.Context(), "test", append([]string{"--data", data}, args...), &told, &wrong)
	return code, told.String(), wrong.String()
}

func TestFilesAreCopied(t *testing.T) {
	data, other := t.TempDir(), filepath.Join(t.TempDir(), "other")
	files, err := blob.OpenDisk(filepath.Join(data, "files"))
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	for _, text := range []string{"un", "deux", "trois"} {
		if _, err := files.Put(t.Context(), strings.NewReader(text), 10); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"3 files seen, 3 copied", "3 files seen, 0 copied"} {
		if code, out, errs := run(t, data, "files", "copy", "--to", "disk:"+other); code != 0 || !strings.Contains(out, want) {
			t.Errorf("%d %q %q, want %q", code, out, errs, want)
		}
	}
	if code, _, errs := run(t, data, "migrate"); code != 0 {
		t.Fatal(errs)
	}
	code, out, errs := run(t, data, "doctor", "--files", "disk:"+other)
	if code != 0 || !strings.Contains(out, "ok     files: can be written, read and deleted") {
		t.Errorf("%d %q %q", code, out, errs)
	}
}

func TestAWrongPlaceOfFilesIsRefused(t *testing.T) {
	for _, address := range []string{"s3://key:s3cr3t@host", "s3://key:s3cr3t@host/bucket?tls=1", "ftp://key:s3cr3t@host/bucket"} {
		code, out, errs := run(t, t.TempDir(), "doctor", "--files", address)
		if code != 2 || !strings.Contains(errs, "files (PARVIS_FILES): files are kept at disk:FOLDER or s3://") || strings.Contains(out+errs, "s3cr3t") {
			t.Errorf("%d %q %q", code, out, errs)
		}
	}
	code, out, errs := run(t, t.TempDir(), "doctor", "--files", "s3://key:s3cr3t@127.0.0.1:9/bucket?tls=no")
	if code != 1 || !strings.Contains(out, "wrong  files: unavailable") || strings.Contains(out+errs, "s3cr3t") {
		t.Errorf("%d %q %q", code, out, errs)
	}
}

func TestAWrongAntivirusIsRefused(t *testing.T) {
	code, _, errs := run(t, t.TempDir(), "doctor", "--antivirus", "clamd.ctl")
	if code != 2 || !strings.Contains(errs, "antivirus (PARVIS_ANTIVIRUS): expected unix:/run/clamav/clamd.ctl or tcp:HOST:3310") {
		t.Errorf("%d %q", code, errs)
	}
}

// TestASilentAntivirusIsTold: by doctor, and by the metrics.
func TestASilentAntivirusIsTold(t *testing.T) {
	data := t.TempDir()
	socket := "unix:" + filepath.Join(data, "clamd.ctl")
	if code, _, errs := run(t, data, "migrate"); code != 0 {
		t.Fatal(errs)
	}
	code, out, _ := run(t, data, "doctor", "--antivirus", socket)
	if code != 1 || !strings.Contains(out, "wrong  antivirus: 0 files wait for it, 0 are in quarantine: the antivirus at "+socket) {
		t.Errorf("%d %q", code, out)
	}
	c := Config{Data: data, Listen: "127.0.0.1:0", LogFormat: "text", LogLevel: "error", Antivirus: socket}
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	a, err := New(t.Context(), "test", c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	answer := httptest.NewRecorder()
	a.MetricsHandler().ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil))
	for _, want := range []string{
		"# TYPE parvis_antivirus_up gauge\nparvis_antivirus_up 0\n", "\nparvis_files_waiting_scan 0\n", "\nparvis_files_quarantined 0\n",
		`parvis_followers_lag_events{follower="notices"} 0`, "\nparvis_search_index_documents ", `go_sql_open_connections{db_name="parvis"} 1`, "\ngo_goroutines ", "process_resident_memory_bytes ",
	} {
		if !strings.Contains(answer.Body.String(), want) {
			t.Errorf("the metrics do not say %q: %s", want, answer.Body)
		}
	}
}
