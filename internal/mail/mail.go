// Package mail sends mail through the operator's SMTP server.
//
// What would surprise: a message that carries a line end, or any control
// character, where a header goes is refused and not mended: nobody types one
// there, so somebody forged it.
package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Message is one mail to one person. To, Subject and Text are needed; HTML is
// the same content for readers that prefer it.
type Message struct {
	To      string // a bare address
	ToName  string
	Subject string
	Text    string
	HTML    string
	ReplyTo string // a bare address
	// Headers are those of allowedHeader, such as List-Unsubscribe. Their
	// values are written as they are given.
	Headers map[string]string
}

// Sender sends a message, or says why not. See Permanent.
type Sender interface {
	Send(context.Context, Message) error
}

// ErrMessage is within the error of a message that no server was asked to
// take: sending it again is useless.
var ErrMessage = errors.New("this message cannot be sent")

// check refuses what must not reach a header.
func (m Message) check() error {
	if err := checkAddress("recipient", m.To); err != nil {
		return err
	}
	if m.ReplyTo != "" {
		if err := checkAddress("address for replies", m.ReplyTo); err != nil {
			return err
		}
	}
	if m.Subject == "" || m.Text == "" {
		return refusal("it has no subject or no text")
	}
	if !isHeaderText(m.Subject) || !isHeaderText(m.ToName) {
		return refusal("its subject or its recipient's name holds a control character")
	}
	for name, value := range m.Headers {
		if !allowedHeader(name) {
			return refusal("the header %q is not for callers to set", name)
		}
		if !isHeaderText(value) || strings.ContainsFunc(value, func(r rune) bool { return r > unicode.MaxASCII }) {
			return refusal("the header %s holds other than printable ASCII", name)
		}
	}
	if !utf8.ValidString(m.Text) || !utf8.ValidString(m.HTML) {
		return refusal("its text is not UTF-8")
	}
	return nil
}

func checkAddress(what, address string) error {
	parsed, err := netmail.ParseAddress(address)
	if err != nil || parsed.Address != address || !isHeaderText(address) {
		return refusal("the %s %q is not a bare mail address", what, address)
	}
	return nil
}

func isHeaderText(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}

// allowedHeader lists what a caller may set. All the rest says who sends what
// to whom, which is ours to say.
func allowedHeader(name string) bool {
	switch name {
	case "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "Precedence",
		"List-ID", "List-Archive", "List-Unsubscribe", "List-Unsubscribe-Post":
		return true
	}
	return false
}

func refusal(format string, args ...any) error {
	return fmt.Errorf("mail: %w: %s", ErrMessage, fmt.Sprintf(format, args...))
}
