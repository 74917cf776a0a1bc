// Package exchange takes documents out of the site in the formats of offices,
// and makes documents of the files that people have (U1, U3): Word, LibreOffice,
// PDF, Markdown, pages of the web. The formats themselves are read and written
// in package office.
//
// What would surprise: a file is read in this process, two at once at most,
// within bounds of bytes, elements and time; nothing that it names is fetched,
// nothing in it is run.
package exchange

import (
	"context"

	"golang.org/x/sync/semaphore"

	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// Format is one in which a document goes out.
type Format struct {
	Code  string // in addresses, and at the end of a name of file
	Media string
	Icon  string
}

// Formats lists them as they are offered.
func Formats() []Format {
	return []Format{
		{Code: "pdf", Media: "application/pdf", Icon: "file-text"},
		{Code: "docx", Media: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Icon: "file-text"},
		{Code: "odt", Media: "application/vnd.oasis.opendocument.text", Icon: "file-text"},
		{Code: "md", Media: "text/markdown; charset=utf-8", Icon: "hash"},
		{Code: "html", Media: "text/html; charset=utf-8", Icon: "globe"},
	}
}

// formatOf finds a format by its code.
func formatOf(code string) (Format, error) {
	for _, f := range Formats() {
		if f.Code == code {
			return f, nil
		}
	}
	return Format{}, fault.NotFound()
}

// Extensions are the ends of the names of files of which a document can be made.
const Extensions = ".docx,.odt,.html,.htm,.md,.markdown,.txt"

// Parts are what a Service is built from. All are required.
type Parts struct {
	Content   *content.Service
	Documents *document.Service
	Base      string                           // address of the site, without the last slash
	Site      func(ctx context.Context) string // its name
	// Version names what a document said after an update, "" when it has no name.
	Version func(ctx context.Context, item id.ID, number int64) (string, error)
	// State says in words where a document stands now that was judged: draft,
	// approved.
	State func(ctx context.Context, item id.ID) (string, error)
}

// Service exchanges documents. It is safe for concurrent use.
type Service struct {
	Parts
	places *semaphore.Weighted // files that are read at once
}

// readersAtOnce bounds the memory that reading may take.
const readersAtOnce = 2

// NewService makes the Service.
func NewService(p Parts) *Service {
	return &Service{Parts: p, places: semaphore.NewWeighted(readersAtOnce)}
}
