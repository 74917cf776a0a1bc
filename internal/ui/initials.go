package ui

import "strings"

func initials(name string) string {
	out := ""
	for _, part := range strings.Fields(name) {
		out += string([]rune(part)[:1])
	}
	return out
}
