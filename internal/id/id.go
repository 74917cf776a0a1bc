// Package id makes and writes the ids of everything that is stored: 64-bit,
// ordered by time, made by the node without asking the database.
//
// What would surprise: an id is a number in the database (the rowid of the
// full-text index on SQLite) but a short text in URLs and in JSON, because a
// browser's numbers lose the last digits of a 64-bit one.
package id

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"
)

// ID is 41 bits of milliseconds since 2024, 10 bits of node and 12 of sequence
// (the snowflake layout), always positive. Zero means none.
type ID int64

// epoch is 2024-01-01T00:00:00Z in Unix milliseconds. It can never change:
// stored ids are counted from it.
const epoch int64 = 1704067200000

const (
	timeShift = 22 // node and sequence lie below the time
	seqMask   = 1<<timeShift - 1
	alphabet  = "0123456789abcdefghjkmnpqrstvwxyz" // Crockford's base 32, lower case
)

// ErrMalformed is the error of Parse: the text is not the text of any id.
var ErrMalformed = errors.New("id: malformed")

// String is the id in Crockford's base 32, lower case, at most 13 characters,
// without leading zeros. None is "".
func (i ID) String() string {
	if i == 0 {
		return ""
	}
	text, _ := i.AppendText(make([]byte, 0, 13))
	return string(text)
}

// AppendText implements encoding.TextAppender.
func (i ID) AppendText(text []byte) ([]byte, error) {
	for shift := (bits.Len64(uint64(i)) - 1) / 5 * 5; i != 0 && shift >= 0; shift -= 5 {
		text = append(text, alphabet[uint64(i)>>shift&31])
	}
	return text, nil
}

// List reads the ids among some texts, each once; what is the text of none is
// left out.
func List(texts []string) []ID {
	var out []ID
	for _, s := range texts {
		if i, err := Parse(s); err == nil && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}

// Parse reads what String wrote, and nothing else: each id has one text, hence
// one URL. It gives ErrMalformed for all the rest, the empty text included.
func Parse(s string) (ID, error) {
	if s == "" || len(s) > 13 || s[0] == '0' {
		return 0, ErrMalformed
	}
	var n uint64
	for _, c := range []byte(s) {
		digit := strings.IndexByte(alphabet, c)
		if digit < 0 || n > math.MaxInt64>>5 {
			return 0, ErrMalformed
		}
		n = n<<5 | uint64(digit)
	}
	return ID(n), nil
}

// MarshalText implements encoding.TextMarshaler: in JSON an id is a string.
func (i ID) MarshalText() ([]byte, error) { return i.AppendText(nil) }

// UnmarshalText implements encoding.TextUnmarshaler. The empty text is none.
func (i *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*i = 0
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*i = parsed
	return nil
}

// Value implements driver.Valuer: the number itself, 0 included. For a column
// that may be NULL see Nullable.
func (i ID) Value() (driver.Value, error) { return int64(i), nil }

// Scan implements sql.Scanner. NULL is read as none.
func (i *ID) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*i = 0
	case int64:
		*i = ID(src)
	default:
		return fmt.Errorf("id: an id is stored as an integer, not as %T", src)
	}
	return nil
}

// Nullable is the value for a column where none is NULL, such as a reference.
func (i ID) Nullable() sql.NullInt64 { return sql.NullInt64{Int64: int64(i), Valid: i != 0} }

// Time is the moment at which the id was made, in UTC, to the millisecond.
func (i ID) Time() time.Time { return time.UnixMilli(int64(i)>>timeShift + epoch).UTC() }

// At is the id that something made at t would have: for content that is dated
// in the past, such as a demonstration. Ids of one millisecond are told apart
// by seq, from 0 to 4,194,303 (higher ones wrap). A moment before 2024 counts
// as the first of 2024.
func At(t time.Time, seq int64) ID {
	return ID(max(t.UnixMilli()-epoch, 1)<<timeShift | seq&seqMask)
}
