package extract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"
)

// Command is the hidden verb of the command line with which the program starts
// itself to read one file.
const Command = "extract-worker"

// task is what such a process is asked, as its only argument. The name of the
// file is not told: the list of processes is for everybody to see.
type task struct {
	Extension string        `json:"extension,omitempty"`
	Draw      []int         `json:"draw,omitempty"`
	Cache     string        `json:"cache,omitempty"`
	Deadline  time.Duration `json:"deadline"`
	Memory    int64         `json:"memory"`
}

// report is what it answers on its standard output.
type report struct {
	Result Result  `json:"result"`
	Drawn  []Drawn `json:"drawn,omitempty"`
	Error  string  `json:"error,omitempty"`
}

// Work is the whole life of the process: the file is its standard input, the
// task its argument. It gives the exit code.
func Work(argument string, out io.Writer) int {
	var t task
	if err := json.Unmarshal([]byte(argument), &t); err != nil {
		return 2
	}
	debug.SetMaxStack(maxStack)
	// Whoever started this may be gone before the deadline.
	alarm := time.AfterFunc(t.Deadline+time.Second, func() { os.Exit(tooSlowCode) })
	defer alarm.Stop()
	if err := confine(t); err != nil {
		return answer(out, report{Error: "confine: " + err.Error()})
	}
	w := Within{Cache: t.Cache}
	ctx, cancel := context.WithTimeout(context.Background(), t.Deadline)
	defer cancel()
	if len(t.Draw) == 0 {
		res, err := w.Read(ctx, os.Stdin, t.Extension)
		return answer(out, report{Result: res, Error: said(err)})
	}
	drawn, err := w.Draw(ctx, os.Stdin, t.Draw)
	return answer(out, report{Drawn: drawn, Error: said(err)})
}

const (
	tooSlowCode = 3
	maxStack    = 64 << 20 // bytes; who calls itself so deep never ends
)

func said(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func answer(out io.Writer, r report) int {
	if err := json.NewEncoder(out).Encode(r); err != nil {
		return 1
	}
	return 0
}

// judge turns the end of the process into an answer: what a file did to it is a
// Reason, what the machine refused is an error.
func judge(ended error, timed bool, out []byte, errs string) (report, error) {
	var r report
	switch {
	case timed:
		r.Result.Reason = TooSlow
		return r, nil
	case ended != nil:
		return judgeDeath(ended, errs)
	}
	if err := json.Unmarshal(out, &r); err != nil {
		return r, fmt.Errorf("extract: the answer of the worker: %w", err)
	}
	if r.Error != "" {
		return r, errors.New("extract: " + r.Error)
	}
	return r, nil
}

func judgeDeath(ended error, errs string) (report, error) {
	var r report
	switch code := exitCode(ended); {
	case code == tooSlowCode:
		r.Result.Reason = TooSlow
	case code == 2 && (bytes.Contains([]byte(errs), []byte("out of memory")) || bytes.Contains([]byte(errs), []byte("cannot allocate"))):
		r.Result.Reason = TooLarge
	case code == 2 && bytes.Contains([]byte(errs), []byte("stack")), code == killedCode:
		r.Result.Reason = Damaged
	default:
		return r, fmt.Errorf("extract: the worker failed: %w: %.300s", ended, errs)
	}
	return r, nil
}
