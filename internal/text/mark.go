package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// mark is an @handle or a #tag in a parsed text. Its child is the text as it
// was typed.
type mark struct {
	ast.BaseInline
	sign byte   // '@' or '#'
	name string // the handle, or the slug of the tag
	href string // "" until it is known to lead somewhere
	show string // what to show instead of what was typed, or ""
}

var kindMark = ast.NewNodeKind("Mark")

func (m *mark) Kind() ast.NodeKind { return kindMark }

func (m *mark) Dump(source []byte, level int) {
	ast.DumpHelper(m, source, level, map[string]string{"sign": string(m.sign), "name": m.name}, nil)
}

// markParser finds marks. goldmark calls it on each sign that is neither
// escaped nor inside code.
type markParser struct{}

func (markParser) Trigger() []byte { return []byte{'@', '#'} }

func (markParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	if !startsMark(block.PrecendingCharacter()) {
		return nil
	}
	line, segment := block.PeekLine()
	length, name := 0, ""
	if line[0] == '@' {
		length = handleLength(line[1:])
		name = strings.ToLower(string(line[1 : 1+length]))
	} else {
		length = tagLength(line[1:])
		name = Slug(string(line[1 : 1+length]))
	}
	if length == 0 || len(name) == 0 || len(name) > 64 {
		return nil
	}
	block.Advance(1 + length)
	found := &mark{sign: line[0], name: name}
	found.AppendChild(found, ast.NewTextSegment(text.NewSegment(segment.Start, segment.Start+1+length)))
	return found
}

// startsMark says whether a mark may follow r. The rest are parts of mail
// addresses, of URLs and of entities.
func startsMark(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune(`&/#@_.=?%+~\`, r)
}

// handleLength measures the handle at the start of line: words of a–z and 0–9
// joined by single dots or hyphens, not followed by more of a word.
func handleLength(line []byte) int {
	length := 0
	for i, c := range line {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9':
			length = i + 1
		case (c == '.' || c == '-') && length == i && i > 0:
		default:
			if next, _ := utf8.DecodeRune(line[length:]); c == '_' || c == '@' || unicode.IsLetter(next) {
				return 0
			}
			return length
		}
	}
	return length
}

// tagLength measures the tag at the start of line: letters, digits, and between
// them hyphens and underscores; at least one letter, so that "#12" is a number.
func tagLength(line []byte) int {
	length, letter := 0, false
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRune(line[i:])
		isLetter := unicode.IsLetter(r)
		switch {
		case isLetter || unicode.IsNumber(r) || unicode.Is(unicode.Mn, r) && length == i && i > 0:
			length = i + size
			letter = letter || isLetter
		case (r == '-' || r == '_') && length > 0:
		default:
			size = len(line)
		}
		i += size
	}
	if !letter {
		return 0
	}
	return length
}

// Mentions are the handles that source mentions as @given.family, in lower
// case, each once, in order; not those in code or in the words of a link.
func Mentions(source string) []string { return marks(source, '@') }

// Handles are those that a field of people holds, parted by commas or spaces, in
// lower case, each once, in order, so many at most.
func Handles(typed string, most int) []string {
	var out []string
	for _, raw := range strings.FieldsFunc(typed, func(c rune) bool { return c == ',' || c == ' ' || c == ';' }) {
		if h := strings.ToLower(strings.TrimPrefix(raw, "@")); h != "" && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out[:min(len(out), most)]
}

// Tags are the slugs of the tags of source, each once, in order; not those in
// code or in the words of a link.
func Tags(source string) []string { return marks(source, '#') }

func marks(source string, sign byte) []string {
	if !strings.Contains(source, string(sign)) {
		return nil
	}
	var names []string
	seen := map[string]bool{}
	eachMark(parse(source), func(found *mark) {
		if found.sign == sign && !seen[found.name] {
			seen[found.name] = true
			names = append(names, found.name)
		}
	})
	return names
}

// eachMark visits the marks that count: not those within links and images.
func eachMark(document ast.Node, visit func(*mark)) {
	_ = ast.Walk(document, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		switch node := node.(type) {
		case *ast.Link, *ast.Image:
			return ast.WalkSkipChildren, nil
		case *mark:
			if entering {
				visit(node)
			}
		}
		return ast.WalkContinue, nil
	})
}
