package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"parvis/internal/id"
	"parvis/internal/search/index"
)

// speed are the figures of indexing all the corpora.
type speed struct {
	docs, bytes int
	took, work  time.Duration // by the clock, and of processors
	size        int64
}

func indexing(ctx context.Context, o options) (s speed, err error) {
	var all []text
	for _, name := range []string{"legal-codes", "collective-agreements", "service-public", "parliament"} {
		list, err := o.texts(name)
		if err != nil {
			return s, err
		}
		all = append(all, list...)
	}
	for _, t := range all {
		s.bytes += len(t.Title) + len(t.Names) + len(t.Text)
	}
	path := filepath.Join(o.work, "all.db")
	if err := index.Delete(path); err != nil {
		return s, err
	}
	defer index.Delete(path)
	start, busy := time.Now(), spent()
	x, err := index.Open(ctx, path)
	if err != nil {
		return s, err
	}
	for at := 0; at < len(all); at += batch {
		if err := x.Apply(ctx, index.Batch{Put: docs(all, at), Place: id.ID(at + 1).String()}); err != nil {
			x.Close()
			return s, err
		}
	}
	s.took, s.work, s.docs = time.Since(start), spent()-busy, len(all)
	if err := x.Close(); err != nil {
		return s, err
	}
	info, err := os.Stat(path)
	if err == nil {
		s.size = info.Size()
	}
	return s, err
}
