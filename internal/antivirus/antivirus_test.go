package antivirus

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// eicar is the harmless file that every antivirus reports, written so that
// this source is none.
func eicar() string {
	return `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`
}

// daemon answers each connection as a test wants.
func daemon(t *testing.T, serve func(t *testing.T, conn net.Conn)) *Clamd {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				serve(t, conn)
			}()
		}
	}()
	c, err := Parse("tcp:" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// taken reads a whole INSTREAM and gives its content.
func taken(t *testing.T, conn net.Conn) string {
	command := make([]byte, len("zINSTREAM\x00"))
	if _, err := io.ReadFull(conn, command); err != nil || string(command) != "zINSTREAM\x00" {
		t.Errorf("the command is %q, %v", command, err)
	}
	var content bytes.Buffer
	for {
		var size uint32
		if err := binary.Read(conn, binary.BigEndian, &size); err != nil {
			t.Errorf("no length: %v", err)
			return ""
		}
		if size == 0 {
			return content.String()
		}
		if _, err := io.CopyN(&content, conn, int64(size)); err != nil {
			t.Errorf("no chunk: %v", err)
			return ""
		}
	}
}

func TestVerdicts(t *testing.T) {
	c := daemon(t, func(t *testing.T, conn net.Conn) {
		switch content := taken(t, conn); {
		case strings.Contains(content, "EICAR"):
			io.WriteString(conn, "stream: Eicar-Test-Signature FOUND\x00")
		case len(content) > 200_000:
			io.WriteString(conn, "INSTREAM size limit exceeded. ERROR\x00")
		default:
			io.WriteString(conn, "stream: OK\x00")
		}
	})
	for content, want := range map[string]Verdict{
		"": {}, "bonjour": {}, strings.Repeat("x", 150_000): {}, eicar(): {Threat: "Eicar-Test-Signature"},
		strings.Repeat("x", 300_000): {TooLarge: true},
	} {
		if got, err := c.Scan(t.Context(), strings.NewReader(content)); got != want || err != nil {
			t.Errorf("of %d bytes: %+v, %v", len(content), got, err)
		}
	}
}

func TestADaemonThatHasEnoughHangsUp(t *testing.T) {
	c := daemon(t, func(_ *testing.T, conn net.Conn) {
		io.CopyN(io.Discard, conn, 100_000)
		io.WriteString(conn, "INSTREAM size limit exceeded. ERROR\x00")
		conn.(*net.TCPConn).CloseWrite()
		io.CopyN(io.Discard, conn, 8<<20)
	})
	got, err := c.Scan(t.Context(), strings.NewReader(strings.Repeat("x", 20<<20)))
	if !got.TooLarge || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestNothingIsCleanByAccident tries what a daemon, or what stands in its
// place, could answer.
func TestNothingIsCleanByAccident(t *testing.T) {
	for _, said := range []string{
		"", "\x00", "OK\x00", "stream: \x00", "stream:  FOUND\x00", "stream: OK", "stream: not OK\x00", "UNKNOWN COMMAND\x00", "HTTP/1.1 200 OK\r\n\r\n\x00",
		"stream: Can't allocate memory ERROR\x00", strings.Repeat("stream: OK", 10_000),
	} {
		c := daemon(t, func(t *testing.T, conn net.Conn) {
			taken(t, conn)
			io.WriteString(conn, said)
		})
		if got, err := c.Scan(t.Context(), strings.NewReader("bonjour")); err == nil {
			t.Errorf("%.30q gives %+v", said, got)
		}
	}
	early := daemon(t, func(_ *testing.T, conn net.Conn) {
		io.WriteString(conn, "stream: OK\x00")
		conn.(*net.TCPConn).SetLinger(0)
	})
	if got, err := early.Scan(t.Context(), strings.NewReader(strings.Repeat("x", 20<<20))); err == nil {
		t.Errorf("clean before it was read: %+v", got)
	}
}

func TestWaitingIsBounded(t *testing.T) {
	held := make(chan struct{})
	defer close(held)
	c := daemon(t, func(_ *testing.T, _ net.Conn) { <-held })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.Scan(ctx, strings.NewReader(strings.Repeat("x", 50<<20))); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if _, err := c.Version(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestAFileThatCannotBeReadIsNotTheDaemonsFault(t *testing.T) {
	c := daemon(t, func(_ *testing.T, conn net.Conn) { io.Copy(io.Discard, conn) })
	broken := errors.New("the disk is gone")
	_, err := c.Scan(t.Context(), io.MultiReader(strings.NewReader("begun"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || strings.Contains(err.Error(), "antivirus") {
		t.Errorf("got %v", err)
	}
}

func TestNobodyAnswers(t *testing.T) {
	c, err := Parse("unix:" + t.TempDir() + "/clamd.ctl")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Scan(t.Context(), strings.NewReader("x")); err == nil {
		t.Error("a verdict of nobody")
	}
	for _, wrong := range []string{"", "unix:", "unix:clamd.ctl", "tcp:", "tcp:host", "tcp::3310", "http://host", "/run/clamav/clamd.ctl"} {
		if _, err := Parse(wrong); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}
