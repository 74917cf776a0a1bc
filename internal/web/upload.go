package web

import (
	"io"
	"mime/multipart"

	"parvis/internal/fault"
)

// Upload is one file of a form.
type Upload struct {
	Name    string
	Size    int64
	Content multipart.File
}

// Files opens the files of a field, at most max of them. Inputs without
// a file are left out; a file without a byte is told of by who keeps it. The caller
// closes them.
func (f *Form) Files(name string, max int) ([]Upload, error) {
	if f.multi == nil || f.multi.MultipartForm == nil {
		return nil, nil
	}
	headers := f.multi.MultipartForm.File[name]
	if len(headers) > max {
		return nil, fault.New(fault.Invalid, "fault.field.too_many", "count", max)
	}
	var out []Upload
	for _, h := range headers {
		if h.Filename == "" {
			continue
		}
		content, err := h.Open()
		if err != nil {
			CloseAll(out)
			return nil, err
		}
		out = append(out, Upload{Name: h.Filename, Size: h.Size, Content: content})
	}
	return out, nil
}

// CloseAll closes what Files opened.
func CloseAll(list []Upload) {
	for _, u := range list {
		io.Closer(u.Content).Close()
	}
}
