package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"parvis/test/process"
)

// server is the program at work.
type server struct {
	listen, metrics string
	command         *exec.Cmd
}

// start runs the server until it answers.
func start(ctx context.Context, o options, s *site) (*server, error) {
	srv := &server{}
	for _, at := range []*string{&srv.listen, &srv.metrics} {
		var err error
		if *at, err = process.Free(); err != nil {
			return nil, err
		}
	}
	log, err := os.Create(filepath.Join(s.folder, "server.log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	srv.command = exec.CommandContext(ctx, o.binary, "serve", "--data", s.folder, "--database", s.address, "--listen", srv.listen,
		"--metrics-listen", srv.metrics, "--development", "--log-level", "warn")
	srv.command.Stdout, srv.command.Stderr = log, log
	srv.command.Cancel = func() error { return srv.command.Process.Signal(syscall.SIGTERM) }
	if err := srv.command.Start(); err != nil {
		return nil, err
	}
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(5 * time.Millisecond) {
		answer, err := http.Get("http://" + srv.listen + "/healthz")
		if err == nil {
			answer.Body.Close()
			return srv, nil
		}
	}
	srv.stop()
	return nil, fmt.Errorf("the server does not answer: see %s", log.Name())
}

// stop ends the server as an operator would.
func (s *server) stop() {
	_ = s.command.Process.Signal(syscall.SIGTERM)
	_ = s.command.Wait() // it was asked to end, and says so
}

func (s *server) cpu() time.Duration { return process.CPU(s.command.Process.Pid) }

// profile keeps what the server does for a while.
func (s *server) profile(folder, name string, each time.Duration) (done func()) {
	if folder == "" {
		return func() {}
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		answer, err := http.Get("http://" + s.metrics + "/debug/pprof/profile?seconds=" + strconv.Itoa(int(each.Seconds())))
		if err != nil {
			return
		}
		defer answer.Body.Close()
		if file, err := os.Create(filepath.Join(folder, name+".prof")); err == nil {
			_, _ = io.Copy(file, answer.Body) // a profile cut short is shown as such
			_ = file.Close()
		}
	}()
	return func() { <-ended }
}
