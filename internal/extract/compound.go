package extract

import (
	"encoding/binary"
	"io"
	"unicode/utf16"
)

// compoundMark begins the files of Office before 2007 (MS-CFB).
const compoundMark = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// Bounds of a compound file, and the numbers that end its chains.
const (
	maxStream  = 100 << 20
	maxStreams = 10_000
	lastSector = 0xfffffffa
	noEntry    = 0xffffffff
)

// compound is a file of streams in folders. Streams go by their path.
type compound struct {
	in      io.ReaderAt
	sector  int64
	mini    int64
	cutoff  uint32 // below it a stream stands in the mini stream
	fat     []uint32
	miniFAT []uint32
	room    []byte // the mini stream
	streams map[string]streamAt
}

type streamAt struct {
	start uint32
	size  uint64
}

func openCompound(in io.ReaderAt, size int64) (*compound, error) {
	head := make([]byte, 512)
	if _, err := in.ReadAt(head, 0); err != nil {
		return nil, Refuse(Damaged, "compound: %v", err)
	}
	shift, miniShift := binary.LittleEndian.Uint16(head[30:]), binary.LittleEndian.Uint16(head[32:])
	if shift != 9 && shift != 12 || miniShift > 12 {
		return nil, Refuse(Damaged, "compound: sectors of 2^%d", shift)
	}
	c := &compound{in: in, sector: 1 << shift, mini: 1 << miniShift, cutoff: binary.LittleEndian.Uint32(head[56:]), streams: map[string]streamAt{}}
	if err := c.readFAT(head, size); err != nil {
		return nil, err
	}
	raw, err := c.chain(binary.LittleEndian.Uint32(head[60:]), uint64(binary.LittleEndian.Uint32(head[64:]))*uint64(c.sector))
	if err != nil {
		return nil, err
	}
	c.miniFAT = numbers(raw)
	folder, err := c.chain(binary.LittleEndian.Uint32(head[48:]), maxStreams*128)
	if err != nil {
		return nil, err
	}
	return c, c.list(folder)
}

// readFAT reads the table that chains the sectors, itself named by a list.
func (c *compound) readFAT(head []byte, size int64) error {
	places := numbers(head[76:512])
	next := binary.LittleEndian.Uint32(head[68:])
	for n := int64(0); next < lastSector && n <= size/c.sector; n++ {
		raw, err := c.at(next)
		if err != nil {
			return err
		}
		list := numbers(raw)
		places, next = append(places, list[:len(list)-1]...), list[len(list)-1]
	}
	for _, place := range places {
		if place >= lastSector {
			continue
		}
		if int64(len(c.fat))*c.sector > size+c.sector*c.sector {
			return Refuse(Damaged, "compound: a table larger than its file")
		}
		raw, err := c.at(place)
		if err != nil {
			return err
		}
		c.fat = append(c.fat, numbers(raw)...)
	}
	return nil
}

func numbers(raw []byte) []uint32 {
	out := make([]uint32, len(raw)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(raw[4*i:])
	}
	return out
}

func (c *compound) at(sector uint32) ([]byte, error) {
	raw := make([]byte, c.sector)
	n, err := c.in.ReadAt(raw, (int64(sector)+1)*c.sector)
	if n == 0 && err != nil {
		return nil, Refuse(Damaged, "compound: sector %d: %v", sector, err)
	}
	return raw, nil
}

// chain reads sectors that follow each other, up to max bytes.
func (c *compound) chain(start uint32, max uint64) ([]byte, error) {
	var out []byte
	for sector := start; sector < lastSector && uint64(len(out)) < max; {
		if len(out) > maxStream {
			return nil, Refuse(TooLarge, "compound: a stream of more than %d bytes", maxStream)
		}
		raw, err := c.at(sector)
		if err != nil {
			return nil, err
		}
		out = append(out, raw...)
		if int64(sector) >= int64(len(c.fat)) {
			return nil, Refuse(Damaged, "compound: a chain leads out of its file")
		}
		sector = c.fat[sector]
	}
	return out[:min(uint64(len(out)), max)], nil
}

// list names the streams, folder by folder.
func (c *compound) list(folder []byte) error {
	count := len(folder) / 128
	if count == 0 {
		return Refuse(Damaged, "compound: no folder")
	}
	entry := func(n uint32) []byte { return folder[128*n : 128*n+128] }
	root := entry(0)
	var err error
	if c.room, err = c.chain(binary.LittleEndian.Uint32(root[116:]), uint64(binary.LittleEndian.Uint32(root[120:]))); err != nil {
		return err
	}
	seen := make([]bool, count)
	type visit struct {
		entry uint32
		path  string
	}
	for waiting := []visit{{binary.LittleEndian.Uint32(root[76:]), ""}}; len(waiting) > 0; {
		v := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		if v.entry >= uint32(count) || seen[v.entry] {
			continue
		}
		seen[v.entry] = true
		e := entry(v.entry)
		name := v.path + wide(e[:min(max(int(binary.LittleEndian.Uint16(e[64:]))-2, 0), 64)])
		if e[66] == 2 {
			c.streams[name] = streamAt{binary.LittleEndian.Uint32(e[116:]), uint64(binary.LittleEndian.Uint32(e[120:]))}
		}
		waiting = append(waiting,
			visit{binary.LittleEndian.Uint32(e[68:]), v.path}, visit{binary.LittleEndian.Uint32(e[72:]), v.path},
			visit{binary.LittleEndian.Uint32(e[76:]), name + "/"})
	}
	return nil
}

func (c *compound) has(name string) bool {
	_, is := c.streams[name]
	return is
}

// stream reads a stream whole; one that is not there is empty.
func (c *compound) stream(name string) ([]byte, error) {
	s, is := c.streams[name]
	if !is {
		return nil, nil
	}
	if s.size > maxStream {
		return nil, Refuse(TooLarge, "compound: %s has %d bytes", name, s.size)
	}
	if s.size >= uint64(c.cutoff) {
		return c.chain(s.start, s.size)
	}
	var out []byte
	for sector := s.start; sector < lastSector && uint64(len(out)) < s.size; {
		from := int64(sector) * c.mini
		if from+c.mini > int64(len(c.room)) && from >= int64(len(c.room)) || int64(sector) >= int64(len(c.miniFAT)) {
			return nil, Refuse(Damaged, "compound: %s leads out of its file", name)
		}
		out = append(out, c.room[from:min(from+c.mini, int64(len(c.room)))]...)
		sector = c.miniFAT[sector]
	}
	return out[:min(uint64(len(out)), s.size)], nil
}

// wide reads UTF-16, low byte first.
func wide(raw []byte) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(raw[2*i:])
	}
	return string(utf16.Decode(units))
}

// detectCompound tells which document a compound file is.
func detectCompound(in io.ReaderAt, size int64) Format {
	c, err := openCompound(in, size)
	if err != nil {
		return Unknown
	}
	switch {
	case c.has("WordDocument"):
		return DOC
	case c.has("Workbook"), c.has("Book"):
		return XLS
	case c.has("PowerPoint Document"):
		return PPT
	case c.has("__properties_version1.0"):
		return MSG
	case c.has("EncryptedPackage"):
		return DOCX // or another of its family: a password hides which
	}
	return Unknown
}

// hasPrograms tells whether a compound file brings macros.
func (c *compound) hasPrograms() bool {
	for _, name := range []string{"Macros/VBA/dir", "_VBA_PROJECT_CUR/VBA/dir", "Macros/PROJECT", "_VBA_PROJECT_CUR/PROJECT"} {
		if c.has(name) {
			return true
		}
	}
	return false
}
