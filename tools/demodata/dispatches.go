package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// dispatchRecord is a dispatch of the diplomatic desk; its documentation is that
// of demo.Dispatch.
type dispatchRecord struct {
	Key          string   `json:"key"`
	Type         string   `json:"type"`
	Precedence   string   `json:"precedence"`
	Protection   string   `json:"protection"`
	Distribution string   `json:"distribution"`
	From         string   `json:"from"`
	To           []string `json:"to"`
	CopiedTo     []string `json:"copied_to,omitempty"`
	Subject      string   `json:"subject"`
	Affair       string   `json:"affair"`
	Tags         []string `json:"tags"`
	Text         string   `json:"text"`
	References   []string `json:"references,omitempty"`
	DraftedBy    string   `json:"drafted_by,omitempty"`
	ApprovedBy   string   `json:"approved_by,omitempty"`
	DaysAgo      float64  `json:"days_ago"`
	Heading      string   `json:"heading"`
	Number       string   `json:"number,omitempty"`
	Date         string   `json:"date"`
	Place        string   `json:"place,omitempty"`
	Marking      string   `json:"marking,omitempty"`
	Source       string   `json:"source"`
}

// cable is a document of the source.
type cable struct {
	ID, Volume, Kind, Title, From, To, Date, Time, Place, Number, Subject string
	N                                                                     string
	Classification, Precedence                                            string
	Handling                                                              []string
	CopiedTo                                                              []string `json:"copied_to"`
	RefersTo                                                              []string `json:"refers_to"`
	Chapter                                                               []string
	SourceNote                                                            string `json:"source_note"`
	Text                                                                  string

	affair affair
	marks  marks
	from   string
	to     []string
	body   []string // paragraphs, without what is told elsewhere
	key    string
}

// affair is a chapter of the source, as editorial/dispatches/affairs.txt tells it.
type affair struct {
	volume, chapter, title, desk string
	tags                         []string
	restricted                   int
}

// Bounds of a dispatch worth showing, in bytes of the source.
const (
	shortestDispatch = 350
	longestDispatch  = 6_600
	longestAirgram   = 10_500
)

// kinds gives the type of each kind of document: what went by wire is a
// telegram, what went by bag a note of a service.
var kinds = map[string]string{"telegram": "TD", "circular telegram": "TD", "airgram": "TS", "despatch": "TS"}

// dispatches makes the dispatches, oldest first, and the rows of posts.csv.
func dispatches(data string) ([]dispatchRecord, [][]string, error) {
	n, err := readNetwork()
	if err != nil {
		return nil, nil, err
	}
	chosen, err := chooseCables(data, n)
	if err != nil {
		return nil, nil, err
	}
	subjects, err := givenSubjects()
	if err != nil {
		return nil, nil, err
	}
	for i := range chosen {
		chosen[i].key = fmt.Sprintf("dispatch-%03d", i+1)
	}
	refs, ages, used := references(chosen, n), ages(chosen), map[string]bool{}
	out := make([]dispatchRecord, len(chosen))
	for i := range chosen {
		out[i] = chosen[i].record(n, subjects)
		out[i].DaysAgo = ages[i]
		for _, j := range refs[i] {
			out[i].References = append(out[i].References, chosen[j].key)
		}
		for _, code := range slices.Concat([]string{out[i].From}, out[i].To, out[i].CopiedTo) {
			used[code] = true
			used[n.byCode[code].desk] = true
		}
	}
	delete(used, "")
	return out, n.rows(used), nil
}

// record tells a cable in the words of the product.
func (c *cable) record(n *network, subjects map[string]string) dispatchRecord {
	to, copied := c.to, c.copied(n)
	if slices.Contains(to, "dip-dep") {
		var more []string
		to, more = c.routed(n)
		copied = add(copied, more...)
	}
	if n.under(c.from, "dip-dep") {
		copied = add(copied, c.around(n, c.desk(n, to))...)
	}
	copied = slices.DeleteFunc(copied, func(code string) bool {
		return code == c.from || slices.Contains(to, code)
	})
	drafted, approved := hands(c.SourceNote)
	date := c.Date
	if c.Time != "" {
		date += " " + c.Time
	}
	return dispatchRecord{
		Key: c.key, Type: kinds[c.Kind], Precedence: c.marks.precedence, Protection: c.marks.protection, Distribution: c.marks.distribution,
		From: c.from, To: to, CopiedTo: copied, Subject: c.subject(subjects), Affair: c.affair.title, Tags: c.tags(n),
		Text: c.markdown(), DraftedBy: drafted, ApprovedBy: approved,
		Heading: strings.Join(strings.Fields(c.Title), " "), Number: c.Number, Date: date, Place: c.Place, Marking: c.marks.said, Source: c.ID,
	}
}

// chooseCables keeps what is whole of the chosen affairs, oldest first.
func chooseCables(data string, n *network) ([]cable, error) {
	all, err := records[cable](data, "diplomatic-documents/documents.jsonl.gz")
	if err != nil {
		return nil, err
	}
	affairs, err := readAffairs()
	if err != nil {
		return nil, err
	}
	var fit []cable
	for _, c := range all {
		i := slices.IndexFunc(affairs, func(a affair) bool {
			return c.Volume == a.volume && len(c.Chapter) > 0 && strings.HasPrefix(c.Chapter[len(c.Chapter)-1], a.chapter)
		})
		if i < 0 {
			continue
		}
		c.affair = affairs[i]
		if c.prepare(n) {
			fit = append(fit, c)
		}
	}
	slices.SortStableFunc(fit, func(a, b cable) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Time, b.Time), cmp.Compare(a.Volume, b.Volume), cmp.Compare(len(a.N), len(b.N)), cmp.Compare(a.N, b.N))
	})
	return mostTied(fit, n), nil
}

