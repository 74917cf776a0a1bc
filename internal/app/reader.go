package app

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"parvis/internal/extract"
)

// roomForPages bounds the pictures of pages that are kept, in bytes.
const roomForPages = 1 << 30

// workerOf is how this program starts itself to read one file.
func workerOf() ([]string, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("this program does not know its own place: %w", err)
	}
	if strings.HasSuffix(program, ".test") {
		return nil, nil // a test that runs a command would start all of its tests again
	}
	return []string{program, extract.Command}, nil
}

// reader reads the files of the site, half as many at once as there are
// processors: the other half is for people.
func (a *App) reader() extract.Reader {
	cache := filepath.Join(a.Config.Data, "cache", "pdfium")
	if len(a.Config.Worker) == 0 {
		return extract.Within{Cache: cache}
	}
	return extract.NewProcess(a.Config.Worker, cache, runtime.NumCPU()/2)
}
