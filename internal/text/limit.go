package text

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// goldmark takes time in the square of some texts that only an attacker
// writes, and nests as deeply as it is asked to. Past these bounds, far beyond
// what people write, signs are words like others.
const (
	maxDepth = 20    // lists and quotations within each other
	maxSigns = 1_000 // brackets, or stars and underscores, in one paragraph
)

// shallow is a parser of blocks that stops nesting at maxDepth.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for node := parent; node != nil; node = node.Parent() {
		if kind := node.Kind(); kind == ast.KindList || kind == ast.KindBlockquote {
			depth++
		}
	}
	if depth >= maxDepth {
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, reader, pc)
}

// sparing is a parser of inline signs that tries at most maxSigns in a block.
type sparing struct {
	parser.InlineParser
	count parser.ContextKey
}

func (s sparing) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	tried, _ := pc.Get(s.count).(int)
	if tried >= maxSigns {
		return nil
	}
	pc.Set(s.count, tried+1)
	return s.InlineParser.Parse(parent, block, pc)
}

// CloseBlock implements parser.CloseBlocker.
func (s sparing) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	pc.Set(s.count, 0)
	if closer, ok := s.InlineParser.(parser.CloseBlocker); ok {
		closer.CloseBlock(parent, block, pc)
	}
}
