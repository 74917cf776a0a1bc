package main

import (
	"regexp"
	"strings"
	"unicode"
)

// The public data lost its headings, lists and boxes: a sheet is a run of lines.
// What follows builds Markdown again from the shape of the lines, and gives up
// on a text whose shape is not certain: there are enough others.

var (
	boxes = map[string]bool{
		"À savoir": true, "À noter": true, "Attention": true, "Rappel": true, "Exemple": true,
		"À savoir !": true, "À noter !": true, "Attention !": true, "Rappel !": true, "Exemple !": true, "Important !": true, "Important": true,
	}
	bareFigure = regexp.MustCompile(`^[\dX\s,.%€/+()-]{1,14}$`)
	joined     = regexp.MustCompile(`^(et|ou|soit|puis|ou bien|et/ou) `)
	channels   = regexp.MustCompile(`^(En ligne|Sur place|Par courrier|Par téléphone|Par mail)$`)
	markup     = strings.NewReplacer("*", `\*`, "<", `\<`, "`", "'", "[", `\[`, "]", `\]`, "#", `\#`, "~", `\~`)
)

func ended(l string) bool {
	return strings.HasSuffix(l, ".") || strings.HasSuffix(l, "!") || strings.HasSuffix(l, "…") || strings.HasSuffix(l, "?")
}
func lower(l string) bool { return unicode.IsLower([]rune(l)[0]) }
func comma(l string) bool { return strings.HasSuffix(l, ",") || strings.HasSuffix(l, ";") }
func opens(l string) bool { return strings.HasSuffix(l, ":") }
func unpunctuated(l string) bool {
	return !ended(l) && !comma(l) && !opens(l) && runes(l) <= 110
}

// headings learns which lines serve as headings: a short line without stop
// between a finished sentence and a new paragraph.
type headings map[string]bool

func learnHeadings(texts []string) headings {
	known := headings{}
	for _, t := range texts {
		lines := nonEmpty(t)
		for i := 1; i+1 < len(lines); i++ {
			if unpunctuated(lines[i]) && !lower(lines[i]) && ended(lines[i-1]) && (ended(lines[i+1]) || opens(lines[i+1])) && runes(lines[i]) <= 80 {
				known[lines[i]] = true
			}
		}
	}
	return known
}

