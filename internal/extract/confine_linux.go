package extract

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// confine takes from this process what the reading of a file does not need:
// time beyond its deadline, memory beyond its share, priority, and the calls
// that reach a network or start a program.
func confine(t task) error {
	// As others come first, a failure here is no reason not to read.
	_ = unix.Setpriority(unix.PRIO_PROCESS, 0, 10)
	for _, limit := range []struct {
		what int
		most uint64
	}{
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_CPU, uint64(2*t.Deadline.Seconds()) + 2},
		{unix.RLIMIT_AS, inUse() + 3*uint64(t.Memory)/2}, // what lies idle between its blocks counts too
	} {
		if err := unix.Setrlimit(limit.what, &unix.Rlimit{Cur: limit.most, Max: limit.most}); err != nil {
			return fmt.Errorf("limit %d: %w", limit.what, err)
		}
	}
	return forbid()
}

// inUse is the address space that this process has already, most of it set
// aside by the runtime and not used.
func inUse() uint64 {
	const guess = 2 << 30
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return guess
	}
	pages, _, _ := strings.Cut(string(text), " ")
	n, err := strconv.ParseUint(pages, 10, 64)
	if err != nil {
		return guess
	}
	return n * uint64(os.Getpagesize())
}

// architectures are the numbers by which the kernel knows the machines whose
// calls are known here (linux/audit.h).
func architecture() (number uint32, known bool) {
	switch runtime.GOARCH {
	case "amd64":
		return unix.AUDIT_ARCH_X86_64, true
	case "arm64":
		return unix.AUDIT_ARCH_AARCH64, true
	}
	return 0, false
}

// forbid has the kernel refuse, for the rest of this process, the calls that
// reach a network, start a program or look into another process (seccomp, BPF).
// On machines whose calls are not known here it does nothing.
func forbid() error {
	number, known := architecture()
	if !known {
		return nil
	}
	const (
		load  = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		give  = unix.BPF_RET | unix.BPF_K
		arch  = 4 // where the machine stands in what the kernel shows
	)
	refused := []uint32{
		unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_SENDTO, unix.SYS_SENDMSG,
		unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV,
		unix.SYS_IO_URING_SETUP,
	}
	filter := []unix.SockFilter{
		{Code: load, K: arch},
		{Code: equal, Jt: 1, K: number},
		{Code: give, K: unix.SECCOMP_RET_KILL_PROCESS}, // calls of another machine
		{Code: load, K: 0},
	}
	for _, call := range refused {
		filter = append(filter, unix.SockFilter{Code: equal, Jf: 1, K: call}, unix.SockFilter{Code: give, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)})
	}
	filter = append(filter, unix.SockFilter{Code: give, K: unix.SECCOMP_RET_ALLOW})
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no new privileges: %w", err)
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	_, _, failed := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
	runtime.KeepAlive(filter)
	if failed == unix.ENOSYS || failed == unix.EINVAL {
		return nil // a kernel without it
	}
	if failed != 0 {
		return fmt.Errorf("seccomp: %w", failed)
	}
	return nil
}
