package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// write puts the six files of the demo package in its folder.
func (b *builder) write(out string) error {
	var units bytes.Buffer
	w := csv.NewWriter(&units)
	if err := w.Write([]string{"code", "parent", "name", "acronym"}); err != nil {
		return err
	}
	if err := w.WriteAll(b.unitRows); err != nil {
		return err
	}
	cast := make([]any, len(b.cast))
	for i := range b.cast {
		c := b.cast[i]
		cast[i] = struct {
			Handle      string            `json:"handle"`
			Role        string            `json:"role"`
			Story       map[string]string `json:"story"`
			Communities []string          `json:"communities"`
		}{c.Handle, c.Role, c.Story, c.Communities}
	}
	castJSON, err := indented(cast)
	if err != nil {
		return err
	}
	files := map[string][]byte{"units.csv": units.Bytes(), "cast.json": castJSON}
	if files["people.jsonl.zst"], err = packed(b.all); err != nil {
		return err
	}
	if files["communities.jsonl.zst"], err = packed(b.comms); err != nil {
		return err
	}
	if files["publications.jsonl.zst"], err = packed(b.pubs); err != nil {
		return err
	}
	if files["sheets.jsonl.zst"], err = packed(b.sheetsMade); err != nil {
		return err
	}
	for _, name := range sortedKeys(files) {
		if err := os.WriteFile(filepath.Join(out, name), files[name], 0o644); err != nil {
			return err
		}
		fmt.Printf("%-26s %7d kB\n", name, len(files[name])/1000)
	}
	return nil
}

func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// window is how far back what is compressed is compared: texts come back in files
// of several megabytes.
const window = 8 << 20

// packed writes one JSON object a line, compressed. Same records, same bytes.
func packed[T any](all []T) ([]byte, error) {
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(window), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	e := json.NewEncoder(z)
	e.SetEscapeHTML(false)
	for _, one := range all {
		if err := e.Encode(one); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// report says what was made, by kind and community.
func (b *builder) report(w io.Writer) {
	kinds, per, tags, opening := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	comments, accepted, unanswered, mentions, relays := 0, 0, 0, 0, 0
	for _, p := range b.pubs {
		kinds[p.Kind]++
		per[p.Community]++
		comments += len(p.Comments)
		relays += len(p.Relays)
		opening[first(p.Body, 60)]++
		for _, t := range p.Tags {
			tags[t]++
		}
		solved := false
		for _, k := range p.Comments {
			solved = solved || k.Accepted
			mentions += strings.Count(k.Text, "@")
		}
		if solved {
			accepted++
		} else if p.Kind == "question" {
			unanswered++
		}
	}
	fmt.Fprintf(w, "\n%d units, %d people, %d communities, %d publications %v, %d comments, %d accepted answers, %d open questions, %d tags, %d relays, %d mentions\n",
		len(b.unitRows), len(b.all), len(b.comms), len(b.pubs), kinds, comments, accepted, unanswered, len(tags), relays, mentions)
	for _, k := range sortedKeys(per) {
		c := b.byKey[k]
		fmt.Fprintf(w, "  %-18s %4d publications, %3d members, %d managers\n", k, per[k], len(c.Members), len(c.Managers))
	}
	type repeated struct {
		s string
		n int
	}
	var rs []repeated
	for _, s := range sortedKeys(opening) {
		rs = append(rs, repeated{s, opening[s]})
	}
	sort.SliceStable(rs, func(i, j int) bool { return rs[i].n > rs[j].n })
	for _, r := range rs[:8] {
		fmt.Fprintf(w, "  opening used %2d times: %s\n", r.n, r.s)
	}
	fmt.Fprintln(w, " ", strings.Join(sortedKeys(tags), ", "))
}

// show prints a sample for an editor's eye.
func (b *builder) show(w io.Writer, n int) {
	b.reseed(fmt.Sprint("show", n))
	for _, c := range b.comms {
		fmt.Fprintf(w, "\n# %s [%s] %s, %s, unit %s, parent %s, %d+%d members, guests %v\n  %s\n  managers %v, tags %v\n%s\n", c.Name, c.Key, c.Kind, c.Openness, b.unitName[c.Unit],
			c.Parent, len(c.Managers), len(c.Members), c.Guests, c.Purpose, c.Managers, c.Tags, c.Charter)
	}
	for range n {
		p := b.all[b.rng.IntN(len(b.all))]
		fmt.Fprintf(w, "\n%s · %s (%s) · %s · joined %v\n  %s\n", p.Name, p.Title, b.unitName[p.Unit], p.Handle, p.JoinedDaysAgo, p.About)
	}
	for range n {
		p := b.pubs[b.rng.IntN(len(b.pubs))]
		a := b.byName[p.Author]
		fmt.Fprintf(w, "\n======== %s %s in %s, %.1f days ago, by %s (%s), tags %v, +%d -%d, thanks %d, pinned %v, relays %v\n## %s\n%s\n", p.Key, p.Kind, p.Community, p.DaysAgo,
			a.Name, a.Title, p.Tags, p.Useful, p.Useless, p.Thanks, p.Pinned, p.Relays, p.Title, p.Body)
		if p.Poll != nil {
			fmt.Fprintf(w, "  poll %+v\n", *p.Poll)
		}
		for i, k := range p.Comments {
			a := b.byName[k.Author]
			fmt.Fprintf(w, "  %d. [%s +%.1fh parent %d accepted %v +%d] %s (%s): %s\n", i+1, k.Kind, k.HoursAfter, k.Parent, k.Accepted, k.Useful, a.Name, a.Title, k.Text)
		}
	}
}
