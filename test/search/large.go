package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/search/index"
	"parvis/internal/search/synonym"
)

// The site that the large index is of: communities of very different sizes,
// some open to the whole house; an asker is a member of forty.
const (
	communities = 1000
	open40      = 400 // are open
	memberOf    = 40
	people      = 100_000
)

// scale are the figures of the large index.
type scale struct {
	build
	size int64
	answers
}

// build tells how the large index was made.
type build struct {
	Items, Words int           // words of an item, on average
	Before       int           // items that were there, from a run that was interrupted
	Made         time.Duration // the others
	Settled      time.Duration
}

// answers are the times of the logged searches, told by the process that
// asked.
type answers struct {
	Searches      int
	P50, P95, P99 time.Duration
	CPU50, CPU95  time.Duration // of the process, beside the time that passed
	Max           time.Duration
	Slowest       string
	Suggest50     time.Duration
	Suggest95     time.Duration
	Memory        int64
	Opened        time.Duration
	Results, None int
}

func large(ctx context.Context, o options) (s scale, err error) {
	path := filepath.Join(o.work, fmt.Sprintf("large-%d.db", o.items))
	notes := path + ".json"
	if b, err := os.ReadFile(notes); err == nil {
		if err := json.Unmarshal(b, &s.build); err != nil {
			return s, err
		}
	} else if err := s.make(ctx, o, path); err != nil {
		return s, err
	}
	b, err := json.Marshal(s.build)
	if err != nil {
		return s, err
	}
	if err := os.WriteFile(notes, b, 0o640); err != nil {
		return s, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return s, err
	}
	s.size = info.Size()
	// In a process of its own, whose memory is that of a server that searches.
	self, err := os.Executable()
	if err != nil {
		return s, err
	}
	child := exec.CommandContext(ctx, self, "-ask", path, "-data", o.data)
	child.Stderr = os.Stderr
	out, err := child.Output()
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(out, &s.answers)
}

// make mixes the paragraphs of the corpora into items: a title from a heading,
// one to four paragraphs, now and then a reference of its own. It goes on
// where a run was interrupted.
func (s *scale) make(ctx context.Context, o options, path string) error {
	var titles, paragraphs []string
	for _, name := range []string{"legal-codes", "collective-agreements", "service-public", "parliament"} {
		list, err := o.texts(name)
		if err != nil {
			return err
		}
		for _, t := range list {
			titles = append(titles, t.Title)
			for p := range strings.SplitSeq(t.Text, "\n") {
				if len(p) > 20 && len(p) < 4000 {
					paragraphs = append(paragraphs, p)
				}
			}
		}
	}
	x, err := index.Open(ctx, path)
	if errors.Is(err, index.ErrUnusable) {
		if err := index.Delete(path); err != nil {
			return err
		}
		x, err = index.Open(ctx, path)
	}
	if err != nil {
		return err
	}
	defer x.Close()
	s.Before = x.Docs()
	dice := rand.New(rand.NewPCG(1, uint64(s.Before)))
	sizes := rand.NewZipf(dice, 1.2, 20, communities-1)
	start, words := time.Now(), 0
	for from := s.Before; from < o.items; from += 5000 {
		var b index.Batch
		for i := from; i < min(from+5000, o.items); i++ {
			d := index.Doc{
				Key: id.ID(i + 1), Sort: index.Item, Kind: []string{"publication", "publication", "question", "knowledge", "file"}[dice.IntN(5)],
				Community: id.ID(1 + sizes.Uint64()), Author: id.ID(1_000_000 + dice.IntN(people)), Published: clock.At(first.Add(time.Duration(i) * time.Minute)),
				Tags: []id.ID{id.ID(5000 + dice.IntN(300))}, Title: titles[dice.IntN(len(titles))], Useful: dice.IntN(4),
			}
			if len(d.Title) > 150 {
				d.Title = strings.ToValidUTF8(d.Title[:150], "")
			}
			at := dice.IntN(len(paragraphs) - 4)
			d.Text = strings.Join(paragraphs[at:at+1+dice.IntN(4)], "\n")
			if dice.IntN(10) == 0 {
				d.Text += fmt.Sprintf("\nDossier %d-%06d", 2020+dice.IntN(6), dice.IntN(1_000_000))
			}
			words += strings.Count(d.Text, " ") + strings.Count(d.Title, " ") + 2
			d.Readers = readers(d, dice)
			b.Put = append(b.Put, d)
		}
		if err := x.Apply(ctx, b); err != nil {
			return err
		}
		if from%100_000 == 0 {
			fmt.Fprintf(os.Stderr, "%d items, %s\n", from, time.Since(start).Round(time.Second))
		}
	}
	s.Made, s.Items = time.Since(start), o.items
	start = time.Now()
	if err := x.Settle(ctx); err != nil {
		return err
	}
	s.Settled, s.Words = time.Since(start), words/max(1, o.items-s.Before)
	return nil
}

