package officetest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Converted is what LibreOffice makes of a file: name says what the file is, to
// is the format wanted, as LibreOffice names it. The test is left out with a
// message where LibreOffice is not installed.
func Converted(t *testing.T, name string, data []byte, to string) []byte {
	t.Helper()
	program := os.Getenv("PARVIS_TEST_LIBREOFFICE")
	if program == "" {
		var err error
		if program, err = exec.LookPath("soffice"); err != nil {
			t.Skip("LibreOffice is not installed (apt-get install --no-install-recommends libreoffice-writer-nogui): what it makes of our files is not compared")
		}
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	// A profile of its own: another LibreOffice may run.
	c := exec.CommandContext(ctx, program, "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--headless", "--norestore", "--convert-to", to, "--outdir", filepath.Join(folder, "out"), filepath.Join(folder, name))
	c.Env = append(os.Environ(), "HOME="+folder)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, out)
	}
	ext, _, _ := strings.Cut(to, ":")
	made, err := os.ReadFile(filepath.Join(folder, "out", strings.TrimSuffix(name, filepath.Ext(name))+"."+ext))
	if err != nil {
		t.Fatal(err)
	}
	return made
}
