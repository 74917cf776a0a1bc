package importing

import (
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"parvis/internal/extract"
)

// textOf is what a file says, as Markdown, so that what is made of it is found
// and read in its page; the file itself is joined. It is empty for a file
// without a text, or that is none to read.
func (r *run) textOf(ctx context.Context, f Joined) (string, error) {
	if f.Size > extract.MaxInput {
		return "", nil
	}
	body, err := f.Open()
	if err != nil {
		return "", nil // told when it was to be received
	}
	defer body.Close()
	file, err := os.CreateTemp("", "parvis-import-*")
	if err != nil {
		return "", err
	}
	defer file.Close()
	// Nobody else needs its name, and a killed process leaves nothing.
	if err := os.Remove(file.Name()); err != nil {
		return "", err
	}
	if _, err := io.Copy(file, body); err != nil {
		return "", fmt.Errorf("the file %q: %w", f.Name, err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	found, err := r.Reader.Read(ctx, file, path.Ext(f.Name))
	if err != nil {
		return "", err
	}
	if found.Reason != "" {
		return "", nil
	}
	if found.Format == extract.MD {
		return readable(found.Text), nil
	}
	var parts []string
	for part := range strings.SplitSeq(found.Text, "\f") {
		if part = asMarkdown(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "\n\n---\n\n"), nil
}
