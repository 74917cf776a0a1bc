package main

import (
	"context"
	"os"
	"os/exec"
)

// findLibreOffice returns the path of LibreOffice, installing Debian's when it may (some forty seconds);
// "" when there is none: what it is for is then left out of the tests, with a message.
func findLibreOffice(ctx context.Context) string {
	if path := os.Getenv(officeVariable); path != "" {
		return path
	}
	if path, err := exec.LookPath("soffice"); err == nil {
		return path
	}
	if !debianRoot() {
		return ""
	}
	if err := install(ctx, "libreoffice-writer-nogui"); err != nil {
		say("the tests go on without LibreOffice: %v", err)
		return ""
	}
	path, err := exec.LookPath("soffice")
	if err != nil {
		return ""
	}
	return path
}
