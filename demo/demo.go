// Package demo holds the demonstration site as data: a ministry's units, three
// hundred made-up people, their communities, and a year of publications taken
// from public sources (see README.md for each source and its licence). The site
// shows every use of the mission (U1 to U6, P1, P3, P5, P6) on real French
// content; its cast also serves tests and screenshots. Beside it stand the
// dispatches of a diplomatic network (P4, S2), in English, with their units.
//
// What would surprise: nothing here is dated. A record says how long before the
// loading it happened, and Before and After turn that into moments of a working
// week, so that the site looks lived-in on whatever day it is filled.
//
// The files are made by tools/demodata and never edited by hand.
package demo

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/klauspost/compress/zstd"
)

//go:embed units.csv posts.csv cast.json *.jsonl.zst
var files embed.FS

// Person is somebody of the site. Handle is the key used everywhere else.
type Person struct {
	Handle        string  `json:"handle"` // given.family, ASCII letters and one dot
	Name          string  `json:"name"`
	Email         string  `json:"email"`           // on the reserved domain parvis.example
	Unit          string  `json:"unit"`            // code of a unit; empty for a guest
	Title         string  `json:"title"`           // function in the unit, agreeing in gender
	Head          bool    `json:"head"`            // heads the unit; at most one a unit
	Admin         bool    `json:"admin"`           // administers the network
	About         string  `json:"about"`           // what I can help with, one or two sentences; may be empty
	Locale        string  `json:"locale"`          // fr or en
	JoinedDaysAgo float64 `json:"joined_days_ago"` // never after anything that the person wrote
	Guest         bool    `json:"guest"`           // from outside; the next three fields are then set
	Organisation  string  `json:"organisation"`    // where a guest comes from
	Sponsor       string  `json:"sponsor"`         // handle of the agent who vouches for the guest
	ExpiresInDays int     `json:"expires_in_days"` // from the day of loading
}

// Member of the cast: a person with a part in tests, screenshots and the demonstration.
type Member struct {
	Handle      string            `json:"handle"`
	Role        string            `json:"role"`        // counter, field, expert, manager, head, director, guest, administrator, diplomat, newcomer, communication, trainer or english
	Story       map[string]string `json:"story"`       // one line, by language: fr, en
	Communities []string          `json:"communities"` // keys of those that matter to the part
}

// Community is a place with members.
type Community struct {
	Key           string   `json:"key"`
	Name          string   `json:"name"`
	Purpose       string   `json:"purpose"`    // one sentence
	Charter       string   `json:"charter"`    // Markdown
	Kind          string   `json:"kind"`       // hierarchical or transverse
	Unit          string   `json:"unit"`       // code, for a hierarchical one
	Openness      string   `json:"openness"`   // open, request or private
	Validation    bool     `json:"validation"` // publications are read before release
	Parent        string   `json:"parent"`     // key; empty at the top
	Template      string   `json:"template"`   // interest, project, unit or training
	Archived      bool     `json:"archived"`
	OpenedDaysAgo float64  `json:"opened_days_ago"`
	Tags          []string `json:"tags"`
	Managers      []string `json:"managers"` // handles; one community has a single one, to show the nudge
	Members       []string `json:"members"`  // handles, managers and guests apart
	Guests        []string `json:"guests"`   // handles
}

// Publication is an item of a community with its comments. Its author is a
// manager, a member or a guest of the community.
type Publication struct {
	Key       string    `json:"key"`
	Kind      string    `json:"kind"`      // post, announcement, question or poll
	Community string    `json:"community"` // key
	Author    string    `json:"author"`    // handle
	Title     string    `json:"title"`     // at most MaxTitle runes
	Body      string    `json:"body"`      // Markdown, at most MaxBody runes
	Tags      []string  `json:"tags"`      // at most MaxTags, in natural French
	DaysAgo   float64   `json:"days_ago"`  // see Before
	Pinned    bool      `json:"pinned"`
	Closed    bool      `json:"closed"`
	Relays    []string  `json:"relays"` // keys of communities where it is relayed too, never more open than its own
	Useful    int       `json:"useful"`
	Useless   int       `json:"useless"`
	Thanks    int       `json:"thanks"`
	Poll      *Poll     `json:"poll"` // for a poll
	Comments  []Comment `json:"comments"`
}

