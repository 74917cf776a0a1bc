package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// text is a document of the corpora.
type text struct {
	ID, Title, Names, Text string
}

// question is a judged one: the ids of the documents that answer it, each with
// its grade.
type question struct {
	Set, Query string
	Relevant   map[string]int
}

// open reads a file, compressed or not.
func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".zst") {
		return f, err
	}
	d, err := zstd.NewReader(f, zstd.WithDecoderMaxWindow(1<<27))
	if err != nil {
		f.Close()
		return nil, err
	}
	return d.IOReadCloser(), nil
}

// each reads one JSON object a line.
func each[T any](path string, use func(T)) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 8<<20)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			return err
		}
		use(v)
	}
	return s.Err()
}

func (o options) file(name string) string { return filepath.Join(o.data, name+".zst") }

// texts reads a corpus whole.
func (o options) texts(name string) ([]text, error) {
	var list []text
	err := each(o.file(name+".jsonl"), func(t text) { list = append(list, t) })
	return list, err
}

// logged are the searches that people made on a public site.
func (o options) logged() ([]string, error) {
	f, err := open(o.file("logged.txt"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	return strings.Split(strings.TrimSpace(string(b)), "\n"), err
}
