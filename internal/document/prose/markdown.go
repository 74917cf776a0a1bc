package prose

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Markdown writes what a node says in the Markdown that the site reads
// (CommonMark with tables, task lists and strikethrough). What Markdown cannot
// say is written as near as it can be: a callout is a quote, an underline is
// lost.
func Markdown(n Node) string {
	w := writer{}
	w.blocks(n.Content, "")
	return strings.TrimRight(w.out.String(), "\n")
}

// writer composes lines, each behind what it stands in: a quote, a list.
type writer struct {
	out strings.Builder
}

// blocks writes blocks parted by blank lines.
func (w *writer) blocks(list []Node, lead string) {
	for i, n := range list {
		if i > 0 {
			w.line(lead, "")
		}
		w.block(n, lead)
	}
}

func (w *writer) line(lead, text string) {
	w.out.WriteString(strings.TrimRight(lead+text, " "))
	w.out.WriteByte('\n')
}

// lines writes a text of several lines.
func (w *writer) lines(lead, text string) {
	for l := range strings.SplitSeq(text, "\n") {
		w.out.WriteString(lead + l + "\n")
	}
}

func (w *writer) block(n Node, lead string) {
	switch n.Type {
	case Paragraph:
		w.lines(lead, lineStart(Inline(n.Content)))
	case Heading:
		w.line(lead, strings.Repeat("#", max(1, n.Attrs.Int("level", 1)))+" "+strings.ReplaceAll(Inline(n.Content), "\\\n", " "))
	case BulletList, TaskList:
		w.list(n, lead, func(int) string { return "- " })
	case OrderedList:
		start := n.Attrs.Int("start", 1)
		w.list(n, lead, func(i int) string { return strconv.Itoa(start+i) + ". " })
	case Blockquote:
		w.quoted(n.Content, lead)
	case Callout:
		w.quoted(n.Content, lead)
	case CodeBlock:
		w.code(n, lead)
	case Table:
		w.table(n, lead)
	case Image:
		w.line(lead, "!["+escape(n.Attrs.String("alt"))+"](/files/"+n.Attrs.String("file")+")")
	case Attachment:
		w.line(lead, "["+escape(n.Attrs.String("name"))+"](/files/"+n.Attrs.String("file")+")")
	case HorizontalRule:
		w.line(lead, "---")
	default:
		w.blocks(n.Content, lead)
	}
}

func (w *writer) quoted(list []Node, lead string) {
	if len(list) == 0 {
		w.line(lead, ">")
	}
	w.blocks(list, lead+"> ")
}

// list writes the items of a list, each behind its sign, what follows in an item
// set under its first line.
func (w *writer) list(n Node, lead string, sign func(i int) string) {
	for i, item := range n.Content {
		mark := sign(i)
		under := lead + strings.Repeat(" ", utf8.RuneCountInString(mark))
		if item.Type == TaskItem {
			mark += map[bool]string{true: "[x] ", false: "[ ] "}[item.Attrs.Bool("checked")]
		}
		inner := writer{}
		inner.blocks(item.Content, "")
		text := strings.TrimRight(inner.out.String(), "\n")
		for j, l := range strings.Split(text, "\n") {
			if j == 0 {
				w.line(lead, mark+l)
			} else {
				w.line(under, l)
			}
		}
	}
}

func (w *writer) code(n Node, lead string) {
	text := Plain(n)
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	w.line(lead, fence+n.Attrs.String("language"))
	if text != "" {
		w.lines(lead, text)
	}
	w.line(lead, fence)
}

// table writes a table whose first line is its head, as Markdown has it: cells
// that span several are followed by empty ones.
func (w *writer) table(n Node, lead string) {
	wide := 0
	rows := make([][]string, len(n.Content))
	for i, row := range n.Content {
		for _, c := range row.Content {
			rows[i] = append(rows[i], cellText(c))
			for range c.Attrs.Int("colspan", 1) - 1 {
				rows[i] = append(rows[i], "")
			}
		}
		wide = max(wide, len(rows[i]))
	}
	for i, row := range rows {
		for len(row) < wide {
			row = append(row, "")
		}
		w.line(lead, "| "+strings.Join(row, " | ")+" |")
		if i == 0 {
			w.line(lead, "|"+strings.Repeat(" --- |", wide))
		}
	}
}

// cellText is a cell on one line.
func cellText(c Node) string {
	inner := writer{}
	inner.blocks(c.Content, "")
	text := strings.TrimSpace(inner.out.String())
	text = strings.ReplaceAll(text, "\\\n", " ")
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", "\\|")
}

// Inline writes runs of text. Among the marks of a run, the one that goes on
// for longest stands outside.
func Inline(list []Node) string {
	var b strings.Builder
	for i := 0; i < len(list); {
		mark, end := longest(list, i)
		if end == i {
			b.WriteString(run(list[i]))
			i++
			continue
		}
		inner := make([]Node, 0, end-i)
		for _, n := range list[i:end] {
			inner = append(inner, n.without(mark.Type))
		}
		b.WriteString(around(mark, Inline(inner)))
		i = end
	}
	return b.String()
}

