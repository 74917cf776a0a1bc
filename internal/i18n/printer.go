package i18n

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/text/feature/plural"
)

// Printer writes in one language and one time zone. It never changes and may
// be shared between goroutines.
type Printer struct {
	lang     Lang
	words    words
	zone     *time.Location
	messages map[string]message
}

// T is the message key with its arguments, which are name, value pairs. The
// argument "count" chooses between the forms one and other. Whole numbers are
// written as the language writes them ("12 000"): give a year or a code as a
// string, and a size as Bytes. A missing key gives "⟦key⟧".
func (p *Printer) T(key string, args ...any) string {
	found, ok := p.messages[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	if found.one != nil {
		if count, ok := argument(args, "count"); ok && p.isOne(count) {
			return found.one.print(p, args)
		}
	}
	return found.other.print(p, args)
}

// Has says whether there is a message with that key.
func (p *Printer) Has(key string) bool {
	_, ok := p.messages[key]
	return ok
}

// Lang is the language that this printer writes.
func (p *Printer) Lang() Lang { return p.lang }

// InZone is the same printer, showing times as the clocks of zone do. Without
// it they are those of Paris.
func (p *Printer) InZone(zone *time.Location) *Printer {
	moved := *p
	moved.zone = zone
	return &moved
}

// Bytes is an argument of a message that is written as Size writes it.
type Bytes int64

// isOne says whether a count takes the form one: 0 and 1 in French, 1 in
// English.
func (p *Printer) isOne(count any) bool {
	n, ok := whole(count)
	// Past ten millions, which the rules take by their remainder, nothing is one.
	return ok && n >= 0 && n < 10_000_000 &&
		plural.Cardinal.MatchPlural(p.lang.tag(), int(n), 0, 0, 0, 0) == plural.One
}

func (p *Printer) value(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	if size, ok := value.(Bytes); ok {
		return p.Size(int64(size))
	}
	if n, ok := whole(value); ok {
		return p.Number(n)
	}
	return fmt.Sprint(value)
}

func whole(value any) (int64, bool) {
	switch value := value.(type) {
	case int:
		return int64(value), true
	case int64:
		return value, true
	case int32:
		return int64(value), true
	case uint32:
		return int64(value), true
	}
	return 0, false
}

type contextKey struct{}

// With puts the printer of the person who asks into ctx.
func With(ctx context.Context, p *Printer) context.Context {
	return context.WithValue(ctx, contextKey{}, p)
}

// From is the printer that With put into ctx. Without one it is a French
// printer that knows no message, so that a forgotten With shows.
func From(ctx context.Context) *Printer {
	if printer, ok := ctx.Value(contextKey{}).(*Printer); ok {
		return printer
	}
	return &Printer{lang: French, words: wordsOf(French), zone: time.UTC}
}

// T is From(ctx).T(key, args...).
func T(ctx context.Context, key string, args ...any) string {
	return From(ctx).T(key, args...)
}
