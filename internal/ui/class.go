package ui

// classes keeps the names that are not empty.
func classes(names ...string) []string {
	kept := make([]string, 0, len(names))
	for _, name := range names {
		if name != "" {
			kept = append(kept, name)
		}
	}
	return kept
}

// when is value if the condition holds, or nothing.
func when(condition bool, value string) string {
	if condition {
		return value
	}
	return ""
}

// or is the first of the two that is not empty.
func or(value, otherwise string) string {
	if value != "" {
		return value
	}
	return otherwise
}
