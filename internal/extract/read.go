package extract

import (
	"context"
	"errors"
	"io"
	"os"
)

// Within reads in this very process. It serves tests, and the process that
// reads one file and ends.
type Within struct {
	Cache string // folder where what was compiled is kept; may be empty
}

// Read implements Reader. It does not bound time nor memory: that is for who
// started the process.
func (w Within) Read(ctx context.Context, file *os.File, extension string) (res Result, err error) {
	info, err := file.Stat()
	if err != nil {
		return Result{}, err
	}
	out := &sheet{}
	var format Format
	defer func() {
		if cause := recover(); cause != nil {
			err = Refuse(Damaged, "the reader panicked: %v", cause)
		}
		var why refusal
		if errors.As(err, &why) {
			res, err = Result{Reason: why.reason, Pages: res.Pages, Title: res.Title, Macros: res.Macros}, nil
		}
		res.Format = format
		if res.Reason == "" && err == nil {
			res.Text, res.Cut = out.result(), out.cut
		}
	}()
	switch size := info.Size(); {
	case size == 0:
		return res, Refuse(Damaged, "it is empty")
	case size > MaxInput:
		return res, Refuse(TooLarge, "%d bytes", size)
	}
	format = detect(file, info.Size(), extension)
	return w.readAs(ctx, format, file, info.Size(), out)
}

// readAs reads a file of a known format.
func (w Within) readAs(ctx context.Context, format Format, file io.ReaderAt, size int64, out *sheet) (Result, error) {
	body := io.NewSectionReader(file, 0, size)
	switch format {
	case PDF:
		return readPDF(ctx, file, size, w.Cache, out)
	case DOCX, XLSX, PPTX, ODT, ODS, ODP, EPUB:
		return readZipped(format, file, size, out)
	case DOC, XLS, PPT, MSG:
		return readCompound(format, file, size, out)
	case RTF:
		return readRTF(body, out)
	case HTML:
		return readHTML(body, out)
	case MD:
		return readMD(body, out)
	case TXT:
		return readPlain(body, out)
	case CSV:
		return readCSV(body, out)
	case EML:
		return readEML(body, out)
	case ZIP:
		if _, err := OpenArchive(file, size); err != nil {
			return Result{}, err
		}
	}
	return Result{}, Refuse(Unsupported, "no text is read from %q", format)
}

func readZipped(format Format, file io.ReaderAt, size int64, out *sheet) (Result, error) {
	if format == DOCX && isCompound(file) {
		return Result{}, Refuse(Encrypted, "it stands in a safe")
	}
	a, err := OpenArchive(file, size)
	if err != nil {
		return Result{}, err
	}
	readers := map[Format]func(*Archive, *sheet) (Result, error){
		DOCX: readDOCX, XLSX: readXLSX, PPTX: readPPTX, EPUB: readEPUB, ODT: readODF(ODT), ODS: readODF(ODS), ODP: readODF(ODP),
	}
	return readers[format](a, out)
}

func readCompound(format Format, file io.ReaderAt, size int64, out *sheet) (Result, error) {
	c, err := openCompound(file, size)
	if err != nil {
		return Result{}, err
	}
	readers := map[Format]func(*compound, *sheet) (Result, error){DOC: readDOC, XLS: readXLS, PPT: readPPT, MSG: readMSG}
	return readers[format](c, out)
}

func isCompound(file io.ReaderAt) bool {
	head := make([]byte, len(compoundMark))
	_, err := file.ReadAt(head, 0)
	return err == nil && string(head) == compoundMark
}

// Draw implements Reader.
func (w Within) Draw(ctx context.Context, file *os.File, pages []int) (out []Drawn, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = Refuse(Damaged, "drawing panicked: %v", cause)
		}
		if errors.As(err, new(refusal)) {
			err = nil
		}
	}()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > MaxInput {
		return nil, Refuse(TooLarge, "%d bytes", info.Size())
	}
	return drawPDF(ctx, file, info.Size(), w.Cache, pages)
}
