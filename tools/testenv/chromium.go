package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// browsers are the names under which distributions and macOS install a Chromium that speaks the
// DevTools protocol.
var browsers = []string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
}

// findChromium returns the path of a browser that starts, installing Debian's when it may.
func findChromium(ctx context.Context) (string, error) {
	if path := os.Getenv(chromiumVariable); path != "" {
		if !isBrowser(ctx, path) {
			return "", fmt.Errorf("%s is set, but %s --version does not answer like a browser", chromiumVariable, path)
		}
		return path, nil
	}
	if path := firstBrowser(ctx); path != "" {
		return path, nil
	}
	if debianRoot() {
		if err := install(ctx, "chromium"); err != nil {
			return "", err
		}
		if path := firstBrowser(ctx); path != "" {
			return path, nil
		}
	}
	return "", fmt.Errorf("no Chromium was found: install it (on Debian or Ubuntu: apt-get install chromium), or set %s to the path of one", chromiumVariable)
}

func firstBrowser(ctx context.Context) string {
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil && isBrowser(ctx, path) {
			return path
		}
	}
	return ""
}

// isBrowser refuses what only bears the name, such as the stub by which Ubuntu points at a snap.
func isBrowser(ctx context.Context, path string) bool {
	out, err := exec.CommandContext(ctx, path, "--version").Output()
	return err == nil && strings.Contains(string(out), "Chrom")
}
