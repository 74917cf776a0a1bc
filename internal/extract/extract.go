// Package extract reads the text of files that strangers made: PDF, office
// documents, web pages, tables, messages (U5: a file is found by what it says).
// It also draws the pages of a PDF.
//
// What would surprise: the reading happens in a process of its own, this same
// program started again for one file, that holds no secret, reaches no network
// and is killed at its deadline (Process, Work). Whatever a file does to its
// reader, the site goes on. Text comes in reading order: a paragraph a line,
// cells parted by tabs, pages, slides and sheets parted by form feeds.
package extract

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// Version is that of the readers: what an older one read is read again.
const Version = 1

// Bounds of one reading.
const (
	MaxInput = 200 << 20 // bytes of a file
	MaxText  = 2 << 20   // bytes of text; the rest is left out
	MaxPages = 5000
	Deadline = 60 * time.Second
)

// Format is what a file is, by its content.
type Format string

// The formats that are told apart. Text is read from all but Unknown and those
// that Result refuses.
const (
	Unknown Format = ""
	PDF     Format = "pdf"
	DOCX    Format = "docx"
	XLSX    Format = "xlsx"
	PPTX    Format = "pptx"
	ODT     Format = "odt"
	ODS     Format = "ods"
	ODP     Format = "odp"
	DOC     Format = "doc"
	XLS     Format = "xls"
	PPT     Format = "ppt"
	MSG     Format = "msg"
	RTF     Format = "rtf"
	EPUB    Format = "epub"
	HTML    Format = "html"
	MD      Format = "md"
	TXT     Format = "txt"
	CSV     Format = "csv"
	EML     Format = "eml"
	ZIP     Format = "zip"
	Image   Format = "image"
)

// Reason is why there is no text.
type Reason string

// The reasons. Their names are kept in the database.
const (
	Encrypted   Reason = "encrypted"   // a password is needed
	Damaged     Reason = "damaged"     // cut short, or not what its format wants
	TooLarge    Reason = "too_large"   // or it swells beyond measure when it is opened
	TooSlow     Reason = "too_slow"    // not read at the deadline
	Unsupported Reason = "unsupported" // a format without text, or that is not read here
)

// Result is what was read of a file. Text is empty when there is a Reason, or
// when the file holds none: a scan.
type Result struct {
	Format Format `json:"format,omitempty"`
	Reason Reason `json:"reason,omitempty"`
	Text   string `json:"text,omitempty"`
	Title  string `json:"title,omitempty"`
	Pages  int    `json:"pages,omitempty"`  // pages, slides or sheets, when the format has some
	Cut    bool   `json:"cut,omitempty"`    // the text was longer than MaxText
	Macros bool   `json:"macros,omitempty"` // it brings a program, which nothing here runs
}

// Drawn is the picture of a page.
type Drawn struct {
	Page   int    `json:"page"` // the first is 1
	Media  string `json:"media"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Data   []byte `json:"data"`
}

// Reader reads files. Process does it for the site; Within for the tests of
// other packages.
type Reader interface {
	// Read gives the text of a file. extension, as ".md", only chooses among
	// plain texts. An error is the reader's own failure, worth another try; what
	// is wrong with the file is a Reason.
	Read(ctx context.Context, file *os.File, extension string) (Result, error)
	// Draw gives the pictures of some pages of a PDF: those that exist and can be
	// drawn.
	Draw(ctx context.Context, file *os.File, pages []int) ([]Drawn, error)
}

// refusal is an error that says why a file has no text.
type refusal struct {
	reason Reason
	cause  string
}

func (r refusal) Error() string { return string(r.reason) + ": " + r.cause }

// Refuse is an error that says why a file is not read.
func Refuse(reason Reason, format string, args ...any) error {
	return refusal{reason, fmt.Sprintf(format, args...)}
}

// ReasonOf is why an Archive or one of its parts could not be read, "" for an
// error that is no fault of the file.
func ReasonOf(err error) Reason {
	var why refusal
	if errors.As(err, &why) {
		return why.reason
	}
	return ""
}
