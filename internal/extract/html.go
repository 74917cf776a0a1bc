package extract

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// readHTML reads a page as a person does: no scripts, no styles, nothing that it
// names is fetched.
func readHTML(in io.Reader, out *sheet) (Result, error) {
	buffered := bufio.NewReaderSize(in, headSize)
	head, _ := buffered.Peek(headSize)
	var body io.Reader = buffered
	if _, wide := wideOrder(head); wide {
		raw, err := io.ReadAll(io.LimitReader(buffered, maxPlain*4))
		if err != nil {
			return Result{}, err
		}
		body = strings.NewReader(decode(raw))
	} else if enc, name, _ := charset.DetermineEncoding(head, "text/html"); name != "utf-8" && !bytes.HasPrefix(head, []byte("\ufeff")) {
		body = enc.NewDecoder().Reader(buffered)
	}
	w := webPage{out: out}
	return w.read(body)
}

// webPage turns the elements of HTML into lines, without keeping the page.
type webPage struct {
	out    *sheet
	title  strings.Builder
	tables int // open, in each other
	cells  int // open; one at most in each table
	pre    int
}

func (w *webPage) read(body io.Reader) (Result, error) {
	z := html.NewTokenizer(body)
	z.SetMaxBuf(8 << 20) // one word of the file, as an image inside it
	inTitle, titles := false, 0
	for !w.out.cut {
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); err != io.EOF {
				return Result{}, damaged("html", err)
			}
			return Result{Title: titled(w.title.String())}, nil
		case html.TextToken:
			switch {
			case inTitle:
				if w.title.Len() < 10*maxTitle {
					w.title.Write(z.Text())
				}
			case w.pre > 0:
				w.out.word(string(z.Text()))
			default:
				w.out.run(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch tag := atom.Lookup(name); tag {
			case atom.Title:
				inTitle = titles == 0
				titles++
			case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Select, atom.Textarea:
				w.passOver(z, tag)
			default:
				w.open(tag)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			if tag == atom.Title {
				inTitle = false
			}
			w.close(tag)
		}
	}
	return Result{Title: titled(w.title.String())}, nil
}

// passOver leaves out an element with all that it holds.
func (w *webPage) passOver(z *html.Tokenizer, tag atom.Atom) {
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.EndTagToken:
			if name, _ := z.TagName(); atom.Lookup(name) == tag {
				return
			}
		}
	}
}

func (w *webPage) open(tag atom.Atom) {
	switch tag {
	case atom.Br, atom.Hr:
		w.out.paragraph(w.cells > 0)
	case atom.Table:
		w.tables++
		w.out.paragraph(w.cells > 0)
	case atom.Tr:
		w.closeCell() // its end, and those of cells, may be left out
		w.out.paragraph(w.cells > 0)
	case atom.Td, atom.Th:
		w.closeCell()
		w.cells++
	case atom.Pre:
		w.pre++
		w.out.paragraph(w.cells > 0)
	default:
		if block(tag) {
			w.out.paragraph(w.cells > 0)
		}
	}
}

func (w *webPage) close(tag atom.Atom) {
	switch tag {
	case atom.Td, atom.Th:
		w.closeCell()
	case atom.Tr:
		w.closeCell()
		w.endRow()
	case atom.Table:
		w.closeCell()
		w.tables = max(w.tables-1, 0)
		w.endRow()
	case atom.Pre:
		w.pre = max(w.pre-1, 0)
		w.out.paragraph(w.cells > 0)
	default:
		if block(tag) {
			w.out.paragraph(w.cells > 0)
		}
	}
}

// closeCell ends the cell that is open in the innermost table.
func (w *webPage) closeCell() {
	if w.cells == 0 || w.cells < w.tables {
		return
	}
	if w.cells--; w.cells == 0 {
		w.out.cell()
	} else {
		w.out.gap()
	}
}

func (w *webPage) endRow() {
	if w.cells > 0 {
		w.out.paragraph(true)
	} else {
		w.out.row()
	}
}

func block(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd,
		atom.Blockquote, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Nav, atom.Aside, atom.Main, atom.Form, atom.Fieldset,
		atom.Figure, atom.Figcaption, atom.Address, atom.Caption, atom.Tr, atom.Table, atom.Details, atom.Summary, atom.Legend, atom.Option, atom.Body:
		return true
	}
	return false
}
