package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// keptFolder is the fixed place of a user's kept server.
func keptFolder() string {
	return filepath.Join(shortTempDir(), fmt.Sprintf("parvis-kept-%d", os.Getuid()))
}

// keep starts a server that outlives testenv, unless it runs already, and prints the variables in the
// shell's form.
func keep(ctx context.Context, out io.Writer) error {
	chromium, err := findChromium(ctx)
	if err != nil {
		return err
	}
	folder := keptFolder()
	if answers(address(folder)) != nil {
		// What is left of a server that died with the machine would stand in the way.
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
		p, err := findPostgres(ctx)
		if err != nil {
			return err
		}
		if err := os.Mkdir(folder, 0o700); err != nil {
			return err
		}
		if _, err := startServer(ctx, p, folder, kept); err != nil {
			_ = os.RemoveAll(folder)
			return err
		}
	}
	_, err = fmt.Fprintf(out, "export %s='%s'\nexport %s='%s'\n", postgresVariable, address(folder), chromiumVariable, chromium)
	return err
}

// dismiss ends the kept server and removes its folder. It is no error if there is none.
func dismiss() error {
	folder := keptFolder()
	if s, err := pidFile(folder); err == nil && alive(s.pid) {
		if err := syscall.Kill(s.pid, syscall.SIGQUIT); err != nil {
			return fmt.Errorf("stopping the kept server: %w", err)
		}
		for deadline := time.Now().Add(10 * time.Second); alive(s.pid) && time.Now().Before(deadline); {
			time.Sleep(10 * time.Millisecond)
		}
	}
	return os.RemoveAll(folder)
}
