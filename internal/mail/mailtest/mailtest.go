// Package mailtest starts a real SMTP server on this machine, for the tests of
// whatever sends mail.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// The only user of a server, where it asks for one.
const (
	User     = "parvis"
	Password = "mot de passe/@:%"
)

// Security is how a server protects its connections.
type Security int

// The kinds of server.
const (
	Clear    Security = iota // no TLS, no user
	StartTLS                 // User may sign in once TLS is begun
	Implicit                 // User may sign in
)

// Received is a message as the server took it.
type Received struct {
	From, To string // of the envelope
	User     string // who signed in, or ""
	Data     string // headers and body
}

// Server is a running SMTP server that keeps what it receives.
type Server struct {
	Addr  string         // host:port
	Roots *x509.CertPool // trusts the server's own certificate

	mu       sync.Mutex
	received []Received
	refusal  *smtp.SMTPError
}

// Start runs a server until the test ends.
func Start(t testing.TB, security Security) *Server {
	t.Helper()
	certificate, roots := selfMade(t)
	kept := &Server{Roots: roots}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &session{server: kept, open: security == Clear}, nil
	}))
	server.Domain = "localhost"
	server.MaxMessageBytes = 1 << 20
	server.ReadTimeout = 10 * time.Second
	server.WriteTimeout = 10 * time.Second
	server.ErrorLog = log.New(io.Discard, "", 0)
	if security != Clear {
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	kept.Addr = listener.Addr().String()
	if security == Implicit {
		listener = tls.NewListener(listener, server.TLSConfig)
	}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(listener) })
	t.Cleanup(func() {
		_ = server.Close()
		// A test that ended before the server began to serve closed nothing above.
		_ = listener.Close()
		serving.Wait()
	})
	return kept
}

// URL is the address for mail.Parse of a Clear server, sending as from.
func (s *Server) URL(from string) string {
	return "smtp://" + s.Addr + "?tls=none&from=" + url.QueryEscape(from)
}

// Received are the messages taken so far, the oldest first.
func (s *Server) Received() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Received(nil), s.received...)
}

// Refuse makes the server answer every recipient with an SMTP code and a text,
// until it is called with 0.
func (s *Server) Refuse(code int, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = nil
	if code != 0 {
		s.refusal = &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: text}
	}
}

// session is one connection.
type session struct {
	server  *Server
	open    bool // whether this connection may send
	user    string
	current Received
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return errors.New("wrong user or password")
		}
		s.open, s.user = true, user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if !s.open {
		return smtp.ErrAuthRequired
	}
	s.current = Received{From: from, User: s.user}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.server.refusal != nil {
		return s.server.refusal
	}
	s.current.To = to
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.current.Data = string(data)
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.received = append(s.server.received, s.current)
	return nil
}

func (s *session) Reset() { s.current = Received{} }

func (s *session) Logout() error { return nil }

func selfMade(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA:         true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}
