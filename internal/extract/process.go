package extract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	memory     = 512 << 20 // bytes that a worker may take
	maxAnswer  = 64 << 20  // bytes that it may say
	killedCode = -1        // it ended by a signal
	drawWithin = 30 * time.Second
)

// Process reads each file in a process of its own. It is safe for concurrent
// use; a few read at once.
type Process struct {
	program []string // what to start, before the task
	cache   string
	places  *semaphore.Weighted
}

var _ Reader = (*Process)(nil)

// NewProcess makes a Reader that starts program, as the path of this program
// and Command, at most so many at once. cache is a folder of ours that outlives
// the program; it may be removed at any time.
func NewProcess(program []string, cache string, atOnce int) *Process {
	return &Process{program, cache, semaphore.NewWeighted(int64(max(atOnce, 1)))}
}

// Read implements Reader.
func (p *Process) Read(ctx context.Context, file *os.File, extension string) (Result, error) {
	r, err := p.run(ctx, file, task{Extension: extension, Deadline: Deadline})
	return r.Result, err
}

// Draw implements Reader.
func (p *Process) Draw(ctx context.Context, file *os.File, pages []int) ([]Drawn, error) {
	r, err := p.run(ctx, file, task{Draw: pages, Deadline: drawWithin})
	if err == nil && r.Result.Reason == TooSlow {
		return nil, fmt.Errorf("extract: drawing: %w", context.DeadlineExceeded)
	}
	return r.Drawn, err
}

// run starts a worker for one file and waits for its answer or its end.
func (p *Process) run(ctx context.Context, file *os.File, t task) (report, error) {
	if err := p.places.Acquire(ctx, 1); err != nil {
		return report{}, fmt.Errorf("extract: waiting for a worker: %w", err)
	}
	defer p.places.Release(1)
	if p.cache != "" {
		if err := os.MkdirAll(p.cache, 0o700); err != nil {
			return report{}, fmt.Errorf("extract: %w", err)
		}
	}
	t.Cache, t.Memory = p.cache, memory
	argument, err := json.Marshal(t)
	if err != nil {
		return report{}, err
	}
	within, cancel := context.WithTimeout(ctx, t.Deadline)
	defer cancel()
	c := exec.CommandContext(within, p.program[0], append(append([]string(nil), p.program[1:]...), string(argument))...)
	out, errs := &limited{max: maxAnswer, full: cancel}, &limited{max: 64 << 10, full: cancel}
	c.Stdin, c.Stdout, c.Stderr = file, out, errs
	c.Dir = os.TempDir()
	// No secret of the site, and no variable of its machine, reaches the worker.
	c.Env = []string{"GOMEMLIMIT=" + strconv.Itoa(memory*3/4), "GOTRACEBACK=none", "LC_ALL=C"}
	c.WaitDelay = time.Second
	ended := c.Run()
	if ctx.Err() != nil {
		return report{}, ctx.Err()
	}
	if out.over || errs.over {
		return report{}, errors.New("extract: the worker says too much")
	}
	if ended != nil && c.Process == nil {
		return report{}, fmt.Errorf("extract: starting the worker: %w", ended)
	}
	return judge(ended, errors.Is(within.Err(), context.DeadlineExceeded), out.kept.Bytes(), errs.kept.String())
}

// limited keeps what is written, up to max bytes; past them it asks for an end.
type limited struct {
	kept bytes.Buffer // not embedded: its ReadFrom would know no bound
	max  int
	full func()
	over bool
}

func (l *limited) Write(p []byte) (int, error) {
	if l.kept.Len()+len(p) > l.max {
		l.over = true
		l.full()
		return 0, errors.New("too long an answer")
	}
	return l.kept.Write(p)
}

func exitCode(ended error) int {
	var exit *exec.ExitError
	if errors.As(ended, &exit) {
		return exit.ExitCode()
	}
	return 1
}
