package ydoc

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// course is a sort of history.
type course struct {
	On    []string `json:"on"`
	Emoji bool     `json:"emoji"`
	Undo  bool     `json:"undo"`
	Large bool     `json:"large"` // numbers of clients of 32 bits
	Steps int      `json:"steps"`
	GC    bool     `json:"gc"`
	// Moments asks for snapshots, with what the document was then.
	Moments bool `json:"moments"`
	// Compare asks how many copies of Yjs end unlike the server.
	Compare bool `json:"compare"`
}

var courses = map[string]course{
	"text":        {On: []string{"text"}, Steps: 25, GC: true},
	"emoji":       {On: []string{"text"}, Emoji: true, Steps: 25, GC: true},
	"prosemirror": {On: []string{"tree", "marks", "marks"}, Emoji: true, Undo: true, Large: true, Steps: 25, GC: true},
	"editor":      {On: []string{"editor"}, Emoji: true, Undo: true, Large: true, Steps: 25, GC: true},
	"values":      {On: []string{"map", "list"}, Undo: true, Steps: 25, GC: true},
	"kept":        {On: []string{"text", "tree", "marks", "map", "list"}, Emoji: true, Undo: true, Steps: 25},
	"all":         {On: []string{"text", "tree", "marks", "map", "list"}, Emoji: true, Undo: true, Large: true, Steps: 30, GC: true},
}

// played is what the judge tells of a history.
type played struct {
	Journal  []string
	End      view
	State    string
	Stuck    bool // something waited in Yjs although all had come
	Diverged int
	Middle   struct{ Vector, State string } // of somebody who stayed behind
	Moments  []struct {
		Snapshot string
		End      view
	}
}

// histories is how many histories of each course are played; YDOC_HISTORIES,
// YDOC_SEED and YDOC_STEPS say otherwise. YDOC_COMPARE=1 also counts where
// copies of Yjs end unlike each other, which takes longer.
func histories(t *testing.T, usual int) (from, to int) {
	from = number(t, "YDOC_SEED", 0)
	return from, from + number(t, "YDOC_HISTORIES", usual)
}

func number(t *testing.T, name string, usual int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestHistories plays random histories of several people with the real Yjs,
// gives what its server received to ours, and compares all that can be seen.
func TestHistories(t *testing.T) {
	for name, c := range courses {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJudge(t)
			c.Steps = number(t, "YDOC_STEPS", c.Steps)
			from, to := histories(t, 150)
			c.Compare = os.Getenv("YDOC_COMPARE") != ""
			diverged, unlike, stuck := 0, 0, 0
			for seed := from; seed < to; seed++ {
				h := j.play(seed, c)
				if h.Diverged > 0 {
					diverged++
				}
				if h.Stuck {
					stuck++
				}
				if !j.follow(fmt.Sprintf("seed %d", seed), c, h) {
					unlike++
				}
			}
			t.Logf("%d histories, %d states encoded unlike Yjs', in %d Yjs kept something waiting in vain", to-from, unlike, stuck)
			if c.Compare {
				t.Logf("in %d histories, copies of Yjs ended unlike each other", diverged)
			}
		})
	}
}

// FuzzHistories plays histories whose course the fuzzer draws too.
func FuzzHistories(f *testing.F) {
	vm, err := wakeJudge() // one for all: it takes longer to wake than to play
	if err != nil {
		f.Fatal(err)
	}
	defer vm.Close()
	f.Add(uint32(1), byte(0xFF), byte(40))
	f.Fuzz(func(t *testing.T, seed uint32, which, steps byte) {
		j := &judge{t, vm}
		c := course{Emoji: which&1 != 0, Undo: which&2 != 0, Large: which&4 != 0, GC: which&8 != 0, Steps: int(steps)}
		for i, on := range [][]string{{"text"}, {"tree", "marks"}, {"map"}, {"list"}} {
			if which>>4&(1<<i) != 0 {
				c.On = append(c.On, on...)
			}
		}
		if c.On == nil {
			c.On = []string{"marks", "tree"}
		}
		j.follow(fmt.Sprintf("%+v, seed %d", c, seed), c, j.play(int(seed), c))
	})
}

func (j *judge) play(seed int, c course) played {
	options, err := json.Marshal(c)
	if err != nil {
		j.t.Fatal(err)
	}
	var h played
	j.ask(&h, "play", seed, string(options))
	return h
}

// follow gives what a server received to ours and compares where they end. It
// tells whether the state is the same bytes too.
func (j *judge) follow(label string, c course, h played) (sameBytes bool) {
	j.t.Helper()
	d := New(Options{Client: 1 << 40, KeepDeleted: !c.GC})
	d.stamp = 1<<31 - 5 // stamps begin again on the way
	for _, text := range h.Journal {
		if _, err := d.Apply(fromHex(j.t, text)); err != nil {
			j.t.Fatalf("%s: %v", label, err)
		}
	}
	if diff := cmp.Diff(h.End, look(d)); diff != "" {
		j.t.Fatalf("%s: Yjs and we differ (-Yjs +we):\n%s", label, diff)
	}
	d.verify(j.t)
	if d.Waiting() {
		j.t.Fatalf("%s: something waits although all has come", label)
	}
	state := d.Encode(nil)
	j.reads(label+", our state", h.End, state)
	return bytes.Equal(state, fromHex(j.t, h.State))
}

// reads demands that Yjs reads updates as a view.
func (j *judge) reads(label string, want view, updates ...[]byte) {
	j.t.Helper()
	args := make([]any, len(updates))
	for i, update := range updates {
		args[i] = hex.EncodeToString(update)
	}
	var got view
	j.ask(&got, "read", args...)
	if diff := cmp.Diff(want, got); diff != "" {
		j.t.Fatalf("%s: Yjs reads it otherwise (-want +read):\n%s", label, diff)
	}
}