// around sets a text between the signs of a mark. Spaces stand outside of
// them: Markdown does not see the signs otherwise.
func around(m Mark, text string) string {
	core := strings.Trim(text, " ")
	if core == "" {
		return text
	}
	before, after, _ := strings.Cut(text, core)
	if m.Type == Link {
		return before + "[" + core + "](" + target(m.Attrs.String("href")) + ")" + after
	}
	sign := signs[m.Type]
	return before + sign + core + sign + after
}

// signs of the marks that Markdown knows, beside links and code.
var signs = map[string]string{Bold: "**", Italic: "*", Strike: "~~"}

// longest is the mark of the run at i that goes on furthest, and where it ends;
// i itself when the run has none that stands around others.
func longest(list []Node, i int) (best Mark, end int) {
	end = i
	for _, m := range list[i].Marks {
		if _, known := signs[m.Type]; !known && m.Type != Link {
			continue
		}
		last := i + 1
		for last < len(list) && list[last].has(m) {
			last++
		}
		if last > end {
			best, end = m, last
		}
	}
	return best, end
}

// has tells whether a run bears this very mark.
func (n Node) has(m Mark) bool {
	own, ok := n.Mark(m.Type)
	return ok && own.Attrs.String("href") == m.Attrs.String("href")
}

func (n Node) without(kind string) Node {
	var kept []Mark
	for _, m := range n.Marks {
		if m.Type != kind {
			kept = append(kept, m)
		}
	}
	n.Marks = kept
	return n
}

// run writes one run of text, or a thing among text.
func run(n Node) string {
	switch n.Type {
	case HardBreak:
		return "\\\n"
	case Mention:
		return "@" + n.Attrs.String("handle")
	case ItemLink:
		return "[" + escape(n.Attrs.String("title")) + "](/i/" + n.Attrs.String("item") + ")"
	case Text:
	default:
		return ""
	}
	if _, ok := n.Mark(Code); ok && strings.TrimSpace(n.Text) != "" {
		return codeSpan(n.Text)
	}
	return escape(n.Text)
}

func codeSpan(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

// escape takes their sense from the signs of Markdown. A low line within a word
// has none, and addresses are full of them.
func escape(s string) string {
	var b strings.Builder
	for i, c := range s {
		switch c {
		case '\\', '*', '`', '[', ']', '<', '~':
			b.WriteByte('\\')
		case '&':
			if next, _ := utf8.DecodeRuneInString(s[i+1:]); isWord(next) || next == '#' {
				b.WriteByte('\\')
			}
		case '_':
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			after, _ := utf8.DecodeRuneInString(s[i+1:])
			if !isWord(before) || !isWord(after) {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(c)
	}
	return b.String()
}

func isWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// lineStart takes their sense from signs that have one at the beginning of a
// line only.
func lineStart(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		trimmed := strings.TrimLeft(l, " ")
		switch {
		case trimmed == "":
		case strings.ContainsRune("#>+-=", rune(trimmed[0])):
			lines[i] = "\\" + trimmed
		default:
			digits := 0
			for digits < len(trimmed) && trimmed[digits] >= '0' && trimmed[digits] <= '9' {
				digits++
			}
			if digits > 0 && digits < 10 && digits < len(trimmed) && (trimmed[digits] == '.' || trimmed[digits] == ')') {
				lines[i] = trimmed[:digits] + "\\" + trimmed[digits:]
			}
		}
	}
	return strings.Join(lines, "\n")
}

// target writes an address as Markdown reads it.
func target(href string) string {
	return strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", " ", "%20").Replace(href)
}

// Plain is the text of a node without any sign, its blocks on lines of their
// own.
func Plain(n Node) string {
	var b strings.Builder
	plain(&b, n)
	return strings.Trim(b.String(), "\n")
}

func plain(b *strings.Builder, n Node) {
	switch n.Type {
	case Text:
		b.WriteString(n.Text)
		return
	case HardBreak:
		b.WriteByte('\n')
		return
	case Mention:
		b.WriteString("@" + n.Attrs.String("name"))
		return
	case ItemLink:
		b.WriteString(n.Attrs.String("title"))
		return
	case Image:
		b.WriteString(n.Attrs.String("alt"))
	case Attachment:
		b.WriteString(n.Attrs.String("name"))
	}
	for _, c := range n.Content {
		plain(b, c)
	}
	switch n.Type {
	case Doc, BulletList, OrderedList, TaskList, Table, Blockquote, Callout, ListItem, TaskItem, TableRow:
	case TableCell, TableHeader:
	default:
		b.WriteByte('\n')
	}
}
