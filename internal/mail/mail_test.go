package mail

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/mail/mailtest"
)

const from = "Parvis – Réseau <parvis@exemple.fr>"

func sender(t *testing.T, server *mailtest.Server, user, password, tls string) *SMTP {
	t.Helper()
	address := url.URL{Scheme: "smtp", Host: server.Addr, RawQuery: url.Values{"from": {from}, "tls": {tls}}.Encode()}
	if user != "" {
		address.User = url.UserPassword(user, password)
	}
	smtp, err := Parse(address.String())
	if err != nil {
		t.Fatal(err)
	}
	smtp.roots = server.Roots
	return smtp
}

var letter = Message{
	To:      "lea.marchand@exemple.fr",
	ToName:  "Léa Marchand, « chef »",
	Subject: "Réponse à votre question : l’article L1237-19, ses délais, son préavis et ce qui s’ensuit 👩‍🚒",
	Text:    "Bonjour,\n\n.\nUne ligne à point seul, puis une très longue " + strings.Repeat("ligne ", 200) + "\nFrom moi",
	HTML:    "<p>Bonjour, œuvre d’État</p>",
	ReplyTo: "reponse+4z@exemple.fr",
	Headers: map[string]string{
		"Message-ID":       "<4z@exemple.fr>",
		"References":       "<" + strings.Repeat("a", 60) + "@exemple.fr> <" + strings.Repeat("b", 60) + "@exemple.fr>",
		"List-Unsubscribe": "<https://exemple.fr/u/abc>",
	},
}

func TestSend(t *testing.T) {
	tests := []struct {
		name           string
		security       mailtest.Security
		user, password string
		tls            string
	}{
		{"clear", mailtest.Clear, "", "", "none"},
		{"starttls", mailtest.StartTLS, mailtest.User, mailtest.Password, "starttls"},
		{"implicit", mailtest.Implicit, mailtest.User, mailtest.Password, "implicit"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := mailtest.Start(t, test.security)
			smtp := sender(t, server, test.user, test.password, test.tls)
			if err := smtp.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := smtp.Send(t.Context(), letter); err != nil {
				t.Fatal(err)
			}
			received := server.Received()
			if len(received) != 1 {
				t.Fatalf("%d messages arrived", len(received))
			}
			if received[0].From != "parvis@exemple.fr" || received[0].To != letter.To || received[0].User != test.user {
				t.Errorf("the envelope is %+v", received[0])
			}
			checkLetter(t, received[0].Data)
		})
	}
}

