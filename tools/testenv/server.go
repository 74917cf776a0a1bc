package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// life is how long a server stays: as long as testenv, or until `testenv stop`.
type life uint8

const (
	throwAway life = iota
	measured       // as long as testenv, and as safe as in use
	kept
)

// owner is the one role of the server, and needs no password: the socket's folder is closed to others.
const owner = "parvis"

// server is a cluster in a folder: its data, its socket and its log.
type server struct {
	folder string
	cmd    *exec.Cmd
	ended  chan struct{} // closed when the server has ended
}

// startServer makes a cluster in an existing, empty folder and returns when it takes connections.
func startServer(ctx context.Context, p programs, folder string, l life) (*server, error) {
	began := time.Now()
	if p.as != nil {
		if err := os.Chown(folder, int(p.as.Uid), int(p.as.Gid)); err != nil {
			return nil, err
		}
	}
	if err := makeCluster(ctx, p, folder); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	s := &server{folder: folder, ended: make(chan struct{})}
	s.cmd = p.command(context.WithoutCancel(ctx), p.postgres, settings(folder, l)...)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	// Its own session: an interruption at the terminal must end the tests before their server.
	s.cmd.SysProcAttr.Setsid = true
	if l != kept {
		endWithParent(s.cmd.SysProcAttr)
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = s.cmd.Wait()
		close(s.ended)
	}()
	if err := s.ready(ctx); err != nil {
		s.stop()
		return nil, err
	}
	say("PostgreSQL is ready in %s (%s)", folder, time.Since(began).Round(time.Millisecond))
	return s, nil
}

// makeCluster runs initdb: UTF-8 texts, French letters known to lower(), no guess from the machine.
func makeCluster(ctx context.Context, p programs, folder string) error {
	out, err := p.command(ctx, p.initdb, "-D", filepath.Join(folder, "data"), "-U", owner,
		"--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb failed: %w\n%s", err, out)
	}
	return nil
}

// hasty trades all safety against a power cut for speed; a killed client loses nothing by it, which
// is all that the durability tests need.
var hasty = []string{"fsync=off", "synchronous_commit=off", "full_page_writes=off"}

// settings are those of the program; 300 connections: several test programs run at once.
func settings(folder string, l life) []string {
	args := []string{"-D", filepath.Join(folder, "data"), "-k", folder}
	list := []string{
		"listen_addresses=", "unix_socket_permissions=0700", "max_connections=300",
		"wal_level=minimal", "max_wal_senders=0", "max_wal_size=2GB", "checkpoint_timeout=1h",
		"shared_buffers=256MB", "jit=off", "timezone=UTC", "logging_collector=off",
	}
	if l != measured {
		list = append(list, hasty...)
	}
	for _, setting := range list {
		args = append(args, "-c", setting)
	}
	return args
}

// ready waits until the server says so in its pid file (the last line, which pg_ctl reads too).
func (s *server) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, time.Minute, errors.New("PostgreSQL was not ready within a minute"))
	defer cancel()
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for {
		if status, err := pidFile(s.folder); err == nil && status.ready {
			return nil
		}
		select {
		case <-poll.C:
		case <-s.ended:
			log, _ := os.ReadFile(filepath.Join(s.folder, "log"))
			return fmt.Errorf("PostgreSQL ended at once:\n%s", log)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// stop ends the server at once, without the care that would be lost with its folder.
func (s *server) stop() {
	for _, signal := range []syscall.Signal{syscall.SIGQUIT, syscall.SIGKILL} {
		_ = s.cmd.Process.Signal(signal)
		select {
		case <-s.ended:
			return
		case <-time.After(10 * time.Second):
		}
	}
}

func (s *server) address() string { return address(s.folder) }

// address is the URL of the server whose socket is in the folder.
func address(folder string) string {
	return (&url.URL{
		Scheme: "postgres", User: url.User(owner), Path: "/postgres",
		RawQuery: url.Values{"host": {folder}}.Encode(),
	}).String()
}

// answers tells whether something listens at a server's address.
func answers(address string) error {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return errors.New("it is not a URL such as postgres://name:password@127.0.0.1:5432/postgres")
	}
	host, port := u.Hostname(), u.Port()
	if host == "" {
		host = u.Query().Get("host")
	}
	if port == "" {
		port = "5432"
	}
	network, place := "tcp", net.JoinHostPort(host, port)
	if strings.HasPrefix(host, "/") {
		network, place = "unix", filepath.Join(host, ".s.PGSQL."+port)
	}
	connection, err := net.DialTimeout(network, place, 5*time.Second)
	if err != nil {
		return fmt.Errorf("nothing answers at %s: %w", place, err)
	}
	return connection.Close()
}

// status is what a server says of itself in its pid file.
type status struct {
	pid   int
	ready bool
}

func pidFile(folder string) (status, error) {
	text, err := os.ReadFile(filepath.Join(folder, "data", "postmaster.pid"))
	if err != nil {
		return status{}, err
	}
	lines := strings.Split(string(text), "\n")
	pid, err := strconv.Atoi(lines[0])
	if err != nil {
		return status{}, fmt.Errorf("reading %s's pid file: %w", folder, err)
	}
	return status{pid: pid, ready: len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"}, nil
}

// alive tells whether a process with this id exists.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
