package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzhttp"
	"golang.org/x/text/unicode/norm"

	"parvis/internal/i18n"
)

// Reply is an answer ready to be written. Features make one with the functions
// of this file.
type Reply interface {
	// prepare does all that can fail; write only writes.
	prepare(rt *Router, r *Request) error
	write(w http.ResponseWriter, r *Request)
}

// Page answers with a whole page.
func Page(c templ.Component) Reply { return PageStatus(http.StatusOK, c) }

// PageStatus answers with a whole page and a status, as when a form is shown
// again.
func PageStatus(status int, c templ.Component) Reply {
	return &rendered{component: c, status: status, whole: true}
}

// Fragment answers a script with a part of a page.
func Fragment(c templ.Component) Reply { return &rendered{component: c, status: http.StatusOK} }

// FragmentStatus is Fragment with a status.
func FragmentStatus(status int, c templ.Component) Reply {
	return &rendered{component: c, status: status}
}

type rendered struct {
	component templ.Component
	status    int
	whole     bool
	body      *bytes.Buffer
}

// bodies are lent to pages: the next one finds room as large as the last one
// took.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// largestBody is what is worth keeping, in bytes.
const largestBody = 1 << 20

func (p *rendered) prepare(rt *Router, r *Request) error {
	ctx := r.Context()
	if p.whole {
		var err error
		if ctx, err = rt.config.Dress.Shell(r); err != nil {
			return fmt.Errorf("shell: %w", err)
		}
	}
	body := bodies.Get().(*bytes.Buffer)
	body.Reset()
	if err := p.component.Render(ctx, body); err != nil {
		bodies.Put(body)
		return fmt.Errorf("render: %w", err)
	}
	p.body = body
	return nil
}

