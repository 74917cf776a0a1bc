package document

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"parvis/internal/id"
	"parvis/internal/ydoc"
)

// Why an update is refused: what is told to the browser that sent it.
const (
	refusedRights  = "rights"
	refusedDamaged = "damaged"
	refusedShape   = "schema"
	refusedSize    = "size"
	refusedFrozen  = "frozen"
)

// What is looked at twice of who may write: the first updates of a socket, and
// those of so many bytes; a letter has some forty.
const (
	firstWords = 4
	longWords  = 512
)

// refusal is the error of an update that is not taken.
type refusal string

func (r refusal) Error() string { return "update refused: " + string(r) }

// errClosed is what a room answers that was let go of meanwhile.
var errClosed = errors.New("the room is closed")

// room is a document that is open on this node, with the browsers that are on
// it. It is safe for concurrent use.
type room struct {
	item    id.ID
	rooms   *rooms
	journal *journal

	reached atomic.Int64 // the last update that this node wrote
	lost    atomic.Int64 // the making of the document that was thrown away last

	mu      sync.Mutex
	closed  bool      // nobody enters any more: another room is made
	doc     *ydoc.Doc // nil until loaded, at rest, and after a failure of the log
	used    time.Time // when doc was last asked for
	made    int       // how many times doc was made from the log
	why     error     // of what was thrown away last
	number  int64     // of the last update of the log in doc
	packed  int64     // of the last one in the state that is kept
	told    int64     // of the last one that the sockets were told
	sockets map[*socket]struct{}
	present map[uint64]presence
	clients map[uint64]id.ID // whose editors signed what, of those who only propose

	still     still             // the blocks of doc, for who only proposes
	proposers map[string]string // who made each proposal that was seen
	decided   map[string]bool   // the verdicts that were seen, each with its proposal

	left map[uint64]uint64 // the clocks of those who just left

	last    time.Time   // when something was written
	first   time.Time   // since the text of the item was last derived
	settler *time.Timer // nil when nothing waits to be derived
	idler   *time.Timer // closes the room some time after the last socket left
}

// ready makes the document, in a room that is still open. r.mu is held.
func (r *room) ready(ctx context.Context) error {
	if r.closed {
		return errClosed
	}
	return r.load(ctx)
}

// load makes the document from the log, unless it is made, and gives those who
// are on it what they were not told. r.mu is held.
func (r *room) load(ctx context.Context) error {
	r.used = time.Now()
	if r.doc != nil {
		return nil
	}
	doc, from, recent, err := r.rooms.read(ctx, r.item)
	if err != nil {
		return err
	}
	known, err := r.rooms.ledger.Known(ctx, r.item)
	if err != nil {
		return err
	}
	r.doc, r.number, r.packed = doc, from, from
	r.proposers, r.decided = map[string]string{}, map[string]bool{}
	for proposal, by := range known {
		r.proposers[proposal] = by.String()
	}
	r.learnAll()
	r.made++
	if len(r.sockets) == 0 || r.told < from {
		r.endAll(closeAgain) // what they lack is in the state, not among the updates
		r.told = from
	}
	for _, u := range recent {
		r.hold(u.Number, u.Body, nil)
	}
	return nil
}

// rest lets go of the document when nothing was asked of it since a moment: a
// page left open is read for hours, and the log brings it back in milliseconds.
func (r *room) rest(since time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.used.After(since) {
		return
	}
	for s := range r.sockets {
		if s.waiting > 0 {
			return
		}
	}
	r.drop()
}

// drop lets go of the document; the log brings it back. r.mu is held.
func (r *room) drop() { r.doc, r.still = nil, still{} }

// hold notes that an update of the log is in the document, and tells it to all
// but one, unless they were told. r.mu is held.
func (r *room) hold(number int64, body []byte, but *socket) {
	r.number = max(r.number, number)
	if number > r.told {
		r.told = number
		r.tell(syncFrame(syncUpdate, body), but)
	}
}

// enter lets a socket in and gives it what it needs to begin.
func (r *room) enter(ctx context.Context, s *socket) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.ready(ctx); err != nil {
		return err
	}
	r.sockets[s] = struct{}{}
	r.idler.Stop()
	s.send(syncFrame(syncAsk, r.doc.StateVector().Encode()))
	if len(r.present) > 0 {
		s.send(r.presenceFrame(nil))
	}
	return nil
}

// leave forgets a socket and tells the others that its editors went.
func (r *room) leave(s *socket) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, here := r.sockets[s]; !here {
		return
	}
	delete(r.sockets, s)
	if gone := r.depart(s); len(gone) > 0 {
		r.tell(r.presenceFrame(gone), nil)
	}
	if len(r.sockets) == 0 {
		r.idler.Reset(linger)
	}
}