func nonEmpty(text string) []string {
	var lines []string
	for l := range strings.SplitSeq(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

// sheet turns the flat text of a service-public sheet into Markdown. ok is false
// when a list, a table or a heading can't be told with certainty.
func (known headings) sheet(text string) (md string, ok bool) {
	lines := nonEmpty(text)
	var out []string
	run := 0 // headings in a row
	base := 2
	for i := 0; i < len(lines); {
		l := lines[i]
		switch {
		case bareFigure.MatchString(l), strings.HasPrefix(l, "- "), strings.ContainsRune(")(,;.", []rune(l)[0]):
			return "", false
		case boxes[l]:
			if i+1 >= len(lines) || opens(lines[i+1]) || boxes[lines[i+1]] {
				return "", false
			}
			box := upperFirst(markup.Replace(lines[i+1]))
			if !ended(box) {
				box += "."
			}
			out = append(out, "> **"+strings.TrimSuffix(l, " !")+".** "+box)
			i, run = i+2, 0
		case opens(l):
			items, next, sure := known.items(lines, i+1)
			if !sure {
				return "", false
			}
			if len(items) == 0 {
				out = append(out, markup.Replace(strings.TrimRight(strings.TrimSuffix(l, ":"), " "))+".")
			} else {
				out = append(out, markup.Replace(l), bullets(items))
			}
			i, run = next, 0
		case lower(l) || comma(l):
			return "", false
		case unpunctuated(l) || (strings.HasSuffix(l, "?") && runes(l) < 90) || (strings.HasSuffix(l, ")") && runes(l) < 70):
			run++
			if run > 2 || i == len(lines)-1 || (run == 2 && channels.MatchString(l)) || runes(l) > 95 {
				return "", false
			}
			if run == 2 {
				base = 3
			}
			level := base
			if i+1 < len(lines) && run == 1 && headingLike(lines[i+1]) {
				level = 2
			}
			out = append(out, strings.Repeat("#", level)+" "+markup.Replace(l))
			i++
		default:
			out = append(out, markup.Replace(l))
			i, run = i+1, 0
		}
	}
	return strings.Join(out, "\n\n"), true
}

func headingLike(l string) bool {
	return !boxes[l] && !lower(l) && (unpunctuated(l) || (strings.HasSuffix(l, "?") && runes(l) < 90))
}

// items finds the list that follows a line ending in a colon. No item and sure
// means that the colon announced a link that the data does not hold.
func (known headings) items(lines []string, i int) (items []string, next int, sure bool) {
	if i >= len(lines) {
		return nil, i, true
	}
	first := lines[i]
	switch {
	case boxes[first]:
		return nil, i, true
	case comma(first):
		j := i
		for j < len(lines) && comma(lines[j]) {
			j++
		}
		if j < len(lines) && !opens(lines[j]) && !boxes[lines[j]] && (ended(lines[j]) || joined.MatchString(lines[j])) && runes(lines[j]) < 320 &&
			(lower(lines[j]) == lower(first) || joined.MatchString(lines[j])) {
			return lines[i : j+1], j + 1, true
		}
		return nil, i, false
	case lower(first):
		j := i
		for j < len(lines) && lower(lines[j]) && !opens(lines[j]) && !boxes[lines[j]] {
			j++
			if ended(lines[j-1]) && (j == len(lines) || !lower(lines[j])) {
				break
			}
		}
		return lines[i:j], j, j > i
	case unpunctuated(first):
		j := i
		for j < len(lines) && unpunctuated(lines[j]) && !boxes[lines[j]] && !bareFigure.MatchString(lines[j]) {
			j++
		}
		n := j - i
		switch {
		case j < len(lines) && bareFigure.MatchString(lines[j]):
			return nil, i, false
		case n == 1 && j < len(lines) && !boxes[lines[j]]:
			return nil, i, known[first]
		case j == len(lines) || boxes[lines[j]]:
			return lines[i:j], j, n > 1
		case n >= 3 && known[lines[j-1]] && !known[lines[j-2]]:
			return lines[i : j-1], j - 1, true
		case n >= 2 && !known[lines[j-1]] && sameKind(lines[i:j]):
			return lines[i:j], j, true
		}
		return nil, i, false
	}
	return nil, i, true
}

// sameKind tells whether the last line of a run reads as one more item: it
// begins like another one, or is too long for a heading.
func sameKind(run []string) bool {
	last := run[len(run)-1]
	word, _, _ := strings.Cut(last, " ")
	for _, l := range run[:len(run)-1] {
		if w, _, _ := strings.Cut(l, " "); w == word {
			return true
		}
	}
	return runes(last) > 52
}

// bullets writes a list: one form of ending for all its items.
func bullets(items []string) string {
	var b strings.Builder
	for i, it := range items {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString("- " + markup.Replace(it))
	}
	return b.String()
}

// guide turns the text of a labour guide, whose sections are known, into Markdown sections.
func guide(text string, titles []string) []section {
	isTitle := map[string]bool{}
	for _, t := range titles {
		isTitle[strings.TrimSpace(t)] = true
	}
	var all []section
	cur := section{}
	lines := nonEmpty(text)
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		switch {
		case strings.Contains(l, "retranscription textuelle"):
			cur.broken = true
		case isTitle[l]:
			all = append(all, cur)
			cur = section{title: l}
			delete(isTitle, l)
		case boxes[l] && i+1 < len(lines) && !isTitle[lines[i+1]]:
			cur.parts = append(cur.parts, "> **"+strings.TrimSuffix(l, " !")+".** "+markup.Replace(strings.TrimPrefix(lines[i+1], "- ")))
			i++
		case strings.HasPrefix(l, "À noter :"), strings.HasPrefix(l, "À savoir :"), strings.HasPrefix(l, "Attention :"):
			head, rest, _ := strings.Cut(l, ":")
			cur.parts = append(cur.parts, "> **"+strings.TrimSpace(head)+".** "+markup.Replace(upperFirst(strings.TrimSpace(rest))))
		case strings.Count(l, " | ") > 0:
			j := i
			for j < len(lines) && strings.Count(lines[j], " | ") == strings.Count(l, " | ") {
				j++
			}
			if j-i < 2 {
				cur.broken = true
				break
			}
			cur.parts = append(cur.parts, tableOf(lines[i:j]))
			i = j - 1
		case strings.HasPrefix(l, "- "), strings.HasPrefix(l, "• "):
			j := i
			for j < len(lines) && (strings.HasPrefix(lines[j], "- ") || strings.HasPrefix(lines[j], "• ")) && !isTitle[lines[j]] {
				j++
			}
			items := make([]string, 0, j-i)
			for _, it := range lines[i:j] {
				items = append(items, strings.TrimSpace(strings.TrimLeft(it, "-• ")))
			}
			cur.parts = append(cur.parts, bullets(items))
			i = j - 1
		case strings.HasPrefix(l, "|"), bareFigure.MatchString(l), strings.ContainsRune("),;.", []rune(l)[0]):
			cur.broken = true
		case unpunctuated(l) && runes(l) < 90 && !lower(l):
			if i+1 < len(lines) && !isTitle[lines[i+1]] && (ended(lines[i+1]) || opens(lines[i+1]) || strings.HasPrefix(lines[i+1], "- ")) {
				cur.parts = append(cur.parts, "### "+markup.Replace(l))
			} else {
				cur.broken = true
			}
		case strings.HasSuffix(l, "?") && runes(l) < 110:
			cur.parts = append(cur.parts, "### "+markup.Replace(l))
		case lower(l):
			cur.broken = true
		default:
			cur.parts = append(cur.parts, markup.Replace(l))
		}
	}
	return append(all, cur)
}

// section is a titled piece of a guide. broken says that a part could not be rebuilt.
type section struct {
	title  string
	parts  []string
	broken bool
}

func (s section) body() string { return strings.Join(s.parts, "\n\n") }

func tableOf(rows []string) string {
	var b strings.Builder
	for i, row := range rows {
		cells := strings.Split(markup.Replace(row), " | ")
		b.WriteString("| " + strings.Join(cells, " | ") + " |")
		if i < len(rows)-1 {
			b.WriteString("\n")
		}
		if i == 0 {
			b.WriteString("|" + strings.Repeat(" --- |", len(cells)) + "\n")
		}
	}
	return b.String()
}

// cut keeps whole parts of a Markdown text, up to max runes, and stops before a
// heading when it can. more says that something was left.
func cut(md string, max int) (kept string, more bool) {
	if runes(md) <= max {
		return md, false
	}
	parts := strings.Split(md, "\n\n")
	total, n, heading := 0, 0, 0
	for i, p := range parts {
		if strings.HasPrefix(p, "#") {
			heading = i
		}
		if total += runes(p) + 2; total > max {
			break
		}
		n = i + 1
	}
	if heading > 0 && heading <= n && heading > n/2 {
		n = heading
	}
	for n > 1 && (strings.HasPrefix(parts[n-1], "#") || strings.HasSuffix(strings.TrimSpace(parts[n-1]), ":")) {
		n--
	}
	return strings.Join(parts[:n], "\n\n"), true
}

// paragraphs keeps plain paragraphs of people's own writing as Markdown: blank
// lines between paragraphs, lists as lists, nothing interpreted by accident.
func paragraphs(text string) string {
	var parts []string
	var items []string
	flush := func() {
		if len(items) > 0 {
			parts = append(parts, strings.Join(items, "\n"))
			items = nil
		}
	}
	for _, l := range unwrap(nonEmpty(text)) {
		trimmed := strings.TrimLeft(l, "-–—•·* ")
		bulleted := trimmed != l && trimmed != ""
		l = escapeOutsideLinks(trimmed)
		switch {
		case bulleted:
			items = append(items, "- "+l)
		default:
			flush()
			parts = append(parts, l)
		}
	}
	flush()
	return strings.Join(parts, "\n\n")
}

// unwrap joins lines that were cut at a width: one that does not end a sentence
// with the next when that one goes on in lower case.
func unwrap(lines []string) []string {
	var out []string
	for _, l := range lines {
		if n := len(out) - 1; n >= 0 && runes(out[n]) > 40 && lower(l) && !ended(out[n]) && !opens(out[n]) && !comma(out[n]) {
			out[n] += " " + l
			continue
		}
		out = append(out, l)
	}
	return out
}

var (
	address = regexp.MustCompile(`https?://[^\s)>,;"]+`)
)

// escapeOutsideLinks keeps addresses as they are.
func escapeOutsideLinks(l string) string {
	var b strings.Builder
	last := 0
	for _, m := range address.FindAllStringIndex(l, -1) {
		b.WriteString(markup.Replace(l[last:m[0]]))
		b.WriteString(l[m[0]:m[1]])
		last = m[1]
	}
	b.WriteString(markup.Replace(l[last:]))
	return b.String()
}
