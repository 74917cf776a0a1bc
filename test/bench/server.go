package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"parvis/test/process"
)

// server is bin/parvis at work.
type server struct {
	url, metrics string
	command      *exec.Cmd
}

// start runs the server and returns how long the first page took, from the
// start of the process, shown to somebody signed in.
func start(ctx context.Context, o options, s *site) (*server, time.Duration, error) {
	address, err := process.Free()
	if err != nil {
		return nil, 0, err
	}
	metrics, err := process.Free()
	if err != nil {
		return nil, 0, err
	}
	log, err := os.Create(filepath.Join(s.folder, "server.log"))
	if err != nil {
		return nil, 0, err
	}
	defer log.Close()
	srv := &server{url: "http://" + address, metrics: "http://" + metrics}
	arguments := []string{"serve", "--data", s.folder, "--database", s.address, "--listen", address, "--log-level", "warn"}
	if o.profile != "" {
		arguments = append(arguments, "--metrics-listen", metrics, "--development")
	}
	srv.command = exec.CommandContext(ctx, o.binary, arguments...)
	srv.command.Stdout, srv.command.Stderr = log, log
	srv.command.Cancel = func() error { return srv.command.Process.Signal(syscall.SIGTERM) }
	began := time.Now()
	if err := srv.command.Start(); err != nil {
		return nil, 0, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.url+"/", nil)
	if err != nil {
		return nil, 0, err
	}
	request.AddCookie(&http.Cookie{Name: "parvis", Value: s.visitors[0].cookie})
	for time.Since(began) < time.Minute {
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return srv, time.Since(began), nil
			}
			return srv, 0, fmt.Errorf("the first page: %s", answer.Status)
		}
		time.Sleep(2 * time.Millisecond)
	}
	return srv, 0, fmt.Errorf("the server does not answer: see %s", log.Name())
}

// stop ends the server as an operator would.
func (s *server) stop() {
	if s == nil || s.command.Process == nil {
		return
	}
	s.command.Process.Signal(syscall.SIGTERM)
	s.command.Wait()
}

// cpu is what the server has used so far, in user and system time.
func (s *server) cpu() time.Duration { return process.CPU(s.command.Process.Pid) }

// memory is what the server holds now and what it held at most, in bytes.
func (s *server) memory() (now, most int64) { return process.Memory(s.command.Process.Pid) }
