package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// records reads a .jsonl or .jsonl.gz file of the data folder.
func records[T any](folder, name string) ([]T, error) {
	raw, err := contents(folder, name)
	if err != nil {
		return nil, err
	}
	var all []T
	scan := bufio.NewScanner(bytes.NewReader(raw))
	scan.Buffer(nil, 16<<20)
	for scan.Scan() {
		var one T
		if err := json.Unmarshal(scan.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", name, len(all)+1, err)
		}
		all = append(all, one)
	}
	return all, scan.Err()
}

// table reads a .csv or .csv.gz file of the data folder, without its header.
func table(folder, name string) ([][]string, error) {
	raw, err := contents(folder, name)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows[1:], nil
}

func contents(folder, name string) ([]byte, error) {
	f, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if !strings.HasSuffix(name, ".gz") {
		return io.ReadAll(f)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return io.ReadAll(z)
}

// block is one [name] of an editorial file: its keyed lines, or its plain lines.
type block struct {
	name  string
	value map[string]string
	lines []string
}

// blocks parses an editorial file. A line is a « key: value » when keyed is true.
func blocks(text string, keyed bool) []block {
	var all []block
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			all = append(all, block{name: line[1 : len(line)-1], value: map[string]string{}})
		case len(all) == 0:
		case keyed:
			k, v, _ := strings.Cut(line, ":")
			all[len(all)-1].value[strings.TrimSpace(k)] = strings.TrimSpace(v)
		default:
			b := &all[len(all)-1]
			b.lines = append(b.lines, line)
		}
	}
	return all
}

// list cuts a value at a separator and trims its parts.
func list(value, sep string) []string {
	var all []string
	for part := range strings.SplitSeq(value, sep) {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}
