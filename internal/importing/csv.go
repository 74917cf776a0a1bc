package importing

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
)

// table is a Source of lines with separators, under a header.
type table struct {
	*input
	mapping Mapping
	rows    *csv.Reader
	room    *bounded
	columns []string
}

// OpenCSV opens a table with a header line, gzipped or not. What separates its
// columns (comma, semicolon, tabulation or bar) and how it is encoded are found
// in its beginning.
func OpenCSV(path string, m Mapping) (interface {
	Source
	io.Closer
}, error) {
	in, err := openInput(path)
	if err != nil {
		return nil, err
	}
	t, err := readTable(in, m)
	if err != nil {
		in.Close()
		return nil, err
	}
	return t, nil
}

func readTable(in *input, m Mapping) (*table, error) {
	in.from = decoded(in.from)
	head, _ := in.from.Peek(32 << 10)
	t := &table{input: in, mapping: m, room: &bounded{from: in.from}}
	t.room.refill()
	t.rows = csv.NewReader(t.room)
	t.rows.Comma = separator(head)
	t.rows.LazyQuotes = true
	t.rows.FieldsPerRecord = -1
	columns, err := t.rows.Read()
	if err != nil {
		return nil, fmt.Errorf("the header cannot be read: %w", err)
	}
	for i, name := range columns {
		columns[i] = strings.TrimSpace(name)
	}
	t.columns = columns
	for to, fields := range m {
		for _, field := range fields {
			if !slices.Contains(columns, field) {
				return nil, fmt.Errorf("map: %s=%s: the table has no such column; it has %s", to, field, strings.Join(columns, ", "))
			}
		}
	}
	return t, nil
}

// separator is the sign that the header holds most often, outside quotes.
func separator(head []byte) rune {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	counts, quoted := map[rune]int{}, false
	for _, r := range string(line) {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range ";\t|" {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

// Records implements Source.
func (t *table) Records(context.Context) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for line := 1; ; {
			t.room.refill()
			row, err := t.rows.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if errors.Is(err, errTooLong) {
				yield(Record{}, fmt.Errorf("after line %d, a record has no end within %d MB: a quotation mark may lack its fellow", line, largestRecord>>20))
				return
			}
			if err != nil {
				yield(Record{}, fmt.Errorf("after line %d: %w", line, err))
				return
			}
			line, _ = t.rows.FieldPos(0)
			rec, err := t.read(line, row)
			if !yield(rec, err) {
				return
			}
		}
	}
}

func (t *table) read(line int, row []string) (Record, error) {
	if len(row) > len(t.columns) {
		return Record{}, Refusal{Line: line, Why: fmt.Sprintf("it has %d columns, the header %d", len(row), len(t.columns))}
	}
	object := map[string]any{}
	for i, cell := range row {
		object[t.columns[i]] = cell
	}
	return t.mapping.record(line, object)
}

var errTooLong = errors.New("too long")

// bounded gives so many bytes for each record.
type bounded struct {
	from *bufio.Reader
	left int
}

func (b *bounded) refill() { b.left = largestRecord }

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	n, err := b.from.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
