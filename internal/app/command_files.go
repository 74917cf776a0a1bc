package app

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"parvis/internal/blob"
)

// filesCommand looks after what people send.
type filesCommand struct {
	Copy *filesCopyCommand `arg:"subcommand:copy" help:"Copy all files to another place, to move a site or to keep a second copy. Run it again after a stop: it goes on."`
}

type filesCopyCommand struct {
	From string `arg:"--from" help:"Where to copy from; by default where the site keeps its files."`
	To   string `arg:"--to,required,env:PARVIS_FILES_TO" help:"Where to copy to: disk:FOLDER or s3://KEY:SECRET@HOST:PORT/BUCKET?…"`
}

// Run copies; the site may go on meanwhile, and a second run takes what came
// since.
func (f filesCopyCommand) Run(c *console, config *Config) error {
	if f.From == "" {
		f.From = config.Files
	}
	spool := filepath.Join(config.Data, "spool")
	from, err := blob.Open(f.From, spool)
	if err != nil {
		return fmt.Errorf("from: %w", err)
	}
	defer from.Close()
	to, err := blob.Open(f.To, spool)
	if err != nil {
		return fmt.Errorf("to: %w", err)
	}
	defer to.Close()
	told := time.Now()
	done, err := blob.Copy(c, from, to, func(so blob.Copied) {
		if time.Since(told) > 2*time.Second {
			told = time.Now()
			fmt.Fprintf(c.err, "%d files seen, %d copied (%.1f MB)\n", so.Seen, so.Sent, float64(so.Bytes)/1e6)
		}
	})
	fmt.Fprintf(c.out, "%d files seen, %d copied (%.1f MB), %d were there already\n",
		done.Seen, done.Sent, float64(done.Bytes)/1e6, done.Seen-done.Sent-len(done.Broken))
	for _, hash := range done.Broken {
		fmt.Fprintf(c.out, "broken, not copied: %s\n", hash)
	}
	if err == nil && len(done.Broken) > 0 {
		err = fmt.Errorf("%d files are not what they were when they were kept: bring them back from a backup", len(done.Broken))
	}
	return err
}

// spool is where files wait until their hash is known, on their way to a
// bucket.
func (a *App) spool() string { return filepath.Join(a.Config.Data, "spool") }

// checkFiles keeps a small file and takes it away.
func (a *App) checkFiles(ctx context.Context) (string, error) {
	return "can be written, read and deleted", blob.Check(ctx, a.Files)
}
