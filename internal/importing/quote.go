package importing

import (
	"regexp"
	"slices"
	"strings"
)

// How programs of mail announce the message that another one answers. Signs of
// any language: what they share is a date, an address and a colon.
var (
	// -----Message d'origine-----, ________________
	original = regexp.MustCompile(`(?i)^[\s>*_]*-{2,}.{0,4}(original|origine|transf|urspr|forwarded|doorgestuurd|inoltrato|reenviado).{0,30}-{2,}[\s*_]*$|^[\s>]*_{20,}\s*$`)
	// De : … / From: … then other lines of a header
	sender = regexp.MustCompile(`^[\s>*]*\p{L}{2,12}[*\s\x{00a0}\x{202f}]*:.*\S+@\S+`)
	field  = regexp.MustCompile(`^[\s>*]*\p{L}[\p{L} -]{1,20}[*\s\x{00a0}\x{202f}]*:[*\s\x{00a0}\x{202f}]*\S`)
	// Le …, … a écrit :   On …, … wrote:   2016-10-24 15:36 GMT+02:00 … <…@…>:
	wrote   = regexp.MustCompile(`(?i)\b(wrote|a écrit|schrieb|escribi[oó]|escreveu|schreef|ha scritto|skrev)\b.{0,40}$`)
	moment  = regexp.MustCompile(`\d{1,2}[:h]\d{2}|\b20\d\d\b`)
	address = regexp.MustCompile(`\S+@\S+|\bvia \S+`)
	opening = regexp.MustCompile(`(?i)\d{1,2}[:h]\d{2}|\b20\d\d\b|\S+@\S+|^[\s>]*(on|le|am|el|op|il|em|den)\b`)
	ending  = regexp.MustCompile(`(:|>|wrote|a écrit)[\s*\x{00a0}\x{202f}]*$`)
	// -- , Envoyé de mon téléphone
	signature = regexp.MustCompile(`(?i)^(-- ?|(envoyé (de|depuis|à partir de) |sent from |get outlook for ).{2,80})$`)
)

// withoutQuotes is what the author of a message wrote: what it answers and the
// signature are left out. Quotations that are commented one by one stay, and a
// message that is nothing but a quotation is kept.
func withoutQuotes(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var own []string
	for i := 0; i < len(lines); i++ {
		if signature.MatchString(strings.TrimRight(lines[i], " \t")) && said(own) {
			break
		}
		if isHeader(lines, i) {
			if said(own) {
				break
			}
			continue
		}
		length := introduction(lines, i)
		if length == 0 {
			own = append(own, lines[i])
			continue
		}
		rest := lines[i+length:]
		if said(own) && !saysAfterQuote(rest) {
			break
		}
		i += length - 1
		if !said(own) { // the answer stands under what it answers
			i += quoted(rest)
		}
	}
	for len(own) > 0 && (isQuote(own[len(own)-1]) || strings.TrimSpace(own[len(own)-1]) == "") {
		own = own[:len(own)-1]
	}
	if !said(own) {
		return strings.TrimSpace(text)
	}
	return strings.TrimSpace(strings.Join(own, "\n"))
}

func isQuote(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " "), ">") }

// said tells whether lines hold words of their author.
func said(lines []string) bool {
	return slices.ContainsFunc(lines, func(l string) bool { return strings.TrimSpace(l) != "" && !isQuote(l) })
}

// quoted is how many lines at the beginning are a quotation.
func quoted(lines []string) int {
	n := 0
	for n < len(lines) && (isQuote(lines[n]) || strings.TrimSpace(lines[n]) == "") {
		n++
	}
	if !slices.ContainsFunc(lines[:n], isQuote) {
		return 0
	}
	return n
}

// saysAfterQuote tells whether the author goes on after a quotation.
func saysAfterQuote(lines []string) bool {
	n := quoted(lines)
	return n > 0 && said(lines[n:]) && introduction(lines, n) == 0 && !signature.MatchString(lines[n])
}

// isHeader tells whether the header of another message begins at a line.
func isHeader(lines []string, at int) bool {
	if original.MatchString(lines[at]) {
		return true
	}
	if !sender.MatchString(lines[at]) {
		return false
	}
	fields := 0
	for _, line := range lines[at+1 : min(at+6, len(lines))] {
		if field.MatchString(line) {
			fields++
		}
	}
	return fields >= 2
}

// introduction is over how many lines a program introduces, from a line on,
// what it quotes; 0 when it does not. The longest reading is the right one: an
// address may end a line before "wrote:".
func introduction(lines []string, at int) (length int) {
	joined := ""
	for n := 1; n <= 3 && at+n <= len(lines); n++ {
		line := strings.TrimSpace(lines[at+n-1])
		if line == "" || len(line) > 300 || n > 1 && isQuote(line) || n == 1 && !opening.MatchString(line) {
			break
		}
		joined += " " + line
		dated, named, verb := moment.MatchString(joined), address.MatchString(joined), wrote.MatchString(joined)
		if ending.MatchString(joined) && (dated && named || verb && (dated || named)) {
			length = n
		}
	}
	return length
}
