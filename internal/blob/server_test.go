package blob

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// gateway is a real S3 server, Versity's, that keeps its buckets in a folder.
type gateway struct {
	address string
	folder  string
	process *exec.Cmd
}

// versitygw builds the server once; it is a tool of its own module, so that
// nothing of it is in the program.
var versitygw = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("PARVIS_TEST_VERSITYGW"); path != "" {
		return path, nil
	}
	cmd := exec.Command("go", "tool", "-n", "versitygw")
	cmd.Dir = "../../tools/s3"
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return "", fmt.Errorf("building versitygw: %s", exit.Stderr)
	}
	return strings.TrimSpace(string(out)), err
})

// serveS3 runs a server with the bucket "parvis" until the test ends.
func serveS3(t *testing.T) *gateway {
	t.Helper()
	program, err := versitygw()
	if err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gateway{address: free.Addr().String(), folder: t.TempDir()}
	free.Close()
	sidecar := t.TempDir() // not every disk has extended attributes
	if err := os.Mkdir(filepath.Join(g.folder, "parvis"), 0o700); err != nil {
		t.Fatal(err)
	}
	g.process = exec.Command(program, "--port", g.address, "--access", "key", "--secret", "se/cr+et", "--quiet", "--keep-alive",
		"posix", "--sidecar", sidecar, g.folder)
	g.process.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}
	if err := g.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.stop)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		conn, err := net.Dial("tcp", g.address)
		if err == nil {
			conn.Close()
			return g
		}
		select {
		case <-ctx.Done():
			t.Fatalf("the S3 server does not answer: %v", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (g *gateway) stop() {
	_ = g.process.Process.Kill()
	_ = g.process.Wait()
}

// open opens the bucket through a host, which stands before the server or is
// it.
func (g *gateway) open(t *testing.T, host string) *S3 {
	t.Helper()
	store, err := Open("s3://key:se%2Fcr%2Bet@"+host+"/parvis?tls=no&prefix=files", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return store.(*S3)
}