// checkLetter reads the message as a mail program would.
func checkLetter(t *testing.T, data string) {
	t.Helper()
	parsed, err := mail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatalf("%v in:\n%s", err, data)
	}
	for name, want := range map[string]string{
		"Message-Id":       "<4z@exemple.fr>",
		"References":       letter.Headers["References"],
		"List-Unsubscribe": "<https://exemple.fr/u/abc>",
		"Auto-Submitted":   "auto-generated",
		"Reply-To":         "<reponse+4z@exemple.fr>",
	} {
		if diff := cmp.Diff([]string{want}, parsed.Header[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(parsed.Header.Get("Subject"))
	if err != nil || subject != letter.Subject {
		t.Errorf("the subject came out as %q, %v", subject, err)
	}
	to, err := parsed.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Name != letter.ToName || to[0].Address != letter.To {
		t.Errorf("the recipient came out as %v, %v", to, err)
	}
	if sent, err := parsed.Header.Date(); err != nil || time.Since(sent) > time.Hour {
		t.Errorf("the date came out as %v, %v", sent, err)
	}
	_, params, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(parsed.Body, params["boundary"])
	for _, want := range []struct{ kind, body string }{{"text/plain", letter.Text}, {"text/html", letter.HTML}} {
		part, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		if kind := part.Header.Get("Content-Type"); !strings.HasPrefix(kind, want.kind) || !strings.Contains(kind, "UTF-8") {
			t.Errorf("a part is %s", kind)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if got := strings.ReplaceAll(string(body), "\r\n", "\n"); err != nil || got != want.body {
			t.Errorf("%s came out as %q, %v", want.kind, got, err)
		}
	}
}

func TestMessageIDHidesTheMachine(t *testing.T) {
	server := mailtest.Start(t, mailtest.Clear)
	if err := sender(t, server, "", "", "none").Send(t.Context(), Message{To: "a@exemple.fr", Subject: "S", Text: "T"}); err != nil {
		t.Fatal(err)
	}
	parsed, err := mail.ReadMessage(strings.NewReader(server.Received()[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	if id := parsed.Header.Get("Message-ID"); !strings.HasSuffix(id, "@exemple.fr>") || len(id) < 30 {
		t.Errorf("the id is %q", id)
	}
	if kind := parsed.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain") {
		t.Errorf("a message of plain text is %s", kind)
	}
}

func TestRefusedConnections(t *testing.T) {
	start := mailtest.Start(t, mailtest.StartTLS)
	clear := mailtest.Start(t, mailtest.Clear)
	implicit := mailtest.Start(t, mailtest.Implicit)
	stranger := sender(t, implicit, mailtest.User, mailtest.Password, "implicit")
	stranger.roots = clear.Roots
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()

	tests := []struct {
		name string
		smtp *SMTP
	}{
		{"wrong password", sender(t, start, mailtest.User, "autre", "starttls")},
		{"no user where one is needed", sender(t, start, "", "", "starttls")},
		{"a server without STARTTLS", sender(t, clear, "", "", "starttls")},
		{"a certificate that nobody vouches for", stranger},
		{"a server that says nothing", sender(t, &mailtest.Server{Addr: silent.Addr().String()}, "", "", "none")},
		{"nobody there", sender(t, &mailtest.Server{Addr: "127.0.0.1:1"}, "", "", "none")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			err := test.smtp.Send(ctx, letter)
			if err == nil {
				t.Fatal("sent")
			}
			if Permanent(err) {
				t.Errorf("settings can be mended, yet this is permanent: %v", err)
			}
			if strings.Contains(err.Error(), mailtest.Password) {
				t.Errorf("the error shows the password: %v", err)
			}
		})
	}
	if got := len(start.Received()) + len(clear.Received()) + len(implicit.Received()); got != 0 {
		t.Errorf("%d messages arrived all the same", got)
	}
	if err := tests[0].smtp.Check(t.Context()); err == nil {
		t.Error("Check accepted a wrong password")
	}
	if err := tests[5].smtp.Check(t.Context()); err == nil {
		t.Error("Check found a server where there is none")
	}
}

func TestPermanent(t *testing.T) {
	server := mailtest.Start(t, mailtest.Clear)
	smtp := sender(t, server, "", "", "none")
	for code, want := range map[int]bool{550: true, 451: false} {
		server.Refuse(code, "no")
		if err := smtp.Send(t.Context(), letter); err == nil || Permanent(err) != want {
			t.Errorf("%d gives %v, permanent %v", code, err, Permanent(err))
		}
	}
	server.Refuse(0, "")
	if err := smtp.Send(t.Context(), letter); err != nil {
		t.Error(err)
	}
	if Permanent(nil) || Permanent(io.EOF) {
		t.Error("what is not known is permanent")
	}
}

func TestForgedMessagesAreRefused(t *testing.T) {
	server := mailtest.Start(t, mailtest.Clear)
	smtp := sender(t, server, "", "", "none")
	tests := map[string]func(*Message){
		"line end in subject":    func(m *Message) { m.Subject = "S\r\nBcc: x@exemple.fr" },
		"bare newline":           func(m *Message) { m.Subject = "S\nBcc: x@exemple.fr" },
		"bare return":            func(m *Message) { m.Subject = "S\rBcc: x@exemple.fr" },
		"null":                   func(m *Message) { m.Subject = "S\x00" },
		"line separator":         func(m *Message) { m.Subject = "S\u2028Bcc: x@exemple.fr" },
		"line end in name":       func(m *Message) { m.ToName = "L\r\nBcc: x@exemple.fr" },
		"line end in recipient":  func(m *Message) { m.To = "a@exemple.fr\r\nRCPT TO:<x@exemple.fr>" },
		"two recipients":         func(m *Message) { m.To = "a@exemple.fr, b@exemple.fr" },
		"name in recipient":      func(m *Message) { m.To = "A <a@exemple.fr>" },
		"quoted line end":        func(m *Message) { m.To = "\"a\r\n b\"@exemple.fr" },
		"no recipient":           func(m *Message) { m.To = "" },
		"line end in replies":    func(m *Message) { m.ReplyTo = "a@exemple.fr\nBcc: x@exemple.fr" },
		"header of the envelope": func(m *Message) { m.Headers = map[string]string{"Bcc": "x@exemple.fr"} },
		"forged header name":     func(m *Message) { m.Headers = map[string]string{"List-ID: x\r\nBcc": "x@exemple.fr"} },
		"line end in header":     func(m *Message) { m.Headers = map[string]string{"List-ID": "x\r\nBcc: x@exemple.fr"} },
		"header beyond ASCII":    func(m *Message) { m.Headers = map[string]string{"List-ID": "é"} },
		"subject not UTF-8":      func(m *Message) { m.Subject = "\xff" },
		"text not UTF-8":         func(m *Message) { m.Text = "\xff" },
		"no text":                func(m *Message) { m.Text = "" },
	}
	for name, forge := range tests {
		t.Run(name, func(t *testing.T) {
			forged := letter
			forge(&forged)
			if err := smtp.Send(t.Context(), forged); !errors.Is(err, ErrMessage) || !Permanent(err) {
				t.Errorf("got %v", err)
			}
		})
	}
	if received := server.Received(); len(received) != 0 {
		t.Errorf("%d messages arrived: %q", len(received), received)
	}
}

func TestParse(t *testing.T) {
	tests := []struct{ in, want string }{ // want is a piece of the error, or "host port user security from"
		{"smtp://mail.exemple.fr?from=parvis@exemple.fr", "mail.exemple.fr 587  starttls parvis@exemple.fr"},
		{"smtp://u:p%40%2F@mail.exemple.fr:2525?from=Parvis+%3Cp@exemple.fr%3E&tls=implicit", `mail.exemple.fr 2525 u implicit "Parvis" <p@exemple.fr`},
		{"smtp://[::1]/?from=p@exemple.fr&tls=none", "::1 25  none p@exemple.fr"},
		{"smtp://u:p@h?from=p@exemple.fr&tls=implicit", "h 465 u implicit p@exemple.fr"},
		{"", "not of that form"},
		{"mail.exemple.fr", "not of that form"},
		{"smtps://h?from=p@exemple.fr", "not of that form"},
		{"smtp://u:secret/@h?from=p@exemple.fr", "not of that form"},
		{"smtp://h:secret?from=p@exemple.fr", "not of that form"},
		{"smtp://h/path?from=p@exemple.fr", "not of that form"},
		{"smtp://h:99999?from=p@exemple.fr", "from 1 to 65535"},
		{"smtp://h", "from is not a mail address"},
		{"smtp://h?from=parvis", "from is not a mail address"},
		{"smtp://h?from=p@exemple.fr%0d%0aBcc:x@y.fr", "from is not a mail address"},
		{"smtp://h?from=p@exemple.fr&tls=yes", "tls is starttls, implicit or none"},
		{"smtp://h?from=p@exemple.fr&tls=none&tls=implicit", `"tls" is unknown or given twice`},
		{"smtp://h?from=p@exemple.fr&ssl=1", `"ssl" is unknown`},
		{"smtp://h?from=%zz", "cannot be read"},
		{"smtp://u@h?from=p@exemple.fr", "a user needs a password"},
		{"smtp://:secret@h?from=p@exemple.fr", "a password a user"},
		{"smtp://u:secret@h?from=p@exemple.fr&tls=none", "without TLS"},
	}
	for _, test := range tests {
		smtp, err := Parse(test.in)
		if err != nil {
			if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "smtp://user:password@host:port") ||
				strings.Contains(err.Error(), "secret") {
				t.Errorf("%q gave the error %v, want %q", test.in, err, test.want)
			}
			continue
		}
		got := strings.Join([]string{smtp.host, strconv.Itoa(smtp.port), smtp.user, string(smtp.security), smtp.From()}, " ")
		if got != test.want {
			t.Errorf("%q gave %q, want %q", test.in, got, test.want)
		}
	}
}
