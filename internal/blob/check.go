package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"strings"
)

// Check writes a small file, reads it back and deletes it: for the operator who
// asks whether the settings are right.
func Check(ctx context.Context, s Store) error {
	content := "Parvis looks whether files can be kept: " + rand.Text()
	ref, err := s.Put(ctx, strings.NewReader(content), 1<<10)
	if err != nil {
		return err
	}
	return errors.Join(compare(ctx, s, ref.Hash, content), s.Delete(ctx, ref.Hash))
}

func compare(ctx context.Context, s Store, hash, content string) error {
	body, err := s.Open(ctx, hash)
	if err != nil {
		return err
	}
	defer body.Close()
	got, err := io.ReadAll(io.LimitReader(body, 1<<10))
	if err == nil && string(got) != content {
		err = errors.New("blob: what is read is not what was written")
	}
	return err
}
