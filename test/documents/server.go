package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	machine "parvis/test/process"
)

// server is a program that keeps documents.
type server interface {
	name() string
	start(ctx context.Context) error
	stop(how syscall.Signal)
	address() string
	// documents makes many empty documents and names them.
	documents(ctx context.Context, many int) ([]string, error)
	// door is where a document is, and what stands in the head of the request.
	door(document string) (path, header string)
	// greet says what must be said before anything else.
	greet(l *line, document string) error
	// keeps tells whether documents outlive the process.
	keeps() bool
	pid() int
	memory() int64 // that the process holds, in bytes
	// live is what it uses of that, once what is no longer used was collected.
	live(ctx context.Context) (int64, error)
}

// process is a program at work.
type process struct {
	command *exec.Cmd
	at      string
}

func (p *process) address() string { return p.at }
func (p *process) pid() int        { return p.command.Process.Pid }

// run starts a program and waits until it answers.
func (p *process) run(ctx context.Context, log string, environment []string, name string, arguments ...string) error {
	file, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	p.command = exec.CommandContext(ctx, name, arguments...)
	p.command.Env = append(os.Environ(), environment...)
	p.command.Stdout, p.command.Stderr = file, file
	if err := p.command.Start(); err != nil {
		return err
	}
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(2 * time.Millisecond) {
		if conn, err := net.Dial("tcp", p.at); err == nil {
			return conn.Close()
		}
	}
	return fmt.Errorf("%s does not answer: see %s", name, log)
}

// stop ends the program with a signal.
func (p *process) stop(how syscall.Signal) {
	if p.command != nil && p.command.Process != nil {
		_ = p.command.Process.Signal(how)
		_ = p.command.Wait() // it was asked to end, and says so
		p.command = nil
	}
}

// memory is what the process holds, in bytes.
func (p *process) memory() int64 {
	now, _ := machine.Memory(p.pid())
	return now
}

// peer is a server of others, on Node.
type peer struct {
	*process
	called, script string
	scripts        string // the folder of script
	folder         string
	database       string // "" keeps nothing
	made           int
}

func newPeer(o options, called, script string) (*peer, error) {
	at, err := machine.Free()
	if err != nil {
		return nil, err
	}
	p := &peer{process: &process{at: at}, called: called, script: script}
	if p.scripts, err = filepath.Abs(o.peers); err != nil {
		return nil, err
	}
	if p.folder, err = filepath.Abs(filepath.Join(o.data, called)); err != nil {
		return nil, err
	}
	if err := os.RemoveAll(p.folder); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(p.folder, 0o750); err != nil {
		return nil, err
	}
	if called == hocuspocus {
		p.database = filepath.Join(p.folder, "documents.db")
	}
	return p, nil
}

const hocuspocus, yWebsocket = "hocuspocus", "y-websocket"

func (p *peer) name() string { return p.called }
func (p *peer) keeps() bool  { return p.database != "" }

func (p *peer) start(ctx context.Context) error {
	host, port, err := net.SplitHostPort(p.at)
	if err != nil {
		return err
	}
	environment := []string{"NODE_ENV=production", "HOST=" + host, "PORT=" + port, "DATABASE=" + p.database, "WEIGHT=" + p.weight()}
	return p.run(ctx, filepath.Join(p.folder, "log"), environment, "node", "--expose-gc", "--require", filepath.Join(p.scripts, "weigh.cjs"), filepath.Join(p.scripts, p.script))
}

// weight is where it writes what it uses.
func (p *peer) weight() string { return filepath.Join(p.folder, "weight") }

func (p *peer) live(ctx context.Context) (int64, error) {
	if err := os.Remove(p.weight()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, err
	}
	if err := p.command.Process.Signal(syscall.SIGUSR2); err != nil {
		return 0, err
	}
	for began := time.Now(); time.Since(began) < 10*time.Second; time.Sleep(20 * time.Millisecond) {
		text, err := os.ReadFile(p.weight())
		if number, whole := strings.CutSuffix(string(text), "\n"); err == nil && whole {
			return strconv.ParseInt(number, 10, 64)
		}
	}
	return 0, fmt.Errorf("%s does not say what it uses", p.called)
}

func (p *peer) documents(_ context.Context, many int) ([]string, error) {
	list := make([]string, many)
	for i := range list {
		p.made++
		list[i] = fmt.Sprintf("document-%d", p.made)
	}
	return list, nil
}

func (p *peer) door(document string) (path, header string) {
	if p.called == hocuspocus {
		return "/", ""
	}
	return "/" + document, ""
}

// greet shows Hocuspocus a token, which it does not ask about.
func (p *peer) greet(l *line, document string) error {
	if p.called != hocuspocus {
		return nil
	}
	l.prefix = append(binary.AppendUvarint(nil, uint64(len(document))), document...)
	l.mu.Lock()
	l.add(binaryFrame, l.prefix, []byte{2, 0, 1, 'x'})
	err := l.flush()
	l.mu.Unlock()
	if err != nil {
		return err
	}
	for {
		if m, err := l.next(); err != nil || m[0] == 2 {
			return err
		}
	}
}
