package api

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/web"
)

// Upload is a file that comes as the part "file" of a multipart body; embed it
// in an input. It is read as it arrives, never kept in memory.
type Upload struct {
	parts *multipart.Reader
	err   error
}

// Resolve implements huma.Resolver.
func (u *Upload) Resolve(c huma.Context) []error {
	r, w := humago.Unwrap(c)
	r.Body = http.MaxBytesReader(w, r.Body, c.Operation().MaxBodyBytes)
	u.parts, u.err = r.MultipartReader()
	return nil
}

// File is the name of the file and its bytes. The fault is Unsupported when
// the body is not multipart, Invalid when the file is missing.
func (u *Upload) File() (name string, content io.Reader, err error) {
	if u.err != nil {
		return "", nil, fault.New(fault.Unsupported, "api.not_multipart").Because(u.err)
	}
	for {
		part, err := u.parts.NextPart()
		if errors.Is(err, io.EOF) {
			var check fault.Check
			check.Field("file", false, "fault.field.required")
			return "", nil, check.Err()
		}
		if err != nil {
			return "", nil, broken(err)
		}
		if part.FormName() == "file" {
			return part.FileName(), arriving{part}, nil
		}
	}
}

// arriving tells a body that is too large or cut short as what it is.
type arriving struct{ from io.Reader }

// Read implements io.Reader.
func (a arriving) Read(p []byte) (int, error) {
	n, err := a.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = broken(err)
	}
	return n, err
}

func broken(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fault.New(fault.TooLarge, fault.TooLarge.Key()).Because(err)
	}
	return fault.New(fault.Malformed, fault.Malformed.Key()).Because(err)
}

// RegisterUpload adds an operation that takes a file. op.MaxBody is that of
// the file and what goes with it.
func RegisterUpload[In, Out any](a *API, op Operation, handle func(ctx context.Context, actor access.Actor, in *In) (*Out, error)) {
	described := a.describe(op)
	described.Errors = append(described.Errors, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	register(a, op, described, handle)
	// Told once huma has registered: it would read by itself a body that it
	// knows of.
	a.described(op).RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"multipart/form-data": {Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{
			"file": {Type: huma.TypeString, Format: "binary", Description: "at most " + strconv.FormatInt(op.MaxBody>>20, 10) + " MB"},
		}}},
	}}
}

// RegisterDownload adds an operation that answers with a stored file. Nothing
// of it can run in a browser.
func RegisterDownload[In any](a *API, op Operation, handle func(ctx context.Context, actor access.Actor, in *In) (web.Download, error)) {
	described := a.describe(op)
	described.Responses = map[string]*huma.Response{"200": {Description: "The bytes of the file", Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}}
	enter(a, op, described, func(ctx context.Context, actor access.Actor, in *In) (*huma.StreamResponse, error) {
		d, err := handle(ctx, actor, in)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(c huma.Context) { send(c, d) }}, nil
	})
}

func send(c huma.Context, d web.Download) {
	defer d.Content.Close()
	r, w := humago.Unwrap(c)
	h := w.Header()
	h.Set("Content-Type", d.Media)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", web.Disposition("attachment", d.Name))
	if d.Tag != "" {
		h.Set("ETag", strconv.Quote(d.Tag))
	}
	http.ServeContent(w, r, "", d.Changed, d.Content)
}

// Raw is the request itself, for an operation that speaks a protocol of its own
// in headers; embed it in an input. Its body is read as it arrives.
type Raw struct {
	Request *http.Request

	writer  http.ResponseWriter
	arrival *web.Arrival
}

// Resolve implements huma.Resolver.
func (r *Raw) Resolve(c huma.Context) []error {
	r.Request, r.writer = humago.Unwrap(c)
	return nil
}

// Arriving gives the body of the request, to be read as it comes.
func (r *Raw) Arriving(patience time.Duration) *web.Arrival {
	r.arrival = web.NewArrival(r.Request, http.NewResponseController(r.writer), patience)
	return r.arrival
}

// answered is called before anything of the answer is written.
func (r *Raw) answered() { r.arrival.Ends(r.writer.Header()) }

// Headers answers with a status and headers alone.
type Headers struct {
	Status int
	Set    map[string]string
}

// RegisterRaw adds an operation that speaks a protocol of its own in headers,
// its errors excepted. Its input embeds Raw.
func RegisterRaw[In any](a *API, op Operation, handle func(ctx context.Context, actor access.Actor, in *In) (Headers, error)) {
	described := a.describe(op)
	described.MaxBodyBytes = op.MaxBody
	enter(a, op, described, func(ctx context.Context, actor access.Actor, in *In) (*huma.StreamResponse, error) {
		answer, err := handle(ctx, actor, in)
		any(in).(interface{ answered() }).answered()
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(c huma.Context) {
			for name, value := range answer.Set {
				c.SetHeader(name, value)
			}
			c.SetStatus(answer.Status)
		}}, nil
	})
}
