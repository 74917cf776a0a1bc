package app

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
)

// shelves is what programs do in a library.
func (s *story) shelves() {
	open := s.world.Open.String()
	here := at{"community": open}
	folder := s.does("member", "make-folder", here, o{"name": "Modèles"}).word("id")
	s.refused(403, "guest", "make-folder", here, o{"name": "Les miens"})
	s.refused(422, "member", "make-folder", here, o{"name": "modeles"})
	s.does("member", "change-folder", at{"community": open, "folder": folder}, o{"name": "Modèles de lettres"})
	s.refused(403, "guest", "change-folder", at{"community": open, "folder": folder}, o{"name": "À moi"})
	if r := s.does("outsider", "list-folders", here, nil); r.word("entries.1.name") != "Modèles de lettres" {
		s.t.Error(r.text)
	}
	item := s.does("member", "add-file", here, "Une lettre type.").word("id")
	s.refused(403, "outsider", "add-file", here, "Une autre.")
	file := at{"item": item}
	s.does("manager", "add-version", file, "Une lettre type, revue.")
	s.refused(403, "guest", "add-version", file, "À ma façon.")
	r := s.does("outsider", "list-versions", file, nil)
	if r.at("entries.0.number") != 2.0 || r.at("entries.0.current") != true || r.word("entries.1.name") != "note.txt" {
		s.t.Error(r.text)
	}
	s.does("member", "return-to-version", at{"item": item, "file": r.word("entries.1.file")}, nil)
	s.refused(403, "outsider", "return-to-version", at{"item": item, "file": r.word("entries.0.file")}, nil)
	s.does("member", "rename-file", file, o{"name": "Lettre type"})
	s.refused(422, "member", "rename-file", file, o{"name": "lettre.exe"})
	s.does("member", "move-in-library", here, o{"files": []string{item}, "into": folder})
	s.refused(403, "guest", "move-in-library", here, o{"files": []string{item}})
	if r := s.does("outsider", "list-library", here, nil); r.status != 200 {
		s.t.Error(r.text)
	}
	s.does("member", "bin-in-library", here, o{"folders": []string{folder}})
	s.does("member", "restore-in-library", here, o{"folders": []string{folder}})
	s.refused(422, "member", "bin-in-library", here, o{})
	if r := s.does("guest", "read-room", here, nil); r.at("own") != false || r.at("quota") != 10e9 {
		s.t.Error(r.text)
	}
	s.refused(403, "manager", "set-quota", here, o{"quota": 1})
	s.does("administrator", "set-quota", here, o{"quota": 5_000_000_000})
}

// pieces sends a file by tus, as a program.
func (s *story) pieces() {
	const text = "Une lettre type, envoyée en deux fois."
	ask := func(op, who, path string, headers map[string]string, body string, want int) http.Header {
		s.t.Helper()
		d := s.docs[op]
		req := httptest.NewRequestWithContext(s.t.Context(), d.Method, path, strings.NewReader(body))
		req.Header.Set("Authorization", "Bearer "+s.tokens[who])
		req.Header.Set("Tus-Resumable", "1.0.0")
		for name, value := range headers {
			req.Header.Set(name, value)
		}
		res := httptest.NewRecorder()
		s.handler.ServeHTTP(res, req)
		if res.Code != want {
			s.t.Fatalf("%s by the %s: %d, want %d: %s", op, who, res.Code, want, res.Body)
		}
		if res.Code < 400 {
			s.done[op] = true
		}
		return res.Header()
	}
	begin := func(who string, want int) string {
		s.t.Helper()
		return ask("begin-upload", who, "/api/communities/"+s.world.Open.String()+"/library/uploads", map[string]string{
			"Upload-Length": strconv.Itoa(len(text)), "Upload-Metadata": "filename " + base64.StdEncoding.EncodeToString([]byte("lettre.txt")),
		}, "", want).Get("Location")
	}
	begin("outsider", 403)
	upload := begin("member", 201)
	piece := map[string]string{"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
	ask("append-to-upload", "manager", upload, piece, text[:10], 404)
	ask("append-to-upload", "member", upload, piece, text[:10], 204)
	ask("append-to-upload", "member", upload, piece, text[:10], 409)
	if at := ask("read-upload", "member", upload, nil, "", 200).Get("Upload-Offset"); at != "10" {
		s.t.Errorf("the offset is %s", at)
	}
	piece["Upload-Offset"] = "10"
	if where := ask("append-to-upload", "member", upload, piece, text[10:], 204).Get("Content-Location"); !strings.HasPrefix(where, "/i/") {
		s.t.Errorf("the file is at %q", where)
	}
	gone := begin("member", 201)
	ask("cancel-upload", "manager", gone, nil, "", 404)
	ask("cancel-upload", "member", gone, nil, "", 204)
	ask("read-upload", "member", gone, nil, "", 404)
}
