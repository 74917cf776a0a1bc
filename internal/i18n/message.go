package i18n

import (
	"errors"
	"fmt"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// message is one entry of the catalogue, ready to print. one is nil when the
// message has a single form.
type message struct {
	one, other form
}

// form is a text cut at its arguments: literal, name, literal, name, literal…
// A form of one piece is a plain text.
type form []string

func parseMessage(source *goi18n.Message) (message, error) {
	if source.Other == "" {
		return message{}, errors.New(`the form "other" is missing or empty`)
	}
	if source.Zero+source.Two+source.Few+source.Many != "" {
		return message{}, errors.New(`the plural forms here are "one" and "other"`)
	}
	other, err := parseForm(source.Other)
	if err != nil || source.One == "" {
		return message{other: other}, err
	}
	one, err := parseForm(source.One)
	return message{one: one, other: other}, err
}

func parseForm(text string) (form, error) {
	var pieces form
	for {
		literal, rest, found := strings.Cut(text, "{{")
		if strings.Contains(literal, "}}") {
			return nil, fmt.Errorf("stray }} in %q", text)
		}
		pieces = append(pieces, literal)
		if !found {
			return pieces, nil
		}
		inside, after, found := strings.Cut(rest, "}}")
		name, dot := strings.CutPrefix(strings.TrimSpace(inside), ".")
		if !found || !dot || !isName(name) {
			return nil, fmt.Errorf("only {{.name}} may stand between braces, not {{%s", rest)
		}
		pieces = append(pieces, name)
		text = after
	}
}

func isName(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return name != ""
}

// print fills a form. A name without a value shows as ⟦name⟧, as a missing key
// does, so that tests find it.
func (f form) print(p *Printer, args []any) string {
	if len(f) == 1 {
		return f[0]
	}
	var text strings.Builder
	for i, piece := range f {
		if i%2 == 0 {
			text.WriteString(piece)
			continue
		}
		if value, ok := argument(args, piece); ok {
			text.WriteString(p.value(value))
		} else {
			text.WriteString("⟦" + piece + "⟧")
		}
	}
	return text.String()
}

func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}
