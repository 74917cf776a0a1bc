package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is bin/parvis at work.
type server struct {
	url, metrics string
	command      *exec.Cmd
}

// start runs the server and returns how long the first page took, from the
// start of the process, shown to somebody signed in.
func start(ctx context.Context, o options, s *site) (*server, time.Duration, error) {
	address, err := free()
	if err != nil {
		return nil, 0, err
	}
	metrics, err := free()
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

func free() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
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
func (s *server) cpu() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.command.Process.Pid))
	if err != nil {
		return 0
	}
	// The name of the program stands in brackets and may hold spaces.
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	ticks := 0
	for _, at := range []int{11, 12} { // utime, stime
		n, _ := strconv.Atoi(fields[at])
		ticks += n
	}
	return time.Duration(ticks) * time.Second / 100
}

// memory is what the server holds now and what it held at most, in bytes.
func (s *server) memory() (now, most int64) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(status)) {
		fields := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "VmRSS:"):
			now, _ = strconv.ParseInt(fields[1], 10, 64)
		case strings.HasPrefix(line, "VmHWM:"):
			most, _ = strconv.ParseInt(fields[1], 10, 64)
		}
	}
	return now << 10, most << 10
}
