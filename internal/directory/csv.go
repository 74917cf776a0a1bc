package directory

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"parvis/internal/fault"
	"parvis/internal/text"
)

// Bounds of an imported file.
const (
	MaxImport   = 16 << 20 // bytes
	maxRows     = 100_000
	maxProblems = 100
	maxDepth    = 32
)

// Problem is what is wrong with one line of a file.
type Problem struct {
	Line int // from 1, the header included
	Key  string
	Args []any // name, value pairs for the sentence
}

// problems collects what is wrong, up to a bound that a person can read.
type problems []Problem

func (p *problems) add(line int, key string, args ...any) {
	if len(*p) < maxProblems {
		*p = append(*p, Problem{line, key, args})
	}
}

// record is one line of a file, its fields in the order of the columns asked.
type record struct {
	line   int
	fields []string
	bad    bool // a field was noted as wrong and left empty
}

// column is one column of a file: the names by which a header may call it.
type column struct {
	names    []string // folded
	required bool
	max      int // characters
}

// readCSV reads a table separated by commas or semicolons, with or without a
// byte-order mark. The header chooses the separator and the order of the
// columns; columns that nobody asked for are left out. The error is for a file
// that cannot be read at all.
func readCSV(from io.Reader, columns []column) ([]record, problems, error) {
	data, err := io.ReadAll(io.LimitReader(from, MaxImport+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read the file: %w", err)
	}
	if len(data) > MaxImport {
		return nil, nil, fault.New(fault.TooLarge, "directory.csv.too_large", "max", MaxImport>>20)
	}
	var wrong problems
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if notText(data, &wrong); len(wrong) > 0 {
		return nil, wrong, nil
	}
	reader := csv.NewReader(bytes.NewReader(data))
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	reader.Comma = separator(data)
	header, err := reader.Read()
	if err != nil {
		wrong.add(1, "directory.csv.no_header")
		return nil, wrong, nil
	}
	width := len(header)
	place := locate(header, columns, &wrong)
	if len(wrong) > 0 {
		return nil, wrong, nil
	}
	rows := readRows(reader, columns, place, width, &wrong)
	return rows, wrong, nil
}

// notText notes the lines that are not UTF-8, or hold a null character.
func notText(data []byte, wrong *problems) {
	line := 0
	for part := range bytes.Lines(data) {
		line++
		if !utf8.Valid(part) || bytes.IndexByte(part, 0) >= 0 {
			wrong.add(line, "directory.csv.not_utf8")
		}
	}
}

// separator is the one of , and ; that the header uses most.
func separator(data []byte) rune {
	header, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.Count(header, []byte(";")) > bytes.Count(header, []byte(",")) {
		return ';'
	}
	return ','
}

// locate finds where each column stands in the header, -1 for an optional one
// that is not there.
func locate(header []string, columns []column, wrong *problems) []int {
	place := make([]int, len(columns))
	for i, c := range columns {
		place[i] = -1
		for at, name := range header {
			if !slices.Contains(c.names, text.Fold(name)) {
				continue
			}
			if place[i] >= 0 {
				wrong.add(1, "directory.csv.column_twice", "column", c.names[0])
			}
			place[i] = at
		}
		if place[i] < 0 && c.required {
			wrong.add(1, "directory.csv.column_missing", "column", c.names[0])
		}
	}
	return place
}

func readRows(reader *csv.Reader, columns []column, place []int, width int, wrong *problems) []record {
	var rows []record
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			// After a quote that does not close, the rest makes no sense.
			wrong.add(broken.StartLine, "directory.csv.quote")
			return rows
		}
		if err != nil {
			return rows
		}
		line, _ := reader.FieldPos(0)
		if empty(fields) {
			continue
		}
		if len(fields) != width {
			wrong.add(line, "directory.csv.width", "found", len(fields), "expected", width)
			continue
		}
		if len(rows) == maxRows {
			wrong.add(line, "directory.csv.too_many", "max", maxRows)
			return rows
		}
		rows = append(rows, pick(fields, columns, place, line, wrong))
	}
}

func empty(fields []string) bool {
	return !slices.ContainsFunc(fields, func(f string) bool { return f != "" })
}

// pick takes the columns asked for, as clean lines of text.
func pick(fields []string, columns []column, place []int, line int, wrong *problems) record {
	r := record{line: line, fields: make([]string, len(columns))}
	for i, c := range columns {
		if place[i] < 0 {
			continue
		}
		clean, ok := text.Line(fields[place[i]], c.max)
		switch {
		case !ok:
			wrong.add(line, "directory.csv.too_long", "column", c.names[0], "max", c.max)
			r.bad = true
		case clean == "" && c.required && i == 0:
			wrong.add(line, "directory.csv.empty", "column", c.names[0])
		}
		r.fields[i] = clean
	}
	return r
}
