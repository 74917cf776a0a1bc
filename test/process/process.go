// Package process reads what a program at work uses, for reports of figures.
package process

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// Free is an address of this machine on which nobody listens.
func Free() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// CPU is what a process has used so far, in user and system time.
func CPU(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
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

// Memory is what a process holds now and what it held at most, in bytes.
func Memory(pid int) (now, most int64) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
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
