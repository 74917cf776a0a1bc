package importing

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"

	"parvis/internal/clock"
)

// message makes a record of one message.
func message(raw []byte) (Record, error) {
	options := []enmime.Option{enmime.SkipMalformedParts(true), enmime.MaxStoredPartErrors(20)}
	if utf8.Valid(raw) {
		// What names no encoding and is right as UTF-8 is not guessed at.
		options = append(options, enmime.SetCustomParseMediaType(asUTF8), enmime.DisableCharacterDetection(true))
		head := raw
		if end := headerEnd.FindIndex(raw); end != nil {
			head = raw[:end[0]]
		}
		if !typed.Match(head) {
			raw = append([]byte("Content-Type: text/plain; charset=utf-8\n"), raw...)
		}
	}
	envelope, err := enmime.NewParser(options...).ReadEnvelope(bytes.NewReader(raw))
	if err != nil {
		return Record{}, fmt.Errorf("the message cannot be read: %w", err)
	}
	r := Record{Title: subject(envelope.GetHeader("Subject"))}
	if ids := messageIDs(envelope.GetHeader("Message-ID")); len(ids) > 0 {
		r.Ref = ids[0]
	}
	r.Parents = parentsOf(envelope.GetHeader("In-Reply-To"), envelope.GetHeader("References"))
	if date, err := envelope.Date(); err == nil && date.Year() > 1970 {
		r.Created = clock.At(date.UTC())
	}
	if from, err := envelope.AddressList("From"); err == nil && len(from) > 0 {
		r.Author, r.Signed = from[0].Address, from[0].Name
	} else {
		r.Signed = envelope.GetHeader("From")
	}
	if r.Signed == "" {
		r.Signed, _, _ = strings.Cut(r.Author, "@") // an address is not shown
	}
	r.Text = asMarkdown(withoutQuotes(envelope.Text))
	for _, parts := range [][]*enmime.Part{envelope.Attachments, envelope.Inlines, envelope.OtherParts} {
		for _, part := range parts {
			if joined, ok := attachment(part, len(r.Files)+1); ok {
				r.Files = append(r.Files, joined)
			}
		}
	}
	if r.Text == "" && len(r.Files) == 0 {
		if r.Title == untitled {
			return r, fmt.Errorf("the message is empty")
		}
		r.Text = asMarkdown(r.Title) // all that it says
	}
	return r, nil
}

var (
	typed     = regexp.MustCompile(`(?im)^content-type\s*:`)
	headerEnd = regexp.MustCompile(`\n\r?\n`)
)

// asUTF8 reads the type of a part; a text without an encoding is UTF-8.
func asUTF8(value string) (media string, params map[string]string, wrong []string, err error) {
	media, params, wrong, err = mediatype.Parse(value)
	if err == nil && strings.HasPrefix(media, "text/") && params["charset"] == "" {
		if params == nil {
			params = map[string]string{}
		}
		params["charset"] = "utf-8"
	}
	return media, params, wrong, err
}

func attachment(part *enmime.Part, number int) (Joined, bool) {
	content := part.Content
	if len(content) == 0 || strings.HasPrefix(part.ContentType, "multipart/") || part.ContentType == "application/pgp-signature" {
		return Joined{}, false
	}
	name := part.FileName
	if name == "" {
		name = fmt.Sprintf("piece-jointe-%d", number)
		if known, err := mime.ExtensionsByType(part.ContentType); err == nil && len(known) > 0 {
			name += known[0]
		}
	}
	return Joined{Name: name, Size: int64(len(content)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content)), nil
	}}, true
}

// answering is what programs of mail put before a subject.
var answering = regexp.MustCompile(`(?i)^\s*((re|rép|aw|sv|tr|fw|fwd)(\[\d+\])?\s*:\s*|\[[^\]]{1,30}\]\s*)+`)

func subject(raw string) string {
	if s := strings.TrimSpace(answering.ReplaceAllString(raw, "")); s != "" {
		return s
	}
	if s := strings.TrimSpace(raw); s != "" {
		return s
	}
	return untitled
}

const untitled = "(sans objet)"

// asMarkdown keeps the lines of a plain text where Markdown would run them
// together or take their signs for its own.
func asMarkdown(text string) string {
	lines := strings.Split(strings.ReplaceAll(html.UnescapeString(text), "\r\n", "\n"), "\n")
	for i, line := range lines {
		line = strings.TrimRight(line, " \t\u00a0")
		if trimmed := strings.TrimLeft(line, " \t"); trimmed != "" && strings.ContainsRune("#=", rune(trimmed[0])) {
			line = `\` + trimmed
		} else if len(line)-len(trimmed) >= 4 {
			line = trimmed // four spaces would make it code
		}
		if i+1 < len(lines) && line != "" && strings.TrimSpace(lines[i+1]) != "" {
			line += "  "
		}
		lines[i] = line
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
