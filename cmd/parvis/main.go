// Command parvis is the collaborative network for people in public service,
// in one file: server, migrations, demonstration, checks and administration.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"parvis/internal/app"
)

// version is set when the binary is built.
var version = "unversioned"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(app.Run(ctx, version, os.Args[1:], os.Stdout, os.Stderr))
}
