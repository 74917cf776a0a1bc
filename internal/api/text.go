package api

import (
	"errors"
	"net/url"
	"strings"
	"unicode/utf8"
)

var (
	errNotUTF8 = errors.New("the body is not valid UTF-8")
	errControl = errors.New("the body holds control characters")
)

// strict refuses what is not text instead of letting it be repaired in
// silence: bytes that are not UTF-8, control characters that JSON can escape.
func strict(unmarshal func([]byte, any) error) func([]byte, any) error {
	return func(data []byte, v any) error {
		if !utf8.Valid(data) {
			return errNotUTF8
		}
		if err := unmarshal(data, v); err != nil {
			return err
		}
		if parsed, ok := v.(*any); ok && !written(*parsed) {
			return errControl
		}
		return nil
	}
}

// written tells whether every text in a parsed body can be stored and shown.
func written(v any) bool {
	switch v := v.(type) {
	case string:
		return plain(v)
	case []any:
		for _, e := range v {
			if !written(e) {
				return false
			}
		}
	case map[string]any:
		for key, e := range v {
			if !plain(key) || !written(e) {
				return false
			}
		}
	}
	return true
}

func plain(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool {
		return c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f
	})
}

// readable tells whether an address holds nothing but text.
func readable(u *url.URL) bool {
	clean := func(s string) bool { return utf8.ValidString(s) && plain(s) }
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil || !clean(u.Path) {
		return false
	}
	for name, values := range query {
		if !clean(name) || !clean(strings.Join(values, "")) {
			return false
		}
	}
	return true
}
