package id

import (
	"fmt"

	"github.com/bwmarrin/snowflake"
)

// Maker makes the ids of one node. It may be shared between goroutines.
type Maker struct {
	node  *snowflake.Node
	shift int64 // what moves the library's epoch to ours
}

// NewMaker makes a Maker. Each running node of a site needs a number of its
// own, from 0 to 1023, or two nodes could make the same id.
func NewMaker(node int64) (*Maker, error) {
	flakes, err := snowflake.NewNode(node)
	if err != nil {
		return nil, fmt.Errorf("id: the number of a node is from 0 to 1023, not %d: %w", node, err)
	}
	// The library's epoch is a global. Subtracting from the time bits gives
	// the same ids as setting it would, and leaves the global alone.
	return &Maker{node: flakes, shift: (epoch - snowflake.Epoch) << timeShift}, nil
}

// New makes an id greater than all those that this Maker made before.
func (m *Maker) New() ID { return ID(m.node.Generate().Int64() - m.shift) }
