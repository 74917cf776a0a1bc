package archive

import (
	"archive/zip"
	"bufio"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/textproto"
	"regexp"
	"strings"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
)

// maxJoined bounds the joined files of one export, in bytes: what goes beyond is
// named in the text and left out.
const maxJoined = 25_000_000

// Message is a dispatch as a message, with the header fields of military message
// handling that mean something here (RFC 6477).
func (s *Service) Message(ctx context.Context, actor access.Actor, item id.ID) (File, error) {
	l, err := s.letter(ctx, actor, item)
	if err != nil {
		return File{}, err
	}
	return File{Name: content.FileName(l.called(ctx) + ".eml"), Media: "message/rfc822", Write: func(ctx context.Context, out io.Writer) error {
		room := int64(maxJoined)
		return s.message(ctx, actor, l, &room, out)
	}}, nil
}

// AffairMessages is an affair as an archive of messages, as far as actor reads
// it.
func (s *Service) AffairMessages(ctx context.Context, actor access.Actor, item id.ID) (File, error) {
	a, list, err := s.letters(ctx, actor, item)
	if err != nil {
		return File{}, err
	}
	return File{Name: content.FileName(a.Name + ".zip"), Media: "application/zip", Write: func(ctx context.Context, to io.Writer) error {
		out, room := zip.NewWriter(to), int64(maxJoined)
		for i, l := range list {
			entry, err := out.CreateHeader(&zip.FileHeader{
				Name: content.FileName(fmt.Sprintf("%03d %s.eml", i+1, l.called(ctx))), Method: zip.Deflate, Modified: l.Released.Time,
			})
			if err == nil {
				err = s.message(ctx, actor, l, &room, entry)
			}
			if err != nil {
				return err
			}
		}
		return out.Close()
	}}, nil
}

// escapes are the signs that mean themselves in Markdown, as in 1\. First.
var escapes = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)

// unescaped is a Markdown text for who reads its source.
func unescaped(source string) string { return escapes.ReplaceAllString(source, "$1") }

// message writes one, with its files as long as there is room.
func (s *Service) message(ctx context.Context, actor access.Actor, l letter, room *int64, to io.Writer) error {
	files, left, err := s.joined(ctx, actor, l.Item, room)
	defer func() {
		for _, f := range files {
			f.body.Close()
		}
	}()
	if err != nil {
		return err
	}
	body := strings.Join(l.lines(ctx), "\n") + "\n\n" + unescaped(l.text) + "\n"
	for _, name := range left {
		told := i18n.T(ctx, "archive.file.left", "name", name)
		body += "\n" + told + "\n"
	}
	out := bufio.NewWriter(to)
	s.head(out, l)
	if len(files) == 0 {
		out.WriteString("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
		if err := quotedTo(out, body); err != nil {
			return err
		}
		return out.Flush()
	}
	parts := multipart.NewWriter(out)
	fmt.Fprintf(out, "Content-Type: multipart/mixed; boundary=%q\r\n\r\n", parts.Boundary())
	said, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {"text/plain; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"}})
	if err == nil {
		err = quotedTo(said, body)
	}
	for _, f := range files {
		if err == nil {
			err = attach(parts, f)
		}
	}
	if err == nil {
		err = parts.Close()
	}
	if err != nil {
		return err
	}
	return out.Flush()
}
