// Package clock holds moments as the database keeps them, and the present as
// something that a test can set.
//
// What would surprise: a Time is always UTC and whole milliseconds, so that
// what was written and what is read back are equal, on both engines.
package clock

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

// Time is a moment. In the database: BIGINT, Unix milliseconds, the zero Time
// as NULL. In JSON: RFC 3339 in UTC, the zero Time as null.
type Time struct{ time.Time }

// At keeps t to the millisecond, in UTC. A zero t gives the zero Time.
func At(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.Truncate(time.Millisecond).UTC()}
}

// Value implements driver.Valuer.
func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return t.UnixMilli(), nil
}

// Scan implements sql.Scanner. It takes an integer or NULL.
func (t *Time) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*t = Time{}
	case int64:
		*t = Time{time.UnixMilli(src).UTC()}
	default:
		return fmt.Errorf("clock: a moment is stored as integer milliseconds, not as %T", src)
	}
	return nil
}

// MarshalJSON implements json.Marshaler.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return t.UTC().MarshalJSON()
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *Time) UnmarshalJSON(data []byte) error {
	var parsed time.Time
	if err := json.Unmarshal(data, &parsed); err != nil {
		return fmt.Errorf("clock: reading a moment: %w", err)
	}
	*t = At(parsed)
	return nil
}

// Clock tells the present moment.
type Clock interface {
	Now() Time
}

// System is the machine's clock.
type System struct{}

// Now implements Clock.
func (System) Now() Time { return At(time.Now()) }

// Fake is a clock that stands still until it is moved. It may be shared
// between goroutines. The zero value shows the zero Time.
type Fake struct {
	mu  sync.Mutex
	now Time
}

// NewFake makes a clock that shows t.
func NewFake(t time.Time) *Fake { return &Fake{now: At(t)} }

// Now implements Clock.
func (f *Fake) Now() Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Set moves the clock to t.
func (f *Fake) Set(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = At(t)
}

// Add moves the clock by d and returns the new present.
func (f *Fake) Add(d time.Duration) Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = At(f.now.Time.Add(d))
	return f.now
}
