package antivirus

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTheRealDaemon starts ClamAV's own daemon, where it is installed, with a
// database of one signature: EICAR's.
func TestTheRealDaemon(t *testing.T) {
	program, err := exec.LookPath("clamd")
	if err != nil {
		t.Skip("clamd is not installed (on Debian: apt-get install clamav-daemon); the protocol is tried with a daemon of ours")
	}
	c := startClamd(t, program)
	version, err := c.Version(t.Context())
	if err != nil || !strings.HasPrefix(version, "ClamAV ") {
		t.Errorf("it is %q, %v", version, err)
	}
	for content, want := range map[string]Verdict{
		"":                                  {},
		"bonjour":                           {},
		eicar():                             {Threat: "Eicar-Test-Signature.UNOFFICIAL"},
		strings.Repeat("bonjour ", 100_000): {},
		strings.Repeat("bonjour ", 300_000): {TooLarge: true},
	} {
		if got, err := c.Scan(t.Context(), strings.NewReader(content)); got != want || err != nil {
			t.Errorf("of %d bytes: %+v, %v", len(content), got, err)
		}
	}
}

// startClamd runs a daemon until the test ends, as nobody when we are root.
func startClamd(t *testing.T, program string) *Clamd {
	t.Helper()
	// A socket's path is short, and nobody passes through a folder that is root's alone.
	folder, err := os.MkdirTemp("/tmp", "parvis-clamd")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	socket, config := filepath.Join(folder, "s"), filepath.Join(folder, "clamd.conf")
	files := map[string]string{
		config:                             fmt.Sprintf("Foreground yes\nLocalSocket %s\nDatabaseDirectory %s\nStreamMaxLength 1M\nTemporaryDirectory %s\n", socket, folder, folder),
		filepath.Join(folder, "eicar.ndb"): fmt.Sprintf("Eicar-Test-Signature:0:0:%x\n", eicar()),
	}
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(program, "--config-file="+config)
	if os.Geteuid() == 0 {
		nobody, err := user.Lookup("nobody")
		if err != nil {
			t.Skip("clamd does not run as root and there is no user nobody")
		}
		uid, _ := strconv.Atoi(nobody.Uid)
		gid, _ := strconv.Atoi(nobody.Gid)
		if err := os.Chown(folder, uid, gid); err != nil {
			t.Fatal(err)
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	c := &Clamd{"unix", socket}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for {
		if _, err := c.Version(ctx); err == nil {
			return c
		}
		select {
		case <-ctx.Done():
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			t.Fatalf("clamd does not answer; it said:\n%s", said.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
