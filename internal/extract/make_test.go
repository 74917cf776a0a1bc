package extract

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// written makes a file of the test.
func written(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// zippedParts packs parts, given as name and content by turns.
func zippedParts(t testing.TB, parts ...string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// wordDocument is a docx with this XML in its body, and more parts.
func wordDocument(t testing.TB, body string, more ...string) string {
	t.Helper()
	return zippedParts(t, append([]string{
		"[Content_Types].xml", "<Types/>",
		"word/document.xml", `<w:document ` + wordSpace + `><w:body>` + body + `</w:body></w:document>`,
	}, more...)...)
}

// compoundFile is a compound file of one folder of streams, given as name and
// content by turns; each fits in one sector of the mini stream's cutoff, 0.
func compoundFile(streams ...string) string {
	const sector = 512
	count := len(streams) / 2
	folders := (count + 1 + 3) / 4
	var data []byte // the sectors of the streams
	starts, fat := []uint32{}, make([]uint32, 128)
	for i := range fat {
		fat[i] = 0xffffffff
	}
	fat[0] = 0xfffffffd
	for i := range folders { // after the table, the folder
		fat[1+i] = uint32(2 + i)
	}
	fat[folders] = 0xfffffffe
	next := uint32(1 + folders)
	for i := 1; i < len(streams); i += 2 {
		content := []byte(streams[i])
		content = append(content, make([]byte, (sector-len(content)%sector)%sector)...)
		starts = append(starts, next)
		for n := range len(content) / sector {
			fat[next] = next + 1
			if n == len(content)/sector-1 {
				fat[next] = 0xfffffffe
			}
			next++
		}
		data = append(data, content...)
	}
	head := make([]byte, sector)
	copy(head, compoundMark)
	put16 := func(at int, n uint16) { binary.LittleEndian.PutUint16(head[at:], n) }
	put32 := func(at int, n uint32) { binary.LittleEndian.PutUint32(head[at:], n) }
	put16(24, 0x3e)
	put16(26, 3)
	put16(28, 0xfffe)
	put16(30, 9)
	put16(32, 6)
	put32(44, 1)
	put32(48, 1)
	put32(56, 0)
	put32(60, 0xfffffffe)
	put32(68, 0xfffffffe)
	for i := 76; i < sector; i += 4 {
		put32(i, 0xffffffff)
	}
	put32(76, 0)
	entry := func(name string, kind byte, right, child, start, size uint32) []byte {
		e := make([]byte, 128)
		units := utf16.Encode([]rune(name))
		for i, u := range units {
			binary.LittleEndian.PutUint16(e[2*i:], u)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(units)+2))
		e[66] = kind
		for at, n := range map[int]uint32{68: 0xffffffff, 72: right, 76: child, 116: start, 120: size} {
			binary.LittleEndian.PutUint32(e[at:], n)
		}
		return e
	}
	folder := entry("Root Entry", 5, 0xffffffff, 1, 0xfffffffe, 0)
	for i := range count {
		right := uint32(i + 2)
		if i == count-1 {
			right = 0xffffffff
		}
		folder = append(folder, entry(streams[2*i], 2, right, 0xffffffff, starts[i], uint32(len(streams[2*i+1])))...)
	}
	folder = append(folder, make([]byte, folders*sector-len(folder))...)
	var table []byte
	for _, n := range fat {
		table = binary.LittleEndian.AppendUint32(table, n)
	}
	return string(head) + string(table) + string(folder) + string(data)
}

// pdfFile is a PDF of these objects, the first being number 1, with a trailer.
func pdfFile(trailer string, objects ...string) string {
	var out strings.Builder
	out.WriteString("%PDF-1.4\n")
	var places []int
	for i, object := range objects {
		places = append(places, out.Len())
		out.WriteString(strconv.Itoa(i+1) + " 0 obj\n" + object + "\nendobj\n")
	}
	start := out.Len()
	out.WriteString("xref\n0 " + strconv.Itoa(len(objects)+1) + "\n0000000000 65535 f \n")
	for _, at := range places {
		out.WriteString(strings.Repeat("0", 10-len(strconv.Itoa(at))) + strconv.Itoa(at) + " 00000 n \n")
	}
	out.WriteString("trailer\n<< /Size " + strconv.Itoa(len(objects)+1) + " /Root 1 0 R " + trailer + " >>\nstartxref\n" + strconv.Itoa(start) + "\n%%EOF\n")
	return out.String()
}

func onePage(mediaBox, more string) []string {
	const stream = "BT /F1 12 Tf 72 720 Td (Bonjour le monde) Tj ET"
	return []string{
		"<< /Type /Catalog /Pages 2 0 R " + more + " >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox " + mediaBox + " /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		"<< /Length " + strconv.Itoa(len(stream)) + " >>\nstream\n" + stream + "\nendstream",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
}
