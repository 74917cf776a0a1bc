// Testenv gives a command what the tests of Parvis need: a PostgreSQL server where databases may be
// created, and a Chromium.
//
//	testenv -- go test ./internal/store/...   run a command with both, then put everything away
//	testenv start                             keep a server for a day of work and print its variables
//	testenv stop                              stop that server and remove its files
//
// PARVIS_TEST_POSTGRES and PARVIS_TEST_CHROMIUM, when they are set, are used as they are. Otherwise
// the programs installed on the machine are used; as root on Debian they are installed first; and if
// none of this works testenv fails and says what to do. It never skips anything in silence.
//
// The server is a throw-away: it forgets what it was told if the machine (not the program) fails, it
// listens on a Unix socket in a folder of its own, and it runs as an unprivileged user.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

const usage = `usage:
  testenv -- command [argument…]   run a command with PostgreSQL and Chromium at hand
  testenv durable -- command [argument…]
                                   the same, PostgreSQL as safe as in use: to measure
  testenv start                    keep a server; use it with: eval "$(bin/testenv start)"
  testenv stop                     stop the kept server and remove its files
`

// The variables by which tests find what they need.
const (
	postgresVariable = "PARVIS_TEST_POSTGRES"    // URL of a server where databases may be created
	chromiumVariable = "PARVIS_TEST_CHROMIUM"    // path of the program
	officeVariable   = "PARVIS_TEST_LIBREOFFICE" // path of the program; may be empty
)

func main() {
	runtime.LockOSThread() // see endWithParent
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	code, err := run(ctx, os.Args[1:], os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testenv:", err)
	}
	stop()
	os.Exit(code)
}

// run does what the command line asks and returns the exit code: the command's own when there is one,
// 2 for a wrong command line, 1 for any other failure.
func run(ctx context.Context, args []string, out io.Writer) (int, error) {
	var err error
	switch {
	case len(args) > 1 && args[0] == "--":
		return with(ctx, throwAway, args[1:])
	case len(args) > 2 && args[0] == "durable" && args[1] == "--":
		return with(ctx, measured, args[2:])
	case len(args) == 1 && args[0] == "start":
		err = keep(ctx, out)
	case len(args) == 1 && args[0] == "stop":
		err = dismiss()
	default:
		fmt.Fprint(os.Stderr, usage)
		return 2, nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}

// with runs the command at the root of the repository and removes what it needed whatever happens.
func with(ctx context.Context, l life, command []string) (code int, err error) {
	sweep(shortTempDir())
	chromium, err := findChromium(ctx)
	if err != nil {
		return 1, err
	}
	folder, err := throwAwayFolder()
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(folder)
	address := os.Getenv(postgresVariable)
	if address != "" {
		if err := answers(address); err != nil {
			return 1, fmt.Errorf("%s is set, but %w", postgresVariable, err)
		}
	} else {
		programs, err := findPostgres(ctx)
		if err != nil {
			return 1, err
		}
		server, err := startServer(ctx, programs, folder, l)
		if err != nil {
			return 1, err
		}
		defer server.stop()
		address = server.address()
	}
	// What tests and browsers leave when they are killed goes with the folder, now or at the next sweep.
	temporary := filepath.Join(folder, "tmp")
	if err := os.Mkdir(temporary, 0o700); err != nil {
		return 1, err
	}
	return execute(ctx, command, []string{postgresVariable + "=" + address, chromiumVariable + "=" + chromium, officeVariable + "=" + findLibreOffice(ctx), "TMPDIR=" + temporary})
}

// execute runs the command in a process group of its own, so that an interruption reaches the test
// programs and browsers that it started as well; those that do not end within ten seconds are killed.
func execute(ctx context.Context, command, extra []string) (int, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = root()
	cmd.Env = append(os.Environ(), extra...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	endWithParent(cmd.SysProcAttr)
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = 10 * time.Second
	err := cmd.Run()
	if cmd.Process != nil {
		// Whatever outlived the command would hold the server's folder open.
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
	if ctx.Err() != nil {
		return 130, errors.New("interrupted")
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return max(exit.ExitCode(), 1), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}

// root is the nearest folder above the current one that holds Parvis's own go.mod: testenv lives in
// another module and may be started from there.
func root() string {
	start, err := os.Getwd()
	if err != nil {
		return "."
	}
	for folder := start; ; folder = filepath.Dir(folder) {
		module, err := os.ReadFile(filepath.Join(folder, "go.mod"))
		if err == nil && strings.HasPrefix(string(module), "module parvis\n") {
			return folder
		}
		if folder == filepath.Dir(folder) {
			return start
		}
	}
}

// say tells the person at the terminal what takes time; standard output belongs to the command.
func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "· "+format+"\n", args...)
}
