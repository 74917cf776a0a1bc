// Package antivirus asks ClamAV's daemon, by its socket, whether a file is
// harmful (U5: files of the library and joined files).
//
// What would surprise: the daemon gets the bytes and never a name or a path, so
// that it may run elsewhere and as anybody; and a daemon that does not answer
// is an error, never a clean file.
package antivirus

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Verdict is what the daemon says of a file: clean when both are empty.
type Verdict struct {
	Threat   string // the name of what was found in it
	TooLarge bool   // it is larger than the daemon's StreamMaxLength
}

// Clamd is a daemon. It may be shared between goroutines; each scan has a
// connection of its own.
type Clamd struct{ network, address string }

const (
	connecting = 5 * time.Second
	stalled    = 30 * time.Second // for the daemon to take the next bytes
	thinking   = 5 * time.Minute  // from the last byte to its verdict
	chunk      = 64 << 10
	longest    = 4 << 10 // of an answer
)

// Parse reads unix:/run/clamav/clamd.ctl or tcp:HOST:PORT.
func Parse(address string) (*Clamd, error) {
	network, where, _ := strings.Cut(address, ":")
	switch {
	case network == "unix" && strings.HasPrefix(where, "/"):
		return &Clamd{network, where}, nil
	case network == "tcp":
		if host, port, err := net.SplitHostPort(where); err == nil && host != "" && port != "" {
			return &Clamd{network, where}, nil
		}
	}
	return nil, fmt.Errorf("expected unix:/run/clamav/clamd.ctl or tcp:HOST:3310, got %q", address)
}

// Scan sends what r gives and waits for the verdict.
func (c *Clamd) Scan(ctx context.Context, r io.Reader) (Verdict, error) {
	conn, done, err := c.call(ctx, "INSTREAM")
	if err != nil {
		return Verdict{}, c.failed(ctx, err)
	}
	defer done()
	unread := send(ctx, conn, r)
	if errors.As(unread, new(sourceError)) {
		return Verdict{}, unread
	}
	// A daemon that has enough says so and hangs up: its answer tells more than
	// the write that failed.
	said, err := answer(ctx, conn)
	if err != nil {
		return Verdict{}, c.failed(ctx, errors.Join(unread, err))
	}
	v, err := verdict(said)
	if err == nil && unread != nil && v == (Verdict{}) {
		err = fmt.Errorf("it calls clean what it did not take whole: %w", unread)
	}
	if err != nil {
		return Verdict{}, c.failed(ctx, err)
	}
	return v, nil
}

// Version asks the daemon who it is and how old its signatures are.
func (c *Clamd) Version(ctx context.Context) (string, error) {
	conn, done, err := c.call(ctx, "VERSION")
	if err != nil {
		return "", c.failed(ctx, err)
	}
	defer done()
	said, err := answer(ctx, conn)
	if err == nil && !strings.HasPrefix(said, "ClamAV ") {
		err = fmt.Errorf("it answers %q", said)
	}
	if err != nil {
		return "", c.failed(ctx, err)
	}
	return said, nil
}

// call connects and gives a command. done hangs up; the end of ctx does too.
func (c *Clamd) call(ctx context.Context, command string) (conn net.Conn, done func(), err error) {
	conn, err = (&net.Dialer{Timeout: connecting}).DialContext(ctx, c.network, c.address)
	if err != nil {
		return nil, nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	done = func() {
		stop()
		_ = conn.Close()
	}
	if err := write(conn, []byte("z"+command+"\x00")); err != nil {
		done()
		return nil, nil, err
	}
	return conn, done, nil
}

// sourceError is a failure to read the file, which is not the daemon's.
type sourceError struct{ error }

// Unwrap gives the cause.
func (e sourceError) Unwrap() error { return e.error }

// send gives the content in chunks, each after its length, and a length of
// zero at the end (clamd(8), INSTREAM).
func send(ctx context.Context, conn net.Conn, r io.Reader) error {
	part := make([]byte, 4+chunk)
	for {
		n, err := io.ReadFull(r, part[4:])
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return sourceError{err}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		ended := err != nil
		if n > 0 {
			binary.BigEndian.PutUint32(part, uint32(n))
			if err := write(conn, part[:4+n]); err != nil {
				return err
			}
		}
		if ended {
			return write(conn, []byte{0, 0, 0, 0})
		}
	}
}

func write(conn net.Conn, b []byte) error {
	if err := conn.SetWriteDeadline(time.Now().Add(stalled)); err != nil {
		return err
	}
	_, err := conn.Write(b)
	return err
}

// answer reads up to the byte that ends an answer.
func answer(ctx context.Context, conn net.Conn) (string, error) {
	until := time.Now().Add(thinking)
	if given, ok := ctx.Deadline(); ok && given.Before(until) {
		until = given
	}
	if err := conn.SetReadDeadline(until); err != nil {
		return "", err
	}
	var said []byte
	for part := make([]byte, 512); ; {
		n, err := conn.Read(part)
		said = append(said, part[:n]...)
		if end := bytes.IndexByte(said, 0); end >= 0 {
			return string(said[:end]), nil
		}
		if len(said) > longest {
			return "", errors.New("its answer has no end")
		}
		if err != nil {
			return "", fmt.Errorf("it hung up in its answer: %w", err)
		}
	}
}

func verdict(said string) (Verdict, error) {
	if strings.Contains(said, "size limit exceeded") {
		return Verdict{TooLarge: true}, nil
	}
	rest, ok := strings.CutPrefix(said, "stream: ")
	if ok && rest == "OK" {
		return Verdict{}, nil
	}
	if threat, found := strings.CutSuffix(rest, " FOUND"); ok && found && threat != "" {
		return Verdict{Threat: strings.ToValidUTF8(threat, "")}, nil
	}
	return Verdict{}, fmt.Errorf("it answers %q", said)
}

func (c *Clamd) failed(ctx context.Context, err error) error {
	over := ctx.Err()
	if until, bounded := ctx.Deadline(); bounded && !time.Now().Before(until) {
		over = context.DeadlineExceeded // the network may notice before ctx does
	}
	return fmt.Errorf("the antivirus at %s:%s: %w", c.network, c.address, errors.Join(over, err))
}
