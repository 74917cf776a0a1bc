package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// programs are PostgreSQL's two that make and run a cluster, and who runs them.
type programs struct {
	initdb, postgres string
	// as is the unprivileged user when testenv runs as root, for PostgreSQL refuses root; nil otherwise.
	as *syscall.Credential
}

// findPostgres returns programs that work together, installing Debian's package when it may.
func findPostgres(ctx context.Context) (programs, error) {
	as, err := unprivileged()
	if err != nil {
		return programs{}, err
	}
	found, tried := tryFolders(ctx, programFolders(ctx), as)
	if found != nil {
		return *found, nil
	}
	if debianRoot() {
		if err := install(ctx, "postgresql"); err != nil {
			return programs{}, err
		}
		// The package brings the user postgres.
		if as, err = unprivileged(); err != nil {
			return programs{}, err
		}
		if found, tried = tryFolders(ctx, programFolders(ctx), as); found != nil {
			return *found, nil
		}
	}
	return programs{}, fmt.Errorf("no working PostgreSQL was found: install it (on Debian or Ubuntu: apt-get install postgresql), or set %s to the URL of a server where databases may be created%s",
		postgresVariable, tried)
}

// programFolders lists where initdb and postgres may be, the best first: Debian keeps them out of
// PATH, newest version first; what PATH holds may be a wrapper.
func programFolders(ctx context.Context) []string {
	folders, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(folders, func(a, b string) int { return debianVersion(b) - debianVersion(a) })
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		folders = append(folders, strings.TrimSpace(string(out)))
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		folders = append(folders, filepath.Dir(path))
	}
	return folders
}

func debianVersion(folder string) int {
	version, _ := strconv.Atoi(filepath.Base(filepath.Dir(folder)))
	return version
}

// tryFolders returns the programs of the first folder where both answer with the same version to the
// user who will run them; else what was wrong with each folder, one line each.
func tryFolders(ctx context.Context, folders []string, as *syscall.Credential) (found *programs, tried string) {
	for _, folder := range folders {
		p := programs{initdb: filepath.Join(folder, "initdb"), postgres: filepath.Join(folder, "postgres"), as: as}
		if err := p.agree(ctx); err != nil {
			tried += fmt.Sprintf("\n  %s: %v", folder, err)
			continue
		}
		return &p, ""
	}
	return nil, tried
}

func (p programs) agree(ctx context.Context) error {
	var versions [2]string
	for i, program := range []string{p.initdb, p.postgres} {
		out, err := p.command(ctx, program, "--version").Output()
		if err != nil {
			return err
		}
		_, version, ok := strings.Cut(string(out), "(PostgreSQL) ")
		if !ok {
			return fmt.Errorf("%s is not PostgreSQL's", program)
		}
		versions[i] = version
	}
	if versions[0] != versions[1] {
		return errors.New("initdb and postgres are of two versions")
	}
	return nil
}

// command prepares a program of PostgreSQL as the user who may run it, in a folder that this user can
// enter and with nothing in its environment that would change what it does.
func (p programs) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	return cmd
}

// unprivileged is the user for PostgreSQL when testenv runs as root: its own, else nobody.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.ParseUint(account.Uid, 10, 32)
		gid, _ := strconv.ParseUint(account.Gid, 10, 32)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, fmt.Errorf("PostgreSQL refuses to run as root and there is no user postgres or nobody: run the tests as another user, or set %s", postgresVariable)
}
