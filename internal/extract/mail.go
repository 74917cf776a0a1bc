package extract

import (
	"io"
	"slices"
	"strings"

	"github.com/jhillyerd/enmime/v2"
	"golang.org/x/text/encoding/charmap"
)

// readEML reads a message (RFC 5322, MIME): its head, its text, the names of
// what is joined to it.
func readEML(in io.Reader, out *sheet) (Result, error) {
	parser := enmime.NewParser(enmime.DisableTextConversion(true), enmime.SkipMalformedParts(true))
	message, err := parser.ReadEnvelope(in)
	if err != nil {
		return Result{}, damaged("eml", err)
	}
	res := Result{Title: titled(message.GetHeader("Subject"))}
	known := false
	for _, name := range []string{"From", "To", "Cc", "Date", "Subject"} {
		if value := strings.TrimSpace(message.GetHeader(name)); value != "" {
			known = true
			out.run(name + ": " + value)
			out.row()
		}
	}
	if !known {
		return res, Refuse(Damaged, "eml: no head of a message")
	}
	if err := writeBody(out, message.Text, message.HTML); err != nil {
		return res, err
	}
	for _, part := range slices.Concat(message.Attachments, message.Inlines) {
		if part.FileName != "" {
			out.row()
			out.run(part.FileName)
		}
	}
	return res, nil
}

// writeBody prefers the plain text of a message to its page.
func writeBody(out *sheet, text, page string) error {
	if strings.TrimSpace(text) == "" && page != "" {
		w := webPage{out: out}
		_, err := w.read(strings.NewReader(page))
		return err
	}
	out.word(strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n"), "\r", "\n"))
	return nil
}

// readMSG reads a message of Outlook (MS-OXMSG).
func readMSG(c *compound, out *sheet) (Result, error) {
	res := Result{Title: titled(c.property("", "0037"))}
	for _, head := range []struct{ name, id string }{{"From", "0C1A"}, {"To", "0E04"}, {"Cc", "0E03"}, {"Subject", "0037"}} {
		if value := c.property("", head.id); value != "" {
			out.run(head.name + ": " + value)
			out.row()
		}
	}
	page, err := c.stream("__substg1.0_10130102")
	if err != nil {
		return res, err
	}
	if err := writeBody(out, c.property("", "1000"), string(page)); err != nil {
		return res, err
	}
	var joined []string
	for name := range c.streams {
		folder, stream, inside := strings.Cut(name, "/")
		if inside && strings.HasPrefix(folder, "__attach") && strings.HasPrefix(stream, "__substg1.0_3707") {
			joined = append(joined, folder+"/")
		}
	}
	slices.Sort(joined)
	for _, folder := range slices.Compact(joined) {
		out.row()
		out.run(c.property(folder, "3707"))
	}
	return res, nil
}

// property is a text of a message, in either of the two writings.
func (c *compound) property(folder, number string) string {
	if raw, err := c.stream(folder + "__substg1.0_" + number + "001F"); err == nil && len(raw) > 0 {
		return wide(raw)
	}
	raw, err := c.stream(folder + "__substg1.0_" + number + "001E")
	if err != nil {
		return ""
	}
	return decoded(charmap.Windows1252, raw)
}