func (p *rendered) write(w http.ResponseWriter, r *Request) {
	if p.whole && r.flash.Key != "" {
		dropFlash(w, r)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Vary", "Cookie, Accept-Language, HX-Request")
	w.WriteHeader(p.status)
	w.Write(p.body.Bytes())
	if p.body.Cap() <= largestBody {
		bodies.Put(p.body)
	}
	p.body = nil
}

// See answers a change: go and look there.
func See(url string) Reply { return redirect{url: url} }

// SeeSaying is See with a sentence of the catalogue shown once on arrival.
func SeeSaying(url, key string, args ...any) Reply {
	return redirect{url: url, flash: Flash{Key: key, Args: args}}
}

// Undoable is SeeSaying with a button that posts to undo.
func Undoable(url, key, undo string, args ...any) Reply {
	return redirect{url: url, flash: Flash{Key: key, Args: args, Undo: undo}}
}

type redirect struct {
	url   string
	flash Flash
}

func (redirect) prepare(*Router, *Request) error { return nil }

func (p redirect) write(w http.ResponseWriter, r *Request) {
	if p.flash.Key != "" {
		setFlash(w, r, p.flash)
	}
	if r.IsFragment() {
		w.Header().Set("HX-Redirect", p.url)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Location", p.url)
	w.WriteHeader(http.StatusSeeOther)
}

// JSON answers a script with data.
func JSON(v any) Reply { return &data{value: v, status: http.StatusOK} }

// JSONStatus is JSON with a status.
func JSONStatus(status int, v any) Reply { return &data{value: v, status: status} }

type data struct {
	value  any
	status int
	media  string
	body   []byte
}

func (p *data) prepare(*Router, *Request) (err error) {
	p.body, err = json.Marshal(p.value)
	return err
}

func (p *data) write(w http.ResponseWriter, _ *Request) {
	media := p.media
	if media == "" {
		media = "application/json"
	}
	w.Header().Set("Content-Type", media)
	w.WriteHeader(p.status)
	w.Write(p.body)
}

// Nothing answers that it is done and there is nothing to show.
func Nothing() Reply { return nothing{} }

type nothing struct{}

func (nothing) prepare(*Router, *Request) error { return nil }
func (nothing) write(w http.ResponseWriter, _ *Request) {
	w.WriteHeader(http.StatusNoContent)
}

// Download is a stored file on its way out. It is closed once sent.
type Download struct {
	Content  io.ReadSeekCloser
	Name     string
	Media    string
	Inline   bool   // only for types that cannot act
	Tag      string // strong validator, without quotes
	Changed  time.Time
	Lifetime time.Duration // of a private cache, zero for none
}

// File answers with a stored file. What is not Inline is offered to be saved
// under its name; nothing of it can run in either case.
func File(d Download) Reply { return file{d} }

type file struct{ Download }

func (file) prepare(*Router, *Request) error { return nil }

func (f file) write(w http.ResponseWriter, r *Request) {
	defer f.Content.Close()
	h := w.Header()
	h.Set("Content-Type", f.Media)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	disposition := "attachment"
	if f.Inline {
		disposition = "inline"
	}
	h.Set("Content-Disposition", Disposition(disposition, f.Name))
	// Sent as it is stored: a part can be asked for, and its length is told.
	h.Set(gzhttp.HeaderNoCompression, "1")
	if f.Tag != "" {
		h.Set("ETag", strconv.Quote(f.Tag))
	}
	if f.Lifetime > 0 {
		h.Set("Cache-Control", fmt.Sprintf("private, max-age=%d", int(f.Lifetime.Seconds())))
	}
	http.ServeContent(w, r.Request, "", f.Changed, f.Content)
}

// Written answers with a file that is made on the way, to be saved under its
// name: what is large is never held whole. What can be told in a page is judged
// before; an error from then on cuts the answer short, so that it does not pass
// for whole.
func Written(name, media string, write func(ctx context.Context, out io.Writer) error) Reply {
	return written{name, media, write}
}

type written struct {
	name, media string
	send        func(context.Context, io.Writer) error
}

func (written) prepare(*Router, *Request) error { return nil }

func (f written) write(w http.ResponseWriter, r *Request) {
	h := w.Header()
	h.Set("Content-Type", f.media)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Disposition", Disposition("attachment", f.name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set(gzhttp.HeaderNoCompression, "1")
	if err := f.send(r.Context(), w); err != nil {
		if !errors.Is(err, context.Canceled) {
			r.router.config.Log.ErrorContext(r.Context(), "a file was cut short", "path", r.URL.Path, "error", err)
		}
		panic(http.ErrAbortHandler)
	}
}

// Disposition is the value of Content-Disposition for a file of that name: in
// letters that every browser reads, then as it is (RFC 6266, RFC 8187).
func Disposition(kind, name string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '"' || r == '\\' || r == '%' || r < ' ' || r == 0x7f:
			return '_'
		case r > 0x7e:
			return -1
		}
		return r
	}, unaccent(name))
	if plain == name {
		return kind + `; filename="` + plain + `"`
	}
	return kind + `; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

// unaccent writes a name in plain letters where they have accents.
func unaccent(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(name))
}

// Stream answers with what a function writes until it returns: server-sent
// events.
func Stream(write func(w http.ResponseWriter)) Reply { return stream(write) }

type stream func(w http.ResponseWriter)

func (stream) prepare(*Router, *Request) error           { return nil }
func (s stream) write(w http.ResponseWriter, _ *Request) { s(w) }

// Bare answers with a status and headers alone.
func Bare(status int, headers map[string]string) Reply { return bare{status, headers} }

type bare struct {
	status  int
	headers map[string]string
}

func (bare) prepare(*Router, *Request) error { return nil }

func (b bare) write(w http.ResponseWriter, _ *Request) {
	for name, value := range b.headers {
		w.Header().Set(name, value)
	}
	w.WriteHeader(b.status)
}

// Refuse is the answer to an error, for a protocol that adds headers to it.
func (r *Request) Refuse(err error, headers map[string]string) Reply {
	return refused{r.router.fault(r, err), headers}
}

type refused struct {
	Reply
	headers map[string]string
}

func (p refused) write(w http.ResponseWriter, r *Request) {
	for name, value := range p.headers {
		w.Header().Set(name, value)
	}
	p.Reply.write(w, r)
}

// WithCookie adds a cookie to a reply.
func WithCookie(reply Reply, c *http.Cookie) Reply { return cookied{reply, c} }

type cookied struct {
	Reply
	cookie *http.Cookie
}

func (p cookied) write(w http.ResponseWriter, r *Request) {
	http.SetCookie(w, p.cookie)
	p.Reply.write(w, r)
}

// T is the sentence of the catalogue in the person's language.
func (r *Request) T(key string, args ...any) string { return i18n.T(r.Context(), key, args...) }

func (rt *Router) send(w http.ResponseWriter, r *Request, reply Reply) {
	if err := reply.prepare(rt, r); err != nil {
		reply = rt.fault(r, err)
		if err := reply.prepare(rt, r); err != nil {
			// Even the page of the error could not be made: say it in plain text.
			rt.config.Log.ErrorContext(r.Context(), "error page", "error", err)
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
	}
	r.arrival.Ends(w.Header())
	reply.write(w, r)
}
