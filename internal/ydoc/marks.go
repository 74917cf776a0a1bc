package ydoc

// marks remembers where a position in a sequence was found last, so that the
// next search begins nearby. Anything that changes the sequence in another way
// than through it forgets it.
type marks struct {
	item  *item
	index uint32 // of what is visible before item
}

func (m *marks) forget() { *m = marks{} }
