package document

import (
	"encoding/binary"
	"encoding/json"
	"maps"
	"slices"

	"parvis/internal/id"
)

// Bounds of what one socket may say of itself.
const (
	maxPresence = 4 << 10 // bytes of one state
	maxClients  = 4       // editors behind one socket; one, but for a moment of change
)

// presence is where an editor is in a document: its caret, who it is.
type presence struct {
	clock uint64
	state json.RawMessage // null when it left
	by    *socket
}

// who is what others see of somebody in a document. The name comes from the
// session, never from what a browser says.
type who struct {
	ID     id.ID  `json:"id"`
	Name   string `json:"name"`
	Hue    int    `json:"hue"` // of eight, the same for this person everywhere
	Writes bool   `json:"writes"`
	// Proposes: what they write waits for a decision.
	Proposes bool `json:"proposes,omitempty"`
}

// Hue is the colour of somebody among eight, the same everywhere.
func Hue(person id.ID) int { return int(uint64(person) >> 12 % 8) }

func (s *socket) who() who {
	return who{ID: s.person, Name: s.name, Hue: Hue(s.person), Writes: s.may == MayWrite, Proposes: s.may == MayPropose}
}

// announce takes what a socket says of its editors: those of others and what is
// too large are left out. It returns whose presence changed; r.mu is held.
func (r *room) announce(s *socket, body []byte) ([]uint64, error) {
	in := reading(body)
	count, err := in.number()
	if err != nil {
		return nil, err
	}
	var changed []uint64
	for range min(count, maxClients) {
		client, err := in.number()
		if err != nil {
			return nil, err
		}
		clock, err := in.number()
		if err != nil {
			return nil, err
		}
		raw, err := in.bytes()
		if err != nil {
			return nil, err
		}
		if r.stands(s, client, clock, raw) {
			changed = append(changed, client)
		}
	}
	return changed, nil
}

// stands keeps one presence, with the true name in it.
func (r *room) stands(s *socket, client, clock uint64, raw []byte) bool {
	was, known := r.present[client]
	switch {
	case known && (was.by != s || clock < was.clock):
		return false
	case !known && (len(raw) > maxPresence || r.clientsOf(s) >= maxClients):
		return false
	}
	if string(raw) == "null" {
		if known {
			delete(r.present, client)
			r.left[client] = clock
		}
		return known
	}
	var state map[string]json.RawMessage
	if len(raw) > maxPresence || json.Unmarshal(raw, &state) != nil || state == nil {
		return false
	}
	name, err := json.Marshal(s.who())
	if err != nil {
		return false
	}
	state["user"] = name
	whole, err := json.Marshal(state)
	if err != nil {
		return false
	}
	r.present[client] = presence{clock: clock, state: whole, by: s}
	return true
}

func (r *room) clientsOf(s *socket) (n int) {
	for _, p := range r.present {
		if p.by == s {
			n++
		}
	}
	return n
}

// presenceFrame tells where some editors are, or all of them for nil; r.mu is
// held.
func (r *room) presenceFrame(clients []uint64) []byte {
	if clients == nil {
		clients = slices.Collect(maps.Keys(r.present))
	}
	body := binary.AppendUvarint(nil, uint64(len(clients)))
	for _, client := range clients {
		clock, state := r.left[client], json.RawMessage("null")
		if p, ok := r.present[client]; ok {
			clock, state = p.clock, p.state
		}
		body = binary.AppendUvarint(body, client)
		body = binary.AppendUvarint(body, clock)
		body = binary.AppendUvarint(body, uint64(len(state)))
		body = append(body, state...)
	}
	clear(r.left)
	return frame([]uint64{msgPresence}, body)
}

// depart takes away the editors of a socket and returns which; r.mu is held.
func (r *room) depart(s *socket) []uint64 {
	var gone []uint64
	for client, p := range r.present {
		if p.by == s {
			delete(r.present, client)
			r.left[client] = p.clock + 1
			gone = append(gone, client)
		}
	}
	return gone
}
