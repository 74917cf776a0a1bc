package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf16"
)

// file is a PDF while it is written (ISO 32000-1): objects, then where they are.
type file struct {
	out    bytes.Buffer
	places []int // of each object, 0 for one that was only announced
}

func newFile() *file {
	f := &file{}
	f.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return f
}

// announce gives the number of an object that comes later.
func (f *file) announce() int {
	f.places = append(f.places, 0)
	return len(f.places)
}

// object writes an object that was announced.
func (f *file) object(number int, body string) {
	f.places[number-1] = f.out.Len()
	fmt.Fprintf(&f.out, "%d 0 obj\n%s\nendobj\n", number, body)
}

// add writes an object and gives its number.
func (f *file) add(body string) int {
	n := f.announce()
	f.object(n, body)
	return n
}

// stream writes bytes with what a dictionary says of them; plain ones are
// compressed.
func (f *file) stream(dictionary string, data []byte, packed bool) int {
	n := f.announce()
	f.streamAs(n, dictionary, data, packed)
	return n
}

func (f *file) streamAs(number int, dictionary string, data []byte, packed bool) {
	if !packed {
		var small bytes.Buffer
		z := zlib.NewWriter(&small)
		_, _ = z.Write(data) // a buffer takes all
		_ = z.Close()
		data = small.Bytes()
		dictionary += " /Filter /FlateDecode"
	}
	f.places[number-1] = f.out.Len()
	fmt.Fprintf(&f.out, "%d 0 obj\n<<%s /Length %d>>\nstream\n", number, dictionary, len(data))
	f.out.Write(data)
	f.out.WriteString("\nendstream\nendobj\n")
}

// end writes where the objects are, and the file to out.
func (f *file) end(out io.Writer, root, info int) error {
	sum := sha256.Sum256(f.out.Bytes())
	id := hex.EncodeToString(sum[:16])
	at := f.out.Len()
	fmt.Fprintf(&f.out, "xref\n0 %d\n0000000000 65535 f \n", len(f.places)+1)
	for _, p := range f.places {
		fmt.Fprintf(&f.out, "%010d 00000 n \n", p)
	}
	fmt.Fprintf(&f.out, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>]>>\nstartxref\n%d\n%%%%EOF\n", len(f.places)+1, root, info, id, id, at)
	_, err := f.out.WriteTo(out)
	return err
}

// said is a text as PDF writes it.
func said(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, c := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", c)
	}
	return b.String() + ">"
}

// address is that of a link, in the signs that addresses have.
func address(s string) string {
	var b strings.Builder
	b.WriteByte('(')
	for _, c := range []byte(s) {
		switch {
		case c == '(' || c == ')' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c <= ' ' || c > '~':
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + ")"
}

func moment(t time.Time) string { return t.UTC().Format("(D:20060102150405Z)") }

// references writes numbers of objects as a list of references.
func references(numbers []int) string {
	var b strings.Builder
	for _, n := range numbers {
		fmt.Fprintf(&b, "%d 0 R ", n)
	}
	return "[" + strings.TrimSpace(b.String()) + "]"
}
