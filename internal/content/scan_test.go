package content_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"parvis/internal/antivirus"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// guard finds the word harm in a file, once it is awake.
type guard struct {
	asleep bool
	asked  int
}

func (g *guard) Scan(ctx context.Context, r io.Reader) (antivirus.Verdict, error) {
	g.asked++
	if g.asleep {
		return antivirus.Verdict{}, errors.New("nobody answers")
	}
	text, err := io.ReadAll(r)
	switch {
	case err != nil:
		return antivirus.Verdict{}, err
	case strings.Contains(string(text), "harm"):
		return antivirus.Verdict{Threat: "Test.Harm"}, nil
	case len(text) > 1000:
		return antivirus.Verdict{TooLarge: true}, nil
	}
	return antivirus.Verdict{}, nil
}

// watched runs a test with an antivirus, on both engines.
func watched(t *testing.T, body func(t *testing.T, w *contenttest.World, g *guard)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w, g := contenttest.New(t, db), &guard{}
		w.Content.Scanner = g
		body(t, w, g)
	})
}

func upload(t *testing.T, w *contenttest.World, name, text string) (content.File, error) {
	t.Helper()
	return w.Content.Upload(t.Context(), w.As(t, w.Marc), name, strings.NewReader(text))
}

// join publishes something with a file.
func join(t *testing.T, w *contenttest.World, name, text string) content.File {
	t.Helper()
	f, err := upload(t, w, name, text)
	if err != nil {
		t.Fatal(err)
	}
	w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Files = []id.ID{f.ID} })
	return f
}

// opens says what somebody meets who asks for a file.
func opens(t *testing.T, w *contenttest.World, who id.ID, f content.File, key string) {
	t.Helper()
	_, body, err := w.Content.Fetch(t.Context(), w.As(t, who), f.ID)
	if err == nil {
		body.Close()
	}
	found, _ := fault.As(err)
	if key == "" && err != nil || key != "" && (found == nil || found.Key != key) {
		t.Errorf("%s: got %v, want %q", f.Name, err, key)
	}
}

func settle(t *testing.T, w *contenttest.World, hash string, do func(context.Context, *store.Tx, string) (content.Quarantined, error)) error {
	t.Helper()
	return w.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := do(t.Context(), tx, hash)
		return err
	})
}

