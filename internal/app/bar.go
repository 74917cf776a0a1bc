package app

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// bar shows how far an import is: one line that moves on a terminal, a line
// every ten seconds elsewhere.
type bar struct {
	to    io.Writer
	moves bool
	told  time.Time
	wide  bool
}

func newBar(to io.Writer) *bar {
	b := &bar{to: to, told: time.Now()}
	if file, ok := to.(*os.File); ok {
		info, err := file.Stat()
		b.moves = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return b
}

func (b *bar) show(done, total int64, read int) {
	share := 100.0
	if total > 0 {
		share = min(100, 100*float64(done)/float64(total))
	}
	every := 10 * time.Second
	if b.moves {
		every = 100 * time.Millisecond
	}
	if time.Since(b.told) < every {
		return
	}
	b.told = time.Now()
	if !b.moves {
		fmt.Fprintf(b.to, "%3.0f %%, %d records\n", share, read)
		return
	}
	b.wide = true
	full := int(share / 100 * 30)
	fmt.Fprintf(b.to, "\r[%s%s] %3.0f %%, %d records ", strings.Repeat("=", full), strings.Repeat(" ", 30-full), share, read)
}

func (b *bar) end() {
	if b.wide {
		fmt.Fprint(b.to, "\r\033[K")
	}
}
