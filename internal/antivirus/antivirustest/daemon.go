// Package antivirustest is an antivirus for tests: it finds the word that it is
// told to find, over ClamAV's protocol.
package antivirustest

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"sync/atomic"
	"testing"
)

// Daemon answers on a port of this machine until the test ends.
type Daemon struct {
	// Address is what the program is given.
	Address string
	// Threat is what it calls what it finds.
	Threat string
	asleep atomic.Bool
}

// Start runs a daemon that finds harm in what holds the word.
func Start(t testing.TB, word, threat string) *Daemon {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	d := &Daemon{Address: "tcp:" + listener.Addr().String(), Threat: threat}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go d.answer(conn, word)
		}
	}()
	return d
}

// Sleep has it hang up on everybody, or answer again.
func (d *Daemon) Sleep(yes bool) { d.asleep.Store(yes) }

func (d *Daemon) answer(conn net.Conn, word string) {
	defer conn.Close()
	if d.asleep.Load() {
		return
	}
	var command []byte
	for one := make([]byte, 1); ; {
		if _, err := io.ReadFull(conn, one); err != nil || len(command) > 20 {
			return
		}
		if one[0] == 0 {
			break
		}
		command = append(command, one[0])
	}
	if string(command) == "zVERSION" {
		io.WriteString(conn, "ClamAV test\x00")
		return
	}
	var content bytes.Buffer
	for size := uint32(1); size > 0; {
		if err := binary.Read(conn, binary.BigEndian, &size); err != nil {
			return
		}
		if _, err := io.CopyN(&content, conn, int64(size)); err != nil {
			return
		}
	}
	if bytes.Contains(content.Bytes(), []byte(word)) {
		io.WriteString(conn, "stream: "+d.Threat+" FOUND\x00")
		return
	}
	io.WriteString(conn, "stream: OK\x00")
}
