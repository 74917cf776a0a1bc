package extract

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
)

// readRTF reads Rich Text Format 1.9.
func readRTF(in io.Reader, out *sheet) (Result, error) {
	r := &richText{in: bufio.NewReaderSize(in, 64<<10), out: out, fonts: map[int]encoding.Encoding{}, page: codePage(1252)}
	r.now = richState{fallback: 1}
	if err := r.read(); err != nil {
		return Result{}, damaged("rtf", err)
	}
	return Result{Title: titled(r.title.String())}, nil
}

// maxGroups bounds the groups in each other.
const maxGroups = 1000

// richState is what a group of RTF inherits and restores.
type richState struct {
	skip     bool
	title    bool
	fonts    bool // inside the table of fonts
	fallback int  // characters that stand after \u for old programs
	font     int
	inTable  bool
	deleted  bool
}

type richText struct {
	in      *bufio.Reader
	out     *sheet
	title   strings.Builder
	fonts   map[int]encoding.Encoding
	page    encoding.Encoding
	now     richState
	stack   []richState
	bytes   []byte // of a code page, not decoded yet
	high    rune   // first half of a pair
	pass    int    // characters still to pass over after \u
	starred bool
	opened  bool
}

func (r *richText) read() error {
	for !r.out.cut {
		b, err := r.in.ReadByte()
		if err == io.EOF {
			r.flush()
			if len(r.stack) > 0 {
				return Refuse(Damaged, "%d groups are not closed", len(r.stack))
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch b {
		case '{':
			r.flush()
			if len(r.stack) >= maxGroups {
				return Refuse(TooLarge, "more than %d groups in each other", maxGroups)
			}
			r.stack = append(r.stack, r.now)
			r.pass, r.opened = 0, true
			continue
		case '}':
			r.flush()
			r.pass = 0
			if len(r.stack) == 0 {
				return Refuse(Damaged, "a group is closed that was not opened")
			}
			r.now = r.stack[len(r.stack)-1]
			if r.stack = r.stack[:len(r.stack)-1]; len(r.stack) == 0 {
				return nil // what follows the document is not of it
			}
		case '\\':
			if err := r.control(); err != nil {
				return err
			}
		case '\r', '\n', 0:
		default:
			r.character(b)
		}
		r.opened = false
	}
	return nil
}

// control reads what follows a backslash.
func (r *richText) control() error {
	b, err := r.in.ReadByte()
	if err != nil {
		return err
	}
	if b|0x20 < 'a' || b|0x20 > 'z' {
		return r.symbol(b)
	}
	word := []byte{b}
	for {
		if b, err = r.in.ReadByte(); err != nil || b|0x20 < 'a' || b|0x20 > 'z' {
			break
		}
		if len(word) < 32 {
			word = append(word, b)
		}
	}
	number, given := 1, false
	if err == nil && (b == '-' || b >= '0' && b <= '9') {
		digits := []byte{b}
		for {
			if b, err = r.in.ReadByte(); err != nil || b < '0' || b > '9' {
				break
			}
			if len(digits) < 10 {
				digits = append(digits, b)
			}
		}
		number, _ = strconv.Atoi(string(digits))
		given = true
	}
	if err == nil && b != ' ' {
		if err := r.in.UnreadByte(); err != nil {
			return err
		}
	}
	if err != nil && err != io.EOF {
		return err
	}
	if string(word) == "bin" && number > 0 && given {
		_, err := io.CopyN(io.Discard, r.in, int64(number))
		return err
	}
	r.flushUnless(string(word))
	r.word(string(word), number)
	return nil
}

func (r *richText) symbol(b byte) error {
	switch b {
	case '\'':
		var digits [2]byte
		if _, err := io.ReadFull(r.in, digits[:]); err != nil {
			return err
		}
		if n, err := strconv.ParseUint(string(digits[:]), 16, 8); err == nil {
			r.character(byte(n))
		}
	case '*':
		r.starred = true
	case '~':
		r.say("\u00a0")
	case '_':
		r.say("-")
	case '\r', '\n':
		r.flush()
		r.paragraph()
	case '\\', '{', '}':
		r.character(b)
	}
	return nil
}

// character takes one byte of text.
func (r *richText) character(b byte) {
	if r.pass > 0 {
		r.pass--
		return
	}
	if len(r.bytes) < 64<<10 {
		r.bytes = append(r.bytes, b)
	}
	if len(r.bytes) >= 4096 && b < 0x80 {
		r.flush()
	}
}

// flush decodes the bytes that wait, in the writing of their font.
func (r *richText) flush() {
	if len(r.bytes) == 0 {
		return
	}
	page := r.page
	if own := r.fonts[r.now.font]; own != nil {
		page = own
	}
	text := decoded(page, r.bytes)
	r.bytes = r.bytes[:0]
	r.say(text)
}

// flushUnless keeps the bytes waiting before words that do not part characters.
func (r *richText) flushUnless(word string) {
	if word != "uc" {
		r.flush()
	}
}

// unicode takes a character given by its number.
func (r *richText) unicode(number int) {
	if r.pass = r.now.fallback; number < 0 {
		number += 1 << 16
	}
	char := rune(number)
	switch {
	case utf16.IsSurrogate(char) && r.high == 0:
		r.high = char
		return
	case r.high != 0:
		char = utf16.DecodeRune(r.high, char)
		r.high = 0
	}
	r.say(string(char))
}

// say writes text where the present group sends it.
func (r *richText) say(text string) {
	switch {
	case r.now.title:
		if r.title.Len() < 10*maxTitle {
			r.title.WriteString(text)
		}
	case !r.now.skip && !r.now.fonts && !r.now.deleted:
		r.out.run(text)
	}
}

func (r *richText) paragraph() {
	if !r.now.skip {
		r.out.paragraph(r.now.inTable)
	}
}