// prepare reads who a cable is from and to, and refuses one that is not whole.
func (c *cable) prepare(n *network) bool {
	longest := longestDispatch
	if kinds[c.Kind] == "TS" {
		longest = longestAirgram
	}
	if kinds[c.Kind] == "" || c.Date == "" || c.Classification == "" || len(c.Text) < shortestDispatch || len(c.Text) > longest || withheld.MatchString(c.Text) {
		return false
	}
	from, to, ok := heading(c.Title)
	if !ok {
		return false
	}
	c.marks, c.body = c.read(), c.paragraphs()
	switch {
	case strings.HasPrefix(from, "Department of State"):
		c.from = "dip-dep"
	default:
		if named := n.named(from); len(named) > 0 {
			c.from = named[0]
		}
	}
	if strings.HasPrefix(to, "Department of State") {
		c.to = []string{"dip-dep"}
	} else if c.to = n.addressees(to); strings.HasPrefix(to, "Certain ") {
		if _, list, sent := strings.Cut(c.SourceNote, "Sent to "); sent {
			list, _, _ = strings.Cut(list, ". ")
			c.to = add(nil, n.named(list)...)
		}
	}
	if c.from == "dip-dep" && len(c.to) > 0 {
		c.from = c.issuer(n)
	}
	c.to = slices.DeleteFunc(slices.Clone(c.to), func(code string) bool { return code == c.from })
	return c.from != "" && len(c.to) > 0
}

// heading reads a title such as « Telegram From A to B ».
func heading(title string) (from, to string, ok bool) {
	title = strings.Join(strings.Fields(title), " ")
	_, rest, ok := strings.Cut(strings.Replace(title, " From the ", " from the ", 1), " from the ")
	if !ok {
		if _, rest, ok = strings.Cut(title, " From "); !ok {
			return "", "", false
		}
	}
	for _, in := range []string{"Mission to the United Nations", "Mission to the North Atlantic Treaty Organization and European Regional Organizations", "Mission to the North Atlantic Treaty Organization"} {
		if after, found := strings.CutPrefix(rest, in+" to "); found {
			return in, strings.TrimPrefix(after, "the "), true
		}
	}
	from, to, ok = strings.Cut(rest, " to ")
	return from, strings.TrimPrefix(to, "the "), ok
}

// mostTied drops restricted cables beyond what each affair shows of them. It
// keeps, one after the other, the one with most ties to those that are kept.
func mostTied(fit []cable, n *network) []cable {
	ties := make([][]int, len(fit))
	for i, refs := range references(fit, n) {
		for _, j := range refs {
			ties[i], ties[j] = append(ties[i], j), append(ties[j], i)
		}
	}
	kept, shown := make([]bool, len(fit)), map[string]int{}
	for i, c := range fit {
		kept[i] = c.marks.protection != "restricted" || kinds[c.Kind] == "TS"
	}
	for {
		best, most := -1, -1
		for i, c := range fit {
			if kept[i] || shown[c.affair.chapter] >= c.affair.restricted {
				continue
			}
			tied := len(ties[i])
			for _, j := range ties[i] {
				if kept[j] {
					tied += 10
				}
			}
			if tied > most {
				best, most = i, tied
			}
		}
		if best < 0 {
			break
		}
		kept[best] = true
		shown[fit[best].affair.chapter]++
	}
	var out []cable
	for i, c := range fit {
		if kept[i] {
			out = append(out, c)
		}
	}
	return out
}

// The moments of dispatches: the newest one working hour ago, the oldest as many
// days as the desk shows.
const (
	newestDispatch = 7 / 47.5
	oldestDispatch = 45
)

// ages spreads the cables over the days that the desk shows, in their order. A
// long silence counts for little more than a short one, so that what came in a
// crisis still comes at once and no week is empty.
func ages(chosen []cable) []float64 {
	gaps := make([]float64, len(chosen))
	total := 0.0
	for i := 1; i < len(chosen); i++ {
		hours := math.Max(0, chosen[i].moment().Sub(chosen[i-1].moment()).Hours())
		gaps[i] = 0.35 + math.Log2(1+math.Min(hours, 72)/6)
		total += gaps[i]
	}
	out, left := make([]float64, len(chosen)), total
	for i := range chosen {
		left -= gaps[i]
		out[i] = round(newestDispatch+(oldestDispatch-newestDispatch)*math.Max(0, left)/total, 4)
	}
	return out
}

func (c *cable) moment() time.Time {
	t, err := time.Parse("2006-01-02 15:04", c.Date+" "+strings.TrimSuffix(c.Time, "Z"))
	if err != nil {
		t, _ = time.Parse("2006-01-02", c.Date)
	}
	return t
}

// writeDispatches puts the dispatches and their units in the folder of the demo
// package.
func writeDispatches(data, out string) error {
	list, units, err := dispatches(data)
	if err != nil {
		return fmt.Errorf("dispatches: %w", err)
	}
	raw, err := packed(list)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "dispatches.jsonl.zst"), raw, 0o644); err != nil {
		return err
	}
	var table bytes.Buffer
	if err := csv.NewWriter(&table).WriteAll(units); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "posts.csv"), table.Bytes(), 0o644)
}
