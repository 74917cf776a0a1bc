package document

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/coder/websocket"

	"parvis/internal/fault"
	"parvis/internal/id"
)

// closing is why a socket is closed, as the protocol numbers it.
type closing = websocket.StatusCode

const (
	closeAgain     closing = websocket.StatusTryAgainLater // begin anew
	closeLeaving   closing = websocket.StatusGoingAway     // the server stops
	closeForbidden closing = 4403                          // rights changed
	closeRefused   closing = 4422                          // after msgRefused
)

const (
	outbox      = 8 << 20          // bytes that may wait for one browser
	sendWithin  = 10 * time.Second // else it is taken for gone
	askAgain    = time.Minute      // between two questions about rights, whatever happens
	beat        = 25 * time.Second // a ping, through proxies that close silent lines
	frameOfSync = 64               // what stands around an update in a message, in bytes
)

// Visitor is who comes to a document, and with what rights.
type Visitor struct {
	Person id.ID
	Place  id.ID // the community of the document
	Name   string
	May    May
	// Again asks anew what they may do; an error when they may not even read.
	Again func(ctx context.Context) (May, error)
}

// May is what somebody may do on a document.
type May int

// Each may do what those before it may.
const (
	MayRead May = iota
	MayPropose
	MayWrite
)

// socket is one browser on a document. What it says is read by Serve; what is
// said to it goes through out.
type socket struct {
	person id.ID
	place  id.ID // the community of the document
	name   string
	may    May
	again  func(ctx context.Context) (May, error)

	stop func() // ends the writing, which then closes the line

	// of the room, under its lock
	taken   uint64 // updates that came
	kept    uint64 // those that were said to be in the log
	waiting int    // those given to the journal
	frozen  bool   // the document is, since

	mu     sync.Mutex
	out    [][]byte // frames that wait to be sent
	size   int      // of those, in bytes
	code   closing
	reason string
	ready  chan struct{} // there is something in out
}

// send puts a frame behind the others, unless the socket is being closed: what
// is known after that is no more of the document that it was on. A browser that
// is too slow to take them is let go: it comes back and gets what it lacks in
// one piece.
func (s *socket) send(frame []byte) {
	s.mu.Lock()
	if s.code != 0 {
		s.mu.Unlock()
		return
	}
	full := len(s.out) > 0 && s.size+len(frame) > outbox
	if !full {
		s.out, s.size = append(s.out, frame), s.size+len(frame)
	}
	s.mu.Unlock()
	if full {
		s.end(closeAgain, "")
		return
	}
	select {
	case s.ready <- struct{}{}:
	default:
	}
}

// take takes all that waits to be sent.
func (s *socket) take() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.out
	s.out, s.size = nil, 0
	return list
}

// end closes the socket with the first reason that is given, once what was said
// to it is sent.
func (s *socket) end(code closing, reason string) {
	s.mu.Lock()
	if s.code == 0 {
		s.code, s.reason = code, reason
	}
	s.mu.Unlock()
	s.stop()
}

// Serve is the life of one browser on a document, until either leaves.
func (s *Service) Serve(ctx context.Context, item id.ID, conn *Conn, v Visitor) {
	conn.SetReadLimit(MaxUpdate + frameOfSync)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	k := &socket{person: v.Person, place: v.Place, name: v.Name, may: v.May, again: v.Again, ready: make(chan struct{}, 1), stop: stop}
	r, err := s.rooms.enter(ctx, item, k)
	if err != nil {
		s.Log.ErrorContext(ctx, "document not opened", "document", item, "error", err)
		conn.Close(closeAgain, "")
		return
	}
	defer r.leave(k)
	var writing sync.WaitGroup
	writing.Go(func() {
		k.write(ctx, conn)
		stop()
	})
	err = k.read(ctx, conn, r)
	var no refusal
	switch {
	case errors.As(err, &no):
		k.send(refusedFrame(string(no)))
		k.end(closeRefused, string(no))
	case err != nil && fault.KindOf(err) == fault.Invalid:
		k.send(refusedFrame(refusedDamaged))
		k.end(closeRefused, refusedDamaged)
	case err != nil:
		k.end(closeAgain, "")
	}
	stop()
	writing.Wait()
}

// read hears what the browser says until it is silent for good.
func (s *socket) read(ctx context.Context, conn *Conn, r *room) error {
	for {
		kind, message, err := conn.Read(context.WithoutCancel(ctx)) // a cancelled reading would break the line before it is closed
		if err != nil {
			return nil // it left, or was asked to
		}
		if kind != websocket.MessageBinary {
			return errDamaged
		}
		if err := r.hear(ctx, s, message); err != nil {
			return err
		}
	}
}

// write sends what is said to the browser, then closes.
func (s *socket) write(ctx context.Context, conn *Conn) {
	heart := time.NewTicker(beat)
	defer heart.Stop()
	rights := time.NewTicker(askAgain)
	defer rights.Stop()
	for {
		var err error
		select {
		case <-s.ready:
			err = s.flush(conn)
		case <-heart.C:
			err = within(ctx, conn.Ping)
		case <-rights.C:
			if may, why := s.again(ctx); why != nil && fault.KindOf(why) != fault.Internal || why == nil && may != s.may {
				s.end(closeForbidden, "")
			}
		case <-ctx.Done():
			err = s.flush(conn)
			if err == nil {
				conn.Close(s.why())
				return
			}
		}
		if err != nil {
			conn.CloseNow()
			return
		}
	}
}

// flush sends all that waits.
func (s *socket) flush(conn *Conn) error {
	for list := s.take(); len(list) > 0; list = s.take() {
		if err := conn.writeAll(list); err != nil {
			return err
		}
	}
	return nil
}

// why is the reason for which the line is closed.
func (s *socket) why() (closing, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.code == 0 {
		return closeLeaving, ""
	}
	return s.code, s.reason
}

// within does something that a browser which is gone would hold up, even while
// the line is being closed.
func within(ctx context.Context, do func(ctx context.Context) error) error {
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendWithin)
	defer cancel()
	return do(bounded)
}
