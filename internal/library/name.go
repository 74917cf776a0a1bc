package library

import (
	"path"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"parvis/internal/content"
	"parvis/internal/text"
)

// key is a name as it is compared and sorted: lower case, without accents, its
// signs kept, for "a-b" and "a b" are two folders.
func key(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(name))
}

// folderName is what remains of a name given to a folder; ok is false when
// nothing does, or too much.
func folderName(raw string) (string, bool) {
	line, ok := text.Line(strings.ToValidUTF8(raw, ""), MaxName)
	line = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\"<>|*?:`, r) {
			return -1
		}
		return r
	}, line)
	line = strings.Trim(line, " .")
	return line, ok && line != ""
}

// folderNames reads the way to a dropped file, as "Dossier/Annexes": names that
// are not ones are left out, so that nothing leads above.
func folderNames(way string) []string {
	var out []string
	for part := range strings.SplitSeq(strings.ReplaceAll(way, `\`, "/"), "/") {
		if name, ok := folderName(part); ok && len(out) < MaxDepth {
			out = append(out, name)
		}
	}
	return out
}

// another is the n-th name to try when one is taken: "Rapport (2).pdf".
func another(name string, n int) string {
	if n < 2 {
		return name
	}
	ext := path.Ext(name)
	if len(ext) > 10 || ext == name {
		ext = ""
	}
	return content.FileName(strings.TrimSuffix(name, ext) + " (" + strconv.Itoa(n) + ")" + ext)
}

// withEnding gives a name back the ending that tells programs what the file is,
// when it was left out.
func withEnding(name, before string) string {
	if path.Ext(name) == "" {
		return name + path.Ext(before)
	}
	return name
}
