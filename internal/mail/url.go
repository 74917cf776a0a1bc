package mail

import (
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// security is how the connection to the server is protected.
type security string

const (
	startTLS security = "starttls" // begun in clear, then encrypted or given up
	implicit security = "implicit" // encrypted from the first byte
	noTLS    security = "none"     // for a server on the same machine or network
)

// Parse reads an address such as
//
//	smtp://user:password@mail.example.org:587?from=parvis@example.org&tls=starttls
//
// User and password may both be absent; from may bear a name, "Parvis
// <parvis@example.org>", escaped as URLs are; tls is starttls (the default),
// implicit or none; the port defaults to 587, 465 or 25 accordingly. A wrong
// value gives an error that says what is expected and never holds the password.
func Parse(address string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "smtp" || u.Hostname() == "" || u.Opaque != "" || u.Fragment != "" || u.Path != "" && u.Path != "/" {
		return nil, wrong("it is not of that form (a sign such as @ or / in a password is written %%40 or %%2F)")
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, wrong("what follows the ? cannot be read")
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if name != "from" && name != "tls" || len(query[name]) != 1 {
			return nil, wrong("%q is unknown or given twice", name)
		}
	}
	server := &SMTP{host: u.Hostname(), security: startTLS, user: u.User.Username()}
	server.password, _ = u.User.Password()
	if query.Has("tls") {
		server.security = security(query.Get("tls"))
	}
	if server.port, err = port(u.Port(), server.security); err != nil {
		return nil, err
	}
	if (server.user == "") != (server.password == "") {
		return nil, wrong("a user needs a password, and a password a user")
	}
	if server.user != "" && server.security == noTLS {
		return nil, wrong("a password is not sent over a connection without TLS")
	}
	server.from, err = mail.ParseAddress(query.Get("from"))
	if err != nil || !isHeaderText(server.from.Name) || !isHeaderText(server.from.Address) {
		return nil, wrong("from is not a mail address (a sign such as & or + in it is written %%26 or %%2B)")
	}
	return server, nil
}

func port(given string, how security) (int, error) {
	usual := map[security]int{startTLS: 587, implicit: 465, noTLS: 25}[how]
	if usual == 0 {
		return 0, wrong("tls is starttls, implicit or none, not %q", string(how))
	}
	if given == "" {
		return usual, nil
	}
	port, err := strconv.Atoi(given)
	if err != nil || port < 1 || port > 65535 {
		return 0, wrong("a port is a number from 1 to 65535, not %q", given)
	}
	return port, nil
}

// From is the address that messages come from, as a person reads it.
func (s *SMTP) From() string { return strings.Trim(s.from.String(), "<>") }

func wrong(format string, args ...any) error {
	return fmt.Errorf("the mail server is given as smtp://user:password@host:port?from=address&tls=starttls|implicit|none: "+format, args...)
}
