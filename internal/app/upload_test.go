package app

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"parvis/internal/content/contenttest"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// sender speaks tus to a site as somebody.
type sender struct {
	t      *testing.T
	base   string
	cookie string
}

func (s sender) ask(method, path string, headers map[string]string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Tus-Resumable", "1.0.0")
	req.AddCookie(&http.Cookie{Name: "parvis", Value: s.cookie})
	for name, value := range headers {
		req.Header.Set(name, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err == nil && method != http.MethodGet {
		res.Body.Close()
	}
	return res, err
}

// must is ask that is answered with a status.
func (s sender) must(status int, method, path string, headers map[string]string, body []byte) http.Header {
	s.t.Helper()
	res, err := s.ask(method, path, headers, bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if res.StatusCode != status {
		s.t.Fatalf("%s %s answers %d, want %d", method, path, res.StatusCode, status)
	}
	return res.Header
}

func (s sender) begin(library string, length int, name string) string {
	s.t.Helper()
	h := s.must(http.StatusCreated, http.MethodPost, library, map[string]string{
		"Upload-Length":   strconv.Itoa(length),
		"Upload-Metadata": "filename " + base64.StdEncoding.EncodeToString([]byte(name)),
	}, nil)
	return h.Get("Location")
}

func (s sender) offset(upload string) int {
	s.t.Helper()
	n, err := strconv.Atoi(s.must(http.StatusOK, http.MethodHead, upload, nil, nil).Get("Upload-Offset"))
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func piece(at int) map[string]string {
	return map[string]string{"Content-Type": "application/offset+octet-stream", "Upload-Offset": strconv.Itoa(at)}
}

// cut sends part of a piece, then lets the connection fall.
func (s sender) cut(upload string, at int, body []byte, send int) {
	s.t.Helper()
	host := strings.TrimPrefix(s.base, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	head := "PATCH " + upload + " HTTP/1.1\r\nHost: " + host + "\r\nCookie: parvis=" + s.cookie +
		"\r\nTus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: " + strconv.Itoa(at) +
		"\r\nContent-Length: " + strconv.Itoa(len(body)-at) + "\r\n\r\n"
	if _, err := conn.Write(append([]byte(head), body[at:at+send]...)); err != nil {
		s.t.Fatal(err)
	}
}

func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

func TestUploadProtocol(t *testing.T) {
	a := start(t, store.SQLite)
	w := contenttest.New(t, a.DB)
	sc := &scene{App: a, world: w}
	server := httptest.NewServer(handlerOf(t, a))
	t.Cleanup(server.Close)
	marc := sender{t, server.URL, sc.session(t, w.Marc)}
	olga := sender{t, server.URL, sc.session(t, w.Olga)}
	library := "/c/" + w.Open.String() + "/library/uploads"
	data := noise(100_000)

	can := marc.must(http.StatusNoContent, http.MethodOptions, library, nil, nil)
	for name, want := range map[string]string{
		"Tus-Version": "1.0.0", "Tus-Extension": "creation,termination,checksum,expiration", "Tus-Max-Size": strconv.FormatInt(a.Library.Largest, 10), "Tus-Checksum-Algorithm": "sha1,sha256",
	} {
		if got := can.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	olga.must(http.StatusForbidden, http.MethodOptions, library, nil, nil)

	upload := marc.begin(library, len(data), "Relevé.bin")
	marc.must(http.StatusConflict, http.MethodPatch, upload, piece(5), data[5:])
	marc.must(http.StatusUnsupportedMediaType, http.MethodPatch, upload, map[string]string{"Upload-Offset": "0"}, data)
	olga.must(http.StatusNotFound, http.MethodHead, upload, nil, nil)
	olga.must(http.StatusNotFound, http.MethodPatch, upload, piece(0), data)
	olga.must(http.StatusNotFound, http.MethodDelete, upload, nil, nil)
	marc.must(http.StatusPreconditionFailed, http.MethodHead, upload, map[string]string{"Tus-Resumable": "0.2.2"}, nil)
	if h := marc.must(http.StatusNoContent, http.MethodPatch, upload, piece(0), data[:40_000]); h.Get("Upload-Offset") != "40000" {
		t.Fatalf("the offset is %s", h.Get("Upload-Offset"))
	}
	sum := sha1.Sum(data[40_000:60_000])
	wrong := piece(40_000)
	wrong["Upload-Checksum"] = "sha1 " + base64.StdEncoding.EncodeToString(sum[:])
	marc.must(460, http.MethodPatch, upload, wrong, data[40_001:60_001])
	if got := marc.offset(upload); got != 40_000 {
		t.Fatalf("after a wrong sum the offset is %d", got)
	}
	marc.must(http.StatusNoContent, http.MethodPatch, upload, wrong, data[40_000:60_000])

	// A connection that falls: what arrived is kept, and whoever comes back does
	// not wait for the one that is gone.
	marc.cut(upload, 60_000, data, 20_000)
	for at := 60_000; at < len(data); {
		res, err := marc.ask(http.MethodPatch, upload, piece(at), bytes.NewReader(data[at:]))
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode == http.StatusNoContent {
			break
		}
		if at = marc.offset(upload); at < 60_000 || at > 80_000 {
			t.Fatalf("after a cut the offset is %d", at)
		}
	}
	made := marc.must(http.StatusOK, http.MethodHead, upload, nil, nil).Get("Content-Location")
	marc.same(made, data)

	gone := marc.begin(library, 10, "rien.txt")
	marc.must(http.StatusNoContent, http.MethodPost, gone, map[string]string{"X-HTTP-Method-Override": "DELETE"}, nil)
	marc.must(http.StatusNotFound, http.MethodHead, gone, nil, nil)
	for name, headers := range map[string]map[string]string{
		"a program":  {"Upload-Length": "10", "Upload-Metadata": "filename " + base64.StdEncoding.EncodeToString([]byte("jeu.exe"))},
		"nothing":    {"Upload-Length": "0"},
		"no length":  {},
		"too large":  {"Upload-Length": "9000000000000"},
		"a nonsense": {"Upload-Length": "-1", "Upload-Metadata": "filename ???,,,"},
	} {
		if res, err := marc.ask(http.MethodPost, library, headers, nil); err != nil || res.StatusCode < 400 || res.StatusCode >= 500 {
			t.Errorf("%s: %v, %v", name, res.Status, err)
		}
	}
	if res, err := olga.ask(http.MethodPost, library, map[string]string{"Upload-Length": "10"}, nil); err != nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("who may not add is answered %v, %v", res.Status, err)
	}
	// What is a program by its content is refused at the end, and forgotten.
	elf := append([]byte("\x7fELF"), data[:100]...)
	hidden := marc.begin(library, len(elf), "photo.png")
	marc.must(http.StatusUnsupportedMediaType, http.MethodPatch, hidden, piece(0), elf)
	marc.must(http.StatusNotFound, http.MethodHead, hidden, nil, nil)
}

// same demands that a file holds these bytes.
func (s sender) same(item string, want []byte) {
	s.t.Helper()
	res, err := s.ask(http.MethodGet, item+"/download", nil, nil)
	if err != nil || res.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("the file is at %v, %v", res, err)
	}
	res.Body.Close()
	file := res.Header.Get("Location")
	if res, err = s.ask(http.MethodGet, file, map[string]string{"Accept-Encoding": "gzip"}, nil); err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	if got, err := io.ReadAll(res.Body); err != nil || !bytes.Equal(got, want) {
		s.t.Fatalf("%d bytes came back of %d, %v", len(got), len(want), err)
	}
	if res.ContentLength != int64(len(want)) || res.Header.Get("Content-Encoding") != "" {
		s.t.Errorf("the file does not come as it is: %d bytes said, %s", res.ContentLength, res.Header.Get("Content-Encoding"))
	}
	part, err := s.ask(http.MethodGet, file, map[string]string{"Range": "bytes=10-19"}, nil)
	if err != nil || part.StatusCode != http.StatusPartialContent {
		s.t.Fatalf("a part is answered %v, %v", part.Status, err)
	}
	defer part.Body.Close()
	if got, _ := io.ReadAll(part.Body); !bytes.Equal(got, want[10:20]) {
		s.t.Errorf("the part is %q", got)
	}
}

// crashServe has the process of the tests be a server, until it is killed.
const crashServe = "PARVIS_TEST_CRASH_SERVE"

// TestUploadSurvivesKill kills the server with signal 9 in the middle of a
// piece: another goes on from an offset that it had, to the same bytes.
func TestUploadSurvivesKill(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			database, folder := storetest.Address(t, engine), t.TempDir()
			a := startOn(t, database, folder)
			w := contenttest.New(t, a.DB)
			cookie := (&scene{App: a, world: w}).session(t, w.Marc)
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			data := noise(20_000_000)
			base, kill := serveApart(t, database, folder)
			marc := sender{t, base, cookie}
			upload := marc.begin("/c/"+w.Open.String()+"/library/uploads", len(data), "gros.bin")
			marc.must(http.StatusNoContent, http.MethodPatch, upload, piece(0), data[:1_000_000])
			marc.cut(upload, 1_000_000, data, 12_000_000)
			kill()

			base, kill = serveApart(t, database, folder)
			defer kill()
			marc.base = base
			at := marc.offset(upload)
			if at < 1_000_000 || at > 13_000_000 {
				t.Fatalf("after the kill the offset is %d: what was acknowledged is lost, or what never came is there", at)
			}
			made := marc.must(http.StatusNoContent, http.MethodPatch, upload, piece(at), data[at:]).Get("Content-Location")
			marc.same(made, data)
		})
	}
}

// serveApart runs the program in a process of its own.
func serveApart(t *testing.T, database, folder string) (base string, kill func()) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), crashServe+"="+database, "PARVIS_DATA="+folder)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 64)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	return "http://" + strings.TrimSpace(string(line[:n])), func() {
		_ = child.Process.Kill()
		_ = child.Wait()
	}
}
