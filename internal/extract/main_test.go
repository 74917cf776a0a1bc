package extract

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime/debug"
	"testing"
	"time"
)

// cacheFolder is where the tests keep what PDFium is compiled to.
var cacheFolder string

// TestMain is also the worker: the tests start themselves again as one.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == Command {
		os.Exit(Work(os.Args[2], os.Stdout))
	}
	if len(os.Args) == 3 {
		if act, is := misdeeds[os.Args[1]]; is {
			os.Exit(act())
		}
	}
	var err error
	if cacheFolder, err = os.MkdirTemp("", "parvis-pdfium-*"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(cacheFolder)
	os.Exit(code)
}

// misdeeds are what a worker could do if a file had its way.
var misdeeds = map[string]func() int{
	"hangs": func() int {
		for {
			time.Sleep(time.Hour)
		}
	},
	"swells": func() int {
		if err := confine(task{Deadline: time.Minute, Memory: 64 << 20}); err != nil {
			return 1
		}
		var all [][]byte
		for {
			block := make([]byte, 1<<20)
			for i := 0; i < len(block); i += 4096 {
				block[i] = 1
			}
			if all = append(all, block); len(all) > 64<<10 {
				return 0
			}
		}
	},
	"digs": func() int {
		debug.SetMaxStack(maxStack)
		return dig(1)
	},
	"babbles": func() int {
		for {
			if _, err := os.Stdout.Write(make([]byte, 1<<20)); err != nil {
				return 1
			}
		}
	},
	"calls": func() int {
		if err := confine(task{Deadline: time.Minute, Memory: 64 << 20}); err != nil {
			return 1
		}
		if c, err := net.Dial("tcp", os.Args[2]); err == nil {
			c.Close()
			return 7
		}
		if err := exec.Command("/bin/true").Run(); err == nil {
			return 8
		}
		return 0
	},
}

func dig(n int) int {
	if n < 0 {
		return 0
	}
	return dig(n+1) + 1
}
