package content_test

import "strings"

func repeat(s string, n int) string { return strings.Repeat(s, n) }

func trim(s string) string { return strings.TrimSpace(s) }