func TestHarmfulFilesAreRefusedAndKeptAside(t *testing.T) {
	watched(t, func(t *testing.T, w *contenttest.World, g *guard) {
		f := join(t, w, "sain.txt", "bonjour")
		opens(t, w, w.Olga, f, "")
		for range 2 {
			_, err := upload(t, w, "nuisible.txt", "harm")
			if found, ok := fault.As(err); !ok || found.Kind != fault.Invalid || found.Key != "content.file.infected" {
				t.Fatalf("got %v", err)
			}
		}
		if g.asked != 2 {
			t.Errorf("the antivirus was asked %d times: what is known is not asked again", g.asked)
		}
		list, err := w.Content.Quarantine(t.Context(), 10)
		if err != nil || len(list) != 1 || list[0].Name != "nuisible.txt" || list[0].Threat != "Test.Harm" || list[0].Face.Name != "Marc Petit" {
			t.Fatalf("%+v, %v", list, err)
		}
		w.Clock.Add(20 * 24 * time.Hour)
		for _, sweep := range []func(context.Context) error{w.Content.SweepFiles, w.Content.ScanFiles} {
			if err := sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if !w.Keeps(t, list[0].Hash) {
			t.Error("its bytes went before thirty days")
		}
		w.Clock.Add(11 * 24 * time.Hour)
		if err := w.Content.ScanFiles(t.Context()); err != nil {
			t.Fatal(err)
		}
		if w.Keeps(t, list[0].Hash) {
			t.Error("its bytes are still there")
		}
		if _, err := upload(t, w, "encore.txt", "harm"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("it came again: %v", err)
		}
	})
}

func TestFilesWaitForASleepingAntivirus(t *testing.T) {
	watched(t, func(t *testing.T, w *contenttest.World, g *guard) {
		g.asleep = true
		sound, harmful, large := join(t, w, "sain.txt", "bonjour"), join(t, w, "nuisible.txt", "harm"), join(t, w, "long.txt", strings.Repeat("x", 2000))
		for _, f := range []content.File{sound, harmful, large} {
			opens(t, w, w.Olga, f, "content.file.waiting")
			opens(t, w, w.Marc, f, "")
		}
		if err := w.Queue.Drain(t.Context()); err != nil {
			t.Errorf("the jobs fail: %v", err)
		}
		if err := w.Content.ScanFiles(t.Context()); err == nil {
			t.Error("a sleeping antivirus is not told")
		}
		if n, err := w.Content.Scans(t.Context()); n != (content.ScanCount{Waiting: 3}) || err != nil {
			t.Errorf("%+v, %v", n, err)
		}
		g.asleep = false
		if err := w.Content.ScanFiles(t.Context()); err != nil {
			t.Fatal(err)
		}
		opens(t, w, w.Olga, sound, "")
		opens(t, w, w.Olga, harmful, "content.file.quarantined")
		opens(t, w, w.Marc, harmful, "content.file.quarantined")
		opens(t, w, w.Olga, large, "content.file.unscannable")
		if n, err := w.Content.Scans(t.Context()); n != (content.ScanCount{Quarantined: 2}) || err != nil {
			t.Errorf("%+v, %v", n, err)
		}
		w.Content.Scanner = nil // the site gives its antivirus up
		if err := w.Content.ScanFiles(t.Context()); err != nil {
			t.Fatal(err)
		}
		opens(t, w, w.Olga, large, "")
		opens(t, w, w.Olga, harmful, "content.file.quarantined")
		events, err := store.All[id.ID](t.Context(), w.DB, store.Q(`SELECT person_id FROM events WHERE verb = %s`, content.FileQuarantined))
		if err != nil || len(events) != 1 || events[0] != w.Marc {
			t.Errorf("told: %v, %v", events, err)
		}
	})
}

func TestAFileIsLookedAtSoon(t *testing.T) {
	watched(t, func(t *testing.T, w *contenttest.World, g *guard) {
		g.asleep = true
		f := join(t, w, "sain.txt", "bonjour")
		g.asleep = false
		if err := w.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		opens(t, w, w.Olga, f, "")
	})
}

func TestAdministratorsSettleWhatIsHeld(t *testing.T) {
	watched(t, func(t *testing.T, w *contenttest.World, g *guard) {
		g.asleep = true
		mistaken, harmful := join(t, w, "a.txt", "harm one"), join(t, w, "b.txt", "harm two")
		g.asleep = false
		if err := w.Content.ScanFiles(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := settle(t, w, mistaken.Hash, w.Content.ReleaseFile); err != nil {
			t.Fatal(err)
		}
		opens(t, w, w.Olga, mistaken, "")
		if _, err := upload(t, w, "a.txt", "harm one"); err != nil {
			t.Errorf("released, yet refused: %v", err)
		}
		if err := settle(t, w, harmful.Hash, w.Content.DestroyFile); err != nil {
			t.Fatal(err)
		}
		opens(t, w, w.Olga, harmful, "content.file.quarantined")
		if w.Keeps(t, harmful.Hash) {
			t.Error("its bytes are still there")
		}
		for _, hash := range []string{mistaken.Hash, harmful.Hash, "", "x"} {
			if err := settle(t, w, hash, w.Content.ReleaseFile); fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("settled twice: %v", err)
			}
		}
		if err := w.Content.RescanFiles(t.Context()); err != nil {
			t.Fatal(err)
		}
		opens(t, w, w.Olga, mistaken, "")
	})
}

func TestWhatCameBeforeIsLookedAtInTime(t *testing.T) {
	watched(t, func(t *testing.T, w *contenttest.World, g *guard) {
		w.Content.Scanner = nil
		sound, harmful := join(t, w, "sain.txt", "bonjour"), join(t, w, "nuisible.txt", "harm")
		opens(t, w, w.Olga, harmful, "")
		w.Content.Scanner = g
		opens(t, w, w.Olga, harmful, "")
		if err := w.Content.RescanFiles(t.Context()); err != nil {
			t.Fatal(err)
		}
		opens(t, w, w.Olga, sound, "")
		opens(t, w, w.Olga, harmful, "content.file.quarantined")
		before := g.asked
		if err := w.Content.RescanFiles(t.Context()); err != nil || g.asked != before {
			t.Errorf("looked at again at once: %d, %v", g.asked-before, err)
		}
		w.Clock.Add(31 * 24 * time.Hour)
		if err := w.Content.RescanFiles(t.Context()); err != nil || g.asked != before+1 {
			t.Errorf("after a month: %d, %v", g.asked-before, err)
		}
		w.Content.Scanner = nil
		opens(t, w, w.Olga, harmful, "content.file.quarantined")
	})
}
