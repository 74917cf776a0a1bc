package importing

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"sync/atomic"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"unicode/utf8"
)

// largestRecord bounds what one record may take, in bytes, so that a file with
// no end of line does not fill the memory.
const largestRecord = 8 << 20

// headSize is how much of a file tells how it is written, in bytes.
const headSize = 64 << 10

// input is a file that is read once, from its beginning, gzipped or not.
type input struct {
	file *os.File
	size int64
	done atomic.Int64 // bytes of the file
	from *bufio.Reader
}

func openInput(path string) (*input, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, err
	}
	in := &input{file: file, size: info.Size()}
	in.from = bufio.NewReaderSize(counted{file, &in.done}, headSize)
	if magic, _ := in.from.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		plain, err := gzip.NewReader(in.from)
		if err != nil {
			file.Close()
			return nil, err
		}
		in.from = bufio.NewReaderSize(plain, headSize)
	}
	return in, nil
}

// Progress implements Source.
func (in *input) Progress() (done, total int64) { return in.done.Load(), in.size }

// Close lets go of the file.
func (in *input) Close() error { return in.file.Close() }

type counted struct {
	r    io.Reader
	done *atomic.Int64
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.done.Add(int64(n))
	return n, err
}

// line reads one line, without its end. One that is too long is skipped, and
// whole is false.
func (in *input) line() (text []byte, whole bool, err error) {
	whole = true
	for {
		part, err := in.from.ReadSlice('\n')
		if whole && len(text)+len(part) <= largestRecord {
			text = append(text, part...)
		} else {
			text, whole = nil, false
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (len(text) == 0 && whole || !errors.Is(err, io.EOF)) {
			return nil, false, err
		}
		return bytes.TrimRight(text, "\r\n"), whole, nil
	}
}

// decoded reads a text as UTF-8: what begins with the mark of UTF-16 is, what
// is not UTF-8 at its beginning is taken for the Windows encoding of western
// Europe.
func decoded(from *bufio.Reader) *bufio.Reader {
	head, _ := from.Peek(headSize)
	var decoder transform.Transformer
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		decoder = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case bytes.HasPrefix(head, []byte("\uFEFF")):
		_, _ = from.Discard(3)
		return from
	case isUTF8(head):
		return from
	default:
		decoder = charmap.Windows1252.NewDecoder()
	}
	return bufio.NewReaderSize(transform.NewReader(from, decoder), headSize)
}

// isUTF8 allows for a sign that the end of a full head cuts.
func isUTF8(head []byte) bool {
	if len(head) == headSize {
		for i := 1; i < utf8.UTFMax && !utf8.Valid(head); i++ {
			head = head[:len(head)-1]
		}
	}
	return utf8.Valid(head)
}