// hear does what a message of a socket asks.
func (r *room) hear(ctx context.Context, s *socket, message []byte) error {
	in := reading(message)
	kind, err := in.number()
	if err != nil {
		return err
	}
	switch kind {
	case msgSync:
		step, err := in.number()
		if err != nil {
			return err
		}
		body, err := in.bytes()
		if err != nil {
			return err
		}
		if step == syncAsk {
			return r.answer(ctx, s, body)
		}
		r.journal.pause()
		return r.receive(ctx, s, body)
	case msgPresence:
		body, err := in.bytes()
		if err != nil {
			return err
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		changed, err := r.announce(s, body)
		if len(changed) > 0 {
			// To its sender too: it learns that the line is alive.
			r.tell(r.presenceFrame(changed), nil)
		}
		return err
	case msgQuery:
		r.mu.Lock()
		defer r.mu.Unlock()
		s.send(r.presenceFrame(nil))
	}
	return nil // what later versions of the protocol say is not for us
}

// answer gives a socket what it lacks.
func (r *room) answer(ctx context.Context, s *socket, vector []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.load(ctx); err != nil {
		return err
	}
	has, err := ydoc.ReadStateVector(vector)
	if err != nil {
		return errDamaged
	}
	s.send(syncFrame(syncAnswer, r.doc.Encode(has)))
	return nil
}

// receive takes an update of a socket: it is judged, integrated, and given to
// the journal. The others get it once the log holds it.
func (r *room) receive(ctx context.Context, s *socket, body []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	s.taken++
	if err := r.load(ctx); err != nil {
		return err
	}
	if isEmpty(body) || r.has(s, body) {
		if s.waiting == 0 {
			s.send(savedFrame(s.taken))
		}
		return nil
	}
	if err := r.integrate(ctx, s, body); err != nil {
		return err
	}
	e := entry{item: r.item, person: s.person, at: r.rooms.clock.Now(), body: body, room: r, from: s, taken: s.taken, made: r.made}
	if err := r.journal.add(e); err != nil {
		r.lose()
		return err
	}
	s.waiting++
	return nil
}

// has tells whether an update brings nothing: what a browser kept tells again,
// at each coming, of all that was ever deleted. That is no writing, by who may
// not write either; when the copy came after the socket opened, of all that was
// ever written. Of who may write, the letters that follow are not looked at
// twice. r.mu is held, the document is made.
func (r *room) has(s *socket, body []byte) bool {
	if len(body) == 0 || len(body) > MaxUpdate {
		return false
	}
	if s.may == MayWrite && body[0] != 0 && s.taken > firstWords && len(body) < longWords {
		return false
	}
	brings, err := ydoc.Inspect(body)
	return err == nil && r.doc.Holds(brings)
}

// integrate judges an update and takes it into the document; r.mu is held.
func (r *room) integrate(ctx context.Context, s *socket, body []byte) error {
	switch {
	case s.may == MayRead || s.frozen:
		return r.rooms.refusal(ctx, r.item)
	case len(body) > MaxUpdate:
		return refusal(refusedSize)
	}
	var before []*ydoc.Node
	if s.may == MayPropose {
		own, err := r.signs(ctx, s.person, body)
		if err != nil {
			return err
		}
		if !own {
			return refusal(refusedRights)
		}
		before = r.still.blocks(r.doc)
	}
	if no := r.admit(s, body, before); no != "" {
		r.drop() // it holds what nobody may see
		return no
	}
	return nil
}

// admit takes an update into the document and says why it must not stay there,
// "" when it may. before are the blocks as they stood, for one who only proposes.
func (r *room) admit(s *socket, body []byte, before []*ydoc.Node) refusal {
	proposes := s.may == MayPropose
	change, err := r.doc.Apply(body)
	if err != nil || proposes && change.Waiting {
		return refusedDamaged
	}
	shape, err := checkShape(r.doc, change.Nodes)
	if err != nil {
		return refusedShape
	}
	if !r.names(shape, s.person) {
		return refusedRights
	}
	if proposes && (shape.decided != nil || !r.still.only(before, r.doc, change.Nodes, s.person)) {
		return refusedRights
	}
	if !proposes {
		r.still.forget(change.Nodes)
	}
	r.learn(shape)
	return ""
}

// tell sends a frame to every socket but one; r.mu is held.
func (r *room) tell(frame []byte, but *socket) {
	for s := range r.sockets {
		if s != but {
			s.send(frame)
		}
	}
}

// said tells every socket that something was said about the document.
func (r *room) said() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tell(saidFrame(), nil)
}

// endAll closes every socket; r.mu is held.
func (r *room) endAll(code closing) {
	for s := range r.sockets {
		s.end(code, "")
	}
}
