package importing

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/mail"
	"os"
	"slices"
	"strings"
	"sync/atomic"
)

// Bounds of an archive of mail, in bytes.
const (
	largestMessage = 40 << 20
	largestHeader  = 256 << 10
)

// mbox is a Source of the messages of an archive, thread by thread: the first
// message of a thread, then what answers it, in the order of their dates. What
// it holds of each message in memory is where it stands.
type mbox struct {
	file  *os.File
	list  []placed
	order []int32
	done  atomic.Int64
}

// placed is where a message stands in the file and in its thread.
type placed struct {
	from, to int64 // bytes of the file, the line From left out
	line     int
	id       uint64 // of its Message-ID, short
	above    []uint64
	at       int64 // seconds
	twin     bool  // another message before it has the same Message-ID
}

// OpenMbox opens an archive of mail and finds its threads.
func OpenMbox(path string) (interface {
	Source
	io.Closer
}, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	m := &mbox{file: file}
	if err := m.scan(); err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	m.thread()
	return m, nil
}

// Close lets go of the file.
func (m *mbox) Close() error { return m.file.Close() }

// Progress implements Source, in messages.
func (m *mbox) Progress() (done, total int64) { return m.done.Load(), int64(len(m.list)) }

// scan finds the messages: each begins with a line From, at the beginning of
// the file or after an empty line (RFC 4155).
func (m *mbox) scan() error {
	in := bufio.NewReaderSize(m.file, 64<<10)
	var header []byte
	at, number, blank, inHeader, begun := int64(0), 0, true, false, true
	end := func(to int64) {
		if n := len(m.list); n > 0 {
			m.list[n-1].to = to
			if header != nil {
				m.list[n-1].header(header)
			}
		}
		header = nil
	}
	for {
		part, err := in.ReadSlice('\n')
		first := begun
		begun = !errors.Is(err, bufio.ErrBufferFull)
		if first {
			number++
		}
		if first && blank && bytes.HasPrefix(part, []byte("From ")) {
			end(at)
			m.list = append(m.list, placed{from: at + int64(len(part)), line: number})
			inHeader, header = true, []byte{}
		} else if inHeader {
			if len(header)+len(part) < largestHeader {
				header = append(header, part...)
			}
			inHeader = len(bytes.TrimRight(part, "\r\n")) > 0
		}
		at += int64(len(part))
		blank = first && begun && len(bytes.TrimRight(part, "\r\n")) == 0
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
	end(at)
	if len(m.list) == 0 && at > 0 {
		return errors.New("it is no mbox: no line begins with From")
	}
	return nil
}

// header keeps of a message what makes its thread.
func (p *placed) header(raw []byte) {
	fields := map[string]string{}
	last := ""
	for line := range strings.SplitSeq(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n") {
		if folded := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"); folded && last != "" {
			fields[last] += line
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		if last = strings.ToLower(name); fields[last] == "" {
			fields[last] = value
		}
	}
	if ids := messageIDs(fields["message-id"]); len(ids) > 0 {
		p.id = short(ids[0])
	}
	for _, ref := range parentsOf(fields["in-reply-to"], fields["references"]) {
		p.above = append(p.above, short(ref))
	}
	if date, err := mail.ParseDate(strings.TrimSpace(fields["date"])); err == nil {
		p.at = date.Unix()
	}
}

// short stands for a Message-ID, so that many are held.
func short(ref string) uint64 {
	sum := sha256.Sum256([]byte(ref))
	var n uint64
	for _, b := range sum[:8] {
		n = n<<8 | uint64(b)
	}
	return max(n, 1)
}

// messageIDs are what stands between angle brackets.
func messageIDs(field string) (ids []string) {
	for rest := field; ; {
		_, after, ok := strings.Cut(rest, "<")
		if !ok {
			return ids
		}
		ref, after, ok := strings.Cut(after, ">")
		if !ok {
			return ids
		}
		if ref = strings.TrimSpace(ref); ref != "" && len(ref) < 1000 {
			ids = append(ids, ref)
		}
		rest = after
	}
}

// parentsOf are the messages that one may answer, the likeliest first.
func parentsOf(inReplyTo, references string) []string {
	ids := messageIDs(inReplyTo)
	chain := messageIDs(references)
	slices.Reverse(chain)
	ids = append(ids, chain...)
	seen := map[string]bool{}
	ids = slices.DeleteFunc(ids, func(ref string) bool {
		again := seen[ref]
		seen[ref] = true
		return again
	})
	return ids[:min(len(ids), 20)]
}

// thread puts every message after the one that it answers. Of messages that
// answer each other in a circle, the first stands as if it answered nothing.
func (m *mbox) thread() {
	byID := map[uint64]int32{}
	for i, p := range m.list {
		if _, m.list[i].twin = byID[p.id]; p.id != 0 && !m.list[i].twin {
			byID[p.id] = int32(i)
		}
	}
	above, roots := make([]int32, len(m.list)), make([]int32, len(m.list))
	for i := range roots {
		roots[i] = int32(i)
	}
	for i := range m.list {
		above[i] = -1
		for _, ref := range m.list[i].above {
			parent, ok := byID[ref]
			if ok && rootOf(roots, parent) != int32(i) {
				above[i], roots[i] = parent, parent
				break
			}
		}
		m.list[i].above = nil
	}
	below := map[int32][]int32{}
	var stack []int32
	for i := int32(len(m.list)) - 1; i >= 0; i-- {
		if above[i] < 0 {
			stack = append(stack, i)
		} else {
			below[above[i]] = append(below[above[i]], i)
		}
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		m.order = append(m.order, i)
		answers := below[i]
		slices.SortFunc(answers, func(a, b int32) int {
			return cmp.Or(cmp.Compare(m.list[b].at, m.list[a].at), cmp.Compare(b, a)) // the last is taken first
		})
		stack = append(stack, answers...)
	}
}

// rootOf finds what a message hangs from, and shortens the way there for the
// next time: a thread may be as long as the archive.
func rootOf(roots []int32, i int32) int32 {
	for roots[i] != i {
		roots[i] = roots[roots[i]]
		i = roots[i]
	}
	return i
}

// Records implements Source.
func (m *mbox) Records(ctx context.Context) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for _, i := range m.order {
			if err := ctx.Err(); err != nil {
				yield(Record{}, err)
				return
			}
			rec, err := m.read(m.list[i])
			m.done.Add(1)
			if !yield(rec, err) {
				return
			}
		}
	}
}

func (m *mbox) read(p placed) (Record, error) {
	if p.to-p.from > largestMessage {
		return Record{}, Refusal{Line: p.line, Why: fmt.Sprintf("the message is larger than %d MB", largestMessage>>20)}
	}
	raw := make([]byte, p.to-p.from)
	if _, err := m.file.ReadAt(raw, p.from); err != nil {
		return Record{}, err
	}
	rec, err := message(unquoted(raw))
	rec.Line = p.line
	if rec.Ref == "" || p.twin {
		sum := sha256.Sum256(raw)
		rec.Ref = strings.TrimPrefix(rec.Ref+" ", " ") + "sha256-" + hex.EncodeToString(sum[:16])
	}
	if err != nil {
		return rec, Refusal{Line: p.line, Ref: rec.Ref, Why: err.Error()}
	}
	return rec, nil
}

// unquoted gives back the lines that an archive writes >From lest they begin a
// message.
func unquoted(raw []byte) []byte {
	if !bytes.Contains(raw, []byte("\n>")) {
		return raw
	}
	lines := bytes.Split(raw, []byte("\n"))
	for i, line := range lines {
		if bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) && line[0] == '>' {
			lines[i] = line[1:]
		}
	}
	return bytes.Join(lines, []byte("\n"))
}
