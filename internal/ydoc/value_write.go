package ydoc

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// any writes a value. Keys are written in order, so that the same value is
// always the same bytes.
func (w *writer) any(value any, depth int) error {
	if depth > maxNesting {
		return fmt.Errorf("%w: a value is nested too deep", ErrLimit)
	}
	switch value := value.(type) {
	case nil:
		w.byte(tagNull)
	case Undefined:
		w.byte(tagUndefined)
	case bool:
		w.byte(tagFalse)
		if value {
			w.buf[len(w.buf)-1] = tagTrue
		}
	case int:
		w.number(float64(value))
	case int64:
		w.number(float64(value))
	case float64:
		w.number(value)
	case BigInt:
		w.byte(tagBigInt)
		w.buf = binary.BigEndian.AppendUint64(w.buf, uint64(value))
	case string:
		w.byte(tagString)
		w.str(strings.ToValidUTF8(value, replacement))
	case []byte:
		w.byte(tagBytes)
		w.str(string(value))
	case []any:
		w.byte(tagArray)
		w.uint(uint64(len(value)))
		for _, each := range value {
			if err := w.any(each, depth+1); err != nil {
				return err
			}
		}
	case map[string]any:
		w.byte(tagObject)
		w.uint(uint64(len(value)))
		for _, key := range slices.Sorted(maps.Keys(value)) {
			w.str(strings.ToValidUTF8(key, replacement))
			if err := w.any(value[key], depth+1); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("%w: a document holds no %T", ErrKind, value)
	}
	return nil
}

// number writes a number in the shortest of three ways.
func (w *writer) number(n float64) {
	switch {
	case n == math.Trunc(n) && math.Abs(n) <= math.MaxInt32:
		w.byte(tagInteger)
		w.int(int64(n), math.Signbit(n))
	case float64(float32(n)) == n:
		w.byte(tagFloat32)
		w.buf = binary.BigEndian.AppendUint32(w.buf, math.Float32bits(float32(n)))
	default:
		w.byte(tagFloat64)
		w.buf = binary.BigEndian.AppendUint64(w.buf, math.Float64bits(n))
	}
}

// encodeJSON writes a value as browsers do, apart from the order of keys.
func encodeJSON(value any) (string, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "", fmt.Errorf("%w: %v", ErrKind, err)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
