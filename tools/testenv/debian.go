package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
)

// debianRoot tells whether packages may be installed without asking anybody: Debian or a child of it,
// as root, which is what a fresh container is.
func debianRoot() bool {
	_, noDebian := os.Stat("/etc/debian_version")
	_, noApt := exec.LookPath("apt-get")
	return os.Geteuid() == 0 && noDebian == nil && noApt == nil
}

// install adds one Debian package.
func install(ctx context.Context, name string) error {
	say("installing %s (apt-get)", name)
	for _, args := range [][]string{
		{"update", "-qq"},
		{"install", "-y", "-qq", "--no-install-recommends", name},
	} {
		cmd := exec.CommandContext(ctx, "apt-get", args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("apt-get could not install %s: %w\n%s", name, err, out)
		}
	}
	return nil
}
