package store

import (
	"slices"
	"strconv"
	"strings"

	"github.com/keegancsmith/sqlf"
)

// bounded puts the numbers that follow LIMIT into the text. SQLite looks at a
// bound one when it plans, and prepares the statement again at each run, which
// costs more than running it; PostgreSQL plans better when it knows the number.
// Few limits are in use, so they make few texts.
func bounded(format string, args []any) []any {
	const mark = "LIMIT %"
	copied := false
	for from := 0; ; {
		at := strings.Index(format[from:], mark)
		if at < 0 {
			return args
		}
		at += from
		from = at + len(mark)
		place := verbs(format[:at])
		if place >= len(args) {
			return args
		}
		n, whole := args[place].(int)
		if !whole {
			continue
		}
		if !copied {
			args, copied = slices.Clone(args), true
		}
		args[place] = sqlf.Sprintf(strconv.Itoa(n))
	}
}

// verbs counts the places of values in a format.
func verbs(format string) int {
	return strings.Count(format, "%") - 2*strings.Count(format, "%%")
}
