package archive

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"parvis/internal/access"
	"parvis/internal/correspondence"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// precedence is a precedence in the numbers of RFC 6477, section 3.8, with its
// label as a comment.
func precedence(p correspondence.Precedence) string {
	switch p {
	case correspondence.Immediate:
		return "3 (immediate)"
	case correspondence.Urgent:
		return "2 (priority)"
	}
	return "1 (routine)"
}

// military is a text as RFC 6477, section 4, writes one: 1 to 69 printable
// characters, without accents.
func military(s string) string {
	line := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch r = unicode.ToUpper(r); {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("'()+,-./:=?", r):
			return r
		}
		return ' '
	}, norm.NFD.String(s))), " ")
	return strings.TrimSpace(line[:min(len(line), 69)])
}

// head writes the header of a message. Its units have no mail of their own: their
// addresses are made of their codes, at the host of the site.
func (s *Service) head(out io.StringWriter, l letter) {
	field := func(name, value string) {
		if value != "" {
			out.WriteString(name + ": " + value + "\r\n")
		}
	}
	at := l.Released.UTC().Format(time.RFC1123Z)
	field("Date", at)
	field("From", s.address(l.Issuer))
	field("To", s.addresses(l.Row, true))
	field("Cc", s.addresses(l.Row, false))
	field("Message-ID", s.messageID(l.Item))
	var answered, known []string
	for _, link := range l.Links {
		if link.Row == nil {
			continue
		}
		known = append(known, s.messageID(link.Row.Item))
		if link.Relation == correspondence.Answers {
			answered = append(answered, s.messageID(link.Row.Item))
		}
	}
	field("In-Reply-To", strings.Join(answered, "\r\n "))
	field("References", strings.Join(known, "\r\n "))
	field("Subject", mime.QEncoding.Encode("utf-8", l.Title))
	if l.Protection != access.Public {
		field("Sensitivity", "Company-Confidential") // RFC 2156: no word is nearer
	}
	field("MMHS-Extended-Authorisation-Info", at)
	field("MMHS-Primary-Precedence", precedence(l.Precedence))
	if l.units(false) != "" {
		field("MMHS-Copy-Precedence", precedence(l.Precedence))
	}
	field("MMHS-Originator-Reference", military(l.reference()))
	field("MMHS-Originator-PLAD", military(l.Issuer.Short()))
	field("MMHS-Message-Instructions", strings.Join(l.instructions(), "; "))
	field("MIME-Version", "1.0")
}

// reference is the number of a dispatch, of this site or of where it came from.
func (r Row) reference() string {
	switch {
	case r.Number != 0:
		return fmt.Sprintf("%s %s %d-%d", r.Type, r.Issuer.Short(), r.Year, r.Number)
	case r.Original != "":
		return r.Type + " " + r.Issuer.Short() + " " + r.Original
	}
	return ""
}

// instructions are what whoever handles the message must know, in the words of
// ACP 123.
func (r Row) instructions() []string {
	var out []string
	if r.Audience == access.ForNamed {
		out = append(out, "NO DISTRIBUTION")
	}
	if !r.Due.IsZero() {
		out = append(out, "REPLY BY "+r.Due.UTC().Format("2006-01-02 15:04Z"))
	}
	return out
}

func (s *Service) messageID(item id.ID) string {
	return "<dispatch." + item.String() + "@" + s.Host + ">"
}

func (s *Service) address(u Unit) string {
	return (&mail.Address{Name: u.Name, Address: u.Code + "@" + s.Host}).String()
}

func (s *Service) addresses(r Row, acts bool) string {
	var out []string
	for _, a := range r.To {
		if a.Acts == acts {
			out = append(out, s.address(a.Unit))
		}
	}
	return strings.Join(out, ",\r\n ")
}

// joinedFile is a file that leaves with a dispatch, open.
type joinedFile struct {
	name, media string
	body        io.ReadCloser
}

// joined opens the files of a dispatch that actor may fetch, and names those that
// stay: too large for what room there is, or in quarantine. Those that it opened
// come with an error too.
func (s *Service) joined(ctx context.Context, actor access.Actor, item id.ID, room *int64) (out []joinedFile, left []string, err error) {
	files, err := s.Content.FilesOf(ctx, item)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range files {
		if f.Size > *room {
			left = append(left, f.Name)
			continue
		}
		_, body, err := s.Content.Fetch(ctx, actor, f.ID)
		if _, told := fault.As(err); told {
			left = append(left, f.Name)
			continue
		}
		if err != nil {
			return out, nil, err
		}
		*room -= f.Size
		out = append(out, joinedFile{f.Name, f.Media, body})
	}
	return out, left, nil
}

func attach(parts *multipart.Writer, f joinedFile) error {
	media := f.media
	if media == "" {
		media = "application/octet-stream"
	}
	part, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Type": {media}, "Content-Transfer-Encoding": {"base64"},
		"Content-Disposition": {mime.FormatMediaType("attachment", map[string]string{"filename": f.name})},
	})
	if err != nil {
		return err
	}
	encoder := base64.NewEncoder(base64.StdEncoding, &lines{to: part})
	if _, err := io.Copy(encoder, f.body); err != nil {
		return err
	}
	return encoder.Close()
}

// lines breaks what is written at 76 characters, as RFC 2045 has base64.
type lines struct {
	to io.Writer
	at int
}

// Write implements io.Writer.
func (l *lines) Write(p []byte) (int, error) {
	written := 0
	for written < len(p) {
		if l.at == 76 {
			if _, err := io.WriteString(l.to, "\r\n"); err != nil {
				return written, err
			}
			l.at = 0
		}
		n, err := l.to.Write(p[written:min(len(p), written+76-l.at)])
		written, l.at = written+n, l.at+n
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

func quotedTo(out io.Writer, body string) error {
	w := quotedprintable.NewWriter(out)
	if _, err := io.WriteString(w, strings.ReplaceAll(body, "\n", "\r\n")); err != nil {
		return err
	}
	return w.Close()
}
