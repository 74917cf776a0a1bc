package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// timeout bounds all that is done over one connection.
const timeout = time.Minute

// SMTP sends mail through one server, on a connection for each message. It may
// be shared between goroutines.
type SMTP struct {
	host           string
	port           int
	user, password string
	security       security
	from           *netmail.Address
	roots          *x509.CertPool // nil for those of the machine
}

// Send implements Sender. Whether to try again later, Permanent tells.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	if err := m.check(); err != nil {
		return err
	}
	return s.connected(ctx, "sending through", func(ctx context.Context, client *gomail.Client) error {
		return client.DialAndSendWithContext(ctx, s.compose(m))
	})
}

// Check connects and signs in, and sends nothing: for the operator who asks
// whether the settings are right.
func (s *SMTP) Check(ctx context.Context) error {
	return s.connected(ctx, "signing in to", func(ctx context.Context, client *gomail.Client) error {
		if err := client.DialWithContext(ctx); err != nil {
			return err
		}
		return client.Close()
	})
}

// connected does what a connection is for, within timeout.
func (s *SMTP) connected(ctx context.Context, doing string, do func(context.Context, *gomail.Client) error) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	client, err := s.client(ctx)
	if err == nil {
		err = do(ctx, client)
	}
	if err != nil {
		return fmt.Errorf("mail: %s %s: %w", doing, s.host, errors.Join(ctx.Err(), err))
	}
	return nil
}

// Permanent says whether sending again is useless: the message is bad, or the
// server refused its recipient or its content for good. What the operator can
// mend, such as a wrong password, is not permanent.
func Permanent(err error) bool {
	if errors.Is(err, ErrMessage) {
		return true
	}
	var refused *gomail.SendError
	if !errors.As(err, &refused) || refused.IsTemp() || refused.ErrorCode() < 500 {
		return false
	}
	switch refused.Reason {
	case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		return true
	}
	return false
}

func (s *SMTP) client(ctx context.Context) (*gomail.Client, error) {
	secured := &tls.Config{ServerName: s.host, RootCAs: s.roots, MinVersion: tls.VersionTLS12}
	options := []gomail.Option{
		gomail.WithPort(s.port),
		gomail.WithTLSConfig(secured),
		gomail.WithDialContextFunc(func(dialing context.Context, network, address string) (net.Conn, error) {
			return s.dial(ctx, dialing, secured, network, address)
		}),
	}
	switch s.security {
	case implicit:
		// dial has encrypted already. The library's own way to say so is for its
		// own dialing, and would then take the connection for a clear one.
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case startTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case noTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.user != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.user), gomail.WithPassword(s.password))
	}
	return gomail.NewClient(s.host, options...)
}

// dial closes the connection when ctx ends: the library waits for a server's
// first word without any bound.
func (s *SMTP) dial(ctx, dialing context.Context, secured *tls.Config, network, address string) (net.Conn, error) {
	var dialer interface {
		DialContext(context.Context, string, string) (net.Conn, error)
	} = &net.Dialer{}
	if s.security == implicit {
		dialer = &tls.Dialer{Config: secured}
	}
	conn, err := dialer.DialContext(dialing, network, address)
	if err == nil {
		context.AfterFunc(ctx, func() { _ = conn.Close() })
	}
	return conn, err
}

func (s *SMTP) compose(m Message) *gomail.Msg {
	composed := gomail.NewMsg()
	composed.FromMailAddress(s.from)
	composed.ToMailAddress(&netmail.Address{Name: m.ToName, Address: m.To})
	if m.ReplyTo != "" {
		composed.ReplyToMailAddress(&netmail.Address{Address: m.ReplyTo})
	}
	composed.Subject(m.Subject)
	composed.SetDate()
	composed.SetUserAgent("Parvis")
	// Absence notices are not sent in answer to such mail (RFC 3834).
	composed.SetGenHeaderPreformatted("Auto-Submitted", "auto-generated")
	composed.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		composed.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	// Without this the library names the machine in the id of each message.
	_, domain, _ := strings.Cut(s.from.Address, "@")
	composed.SetMessageIDWithValue(strings.ToLower(rand.Text()) + "@" + domain)
	for name, value := range m.Headers {
		if name == "Message-ID" {
			composed.SetMessageIDWithValue(strings.Trim(value, "<>"))
			continue
		}
		composed.SetGenHeaderPreformatted(gomail.Header(name), value)
	}
	return composed
}