// first is when the first item was published; the others follow, a minute
// apart.
var first = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func readers(d index.Doc, dice *rand.Rand) []index.Token {
	c := d.Community
	switch {
	case dice.IntN(30) == 0:
		return []index.Token{index.Token("g" + c.String())} // for its managers
	case c <= open40:
		return []index.Token{everyone, index.Token("c" + c.String())}
	}
	return []index.Token{index.Token("c" + c.String())}
}

// asker is what one agent may read: what is open, forty communities, what two
// of them keep for their managers, and what they wrote.
func asker() []index.Token {
	dice := rand.New(rand.NewPCG(3, 4))
	list := []index.Token{everyone, "p1"}
	for i := range memberOf {
		c := id.ID(1 + dice.IntN(communities))
		list = append(list, index.Token("c"+c.String()))
		if i < 2 {
			list = append(list, index.Token("g"+c.String()))
		}
	}
	return list
}

// ask runs the logged searches as the page of results does, one after the
// other, and prints the times.
func ask(ctx context.Context, o options) error {
	searches, err := o.logged()
	if err != nil {
		return err
	}
	start := time.Now()
	x, err := index.Open(ctx, o.ask)
	if err != nil {
		return err
	}
	defer x.Close()
	x.SetSynonyms(synonym.Starter())
	a := answers{Opened: time.Since(start), Searches: len(searches)}
	var times, work, typing []time.Duration
	tokens := asker()
	for _, words := range searches {
		start, busy := time.Now(), spent()
		r, err := x.Search(ctx, index.Query{Words: words, Readers: tokens, Limit: 20, Facets: true})
		if err != nil {
			return fmt.Errorf("%q: %w", words, err)
		}
		took := time.Since(start)
		work = append(work, spent()-busy)
		if times = append(times, took); took > a.Max {
			a.Max, a.Slowest = took, words
		}
		if a.Results += len(r.Hits); len(r.Hits) == 0 {
			a.None++
		}
	}
	for i, words := range searches {
		if i%5 != 0 {
			continue
		}
		letters := []rune(words)
		start := time.Now()
		if _, err := x.Suggest(ctx, string(letters[:(len(letters)+1)*2/3]), index.Filter{}, tokens, 8); err != nil {
			return err
		}
		typing = append(typing, time.Since(start))
	}
	slices.Sort(times)
	slices.Sort(typing)
	slices.Sort(work)
	a.CPU50, a.CPU95 = at(work, 0.5), at(work, 0.95)
	a.P50, a.P95, a.P99 = at(times, 0.5), at(times, 0.95), at(times, 0.99)
	a.Suggest50, a.Suggest95 = at(typing, 0.5), at(typing, 0.95)
	a.Memory = peak()
	return json.NewEncoder(os.Stdout).Encode(a)
}

// spent is the time that this process had a processor.
func spent() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// peak is the most memory that this process ever had.
func peak() int64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		var kB int64
		if n, _ := fmt.Sscanf(s.Text(), "VmHWM: %d kB", &kB); n == 1 {
			return kB << 10
		}
	}
	return 0
}