// Poll is the question's choices and what was voted so far.
type Poll struct {
	Options      []string `json:"options"`
	Votes        []int    `json:"votes"`          // as many as Options
	Voters       int      `json:"voters"`         // different people; equals the sum of Votes unless Multiple
	Multiple     bool     `json:"multiple"`       // more than one choice a person
	Hidden       bool     `json:"hidden"`         // results hidden until it closes
	ClosesInDays float64  `json:"closes_in_days"` // from the day of loading; negative once closed
}

// Comment is a comment or an answer. They stand in the order to write them in:
// a parent comes before its children.
type Comment struct {
	Author     string  `json:"author"`      // handle
	Text       string  `json:"text"`        // Markdown, at most MaxComment runes; may mention @handle
	HoursAfter float64 `json:"hours_after"` // working hours after the publication: see After
	Parent     int     `json:"parent"`      // position of the comment replied to, from 1; 0 for none
	Kind       string  `json:"kind"`        // comment, or answer under a question
	Accepted   bool    `json:"accepted"`    // at most one a question
	Useful     int     `json:"useful"`
	Useless    int     `json:"useless"`
	Thanks     int     `json:"thanks"`
}

// Sheet is a knowledge sheet of a community. Its author and owner are managers
// or members of the community.
type Sheet struct {
	Key             string        `json:"key"`
	Community       string        `json:"community"` // key
	Author          string        `json:"author"`    // handle
	Owner           string        `json:"owner"`     // handle: who answers for it
	Title           string        `json:"title"`
	Body            string        `json:"body"` // Markdown
	Tags            []string      `json:"tags"`
	Sections        []string      `json:"sections"` // its place in the tree, from the top
	DaysAgo         float64       `json:"days_ago"`
	Status          string        `json:"status"`            // draft, verified or review
	VerifiedDaysAgo float64       `json:"verified_days_ago"` // by its owner; 0 for never
	Months          int           `json:"months"`            // between two reviews
	Sources         []SheetSource `json:"sources"`
	Origin          string        `json:"origin"` // key of the publication that it was made from
	Reports         []SheetReport `json:"reports"`
	Useful          int           `json:"useful"`
	Thanks          int           `json:"thanks"`
}

// SheetSource is a page of the web on which a sheet rests.
type SheetSource struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// SheetReport is what a reader says of a sheet that is not true any more.
type SheetReport struct {
	By      string  `json:"by"` // handle
	Note    string  `json:"note"`
	DaysAgo float64 `json:"days_ago"`
}

// Bounds that every record holds, in runes and in tags.
const (
	MaxTitle   = 150
	MaxBody    = 20_000
	MaxComment = 5_000
	MaxTags    = 5
)

// Units is the tree of units as the CSV file that the product imports: a header
// line code,parent,name,acronym, then parents before children and one root.
func Units() io.Reader { return table("units.csv") }

func table(name string) io.Reader {
	f, err := files.Open(name)
	if err != nil {
		return errReader{err}
	}
	return f
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

// People lists everyone, the cast first.
func People() ([]Person, error) { return all[Person]("people.jsonl.zst") }

// Communities lists them, a parent before its children.
func Communities() ([]Community, error) { return all[Community]("communities.jsonl.zst") }

// Cast lists the thirteen people who have a part.
func Cast() ([]Member, error) {
	raw, err := files.ReadFile("cast.json")
	if err != nil {
		return nil, err
	}
	var cast []Member
	if err := json.Unmarshal(raw, &cast); err != nil {
		return nil, fmt.Errorf("cast.json: %w", err)
	}
	return cast, nil
}

// Publications yields every publication, oldest first. It stops at the first error.
func Publications() iter.Seq2[Publication, error] { return each[Publication]("publications.jsonl.zst") }

// Sheets lists the knowledge sheets, oldest first.
func Sheets() ([]Sheet, error) { return all[Sheet]("sheets.jsonl.zst") }

func all[T any](name string) ([]T, error) {
	var list []T
	for one, err := range each[T](name) {
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// each yields the records of a compressed file of JSON lines.
func each[T any](name string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		raw, err := files.ReadFile(name)
		if err != nil {
			yield(zero, err)
			return
		}
		unpacked, err := zstd.NewReader(bytes.NewReader(raw), zstd.WithDecoderConcurrency(1))
		if err != nil {
			yield(zero, fmt.Errorf("%s: %w", name, err))
			return
		}
		defer unpacked.Close()
		decoder := json.NewDecoder(unpacked)
		decoder.DisallowUnknownFields()
		for {
			var one T
			switch err := decoder.Decode(&one); {
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				yield(zero, fmt.Errorf("%s: %w", name, err))
				return
			}
			if !yield(one, nil) {
				return
			}
		}
	}
}
