package importing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
)

// lines is a Source of one JSON object a line.
type lines struct {
	*input
	read func(line int, object []byte) (Record, error)
}

// OpenJSONL opens a file of one JSON object a line, gzipped or not.
func OpenJSONL(path string, m Mapping) (interface {
	Source
	io.Closer
}, error) {
	return OpenObjects(path, func(line int, text []byte) (Record, error) {
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber() // an id stays as it is written
		var object map[string]any
		if err := decoder.Decode(&object); err != nil {
			return Record{}, fmt.Errorf("it is not a JSON object: %w", err)
		}
		return m.record(line, object)
	})
}

// OpenObjects opens such a file for a kind that reads its objects itself. What
// read says is wrong with one refuses it.
func OpenObjects(path string, read func(line int, object []byte) (Record, error)) (interface {
	Source
	io.Closer
}, error) {
	in, err := openInput(path)
	if err != nil {
		return nil, err
	}
	in.from = decoded(in.from)
	return &lines{in, read}, nil
}

// Records implements Source.
func (l *lines) Records(context.Context) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for number := 1; ; number++ {
			text, whole, err := l.line()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Record{}, fmt.Errorf("line %d: %w", number, err))
				return
			}
			if whole && len(bytes.TrimSpace(text)) == 0 {
				continue
			}
			rec, err := l.one(number, text, whole)
			if !yield(rec, err) {
				return
			}
		}
	}
}

func (l *lines) one(number int, text []byte, whole bool) (Record, error) {
	if !whole {
		return Record{}, Refusal{Line: number, Why: fmt.Sprintf("the line is longer than %d MB", largestRecord>>20)}
	}
	rec, err := l.read(number, text)
	if err != nil && !errors.As(err, new(Refusal)) {
		err = Refusal{Line: number, Ref: rec.Ref, Why: err.Error()}
	}
	return rec, err
}
