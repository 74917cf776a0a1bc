package web

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"parvis/internal/fault"
)

// Arrival is a body that comes over a network that may fall silent: a read
// waits no longer than a patience, and Stop ends the one under way from
// elsewhere.
type Arrival struct {
	request  *http.Request
	control  *http.ResponseController
	patience time.Duration
	stopped  atomic.Bool
}

// Arriving gives the body of the request, to be read as it comes.
func (r *Request) Arriving(patience time.Duration) *Arrival {
	r.arrival = NewArrival(r.Request, r.control, patience)
	return r.arrival
}

// NewArrival is Arriving for a request that came by another door.
func NewArrival(r *http.Request, control *http.ResponseController, patience time.Duration) *Arrival {
	return &Arrival{request: r, control: control, patience: patience}
}

// Read implements io.Reader.
func (a *Arrival) Read(p []byte) (int, error) {
	if err := a.request.Context().Err(); err != nil {
		return 0, err
	}
	// Where the connection knows no deadline, the read waits for its end.
	_ = a.control.SetReadDeadline(time.Now().Add(a.patience))
	if a.stopped.Load() {
		return 0, fault.New(fault.Malformed, "web.cut").Because(os.ErrDeadlineExceeded)
	}
	n, err := a.request.Body.Read(p)
	if err != nil {
		// What follows may take longer than the patience for a read.
		_ = a.control.SetReadDeadline(time.Time{})
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = fault.New(fault.Malformed, "web.cut").Because(err)
	}
	return n, err
}

// Stop makes the read under way fail, and those after it. Its connection is of no
// use any more, and the answer says so: see Ends.
func (a *Arrival) Stop() {
	a.stopped.Store(true)
	_ = a.control.SetReadDeadline(time.Now())
}

// Ends says among the headers of an answer that its connection ends with it, when
// the arrival was stopped: the server takes the failed read for a browser that
// went away, and what came next on it would be answered as to nobody. The router
// asks it of every answer, the API too.
func (a *Arrival) Ends(h http.Header) {
	if a != nil && a.stopped.Load() {
		h.Set("Connection", "close")
	}
}
