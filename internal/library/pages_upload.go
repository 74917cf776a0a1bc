package library

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/web"
)

// What a program that sends by pieces is told (https://tus.io/protocols/resumable-upload,
// version 1.0.0): the core, creation, termination, checksum and expiration.
const (
	tusVersion    = "1.0.0"
	tusExtensions = "creation,termination,checksum,expiration"
	tusMismatch   = 460 // the checksum of a piece is not that of its bytes
)

// tusHeaders are those of an answer about an upload.
func tusHeaders(u Upload) map[string]string {
	h := map[string]string{"Tus-Resumable": tusVersion}
	if u.ID == 0 {
		return h
	}
	h["Upload-Offset"] = strconv.FormatInt(u.Received, 10)
	if u.Made != 0 {
		h["Content-Location"] = content.Href(u.Made)
	} else {
		h["Upload-Expires"] = u.Expires().UTC().Format(http.TimeFormat)
	}
	return h
}

// tus answers for a step of the protocol: its errors bear the headers too.
func tus(r *web.Request, step func() (web.Reply, error)) (web.Reply, error) {
	if v := r.Header.Get("Tus-Resumable"); v != "" && v != tusVersion {
		return web.Bare(http.StatusPreconditionFailed, map[string]string{"Tus-Version": tusVersion}), nil
	}
	reply, err := step()
	if err != nil {
		return r.Refuse(err, tusHeaders(Upload{})), nil
	}
	return reply, nil
}

// announced reads what a program says of a file that it is about to send.
func announced(h http.Header) NewUpload {
	n := NewUpload{}
	n.Length, _ = strconv.ParseInt(h.Get("Upload-Length"), 10, 64)
	for pair := range strings.SplitSeq(h.Get("Upload-Metadata"), ",") {
		name, coded, _ := strings.Cut(strings.TrimSpace(pair), " ")
		raw, err := base64.StdEncoding.DecodeString(coded)
		if err != nil {
			continue
		}
		value := strings.ToValidUTF8(string(raw), "")
		switch name {
		case "filename":
			n.Name = value
		case "folder":
			n.Folder, _ = id.Parse(value)
		case "replaces":
			n.Replaces, _ = id.Parse(value)
		case "path":
			n.Way = value
		case "note":
			n.Note = value
		case "same":
			n.Same = value == "version"
		case "burst":
			n.Burst = value == "1"
		}
	}
	return n
}

// capacities tells a program what it may send, and how.
func (p *Pages) capacities(r *web.Request) (web.Reply, error) {
	community, _, err := place(r)
	if err != nil {
		return nil, err
	}
	if _, err := access.Load(r.Context(), p.Service.DB, r.Actor, Add, community); err != nil {
		return nil, err
	}
	return web.Bare(http.StatusNoContent, map[string]string{
		"Tus-Resumable": tusVersion, "Tus-Version": tusVersion, "Tus-Extension": tusExtensions,
		"Tus-Max-Size": strconv.FormatInt(p.Service.Largest, 10), "Tus-Checksum-Algorithm": Checksums,
	}), nil
}

func (p *Pages) begin(r *web.Request) (web.Reply, error) {
	return tus(r, func() (web.Reply, error) {
		community, _, err := place(r)
		if err != nil {
			return nil, err
		}
		n := announced(r.Header)
		n.Community = community
		u, err := p.Service.Begin(r.Context(), r.Actor, n)
		if err != nil {
			return nil, err
		}
		h := tusHeaders(u)
		h["Location"], h["Tus-Extension"] = uploadURL("", u), tusExtensions
		return web.Bare(http.StatusCreated, h), nil
	})
}

func uploadURL(prefix string, u Upload) string { return prefix + "/uploads/" + u.ID.String() }

func (p *Pages) progress(r *web.Request) (web.Reply, error) {
	return tus(r, func() (web.Reply, error) {
		upload, err := r.PathID("upload")
		if err != nil {
			return nil, err
		}
		u, err := p.Service.Find(r.Context(), r.Actor, upload)
		if err != nil {
			return nil, err
		}
		h := tusHeaders(u)
		h["Upload-Length"] = strconv.FormatInt(u.Length, 10)
		return web.Bare(http.StatusOK, h), nil
	})
}

func (p *Pages) append(r *web.Request) (web.Reply, error) {
	return tus(r, func() (web.Reply, error) {
		upload, err := r.PathID("upload")
		if err != nil {
			return nil, err
		}
		at, sum, err := pieceOf(r.Header)
		if err != nil {
			return nil, err
		}
		piece := r.Arriving(Patience)
		u, err := p.Service.Append(r.Context(), r.Actor, upload, at, piece, sum)
		if told, ok := fault.As(err); ok && told.Key == checksumKey {
			return web.Bare(tusMismatch, tusHeaders(Upload{})), nil
		}
		return web.Bare(http.StatusNoContent, tusHeaders(u)), err
	})
}

// pieceOf reads what a piece says of itself.
func pieceOf(h http.Header) (int64, *Checksum, error) {
	if h.Get("Content-Type") != "application/offset+octet-stream" {
		return 0, nil, fault.New(fault.Unsupported, "library.upload.type")
	}
	at, err := strconv.ParseInt(h.Get("Upload-Offset"), 10, 64)
	if err != nil || at < 0 {
		return 0, nil, fault.New(fault.Malformed, "library.upload.offset")
	}
	sum, err := ReadChecksum(h.Get("Upload-Checksum"))
	return at, sum, err
}

// override serves networks that let no other method through.
func (p *Pages) override(r *web.Request) (web.Reply, error) {
	switch r.Header.Get("X-HTTP-Method-Override") {
	case http.MethodPatch:
		return p.append(r)
	case http.MethodDelete:
		return p.cancel(r)
	}
	return nil, fault.New(fault.Malformed, "library.upload.type")
}

func (p *Pages) cancel(r *web.Request) (web.Reply, error) {
	return tus(r, func() (web.Reply, error) {
		upload, err := r.PathID("upload")
		if err != nil {
			return nil, err
		}
		if err := p.Service.Cancel(r.Context(), r.Actor, upload); err != nil {
			return nil, err
		}
		return web.Bare(http.StatusNoContent, tusHeaders(Upload{})), nil
	})
}
