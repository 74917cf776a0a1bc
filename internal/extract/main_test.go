package extract

import (
	"os"
	"testing"
)

// TestMain is also the worker: the tests start themselves again as one.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == Command {
		os.Exit(Work(os.Args[2], os.Stdout))
	}
	os.Exit(m.Run())
}
