package extract

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"
)

// headSize is how much of a file tells what it is.
const headSize = 4096

// Claims is the format that a name says by its extension, as ".docx", or
// Unknown.
func Claims(extension string) Format {
	switch e := strings.TrimPrefix(strings.ToLower(extension), "."); e {
	case "docm", "dotx", "dotm":
		return DOCX
	case "xlsm", "xltx", "xltm":
		return XLSX
	case "pptm", "potx", "potm", "ppsx", "ppsm":
		return PPTX
	case "ott":
		return ODT
	case "ots":
		return ODS
	case "otp":
		return ODP
	case "dot":
		return DOC
	case "xlt":
		return XLS
	case "pot", "pps":
		return PPT
	case "htm", "xhtml":
		return HTML
	case "markdown":
		return MD
	case "text", "log":
		return TXT
	case "tsv":
		return CSV
	case "png", "jpg", "jpeg", "gif", "webp":
		return Image
	case "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "msg", "rtf", "epub", "html", "md", "txt", "csv", "eml", "zip":
		return Format(e)
	}
	return Unknown
}

// Mislabelled tells whether a name says something else than the content. Plain
// texts go by any name.
func Mislabelled(extension string, is Format) bool {
	claim := Claims(extension)
	if claim == Unknown || claim == is {
		return false
	}
	if plain(claim) && plain(is) {
		return false
	}
	// The old names are often given to the formats of today and to web pages,
	// and what is but a folder in a zip is called so while it is damaged.
	return !(is == ZIP && zipped(claim))
}

func plain(f Format) bool {
	switch f {
	case HTML, MD, TXT, CSV, EML:
		return true
	}
	return false
}

func zipped(f Format) bool {
	switch f {
	case DOCX, XLSX, PPTX, ODT, ODS, ODP, EPUB:
		return true
	}
	return false
}

// detect finds the format of a file. The extension chooses among plain texts
// only.
func detect(in io.ReaderAt, size int64, extension string) Format {
	head := make([]byte, min(headSize, size))
	n, _ := in.ReadAt(head, 0)
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return detectZip(in, size, head)
	case bytes.HasPrefix(head, []byte(compoundMark)):
		return detectCompound(in, size)
	case bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \r\n\t"), []byte(`{\rtf`)):
		return RTF
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")):
		return PDF
	case isPicture(head):
		return Image
	}
	if !looksLikeText(head) {
		return Unknown
	}
	if claim := Claims(extension); plain(claim) {
		return claim
	}
	if looksLikeHTML(head) {
		return HTML
	}
	return TXT
}

func isPicture(head []byte) bool {
	for _, mark := range []string{"\x89PNG\r\n", "\xff\xd8\xff", "GIF8"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return true
		}
	}
	return len(head) > 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP"
}

func looksLikeHTML(head []byte) bool {
	start := strings.ToLower(string(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html")
}

// looksLikeText tells whether a beginning is of some writing: no byte that
// none has, unless every other one is.
func looksLikeText(head []byte) bool {
	if len(head) == 0 {
		return false
	}
	if _, wide := wideOrder(head); wide {
		return true
	}
	odd := 0
	for _, b := range head {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1b {
			odd++
		}
	}
	return odd == 0 || odd*200 < len(head) && utf8.Valid(head[:max(len(head)-4, 0)]) && bytes.IndexByte(head, 0) < 0
}

func detectZip(in io.ReaderAt, size int64, head []byte) Format {
	if a, err := OpenArchive(in, size); err == nil {
		return a.format()
	}
	// Cut short: the first entries still stand at its beginning.
	switch {
	case bytes.Contains(head, []byte("application/vnd.oasis.opendocument.text")):
		return ODT
	case bytes.Contains(head, []byte("application/vnd.oasis.opendocument.spreadsheet")):
		return ODS
	case bytes.Contains(head, []byte("application/vnd.oasis.opendocument.presentation")):
		return ODP
	case bytes.Contains(head, []byte("application/epub+zip")):
		return EPUB
	}
	return ZIP
}

// format tells which document an archive is.
func (a *Archive) format() Format {
	if kind, err := a.All("mimetype", 200); err == nil {
		media := strings.TrimSpace(string(kind))
		switch {
		case strings.HasPrefix(media, "application/vnd.oasis.opendocument.text"):
			return ODT
		case strings.HasPrefix(media, "application/vnd.oasis.opendocument.spreadsheet"):
			return ODS
		case strings.HasPrefix(media, "application/vnd.oasis.opendocument.presentation"):
			return ODP
		case media == "application/epub+zip":
			return EPUB
		}
	}
	if a.Has("[Content_Types].xml") {
		for prefix, f := range map[string]Format{"word/": DOCX, "xl/": XLSX, "ppt/": PPTX} {
			for _, name := range a.names {
				if strings.HasPrefix(name, prefix) && strings.HasSuffix(name, ".xml") {
					return f
				}
			}
		}
	}
	return ZIP
}
